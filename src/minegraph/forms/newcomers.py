"""Newcomers: the things that a submission describes itself, by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from minegraph.labels import fold
from minegraph.terms import ID

_ALIKE = 80
_MOST = 3


class Newcomers:
    """The things of a submission: their classes and names."""

    def __init__(self) -> None:
        self._kinds: dict[str, set[str]] = {}
        self._keys: dict[str, dict[str, set[str]]] = {}
        self._labels: dict[str, dict[str, str]] = {}
        self._pools: dict[tuple[str, ...], dict[str, str]] = {}

    def add(self, iri: str, kinds: Iterable[str], labels: Iterable[str]) -> None:
        """Make a thing known, by its labels, its IRI, and the ends of that."""
        self._pools.clear()
        spelt = {fold(label): label for label in labels}
        keys = {*spelt, *map(fold, (iri, iri.removeprefix(ID), iri.rpartition("/")[2]))}
        for kind in kinds:
            self._kinds.setdefault(iri, set()).add(kind)
            self._labels.setdefault(kind, {}).update(spelt)
            for key in keys:
                self._keys.setdefault(kind, {}).setdefault(key, set()).add(iri)

    def kinds(self, iri: str) -> set[str]:
        """The classes of a thing; none when it is not described."""
        return self._kinds.get(iri, set())

    def named(self, texts: Iterable[str], kinds: Sequence[str]) -> set[str]:
        """What is called by one of the texts."""
        keys = {fold(text) for text in texts}
        return {iri for kind in kinds for key in keys for iri in self._keys.get(kind, {}).get(key, ())}

    def like(self, text: str, kinds: tuple[str, ...]) -> list[str]:
        """The labels much like a text, the likest first."""
        from rapidfuzz import fuzz, process

        labels = self._pool(kinds)
        close = process.extract(fold(text), labels.keys(), scorer=fuzz.ratio, limit=_MOST, score_cutoff=_ALIKE)
        return [labels[key] for key, _, _ in close]

    def _pool(self, kinds: tuple[str, ...]) -> dict[str, str]:
        """The labels of the things of some classes, by what they fold to."""
        if kinds not in self._pools:
            named = (self._labels.get(kind, {}) for kind in kinds)
            self._pools[kinds] = {key: label for labels in named for key, label in labels.items()}
        return self._pools[kinds]
