"""What things are called in two states of a graph."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from minegraph.labels import BATCH, labels_of, values
from minegraph.store import LocalStore
from minegraph.terms import MG, compress


def names_of(before: LocalStore, after: LocalStore, iris: Iterable[str]) -> dict[str, str]:
    """What every IRI is called after a change, or was called before it was gone; projects by their acronyms."""
    wanted = set(iris)
    now = labels_of(after, wanted) | _acronyms(after, wanted)
    gone = {iri for iri in wanted if now[iri] == compress(iri)}
    return now | labels_of(before, gone) | _acronyms(before, gone)


def _acronyms(store: LocalStore, iris: Iterable[str]) -> dict[str, str]:
    wanted, found = sorted(iris), list[tuple[str, str]]()
    for at in range(0, len(wanted), BATCH):
        things = values("thing", map(ox.NamedNode, wanted[at : at + BATCH]))
        rows = store.select(f"SELECT ?thing ?acronym WHERE {{ {things} ?thing <{MG}acronym> ?acronym }}").rows
        found += [
            (thing.value, acronym.value)
            for thing, acronym in rows
            if isinstance(thing, ox.NamedNode) and isinstance(acronym, ox.Literal)
        ]
    return dict(sorted(found, reverse=True))
