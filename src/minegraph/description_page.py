"""A description as a page: names and facts, one table per kind of linked thing, numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from minegraph.expansions import NAME, Expansion, expansion_of
from minegraph.pages import (
    Block,
    Cell,
    Fields,
    Heading,
    Link,
    Page,
    Piece,
    Prose,
    Several,
    Table,
    Value,
    grouped,
    shown,
)
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
)
from minegraph.store import Term
from minegraph.terms import MG, compress, expand

if TYPE_CHECKING:
    from minegraph.description import Description

MOST_DECIMALS = 4
BASIS = "confidence, source"


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a page shows: rows of a table, synergies, names of linked things; and where all of it is."""

    rows: int = 60
    synergies: int = 10
    names: int = 12
    elsewhere: str = "`--format json` has all"


BRIEF = Extent()

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
        "geo:hasGeometry": "boundary",
        "dcterms:source": "source",
        "geo:asWKT": "point (WKT)",
        "dcterms:replaces": "replaces",
        "foaf:homepage": "website",
        "rdfs:comment": "comment",
        "rdfs:subClassOf": "subclass of",
        "rdfs:subPropertyOf": "subproperty of",
        "rdfs:domain": "domain",
        "rdfs:range": "range",
        "rdfs:isDefinedBy": "defined by",
        "owl:disjointWith": "nothing in common with",
        "owl:imports": "imports",
        "owl:inverseOf": "inverse of",
        "owl:versionIRI": "IRI of this version",
        "owl:versionInfo": "version",
        "dcterms:bibliographicCitation": "citation",
        "dcterms:conformsTo": "conforms to",
        "dcterms:created": "created",
        "dcterms:creator": "made by",
        "dcterms:description": "description",
        "dcterms:hasPart": "has part",
        "dcterms:isPartOf": "part of",
        "dcterms:issued": "issued",
        "dcterms:license": "licence",
        "dcterms:modified": "changed",
        "dcterms:publisher": "published by",
        "dcterms:title": "title",
        "prov:generatedAtTime": "accepted at",
        "prov:wasAttributedTo": "handed in by",
        "prov:wasDerivedFrom": "derived from",
        "prov:wasGeneratedBy": "came to be by",
        "sh:class": "values of class",
        "sh:datatype": "datatype",
        "sh:maxCount": "at most",
        "sh:message": "message",
        "sh:minCount": "at least",
        "sh:name": "name of the constraint",
        "sh:path": "property",
        "sh:pattern": "pattern",
        "sh:property": "constraint",
        "sh:severity": "severity",
        "sh:targetClass": "for every",
    }.items()
}
SYNERGY, SCORE = f"{MG}SynergyAssessment", f"{MG}score"
_FIRST = tuple(_WORDS)[:7]
_UNSHOWN = {SOURCE, CONFIDENCE, expand("rdfs:label")}


def page(description: Description, extent: Extent = BRIEF) -> Page:
    """The description for people."""
    numbers = {source: number for number, source in enumerate(description.sources, start=1)}
    return tuple(_blocks(description, numbers, extent))


def _blocks(description: Description, numbers: dict[str, int], extent: Extent) -> Iterator[Block]:
    yield Heading(description.label, 1)
    yield Fields(tuple(_facts(description, numbers)))
    if description.undocumented:
        yield Heading("Unknown")
        yield Prose(f"Not documented here: {', '.join(description.undocumented)}. That does not mean there are none.")
    for group in description.groups:
        if expansion := _expansion(description, group):
            yield from _expanded(description, group, expansion, numbers, extent)
    others = [group for group in description.groups if not _expansion(description, group)]
    if others:
        yield Heading("Linked from")
        yield Fields(tuple(item for group in others for item in _linked(description, group, extent)))
    if not description.complete:
        yield Prose("More links lead here than are shown.")
    if numbers:
        yield Heading("Sources")
        yield Fields(tuple((f"[{number}]", (Link(source, source),)) for source, number in numbers.items()))


