"""Organisations that the graph probably has already, under another id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import pyoxigraph as ox

from minegraph.labels import PROLOGUE, fold, stated, values
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
_NAMED = f"""{PROLOGUE}SELECT ?thing ?name ?country WHERE {{
  VALUES ?kind {{ {" ".join(f"<{kind}>" for kind in _KINDS)} }}
  ?thing a ?kind ; skos:prefLabel|skos:altLabel ?name .
  OPTIONAL {{ ?thing mg:country ?country }}
}}"""
# A path with `|` makes the engine begin with the names.
_ABBREVIATED = f"""{PROLOGUE}SELECT ?thing ?name ?country WHERE {{
  NAMES ?thing mg:acronym|mg:acronym ?name .
  OPTIONAL {{ ?thing mg:country ?country }}
  FILTER EXISTS {{ ?thing a ?kind FILTER(?kind IN ({", ".join(f"<{kind}>" for kind in _KINDS)})) }}
}}"""
_ANYWHERE = ""


@dataclass
class _Body:
    """What tells an organisation: its names, its acronyms, its countries."""

    names: set[str] = field(default_factory=set)
    acronyms: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)


def possible_duplicates(
    source: Source, quads: Iterable[ox.Quad], locations: Locations, ignored: Iterable[str] = ()
) -> Iterator[Result]:
    """A warning for each new organisation whose name is much like that of one in the graph, in the same country.

    Names are compared without case, accents, punctuation and the order of words; two acronyms must be the same. What
    only the `ignored` named graphs describe is not in the graph: those that a submission is to take the place of.
    """
    ignored = tuple(ignored)
    bodies = _handed_in(quads)
    known = _described(source, bodies, ignored)
    new = {iri: body for iri, body in bodies.items() if iri not in known}
    if not new:
        return
    gone = _gone(source, ignored)
    names = _Pool(source, _NAMED, gone)
    acronyms = _Pool(source, _ABBREVIATED.replace("NAMES", values("name", _spelt(new.values()))), gone)
    for iri, body in sorted(new.items()):
        if alike := _alike(body, names, acronyms):
            yield _result(iri, body, alike, locations)


def _described(source: Source, iris: Iterable[str], ignored: Iterable[str]) -> set[str]:
    """Those of the things that the graph describes beside the ignored named graphs."""
    things = values("thing", map(ox.NamedNode, iris))
    rows = source.select(f"SELECT DISTINCT ?thing WHERE {{ {things} {stated('?thing a ?kind', ignored)} }}").rows
    return {thing.value for (thing,) in rows if isinstance(thing, ox.NamedNode)}


def _gone(source: Source, ignored: Sequence[str]) -> set[str]:
    """The things that only the ignored named graphs describe."""
    graphs = values("graph", map(ox.NamedNode, ignored))
    rows = source.select(f"SELECT DISTINCT ?thing WHERE {{ {graphs} GRAPH ?graph {{ ?thing a ?kind }} }}").rows
    things = {thing.value for (thing,) in rows if isinstance(thing, ox.NamedNode)}
    return things - _described(source, things, ignored)


class _Pool:
    """What the organisations of a graph are called, by country and with the names folded."""

    def __init__(self, source: Source, query: str, gone: Collection[str]) -> None:
        self._folded: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for thing, name, country in source.select(query).rows:
            if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal) and thing.value not in gone:
                place = country.value if isinstance(country, ox.NamedNode) else _ANYWHERE
                self._folded[place][thing.value, name.value] = fold(name.value)

    def near(self, countries: set[str]) -> dict[tuple[str, str], str]:
        """Organisation and name -> folded name, in some countries or where none is stated; without countries all."""
        places = {*countries, _ANYWHERE} if countries else self._folded.keys()
        return {key: folded for place in sorted(places) for key, folded in self._in(place).items()}

    def _in(self, place: str) -> dict[tuple[str, str], str]:
        return self._folded.get(place, {})


def _spelt(bodies: Iterable[_Body]) -> list[ox.Literal]:
    """What may be an acronym in the graph: the acronyms and names, also in capitals and small letters."""
    texts = {text for body in bodies for text in (*body.acronyms, *body.names)}
    return [ox.Literal(one) for one in sorted({*texts, *map(str.upper, texts), *map(str.lower, texts)})]


def _handed_in(quads: Iterable[ox.Quad]) -> dict[str, _Body]:
    kinds = {ox.NamedNode(kind) for kind in _KINDS}
    described = [(quad.subject.value, quad) for quad in quads if isinstance(quad.subject, ox.NamedNode)]
    typed = (iri for iri, quad in described if quad.predicate.value == f"{RDF}type" and quad.object in kinds)
    bodies = {iri: _Body() for iri in typed}
    for iri, quad in described:
        body = bodies.get(iri)
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


def _alike(body: _Body, names: _Pool, acronyms: _Pool) -> dict[str, str]:
    """The known organisations with a like name or the same acronym, the likest first, each with what is alike."""
    from rapidfuzz import fuzz, process

    choices = names.near(body.countries)
    found: list[tuple[float, str, str]] = []
    for name in body.names:
        close = process.extract(fold(name), choices, scorer=fuzz.token_sort_ratio, limit=_MOST, score_cutoff=ALIKE)
        found += [(-score, iri, like) for _, score, (iri, like) in close]
    short = {fold(one) for one in body.acronyms | body.names}
    same = acronyms.near(body.countries).items()
    found += [(-100.0, iri, acronym) for (iri, acronym), folded in same if folded in short]
    alike: dict[str, str] = {}
    for _, iri, like in sorted(found):
        alike.setdefault(iri, like)
    return dict(islice(alike.items(), _MOST))


def _result(iri: str, body: _Body, alike: Mapping[str, str], locations: Locations) -> Result:
    focus, path = ox.NamedNode(iri), Predicate(_NAME)
    name = min(sorted(body.names | body.acronyms), key=len, default=iri.removeprefix(ID))
    nearest = next(iter(alike))
    listed = "; ".join(f"{name} ({one.removeprefix(ID)})" for one, name in alike.items())
    return Result(
        severity="Warning",
        focus=focus,
        path=path,
        value=ox.Literal(name),
        message=f'If it is the same, write "{nearest.rpartition("/")[2]}" as its id; if it is another, leave it.',
        constraint=POSSIBLE,
        name="possible duplicate",
        component=f"{POSSIBLE}ConstraintComponent",
        problem=f"The graph probably has this organisation already: {listed}.",
        places=locations.of(focus, path, None),
    )
