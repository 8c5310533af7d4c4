"""A description as a page: names and facts, one table per kind of linked thing, numbered sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from minegraph.expansions import EXPANSIONS, NAME, Expansion
from minegraph.pages import Block, Cell, Fields, Heading, Link, Page, Prose, Table
from minegraph.render import is_number
from minegraph.statements import (
    CONFIDENCE,
    SOURCE,
    TYPE,
    Group,
    Resource,
    Statement,
    confidence_of,
    sources_of,
    values_of,
)
from minegraph.store import Term
from minegraph.terms import MG, compress, expand

if TYPE_CHECKING:
    from minegraph.description import Description

MOST_ROWS = 60
MOST_NAMES = 12
MOST_SYNERGIES = 10
MOST_DECIMALS = 4

_WORDS = {
    expand(curie): words
    for curie, words in {
        "rdf:type": "is a",
        "skos:prefLabel": "name",
        "skos:altLabel": "also called",
        "skos:notation": "code",
        "skos:definition": "definition",
        "skos:note": "note",
        "skos:broader": "broader",
        "skos:inScheme": "in scheme",
        "skos:exactMatch": "same as",
        "skos:closeMatch": "close to",
        "dcterms:source": "source",
        "dcterms:replaces": "replaces",
        "foaf:homepage": "website",
        "rdfs:comment": "comment",
        "rdfs:subClassOf": "subclass of",
        "rdfs:isDefinedBy": "defined by",
    }.items()
}
_FIRST = tuple(_WORDS)[:7]
_UNSHOWN = {SOURCE, CONFIDENCE, expand("rdfs:label")}


def page(description: Description) -> Page:
    """The description for people."""
    numbers = {source: number for number, source in enumerate(description.sources, start=1)}
    return tuple(_blocks(description, numbers))


def _blocks(description: Description, numbers: dict[str, int]) -> Iterator[Block]:
    yield Heading(description.label, 1)
    yield Fields(tuple(_facts(description, numbers)))
    if description.undocumented:
        yield Heading("Unknown")
        yield Prose(f"Not documented here: {', '.join(description.undocumented)}. That does not mean there are none.")
    for group in description.groups:
        if expansion := EXPANSIONS.get(group.kind):
            yield from _expanded(description, group, expansion, numbers)
    others = [group for group in description.groups if group.kind not in EXPANSIONS]
    if others:
        yield Heading("Linked from")
        yield Fields(tuple(item for group in others for item in _linked(description, group)))
    if not description.complete:
        yield Prose("More links lead here than are shown.")
    if numbers:
        yield Heading("Sources")
        yield Fields(tuple((f"[{number}]", (Link(source, source),)) for source, number in numbers.items()))


def _facts(description: Description, numbers: dict[str, int]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The statements by property, without those that a table or the sources show."""
    yield "IRI", (Link(description.iri, description.iri),)
    tabled = {one.iri for group in description.groups if group.kind in EXPANSIONS for one in group.resources}
    found: dict[str, list[Cell]] = {}
    for said in sorted(description.statements, key=lambda said: said.inferred):
        in_table = isinstance(said.value, NamedNode) and said.value.value in tabled
        if said.predicate not in _UNSHOWN and not in_table and not _is_echo(said):
            found.setdefault(said.predicate, []).append(_value(description, said.value, inferred=said.inferred))
    for predicate in sorted(found, key=lambda iri: _field_rank(description, iri)):
        yield _word(description, predicate), tuple(found[predicate])
    if confidence := confidence_of(description.statements):
        yield "confidence", (confidence,)
    if sources := sources_of(description.statements):
        yield "source", (_notes(sources, numbers),)


def _is_echo(said: Statement) -> bool:
    """It says in the words of another vocabulary what is said already (`geo:sfWithin`)."""
    return said.inferred and said.predicate != TYPE and not said.predicate.startswith(MG)


def _field_rank(description: Description, predicate: str) -> tuple[int, str]:
    first = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return first, _word(description, predicate)


def _word(description: Description, predicate: str) -> str:
    return _WORDS.get(predicate) or description.label_of(predicate)


def _value(description: Description, term: Term, *, inferred: bool = False) -> Cell:
    mark = " (inferred)" if inferred else ""
    match term:
        case NamedNode():
            return Link(f"{description.label_of(term.value)}{mark}", term.value)
        case Literal(language=str() as language):
            return f"{term.value} ({language}){mark}"
        case Literal():
            return f"{term.value}{mark}"
        case _:
            return str(term)