def _expansion(description: Description, group: Group) -> Expansion | None:
    links = (link for resource in group.resources for link in resource.links)
    return expansion_of(group.kind, any(link.subject == description.iri for link in links))


def _facts(description: Description, numbers: dict[str, int]) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """The statements by property, without those that a table or the sources show."""
    yield "IRI", (Link(description.iri, description.iri),)
    tabled = {one.iri for group in description.groups if _expansion(description, group) for one in group.resources}
    found: dict[str, list[Cell]] = {}
    for said in sorted(description.statements, key=lambda said: said.inferred):
        in_table = isinstance(said.value, NamedNode) and said.value.value in tabled
        if said.predicate not in _UNSHOWN and not in_table and not _is_echo(said):
            found.setdefault(said.predicate, []).append(_value(description, said))
    for predicate in sorted(found, key=lambda iri: _field_rank(description, iri)):
        yield _word(description, predicate), tuple(found[predicate])
    if confidence := confidence_of(description.statements):
        yield "confidence", (confidence,)
    if sources := sources_of(description.statements):
        yield "source", (Several(tuple(_notes(sources, numbers)), " "),)


def _is_echo(said: Statement) -> bool:
    """It says in the words of another vocabulary what is said already (`geo:sfWithin`)."""
    return said.inferred and said.predicate != TYPE and not said.predicate.startswith(MG)


def _field_rank(description: Description, predicate: str) -> tuple[int, str]:
    first = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
    return first, _word(description, predicate)


def _word(description: Description, predicate: str) -> str:
    return word_of(predicate, description.labels)


def word_of(predicate: str, labels: Mapping[str, str]) -> str:
    """What a property is called on a page."""
    return _WORDS.get(predicate) or labels.get(predicate) or compress(predicate)


def _value(description: Description, said: Statement) -> Value:
    match said.value:
        case NamedNode(value=iri):
            return Value(description.label_of(iri), iri, "", said.inferred, said.graphs)
        case Literal(value=text, language=language) as literal:
            figure = grouped(text) if is_number(literal) else text
            return Value(figure, "", language or "", said.inferred, said.graphs)
        case other:
            return Value(str(other), "", "", said.inferred, said.graphs)


def _expanded(
    description: Description, group: Group, expansion: Expansion, numbers: dict[str, int], extent: Extent
) -> Iterator[Block]:
    """A table of the group's resources; a column that would repeat the thing, or be empty, is left out."""
    resources = sorted(group.resources, key=lambda one: _row_rank(description, one, expansion))
    shown_ones = resources[: extent.synergies if group.kind == SYNERGY else extent.rows]
    cells = {column: [_cell(description, one, column) for one in shown_ones] for column in expansion.columns}
    repeated = {"", description.label}
    columns = [name for name in expansion.columns if any(shown(cell) not in repeated for cell in cells[name])]
    bases = [_basis(one, numbers) for one in shown_ones]
    last = [BASIS] if any(map(shown, bases)) else []
    rows = [[*(cells[name][at] for name in columns), *([bases[at]] if last else [])] for at in range(len(shown_ones))]
    header = [*("name" if name == NAME else _word(description, name) for name in columns), *last]
    numeric = frozenset(at for at, name in enumerate(columns) if _is_numeric(shown_ones, name))
    yield Heading(f"{expansion.title} ({len(resources)})", anchor=anchor_of(group.kind))
    yield Table(tuple(header), tuple(map(tuple, rows)), numeric)
    if len(shown_ones) < len(resources):
        yield Prose(f"… and {len(resources) - len(shown_ones)} more; {extent.elsewhere}.")


def anchor_of(kind: str) -> str:
    """The anchor of the table of the things of a class; empty for a class of another vocabulary.

    >>> anchor_of(SYNERGY)
    'SynergyAssessment'
    """
    return kind.removeprefix(MG) if kind.startswith(MG) else ""


