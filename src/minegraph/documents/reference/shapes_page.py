"""The documentation of the shapes: what its page shows of each constraint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from minegraph.documents.reference.examples import Bad, Examples, Line
from minegraph.documents.reference.mentions import terms_in
from minegraph.documents.reference.reading import Reading
from minegraph.documents.reference.relations import predicates
from minegraph.documents.reference.sentences import Wording
from minegraph.documents.reference.shape_forms import Form, is_form, read_form
from minegraph.pages import Cell, Fields, Link, Several
from minegraph.terms import BASE, GRAPH, PREFIXES, SHAPES, expand
from minegraph.validation.known_terms import KNOWN_CLASS, KNOWN_PROPERTY
from minegraph.validation.lint import KNOWN_SHACL
from minegraph.validation.paths import words
from minegraph.validation.shapes import Shape

DATA = f"{BASE}shapes/data"
BESIDES = {
    KNOWN_CLASS: "Every class of minegraph that is used is declared, and one of another vocabulary is known.",
    KNOWN_PROPERTY: "Every property of minegraph that is used is declared, and one of another vocabulary is known.",
    KNOWN_SHACL: "Shapes use only those terms of SHACL that there are.",
}
SEVERITIES = {"Violation": "must", "Warning": "should", "Info": "nice"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A constraint: what holds, how much it is wanted, what the validator says, and examples."""

    name: str
    iri: str
    title: str
    sentence: str
    severity: str
    badge: str
    message: str
    fields: Fields
    query: tuple[str, ...]
    good: tuple[Line, ...]
    bad: tuple[Bad, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A shape: what it is for, and its constraints."""

    name: str
    iri: str
    target: str
    constraints: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """The shapes of one file; `rank` puts those for data first."""

    id: str
    rank: tuple[int, str]
    title: str
    words: str
    groups: tuple[Group, ...]
    forms: tuple[Form, ...]
    others: tuple[tuple[str, str], ...]


def shapes(reading: Reading) -> dict[str, object]:
    """What the template `shapes.html` shows of a graph's shapes, but for the machine forms."""
    modules = tuple(sorted(_Writer(reading).modules(), key=lambda module: module.rank))
    asked = [one for module in modules for group in module.groups for one in group.constraints]
    counts = Counter(one.severity for one in asked)
    return {
        "modules": modules,
        "besides": [(iri.removeprefix(SHAPES), words) for iri, words in BESIDES.items()],
        "constraints": len(asked),
        "severities": [(word, name.lower(), counts[word]) for name, word in SEVERITIES.items()],
        "version": reading.shape_text(ox.NamedNode(DATA), "owl:versionInfo"),
    }


class _Writer:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._wording = Wording(reading.vocabulary, reading.shapes)
        self._examples = Examples(reading.layout)
        self._seen: set[str] = set()

    def modules(self) -> Iterator[Module]:
        """The files of the shapes, one after the other."""
        subjects: dict[str, dict[str, None]] = {}
        for quad in self._reading.shape_quads:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.graph_name, ox.NamedNode):
                subjects.setdefault(quad.graph_name.value, {})[quad.subject.value] = None
        for graph, iris in subjects.items():
            yield self._module(graph.removeprefix(GRAPH), sorted(iris))

    def _module(self, path: str, iris: list[str]) -> Module:
        own = f"{BASE}{path}"
        title = self._reading.shape_text(ox.NamedNode(own), "dcterms:title") or path
        known = self._reading.shapes.by_node
        held = [known[ox.NamedNode(iri)] for iri in iris if ox.NamedNode(iri) in known]
        tops = [shape for shape in held if shape.path is None]
        inner = {node for shape in tops for node in shape.properties}
        loose = [shape for shape in held if shape.path is not None and shape.node not in inner]
        forms = [shape for shape in tops if is_form(self._reading, shape)]
        groups = [self._group(shape) for shape in tops if shape not in forms]
        groups += [self._alone(shape) for shape in loose if shape.node not in self._owned]
        named = {shape.iri for shape in held}
        others = [iri for iri in iris if iri.startswith(SHAPES) and iri not in named and iri not in self._seen]
        self._seen.update(others)
        return Module(
            id=path.rpartition("/")[2],
            rank=(self._rank(own), path),
            title=title.partition(": ")[2] or title,
            words=self._reading.shape_text(ox.NamedNode(own), "dcterms:description"),
            groups=tuple(groups),
            forms=tuple(read_form(self._reading, self._wording, shape) for shape in forms),
            others=tuple((iri.removeprefix(SHAPES), self._other(iri)) for iri in others),
        )

    def _rank(self, own: str) -> int:
        """Whether a file is about data: it is, or is part of, the shapes for accepted data."""
        whole = ox.NamedNode(DATA)
        is_part = whole in self._reading.shape_triples.objects(ox.NamedNode(own), expand("dcterms:isPartOf"))
        return 0 if is_part else 1 if own == DATA else 2

    @cached_property
    def _owned(self) -> set[object]:
        return {node for shape in self._reading.shapes.by_node.values() for node in shape.properties}

    def _group(self, shape: Shape) -> Group:
        inner = [self._reading.shapes.by_node[node] for node in shape.properties]
        described = "" if shape.constraints else self._described(shape)
        target = self._wording.target(shape, described)
        own = [self._asked(shape, shape, target)] if shape.constraints else []
        asked = (*own, *(self._asked(one, shape, target) for one in inner if one.iri != shape.iri))
        return Group(shape.iri.removeprefix(SHAPES), shape.iri, target, tuple(asked))

    def _alone(self, shape: Shape) -> Group:
        """A property shape that stands for itself."""
        target = self._wording.target(shape)
        return Group(shape.iri.removeprefix(SHAPES), shape.iri, target, (self._asked(shape, shape, target),))

    def _asked(self, constraint: Shape, owner: Shape, target: str) -> Asked:
        name, shape = constraint.iri.removeprefix(SHAPES), owner.iri.removeprefix(SHAPES)
        queries = [one.select.text for one in constraint.constraints if one.select]
        looked_at = {*predicates(constraint.path), *(iri for text in queries for iri in terms_in(text))}
        good, bad = self._examples.of(shape, name, looked_at)
        return Asked(
            name=name,
            iri=constraint.iri,
            title=constraint.name or name,
            sentence=self._described(constraint) or self._wording.sentence(constraint, owner, target),
            severity=SEVERITIES[constraint.severity],
            badge=constraint.severity.lower(),
            message=constraint.messages[0].value if constraint.messages else "",
            fields=Fields(tuple(self._rows(constraint))),
            query=tuple(line for text in queries for line in _without_usual(text)),
            good=good,
            bad=bad,
        )

    def _rows(self, constraint: Shape) -> Iterator[tuple[str, tuple[Cell, ...]]]:
        if constraint.path:
            yield "looks at", (words(constraint.path),)
        used = [*predicates(constraint.path)]
        for one in constraint.constraints:
            used += [term.value for term in one.terms if isinstance(term, ox.NamedNode)]
            used += sorted(terms_in(one.select.text)) if one.select else []
        own = [iri for iri in dict.fromkeys(used) if iri in self._reading.vocabulary.terms]
        if own:
            yield "terms", (Several(tuple(Link(self._reading.vocabulary.label(iri), iri) for iri in own), ", "),)
        patterns = [one.terms[0] for one in constraint.constraints if one.parameter == "pattern"]
        if patterns:
            yield "pattern", tuple(term.value for term in patterns if isinstance(term, ox.Literal))

    def _described(self, shape: Shape) -> str:
        return self._reading.shape_text(shape.node, "sh:description")

    def _other(self, iri: str) -> str:
        """What a resource beside the shapes is, in a line: a prefix with its namespace, or what it is called."""
        node = ox.NamedNode(iri)
        namespace = self._reading.shape_text(node, "sh:namespace")
        if namespace:
            return f"prefix {self._reading.shape_text(node, 'sh:prefix')}: {namespace}"
        return self._reading.shape_text(node, "rdfs:label")


def _without_usual(text: str) -> list[str]:
    """The lines of a query, without the prefixes that every query of a shape has."""
    usual = tuple(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in ("rdf", "rdfs", "owl"))
    return [
        line
        for line in text.strip().splitlines()
        if line not in usual or f"{line.split()[1]}" in text.replace(line, "")
    ]
