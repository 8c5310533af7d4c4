"""Tables for analysts: one a class, as CSV and as a workbook, described by CSV on the Web metadata."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from minegraph.labels import PROLOGUE, labels_of
from minegraph.release.csvw import METADATA, metadata
from minegraph.release.edition import Edition
from minegraph.release.explanation import Words, read_me
from minegraph.release.records import Shelf
from minegraph.release.table import Kind, Table, table
from minegraph.release.table_workbook import write_workbook
from minegraph.store import LocalStore
from minegraph.telling import Progress
from minegraph.terms import MG, expand

FOLDER = "tables"
_CONCEPT = expand("skos:Concept")
_OTHERS = (
    Kind(_CONCEPT, "Concept", "concept", "entry of a list of concepts that has no table of its own"),
    Kind(expand("skos:ConceptScheme"), "ConceptScheme", "list of concepts", "list that concepts are taken from"),
    Kind(expand("org:Site"), "Place", "place", "place of work or seat of an organisation"),
)
_NAME = re.compile(f"{re.escape(MG)}([A-Za-z][A-Za-z0-9]*)")
_PREFIXES = f"{PROLOGUE}PREFIX owl: <http://www.w3.org/2002/07/owl#>\n"
_CLASSES = f"{_PREFIXES}SELECT DISTINCT ?class WHERE {{ ?class a owl:Class }}"
_MEMBERS = "SELECT DISTINCT ?class ?thing WHERE { ?thing a ?class }"
_TERMS = f"""{_PREFIXES}SELECT ?term ?definition WHERE {{
  ?term rdfs:isDefinedBy ?ontology ; skos:definition ?definition }} ORDER BY ?term DESC(?definition)"""
_INVERSES = f"""{_PREFIXES}SELECT DISTINCT ?property WHERE {{
  {{ ?property owl:inverseOf ?other }} UNION {{ ?other owl:inverseOf ?property }}
  MINUS {{ ?property owl:propertyChainAxiom ?chain }} }}"""


def write_tables(edition: Edition, progress: Progress) -> None:
    """Write `tables/CLASS.csv` and `.xlsx` for every class that has things, and what describes them."""
    folder = edition.downloads / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    source, version = edition.source, edition.version
    labels, inverses = dict[str, str](), frozenset(_iris(source, _INVERSES))
    words = _words(source)
    written = []
    for at, (kind, things) in enumerate(words.members.items()):
        progress("tables", at, len(words.members))
        with Shelf() as shelf:
            one = table(source, kind, things, labels=labels, inverses=inverses, shelf=shelf)
            _write_csv(one, folder / f"{kind.name}.csv")
            write_workbook(one, version, words, folder / f"{kind.name}.xlsx")
        written.append(one)
    edition.freeze(f"{FOLDER}/{METADATA}", metadata(written, version, words))
    edition.freeze(f"{FOLDER}/README.md", read_me(written, version))


def _write_csv(table: Table, path: Path) -> None:
    """Write a table as RFC 4180 has it, every value as it is."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table.header)
        writer.writerows([cell.text for cell in row] for row in table.rows())


def _words(source: LocalStore) -> Words:
    """What the ontology calls its terms, how it defines them, and which things there are of its classes."""
    definitions: dict[str, str] = {}
    for term, definition in source.select(_TERMS).rows:
        if isinstance(term, NamedNode) and isinstance(definition, Literal):
            definitions[term.value] = definition.value
    classes = [iri for iri in _iris(source, _CLASSES) if _NAME.fullmatch(iri)]
    labels = labels_of(source, {*definitions, *classes})
    kinds = [Kind(iri, iri.removeprefix(MG), labels[iri], definitions.get(iri, "")) for iri in classes]
    return Words(labels, definitions, _members(source, kinds))


def _members(source: LocalStore, ours: list[Kind]) -> dict[Kind, frozenset[str]]:
    """The things of every class that has a table, by the name of the table."""
    found: dict[str, set[str]] = {}
    for kind, thing in source.select(_MEMBERS).rows:
        if isinstance(kind, NamedNode) and isinstance(thing, NamedNode):
            found.setdefault(kind.value, set()).add(thing.value)
    typed = {thing for kind in ours for thing in found.get(kind.iri, ())}
    found[_CONCEPT] = found.get(_CONCEPT, set()) - typed
    kinds = sorted((*ours, *_OTHERS), key=lambda kind: kind.name)
    return {kind: frozenset(found[kind.iri]) for kind in kinds if found.get(kind.iri)}


def _iris(source: LocalStore, query: str) -> list[str]:
    return [iri.value for (iri,) in source.select(query).rows if isinstance(iri, NamedNode)]
