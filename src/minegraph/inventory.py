"""What a set of triples says, resource by resource: a named graph, the ontology, the shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from minegraph.description_page import word_of
from minegraph.kinds import kind_word
from minegraph.labels import PROLOGUE, labels_of
from minegraph.pages import Fields, Value
from minegraph.statements import TYPE
from minegraph.store import Source, Term
from minegraph.terms import MG, PREFIXES, expand

DEEPEST = 8
_HEAD, _REST, _NIL = (f"{PREFIXES['rdf']}{name}" for name in ("first", "rest", "nil"))
_FIRST = tuple(map(expand, ("skos:definition", "dcterms:title", "dcterms:description", "sh:message")))
_NAMES = {f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel"}
_ABOVE = (f"{PREFIXES['rdfs']}subClassOf", f"{PREFIXES['rdfs']}subPropertyOf", f"{PREFIXES['skos']}broader")


@dataclass(frozen=True, slots=True)
class Entry:
    """A resource: what it is called and is, what is said of it, and the resources that it belongs under."""

    iri: str
    label: str
    kind: str
    fields: Fields
    above: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """What its IRI ends with: its place on the page of the document that its IRI leads to."""
        return self.iri.rpartition("#")[2].rpartition("/")[2]


def inventory(source: Source, triples: Iterable[Triple], known: dict[str, str] | None = None) -> list[Entry]:
    """The resources of which the triples say something, by kind and name; names are those that the graph gives.

    Those among the `known` names are not read again; what is read is added to them.
    """
    said: dict[object, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        said[triple.subject][triple.predicate.value].append(triple.object)
    labels = labels_of(source, _iris(said), known)
    found = [_entry(subject.value, said, labels) for subject in said if isinstance(subject, NamedNode)]
    return sorted(found, key=lambda one: (one.kind, one.label.casefold(), one.iri))


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry with those that belong under it."""

    entry: Entry
    below: tuple[Branch, ...]


def tree(entries: Iterable[Entry]) -> tuple[Branch, ...]:
    """The entries under those that they belong to; what belongs to several stands under each, a circle is cut."""
    known = {entry.iri: entry for entry in entries}
    below: dict[str, list[Entry]] = defaultdict(list)
    for entry in known.values():
        for iri in entry.above:
            below[iri].append(entry)

    def branch(entry: Entry, path: frozenset[str]) -> Branch:
        inner = (one for one in below[entry.iri] if one.iri not in path)
        return Branch(entry, tuple(branch(one, path | {one.iri}) for one in inner))

    tops = (entry for entry in known.values() if not any(iri in known for iri in entry.above))
    return tuple(branch(entry, frozenset({entry.iri})) for entry in tops)


Said = Mapping[object, Mapping[str, list[Term]]]


def concepts_of(source: Source, scheme: str) -> tuple[Branch, ...]:
    """The concepts of a scheme by name, each under the broader ones."""
    query = f"{PROLOGUE}SELECT ?concept ?above WHERE {{ ?concept skos:inScheme {NamedNode(scheme)}"
    broader: dict[str, list[str]] = defaultdict(list)
    for concept, above in source.select(f"{query} OPTIONAL {{ ?concept skos:broader ?above }} }}").rows:
        if isinstance(concept, NamedNode):
            broader[concept.value] += [above.value] if isinstance(above, NamedNode) else []
    labels = labels_of(source, broader)
    found = (Entry(iri, labels[iri], "", Fields(()), tuple(dict.fromkeys(above))) for iri, above in broader.items())
    return tree(sorted(found, key=lambda one: (one.label.casefold(), one.iri)))


def _entry(iri: str, said: Said, labels: Mapping[str, str]) -> Entry:
    own = said[NamedNode(iri)]
    kinds = sorted(
        (kind.value for kind in own.get(TYPE, ()) if isinstance(kind, NamedNode)),
        key=lambda kind: (not kind.startswith(MG), kind),
    )
    above = (term.value for name in _ABOVE for term in own.get(name, ()) if isinstance(term, NamedNode))
    return Entry(
        iri=iri,
        label=labels[iri],
        kind=kind_word(iri, kinds[0], labels) if kinds else "",
        fields=Fields(tuple(_fields(iri, own, said, labels))),
        above=tuple(above),
    )


def _fields(
    iri: str, own: Mapping[str, list[Term]], said: Said, labels: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """What is said of a resource by property, but for the name that it is shown under."""
    for name in sorted(own, key=lambda name: (_rank(name), word_of(name, labels).casefold())):
        terms = [term for term in own[name] if name not in _NAMES or getattr(term, "value", "") != labels[iri]]
        if name != TYPE and terms:
            yield word_of(name, labels), tuple(_value(term, said, labels) for term in sorted(terms, key=str))


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _value(term: Term, said: Said, labels: Mapping[str, str]) -> Value:
    match term:
        case NamedNode(value=iri):
            return Value(labels[iri], iri)
        case Literal(value=text, language=language):
            return Value(text, "", language or "")
        case _:
            return Value(_nested(term, said, labels, DEEPEST))


def _nested(term: Term, said: Said, labels: Mapping[str, str], depth: int) -> str:
    """What is said of a blank node, in one line; the items of a list with a bar between."""
    if not isinstance(term, BlankNode) or depth == 0:
        return labels[term.value] if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    own = said.get(term, {})
    if _HEAD in own:
        return " | ".join(_items(term, said, labels, depth - 1))
    parts = (
        f"{word_of(name, labels)}: {', '.join(_nested(one, said, labels, depth - 1) for one in own[name])}"
        for name in sorted(own)
    )
    return f"[{'; '.join(parts)}]"


def _items(cell: Term, said: Said, labels: Mapping[str, str], depth: int) -> Iterator[str]:
    """The items of a list; one that never ends is cut."""
    seen: set[Term] = set()
    while isinstance(cell, BlankNode) and cell not in seen:
        seen.add(cell)
        own = said.get(cell, {})
        yield from (_nested(one, said, labels, depth) for one in own.get(_HEAD, ()))
        cell = next(iter(own.get(_REST, ())), NamedNode(_NIL))


def _iris(said: Said) -> set[str]:
    """Every IRI that a page may name."""
    found: set[str] = set()
    for subject, own in said.items():
        terms = [subject, *(term for values in own.values() for term in values)]
        found |= {term.value for term in terms if isinstance(term, NamedNode)} | set(own)
    return found
