"""Things without an IRI: nobody could refer to them, and a blank node has no name that lasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from minegraph.submission.locations import Locations
from minegraph.terms import SHAPES
from minegraph.validation import Result
from minegraph.validation.paths import Predicate

NAMED = f"{SHAPES}NamedThing"


def anonymous(quads: Iterable[ox.Quad], locations: Locations) -> Iterator[Result]:
    """A result for each blank node, at the statement that leads to it, or else at its first own one."""
    found: dict[ox.BlankNode, ox.Quad] = {}
    quads = list(quads)
    for quad in quads:
        if isinstance(quad.object, ox.BlankNode):
            found.setdefault(quad.object, quad)
    for quad in quads:
        if isinstance(quad.subject, ox.BlankNode):
            found.setdefault(quad.subject, quad)
    for node, quad in found.items():
        path = Predicate(quad.predicate.value)
        yield Result(
            severity="Violation",
            focus=node,
            path=path,
            value=None,
            message="Give it an IRI, such as https://w3id.org/minegraph/id/site/my-mine, and describe it under that.",
            constraint=NAMED,
            name="thing with an IRI",
            component=f"{NAMED}ConstraintComponent",
            problem="Something has no IRI of its own (it is a blank node).",
            places=locations.of(quad.subject, path, quad.object),
        )
