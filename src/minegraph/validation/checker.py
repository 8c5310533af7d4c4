"""The set-based engine: one query per constraint and shape, for all focus nodes at once.

It finds what pySHACL finds, except where pySHACL departs from the standard: literals that cannot be compared (a year
with a day), IRIs and blank nodes are in no range and before nothing; "2020-01-01" is no xsd:dateTime; a sequence path
can be walked backwards. A failure is reported once; pySHACL reports one of sh:lessThan for each value compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from minegraph.validation.constraints import sentence, shown, test
from minegraph.validation.counting import aggregates, counting_once
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.paths import Predicate, PropertyPath, words
from minegraph.validation.report import Result
from minegraph.validation.selections import Nodes, pairs, selection, values
from minegraph.validation.selects import for_all, ordered, with_path
from minegraph.validation.shacl import component_iri
from minegraph.validation.shapes import Constraint, Select, Shape, Shapes, english_first
from minegraph.validation.targets import Targets
from minegraph.validation.triples import Node, Term
from minegraph.validation.wording import Failed, problem

_PLACEHOLDER = re.compile(r"\{[?$](\w+)\}")
_LOGICAL = ("and", "node", "not", "or", "xone")


@dataclass(frozen=True)
class Failure:
    """One failure of a constraint at a focus node."""

    constraint: Constraint
    focus: Term
    value: Term | None = None
    path: PropertyPath | None = None
    bindings: dict[str, Term] = field(default_factory=dict, compare=False)


class Checker:
    """Checks the focus nodes of a data graph against shapes that were read without anything unknown."""

    def __init__(self, data: DataGraph, shapes: Shapes, targets: Targets) -> None:
        self._data = data
        self._shapes = shapes.by_node
        self._roots = shapes.roots
        self._targets = targets

    def results(self) -> Iterator[Result]:
        """What is not as the shapes want it, in no particular order.

        A property shape inside a property shape has results about other nodes than those asked for, and others may
        lead to those: then everything is looked at, and the caller has to choose.
        """
        for shape in self._roots:
            for nodes in self._targets.nodes(shape, everywhere=goes_on(shape, self._shapes)):
                yield from self._results(shape, nodes)

    def _results(self, shape: Shape, nodes: Nodes) -> Iterator[Result]:
        if shape.deactivated:
            return
        for failure in self._failures(shape, nodes):
            yield self._result(shape, failure)
        inner = values(nodes, shape.path)
        for child in shape.properties:
            yield from self._results(self._shapes[child], inner)

    def _failures(self, shape: Shape, nodes: Nodes) -> Iterator[Failure]:
        """The failures of a shape's own constraints."""
        tests = {constraint: self._test(constraint, "?value") for constraint in shape.constraints}
        yield from self._test_values(shape, nodes, {one: text for one, text in tests.items() if text})
        for constraint, text in tests.items():
            if text is None:
                yield from self._check(constraint, shape, nodes)

    def _check(self, constraint: Constraint, shape: Shape, nodes: Nodes) -> Iterator[Failure]:
        query = selection(constraint, shape.path, nodes)
        if query:
            for row in self._data.select(query):
                path = row.get("path")
                walked = Predicate(path.value) if isinstance(path, ox.NamedNode) else None
                yield Failure(constraint, row["focus"], row.get("value"), walked, row)
        elif constraint.select:
            yield from self._run(constraint, constraint.select, shape, nodes)
        elif constraint.parameter in _LOGICAL:
            yield from self._combine(constraint, shape, nodes)
        else:
            yield from self._count(constraint, shape, nodes)

    def _test(self, constraint: Constraint, variable: str) -> str | None:
        if constraint.parameter not in _LOGICAL:
            return test(constraint, variable, self._data.classes)
        parts = [self._shape_test(self._shapes[node], variable) for node in constraint.shapes]
        known = [part for part in parts if part is not None]
        return _combined(constraint.parameter, known) if len(known) == len(parts) else None

    def _shape_test(self, shape: Shape, variable: str) -> str | None:
        """The expression that is true when a node conforms to a shape that looks at nothing but the node itself."""
        if shape.deactivated:
            return "true"
        if shape.path or shape.properties:
            return None
        parts = [self._test(constraint, variable) for constraint in shape.constraints]
        known = [part for part in parts if part is not None]
        return _combined("and", known) if len(known) == len(parts) else None

    def _test_values(self, shape: Shape, nodes: Nodes, tests: dict[Constraint, str]) -> Iterator[Failure]:
        if not tests:
            return
        flags = " ".join(f"({text} AS ?test{at})" for at, text in enumerate(tests.values()))
        failed = " || ".join(f"!{text}" if text.startswith("COALESCE") else f"!({text})" for text in tests.values())
        query = f"SELECT DISTINCT ?focus ?value {flags} WHERE {{ {pairs(nodes, shape.path)} FILTER({failed}) }}"
        for row in self._data.select(query):
            for at, constraint in enumerate(tests):
                if row.get(f"test{at}") != _TRUE:
                    yield Failure(constraint, row["focus"], row["value"])

    def _combine(self, constraint: Constraint, shape: Shape, nodes: Nodes) -> Iterator[Failure]:
        inner = values(nodes, shape.path)
        failing = [self._failing(self._shapes[node], inner) for node in constraint.shapes]
        for focus, value in self._pairs(shape, nodes):
            if not _holds(constraint.parameter, [value not in some for some in failing]):
                yield Failure(constraint, focus, value)

    def _count(self, constraint: Constraint, shape: Shape, nodes: Nodes) -> Iterator[Failure]:
        inner = values(nodes, shape.path)
        failing = self._failing(self._shapes[constraint.shapes[0]], inner)
        beside = [self._failing(self._shapes[node], inner) for node in constraint.siblings]
        counted = {row["focus"]: 0 for row in self._data.select(f"SELECT ?focus WHERE {{ {nodes('?focus')} }}")}
        for focus, value in self._pairs(shape, nodes):
            counted[focus] += value not in failing and all(value in some for some in beside)
        fewest = constraint.parameter == "qualifiedMinCount"
        for focus, number in counted.items():
            if number < constraint.number if fewest else number > constraint.number:
                yield Failure(constraint, focus)

    def _failing(self, shape: Shape, nodes: Nodes) -> set[Term]:
        """The nodes that do not conform to a shape."""
        if shape.deactivated:
            return set()
        found = {failure.focus for failure in self._failures(shape, nodes)}
        inner = values(nodes, shape.path)
        below = {node for child in shape.properties for node in self._failing(self._shapes[child], inner)}
        if below and shape.path:
            return found | {focus for focus, value in self._pairs(shape, nodes) if value in below}
        return found | below

    def _pairs(self, shape: Shape, nodes: Nodes) -> list[tuple[Term, Term]]:
        query = f"SELECT DISTINCT ?focus ?value WHERE {{ {pairs(nodes, shape.path)} }}"
        return [(row["focus"], row["value"]) for row in self._data.select(query)]

    def _run(self, constraint: Constraint, select: Select, shape: Shape, nodes: Nodes) -> Iterator[Failure]:
        text = with_path(select.text, shape.path)
        for row in self._rows(text, nodes):
            path = row.get("path")
            value = row.get("value", None if shape.path else row["this"])
            walked = Predicate(path.value) if isinstance(path, ox.NamedNode) else None
            yield Failure(constraint, row["this"], value, walked, row)

    def _rows(self, text: str, nodes: Nodes) -> Iterator[dict[str, Term]]:
        joined, once = for_all(text, nodes), aggregates(text)
        if joined:
            counted = counting_once(joined) if once else joined
            yield from self._data.select(ordered(counted or joined), once=once and not counted)
            return
        text = ordered(text)
        for focus in [row["focus"] for row in self._data.select(f"SELECT ?focus WHERE {{ {nodes('?focus')} }}")]:
            for row in self._data.select(text, this=focus, once=once):
                yield {"this": focus, **row}

    def _result(self, shape: Shape, failure: Failure) -> Result:
        path = failure.path or shape.path
        predicate = path.iri if isinstance(path, Predicate) else None
        return Result(
            severity=shape.severity,
            focus=failure.focus,
            path=path,
            value=failure.value,
            message=_message(shape, failure, path),
            constraint=shape.iri,
            name=shape.name,
            component=component_iri(failure.constraint.parameter),
            graph=self._data.graph_of(failure.focus, predicate, failure.value),
            problem=problem(Failed(failure.constraint, shape.name, path, failure.value), self._shapes),
        )


