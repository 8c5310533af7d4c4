"""The pages of synergies over HTTP: as pages, as data, and what is said to wrong addresses."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from types import ModuleType

import httpx
import pyoxigraph as ox
import pytest
from openpyxl import load_workbook

from minegraph import KnowledgeGraph
from minegraph.build import build
from minegraph.errors import MinegraphError
from minegraph.files import Layout
from minegraph.formats import COMPARISONS
from minegraph.web.choice import Choice
from minegraph.web.jobs import synergy_overview, synergy_pair, synergy_partners
from minegraph.web.opened import Opened
from minegraph.web.output import Output

ADDRESSES = ("/synergies", "/synergies/FI1D7", "/synergies/FI1D7/with/PL51")
BROWSER = {"accept": "text/html"}
OWN = "profile=learning&weights=commodities-similarity:0.5,stages-similarity:0&certain=1"


@pytest.fixture(scope="module")
def graph(tiny_generation: Path) -> KnowledgeGraph:
    return KnowledgeGraph.open(tiny_generation.parents[2])


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_says_its_subject_without_scripts(tiny_server: httpx.Client, address: str) -> None:
    answer = tiny_server.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "Lapland" in answer.text
    assert "Lower Silesia" in answer.text
    assert re.search(r" style=| on[a-z]+=|<script>", answer.text) is None


@pytest.mark.parametrize("form", COMPARISONS, ids=lambda form: form.name)
@pytest.mark.parametrize("address", ADDRESSES)
def test_address_with_an_ending_is_the_same_in_another_form(
    tiny_server: httpx.Client, address: str, form: object
) -> None:
    suffix, content_type, media_type = (getattr(form, name) for name in ("suffix", "content_type", "media_type"))
    ended = tiny_server.get(f"{address}.{suffix}?{OWN}")
    preferred = tiny_server.get(f"{address}?{OWN}", headers={"accept": media_type})
    assert (ended.status_code, ended.headers["content-type"]) == (200, content_type)
    assert ended.content == preferred.content
    assert "Accept" not in ended.headers.get("vary", "").split(", ")
    assert "Accept" in preferred.headers["vary"].split(", ")


def test_data_is_what_the_graph_says(tiny_server: httpx.Client, graph: KnowledgeGraph) -> None:
    own = {"commodities-similarity": 0.5, "stages-similarity": 0.0}
    found = graph.synergies("Lapland", profile="learning", weights=own, certain=True, top=None)
    for form in ("json", "csv", "xlsx", "jsonld"):
        assert tiny_server.get(f"/synergies/FI1D7.{form}?{OWN}").content == found.written(form)
    matrix = graph.synergy_matrix(profile="learning", weights=own, certain=True)
    for form in ("json", "csv", "xlsx", "jsonld"):
        assert tiny_server.get(f"/synergies.{form}?{OWN}").content == matrix.written(form)


def test_number_of_partners_can_be_asked(tiny_server: httpx.Client) -> None:
    assert len(tiny_server.get("/synergies/FI1D7.json?top=1").json()["synergies"]) == 1
    assert tiny_server.get("/synergies/FI1D7?top=1").text.count('<li data-place="') == 1


def test_files_for_spreadsheets_have_names(tiny_server: httpx.Client) -> None:
    table = tiny_server.get("/synergies/FI1D7/with/PL51.csv")
    assert table.headers["content-disposition"] == 'attachment; filename="synergies-FI1D7-PL51.csv"'
    assert next(csv.reader(StringIO(table.text)))[0] == "rank"
    assert load_workbook(BytesIO(tiny_server.get("/synergies.xlsx").content)).sheetnames == ["Matrix", "Pairs", "About"]


def test_page_carries_what_a_browser_needs_to_weigh(tiny_server: httpx.Client, graph: KnowledgeGraph) -> None:
    text = tiny_server.get(f"/synergies/FI1D7?{OWN}").text
    found = re.search(r'id="candidates">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    candidates = graph.synergy_candidates("Lapland", certain=True)
    assert [tuple(one["values"]) for one in data["candidates"]] == [one.values for one in candidates.candidates]
    weights = {one["name"]: one["weight"] for one in data["components"] if one["weight"]}
    own = {"commodities-similarity": 0.5, "stages-similarity": 0.0}
    assert weights == graph.synergies("Lapland", profile="learning", weights=own).result.weights


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/synergies/Lapland", "/synergies/FI1D7"),
        ("/synergies/lapland?profile=learning&view=map", "/synergies/FI1D7?profile=learning&view=map"),
        ("/synergies/Lapland/with/Lower%20Silesia", "/synergies/FI1D7/with/PL51"),
        ("/synergies/FI1D7?w.commodities-similarity=0.5", "/synergies/FI1D7?weights=commodities-similarity:0.5"),
        ("/synergies/FI1D7?w.commodities-similarity=0.2&w.themes-similarity=0.1", "/synergies/FI1D7"),
    ],
)
def test_other_words_for_the_same_lead_to_its_address(tiny_server: httpx.Client, address: str, leads_to: str) -> None:
    answer = tiny_server.get(address, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/synergies/Laplnd?view=map", '<a href="/synergies/Lapland?view=map">Lapland</a>'),
        ("/synergies/FI1D7?view=mapp", '<a href="/synergies/FI1D7?view=map">map</a>'),
        (
            "/synergies?profile=learnin&view=matrix",
            '<a href="/synergies?profile=learning&amp;view=matrix">learning</a>',
        ),
        ("/queries/region-by-commodity", '<a href="/queries/regions-by-commodity">regions-by-commodity</a>'),
        ("/doc/region/FI1D8", '<a href="/doc/region/FI1D7">region/FI1D7</a>'),
    ],
)
def test_nearest_names_lead_to_the_address_with_them(tiny_server: httpx.Client, address: str, link: str) -> None:
    page = tiny_server.get(address, headers=BROWSER)
    assert (page.status_code, link in page.text) == (404, True)
    leads_to = unescape(link.split('"')[1])
    assert tiny_server.get(leads_to, headers=BROWSER, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/synergies/Laplnd", 404, "There is no region 'Laplnd'. Did you mean 'Lapland'?"),
        ("/synergies/FI1D7/with/Laplnd", 404, "Did you mean 'Lapland'?"),
        ("/synergies/FI1D7/with/FI1D7", 400, "share territory"),
        ("/synergies?profile=learnin", 404, "There is no profile 'learnin'. Did you mean 'learning'?"),
        ("/synergies/FI1D7?profile=learnin", 404, "Did you mean 'learning'?"),
        ("/synergies?weights=comodities-similarity:1", 404, "Did you mean 'commodities-similarity'?"),
        ("/synergies?weights=commodities-similarity:much", 400, "'much'. Give a number from 0 to 1"),
        ("/synergies?weights=commodities-similarity:-1", 400, "cannot count against it"),
        ("/synergies?weights=nonsense", 400, "'nonsense' is no weight"),
        ("/synergies?view=matrx", 404, "Did you mean 'matrix'?"),
        ("/synergies/FI1D7?view=matrix", 404, "Views: list, map."),
        ("/synergies/FI1D7?certain=perhaps", 400, "Write certain=1"),
        ("/synergies/FI1D7?top=many", 400, "such as top=10"),
        ("/synergies/FI1D7?top=0", 400, "Ask for at least 1"),
    ],
)
def test_wrong_address_is_answered_with_what_to_do(
    tiny_server: httpx.Client, address: str, status: int, message: str
) -> None:
    answer = tiny_server.get(address, headers={"accept": "application/json"})
    assert answer.status_code == status
    assert message in answer.json()["detail"]
    page = tiny_server.get(address, headers=BROWSER)
    assert page.status_code == status
    assert "<h1>" in page.text


def test_names_in_an_address_are_escaped(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get(
        "/synergies/%3Cscript%3Ealert(1)%3C%2Fscript%3E?profile=%22%3E%3Cscript%3E", headers=BROWSER
    )
    assert answer.status_code == 404
    assert "<script>" not in answer.text


def test_refused_questions_cost_no_child(tiny_server: httpx.Client) -> None:
    for _ in range(4):
        assert tiny_server.get("/synergies/Laplnd").status_code == 404
        assert tiny_server.get("/synergies/FI1D7").status_code == 200


def test_pair_as_linked_data_is_linked_data(tiny_server: httpx.Client) -> None:
    document = tiny_server.get("/synergies/FI1D7/with/PL51.jsonld").content
    assert len(list(ox.parse(document, format=ox.RdfFormat.JSON_LD))) > 20


EVIL = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <https://w3id.org/minegraph/id/>
<region/FI1D7> skos:prefLabel "0</script><script>alert(1)</script>"@en .
<commodity/copper> skos:prefLabel "0\\"><script>alert(2)</script>"@en .
<javascript:alert(3)> mg:inRegion <region/FI1D7> ; mg:commodity <commodity/copper> ;
  mg:facilityType <facility-type/mine> ; dcterms:source <javascript:alert(4)> ; mg:confidence <confidence/high> ;
  skos:prefLabel "<img src=x onerror=alert(5)>"@en .
"""


