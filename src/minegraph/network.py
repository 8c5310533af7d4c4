"""Projects, organisations, networks, regions and sites, and what links them, around some of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode

from minegraph.errors import NotFoundError
from minegraph.kinds import classes_of, kind_word, kinds_of
from minegraph.labels import PROLOGUE, instances_of, labels_of, short_names_of, stated, values
from minegraph.lookup import REGIONS
from minegraph.store import Source
from minegraph.terms import MG, PREFIXES

MOST_NODES = 80
KINDS: dict[str, tuple[str, ...]] = {
    "region": REGIONS,
    "project": (f"{MG}Project",),
    "organisation": (f"{MG}PublicBody", f"{MG}Organisation"),
    "network": (f"{MG}Network",),
    "site": (f"{MG}Site",),
}
"""What one can walk to, with the classes of each."""

NODE_KINDS = tuple(kind for kinds in KINDS.values() for kind in kinds)
_PREFIXES = f"{PROLOGUE}PREFIX org: <{PREFIXES['org']}>\n"


@dataclass(frozen=True, slots=True)
class Link:
    """A way in which two things are linked: the words for it, and what of the graph shows it.

    The pattern binds `?from`, `?to` and `?evidence`, and may bind `?role`, a concept that says it more exactly.
    """

    words: str
    pattern: str
    is_mutual: bool = False


LINKS = (
    Link(
        "takes part in",
        "?evidence mg:inProject ?to ; mg:participant ?from . OPTIONAL { ?evidence mg:role ?role }",
    ),
    Link("involves", "?evidence mg:involvementIn ?from ; mg:involvedRegion ?to"),
    Link("represents", "?evidence mg:representsRegion ?to ; mg:participant ?from"),
    Link("does work in", f"?evidence mg:inProject ?from ; mg:workPlace ?place . {stated('?place mg:inRegion ?to')}"),
    Link(
        "member of",
        "?evidence mg:network ?to ; mg:member ?from . OPTIONAL { ?evidence mg:membershipRole ?role }",
    ),
    Link("continues", "?from mg:followUpOf ?to BIND(?from AS ?evidence)"),
    Link("related to", f"{stated('?from mg:relatedProject ?to')} BIND(?from AS ?evidence)", is_mutual=True),
    Link("hosted by", "?from mg:hostedBy ?to BIND(?from AS ?evidence)"),
    Link("succeeds", "?from mg:succeeds ?to BIND(?from AS ?evidence)"),
    Link("operates in", "?from mg:operatesIn ?to BIND(?from AS ?evidence)"),
    Link("has its seat in", f"?from mg:seat ?evidence . {stated('?evidence mg:inRegion ?to')}"),
    Link("lies in", f"?from a mg:Site . {stated('?from mg:inRegion ?to')} BIND(?from AS ?evidence)"),
    Link("part of", f"{stated('?from mg:within ?to')} BIND(?from AS ?evidence)"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the network: its name (an acronym or the label), label and kind, and how many links away it is.

    `group` is the name of its kind in KINDS, for a legend.
    """

    iri: str
    name: str
    label: str
    kind: str
    kind_iri: str
    group: str
    distance: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes: its kind in words (with the role, if any), and the resources that state it."""

    origin: str
    target: str
    words: str
    evidence: tuple[str, ...]


class _Found(NamedTuple):
    """One statement of a link."""

    origin: str
    target: str
    words: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes, nearest first, and all edges between them; `omitted` neighbours were left out for there being too many."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    omitted: int

    @property
    def complete(self) -> bool:
        """Whether every neighbour is there."""
        return not self.omitted

    def json(self) -> str:
        """The network as JSON.

        `{"nodes": [{"iri", "name", "label", "kind", "kind_iri", "group", "distance"}], "edges": [{"origin", "target",
        "words", "evidence": [IRI]}], "omitted", "complete"}`.
        """
        return json.dumps({**asdict(self), "complete": self.complete}, ensure_ascii=False, indent=1) + "\n"


def network(
    source: Source, things: Sequence[str], depth: int = 1, limit: int = MOST_NODES, kinds: Iterable[str] = ()
) -> Network:
    """The network around things, given by their IRIs: what is up to `depth` links away from one of them.

    No more than `limit` nodes beside the things: the best linked ones, and how many were left out is counted. With
    `kinds`, names of KINDS, what is of no such kind is passed over; NotFoundError for an unknown one.
    """
    wanted = [iri for kind in kinds for iri in _classes(kind)]
    distances = dict.fromkeys(things, 0)
    found: set[_Found] = set()
    omitted = 0
    for distance in range(1, depth + 1):
        found |= set(_around(source, [iri for iri, at in distances.items() if at == distance - 1]))
        new = _of(source, _neighbours(found, distances), wanted)
        room = max(0, limit + len(things) - len(distances))
        omitted += len(new[room:])
        distances |= dict.fromkeys(new[:room], distance)
    found |= set(_around(source, [iri for iri, at in distances.items() if at == depth]))
    return Network(tuple(_nodes(source, distances)), tuple(_edges(found, distances)), omitted)


def whole_network(source: Source) -> Network:
    """All projects, organisations, networks, regions and sites, and all links, each thing at distance 0."""
    found = set(_said(source, ""))
    ends = {end for one in found for end in (one.origin, one.target)}
    things = dict.fromkeys(ends | instances_of(source, NODE_KINDS), 0)
    return Network(tuple(_nodes(source, things)), tuple(_edges(found, things)), 0)


def _classes(kind: str) -> tuple[str, ...]:
    if kind not in KINDS:
        raise NotFoundError("kind of node", kind, hint=f"Use {', '.join(KINDS)}.")
    return KINDS[kind]


def _of(source: Source, things: list[str], kinds: Sequence[str]) -> list[str]:
    """The things that have one of the classes; all of them where none is named."""
    classes = classes_of(source, things) if kinds else {}
    return [iri for iri in things if not kinds or not classes.get(iri, set()).isdisjoint(kinds)]


def _around(source: Source, things: Sequence[str]) -> Iterator[_Found]:
    """Every link from or to one of the things."""
    return _said(source, *(values(end, map(NamedNode, things)) for end in ("from", "to"))) if things else iter(())


def _said(source: Source, *narrowed: str) -> Iterator[_Found]:
    """Every link in which one of some patterns holds too."""
    found: list[tuple[Link, list[str]]] = []
    for link in LINKS:
        union = " UNION ".join(f"{{ {narrow} {link.pattern} }}" for narrow in narrowed)
        query = f"{_PREFIXES}SELECT DISTINCT ?from ?to ?evidence ?role WHERE {{ {union} }}"
        found += [
            (link, [term.value for term in row if isinstance(term, NamedNode)]) for row in source.select(query).rows
        ]
    roles = labels_of(source, {role for _, ends in found for role in ends[3:]})
    for link, (origin, target, evidence, *role) in found:
        said = roles[role[0]].lower() if role else ""
        words = link.words if said in link.words else f"{link.words} ({said})"
        both = sorted((origin, target)) if link.is_mutual else (origin, target)
        yield _Found(both[0], both[1], words, evidence)


def _neighbours(found: Iterable[_Found], known: Collection[str]) -> list[str]:
    """What is linked with the known things and not known yet, what has the most links with them first."""
    links: dict[str, int] = {}
    for one in found:
        for here, there in ((one.origin, one.target), (one.target, one.origin)):
            if here in known and there not in known:
                links[there] = links.get(there, 0) + 1
    return sorted(links, key=lambda iri: (-links[iri], iri))


def _edges(found: Iterable[_Found], nodes: Collection[str]) -> Iterator[Edge]:
    """The links between nodes, sorted, each with all that states it."""
    evidence: dict[tuple[str, str, str], list[str]] = {}
    for one in sorted(found):
        if one.origin in nodes and one.target in nodes and one.origin != one.target:
            evidence.setdefault((one.origin, one.target, one.words), []).append(one.evidence)
    return (Edge(*ends, tuple(iris)) for ends, iris in evidence.items())


def _nodes(source: Source, distances: dict[str, int]) -> Iterator[Node]:
    kinds = kinds_of(source, distances, NODE_KINDS)
    labels, names = labels_of(source, {*distances, *kinds.values()}), short_names_of(source, distances)
    for iri in sorted(distances, key=lambda iri: (distances[iri], labels[iri].casefold(), iri)):
        kind = kinds.get(iri, "")
        group = next((name for name, classes in KINDS.items() if kind in classes), "")
        yield Node(iri, names[iri], labels[iri], kind_word(iri, kind, labels), kind, group, distances[iri])
