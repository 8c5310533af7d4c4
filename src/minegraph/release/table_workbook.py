"""A table as an Excel workbook: its rows, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from minegraph.pages import Link
from minegraph.release.explanation import Words, guide
from minegraph.release.table import Cell, Table
from minegraph.spreadsheet import LONGEST_TEXT, MOST_ROWS, Content, Sheet, content, workbook, write_stored

_WIDTHS = {"iri": 50, "label": 40}
_GUIDE = {"what": 30, "explanation": 110, "address": 60}


def write_workbook(table: Table, version: str, words: Words, path: Path) -> None:
    """Write a table to a file, unless it has more rows than a sheet can hold: the CSV file is there then."""
    if table.count > MOST_ROWS:
        return
    rows = Sheet(table.kind.name, table.header, _rows(table), _WIDTHS)
    read_me = Sheet("Read me", list(_GUIDE), (_explained(*row) for row in guide(table, version, words)), _GUIDE)
    write_stored(workbook([rows, read_me], f"minegraph {version}: {table.kind.name}"), path)


def _rows(table: Table) -> Iterator[list[Content]]:
    for iri, *cells in table.rows():
        yield [Link(iri.text, iri.text), *map(_content, cells)]


def _content(cell: Cell) -> Content:
    held = content(Literal(cell.text, datatype=NamedNode(cell.datatype))) if cell.datatype else cell.text
    return f"{held[: LONGEST_TEXT - 1]}…" if isinstance(held, str) and len(held) > LONGEST_TEXT else held


def _explained(what: str, explanation: str, address: str) -> list[Content]:
    return [what, explanation, Link(address, address) if address else None]
