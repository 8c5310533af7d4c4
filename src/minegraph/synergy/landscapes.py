"""The landscapes of a source, read when they are first needed and kept as long as the source stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from minegraph.store import Source
from minegraph.synergy.facets import Facet
from minegraph.synergy.landscape import Landscape


class Landscapes:
    """The mining regions of a source, read once for any number of questions."""

    def __init__(self, source: Source, facets: Sequence[Facet]) -> None:
        self.source, self._facets = source, facets
        self._latest: tuple[frozenset[str], bool, Landscape] | None = None

    def of(self, asked: Iterable[str] = (), *, certain: bool = False) -> Landscape:
        """The landscape in which these regions are compared.

        Of those with regions that are no mining regions, only the latest is kept.
        """
        wanted = frozenset(asked)
        if wanted <= self._all.territory.index.keys():
            return self._certain if certain else self._all
        if self._latest is None or self._latest[:2] != (wanted, certain):
            self._latest = wanted, certain, Landscape.read(self.source, self._facets, wanted, certain)
        return self._latest[2]

    @cached_property
    def _all(self) -> Landscape:
        return Landscape.read(self.source, self._facets)

    @cached_property
    def _certain(self) -> Landscape:
        return self._all.only_certain()
