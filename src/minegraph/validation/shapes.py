"""Shapes: what a shapes graph asks for, read once into plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.validation.paths import Predicate, PropertyPath, read_path
from minegraph.validation.patterns import runs_in_store
from minegraph.validation.shacl import COMPONENTS, OWL, RDF, RDFS, REMARKS, SEVERITIES, SH, TARGETS
from minegraph.validation.triples import Node, Term, Triples

MAX_DEPTH = 64

_SHAPE_LISTS = ("and", "or", "xone")
_SHAPE_VALUES = ("node", "not", "qualifiedMinCount", "qualifiedMaxCount")
_COUNTS = ("minCount", "maxCount", "minLength", "maxLength", "qualifiedMinCount", "qualifiedMaxCount")
_ON_PROPERTIES = ("minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", *_COUNTS[4:])


@dataclass(frozen=True)
class Select:
    """A constraint written as a SPARQL SELECT query, with its prefixes in front."""

    text: str
    messages: tuple[ox.Literal, ...] = ()


@dataclass(frozen=True)
class Constraint:
    """One parameter of a shape: its name, its values (list members in order), and the shapes it refers to."""

    parameter: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Node, ...] = ()
    siblings: tuple[Node, ...] = ()
    flags: str = ""
    select: Select | None = None

    @property
    def number(self) -> int:
        """The value of a parameter that is a count or a length."""
        return int(self.terms[0].value) if isinstance(self.terms[0], ox.Literal) else 0


@dataclass(frozen=True)
class Shape:
    """A node shape, or with a path a property shape. `iri` is its own, else the nearest shape's above, else empty."""

    node: Node
    iri: str
    path: PropertyPath | None = None
    targets: tuple[tuple[str, Term], ...] = ()
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Node, ...] = ()
    severity: str = "Violation"
    name: str = ""
    messages: tuple[ox.Literal, ...] = ()
    deactivated: bool = False


@dataclass(frozen=True)
class Shapes:
    """All shapes of a shapes graph. `unknown` names what this reader does not understand."""

    by_node: dict[Node, Shape]
    unknown: tuple[str, ...]
    triples: tuple[ox.Triple, ...] = field(repr=False)

    @property
    def roots(self) -> list[Shape]:
        """The shapes with targets, in a stable order."""
        rooted = [shape for shape in self.by_node.values() if shape.targets and not shape.deactivated]
        return sorted(rooted, key=lambda shape: (shape.iri, str(shape.path), [str(target) for target in shape.targets]))

    def only(self, roots: Collection[Node]) -> Shapes:
        """The same shapes, of which only some are still about nodes of their own."""
        kept = {node: shape if node in roots else replace(shape, targets=()) for node, shape in self.by_node.items()}
        return replace(self, by_node=kept)


def read_shapes(triples: Iterable[ox.Quad | ox.Triple]) -> Shapes:
    """The shapes that triples describe."""
    plain = tuple(ox.Triple(triple.subject, triple.predicate, triple.object) for triple in triples)
    return _Reader(Triples(plain)).read(plain)


