"""The first page over HTTP: numbers, claims, regions with their links, questions; useful before any script runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from minegraph import KnowledgeGraph
from servers import serving


@pytest.fixture(scope="module")
def page(shipped_server: httpx.Client) -> str:
    return shipped_server.get("/").text


def test_every_mining_region_has_its_page_and_its_synergies(tiny_server: httpx.Client) -> None:
    page = tiny_server.get("/").text
    for code in ("FI1D7", "PL51", "ES61"):
        assert f'href="/doc/region/{code}"' in page
        assert f'href="/synergies/{code}"' in page


def test_map_gets_the_regions_with_points(page: str) -> None:
    (data,) = re.findall(r'<script type="application/json" id="regions-data">(.*?)</script>', page)
    lapland = next(one for one in json.loads(data) if one["label"] == "Lapland")
    assert (round(lapland["latitude"]), round(lapland["longitude"])) == (68, 26)


def test_numbers_are_those_of_the_overview(page: str, shipped_root: Path) -> None:
    with KnowledgeGraph.open(shipped_root) as graph:
        overview = graph.overview()
    shown = {words: int(count.replace(",", "")) for words, count in re.findall(r"<dt>([^<]*)</dt><dd>([\d,]+)", page)}
    assert shown == {one.words: one.count for one in overview.counts}


def test_claims_stand_beside_what_is_documented(page: str) -> None:
    row = re.search(r"<tr>\s*<th[^>]*><a[^>]*>MIREU</a></th>\s*<td[^>]*>regions</td>(.*?)</tr>", page, re.DOTALL)
    assert row is not None
    assert re.findall(r'data-label="(?:claimed|documented)">([^<]*)<', row[1]) == ["16, 17, 19", "14"]


def test_examples_lead_to_questions_and_the_editor(page: str) -> None:
    assert '<a href="/queries/best-partners-of-region">' in page
    assert len(re.findall(r'href="/ask\?query=', page)) == 3


def test_graph_without_claims_and_questions_has_a_page(tiny_server: httpx.Client) -> None:
    page = tiny_server.get("/").text
    assert "Claimed, and documented" not in page
    assert "data-areas" not in page


def test_areas_of_unknown_regions_are_not_found(tiny_server: httpx.Client) -> None:
    answers = [tiny_server.get(f"/areas.json?{query}") for query in ("region=nix", "region=FI1D7&" * 101, "")]
    assert [answer.status_code for answer in answers] == [404, 400, 200]
    assert answers[2].json()["features"] == []


def test_areas_are_served_where_boundaries_were_imported(tiny_root: Path, tmp_path: Path) -> None:
    ring = [[20, 66], [29, 66], [29, 70], [20, 66]]
    feature = {
        "type": "Feature",
        "properties": {"NUTS_ID": "FI1D7"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    file = tmp_path / "nuts.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with KnowledgeGraph.open(tiny_root) as graph:
        graph.import_boundaries(file)
    for client in served(tiny_root):
        answer = client.get("/areas.json")
        assert answer.headers["content-type"] == "application/geo+json"
        assert [one["properties"]["label"] for one in answer.json()["features"]] == ["Lapland"]
        assert [one["id"] for one in client.get("/areas.json?region=FI1D7&region=PL51").json()["features"]] == [
            "https://w3id.org/minegraph/id/region/FI1D7"
        ]
        assert 'data-areas="/areas.json"' in client.get("/").text


def served(root: Path) -> Iterator[httpx.Client]:
    with serving(root, root / ".minegraph") as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client
