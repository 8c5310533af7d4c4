"""A release in a browser with the network cut: from a plain web space below some path, and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import NARROW, Visit, Watch, accessibility_problems, overflowing, visiting
from minegraph.files import Layout
from minegraph.nameindex import NameIndex
from minegraph.release.assets import write_assets
from minegraph.release.edition import Edition
from minegraph.release.search import MOST_CHARACTERS, path_of, write_names, write_search
from minegraph.store import LocalStore
from minegraph.telling import ignore
from servers import serving_files

NAMES = (
    *(
        "Lappi",
        "lapland",
        "FI1D7",
        "upper silesia",
        "Dolnośląskie",
        "Στερεά",
        "geol surv",
        "GTK",
        "MIREU",
        "cobalt",
        "Co",
    ),
    *("kevitsa", "copper", "ITG2", "Castilla y León", "castilla leon", "PT16", "Norrbotten", "Laplnd", "mining region"),
    *("https://w3id.org/minegraph/id/site/kevitsa", "Sachsen", "rare earth elements", "horizon", "Finnland"),
)


@pytest.fixture(scope="module")
def space(tiny_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the release of the miniature, somewhere on a web space."""
    top = tmp_path_factory.mktemp("space")
    (top / "some").mkdir()
    (top / "some" / "path").symlink_to(tiny_release)
    with serving_files(top) as address:
        yield f"{address}/some/path"


@pytest.fixture
def walk(browser: Browser, space: str) -> Iterator[Visit]:
    """Open a page of the release; the test fails at its end for any request to elsewhere, error or report."""
    watch = Watch(space)
    with visiting(browser, watch, f"{space}/") as open_page:
        yield open_page
    assert watch.unexpected() == []


def test_release_is_walked_below_any_path(walk: Visit) -> None:
    page = walk("index.html")
    page.locator("#map").scroll_into_view_if_needed()
    expect(page.locator("#map canvas").last).to_be_visible()
    page.locator("#start-search").press_sequentially("lappi")
    expect(page.get_by_role("option").first).to_contain_text("Lapland")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Lapland")
    follow(page, "Questions", "Questions")
    page.get_by_role("link", name="Which regions work with a commodity").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    follow(page, "Ontology", "minegraph ontology")
    follow(page, "Shapes", "The shapes")
    follow(page, "Data", "Downloads")
    page.locator("summary", has_text="data/regions").click()
    page.get_by_role("link", name="data/regions/activities", exact=True).click()
    expect(page.locator(".eyebrow")).to_have_text("Named graph")
    page.locator(".brand").click()
    expect(page.locator(".figures")).to_be_visible()


def follow(page: Page, link: str, heading: str) -> None:
    page.locator(".site-nav").get_by_role("link", name=link).click()
    expect(page.locator("h1")).to_have_text(heading)


def test_search_is_a_page_with_an_address(walk: Visit) -> None:
    page = walk("search.html?q=region", width=NARROW, dark=True)
    hits = page.locator("#found a")
    expect(hits.first).to_be_visible()
    assert (overflowing(page), accessibility_problems(page)) == ([], [])
    page.locator("#found button").last.press("Enter")
    expect(page.locator("#found button").last).to_be_focused()
    expect(page.locator("#found h2")).to_have_count(1)
    page.locator("#search-page").fill("Lappi")
    expect(hits).to_have_text(["Lapland"])
    assert page.url.endswith("search.html?q=Lappi")
    page.locator("#search-page").fill("zzzz")
    expect(page.locator("#found .empty")).to_contain_text("Try fewer words")


@pytest.mark.parametrize("path", ["index.html", "queries/regions-by-commodity.html", "catalogue.html"])
def test_released_page_is_accessible_and_fits_the_window(walk: Visit, path: str) -> None:
    page = walk(path, width=NARROW, dark=True)
    assert (overflowing(page), accessibility_problems(page)) == ([], [])


def test_question_asked_with_other_values_says_how_to_ask(walk: Visit) -> None:
    page = walk("queries/partners-of-project.html?project=project/o'remix")
    expect(page.locator(".notice")).to_contain_text("You came to ask with project=project/o'remix")
    expect(page.locator("[data-question]")).to_have_text(
        r"minegraph query partners-of-project -p 'project=project/o'\''remix'"
    )


def test_search_without_scripts_says_where_else_to_look(walk: Visit) -> None:
    page = walk("search.html?q=Lappi", java_script_enabled=False)
    expect(page.locator("main")).to_contain_text("needs JavaScript")


def test_release_works_from_a_disk(browser: Browser, tiny_release: Path) -> None:
    watch = Watch(tiny_release.as_uri())
    with visiting(browser, watch, "") as open_page:
        page = open_page(f"{tiny_release.as_uri()}/index.html")
        page.locator("#search").fill("lappi")
        page.keyboard.press("Enter")
        page.locator("#found a").click()
        expect(page.locator("h1")).to_have_text("Lapland")
        expect(page.locator("#map canvas").last).to_be_visible()
    assert watch.unexpected() == []


def page_at(path: str) -> str:
    """The address that a path in the files of names stands for."""
    return path[1:] if path.startswith("=") else f"doc/{path}.html"


@pytest.mark.parametrize("most", [MOST_CHARACTERS, 1000], ids=["in one file", "by letter"])
def test_search_of_a_release_finds_first_what_the_graph_finds_first(
    browser: Browser, shipped_generation: Path, shipped_root: Path, tmp_path: Path, most: int
) -> None:
    source = LocalStore.open(shipped_generation)
    edition = Edition(Layout(shipped_root), source, shipped_generation, tmp_path, "0.0.0")
    write_assets(edition, ignore)
    write_search(edition, ignore)
    write_names(edition, most)
    index = NameIndex(source)
    wanted = {text: page_at(path_of(index.search(text).hits[0].iri)) for text in NAMES}
    found = {}
    with visiting(browser, Watch(tmp_path.as_uri()), "") as open_page:
        page = open_page(f"{tmp_path.as_uri()}/search.html")
        for text in NAMES:
            page.locator("#search-page").fill(text)
            page.keyboard.press("Enter")
            page.wait_for_function("text => document.title.startsWith(text)", arg=text)
            found[text] = (
                page.locator("#found a").first.evaluate("one => one.href").removeprefix(f"{tmp_path.as_uri()}/")
            )
    assert found == wanted
