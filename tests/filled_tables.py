"""Tables as people fill them in, and what a report says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import openpyxl
import pyoxigraph as ox

from minegraph.forms import Library
from minegraph.submission.reading import Submission, read_submission
from minegraph.terms import ID
from minegraph.validation import Report

Rows = Sequence[Sequence[object]]
SOURCE = "https://example.org/page"
ACTIVITY = ("region", "commodity", "value-chain stage", "status", "source", "confidence")
ORGANISATION = ("id", "name", "country", "acronym", "source", "confidence")
PARTICIPATION = ("id", "project", "organisation", "role", "source", "confidence")
PROJECT = ("id", "name", "acronym", "funded under", "start", "source", "confidence")


def workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def activities(path: Path, rows: Rows) -> Path:
    """A workbook of activities: region, commodity and stage; the rest is as it must be."""
    filled = [[*row, "current", SOURCE, "high"] for row in rows]
    return workbook(path, {"Activities": [ACTIVITY, *filled]})


def organisations(path: Path, rows: Rows) -> Path:
    """A workbook of organisations: id, name, country and acronym."""
    return workbook(path, {"Organisations": [ORGANISATION, *([*row, SOURCE, "high"] for row in rows)]})


def participations(path: Path, rows: Rows) -> Path:
    """A workbook of participations: id, project, organisation and role."""
    return workbook(path, {"Participations": [PARTICIPATION, *([*row, SOURCE, "high"] for row in rows)]})


def projects(path: Path, rows: Rows, headings: Sequence[str] = PROJECT[:-2]) -> Path:
    """A workbook of projects, under these headings; the source and the confidence are as they must be."""
    return workbook(path, {"Projects": [[*headings, *PROJECT[-2:]], *([*row, SOURCE, "high"] for row in rows)]})


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file, with its line ends as they stand."""
    path.write_bytes(text.encode(encoding))
    return path


def said(report: Report, *severities: str) -> list[str]:
    """Each finding of the severities (all but Info by default) with the cells or lines where it stands."""
    wanted = severities or ("Violation", "Warning")
    return [
        f"{' '.join(place.cell or str(place.row or place.line or '') for place in finding.places)}: {finding.sentence}"
        for finding in report.findings
        if finding.severity in wanted
    ]


def understood(submission: Submission, name: str) -> list[str]:
    """The values of a property of minegraph, as slugs or text, in the order of the rows."""
    values = [quad.object for quad in submission.quads if quad.predicate.value.endswith(f"#{name}")]
    return [term.value.removeprefix(ID) for term in values if isinstance(term, ox.NamedNode | ox.Literal)]


def read(library: Library, *paths: Path) -> Submission:
    """What files say."""
    return read_submission(paths, library)


def things(submission: Submission) -> list[str]:
    """The things that are described, as slugs, in the order of the rows."""
    return list(dict.fromkeys(str(quad.subject)[1:-1].removeprefix(ID) for quad in submission.quads))
