"""Spreadsheets and text files of separated values: read without trusting them, written so that nothing in them runs."""

from minegraph.tabular.encodings import EncodingError
from minegraph.tabular.grid import Cell, Grid, column_letter
from minegraph.tabular.reading import OTHER_SPREADSHEETS, TABULAR_SUFFIXES, read_grids

__all__ = ["OTHER_SPREADSHEETS", "TABULAR_SUFFIXES", "Cell", "EncodingError", "Grid", "column_letter", "read_grids"]
