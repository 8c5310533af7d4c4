"""What a decision about a submission adds to the statements of the graph, changes in them and removes from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from minegraph.comparison.resource_changes import StatementChanges, iris_of, resource_changes, unknown
from minegraph.store import LocalStore
from minegraph.submission.prospect import Prospect
from minegraph.terms import INFERRED


def statement_changes(prospect: Prospect) -> StatementChanges:
    """The difference between what is stated, and between what follows."""
    differing = [triple for triple in prospect.changed if not prospect.is_stated_elsewhere(triple)]
    removed = [triple for triple in differing if triple in prospect.former]
    added = [triple for triple in differing if triple in prospect.future]
    resources = resource_changes(prospect.before, prospect.after, removed, added)
    concluded, no_longer = _conclusions(prospect)
    repeated = sum(prospect.is_stated_elsewhere(triple) for triple in prospect.future)
    return StatementChanges(resources, concluded, no_longer, prospect.labels_of(iris_of(resources)), repeated)


def _conclusions(prospect: Prospect) -> tuple[int, int]:
    """How many triples follow that were not known, and how many that follow now would be known no more."""
    before, after = _inferred(prospect.before), _inferred(prospect.after)
    gained, lost = _parsed(after - before), _parsed(before - after)
    return unknown(prospect.before, gained), unknown(prospect.after, lost)


def _inferred(store: LocalStore) -> frozenset[bytes]:
    dumped = store.engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(INFERRED)) or b""
    return frozenset(dumped.splitlines())


def _parsed(lines: Iterable[bytes]) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(b"\n".join(lines), ox.RdfFormat.N_TRIPLES))
