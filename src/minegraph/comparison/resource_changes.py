"""What is said differently of resources before and after a change: of new ones, of those gone, of those that stay."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.statements import TYPE
from minegraph.store import LocalStore, Term
from minegraph.terms import INFERRED, MG
from minegraph.workshop import DERIVED

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
_INFERRED = ox.NamedNode(INFERRED)
_DERIVED = frozenset(map(ox.NamedNode, DERIVED.values()))


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
    A redefined one says other things in nodes without a name, such as the parts of a class or of a constraint.
    """

    iri: str
    kind: str
    is_new: bool
    is_gone: bool
    added: tuple[ox.Triple, ...]
    changed: tuple[ChangedValue, ...]
    removed: tuple[ox.Triple, ...]
    is_redefined: bool = False


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """The stated graphs before and after, resource by resource, and what follows by rule.

    `repeated` counts the statements of a submission that other files state as well: they change nothing. `labels`
    names every IRI that occurs.
    """

    resources: tuple[ResourceChange, ...]
    concluded: int
    no_longer_concluded: int
    labels: Mapping[str, str]
    repeated: int = 0

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


def resource_changes(
    before: LocalStore,
    after: LocalStore,
    removed: Collection[ox.Triple],
    added: Collection[ox.Triple],
    redefined: Collection[str] = (),
) -> tuple[ResourceChange, ...]:
    """What removing and adding stated triples says differently of each resource, in the order of their names.

    Both stores must hold all that is said of these resources, and of the `redefined` ones (IRIs).
    """
    lost, gained = _by_subject(removed), _by_subject(added)
    subjects: set[Subject] = {*lost, *gained, *map(ox.NamedNode, redefined)}
    return tuple(
        _resource_change(
            (before, after), subject, lost[subject], gained[subject], is_redefined=_iri(subject) in redefined
        )
        for subject in sorted(subjects, key=str)
    )


def unknown(store: LocalStore, triples: Iterable[ox.Triple]) -> int:
    """How many of the triples no graph of a store holds."""
    found = (store.engine.quads_for_pattern(one.subject, one.predicate, one.object) for one in triples)
    return sum(next(quads, None) is None for quads in found)


def iris_of(resources: Iterable[ResourceChange]) -> Iterator[str]:
    """Every IRI that occurs in the changes."""
    for one in resources:
        replaced = [term for change in one.changed for term in (change.before, change.after)]
        said = [term for triple in (*one.added, *one.removed) for term in (triple.predicate, triple.object)]
        named = (term.value for term in (*replaced, *said) if isinstance(term, ox.NamedNode))
        yield from (iri for iri in (one.iri, one.kind, *(change.predicate for change in one.changed), *named) if iri)


def _by_subject(triples: Iterable[ox.Triple]) -> defaultdict[Subject, list[ox.Triple]]:
    found: defaultdict[Subject, list[ox.Triple]] = defaultdict(list)
    for triple in sorted(triples, key=str):
        found[triple.subject].append(triple)
    return found


def _resource_change(
    states: tuple[LocalStore, LocalStore],
    subject: Subject,
    removed: list[ox.Triple],
    added: list[ox.Triple],
    *,
    is_redefined: bool,
) -> ResourceChange:
    before, after = states
    is_new, is_gone = not _is_described(before, subject), not _is_described(after, subject)
    pairs = list(_replacements(before, after, removed, added))
    paired = {triple for pair in pairs for triple in pair}
    return ResourceChange(
        iri=_iri(subject),
        kind=_kind(before if is_gone else after, subject),
        is_new=is_new,
        is_gone=is_gone,
        added=tuple(triple for triple in added if triple not in paired),
        changed=tuple(ChangedValue(old.predicate.value, old.object, new.object) for old, new in pairs),
        removed=tuple(triple for triple in removed if triple not in paired),
        is_redefined=is_redefined,
    )


def _iri(subject: Subject) -> str:
    return subject.value if isinstance(subject, ox.NamedNode) else str(subject)


def _replacements(
    before: LocalStore, after: LocalStore, removed: Iterable[ox.Triple], added: Iterable[ox.Triple]
) -> Iterator[tuple[ox.Triple, ox.Triple]]:
    """The old and the new statement of each property that has but one value before and after, in one language."""
    lost, gained = _by_property(removed), _by_property(added)
    for said, triples in lost.items():
        if len(triples) == 1 == len(gained[said]):
            old, new = triples[0], gained[said][0]
            if _count(before, old) == 1 == _count(after, new):
                yield old, new


def _by_property(triples: Iterable[ox.Triple]) -> defaultdict[tuple[str, str | None], list[ox.Triple]]:
    found: defaultdict[tuple[str, str | None], list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        found[triple.predicate.value, _language(triple.object)].append(triple)
    return found


def _count(store: LocalStore, triple: ox.Triple) -> int:
    said = _stated(store, triple.subject, triple.predicate)
    return len({quad.object for quad in said if _language(quad.object) == _language(triple.object)})


def _language(term: Term) -> str | None:
    return term.language if isinstance(term, ox.Literal) else None


def _stated(store: LocalStore, subject: Subject, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """What files say of a resource."""
    return (
        quad for quad in store.engine.quads_for_pattern(subject, predicate, None) if quad.graph_name not in _DERIVED
    )


def _is_described(store: LocalStore, subject: Subject) -> bool:
    return next(_stated(store, subject), None) is not None


def _kind(store: LocalStore, subject: Subject) -> str:
    """The class of a resource: a stated one before one that follows, minegraph's own before others."""
    found = [
        (quad.graph_name == _INFERRED, not quad.object.value.startswith(MG), quad.object.value)
        for quad in store.engine.quads_for_pattern(subject, ox.NamedNode(TYPE), None)
        if isinstance(quad.object, ox.NamedNode)
    ]
    return min(found)[2] if found else ""