_TRUE = ox.Literal(True)


def goes_on(shape: Shape, shapes: dict[Node, Shape]) -> bool:
    """Whether a shape has a property shape inside a property shape, which reports on other nodes than its own."""
    inside = [shapes[one] for one in shape.properties]
    return bool(shape.path and inside) or any(goes_on(one, shapes) for one in inside)


def _combined(parameter: str, tests: list[str]) -> str:
    match parameter:
        case "not":
            return f"(!({tests[0]}))"
        case "or":
            return f"({' || '.join(f'({one})' for one in tests)})"
        case "xone":
            return f"(({' + '.join(f'IF({one}, 1, 0)' for one in tests)}) = 1)"
    return f"({' && '.join(f'({one})' for one in tests)})" if tests else "true"


def _holds(parameter: str, conforming: list[bool]) -> bool:
    match parameter:
        case "not":
            return not conforming[0]
        case "or":
            return any(conforming)
        case "xone":
            return sum(conforming) == 1
    return all(conforming)


def _message(shape: Shape, failure: Failure, path: PropertyPath | None) -> str:
    stated = failure.bindings.get("message")
    own = failure.constraint.select.messages if failure.constraint.select else ()
    texts = [stated] if isinstance(stated, ox.Literal) else (own or shape.messages)
    if not texts:
        return sentence(failure.constraint)
    known = {name: shown(term) for name, term in failure.bindings.items()}
    known |= {"this": shown(failure.focus), "path": words(path) if path else ""}
    known |= {"value": shown(failure.value)} if failure.value is not None else {}
    text = min(texts, key=english_first).value
    return _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)
