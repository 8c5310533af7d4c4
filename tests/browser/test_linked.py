"""Things, terms and questions in a browser: read, followed, asked, downloaded."""

from __future__ import annotations

import csv
import re

import pytest
from playwright.sync_api import expect

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing

PAGES = (
    "/doc/commodity",
    "/doc/commodity/cobalt",
    "/doc/organisation/gtk",
    "/doc/site/kevitsa",
    "/doc/synergy/learning/ITG2H--PT181",
    "/describe?iri=http%3A//publications.europa.eu/resource/authority/country/FIN",
    "/graph/data/regions/profiles/lapland",
    "/catalogue",
    "/queries/sites-near-point",
    "/queries/reasons-for-synergy",
    "/queries?tag=projects",
)


@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits_the_window(visit: Visit, path: str) -> None:
    page = visit(path, width=NARROW, dark=True)
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


@pytest.mark.parametrize("path", ["/ontology", "/.well-known/void", "/shapes"])
def test_long_page_fits_the_window(visit: Visit, path: str) -> None:
    assert overflowing(visit(path, width=NARROW)) == []


def test_region_is_read_and_followed_to_its_sites_and_sources(visit: Visit) -> None:
    page = visit("/doc/region/FI1D7")
    expect(page.locator("h1")).to_have_text("Lapland")
    expect(page.locator(".eyebrow")).to_have_text("mining region")
    within = page.locator("dt", has_text=re.compile("^within$")).locator("xpath=following-sibling::dd")
    expect(within.filter(has_text="Manner-Suomi").locator(".badge")).to_have_text("inferred")
    page.get_by_role("link", name="[1]", exact=True).first.click()
    expect(page.locator("#source-1")).to_be_in_viewport()
    page.get_by_role("link", name="Kevitsa", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Kevitsa")
    expect(page.locator("#map canvas").last).to_be_visible()
    expect(page.locator("main")).to_contain_text("Boliden")


def test_class_of_a_thing_leads_to_its_definition(visit: Visit) -> None:
    page = visit("/doc/region/FI1D7")
    page.locator(".eyebrow a").click()
    page.wait_for_url("**/ontology#MiningRegion")
    expect(page.locator("#MiningRegion")).to_be_in_viewport()
    page.locator("#MiningRegion svg").get_by_role("link", name="region", exact=True).first.click()
    expect(page.locator("#Region dl")).to_contain_text("disjoint with")


def test_address_of_a_constraint_opens_what_it_is_folded_in(visit: Visit) -> None:
    page = visit("/shapes#Project-totalCost", width=NARROW)
    expect(page.locator("#Project-totalCost")).to_be_in_viewport()
    page.locator("#Project-totalCost summary").first.click()
    expect(page.locator("#Project-totalCost mark").first).to_contain_text("-100.0")
    expect(page.locator("#Region-within-class")).not_to_be_visible()


def test_country_of_others_is_described_here_and_leads_to_them(visit: Visit) -> None:
    page = visit("/doc/region/FI1D7")
    page.get_by_role("link", name="Finland", exact=True).first.click()
    page.wait_for_url("**/describe?iri=**")
    expect(page.locator("h1")).to_have_text("Finland")
    outside = page.get_by_role("link", name="http://publications.europa.eu/resource/authority/country/FIN")
    expect(outside.first).to_have_attribute("rel", "noopener noreferrer")


def test_thing_leads_to_the_questions_about_it(visit: Visit) -> None:
    page = visit("/doc/region/FI1D7")
    page.get_by_text(re.compile(r"Ask more \(\d+ questions\)")).click()
    page.get_by_role("link", name="Which regions lie within a region?").click()
    expect(page.get_by_label("region", exact=True)).to_have_value("region/FI1D7")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_question_is_found_by_its_tag_asked_and_downloaded(visit: Visit, width: int) -> None:
    page = visit("/queries", width=width)
    page.get_by_role("link", name="commodities", exact=True).click()
    page.get_by_role("link", name=re.compile("^Which mining regions are, or were, active in a commodity")).click()
    page.get_by_label("commodity", exact=True).select_option(label="Cobalt")
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url("**/queries/regions-by-commodity?commodity=commodity%2Fcobalt")
    rows = page.locator("main tbody tr")
    expect(page.get_by_role("status")).to_contain_text(re.compile(rf"^{rows.count()} rows in \d+\.\d\d s"))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "regions-by-commodity.csv"
    with download.value.path().open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == rows.count()


def test_thing_is_chosen_from_suggestions_by_keyboard(visit: Visit) -> None:
    page = visit("/queries/sites-in-region")
    field = page.get_by_role("combobox", name="region", exact=True)
    field.fill("")
    field.press_sequentially("lappi")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_value("region/FI1D7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/queries/sites-in-region?*region=region%2FFI1D7*")
    expect(page.locator("main table")).to_contain_text("Kevitsa")


def test_what_is_wrong_is_said_at_the_field(visit: Visit, watch: Watch) -> None:
    watch.expect("status 400: .*/queries/sites-in-region")
    page = visit("/queries/sites-in-region?region=Laplnd")
    field = page.get_by_role("combobox", name="region", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("There is no region 'Laplnd'. Did you mean"))
    assert accessibility_problems(page) == []


def test_question_in_sparql_leads_to_the_editor(visit: Visit) -> None:
    page = visit("/queries/countries")
    page.get_by_text("The same in SPARQL, with curl, in Python").click()
    expect(page.locator("pre").first).to_contain_text("PREFIX")
    editor = page.get_by_role("link", name="Change it in the editor").get_attribute("href") or ""
    assert editor.startswith("/ask?query=")
    assert "SELECT" in editor
