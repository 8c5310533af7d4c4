"""The documentation of the ontology: what its page shows of each term."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.datasets import ONTOLOGY
from minegraph.documents.reference.class_map import class_map
from minegraph.documents.reference.drawing import Drawing
from minegraph.documents.reference.names import name_of
from minegraph.documents.reference.neighbours import neighbours
from minegraph.documents.reference.ontology_header import header, summary
from minegraph.documents.reference.reading import Reading
from minegraph.documents.reference.rules import read_rules
from minegraph.documents.reference.usage import Use, uses
from minegraph.documents.reference.vocabulary import Term, Vocabulary, namespace_of
from minegraph.pages import Cell, Fields, Link, Piece, Several
from minegraph.terms import BASE, PREFIXES, SHAPES, expand

SECTIONS = {
    "class": "Classes",
    "object property": "Properties that link things",
    "datatype property": "Properties with text, numbers and dates",
    "annotation property": "Properties that annotate",
    "datatype": "Datatypes",
    "individual": "Individuals",
}
Row = tuple[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the page shows it: what is said of it, and for a class its picture."""

    term: Term
    fields: Fields
    picture: Drawing | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A term with those below it, for the index."""

    term: Term
    below: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The terms of one kind, as a tree and one by one."""

    id: str
    title: str
    tree: tuple[Branch, ...]
    entries: tuple[Entry, ...]


def ontology(reading: Reading) -> dict[str, object]:
    """What the template `ontology.html` shows of a graph's ontology, but for the machine forms."""
    vocabulary = reading.vocabulary
    writer = _Writer(reading)
    return {
        "title": next(iter(vocabulary.texts(ONTOLOGY, "dcterms:title")), "The ontology"),
        "words": next(iter(vocabulary.texts(ONTOLOGY, "dcterms:abstract")), ""),
        "header": Fields(tuple(header(vocabulary))),
        "about": summary(vocabulary),
        "overview": class_map(vocabulary, reading.relations),
        "parts": [section for kind, title in SECTIONS.items() if (section := writer.section(kind, title)).entries],
        "rules": read_rules(reading.layout),
        "outside": _outside(vocabulary),
        "terms": len(vocabulary.terms),
    }


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self._reading, self._vocabulary = reading, reading.vocabulary
        self._uses = uses(reading.source, self._vocabulary.terms.values(), _chosen(reading))

    def section(self, kind: str, title: str) -> Section:
        """The terms of a kind."""
        terms = self._vocabulary.of_kind(kind)
        entries = tuple(Entry(term, Fields(tuple(self._rows(term))), self._picture(term)) for term in terms)
        return Section(
            title.partition(" ")[0].lower() if kind == "class" else kind.replace(" ", "-"), title, _tree(terms), entries
        )

    def _picture(self, term: Term) -> Drawing | None:
        return neighbours(self._vocabulary, self._reading.relations, term) if term.kind == "class" else None

    def _rows(self, term: Term) -> Iterator[Row]:
        use = self._uses.get(term.iri)
        rows = (
            ("note", term.notes),
            ("deprecated", self._deprecated(term)),
            ("is a", self._links(iri for iri in term.types if term.kind == "individual")),
            ("subproperty of" if term.is_property else "subclass of", self._links(term.above)),
            ("subproperties" if term.is_property else "subclasses", self._links(term.below)),
            *(self._of_class(term) if term.kind == "class" else ()),
            *(self._of_property(term) if term.is_property else ()),
            ("disjoint with", self._links(term.disjoint)),
            ("in other vocabularies", tuple(self._aligned(words, iri) for words, iri in term.alignments)),
            ("shapes", self._shapes(term)),
            ("questions", tuple(self._questions(term))),
            ("synergies", tuple(f"feeds the facet {name}" for name in self._reading.feeding.get(term.iri, ()))),
            ("used", (_number(use, "statement" if term.is_property else "thing"),) if use else ()),
            ("example", (Several(use.example, ""),) if use and use.example else ()),
            ("module", (Link(term.module.rpartition("/")[2], f"{BASE}graph/{term.module}"),)),
        )
        return ((name, cells) for name, cells in rows if cells)

    def _of_class(self, term: Term) -> Iterator[Row]:
        relations = self._reading.relations
        said = dict.fromkeys(one.property for one in relations if one.subject == term.iri)
        leading = dict.fromkeys(one.property for one in relations if term.iri in one.values)
        yield "properties", self._links(said)
        yield "led to by", self._links(leading)

    def _of_property(self, term: Term) -> Iterator[Row]:
        relations = [one for one in self._reading.relations if one.property == term.iri]
        usual = dict.fromkeys(one.subject for one in relations)
        narrower = dict.fromkeys(iri for one in relations for iri in one.values if iri not in term.ranges)
        yield "domain", self._links(term.domains)
        yield "used on", self._links(() if term.domains else usual)
        yield "range", self._links(term.ranges)
        yield "chosen from", self._links(narrower)
        yield "inverse", self._links(term.inverses)
        yield "characteristics", term.characteristics
        yield (
            "follows from",
            tuple(Several(tuple(self._link(iri) for iri in chain), ", then ") for chain in term.chains),
        )

    def _deprecated(self, term: Term) -> tuple[Cell, ...]:
        if not term.deprecated:
            return ()
        return (
            (Several(("use ", *(self._link(iri) for iri in term.replaced_by)), " "),) if term.replaced_by else ("yes",)
        )

    def _shapes(self, term: Term) -> tuple[Cell, ...]:
        found = self._reading.asked.constraints.get(term.iri, ())
        links = tuple(Link(iri.removeprefix(SHAPES), iri) for iri in found if iri.startswith(SHAPES))
        return (Several(links, ", "),) if links else ()

    def _questions(self, term: Term) -> Iterator[Cell]:
        for name in self._reading.asking.get(term.iri, ()):
            yield Link(self._reading.questions[name].words, f"{BASE}queries/{name}")

    def _aligned(self, words: str, iri: str) -> Cell:
        return Several((f"{words} ", self._link(iri), f" ({name_of(namespace_of(iri))})"), "")

    def _links(self, iris: Iterator[str] | Sequence[str] | Mapping[str, None]) -> tuple[Cell, ...]:
        """Terms in one cell."""
        found = tuple(map(self._link, iris))
        return (Several(found, ", "),) if found else ()

    def _link(self, iri: str) -> Piece:
        """A term by its name: one of the ontology leads to its place on the page."""
        label = self._vocabulary.label(iri)
        return Link(label, f"#{self._vocabulary.terms[iri].name}" if iri in self._vocabulary.terms else iri)