def _expanded(description: Description, group: Group, expansion: Expansion, numbers: dict[str, int]) -> Iterator[Block]:
    """A table of the group's resources; a column that would repeat the thing, or be empty, is left out."""
    resources = sorted(group.resources, key=lambda one: _row_rank(description, one, expansion))
    shown = resources[: MOST_SYNERGIES if group.kind == f"{MG}SynergyAssessment" else MOST_ROWS]
    cells = {column: [_cell(description, one, column) for one in shown] for column in expansion.columns}
    columns = [name for name in expansion.columns if any(cell not in {"", description.label} for cell in cells[name])]
    rows = [[*(cells[name][at] for name in columns), _basis(one, numbers)] for at, one in enumerate(shown)]
    header = [*("name" if name == NAME else _word(description, name) for name in columns), "confidence, source"]
    numeric = frozenset(at for at, name in enumerate(columns) if _is_numeric(shown, name))
    yield Heading(f"{expansion.title} ({len(resources)})")
    yield Table(tuple(header), tuple(map(tuple, rows)), numeric)
    if len(shown) < len(resources):
        yield Prose(f"… and {len(resources) - len(shown)} more; `--format json` has all.")


def _row_rank(description: Description, resource: Resource, expansion: Expansion) -> tuple[object, ...]:
    """Rows go by what their columns show, numbers by size; synergies from the thing come before those to it."""
    to_it = NamedNode(description.iri) not in resource.values(f"{MG}fromRegion")
    return to_it, *(_sort_key(description, resource, column) for column in expansion.columns)


def _sort_key(description: Description, resource: Resource, column: str) -> tuple[bool, float, str]:
    values = resource.values(column) if column != NAME else []
    if values and isinstance(values[0], Literal) and is_number(values[0]):
        return False, float(values[0].value), ""
    text = description.label_of(resource.iri) if column == NAME else _text(description, values)
    return not text, 0.0, text.casefold()


def _cell(description: Description, resource: Resource, column: str) -> str:
    """The name, or the values of a property: the stated ones where there are any (the region, not all around it)."""
    if column == NAME:
        return description.label_of(resource.iri)
    stated = values_of((said for said in resource.statements if not said.inferred), column)
    return _text(description, stated or resource.values(column))


def _text(description: Description, terms: Sequence[Term]) -> str:
    labels = [description.label_of(term.value) if isinstance(term, NamedNode) else _bare(term) for term in terms]
    return ", ".join(dict.fromkeys(labels))


def _bare(term: Term) -> str:
    """The text of a literal; a number with no more decimals than one reads."""
    if not isinstance(term, Literal):
        return str(term)
    long = is_number(term) and len(term.value.partition(".")[2]) > MOST_DECIMALS
    return f"{float(term.value):.{MOST_DECIMALS}f}" if long else term.value


def _basis(resource: Resource, numbers: dict[str, int]) -> str:
    inferred = "(link inferred)" if resource.inferred else ""
    notes = _notes(sources_of(resource.statements), numbers)
    return " ".join(filter(None, (confidence_of(resource.statements), inferred, notes)))


def _notes(sources: Sequence[str], numbers: dict[str, int]) -> str:
    return " ".join(f"[{number}]" for number in sorted(numbers[source] for source in sources))


def _is_numeric(resources: Sequence[Resource], column: str) -> bool:
    values = [value for resource in resources for value in (resource.values(column) if column != NAME else ())]
    return bool(values) and all(isinstance(value, Literal) and is_number(value) for value in values)


def _linked(description: Description, group: Group) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Resources of a class that is not expanded, by the property that links them, without mirrors of the facts."""
    found: dict[str, list[Cell]] = {}
    for resource in group.resources:
        mirrored = any(link.subject != resource.iri for link in resource.links)
        for link in resource.links:
            if link.subject == resource.iri and not (mirrored and link.inferred):
                name = f"{_kind(description, group)}: {_word(description, link.predicate)}"
                cell = _value(description, NamedNode(resource.iri), inferred=link.inferred)
                found.setdefault(name, []).append(cell)
    for name, cells in found.items():
        more = [f"… and {len(cells) - MOST_NAMES} more"] if len(cells) > MOST_NAMES else []
        yield name, (*cells[:MOST_NAMES], *more)


def _kind(description: Description, group: Group) -> str:
    return description.label_of(group.kind) if group.kind else compress(group.kind) or "resource"
