"""The words that explain the tables to those who open them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from minegraph.datasets import LICENCE, MAIN
from minegraph.description_page import word_of
from minegraph.release.columns import Column
from minegraph.release.table import Kind, Table
from minegraph.terms import compress

Members = Mapping[Kind, frozenset[str]]
"""The things of each class that has a table."""

_RULES = (
    "One table is one class, one row is one thing; the rows are in the order of the IRIs.",
    "The first two columns are the IRI of the thing and its name; then there is a column for each property in use. A "
    "column NAME_label has the names of what the column NAME links to.",
    "Several values of a cell are separated by ` | `; where a value has that bar itself, by more bars. Values that "
    "files state come first, then the inferred ones.",
    "Texts are in English; a column NAME_other has those in other languages, each with its language: `Lappi @fi`.",
    "What is inferred is there too, but not what only repeats another column: properties of other vocabularies that "
    "follow from minegraph's own, and the opposite direction of a link that another table has.",
    "Numbers have the form that the store gives them: 16073 for 16073.00.",
    "An empty cell is not documented, which does not mean absent.",
)
_CSV_RULE = (
    "The CSV files (RFC 4180, UTF-8) are exact: a text that begins with `=`, `+`, `-` or `@` stands in them as it is, "
    "and a spreadsheet program that opens them may run it. The workbooks (.xlsx) hold every text as text: open these."
)
_METADATA_RULE = (
    "`csv-metadata.json` describes every column as CSV on the Web: datatypes, properties, keys between the tables."
)


@dataclass(frozen=True, slots=True)
class Words:
    """What columns are called and mean: the ontology's labels and definitions by IRI, and what each table holds."""

    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    members: Members

    iri = "IRI of the thing"
    label = "name of the thing: the preferred one, in English where there is one"

    def of(self, column: Column) -> str:
        """What stands in a column."""
        meaning = self.definitions.get(column.key.property) or word_of(column.key.property, self.labels)
        kinds = ", ".join(map(compress, column.datatypes)) if len(column.datatypes) > 1 else ""
        target = linked_table(column, self.members)
        notes = (
            f"rows of {target.name}" if target else "",
            "in other languages than English, each with its language at its end" if column.key.form == "other" else "",
            f"several values are separated by `{column.separator}`" if column.separator else "",
            f"of different datatypes: {kinds}" if kinds else "",
        )
        return "; ".join(filter(None, (meaning, *notes)))

    def of_labels(self, column: Column) -> str:
        """What stands in the column beside a column of links."""
        return f"names of what stands in {column.name}, in the same order"


def linked_table(column: Column, members: Members) -> Kind | None:
    """The smallest table that has all that a column of links leads to, if one has."""
    fitting = [kind for kind, things in members.items() if column.targets and column.targets <= things]
    return min(fitting, key=lambda kind: (len(members[kind]), kind.name), default=None)


def read_me(tables: Sequence[Table], version: str) -> str:
    """The text that explains all tables, in Markdown."""
    listed = "\n".join(
        f"| [{one.kind.name}]({one.kind.name}.csv) | {one.count:,} | {one.kind.definition} |" for one in tables
    )
    source = f"Licence: <{LICENCE}>. Source: <{MAIN}>, version {version}."
    rules = "\n".join(f"- {rule}" for rule in (*_RULES, _CSV_RULE, _METADATA_RULE, source))
    return f"# minegraph {version}: tables\n\n{rules}\n\n| table | rows | what a row is |\n|---|---:|---|\n{listed}\n"


def guide(table: Table, version: str, words: Words) -> Iterator[tuple[str, str, str]]:
    """The rows of the sheet that explains a workbook: what is explained, the explanation, an address."""
    yield "table", f"{table.kind.label}: {table.kind.definition}", table.kind.iri
    yield "version", version, MAIN
    yield "licence", "Creative Commons Attribution 4.0 International (CC BY 4.0)", LICENCE
    for rule in _RULES:
        yield "rule", rule, ""
    yield "rule", "What a cell has no room for is cut and ends with …; the CSV file of the same name has all of it.", ""
    yield "column iri", words.iri, ""
    yield "column label", words.label, ""
    for column in table.columns:
        yield f"column {column.name}", words.of(column), column.key.property
        if column.has_labels:
            yield f"column {column.labels_name}", words.of_labels(column), ""