@pytest.mark.parametrize(
    ("job", "about"),
    [
        (synergy_overview, {}),
        (synergy_partners, {"region": "FI1D7"}),
        (synergy_pair, {"region": "FI1D7", "other": "PL51"}),
    ],
)
def test_whatever_the_data_say_no_page_runs_it(tiny_root: Path, tmp_path: Path, job: ModuleType, about: object) -> None:
    (tiny_root / "data" / "sites" / "evil.ttl").write_text(EVIL)
    generation = build(Layout(tiny_root), tiny_root / ".minegraph").store
    assert isinstance(about, dict)
    page = page_of(job, Opened(tiny_root, tiny_root / ".minegraph", generation), tmp_path, **about)
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript:' not in page


def page_of(job: ModuleType, graph: Opened, scratch: Path, **arguments: object) -> str:
    """What a job writes as its page."""
    with (scratch / "spool").open("w+b", buffering=0) as spool:
        job.run(graph, Output(spool, 1 << 20, lambda _: None), form="html", **{"chosen": {}, **arguments})
        spool.seek(0)
        return spool.read().decode()


def test_matrix_of_very_many_regions_is_not_drawn(
    tiny_generation: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(synergy_overview, "MOST_DRAWN", 1)
    opened = Opened(tiny_generation.parents[2], tiny_generation.parents[1], tiny_generation)
    page = page_of(synergy_overview, opened, tmp_path, chosen={"view": "matrix"})
    assert "too large to draw" in page
    assert 'id="matrix"' not in page


def test_choice_is_written_as_it_is_read() -> None:
    choice = Choice.read(
        {"profile": "learning", "weights": "a:0.5,b:-1", "certain": "yes", "view": "map"}, ("list", "map")
    )
    assert choice.query() == "?profile=learning&weights=a:0.5,b:-1&certain=1&view=map"
    assert choice.query(weights={}, view="", certain=False) == "?profile=learning"
    assert Choice.read({"view": "list"}, ("list", "map")).query() == ""


def test_fields_of_a_form_come_before_weights() -> None:
    choice = Choice.read({"w.a": "0.25", "weights": "b:1"})
    assert (choice.weights, choice.from_form) == ({"a": 0.25}, True)
    with pytest.raises(MinegraphError, match="The weight of a is ''"):
        Choice.read({"w.a": ""})
