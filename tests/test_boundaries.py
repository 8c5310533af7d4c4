"""Boundaries from a user's own file: what is taken, what is refused and how, and that nothing is lost on the way."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import REPOSITORY, BuiltTiny
from minegraph import KnowledgeGraph, MinegraphError, NotFoundError, SourceError, StoreError, boundaries
from minegraph import geojson as reading
from minegraph.boundaries import PLACE, import_boundaries
from minegraph.cli import verbs
from minegraph.files import Layout, format_turtle, packaged_root
from minegraph.map_areas import geojson, map_areas
from minegraph.polygons import Area, read_wkt, thinned, wkt
from minegraph.release import publishing
from minegraph.release.dumps import write_dumps
from minegraph.release.mark import write_mark
from minegraph.store import LocalStore
from minegraph.terms import ID

LAPLAND = f"{ID}region/FI1D7"
SQUARE = [[[20, 66], [29, 66], [29, 70], [20, 70], [20, 66]]]
Import = Callable[[object], boundaries.Imported]


def feature(code: object = "FI1D7", coordinates: object = SQUARE, kind: str = "Polygon", **more: object) -> Any:
    """A feature as GISCO writes it."""
    return {
        "type": "Feature",
        "properties": {"NUTS_ID": code, "LEVL_CODE": len(str(code)) - 2, "CNTR_CODE": str(code)[:2], **more},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: object, **more: object) -> dict[str, object]:
    return {"type": "FeatureCollection", "features": list(features), **more}


@pytest.fixture
def import_(tmp_path: Path, tiny_store: LocalStore) -> Import:
    """Import a document, or the bytes of one, into a workspace of its own."""

    def run(document: object, version: str = "2021") -> boundaries.Imported:
        file = tmp_path / "NUTS_RG.geojson"
        file.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        return import_boundaries(tiny_store, Layout(tmp_path / "workspace"), file, version)

    return run


def areas_in(path: Path) -> dict[str, Area]:
    """The areas that a file of the workspace states."""
    engine = ox.Store()
    engine.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("urn:file"))
    return map_areas(LocalStore(engine), [LAPLAND, f"{ID}region/PL51"])


def test_region_gets_the_area_of_its_code(import_: Import) -> None:
    imported = import_(collection(feature()))
    assert (imported.regions, imported.unknown, imported.coarse, imported.replaced) == (1, (), (), False)
    assert areas_in(imported.path) == {
        LAPLAND: ((((20.0, 66.0), (29.0, 66.0), (29.0, 70.0), (20.0, 70.0), (20.0, 66.0)),),)
    }


def test_file_is_canonical_and_says_what_may_be_done_with_it(import_: Import) -> None:
    path = import_(collection(feature())).path
    text = path.read_text(encoding="utf-8")
    assert format_turtle(text, path) == text
    assert "Not to be passed on without leave" in text


def test_codes_that_the_graph_does_not_have_are_named(import_: Import) -> None:
    imported = import_(collection(feature(), feature("XX"), feature("DE21")))
    assert (imported.regions, imported.unknown) == (1, ("DE21", "XX"))


def test_second_import_takes_the_place_of_the_first(import_: Import) -> None:
    import_(collection(feature()))
    again = import_(collection(feature("PL51")))
    assert (again.replaced, list(areas_in(again.path))) == (True, [f"{ID}region/PL51"])


def test_boundary_that_is_too_long_is_drawn_more_coarsely(import_: Import) -> None:
    turn = [i * 2 * math.pi / 9000 for i in range(9000)]
    circle = [[round(24 + 3 * math.cos(at), 5), round(68 + 2 * math.sin(at), 5)] for at in turn]
    imported = import_(collection(feature(coordinates=[[*circle, circle[0]]])))
    assert imported.coarse == ("FI1D7",)
    assert len(wkt(areas_in(imported.path)[LAPLAND])) <= boundaries.MOST_CHARACTERS


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b"", "it is not JSON"),
        (b"{", "NUTS_RG.geojson:1: it is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"\xff\xfe", "not UTF-8"),
        (b"NaN", "NaN is no number of JSON"),
        (b"[1" + b"0" * 5000 + b"]", "it is not JSON"),
        ([], "nothing is no GeoJSON FeatureCollection"),
        ("FeatureCollection", "is no GeoJSON FeatureCollection"),
        ({"type": "Topology"}, "'Topology' is no GeoJSON FeatureCollection"),
        (collection(), "1 to 20,000 features"),
        ({"type": "FeatureCollection", "features": {"a": 1}}, "1 to 20,000 features"),
        (collection(feature(), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3035"}}), "are in EPSG:3035"),
        (collection(feature(), crs={"properties": {"name": "EPSG:3857"}}), "are in EPSG:3857"),
        (collection(feature(), crs="mine"), "are in another coordinate system"),
        (collection(feature(), 7), "feature 2: it has no properties"),
        (collection({"properties": {}, "geometry": None}), "feature 1: it has no properties or no geometry"),
        (collection(feature(code=None)), "feature 1: NUTS_ID nothing is no NUTS code"),
        (collection(feature(code="../../etc/passwd")), "NUTS_ID '../../etc/passwd' is no NUTS code"),
        (collection(feature(code='FI> <"')), "is no NUTS code"),
        (collection(feature(code="x" * 9999)), "is no NUTS code"),
        (collection(feature(LEVL_CODE=1)), "FI1D7 cannot be of level 1"),
        (collection(feature(), feature()), "feature 2: FI1D7 is there twice, the first time as feature 1"),
        (collection(feature("XX"), feature("YY")), "no region has one of its 2 codes in NUTS 2021"),
        (collection(feature(kind="Point", coordinates=[1, 2])), "its geometry is 'Point', not a Polygon"),
        (collection(feature(kind="LineString")), "its geometry is 'LineString'"),
        (collection(feature(coordinates=None)), "nothing stands where its geometry needs a list"),
        (collection(feature(coordinates=[])), "needs a list"),
        (collection(feature(coordinates=[[]])), "needs a list"),
        (collection(feature(coordinates=[[[0, 0], [1, 1], [0, 0]]])), "is not closed"),
        (collection(feature(coordinates=[[[0, 0], [1, 0], [1, 1], [0, 1]]])), "is not closed"),
        (collection(feature(coordinates=[[[4321000, 3210000]] * 4])), "is the file in EPSG:3035 or 3857?"),
        (collection(feature(coordinates=[[[0, 91]] * 4])), "is no point in degrees"),
        (collection(feature(coordinates=[[["0", "1"]] * 4])), "is no point in degrees"),
        (collection(feature(coordinates=[[[True, False]] * 4])), "is no point in degrees"),
        (collection(feature(coordinates=[[[1]] * 4])), "is no point in degrees"),
        (b'{"type":"FeatureCollection","features":[{"properties":{"NUTS_ID":"FI1D7"},"geometry":{"type":"Polygon",'
         b'"coordinates":[[[1e999,0],[1,0],[1,1],[1e999,0]]]}}]}', "is no point in degrees"),
        (collection(feature(coordinates=[[[1, 1], [2, 2], [3, 3], [1, 1]]])), "FI1D7 cannot be drawn"),
    ],
)  # fmt: skip
def test_file_that_does_not_fit_is_refused_and_nothing_is_written(
    import_: Import, tmp_path: Path, document: object, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        import_(document)
    said = str(caught.value)
    assert message in said
    assert "NUTS_RG.geojson" in said
    assert len(said) < 500
    assert not (tmp_path / "workspace").exists()


def test_file_that_is_too_large_is_not_read(import_: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    with pytest.raises(SourceError, match="Take a coarser one"):
        import_(collection(feature()))


def test_what_is_no_file_is_refused(tmp_path: Path, tiny_store: LocalStore) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, message in (("nothing", "cannot be read"), (".", "it is no file"), ("pipe", "it is no file")):
        with pytest.raises(SourceError, match=message):
            import_boundaries(tiny_store, Layout(tmp_path / "workspace"), tmp_path / name)


def test_codes_of_another_version_get_advice(shipped_store: LocalStore, tmp_path: Path) -> None:
    file = tmp_path / "n.geojson"
    file.write_text(json.dumps(collection(feature("PT1C"))))
    with pytest.raises(SourceError, match="import it with --nuts-version 2024"):
        import_boundaries(shipped_store, Layout(tmp_path / "workspace"), file)
    imported = import_boundaries(shipped_store, Layout(tmp_path / "workspace"), file, "2024")
    assert "region/PT18" in imported.path.read_text(encoding="utf-8")


def test_unknown_version_names_those_there_are(import_: Callable[..., object]) -> None:
    with pytest.raises(NotFoundError, match="The graph has 2021"):
        import_(collection(feature()), "2013")


def test_graph_that_everybody_gets_stays_without_boundaries(tiny_store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="minegraph init DIR"):
        import_boundaries(tiny_store, Layout(packaged_root()), tmp_path / "any")


def test_place_that_cannot_be_written_is_said(import_: Import, tmp_path: Path) -> None:
    (tmp_path / "workspace").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        import_(collection(feature()))


points = st.tuples(st.integers(-180_000, 180_000), st.integers(-90_000, 90_000))


@st.composite
def rings(draw: st.DrawFn) -> list[list[float]]:
    """A rectangle or triangle on a grid of thousandths, closed."""
    (west, south), wide, high = draw(points), draw(st.integers(1, 9000)), draw(st.integers(1, 9000))
    west, south = min(west, 171_000), min(south, 81_000)
    corners = [(west, south), (west + wide, south), (west + wide, south + high), (west, south + high)]
    kept = corners if draw(st.booleans()) else corners[:3]
    return [[east / 1000, north / 1000] for east, north in (*kept, kept[0])]


@given(st.lists(st.lists(rings(), min_size=1, max_size=3), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_area_comes_back_as_it_was(import_: Import, polygons: list[list[list[list[float]]]]) -> None:
    imported = import_(collection(feature(coordinates=polygons, kind="MultiPolygon")))
    expected = tuple(tuple(tuple((east, north) for east, north in ring) for ring in rings) for rings in polygons)
    assert areas_in(imported.path)[LAPLAND] == expected


coordinates = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
areas = st.lists(st.lists(st.lists(coordinates, min_size=4, max_size=30), min_size=1, max_size=3), max_size=3)


@given(areas, st.integers(1, 4))
def test_thinned_area_survives_wkt_and_thinning_again(
    given: list[list[list[tuple[float, float]]]], digits: int
) -> None:
    area = thinned(tuple(tuple((*ring, ring[0]) for ring in map(tuple, polygon)) for polygon in given), digits)
    assert thinned(area, digits) == area
    assert not area or read_wkt(wkt(area)) == area


@given(st.text(max_size=60))
def test_text_that_is_no_area_is_none(text: str) -> None:
    assert read_wkt(text) is None


@pytest.mark.parametrize(
    "text", ["POINT(1 2)", "POLYGON(())", "POLYGON((1 2,x y))", "MULTIPOLYGON((1))", "POLYGON EMPTY"]
)
def test_wkt_of_other_shapes_is_no_area(text: str) -> None:
    assert read_wkt(text) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["type", "features", "properties", "geometry", "NUTS_ID", "coordinates", "crs"]), inner
            )
        ),
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_taken_or_refused_in_words(import_: Import, document: object) -> None:
    with pytest.raises(MinegraphError):
        import_(document)


def test_map_gets_geojson(import_: Import) -> None:
    document = json.loads(geojson(areas_in(import_(collection(feature())).path), {LAPLAND: "Lapland"}))
    (area,) = document["features"]
    assert (area["id"], area["properties"], area["geometry"]["coordinates"]) == (
        LAPLAND,
        {"label": "Lapland"},
        [SQUARE],
    )


def test_imported_boundaries_are_in_the_graph_and_conform(tiny_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "n.geojson"
    file.write_text(json.dumps(collection(feature())))
    run = CliRunner().invoke(verbs, ["--root", str(tiny_root), "import", "boundaries", str(file)])
    assert (run.exit_code, run.stdout) == (0, "")
    assert "boundaries of 1 regions." in run.stderr
    with KnowledgeGraph.open(tiny_root) as graph:
        assert list(map_areas(graph.source)) == [LAPLAND]
        assert [result.message for result in graph.validate().results if result.severity == "Violation"] == []
    assert (tiny_root / PLACE).is_file()


def test_command_names_what_it_left_out_and_replaced(tiny_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "n.geojson"
    file.write_text(json.dumps(collection(feature(), *(feature(f"ZZ{number}") for number in range(10, 22)))))
    for _ in range(2):
        run = CliRunner().invoke(verbs, ["--root", str(tiny_root), "import", "boundaries", str(file)])
    assert "ZZ10, ZZ11" in run.stderr
    assert "and 4 more" in run.stderr
    assert "in place of those that were there" in run.stderr


def test_imported_boundaries_are_not_published(
    built_tiny: BuiltTiny, import_: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built_tiny(tmp_path / "tiny")
    for name, file in (
        ("dataset.ttl", REPOSITORY / "data" / "dataset.ttl"),
        ("regions", import_(collection(feature())).path),
    ):
        shutil.copy(file, root / "data" / name)
    monkeypatch.setattr(publishing, "PARTS", {"dumps": write_dumps})
    monkeypatch.setattr(publishing, "LAST_PARTS", {"mark": write_mark})
    with KnowledgeGraph.open(root) as graph:
        assert map_areas(graph.source)
        graph.publish(tmp_path / "site")
    files = [file for file in (tmp_path / "site").rglob("*") if file.is_file()]
    assert (tmp_path / "site" / "doc" / "region" / "FI1D7.ttl") in files
    marks = (b"POLYGON((20 66", b"EuroGeographics")
    assert [file.name for file in files if any(mark in file.read_bytes() for mark in marks)] == []
