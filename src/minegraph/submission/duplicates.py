"""Organisations that the graph probably has already, under another id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from minegraph.labels import PROLOGUE, fold
from minegraph.store import Source
from minegraph.submission.locations import Locations
from minegraph.terms import ID, MG, PREFIXES, SHAPES
from minegraph.validation import Result
from minegraph.validation.paths import Predicate
from minegraph.validation.shacl import RDF

POSSIBLE = f"{SHAPES}PossibleDuplicate"
ALIKE = 88
_MOST = 3
_NAME = f"{PREFIXES['skos']}prefLabel"
_NAMES = (_NAME, f"{PREFIXES['skos']}altLabel")
_ACRONYM, _COUNTRY = f"{MG}acronym", f"{MG}country"
_KINDS = (f"{MG}Organisation", f"{MG}PublicBody")
_KNOWN = f"""{PROLOGUE}SELECT ?thing ?name ?country ?short WHERE {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in _KINDS)} }}
  ?thing a ?kind ; skos:prefLabel|skos:altLabel|mg:acronym ?name .
  OPTIONAL {{ ?thing mg:country ?country }}
  BIND(EXISTS {{ ?thing mg:acronym ?name }} AS ?short)
}}"""


@dataclass
class _Body:
    """What tells an organisation: its names, its acronyms, its countries."""

    names: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def possible_duplicates(source: Source, quads: Iterable[ox.Quad], locations: Locations) -> Iterator[Result]:
    """A warning for each new organisation whose name is much like that of one in the graph, in the same country.

    Names are compared without case, accents, punctuation and the order of words; two acronyms must be the same.
    """
    new = {iri: body for iri, body in _handed_in(quads).items() if not source.ask(f"ASK {{ <{iri}> a ?kind }}")}
    if not new:
        return
    known = _known(source)
    by_country: dict[str, list[str]] = defaultdict(list)
    for iri, body in known.items():
        for country in body.countries or {""}:
            by_country[country].append(iri)
    for iri, body in sorted(new.items()):
        pool = {one for country in body.countries for one in by_country[country]} | set(by_country[""])
        alike = _alike(body, {one: known[one] for one in (pool if body.countries else known) if one != iri})
        if alike:
            yield _result(iri, body, alike, known, locations)


def _handed_in(quads: Iterable[ox.Quad]) -> dict[str, _Body]:
    quads = list(quads)
    kinds = {ox.NamedNode(kind) for kind in _KINDS}
    bodies = {
        str(quad.subject)[1:-1]: _Body()
        for quad in quads
        if quad.predicate.value == f"{RDF}type" and quad.object in kinds
    }
    for quad in quads:
        body = bodies.get(str(quad.subject)[1:-1])
        if body is not None and isinstance(quad.object, ox.Literal | ox.NamedNode):
            _note(body, quad.predicate.value, quad.object.value)
    return bodies


def _note(body: _Body, prop: str, value: str) -> None:
    if prop in _NAMES:
        body.names.add(value)
    elif prop == _ACRONYM:
        body.acronyms.add(value)
    elif prop == _COUNTRY:
        body.countries.add(value)


def _known(source: Source) -> dict[str, _Body]:
    found: dict[str, _Body] = defaultdict(_Body)
    for thing, name, country, short in source.select(_KNOWN).rows:
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
            body = found[thing.value]
            (body.acronyms if short == ox.Literal(True) else body.names).add(name.value)
            body.countries |= {country.value} if isinstance(country, ox.NamedNode) else set()
    return found


def _alike(body: _Body, known: dict[str, _Body]) -> list[str]:
    """The known organisations with a like name, the likest first."""
    from rapidfuzz import fuzz, process

    choices = {(iri, name): fold(name) for iri, other in known.items() for name in other.names}
    scores: dict[str, float] = {}
    for name in body.names:
        found = process.extract(fold(name), choices, scorer=fuzz.token_sort_ratio, limit=_MOST, score_cutoff=ALIKE)
        for _, score, (iri, _) in found:
            scores[iri] = max(scores.get(iri, 0.0), score)
    short = {fold(one) for one in body.acronyms | body.names}
    same = {iri: 100.0 for iri, other in known.items() if short & {fold(one) for one in other.acronyms}}
    return sorted(scores | same, key=lambda iri: (-(scores | same)[iri], iri))[:_MOST]


def _result(iri: str, body: _Body, alike: Sequence[str], known: dict[str, _Body], locations: Locations) -> Result:
    focus, path = ox.NamedNode(iri), Predicate(_NAME)
    name = min(body.names | body.acronyms, key=len, default=iri.removeprefix(ID))
    listed = "; ".join(f"{min(known[one].names, key=len, default=one)} ({one.removeprefix(ID)})" for one in alike)
    return Result(
        severity="Warning",
        focus=focus,
        path=path,
        value=ox.Literal(name),
        message=f'If it is the same, write "{alike[0].rpartition("/")[2]}" as its id; if it is another, leave it.',
        constraint=POSSIBLE,
        name="possible duplicate",
        component=f"{POSSIBLE}ConstraintComponent",
        problem=f"The graph probably has this organisation already: {listed}.",
        places=locations.of(focus, path, None),
    )
