"""Rows as pandas data frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from minegraph.errors import MinegraphError
from minegraph.values import Value

if TYPE_CHECKING:
    import pandas


def frame(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> pandas.DataFrame:
    """A data frame: whole numbers, truth values and dates keep their kind where values are missing.

    Raises MinegraphError when pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise MinegraphError("pandas is not installed. Install it with: pip install 'minegraph[notebook]'") from error
    by_column = list(zip(*rows, strict=True)) or [()] * len(columns)
    named = zip(columns, by_column, strict=True)
    return pandas.DataFrame({name: pandas.Series(values, dtype=_dtype(values)) for name, values in named})


def _dtype(values: Sequence[Value]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int}:
        return "Int64"
    if kinds == {bool}:
        return "boolean"
    if kinds and kinds <= {int, float}:
        return "float64"
    return "datetime64[s]" if kinds == {date} else "object"
