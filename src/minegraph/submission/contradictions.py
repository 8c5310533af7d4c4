"""What a submission says against the graph: a value more where there can be only one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from minegraph.labels import labels_of
from minegraph.store import LocalStore
from minegraph.terms import INFERRED, SUBMISSIONS
from minegraph.validation import Result
from minegraph.validation.paths import Predicate
from minegraph.validation.shacl import component_iri
from minegraph.validation.triples import Term

_MOST, _LANGUAGE = component_iri("maxCount"), component_iri("uniqueLang")
_ADVICE = "Leave yours out, or ask a steward to correct what the graph says."


class Contradictions:
    """Tells which results come from what the graph says already, without the graphs in `leave_out`."""

    def __init__(self, quads: Iterable[ox.Quad], store: LocalStore, leave_out: Collection[str]) -> None:
        self._store, self._leave_out = store, set(map(ox.NamedNode, (INFERRED, *leave_out)))
        self._said: dict[tuple[Term, str], set[Term]] = {}
        for quad in quads:
            self._said.setdefault((quad.subject, quad.predicate.value), set()).add(quad.object)

    def explained(self, result: Result) -> Result:
        """The result in words of what the graph says, where the submission by itself has no value too many."""
        others = self._others(result)
        if not others or not isinstance(result.path, Predicate):
            return result
        listed = " and ".join(self._called(others))
        wrong = f"The graph says {listed} already, and there can be only one ({result.name})."
        return replace(result, problem=wrong, message=f"{_ADVICE}{self._version(result.focus, result.path.iri)}")

    def _version(self, focus: Term, prop: str) -> str:
        """How to hand in a new version, where an accepted submission says it."""
        quads = self._quads(focus, prop)
        names = sorted(_graph(quad).removeprefix(SUBMISSIONS) for quad in quads if _graph(quad).startswith(SUBMISSIONS))
        return f" For a new version of {names[0]}: --replaces {names[0]}." if names else ""

    def _others(self, result: Result) -> list[Term]:
        if result.component not in (_MOST, _LANGUAGE) or not isinstance(result.path, Predicate):
            return []
        said = self._said.get((result.focus, result.path.iri), set())
        held = self._held(result.focus, result.path.iri) - said
        if result.component == _MOST:
            return sorted(held, key=str) if len(said) == 1 else []
        languages = [_language(term) for term in said]
        is_clear = len(set(languages)) == len(languages)
        return sorted((term for term in held if _language(term) in languages), key=str) if is_clear else []

    def _held(self, focus: Term, prop: str) -> set[Term]:
        """The values in the graph."""
        return {quad.object for quad in self._quads(focus, prop)}

    def _quads(self, focus: Term, prop: str) -> list[ox.Quad]:
        if not isinstance(focus, ox.NamedNode):
            return []
        quads = self._store.engine.quads_for_pattern(focus, ox.NamedNode(prop), None, None)
        return [quad for quad in quads if quad.graph_name not in self._leave_out]

    def _called(self, terms: Iterable[Term]) -> Iterator[str]:
        for term in terms:
            if isinstance(term, ox.NamedNode):
                yield f'"{labels_of(self._store, [term.value])[term.value]}"'
            elif isinstance(term, ox.Literal):
                yield f'"{term.value}"'


def _graph(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None
