"""Reports and previews as the pages of the desk show them, and as files to download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup
from pyoxigraph import NamedNode

from minegraph.errors import CheckError
from minegraph.formats import HTML, JSON, TURTLE, XLSX
from minegraph.pages import Block, Cell, Link, Table, shown
from minegraph.site import render

if TYPE_CHECKING:
    from minegraph.submission.beside import Key
    from minegraph.submission.preview import Preview
    from minegraph.validation import Report
    from minegraph.validation.report import Finding

MOST_RESULTS = 5_000
MOST_FINDINGS = 200
MOST_PLACES = 100
MOST_RESOURCES = 5
SARIF = "application/sarif+json"
REPORTS = {
    "xlsx": XLSX.media_type,
    "html": HTML.content_type,
    "json": JSON.media_type,
    "ttl": TURTLE.content_type,
    "sarif": SARIF,
}
REPORT, PREVIEW = "report.part.html", "preview.part.html"


def write_report(
    report: Report, folder: Path, source: Path | None = None, encoding: str | None = None
) -> dict[str, object]:
    """Write a report in all its forms into a folder, with the rows of `source` beside it; gives it in brief."""
    from minegraph.submission.beside import anchor, beside, shown_places

    report = _bounded(report)
    sheets = beside(report, source, encoding) if source else ()
    anchors = dict(shown_places(sheets))
    findings = [_finding(at, finding, anchors) for at, finding in enumerate(report.findings[:MOST_FINDINGS], 1)]
    more = len(report.findings) - len(findings)
    part = render("report-part.html", findings=findings, more=more, sheets=sheets, notes=report.notes, anchor=anchor)
    (folder / REPORT).write_text(part, encoding="utf-8")
    texts = {"json": report.json(), "html": report.html(), "ttl": report.turtle(), "sarif": report.sarif()}
    for form, text in texts.items():
        (folder / f"report.{form}").write_text(text, encoding="utf-8")
    forms = [*texts, *_marked(report, folder, source, encoding)]
    return {
        "conforms": report.conforms,
        "verdict": report.verdict,
        "counts": report.finding_counts,
        "forms": forms,
    }


def _bounded(report: Report) -> Report:
    """A report of no more results than anybody mends at once, the worst; it says so."""
    whole = len(report.results)
    if whole <= MOST_RESULTS:
        return report
    said = f"These are the worst {MOST_RESULTS:,} of {whole:,} results: mend them, then check the file again."
    return replace(report, results=report.results[:MOST_RESULTS], notes=(said, *report.notes))


def _marked(report: Report, folder: Path, source: Path | None, encoding: str | None) -> Iterator[str]:
    """Write the workbook; gives its form, if it can be made."""
    try:
        book = report.workbook(source, encoding)
    except CheckError:
        return
    (folder / "report.xlsx").write_bytes(book)
    yield "xlsx"


def write_preview(preview: Preview, folder: Path) -> dict[str, object]:
    """Write a preview into a folder; gives it in a sentence."""
    unknown = {one.iri for one in preview.statements.resources if one.is_new}
    page = tuple(_without_links(block, unknown) for block in preview.page())
    (folder / PREVIEW).write_text(render("preview-part.html", page=page[1:]), encoding="utf-8")
    (folder / "preview.json").write_text(preview.json(), encoding="utf-8")
    return {"sentence": preview.sentence, "changes_nothing": preview.changes_nothing}


def written(folder: Path, name: str) -> Markup:
    """A part of a page that was written into a folder; nothing where there is none."""
    path = folder / name
    return Markup(path.read_text(encoding="utf-8") if path.is_file() else "")  # noqa: S704 (our own templates made it)


def _without_links(block: Block, iris: AbstractSet[str]) -> Block:
    """A block without links to what has no page yet."""
    if not isinstance(block, Table):
        return block
    rows = (tuple(shown(cell) if _leads_to(cell, iris) else cell for cell in row) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _leads_to(cell: Cell, iris: AbstractSet[str]) -> bool:
    return isinstance(cell, Link) and cell.href in iris


def _finding(number: int, finding: Finding, anchors: Mapping[Key, str]) -> dict[str, object]:
    """A finding as the page shows it; each place leads to its cell, where that is shown."""
    from minegraph.submission.beside import key
    from minegraph.terms import compress
    from minegraph.validation.report.page import cell

    places = [(place.within or place.file, anchors.get(key(place), "")) for place in finding.places[:MOST_PLACES]]
    value = "" if finding.value is None else shown(cell(finding.value))
    return {
        "number": number,
        "severity": finding.severity,
        "name": finding.name or compress(finding.constraint),
        "problem": finding.problem or finding.message,
        "advice": finding.advice if finding.problem else "",
        "places": places,
        "more": len(finding.places) - len(places),
        "resources": [focus.value for focus in finding.focuses if isinstance(focus, NamedNode)][:MOST_RESOURCES],
        "value": value if value not in finding.problem else "",
        "rule": finding.constraint,
        "rule_name": compress(finding.constraint),
    }