def _outside(vocabulary: Vocabulary) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The other vocabularies: prefix, name, namespace and the terms used."""
    prefixes = {namespace: prefix for prefix, namespace in PREFIXES.items()}
    return [(prefixes.get(space, ""), name_of(space), space, iris) for space, iris in vocabulary.outside().items()]


def _tree(terms: Sequence[Term]) -> tuple[Branch, ...]:
    """The terms under those above them; what stands under several does so under each, a circle is cut."""
    known = {term.iri: term for term in terms}

    def branch(term: Term, path: frozenset[str]) -> Branch:
        inner = sorted(
            (known[iri] for iri in term.below if iri in known and iri not in path), key=lambda one: one.label.casefold()
        )
        return Branch(term, tuple(branch(one, path | {one.iri}) for one in inner))

    return tuple(branch(term, frozenset({term.iri})) for term in terms if not any(iri in known for iri in term.above))


def _chosen(reading: Reading) -> dict[str, str]:
    """Class -> the example that its form gives."""
    found = {}
    for shape in reading.shapes.roots:
        example = reading.shape_triples.one(shape.node, expand("skos:example"))
        for name, term in shape.targets:
            if name == "targetClass" and isinstance(example, ox.NamedNode) and isinstance(term, ox.NamedNode):
                found[term.value] = example.value
    return found


def _number(use: Use, noun: str) -> str:
    if not use.count:
        return "not yet used"
    return f"{'more than ' if use.is_more else ''}{use.count:,} {noun}{'' if use.count == 1 else 's'}"
