"""What things are called in two states of a graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from minegraph.labels import BATCH, labels_of, values
from minegraph.store import LocalStore
from minegraph.terms import MG, PREFIXES, compress

ACRONYM = f"{MG}acronym"
TITLE = f"{PREFIXES['dcterms']}title"


def names_of(before: LocalStore, after: LocalStore, iris: Iterable[str]) -> dict[str, str]:
    """What every IRI is called after a change, or was called before it was gone; projects by their acronyms.

    What has no name goes by its title, what has neither by its CURIE.
    """
    wanted = set(iris)
    now = labels_of(after, wanted) | _said(after, wanted, ACRONYM)
    gone = _unnamed(now)
    names = now | labels_of(before, gone) | _said(before, gone, ACRONYM)
    untold = _unnamed(names)
    return names | _said(before, untold, TITLE) | _said(after, untold, TITLE)


def _unnamed(names: Mapping[str, str]) -> set[str]:
    return {iri for iri, name in names.items() if name == compress(iri)}


def _said(store: LocalStore, iris: Iterable[str], prop: str) -> dict[str, str]:
    """The value of a property of each IRI that has one."""
    wanted, found = sorted(iris), list[tuple[str, str]]()
    for at in range(0, len(wanted), BATCH):
        things = values("thing", map(ox.NamedNode, wanted[at : at + BATCH]))
        rows = store.select(f"SELECT ?thing ?said WHERE {{ {things} ?thing <{prop}> ?said }}").rows
        found += [
            (thing.value, said.value)
            for thing, said in rows
            if isinstance(thing, ox.NamedNode) and isinstance(said, ox.Literal)
        ]
    return dict(sorted(found, reverse=True))
