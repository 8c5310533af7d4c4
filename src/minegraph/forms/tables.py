"""Templates as CSV files, described by CSV on the Web metadata (W3C Recommendation 2015)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from minegraph.forms.form import Column, Form
from minegraph.forms.sheet import ID_EXPLANATION, NOTE, Sheet
from minegraph.labels import fold
from minegraph.tabular.escapes import guarded
from minegraph.terms import compress
from minegraph.validation.shacl import XSD

METADATA = "csv-metadata.json"
_DATATYPES = {f"{XSD}{name}": name for name in ("boolean", "date", "decimal", "gYear", "gYearMonth", "integer")}


def template_files(sheets: Sequence[Sheet]) -> dict[str, bytes]:
    """File name -> content: a CSV file a form, in UTF-8 with a byte order mark (for Excel), and their description."""
    files = {sheet.file_name: _csv(sheet) for sheet in sheets}
    document = {"@context": "http://www.w3.org/ns/csvw", "dialect": _DIALECT, "tables": [_table(one) for one in sheets]}
    return {**files, METADATA: (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()}


_DIALECT = {"commentPrefix": NOTE, "delimiter": ",", "encoding": "utf-8", "header": True, "doubleQuote": True}


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.headings)
    writer.writerows([guarded(cell) for cell in line] for line in sheet.lines())
    return text.getvalue().encode("utf-8-sig")


def _table(sheet: Sheet) -> dict[str, object]:
    columns = [{"name": "id", "titles": "id", "dc:description": ID_EXPLANATION, "suppressOutput": True}]
    return {
        "url": sheet.file_name,
        "dc:title": sheet.form.name,
        "tableSchema": {"columns": [*columns, *_columns(sheet.form)], "aboutUrl": f"{sheet.form.space}{{id}}"},
    }


def _columns(form: Form) -> Iterator[dict[str, object]]:
    for column in form.columns:
        yield {
            "name": fold(column.header).replace(" ", "_"),
            "titles": column.header,
            "dc:description": column.explanation,
            "propertyUrl": column.property,
            "datatype": _datatype(column),
            "required": column.needed == "required",
            **({} if column.single else {"separator": " | "}),
        }


def _datatype(column: Column) -> dict[str, str] | str:
    """The datatype of a column's values where there is one that CSV on the Web has, else text with what it means."""
    datatypes = column.values.datatypes
    if len(datatypes) == 1 and datatypes[0] in _DATATYPES:
        return _DATATYPES[datatypes[0]]
    if column.values.addresses:
        return "anyURI"
    kinds = [compress(iri) for iri in (*column.values.classes, *column.values.schemes)]
    return {"base": "string", "dc:description": ", ".join(kinds)} if kinds else "string"
