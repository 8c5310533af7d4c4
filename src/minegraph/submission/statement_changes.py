"""What a decision about a submission adds to the statements of the graph, changes in them and removes from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.statements import TYPE
from minegraph.store import LocalStore, Term
from minegraph.submission.prospect import DERIVED, Prospect
from minegraph.terms import INFERRED, MG

Subject = ox.NamedNode | ox.BlankNode | ox.Triple


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A property that has one value (in one language) and would have another."""

    predicate: str
    before: Term
    after: Term


@dataclass(frozen=True, slots=True)
class ResourceChange:
    """What would be said differently of one resource; `kind` is its class, empty when it has none.

    A new resource is one of which no file says anything yet, a gone one that of which no file would say anything more.
    """

    iri: str
    kind: str
    is_new: bool
    is_gone: bool
    added: tuple[ox.Triple, ...]
    changed: tuple[ChangedValue, ...]
    removed: tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """The stated graphs before and after, resource by resource, and what follows by rule.

    `repeated` counts the statements of the submission that other files state as well: they change nothing. `labels`
    names every IRI that occurs.
    """

    resources: tuple[ResourceChange, ...]
    repeated: int
    concluded: int
    no_longer_concluded: int
    labels: Mapping[str, str]

    @property
    def added(self) -> int:
        """How many statements are added."""
        return sum(len(one.added) for one in self.resources)

    @property
    def changed(self) -> int:
        """How many values are replaced by another."""
        return sum(len(one.changed) for one in self.resources)

    @property
    def removed(self) -> int:
        """How many statements are removed."""
        return sum(len(one.removed) for one in self.resources)

    @property
    def new(self) -> tuple[ResourceChange, ...]:
        """The resources of which nothing was stated before."""
        return tuple(one for one in self.resources if one.is_new)

    @property
    def gone(self) -> tuple[ResourceChange, ...]:
        """The resources of which nothing will be stated."""
        return tuple(one for one in self.resources if one.is_gone)

    @property
    def touched(self) -> tuple[ResourceChange, ...]:
        """The resources that are there before and after."""
        return tuple(one for one in self.resources if not one.is_new and not one.is_gone)


def by_kind(resources: Iterable[ResourceChange]) -> dict[str, int]:
    """Class -> how many of the resources have it, the most frequent first."""
    counted = Counter(one.kind for one in resources)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def statement_changes(prospect: Prospect) -> StatementChanges:
    """The difference between what is stated, and between what follows."""
    differing = [triple for triple in prospect.changed if not prospect.is_stated_elsewhere(triple)]
    by_subject: dict[Subject, list[ox.Triple]] = {}
    for triple in differing:
        by_subject.setdefault(triple.subject, []).append(triple)
    resources = tuple(_resource_change(prospect, subject, triples) for subject, triples in by_subject.items())
    concluded, no_longer = _conclusions(prospect)
    repeated = sum(prospect.is_stated_elsewhere(triple) for triple in prospect.future)
    return StatementChanges(resources, repeated, concluded, no_longer, prospect.labels_of(_iris(resources)))


def _resource_change(prospect: Prospect, subject: Subject, triples: list[ox.Triple]) -> ResourceChange:
    is_new, is_gone = not _is_described(prospect.before, subject), not _is_described(prospect.after, subject)
    added = [triple for triple in triples if triple in prospect.future]
    removed = [triple for triple in triples if triple in prospect.former]
    pairs = [(old, new) for old in removed for new in added if _is_replacement(prospect, old, new)]
    paired = {triple for pair in pairs for triple in pair}
    return ResourceChange(
        iri=subject.value if isinstance(subject, ox.NamedNode) else str(subject),
        kind=_kind(prospect.before if is_gone else prospect.after, subject),
        is_new=is_new,
        is_gone=is_gone,
        added=tuple(triple for triple in added if triple not in paired),
        changed=tuple(ChangedValue(old.predicate.value, old.object, new.object) for old, new in pairs),
        removed=tuple(triple for triple in removed if triple not in paired),
    )


def _is_replacement(prospect: Prospect, old: ox.Triple, new: ox.Triple) -> bool:
    """The property has but one value before and after, in the language of these two."""
    if old.predicate != new.predicate or _language(old.object) != _language(new.object):
        return False
    return _count(prospect.before, old) == 1 == _count(prospect.after, new)


def _count(store: LocalStore, triple: ox.Triple) -> int:
    said = _stated(store, triple.subject, triple.predicate)
    return len({quad.object for quad in said if _language(quad.object) == _language(triple.object)})


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None


def _stated(store: LocalStore, subject: Subject, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """What files say of a resource."""
    derived = {ox.NamedNode(graph) for graph in DERIVED}
    return (quad for quad in store.engine.quads_for_pattern(subject, predicate, None) if quad.graph_name not in derived)


def _is_described(store: LocalStore, subject: Subject) -> bool:
    return next(_stated(store, subject), None) is not None


def _kind(store: LocalStore, subject: Subject) -> str:
    """The class of a resource: a stated one before one that follows, minegraph's own before others."""
    inferred = ox.NamedNode(INFERRED)
    found = [
        (quad.graph_name == inferred, not quad.object.value.startswith(MG), quad.object.value)
        for quad in store.engine.quads_for_pattern(subject, ox.NamedNode(TYPE), None)
        if isinstance(quad.object, ox.NamedNode)
    ]
    return min(found)[2] if found else ""


def _conclusions(prospect: Prospect) -> tuple[int, int]:
    """How many triples follow that were not known, and how many that follow now would be known no more."""
    before, after = _inferred(prospect.before), _inferred(prospect.after)
    return _unknown(prospect.before, after - before), _unknown(prospect.after, before - after)


def _inferred(store: LocalStore) -> frozenset[bytes]:
    dumped = store.engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(INFERRED)) or b""
    return frozenset(dumped.splitlines())


def _unknown(store: LocalStore, lines: Iterable[bytes]) -> int:
    parsed = ox.parse(b"\n".join(lines), ox.RdfFormat.N_TRIPLES)
    found = (store.engine.quads_for_pattern(one.subject, one.predicate, one.object) for one in parsed)
    return sum(next(quads, None) is None for quads in found)


def _iris(resources: Iterable[ResourceChange]) -> Iterator[str]:
    for one in resources:
        replaced = [term for change in one.changed for term in (change.before, change.after)]
        said = [term for triple in (*one.added, *one.removed) for term in (triple.predicate, triple.object)]
        named = (term.value for term in (*replaced, *said) if isinstance(term, ox.NamedNode))
        yield from (iri for iri in (one.iri, one.kind, *(change.predicate for change in one.changed), *named) if iri)
