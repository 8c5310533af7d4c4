"""Walking the network in a browser: by keyboard, by the panel, back and forth, filtered, as a list, as a picture."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing

LAPLAND = "/network/region/FI1D7"


def panel(page: Page) -> str:
    return page.locator("#panel h2").inner_text()


def test_one_begins_with_a_search(visit: Visit) -> None:
    page = visit("/network")
    page.get_by_role("searchbox", name="A region, project").fill("lappi")
    page.keyboard.press("Enter")
    page.get_by_role("region", name="Begin with").get_by_role("link", name="Lapland", exact=True).click()
    expect(page).to_have_url(re.compile(f"{LAPLAND}$"))
    expect(page.locator("#graph canvas").last).to_be_visible()
    assert panel(page) == "Lapland"


def test_walk_by_keyboard_has_a_url_and_goes_back(visit: Visit) -> None:
    page = visit(LAPLAND)
    page.locator("#graph").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    chosen = panel(page)
    assert chosen != "Lapland"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?open="))
    assert panel(page) == chosen
    expect(page.locator("#crumbs li")).to_have_count(3)
    page.go_back()
    expect(page).to_have_url(re.compile(f"{LAPLAND}$"))
    expect(page.locator("#crumbs li")).to_have_count(2)


def test_panel_tells_opens_and_closes(visit: Visit) -> None:
    page = visit(LAPLAND)
    page.locator("#panel").get_by_role("button", name="MIREU").first.click()
    expect(page.locator("#panel h2")).to_have_text("Mining and Metallurgy Regions of EU")
    expect(page.locator("#panel .facts")).to_contain_text("2021-04-30")
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?open=project%2Fmireu$"))
    expect(page.locator("#announcements")).to_contain_text("things")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page).to_have_url(re.compile(f"{LAPLAND}$"))
    expect(page.get_by_role("link", name="All that is known")).to_have_attribute("href", "/doc/project/mireu")


def test_walk_without_a_server_says_so(visit: Visit, watch: Watch) -> None:
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = visit(LAPLAND)
    box = page.locator('#filter input[name="kind"]').first
    page.context.set_offline(True)
    box.click()
    expect(page.locator("#omitted")).to_have_text("The server cannot be reached. Is it still running?")
    page.context.set_offline(False)
    box.click()
    expect(page.locator("#omitted")).not_to_contain_text("reached")


def test_state_of_a_url_is_shown_again(visit: Visit) -> None:
    page = visit(f"{LAPLAND}?open=project/mireu&kind=project&kind=region")
    expect(page.get_by_label("organisations")).not_to_be_checked()
    expect(page.locator("#crumbs")).to_contain_text("MIREU")
    page.get_by_label("organisations").check()
    expect(page).to_have_url(re.compile("kind=organisation"))
    page.reload()
    expect(page.get_by_label("organisations")).to_be_checked()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_list_is_an_equal_way(visit: Visit, width: int) -> None:
    page = visit(LAPLAND, width=width)
    page.locator("#panel").get_by_role("button", name="MIREU").first.click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page).to_have_url(re.compile("open="))
    expect(page.locator("#announcements")).to_contain_text("things")
    page.get_by_role("link", name="Show as a list").click()
    expect(page.get_by_role("region", name="Links of the network")).to_contain_text("takes part in (lead partner)")
    assert overflowing(page) == []
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="Close MIREU").click()
    expect(page).to_have_url(re.compile(r"FI1D7\?view=list$"))


def test_drawing_can_be_saved(visit: Visit) -> None:
    page = visit(LAPLAND)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PNG").click()
    assert download.value.suggested_filename == "network-FI1D7.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_drawing_is_accessible_and_fits(visit: Visit, width: int, dark: bool) -> None:
    page = visit(LAPLAND, width=width, dark=dark)
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_page_reads_without_scripts(visit: Visit) -> None:
    page = visit(LAPLAND, java_script_enabled=False)
    expect(page.get_by_role("region", name="Things of the network")).to_be_visible()
    page.get_by_role("link", name="Open MIREU").click()
    expect(page.locator("#crumbs")).to_contain_text("MIREU")


def test_first_view_is_light(visit: Visit, watch: Watch) -> None:
    visit(LAPLAND)
    assert watch.weight < 250_000
