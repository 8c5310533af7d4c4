"""The trip of somebody who hands in, and of the steward who decides, in a real browser with the network cut."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from browsing import NARROW, WIDE, Visit, Watch, accessibility_problems, overflowing
from conftest import REPOSITORY, assemble_tiny
from minegraph.build import build
from minegraph.files import Layout
from servers import serving
from test_submit import SITE
from test_web_submit import LATIN, TOKEN

SLOW = 120_000
DROP = """
([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const place = document.querySelector("[data-drop]");
  for (const type of ["dragover", "drop"]) {
    place.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of a miniature that takes data in."""
    root = assemble_tiny(tmp_path_factory.mktemp("trip") / "tiny")
    shutil.copy(REPOSITORY / "queries" / "sites-in-region.rq", root / "queries")
    build(Layout(root), root / ".minegraph")
    with serving(root, root / ".minegraph", environment={"MINEGRAPH_STEWARD_TOKEN": TOKEN}) as address:
        yield address


@pytest.fixture
def watch(address: str) -> Iterator[Watch]:
    """What goes wrong on the pages of this server."""
    watch = Watch(address)
    yield watch
    assert watch.unexpected() == []


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def fill(path: Path, row: int, **values: str) -> None:
    """Write values under the headings of the sheet of sites."""
    book = openpyxl.load_workbook(path)
    sheet = book["Sites"]
    headings = {str(cell.value): cell.column for cell in sheet[1]}
    for name, value in values.items():
        sheet.cell(row, headings[name.replace("_", " ")], value)
    book.save(path)


def drop(page: Page, path: Path) -> None:
    page.evaluate(DROP, [path.name, base64.b64encode(path.read_bytes()).decode()])


def check(page: Page, path: Path) -> None:
    """Send a file, and wait for its report."""
    page.goto("/submit")
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Check the file").click()
    page.locator("ol.steps").wait_for(timeout=SLOW)


def looks_right(page: Page) -> None:
    assert overflowing(page) == []
    assert accessibility_problems(page) == []


def test_from_the_template_to_a_page_of_its_own(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    page = visit("/submit")
    path = filled_template(page, tmp_path)
    drop(page, path)
    expect(page.get_by_role("button", name="Check the file")).to_be_focused()
    page.keyboard.press("Enter")
    marked = marked_workbook(page, tmp_path)
    fill(marked, 5, commodities="Cobalt")
    hand_in(page, marked)
    accept(page, "marked.xlsx")
    page.get_by_role("link", name="Trip mine").click()
    assert page.locator("h1").inner_text() == "Trip mine"
    page.goto("/queries/sites-in-region?region=FI1D7")
    page.get_by_text("Trip mine").first.wait_for()


def filled_template(page: Page, folder: Path) -> Path:
    """A template with one site, whose commodity is misspelt."""
    chosen = page.get_by_role("checkbox", checked=True)
    while chosen.count():
        chosen.first.uncheck()
    page.get_by_role("checkbox", name="Sites").check()
    path = folder / "lapland.xlsx"
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Excel workbook").click()
    download.value.save_as(path)
    fill(path, 5, name="Trip mine", type="Mine", commodities="Cobaltt", country="Finland", region="Lapland")
    fill(path, 5, status="Operating", source="https://example.org/trip", confidence="high")
    return path


def marked_workbook(page: Page, folder: Path) -> Path:
    """The workbook in which the report marks the misspelt cell, once its finding was followed there and back."""
    finding = page.locator("#finding-1")
    finding.wait_for(timeout=SLOW)
    assert "Did you mean" in finding.inner_text()
    looks_right(page)
    finding.get_by_role("link", name="sheet Sites, row 5").click()
    cell = page.locator("td:target")
    assert cell.inner_text().startswith("Cobaltt")
    cell.get_by_role("link", name="finding 1").click()
    expect(page.locator("li:target")).to_have_id("finding-1")
    path = folder / "marked.xlsx"
    with page.expect_download() as download:
        page.get_by_role("link", name="Marked workbook").click()
    download.value.save_as(path)
    assert any(cell.comment for cell in openpyxl.load_workbook(path)["Sites"][5])
    return path


def hand_in(page: Page, path: Path) -> None:
    """Check a file, look at what it would change, and put it in the inbox."""
    check(page, path)
    page.get_by_label("Who hands it in").fill("Region of Lapland")
    looks_right(page)
    page.get_by_role("button", name="See what it would change").click()
    page.get_by_role("button", name="Put it in the inbox").wait_for(timeout=SLOW)
    assert "about 1 resource (1 new)" in page.locator("main").inner_text()
    looks_right(page)
    page.get_by_role("button", name="Put it in the inbox").click()
    page.get_by_role("heading", name="What accepting it would change").wait_for(timeout=SLOW)
    looks_right(page)


def accept(page: Page, name: str) -> None:
    """Sign in as a steward and accept a submission."""
    page.get_by_role("link", name="Sign in as a steward").first.click()
    page.get_by_label("Token").fill(TOKEN)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=name).click()
    page.get_by_label("Who decides").fill("Data steward")
    page.get_by_role("heading", name="What accepting it would change").wait_for(timeout=SLOW)
    looks_right(page)
    page.get_by_role("button", name="Accept").click(timeout=SLOW)
    page.get_by_text("This is part of the graph.").wait_for(timeout=SLOW)
    looks_right(page)


def test_by_keyboard_alone(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    path = written(tmp_path, "keys.ttl", SITE.replace("new-mine", "keyed").replace("New mine", "Keyed mine"))
    page = visit("/submit")
    tab_to(page, "file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(path)
    tab_to(page, "Check the file")
    page.keyboard.press("Enter")
    page.get_by_label("Who hands it in").wait_for(timeout=SLOW)
    tab_to(page, "by")
    page.keyboard.type("Region of Lapland")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Put it in the inbox").wait_for(timeout=SLOW)
    tab_to(page, "Put it in the inbox")
    page.keyboard.press("Enter")
    page.get_by_text("It waits for a steward.").wait_for(timeout=SLOW)


def tab_to(page: Page, wanted: str) -> None:
    """Press the Tab key until the control with an id or a text has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted in page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]"):
            return
    raise AssertionError(f"the Tab key never comes to {wanted}")


def test_without_scripts(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    path = written(tmp_path, "plain.ttl", SITE.replace("new-mine", "plain"))
    page = visit("/submit", java_script_enabled=False)
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_label("Who hands it in").fill("Region of Lapland", timeout=SLOW)
    page.get_by_role("button", name="See what it would change").click()
    page.get_by_role("button", name="Put it in the inbox").click(timeout=SLOW)
    page.get_by_text("It waits for a steward.").wait_for(timeout=SLOW)


def test_encoding_is_asked_for(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    page = visit("/submit", width=NARROW, dark=True)
    check(page, written(tmp_path, "organisations.csv", LATIN.encode("latin-1")))
    assert "Jyväskylän yliopisto" in page.locator("blockquote").inner_text()
    looks_right(page)
    page.get_by_role("button", name="That is right").click()
    page.locator(".grid").wait_for(timeout=SLOW)
    assert "Jyväskylän yliopisto" in page.locator(".grid").inner_text()


@pytest.mark.parametrize(("width", "dark"), [(WIDE, False), (NARROW, True)])
def test_report_can_be_filtered(visit: Visit, watch: Watch, tmp_path: Path, width: int, dark: bool) -> None:
    page = visit("/submit", width=width, dark=dark)
    text = "id,name,country,operates in,source,confidence\np,A,XX,,https://example.org/a,high\nq,B,FI,,nix,sure\n"
    check(page, written(tmp_path, "organisations.csv", text))
    looks_right(page)
    findings = page.locator(".findings > ol > li")
    everything = findings.count()
    shown = page.locator(".findings > ol > li:visible")
    page.get_by_text(re.compile(r"^Violations \(")).click()
    assert 0 < shown.count() < everything
    assert {badge.inner_text() for badge in shown.locator(".badge").all()} == {"Violation"}
    page.get_by_text(re.compile(r"^All \(")).click()
    assert shown.count() == everything


def test_file_that_is_too_large_is_not_sent(visit: Visit, watch: Watch) -> None:
    page = visit("/submit")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File([new Uint8Array(50_000_001)], "huge.csv"));
          const input = document.querySelector("#file");
          input.files = data.files;
          input.dispatchEvent(new Event("change"));
        }"""
    )
    page.get_by_role("button", name="Check the file").click()
    assert "huge.csv has 50.0 MB, and at most 50 MB are taken." in page.get_by_role("alert").inner_text()
    assert sent == []


def test_wrong_token_is_told(visit: Visit, watch: Watch) -> None:
    watch.expect("status 401")
    page = visit("/inbox/steward")
    page.get_by_label("Token").fill("wrong")
    page.keyboard.press("Enter")
    assert "This is not the token" in page.get_by_role("alert").inner_text()
    looks_right(page)


def test_file_that_is_refused_says_why(visit: Visit, watch: Watch, tmp_path: Path) -> None:
    page = visit("/submit", width=NARROW)
    check(page, written(tmp_path, "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)))
    assert "spreadsheets are read from .xlsx" in page.get_by_role("alert").inner_text()
    looks_right(page)
