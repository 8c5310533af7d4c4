"""The first page in a browser: search while typing, the map and its list, claims, questions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing
from minegraph import KnowledgeGraph
from servers import serving


@pytest.mark.parametrize("box", ["#search", "#start-search"])
def test_suggestions_lead_to_the_thing_by_keyboard(visit: Visit, box: str) -> None:
    page = visit("/")
    page.locator(box).press_sequentially("lappi")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Lapland")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")


def test_search_shows_hits_by_kind(visit: Visit) -> None:
    page = visit("/")
    page.locator("#start-search").fill("silesia")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mining region")).to_be_visible()
    expect(page.locator("#search")).to_have_value("silesia")
    assert accessibility_problems(page) == []


def open_map(page: Page) -> None:
    page.locator("#map").scroll_into_view_if_needed()
    expect(page.locator("#map canvas").last).to_be_visible()


def point_of(page: Page, name: str) -> tuple[float, float]:
    """Where the map shows a region: at the tip of the name that it gets while its link has the focus."""
    page.get_by_role("link", name=name, exact=True).focus()
    tip = page.locator("#map .leaflet-tooltip")
    expect(tip).to_have_text(name)
    page.locator("#map").scroll_into_view_if_needed()
    box = tip.bounding_box()
    assert box is not None
    is_left = "leaflet-tooltip-left" in (tip.get_attribute("class") or "")
    return box["x"] + (box["width"] + 6 if is_left else -6), box["y"] + box["height"] / 2


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_region_on_the_map_leads_on(visit: Visit, width: int) -> None:
    page = visit("/", width=width)
    open_map(page)
    page.mouse.click(*point_of(page, "Lapland"))
    chosen = page.locator("#chosen")
    expect(chosen.get_by_role("link", name="Its synergies")).to_have_attribute("href", "/synergies/FI1D7")
    expect(chosen.get_by_role("heading")).to_have_text("Lapland")
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_region_in_the_list_stands_out_on_the_map(visit: Visit) -> None:
    page = visit("/")
    open_map(page)
    page.get_by_role("link", name="Lapland", exact=True).hover()
    expect(page.locator("#map .leaflet-tooltip")).to_have_text("Lapland")


def test_list_works_without_scripts(visit: Visit) -> None:
    page = visit("/", java_script_enabled=False)
    link = page.get_by_role("link", name="Synergies of Lapland")
    assert link.get_attribute("href") == "/synergies/FI1D7"


def test_more_claims_unfold(visit: Visit) -> None:
    page = visit("/", width=NARROW)
    page.get_by_text(re.compile(r"\d+ more claims")).click()
    expect(page.get_by_role("region", name="More claims")).to_be_visible()
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_imported_boundaries_are_areas_on_the_map(browser: Browser, tiny_root: Path, tmp_path: Path) -> None:
    ring = [[15, 60], [35, 60], [35, 71], [15, 71], [15, 60]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"NUTS_ID": "FI1D7"}, "geometry": geometry}
    (tmp_path / "nuts.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with KnowledgeGraph.open(tiny_root) as graph:
        graph.import_boundaries(tmp_path / "nuts.geojson")
    with serving(tiny_root, tiny_root / ".minegraph") as address:
        watch = Watch(address)
        context = browser.new_context(base_url=address, viewport={"width": WIDE, "height": 900})
        watch.over(context)
        page = context.new_page()
        with page.expect_response("**/areas.json"):
            page.goto("/")
            open_map(page)
        expect(page.locator("main")).to_contain_text("© EuroGeographics")
        page.get_by_role("link", name="Lapland", exact=True).focus()
        expect(page.locator("#map .leaflet-tooltip")).to_have_text("Lapland")
        context.close()
        assert watch.unexpected() == []
