"""Where on a map the mining regions are shown."""

from __future__ import annotations

import pytest

from minegraph.map_points import ORIGINS, MapPoint, map_points, position
from minegraph.store import LocalStore
from synergy_worlds import mining_region, region, world

WKT = "<http://www.opengis.net/ont/geosparql#wktLiteral>"
GEO = "<http://www.opengis.net/ont/geosparql#asWKT>"


def label_point(name: str, east: float, north: float) -> str:
    return f'<region/{name}> mg:labelPoint "POINT({east} {north})"^^{WKT} .'


def site_at(name: str, place: str, east: float, north: float) -> str:
    return f'<site/{name}> mg:inRegion <region/{place}> ; {GEO} "POINT({east} {north})"^^{WKT} .'


def found(*facts: str) -> dict[str, tuple[float | None, float | None, str]]:
    points = map_points(world(*facts))
    return {point.label.rpartition("/")[2]: (point.latitude, point.longitude, point.origin) for point in points}


def test_every_mining_region_of_the_shipped_graph_has_a_point(shipped_store: LocalStore) -> None:
    points = map_points(shipped_store)
    assert len(points) > 60
    assert [point.iri for point in points] == sorted(point.iri for point in points)
    assert [point.label for point in points if point.latitude is None] == []
    assert {point.label for point in points if point.origin != "stated"} == {
        "Lusatia",
        "Rhenish mining area",
        "Werra potash district",
        "Zasavje and Savinjska",
    }


def test_a_region_is_shown_where_it_says(tiny_store: LocalStore) -> None:
    lapland = next(point for point in map_points(tiny_store) if point.label == "Lapland")
    assert lapland == MapPoint(region("FI1D7"), "Lapland", "FI", 67.5, 26.5, "stated")


def test_a_stated_point_comes_before_those_of_parts_and_sites() -> None:
    facts = mining_region("a"), "<region/b> mg:within <region/a> .", label_point("b", 1, 2), site_at("s", "a", 3, 4)
    assert found(*facts, label_point("a", 5, 6))["a"] == (6.0, 5.0, "stated")
    assert found(*facts)["a"] == (2.0, 1.0, "parts")


def test_without_other_points_a_region_is_shown_amid_its_sites() -> None:
    sites = site_at("s", "a", 10, 40), site_at("t", "b", 20, 50)
    assert found(mining_region("a"), "<region/b> mg:within <region/a> .", *sites)["a"] == (45.0, 15.0, "sites")


def test_a_region_without_any_point_is_listed_without_one() -> None:
    assert found(mining_region("a"))["a"] == (None, None, "none")


@pytest.mark.parametrize("wkt", ["", "LINESTRING(0 0, 1 1)", "POINT(0)", "POINT(1 91)", "POINT(181 1)", "POINT(x y)"])
def test_what_is_no_point_on_earth_is_none(wkt: str) -> None:
    assert position(wkt) is None


def test_every_origin_is_put_in_words() -> None:
    assert set(ORIGINS) == {"stated", "parts", "sites", "none"}


def test_any_region_can_be_asked_for(tiny_store: LocalStore) -> None:
    points = map_points(tiny_store, [region("FI1D"), region("FI1D7")])
    assert [(point.label, point.country) for point in points] == [("North and East Finland", "FI"), ("Lapland", "FI")]
