"""What every page must hold, whatever is on it."""

from __future__ import annotations

import pytest

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing, unmarked_stops

# Pages with hundreds of rows that are alike, and those but the first: axe takes a minute where all are left in.
ALIKE = {
    "/synergies?view=matrix": "#matrix tr:nth-child(n + 4)",
    "/doc/project/mireu": "tbody tr:nth-child(n + 6)",
    "/ontology": ".term:nth-of-type(n + 4)",
    "/shapes": "section:nth-of-type(n + 3), .term:nth-of-type(n + 4)",
    "/graph/data/regions/nuts-fi": ".entry:nth-of-type(n + 4)",
    "/.well-known/void": "tbody tr:nth-child(n + 6)",
    "/catalogue": "tbody tr:nth-child(n + 6)",
}
PAGES = (
    "/",
    "/search",
    "/search?q=lapland",
    "/search?q=nothing-is-called-this",
    "/synergies",
    "/synergies/FI1D7",
    "/synergies/FI1D7?view=map",
    "/synergies/FI1D7/with/PL51",
    "/ask",
    "/network",
    "/queries",
    "/queries/partners-of-project",
    "/doc/region/FI1D7",
    "/submit",
    "/inbox",
    "/inbox/steward",
    *ALIKE,
)
MOST_BYTES = 250_000


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (NARROW, True)], ids=["wide-light", "narrow-dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits_the_window(visit: Visit, path: str, width: int, dark: bool) -> None:
    page = visit(path, width=width, dark=dark)
    assert overflowing(page) == []
    if path in ALIKE:
        page.locator(ALIKE[path]).first.wait_for(state="attached")
        page.evaluate("(alike) => document.querySelectorAll(alike).forEach((one) => one.remove())", ALIKE[path])
    assert accessibility_problems(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_first_view_is_light_and_shows_where_the_focus_is(visit: Visit, watch: Watch, path: str) -> None:
    page = visit(path)
    assert 0 < watch.weight < MOST_BYTES
    assert unmarked_stops(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_page_reads_without_scripts(visit: Visit, path: str) -> None:
    page = visit(path, java_script_enabled=False)
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > len(page.locator("h1").inner_text())


def test_skip_link_leads_past_the_head(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('header').contains(document.activeElement)") is False


def test_dark_colours_are_kept_from_page_to_page(visit: Visit) -> None:
    page = visit("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark colours").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.reload()
    assert dark != light
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    page.get_by_role("button", name="Dark colours", pressed=True).click()
    assert page.evaluate("localStorage.length") == 0


def test_missing_page_is_an_error_page_like_all_others(visit: Visit, watch: Watch) -> None:
    watch.expect("status 404: .*/there-is-no-such-page")
    page = visit("/there-is-no-such-page", width=NARROW)
    assert "There is nothing at /there-is-no-such-page." in page.locator("main").inner_text()
    assert overflowing(page) == []
    assert accessibility_problems(page) == []
    page.get_by_role("link", name="Search for there-is-no-such-page").click()
    page.wait_for_url("**/search?q=there-is-no-such-page")


def test_watch_sees_what_goes_wrong(visit: Visit, watch: Watch) -> None:
    page = visit("/")
    watch.expect(".")
    page.evaluate("fetch('http://elsewhere.example/').catch(() => console.error('refused'))")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    page.evaluate("setTimeout(() => { throw new Error('broken'); })")
    page.goto("/nix")
    said = "\n".join(watch.troubles)
    for trouble in ("elsewhere.example", "CSP: script-src", "error of a script: broken", "status 404", "refused"):
        assert trouble in said


def test_suggestions_lead_to_a_page_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    page.get_by_role("combobox", name="Search all names").focus()
    page.keyboard.type("lappi")
    page.get_by_role("option").first.wait_for()
    assert accessibility_problems(page) == []
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("option", selected=True).inner_text().startswith("Lapland (Lappi)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/doc/region/FI1D7")
    assert page.locator("h1").inner_text() == "Lapland"
