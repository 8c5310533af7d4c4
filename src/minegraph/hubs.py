"""Where walking the network can begin: what is linked with the most others."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.labels import PROLOGUE, short_names_of
from minegraph.store import Source

MOST = 12
_LINKED = {
    "project": ("organisations", "?participation mg:inProject ?thing ; mg:participant ?other"),
    "region": ("projects", "?other mg:involvesRegion ?thing"),
    "organisation": ("projects", "?participation mg:participant ?thing ; mg:inProject ?other"),
    "network": ("members", "?membership mg:network ?thing ; mg:member ?other"),
}


@dataclass(frozen=True, slots=True)
class Hub:
    """A thing with how many others it is linked with, and what these are (`projects`)."""

    iri: str
    name: str
    links: int
    words: str


def hubs(source: Source, most: int = MOST) -> dict[str, list[Hub]]:
    """Kind -> the things of the kind with the most links, best linked first; kinds as in `network.KINDS`."""
    found = {kind: _hubs(source, words, pattern, most) for kind, (words, pattern) in _LINKED.items()}
    return {kind: ranked for kind, ranked in found.items() if ranked}


def _hubs(source: Source, words: str, pattern: str, most: int) -> list[Hub]:
    query = (
        f"{PROLOGUE}SELECT ?thing (COUNT(DISTINCT ?other) AS ?links) WHERE {{ {pattern} }} GROUP BY ?thing "
        f"ORDER BY DESC(?links) ?thing LIMIT {most}"
    )
    rows = source.select(query).rows
    names = short_names_of(source, (thing.value for thing, _ in rows if isinstance(thing, NamedNode)))
    return [
        Hub(thing.value, names[thing.value], int(links.value), words)
        for thing, links in rows
        if isinstance(thing, NamedNode) and isinstance(links, Literal)
    ]
