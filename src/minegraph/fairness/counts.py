"""Whether the numbers that a release gives of itself in VoID are those of its dumps, counted anew from the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from minegraph.datasets import MAIN
from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.published import DUMPS
from minegraph.terms import BASE, GRAPH, ID, compress, expand
from minegraph.validation.triples import Term, Triples

_AGAIN = "Publish the release again; if the number stays, datasets/void.py counts wrongly."
_WHOLE = Criterion("void-whole", "VoID: the whole is counted rightly", "F", _AGAIN)
_CLASSES = Criterion("void-classes", "VoID: every class is counted rightly", "F", _AGAIN)
_PROPERTIES = Criterion("void-properties", "VoID: every property is counted rightly", "F", _AGAIN)
_GRAPHS = Criterion("void-graphs", "VoID: every named graph is counted rightly", "F", _AGAIN)
_LINKSETS = Criterion("void-linksets", "VoID: links with other datasets are counted rightly", "I", _AGAIN)
_MATCHES = tuple(expand(f"skos:{kind}Match") for kind in ("exact", "close", "broad", "narrow", "related"))
_TYPE = expand("rdf:type")
_ELSEWHERE = "elsewhere"
_COUNT = re.compile("[0-9]{1,18}")
_DUMPS = " and ".join(DUMPS)

Numbers = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Tally:
    """What the dumps hold, each triple once: numbers by what they count."""

    whole: Numbers
    classes: Numbers
    properties: Numbers
    graphs: Numbers
    links: Mapping[str, Counter[str]]
    """Property -> the IRIs outside that it links to, each with how many triples do."""


def tally(quads: Iterable[ox.Quad]) -> Tally:
    """The numbers of some quads, counted in one pass and in the text of the terms, without a store."""
    numbers: dict[Term, int] = {}
    triples: set[tuple[int, int, int]] = set()
    graphs: Counter[tuple[str, ...]] = Counter()
    for quad in quads:
        s, p, o = (numbers.setdefault(term, len(numbers)) for term in (quad.subject, quad.predicate, quad.object))
        triples.add((s, p, o))
        graphs[getattr(quad.graph_name, "value", ""), "triples"] += 1
    return _tally(triples, list(numbers), graphs)


def _tally(triples: set[tuple[int, int, int]], terms: list[Term], graphs: Counter[tuple[str, ...]]) -> Tally:
    names = [getattr(term, "value", "") for term in terms]
    is_iri = [isinstance(term, ox.NamedNode) for term in terms]
    kinds: dict[int, list[int]] = defaultdict(list)
    for s, p, o in triples:
        if names[p] == _TYPE:
            kinds[s].append(o)
    classes: Counter[tuple[str, ...]] = Counter()
    for own in kinds.values():
        classes.update((names[kind], "entities") for kind in own if is_iri[kind])
    properties: Counter[tuple[str, ...]] = Counter()
    links: dict[str, Counter[str]] = defaultdict(Counter)
    for s, p, o in triples:
        properties[names[p], "triples"] += 1
        classes.update((names[kind], names[p]) for kind in kinds.get(s, ()) if is_iri[kind])
        if is_iri[o] and not names[o].startswith(BASE):
            links[names[p]][names[o]] += 1
    value = _values(terms)
    properties.update((names[p], "distinctSubjects") for p, _ in {(p, s) for s, p, _ in triples})
    properties.update((names[p], "distinctObjects") for p, _ in {(p, value[o]) for _, p, o in triples})
    whole: dict[tuple[str, ...], int] = {
        ("triples",): len(triples),
        ("entities",): sum(is_iri[s] and names[s].startswith(ID) for s in kinds),
        ("classes",): len({kind for own in kinds.values() for kind in own if is_iri[kind]}),
        ("properties",): len({p for _, p, _ in triples}),
        ("distinctSubjects",): len({s for s, _, _ in triples}),
        ("distinctObjects",): len({value[o] for _, _, o in triples}),
    }
    return Tally(whole, classes, properties, graphs, links)


def _values(terms: list[Term]) -> list[Term]:
    """The terms as an engine keeps them: `16073.00` and `16073` are one decimal."""
    engine = ox.Store()
    typed = [n for n, term in enumerate(terms) if isinstance(term, ox.Literal) and not term.language]
    prop = ox.NamedNode(_TYPE)
    engine.extend(ox.Quad(ox.BlankNode(f"n{n}"), prop, terms[n]) for n in typed)
    kept = {quad.subject.value: quad.object for quad in engine}
    return [kept.get(f"n{n}", term) for n, term in enumerate(terms)]


def counts(contents: Contents) -> Iterator[Verdict]:
    """What the numbers in VoID come to."""
    said = Triples(contents.description)
    criteria = (_WHOLE, _CLASSES, _PROPERTIES, _GRAPHS, _LINKSETS)
    if not contents.has_dumps or not contents.description:
        missing = "dataset.ttl" if contents.has_dumps else f"{contents.downloads}: {_DUMPS}"
        yield from (criterion.missing(missing, "is not there, or cannot be read") for criterion in criteria)
        return
    real = tally(contents.quads())
    main = ox.NamedNode(MAIN)
    whole: dict[tuple[str, ...], int | None] = {key: _number(said, main, key[0]) for key in real.whole}
    yield _compared(_WHOLE, whole, real.whole)
    yield _compared(_CLASSES, dict(_class_parts(said, main)), real.classes)
    yield _compared(_PROPERTIES, dict(_property_parts(said, main)), real.properties)
    yield _compared(_GRAPHS, dict(_graph_parts(said)), real.graphs)
    yield _linksets(said, real.links)


def _compared(criterion: Criterion, said: Mapping[tuple[str, ...], int | None], real: Numbers) -> Verdict:
    """Each number that is said against the one counted, and each one counted that is not said."""
    keys = sorted(said.keys() | {key for key, number in real.items() if number})
    problems = [
        Problem(" ".join(map(compress, key)), _difference(said.get(key), real.get(key, 0)))
        for key in keys
        if said.get(key) != real.get(key, 0)
    ]
    return criterion.told(f"dataset.ttl against {_DUMPS}", len(keys), problems)


def _difference(said: int | None, real: int) -> str:
    return f"is {real:,} and not said" if said is None else f"is {real:,}, and said to be {said:,}"


def _class_parts(said: Triples, whole: Term) -> Iterator[tuple[tuple[str, ...], int | None]]:
    for part in said.objects(whole, expand("void:classPartition")):
        kind = _iri(said, part, "class")
        yield (kind, "entities"), _number(said, part, "entities")
        for inner in said.objects(part, expand("void:propertyPartition")):
            yield (kind, _iri(said, inner, "property")), _number(said, inner, "triples")


def _property_parts(said: Triples, whole: Term) -> Iterator[tuple[tuple[str, ...], int | None]]:
    for part in said.objects(whole, expand("void:propertyPartition")):
        for word in ("triples", "distinctSubjects", "distinctObjects"):
            yield (_iri(said, part, "property"), word), _number(said, part, word)


def _graph_parts(said: Triples) -> Iterator[tuple[tuple[str, ...], int | None]]:
    for one in said.subjects():
        if isinstance(one, ox.NamedNode) and one.value.startswith(GRAPH) and said.objects(one, expand("void:triples")):
            yield (one.value, "triples"), _number(said, one, "triples")


def _linksets(said: Triples, links: Mapping[str, Counter[str]]) -> Verdict:
    """Each set of links against the triples with its property whose objects lie in its target."""
    sets = [one for one in said.subjects() if ox.NamedNode(expand("void:Linkset")) in said.objects(one, _TYPE)]
    declared: dict[tuple[str, ...], int | None] = {}
    for one in sets:
        target = said.one(one, expand("void:objectsTarget"))
        space = said.one(target, expand("void:uriSpace")) if target is not None else None
        declared[_iri(said, one, "linkPredicate"), getattr(space, "value", "")] = _number(said, one, "triples")
    real: Counter[tuple[str, ...]] = Counter()
    for link in {key[0] for key in declared} | set(_MATCHES):
        spaces = sorted((key[1] for key in declared if key[0] == link and key[1]), key=len, reverse=True)
        for other, number in links.get(link, Counter()).items():
            nearest = next((space for space in spaces if other.startswith(space)), _ELSEWHERE)
            if nearest != _ELSEWHERE or link in _MATCHES:
                real[link, nearest] += number
    return _compared(_LINKSETS, declared, real)


def _number(said: Triples, subject: Term, name: str) -> int | None:
    found = said.objects(subject, expand(f"void:{name}"))
    text = getattr(found[0], "value", "") if len(found) == 1 else ""
    return int(text) if _COUNT.fullmatch(text) else None


def _iri(said: Triples, subject: Term, name: str) -> str:
    return getattr(said.one(subject, expand(f"void:{name}")), "value", "")
