"""Tables from a file, by what the file is called."""

from __future__ import annotations

from pathlib import Path

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.tabular.delimited import read_delimited
from minegraph.tabular.grid import Grid

TEXT_SUFFIXES = frozenset({".csv", ".tsv"})
TABULAR_SUFFIXES = TEXT_SUFFIXES | {".xlsx"}
OTHER_SPREADSHEETS = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".fods", ".numbers"})


def read_grids(path: Path, encoding: str | None = None) -> tuple[Grid, ...]:
    """The visible sheets of a workbook in their order, or the one table of a .csv or .tsv file.

    `encoding` is for text files that are not in Unicode. Raises CheckError with what to do for everything that cannot
    be read whole and safely.
    """
    suffix = path.suffix.lower()
    if suffix in TEXT_SUFFIXES:
        return (read_delimited(path, encoding),)
    if suffix != ".xlsx":
        raise CheckError(f"{shown(path)}: {_advice(suffix)}")
    if encoding is not None:
        raise CheckError(f"{shown(path)}: a workbook says its encoding itself. Leave out --encoding.")
    from minegraph.tabular.workbook import read_workbook

    return read_workbook(path)


def _advice(suffix: str) -> str:
    if suffix in OTHER_SPREADSHEETS:
        return f"spreadsheets are read from .xlsx, not {suffix}. Save it as an Excel workbook (.xlsx)."
    return "not a table. Hand in an Excel workbook (.xlsx) or separated values (.csv, .tsv)."
