"""The hierarchy of the concepts that features are made of."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from minegraph.store import Source
from minegraph.synergy.answers import texts
from minegraph.synergy.features import Feature

BROADER = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?broader WHERE { ?concept skos:broader ?broader }"""


class Concepts:
    """Which concepts are broader than which."""

    def __init__(self, broader: Iterable[tuple[str, str]] = ()) -> None:
        self._broader: dict[str, set[str]] = {}
        for concept, above in broader:
            self._broader.setdefault(concept, set()).add(above)
        self._closed: dict[str, frozenset[str]] = {}

    @classmethod
    def read(cls, source: Source) -> Concepts:
        """The concepts of a source."""
        return cls((concept, broader) for concept, broader in texts(source, BROADER))

    def generalisations(self, feature: Feature) -> list[Feature]:
        """The feature itself and every feature that is more general in one or more of its concepts."""
        return list(product(*(sorted(self.closed(concept)) for concept in feature)))

    def closed(self, concept: str) -> frozenset[str]:
        """The concept itself and everything broader, however far up."""
        if concept not in self._closed:
            reached, ahead = {concept}, [concept]
            while ahead:
                above = self._broader.get(ahead.pop(), set()) - reached
                reached |= above
                ahead.extend(above)
            self._closed[concept] = frozenset(reached)
        return self._closed[concept]
