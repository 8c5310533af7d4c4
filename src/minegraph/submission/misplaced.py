"""Properties that exist but that the things of a class do not have: no shape looks there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from minegraph.forms import Form, Library
from minegraph.labels import stated, values
from minegraph.store import Source
from minegraph.submission.locations import Locations
from minegraph.terms import MG, SHAPES, compress
from minegraph.validation import Result
from minegraph.validation.paths import Predicate
from minegraph.validation.shacl import RDF
from minegraph.validation.triples import Term

FITTING = f"{SHAPES}FittingProperty"
_TYPE = f"{RDF}type"


def misplaced(
    source: Source, quads: Iterable[ox.Quad], library: Library, locations: Locations, ignored: Iterable[str] = ()
) -> Iterator[Result]:
    """A warning for each use of a minegraph property on a thing whose forms do not have it.

    What the graph has does not count where only the `ignored` named graphs say it.
    """
    quads = [quad for quad in quads if isinstance(quad.subject, ox.NamedNode)]
    kinds = _kinds(source, quads, ignored)
    for quad in quads:
        forms = [form for form in library.forms if kinds.get(quad.subject, set()) & form.kinds.keys()]
        foreign = quad.predicate.value.startswith(MG) and all(
            quad.predicate.value not in one.properties for one in forms
        )
        if forms and foreign:
            yield _result(quad, forms, library, locations)


def _kinds(source: Source, quads: list[ox.Quad], ignored: Iterable[str]) -> dict[Term, set[str]]:
    """The classes of the things that are described, as the submission and the graph have it."""
    found: dict[Term, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == _TYPE and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.subject, set()).add(quad.object.value)
    untyped = sorted({quad.subject for quad in quads} - found.keys(), key=str)
    pattern = f"{values('thing', untyped)} {stated('?thing a ?kind', ignored)}"
    for thing, kind in source.select(f"SELECT ?thing ?kind WHERE {{ {pattern} }}").rows if untyped else ():
        if thing is not None and isinstance(kind, ox.NamedNode):
            found.setdefault(thing, set()).add(kind.value)
    return found


def _result(quad: ox.Quad, forms: list[Form], library: Library, locations: Locations) -> Result:
    path = Predicate(quad.predicate.value)
    owners = [form.name for form in library.forms if path.iri in form.properties]
    kind = forms[0].kinds[forms[0].class_iri]
    return Result(
        severity="Warning",
        focus=quad.subject,
        path=path,
        value=quad.object,
        message=f"It belongs to {', '.join(owners)}: state it there, or take it out."
        if owners
        else "Take it out: it is concluded from other statements, never stated.",
        constraint=FITTING,
        name="fitting property",
        component=f"{FITTING}ConstraintComponent",
        problem=f"{'An' if kind[:1] in 'aeiou' else 'A'} {kind} has no {compress(path.iri)}.",
        places=locations.of(quad.subject, path, quad.object),
    )