def _row_rank(description: Description, resource: Resource, expansion: Expansion) -> tuple[object, ...]:
    """Rows go by what their columns show, numbers by size; synergies from the thing come before those to it."""
    to_it = NamedNode(description.iri) not in resource.values(f"{MG}fromRegion")
    return to_it, *(_sort_key(description, resource, column) for column in expansion.columns)


def _sort_key(description: Description, resource: Resource, column: str) -> tuple[bool, float, str]:
    values = resource.values(column) if column != NAME else []
    if values and isinstance(values[0], Literal) and is_number(values[0]):
        return False, float(values[0].value), ""
    text = shown(_cell(description, resource, column) if column == NAME else _texts(description, values))
    return not text, 0.0, text.casefold()


def _cell(description: Description, resource: Resource, column: str) -> Cell:
    """The name, or the values of a property: the stated ones where there are any (the region, not all around it).

    The score of a synergy leads to its parts.
    """
    if column == NAME:
        return Link(description.label_of(resource.iri), resource.iri)
    texts = _texts(description, resource.stated_values(column) or resource.values(column))
    return Link(shown(texts), resource.iri) if column == SCORE else texts


def _texts(description: Description, terms: Iterable[Term]) -> Several:
    """The terms as people read them, each text once."""
    pieces: dict[str, Piece] = {}
    for term in terms:
        if isinstance(term, NamedNode):
            label = description.label_of(term.value)
            pieces.setdefault(label, Link(label, term.value))
        else:
            pieces.setdefault(_bare(term), _bare(term))
    return Several(tuple(pieces.values()))


def _bare(term: Term) -> str:
    """The text of a literal; a number with no more decimals than one reads."""
    if not isinstance(term, Literal):
        return str(term)
    if not is_number(term):
        return term.value
    long = len(term.value.partition(".")[2]) > MOST_DECIMALS
    return grouped(f"{float(term.value):.{MOST_DECIMALS}f}" if long else term.value)


def _basis(resource: Resource, numbers: dict[str, int]) -> Cell:
    inferred = "(link inferred)" if resource.inferred else ""
    said = tuple(filter(None, (confidence_of(resource.statements), inferred)))
    return Several((*said, *_notes(sources_of(resource.statements), numbers)), " ")


def _notes(sources: Sequence[str], numbers: dict[str, int]) -> Iterator[Link]:
    """The numbers of sources, each leading to its place in the list of them."""
    for number in sorted(numbers[source] for source in sources):
        yield Link(f"[{number}]", f"#source-{number}")


def _is_numeric(resources: Sequence[Resource], column: str) -> bool:
    values = [value for resource in resources for value in (resource.values(column) if column != NAME else ())]
    return bool(values) and all(isinstance(value, Literal) and is_number(value) for value in values)


def _linked(description: Description, group: Group, extent: Extent) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    """Resources of a class that is not expanded, by the property that links them, without mirrors of the facts.

    Those with a name come first, and only a few without one.
    """
    found: dict[str, list[Value]] = {}
    for resource in group.resources:
        mirrored = any(link.subject != resource.iri for link in resource.links)
        for link in resource.links:
            if link.subject == resource.iri and not (mirrored and link.inferred):
                name = f"{_kind(description, group)}: {_word(description, link.predicate)}"
                label = description.label_of(resource.iri)
                found.setdefault(name, []).append(Value(label, resource.iri, "", link.inferred, link.graphs))
    for name, cells in found.items():
        most = min(extent.names, sum(cell.text != compress(cell.href) for cell in cells) + BRIEF.names)
        more = [f"… and {len(cells) - most} more"] if len(cells) > most else []
        yield name, (*sorted(cells, key=lambda cell: cell.text == compress(cell.href))[:most], *more)


def _kind(description: Description, group: Group) -> str:
    return description.label_of(group.kind) if group.kind else compress(group.kind) or "resource"
