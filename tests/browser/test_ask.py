"""The SPARQL editor in a browser: completion, answers as table, map and chart, mistakes, downloads, copies."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing

COMMODITIES = """PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?region ?name (COUNT(DISTINCT ?commodity) AS ?number) WHERE {
  ?region a mg:MiningRegion ; skos:prefLabel ?name .
  ?activity mg:activityRegion ?region ; mg:commodity ?commodity FILTER(LANG(?name) = "en")
} GROUP BY ?region ?name ORDER BY DESC(?number) ?name LIMIT 12"""
YEARS = "SELECT ?year ?number { VALUES (?year ?number) { (2011 14) (2014 20) (2017 27) (2020 30) (2023 34) } }"


def asking(query: str) -> str:
    return f"/ask?query={quote(query)}"


def write(page: Page, text: str) -> None:
    """Put a text in place of what is in the editor."""
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)


def written(page: Page) -> str:
    return str(page.evaluate("document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def show_as(page: Page, name: str) -> None:
    page.locator("#views").get_by_text(name, exact=True).click()


def test_query_of_the_address_is_asked(visit: Visit) -> None:
    page = visit(asking(COMMODITIES))
    expect(page.locator("#outcome")).to_contain_text(re.compile(r"^12 rows in \d+\.\d\d s\. Limits for each: 10 s"))
    expect(page.get_by_role("link", name="mgid:region/ES41")).to_have_attribute("href", "/doc/region/ES41")


def test_question_of_the_catalogue_is_an_example(visit: Visit) -> None:
    page = visit("/ask")
    page.get_by_label("Begin with").select_option("commodities")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator("#outcome")).to_contain_text("rows in")
    expect(page).to_have_url(re.compile(r"/ask\?query="))


def test_prefixes_and_classes_are_completed_from_the_graph(visit: Visit) -> None:
    page = visit("/ask")
    write(page, "SELECT * WHERE { ?s a mg:MiningReg")
    hint = page.locator(".CodeMirror-hint").first
    expect(hint).to_contain_text(re.compile(r"mg:MiningRegion\s*mining region · 71"))
    page.keyboard.press("Enter")
    assert written(page).startswith("PREFIX mg: <https://w3id.org/minegraph/ontology#>\n")
    assert "?s a mg:MiningRegion" in written(page)


def test_properties_are_completed_from_the_graph(visit: Visit) -> None:
    page = visit("/ask")
    write(page, "PREFIX mg: <https://w3id.org/minegraph/ontology#> SELECT * { ?s mg:activityReg")
    expect(page.locator(".CodeMirror-hint").first).to_contain_text("activity region")


def test_mistake_is_shown_where_it_is(visit: Visit, watch: Watch) -> None:
    watch.expect("status 400: .*/sparql")
    page = visit("/ask")
    write(page, "SELECT * WHERE { ?s mgo:x ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text('line 1, column 21: unknown prefix "mgo:"')
    expect(page.locator(".mistake")).to_have_text("mgo:x")
    page.keyboard.press("x")
    expect(page.locator(".mistake")).to_have_count(0)


def test_what_is_refused_is_said(visit: Visit, watch: Watch) -> None:
    watch.expect("status 40[03]: .*/sparql")
    page = visit("/ask")
    write(page, "INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("alert")).not_to_be_empty()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_regions_are_shown_on_a_map(visit: Visit, width: int) -> None:
    page = visit(asking(COMMODITIES), width=width)
    show_as(page, "map")
    expect(page.locator("#view .map canvas").last).to_be_visible()
    expect(page.locator("#view")).to_contain_text("12 places on the map.")
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_points_and_coordinates_are_shown_on_a_map(visit: Visit) -> None:
    wkt = '"POINT(26.3 67.8)"^^<http://www.opengis.net/ont/geosparql#wktLiteral>'
    for query in ("SELECT (67.8 AS ?lat) (26.3 AS ?lon) {}", f"SELECT ({wkt} AS ?point) {{}}"):
        page = visit(asking(query))
        show_as(page, "map")
        expect(page.locator("#view")).to_contain_text("1 place on the map.")


def test_numbers_are_drawn_as_bars_and_saved(visit: Visit) -> None:
    page = visit(asking(COMMODITIES), width=NARROW)
    show_as(page, "chart")
    expect(page.locator("svg.chart rect")).to_have_count(12)
    expect(page.locator("svg.chart text.name").first).to_have_text("Castilla y León")
    assert overflowing(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PNG").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_years_are_drawn_as_a_line(visit: Visit) -> None:
    page = visit(asking(YEARS))
    show_as(page, "chart")
    expect(page.locator("svg.chart path.line")).to_have_count(1)
    expect(page.locator("svg.chart circle")).to_have_count(5)


@pytest.mark.parametrize(("title", "begins"), [("CSV", b"region,name,number"), ("TSV", b"?region"), ("XML", b"<?xml")])
def test_answer_is_downloaded(visit: Visit, title: str, begins: bytes) -> None:
    page = visit(asking(COMMODITIES))
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download as {title}").click()
    assert download.value.path().read_bytes().startswith(begins)


def test_graphs_and_truth_values_are_shown(visit: Visit) -> None:
    page = visit(asking("ASK { ?s ?p ?o }"))
    expect(page.locator("#view")).to_have_text("Yes.")
    page = visit(asking("CONSTRUCT { <urn:a> <urn:b> 1 } WHERE {}"))
    expect(page.locator("#view pre")).to_contain_text("<urn:a>")
    expect(page.get_by_role("button", name="Download as JSON-LD")).to_be_visible()


def test_no_rows_is_not_nothing(visit: Visit) -> None:
    page = visit(asking("SELECT * { <urn:nix> ?p ?o }"))
    expect(page.locator("#view")).to_contain_text("it may not be documented yet")


def test_many_rows_are_announced(visit: Visit) -> None:
    page = visit(asking("SELECT ?s { ?s ?p ?o } LIMIT 1500"))
    expect(page.locator("#view")).to_contain_text("The first 1,000 of 1,500 rows are shown")


def test_query_is_copied_for_elsewhere(visit: Visit) -> None:
    page = visit(asking("ASK {}"), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("Ask the same with curl or Python").click()
    page.get_by_role("button", name="Copy for curl").click()
    expect(page.locator("#announcements")).to_have_text("Copied for curl.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"curl -H 'Accept: \S+' --data-urlencode 'query=ASK \{\}' http://127\.0\.0\.1:\d+/sparql", copied
    )


def test_python_of_the_page_gets_the_answer(visit: Visit) -> None:
    page = visit(asking('SELECT ?text { VALUES ?text { "a\\"b" "c\'d" } }\nORDER BY ?text'))
    page.get_by_text("Ask the same with curl or Python").click()
    wrapped, own = page.locator("#commands pre").all_inner_texts()[1:]
    found: dict[str, Any] = {}
    exec(wrapped, found)  # noqa: S102 (what the page offers)
    assert [row["text"]["value"] for row in found["answer"]["results"]["bindings"]] == ['a"b', "c'd"]
    exec(own, found)  # noqa: S102
    assert list(found["rows"]["text"]) == ['a"b', "c'd"]


def test_back_shows_the_query_before(visit: Visit) -> None:
    page = visit(asking("ASK {}"))
    write(page, "ASK { ?s ?p 1 }")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile("p%20?1|p\\+1"))
    page.go_back()
    expect(page.locator("#view")).to_have_text("Yes.")
    assert written(page) == "ASK {}"


def test_editor_is_left_by_tab_and_keeps_nothing(visit: Visit) -> None:
    page = visit("/ask")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.CodeMirror')") is None
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_page_with_an_answer_is_accessible_and_fits(visit: Visit, width: int, dark: bool) -> None:
    page = visit(asking(COMMODITIES), width=width, dark=dark)
    expect(page.locator("#outcome")).to_contain_text("12 rows")
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_first_view_is_light(visit: Visit, watch: Watch) -> None:
    visit("/ask")
    assert watch.weight < 250_000