class _Reader:
    def __init__(self, graph: Triples) -> None:
        self._graph = graph
        self._shapes: dict[Node, Shape] = {}
        self._unknown: list[str] = []

    def read(self, triples: tuple[ox.Triple, ...]) -> Shapes:
        for subject in self._graph.subjects():
            if ox.NamedNode(f"{SH}ConstraintComponent") in self._graph.objects(subject, f"{RDF}type"):
                self._unknown.append(f"the constraint component {subject}")
            if isinstance(subject, Node) and (isinstance(subject, ox.NamedNode) or self._targets(subject)):
                self._visit(subject, "", ())
        return Shapes(self._shapes, tuple(self._unknown), triples)

    def _visit(self, node: Node, above: str, trail: tuple[Node, ...]) -> None:
        if node in trail:
            self._unknown.append(f"the shape {node}, which refers to itself")
        elif len(trail) > MAX_DEPTH:
            raise CheckError(f"The shapes cannot be used: {node} is nested deeper than {MAX_DEPTH}.")
        elif node not in self._shapes and self._is_shape(node, bool(trail)):
            iri = node.value if isinstance(node, ox.NamedNode) else above
            shape = self._shapes[node] = self._shape(node, iri)
            self._follow(shape, (*trail, node))

    def _follow(self, shape: Shape, trail: tuple[Node, ...]) -> None:
        for child in (*shape.properties, *(node for one in shape.constraints for node in (*one.shapes, *one.siblings))):
            self._visit(child, shape.iri, trail)

    def _is_shape(self, node: Node, referred: bool) -> bool:
        types = self._graph.objects(node, f"{RDF}type")
        typed = any(ox.NamedNode(f"{SH}{name}") in types for name in ("NodeShape", "PropertyShape"))
        names = {name.removeprefix(SH) for name in self._graph.predicates(node) if name.startswith(SH)}
        return referred or typed or bool(names & {*TARGETS, "property", "node"})

    def _shape(self, node: Node, iri: str) -> Shape:
        severity = self._one(node, "severity")
        severity_name = severity.value.removeprefix(SH) if isinstance(severity, ox.NamedNode) else "Violation"
        path = self._path(node)
        return Shape(
            node=node,
            iri=iri,
            path=path,
            targets=self._targets(node),
            constraints=tuple(self._constraints(node, path)),
            properties=tuple(child for child in self._all(node, "property") if isinstance(child, Node)),
            severity=severity_name if severity_name in SEVERITIES else "Violation",
            name=_plain(self._texts(node, "name")),
            messages=self._texts(node, "message"),
            deactivated=_true(self._one(node, "deactivated")),
        )

    def _path(self, node: Node) -> PropertyPath | None:
        found = self._all(node, "path")
        typed = ox.NamedNode(f"{SH}PropertyShape") in self._graph.objects(node, f"{RDF}type")
        if len(found) > 1 or (typed and not found):
            self._unknown.append(f"the property shape {node}, which needs exactly one sh:path")
        if not found:
            return None
        try:
            return read_path(found[0], self._graph)
        except ValueError as error:
            self._unknown.append(f"{error} (in {node})")
            return Predicate(f"{SH}path")

    def _targets(self, node: Node) -> tuple[tuple[str, Term], ...]:
        stated = [(name, value) for name in TARGETS for value in self._all(node, name)]
        classes = {ox.NamedNode(f"{RDFS}Class"), ox.NamedNode(f"{OWL}Class")}
        if isinstance(node, ox.NamedNode) and classes & set(self._graph.objects(node, f"{RDF}type")):
            stated.append(("targetClass", node))
        return tuple(dict.fromkeys(stated))

    def _constraints(self, node: Node, path: PropertyPath | None) -> Iterator[Constraint]:
        for predicate in self._graph.predicates(node):
            name = predicate.removeprefix(SH)
            if not predicate.startswith(SH) or name in (*REMARKS, *TARGETS, "property"):
                continue
            if name not in COMPONENTS or (path is None and name in _ON_PROPERTIES):
                self._unknown.append(f"sh:{name} on {node}")
                continue
            for value in self._all(node, name):
                yield from self._constraint(node, name, value)

    def _constraint(self, node: Node, name: str, value: Term) -> Iterator[Constraint]:
        try:
            if name == "sparql":
                yield from self._sparql(value)
            elif name in ("uniqueLang", "closed"):
                if _true(value):
                    yield Constraint(name, terms=self._permitted(node) if name == "closed" else ())
            elif name in _SHAPE_LISTS:
                yield Constraint(name, shapes=_nodes(self._graph.members(value)))
            elif name in _SHAPE_VALUES:
                yield self._shape_constraint(node, name, value)
            elif name in ("in", "languageIn"):
                yield Constraint(name, terms=self._graph.members(value))
            else:
                flags = "".join(literal.value for literal in self._texts(node, "flags")) if name == "pattern" else ""
                yield _checked(Constraint(name, terms=(value,), flags=flags))
        except ValueError as error:
            self._unknown.append(f"sh:{name} on {node}: {error}")

    def _shape_constraint(self, node: Node, name: str, value: Term) -> Constraint:
        if not name.startswith("qualified"):
            return Constraint(name, shapes=_nodes([value]))
        shapes = _nodes(self._all(node, "qualifiedValueShape"))
        if len(shapes) != 1:
            raise ValueError("needs exactly one sh:qualifiedValueShape")
        disjoint = _true(self._one(node, "qualifiedValueShapesDisjoint"))
        return _checked(Constraint(name, (value,), shapes, self._siblings(node, shapes[0]) if disjoint else ()))

    def _siblings(self, node: Node, own: Node) -> tuple[Node, ...]:
        parents = [parent for parent in self._graph.subjects() if node in self._graph.objects(parent, f"{SH}property")]
        beside = [child for parent in parents for child in self._graph.objects(parent, f"{SH}property")]
        found = [shape for child in beside for shape in self._graph.objects(child, f"{SH}qualifiedValueShape")]
        return _nodes(dict.fromkeys(shape for shape in found if shape != own))

    def _permitted(self, node: Node) -> tuple[Term, ...]:
        ignored = [term for head in self._all(node, "ignoredProperties") for term in self._graph.members(head)]
        paths = [path for child in self._all(node, "property") for path in self._graph.objects(child, f"{SH}path")]
        return tuple(dict.fromkeys(term for term in (*paths, *ignored) if isinstance(term, ox.NamedNode)))

    def _sparql(self, node: Term) -> Iterator[Constraint]:
        if _true(self._graph.one(node, f"{SH}deactivated")):
            return
        selects = self._graph.objects(node, f"{SH}select")
        if len(selects) != 1 or not isinstance(selects[0], ox.Literal):
            raise ValueError("needs exactly one sh:select with the text of a query")
        text = "".join((*self._prefixes(node), selects[0].value))
        yield Constraint("sparql", select=Select(text, self._texts(node, "message")))

    def _prefixes(self, node: Term) -> Iterator[str]:
        declared = {"rdf": RDF, "rdfs": RDFS, "owl": OWL}
        for source in self._graph.objects(node, f"{SH}prefixes"):
            for declaration in self._graph.objects(source, f"{SH}declare"):
                prefix = self._graph.one(declaration, f"{SH}prefix")
                namespace = self._graph.one(declaration, f"{SH}namespace")
                if not isinstance(prefix, ox.Literal) or not isinstance(namespace, ox.Literal):
                    raise ValueError("sh:declare needs sh:prefix and sh:namespace")
                declared[prefix.value] = namespace.value
        for short, namespace_iri in declared.items():
            yield f"PREFIX {short}: <{namespace_iri}>\n"

    def _all(self, node: Term, name: str) -> list[Term]:
        return self._graph.objects(node, f"{SH}{name}")

    def _one(self, node: Term, name: str) -> Term | None:
        return self._graph.one(node, f"{SH}{name}")

    def _texts(self, node: Term, name: str) -> tuple[ox.Literal, ...]:
        return tuple(term for term in self._all(node, name) if isinstance(term, ox.Literal))


def _checked(constraint: Constraint) -> Constraint:
    value = constraint.terms[0]
    if constraint.parameter in _COUNTS and not (isinstance(value, ox.Literal) and value.value.isdecimal()):
        raise ValueError(f"{value} is not a whole number")
    if constraint.parameter == "pattern" and not (
        isinstance(value, ox.Literal) and runs_in_store(value.value, constraint.flags)
    ):
        raise ValueError(f"{value} is not an expression that the store knows")
    if constraint.parameter in ("class", "datatype", "nodeKind") and not isinstance(value, ox.NamedNode):
        raise ValueError(f"{value} is not an IRI")
    return constraint


def _nodes(terms: Iterable[Term]) -> tuple[Node, ...]:
    found = tuple(terms)
    if not all(isinstance(term, Node) for term in found):
        raise ValueError("a literal is not a shape")
    return tuple(term for term in found if isinstance(term, Node))


def _true(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.value in ("true", "1")


def _plain(literals: tuple[ox.Literal, ...]) -> str:
    return min(literals, key=english_first).value if literals else ""


def english_first(literal: ox.Literal) -> tuple[int, str]:
    """A key that puts English before text without a language, and that before other languages."""
    return {"en": 0, None: 1}.get(literal.language, 2), literal.value
