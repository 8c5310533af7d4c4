"""What follows from the data by the ontology's axioms: OWL 2 RL rules as SPARQL, run to a fixed point.

A rule reads the axioms from the default graph and has one of its premises in `GRAPH ?new`. Here that is the graphs of
triples the rule has not seen yet (semi-naive evaluation), so no conclusion is drawn twice from the same premises; over
a whole store `?new` is any graph, and the same file gives one full step. Only what `data/` states is reasoned about:
shapes and the ontology's own terms are not instances. Triples with blank nodes are not concluded: nobody could cite
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import SourceError
from minegraph.files import Layout, read_bytes, shown
from minegraph.store import explain
from minegraph.terms import GRAPH, INFERRED

AXIOMS = ox.NamedNode(f"{GRAPH}axioms")
CONCLUDES_CLASS = re.compile(r"CONSTRUCT\s*\{\s*\?\w+\s+a\s", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """A CONSTRUCT query that concludes triples from axioms and triples."""

    path: Path
    text: str

    @property
    def name(self) -> str:
        """The rule's name in the OWL 2 RL tables."""
        return self.path.stem


def read_rules(layout: Layout) -> tuple[Rule, ...]:
    """The rules of a graph; those that conclude classes come last, since the others do not depend on classes."""
    rules = [Rule(path, read_bytes(path).decode(errors="replace")) for path in layout.rules]
    return tuple(sorted(rules, key=lambda rule: (bool(CONCLUDES_CLASS.search(rule.text)), rule.name)))


def infer(store: ox.Store, rules: Sequence[Rule]) -> int:
    """Replace the inferred graph of a store by all that follows and is not stated; gives the number of triples.

    Raises SourceError for a rule that is not a CONSTRUCT query.
    """
    inferred = ox.NamedNode(INFERRED)
    store.remove_graph(inferred)
    concluded = Closure(store).run(rules)
    store.bulk_extend(in_graph(concluded, inferred))
    return len(concluded)


class Closure:
    """The axioms and data of a store, copied to memory, and what has been concluded from them so far."""

    def __init__(self, store: ox.Store) -> None:
        self.memory = ox.Store()
        self.new: list[ox.NamedNode] = []
        self._copy(store, f"{GRAPH}ontology/", AXIOMS)
        self._copy(store, f"{GRAPH}data/", self._next_graph())
        self.known = {quad.triple for quad in self.memory}

    def _copy(self, store: ox.Store, prefix: str, target: ox.NamedNode) -> None:
        graphs = [g for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g.value.startswith(prefix)]
        dumps = (store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) for graph in graphs)
        self.memory.bulk_load(b"".join(dump or b"" for dump in dumps), ox.RdfFormat.N_TRIPLES, to_graph=target)

    def _next_graph(self) -> ox.NamedNode:
        self.new.append(ox.NamedNode(f"{GRAPH}new/{len(self.new)}"))
        return self.new[-1]

    def run(self, rules: Sequence[Rule]) -> list[ox.Triple]:
        """Apply the first rule that has not seen everything until all have; gives what was concluded."""
        concluded: list[ox.Triple] = []
        seen = [0] * len(rules)
        while (turn := next((i for i, count in enumerate(seen) if count < len(self.new)), None)) is not None:
            unseen, seen[turn] = self.new[seen[turn] :], len(self.new)
            fresh = self._unknown(self._apply(rules[turn], unseen))
            if fresh:
                graph = self._next_graph()
                self.memory.extend(in_graph(fresh, graph))
                concluded += fresh
        return concluded

    def _unknown(self, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
        fresh = list(dict.fromkeys(triple for triple in triples if triple not in self.known))
        self.known.update(fresh)
        return [triple for triple in fresh if not _has_blank_node(triple)]

    def _apply(self, rule: Rule, unseen: list[ox.NamedNode]) -> ox.QueryTriples:
        try:
            answer = self.memory.query(rule.text, use_default_graph_as_union=True, named_graphs=list(unseen))
        except SyntaxError as error:
            problem = explain(rule.text, str(error.msg))
            raise SourceError(shown(rule.path), None, f"{problem} Correct the rule.") from error
        if not isinstance(answer, ox.QueryTriples):
            raise SourceError(shown(rule.path), None, "not a CONSTRUCT query. Write the rule as one.")
        return answer


def in_graph(triples: Iterable[ox.Triple], graph: ox.NamedNode) -> Iterable[ox.Quad]:
    """The triples as quads of a graph."""
    return (ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in triples)


def _has_blank_node(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
