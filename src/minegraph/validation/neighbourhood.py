"""The part of a large graph that shapes can look at from a few nodes.

Checking these nodes in the part gives what checking them in the whole graph gives. A shape looks at its focus nodes, at
what paths lead to from them, and at what the patterns of its queries match. Of the solutions of a query only those
count in which `$this` is one of the nodes. Every triple of such a solution can be found by starting there and going
from pattern to pattern over the variables they share; what an OPTIONAL or EXISTS tries is found in the same way
from the solution around it. A variable is followed in one direction only, the cheaper one: all triples that a solution
can take from the other patterns of its group are looked up from there. More triples than needed do no harm.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from math import inf

import pyoxigraph as ox

from minegraph.validation.cursor import UnreadableError
from minegraph.validation.groups import Group, read_groups
from minegraph.validation.paths import Alternative, Inverse, Predicate, PropertyPath, Repeated, Sequence
from minegraph.validation.selects import with_path
from minegraph.validation.shacl import RDF
from minegraph.validation.shapes import Constraint, Shape, Shapes
from minegraph.validation.triple_patterns import End, Pattern
from minegraph.validation.triples import Term
from minegraph.validation.walked import MANY, Nodes, Walked

_TYPE = Predicate(f"{RDF}type")
_COMPARED = frozenset({"disjoint", "equals", "lessThan", "lessThanOrEquals"})
_TRIED = 10

Known = dict[str, Nodes]


class Neighbourhood(Walked):
    """A graph, with some statements added and some of its named graphs left out, as shapes look at it."""

    def __init__(self, context: ox.Store, added: Iterable[ox.Quad], leave_out: Collection[str] = ()) -> None:
        super().__init__(context, added, leave_out)
        self._groups: dict[str, Group] = {}

    def describe(self, nodes: Iterable[Term], shapes: Iterable[Shape]) -> None:
        """Look at all that is said of nodes, and at whether the shapes are about them."""
        of = {term for shape in shapes for kind, term in shape.targets if kind == "targetObjectsOf"}
        for node in nodes:
            self.said_of(node)
            for predicate in of:
                self.one_that_refers(node, predicate)

    def look(self, shapes: Shapes, shape: Shape, nodes: Nodes) -> None:
        """Look at everything that the shape looks at from these focus nodes. May raise UnreadableError."""
        if shape.deactivated or not nodes:
            return
        values = self.walk(shape.path, nodes) if shape.path else nodes
        for constraint in shape.constraints:
            self._look_at(constraint, shape, nodes, values)
            for node in (*constraint.shapes, *constraint.siblings):
                self.look(shapes, shapes.by_node[node], values)
        for node in shape.properties:
            self.look(shapes, shapes.by_node[node], values)

    def _look_at(self, constraint: Constraint, shape: Shape, nodes: Nodes, values: Nodes) -> None:
        if constraint.parameter == "class":
            self.walk(_TYPE, values)
        elif constraint.parameter == "closed":
            for value in values:
                self.said_of(value)
        elif constraint.parameter in _COMPARED:
            for term in constraint.terms:
                if isinstance(term, ox.NamedNode):
                    self.step(term, nodes, backwards=False)
        elif constraint.select:
            text = with_path(constraint.select.text, shape.path)
            self._groups[text] = self._groups.get(text) or read_groups(text)
            self._follow(self._groups[text], {"this": nodes})

    def _follow(self, group: Group, known: Known) -> Known:
        """Look at what the patterns of a group match; gives what its variables can stand for in every solution."""
        known, waiting, last = dict(known), list[Pattern](), list[Group]()
        for part in group:
            if isinstance(part, Pattern):
                waiting.append(part)
            elif part.role == "filter":
                last.append(part.group)
            else:
                self._match(waiting, known)
                inner = self._follow(part.group, known)
                known |= inner if part.role == "joined" else {}
        self._match(waiting, known)
        while waiting:
            self._begin(waiting, known)
            self._match(waiting, known)
        for inner_group in last:
            self._follow(inner_group, known)
        return known

    def _match(self, waiting: list[Pattern], known: Known) -> None:
        """Follow the patterns that what is known leads to, the cheapest first."""
        while starts := [(one, back) for one in waiting for back in (False, True) if _ends(one, back)[0] in known]:
            cheapest = min(starts, key=lambda start: self._cost(start[0], start[1], known)) if starts[1:] else starts[0]
            self._take(*cheapest, known)
            waiting.remove(cheapest[0])

    def _begin(self, waiting: list[Pattern], known: Known) -> None:
        """Follow a pattern that nothing known leads to, from its constant or from every use of its property."""
        constant = next(
            (one for one in waiting if not (isinstance(one.subject, str) and isinstance(one.value, str))), None
        )
        if constant:
            waiting.remove(constant)
            self._take(constant, isinstance(constant.subject, str), known)
            return
        subject, path = waiting[0].subject, waiting[0].path
        uses = [self.quads(None, one, None) for one in _properties(path, known)]
        known[str(subject)] = {quad.subject for quads in uses for quad in quads}

    def _take(self, pattern: Pattern, backwards: bool, known: Known) -> None:
        start, goal = _ends(pattern, backwards)
        nodes = known[start] if isinstance(start, str) else {start}
        reached = (
            self._any_step(pattern.path, nodes, backwards, known)
            if isinstance(pattern.path, str)
            else self.walk(pattern.path, nodes, backwards)
        )
        if isinstance(goal, str):
            known.setdefault(goal, reached)

    def _any_step(self, variable: str, nodes: Nodes, backwards: bool, known: Known) -> Nodes:
        """Where a property leads that a variable stands for; any property when nothing is known of the variable."""
        if variable in known:
            steps = (self.step(one, nodes, backwards) for one in _properties(variable, known))
            return {node for step in steps for node in step}
        found = (self.quads(None, None, node) if backwards else self.said_of(node) for node in nodes)
        quads = [quad for each in found for quad in each]
        known[variable] = {quad.predicate for quad in quads}
        return {quad.subject if backwards else quad.object for quad in quads}

    def _cost(self, pattern: Pattern, backwards: bool, known: Known) -> float:
        """About how many triples the first step takes; going forwards from a node costs nothing to speak of."""
        step, against = _first(pattern.path, backwards)
        nodes = known[str(_ends(pattern, backwards)[0])]
        if not against or not nodes:
            return 0
        tried = list(islice(nodes, _TRIED))
        uses = [self.uses(step, node) for node in tried]
        return inf if max(uses) == MANY else sum(uses) * len(nodes) / len(tried)


def _ends(pattern: Pattern, backwards: bool) -> tuple[End, End]:
    return (pattern.value, pattern.subject) if backwards else (pattern.subject, pattern.value)


def _properties(path: PropertyPath | str, known: Known) -> list[ox.NamedNode]:
    """The properties that a path of one step can stand for. UnreadableError for other paths, and when it can be any."""
    match path:
        case Predicate(iri):
            return [ox.NamedNode(iri)]
        case str() if path in known:
            return [term for term in known[path] if isinstance(term, ox.NamedNode)]
    raise UnreadableError


def _first(path: PropertyPath | str, backwards: bool) -> tuple[ox.NamedNode | None, bool]:
    """The property of the first step along a path, None for any, and whether it goes against its direction."""
    match path:
        case Predicate(iri):
            return ox.NamedNode(iri), backwards
        case Inverse(inner):
            return _first(inner, not backwards)
        case Repeated(inner, _):
            return _first(inner, backwards)
        case Sequence(parts):
            return _first(parts[-1 if backwards else 0], backwards)
        case Alternative(parts):
            return max((_first(part, backwards) for part in parts), key=lambda first: first[1])
    return None, backwards
