"""What the columns of the tables mean, as CSV on the Web metadata (W3C Recommendation 2015)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from minegraph.datasets import LICENCE, MAIN
from minegraph.release.columns import NAME, TYPE, Column
from minegraph.release.datatypes import BUILT_IN
from minegraph.release.explanation import Members, Words, linked_table
from minegraph.release.table import Table
from minegraph.terms import compress

METADATA = "csv-metadata.json"


def metadata(tables: Sequence[Table], version: str, words: Words) -> str:
    """The metadata of all tables.

    Their triples are some of the graph's: columns that a reader would not make the graph's triples of (several links,
    several languages, several datatypes, and the names of what is linked to) are for people and programs alone.
    """
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"minegraph {version}: tables",
        "dc:description": "The things of the graph, a table for each class, a row for each thing.",
        "dc:license": {"@id": LICENCE},
        "dc:source": {"@id": MAIN},
        "schema:version": version,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tables": [_table(one, words) for one in tables],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table, words: Words) -> dict[str, object]:
    keys = [key for column in table.columns if (key := _foreign_key(column, words.members))]
    return {
        "url": f"{table.kind.name}.csv",
        "dc:title": table.kind.label,
        "dc:description": table.kind.definition,
        "tableSchema": {
            "aboutUrl": "{+iri}",
            "primaryKey": "iri",
            "rowTitles": "label",
            "columns": list(_columns(table, words)),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _columns(table: Table, words: Words) -> Iterator[dict[str, object]]:
    yield {**_said("iri", words.iri), "datatype": "anyURI", "required": True, "suppressOutput": True}
    english = {"propertyUrl": NAME, "lang": "en"} if table.has_english_labels else {"suppressOutput": True}
    yield {**_said("label", words.label), **english}
    for column in table.columns:
        yield {
            **_said(column.name, words.of(column)),
            "propertyUrl": column.key.property,
            **_value(column),
            **({"separator": column.separator} if column.separator else {}),
            **({} if column.is_exact else {"suppressOutput": True}),
        }
        if column.has_labels:
            labels = {**_said(column.labels_name, words.of_labels(column)), "suppressOutput": True}
            yield {**labels, **({"separator": column.separator} if column.separator else {})}
    yield {"name": "class", "virtual": True, "propertyUrl": TYPE, "valueUrl": table.kind.iri}


def _said(name: str, description: str) -> dict[str, object]:
    return {"name": name, "titles": name, "dc:description": description}


def _value(column: Column) -> dict[str, object]:
    """How a reader is to take the values."""
    if column.key.form == "link":
        return {"datatype": "anyURI", **({"valueUrl": f"{{+{column.name}}}"} if column.is_exact else {})}
    if column.key.form == "english":
        return {"datatype": "string", "lang": "en"}
    if not column.is_exact:
        return {"datatype": "string"}
    (datatype,) = column.datatypes
    return {"datatype": BUILT_IN.get(datatype) or {"@id": datatype, "base": "string", "dc:title": compress(datatype)}}


def _foreign_key(column: Column, members: Members) -> dict[str, object] | None:
    """From single links that are there in every row, since an empty cell refers to nothing."""
    target = None if column.separator or not column.is_filled else linked_table(column, members)
    if target is None:
        return None
    return {"columnReference": column.name, "reference": {"resource": f"{target.name}.csv", "columnReference": "iri"}}
