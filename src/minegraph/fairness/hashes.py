"""Whether the dumps are what hashes.json says of them: how much they hold, and the hash of it (RDFC-1.0, W3C 2024)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from heapq import merge

import pyoxigraph as ox

from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.published import DUMPS, HASHES, read_json

_HASHES = Criterion("hashes", "hashes.json says what the dumps hold", "A", "Publish the release again.")

Content = tuple[int, str]
"""How many statements, and their hash."""


def hashes(contents: Contents) -> Iterator[Verdict]:
    """The numbers and hashes of the whole, of each dump and of each named graph against the dumps."""
    place = f"{contents.downloads}{HASHES}"
    if place not in contents.files or not contents.has_dumps:
        yield _HASHES.missing(place, "is not there, or the dumps are not")
        return
    said, real = _said(contents.text(place)), dict(_real(contents))
    problems = [
        Problem(name, _difference(said.get(name, (0, "")), real.get(name, (0, "")), place))
        for name in sorted(said.keys() | real.keys())
        if said.get(name) != real.get(name)
    ]
    yield _HASHES.told(f"{place}: {len(said):,} hashes", len(real), problems)


def _difference(said: Content, real: Content, place: str) -> str:
    if said[0] != real[0]:
        return f"has {real[0]:,} statements, and {said[0]:,} by {place}"
    return f"has another hash than {place} says"


def _said(text: str) -> dict[str, Content]:
    """What hashes.json says, by named graph, dump, and `dataset` for the whole; empty for what does not say so."""
    try:
        document = read_json(text)
        return {
            "dataset": _content(document["dataset"], "quads"),
            **{f"{name}.nq": _content(one, "quads") for name, one in document["parts"].items()},
            **{graph: _content(one, "triples") for graph, one in document["graphs"].items()},
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def _content(said: Mapping[str, object], counted: str) -> Content:
    return int(str(said[counted])), str(said["sha256"])


def _real(contents: Contents) -> Iterator[tuple[str, Content]]:
    """The same of the dumps, which are canonical: their own lines are hashed, those of a graph are named anew."""
    places = {dump: f"{contents.downloads}{dump}" for dump in DUMPS}
    yield from ((dump, _hashed(contents.lines(place))) for dump, place in places.items())
    yield "dataset", _hashed(merge(*map(contents.lines, places.values())))
    graphs: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in contents.quads():
        graphs[getattr(quad.graph_name, "value", "")].append(quad.triple)
    yield from ((graph, _canonical(triples)) for graph, triples in graphs.items())


def _canonical(triples: Iterable[ox.Triple]) -> Content:
    dataset = ox.Dataset(ox.Quad(*triple) for triple in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return _hashed(sorted(bytes(ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)))


def _hashed(lines: Iterable[bytes]) -> Content:
    digest, count = sha256(), 0
    for line in lines:
        digest.update(line)
        count += 1
    return count, digest.hexdigest()
