"""From what people write (a name, code, slug or IRI) to the thing they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.labels import PROLOGUE, fold, labels_of, values
from minegraph.likeness import EveryName
from minegraph.store import Source
from minegraph.terms import ID, MG, PREFIXES, compress, expand

REGIONS = (f"{MG}MiningRegion", f"{MG}Region")
SHOWN_LENGTH = 80

_TYPES = (
    *("region", "project", "organisation", "network", "commodity", "stage", "theme", "site", "instrument", "priority"),
    *("programme", "grant", "event", "output", "objective", "country", "measure", "facet", "component", "profile"),
)
_LANGUAGES = (
    *("en", "bg", "ca", "cs", "cy", "da", "de", "el", "el-Latn", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu"),
    *("is", "it", "kw", "lt", "lv", "mk", "mt", "nb", "nl", "nn", "no", "pl", "pt", "ro", "se", "sk", "sl", "sq", "sr"),
    *("sr-Latn", "sv", "tr", "uk", "und"),
)
_ABSOLUTE = re.compile(r"(?P<open><)?([A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+|urn:[^\s<>]+)(?(open)>)")
CODES = "mg:isoCode|mg:pic|mg:grantNumber|mg:officialCode|mg:chemicalSymbol"
_NUTS, _SLUG, _CODE, _NAME = range(4)


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource with its label and a class it has (the preferred one; empty when untyped)."""

    iri: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Match:
    """A resource that a text may mean: how it was found, and how good that is (0 is best)."""

    iri: str
    kind: str
    how: int
    place: int


def resolve(
    source: Source, text: str, kinds: Sequence[str] = (), noun: str = "thing", spaces: tuple[str, ...] = ()
) -> Thing:
    """The one thing that a text means.

    A text is an IRI, a CURIE, a code (NUTS of any version, ISO, PIC, grant number), a slug (`region/FI1D7` or its last
    part) or a name in any language of the data, whatever its case and accents. `kinds` are the classes it may have, the
    preferred first; things whose IRIs begin with one of the `spaces` come before all others. Raises NotFoundError with
    the nearest names, AmbiguousNameError with what it could be.
    """
    answer = resolve_all(source, [text], kinds, noun, spaces)[text]
    if isinstance(answer, Thing):
        return answer
    raise answer


def resolve_all(
    source: Source,
    texts: Iterable[str],
    kinds: Sequence[str] = (),
    noun: str = "thing",
    spaces: tuple[str, ...] = (),
    *,
    every: EveryName | None = None,
) -> dict[str, Thing | NotFoundError | AmbiguousNameError]:
    """What `resolve` gives or raises for each text.

    The names in the data are read once, and only for a text that is no code, slug or name as it stands; with `every`,
    once for several calls.
    """
    names = every or EveryName(source)
    spelt = {text: _words(text) for text in texts}
    found = {text: _matches(source, names, words, kinds=kinds, spaces=spaces) for text, words in spelt.items()}
    near = names.nearest([spelt[text] for text, matches in found.items() if not matches], tuple(kinds))
    labels = labels_of(source, {match.iri for matches in found.values() for match in matches})
    return {
        text: _thing(matches, labels, text, noun)
        if matches
        else NotFoundError(noun, _shortened(text), near[spelt[text]])
        for text, matches in found.items()
    }


def thing_at(source: Source, iri: str) -> Thing | None:
    """The thing that an IRI names, or that the graph only mentions; None for an IRI that stands nowhere in it."""
    if node_of(iri) is None:
        return None
    found = _typed(source, [(iri, _SLUG, 0)]) or _mentioned(source, iri)
    answer = _thing(sorted(found, key=_by_name), labels_of(source, [iri]), iri, "thing") if found else None
    return answer if isinstance(answer, Thing) else None


def as_iri(text: str) -> str | None:
    """The IRI that a text spells, in full or as a CURIE of a known prefix; None when it spells none."""
    absolute = _ABSOLUTE.fullmatch(text)
    iri = absolute[2] if absolute else expand(text)
    return iri if (absolute or iri != text) and node_of(iri) else None


def slug(iri: str) -> str:
    """The short way to write an IRI: `region/FI1D7` for things, a CURIE for the rest."""
    return iri.removeprefix(ID) if iri.startswith(ID) else compress(iri)


def _words(text: str) -> str:
    return " ".join(text.encode(errors="replace").decode().split())


def _matches(
    source: Source, names: EveryName, words: str, *, kinds: Sequence[str], spaces: tuple[str, ...]
) -> list[_Match]:
    iri = as_iri(words)
    found = _by_iri(source, iri) if iri else _by_index(source, words, spaces)
    return _best(found, kinds, spaces) or ([] if iri else _best(_by_every_name(source, names, words), kinds, spaces))


def _thing(matches: list[_Match], labels: Mapping[str, str], text: str, noun: str) -> Thing | AmbiguousNameError:
    iris = {match.iri for match in matches}
    if len(iris) > 1:
        return AmbiguousNameError(noun, _shortened(text), [f"{labels[iri]} ({slug(iri)})" for iri in sorted(iris)])
    return Thing(matches[0].iri, labels[matches[0].iri], matches[0].kind)


def _best(found: Iterable[_Match], kinds: Sequence[str], spaces: tuple[str, ...]) -> list[_Match]:
    """The best matches that have one of the kinds: by space, then how they were found, then kind, then place.

    (A country comes after all others: its name is also that of the region that covers it.)
    """

    def rank(match: _Match) -> tuple[bool, int, int, int]:
        other = 2 if match.iri.startswith(PREFIXES["country"]) else int(match.kind != REGIONS[0])
        kind = kinds.index(match.kind) if kinds else other
        return not match.iri.startswith(spaces), match.how, kind, match.place

    fitting = [match for match in found if not kinds or match.kind in kinds]
    best = min(map(rank, fitting), default=None)
    return sorted((match for match in fitting if rank(match) == best), key=_by_name)


def _by_name(match: _Match) -> tuple[str, bool, str]:
    return match.iri, not match.kind.startswith(MG), match.kind


def _by_iri(source: Source, iri: str) -> list[_Match]:
    node = NamedNode(iri)
    same = source.select(f"{PROLOGUE}SELECT ?thing WHERE {{ ?thing skos:exactMatch {node} }}").rows
    matching = [(thing.value, _SLUG, 0) for (thing,) in same if isinstance(thing, NamedNode)]
    found = _typed(source, [(iri, _SLUG, 0)]) or _typed(source, matching)
    return found or _mentioned(source, iri)


def _mentioned(source: Source, iri: str) -> list[_Match]:
    """A resource without a class that stands anywhere in a triple."""
    node = NamedNode(iri)
    is_there = source.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} UNION {{ ?s {node} ?o }} }}")
    return [_Match(iri, "", _SLUG, 0)] if is_there else []


def _by_index(source: Source, text: str, spaces: tuple[str, ...]) -> list[_Match]:
    """What bears the text as its code, slug or name: queries that the engine answers from its indexes.

    (Codes are constants, properties a path with `|`: for a VALUES over them, or one more join, the engine scans all.)
    """
    spellings = sorted({text, text.lower(), text.upper(), text.title(), text.capitalize()})
    english = [Literal(name, language="en") for name in spellings]
    names = [*map(Literal, spellings), *(Literal(name, language=tag) for name in spellings for tag in _LANGUAGES)]
    branches = [
        f"{values('name', english)} ?thing skos:prefLabel ?name BIND({_NAME} AS ?how) BIND(true AS ?preferred)",
        f"{values('name', names)} ?thing skos:prefLabel|skos:altLabel|mg:acronym ?name BIND({_NAME} AS ?how)",
    ]
    for code in map(Literal, {text, text.upper()}):
        branches += [
            f"?entry skos:notation {code} . ?entry mg:codeOf ?thing BIND({_NUTS} AS ?how)",
            f"?entry skos:notation {code} . ?thing mg:nutsCode ?entry BIND({_NUTS} AS ?how)",
            f"?thing {CODES} {code} BIND({_CODE} AS ?how)",
        ]
    union = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    rows = source.select(f"{PROLOGUE}SELECT ?thing ?how ?preferred WHERE {{ {union} }}").rows
    borne = [
        (thing.value, int(how.value), 0 if how.value != str(_NAME) or preferred is not None else 1)
        for thing, how, preferred in rows
        if isinstance(thing, NamedNode) and isinstance(how, Literal)
    ]
    return _typed(source, [*borne, *((iri, _SLUG, place) for place, iri in enumerate(_slugs(text, spaces)))])


def _by_every_name(source: Source, names: EveryName, text: str) -> list[_Match]:
    """What bears the text as a name when case, accents and punctuation do not count: reads every name."""
    key = fold(text)
    borne = names.by_key.get(key, ()) if key else ()
    return _typed(source, {(name.thing, _NAME, 0 if name.is_first else 1) for name in borne})


def _typed(source: Source, found: Iterable[tuple[str, int, int]]) -> list[_Match]:
    """The found things, once for each class they have; a thing without a class does not exist."""
    found = list(found)
    things = values("thing", sorted({NamedNode(iri) for iri, _, _ in found}, key=str))
    rows = source.select(f"SELECT ?thing ?kind WHERE {{ {things} ?thing a ?kind }}").rows if found else ()
    kinds: dict[str, list[str]] = {}
    for thing, kind in rows:
        if isinstance(thing, NamedNode) and isinstance(kind, NamedNode):
            kinds.setdefault(thing.value, []).append(kind.value)
    return [_Match(iri, kind, how, place) for iri, how, place in found for kind in kinds.get(iri, ())]


def _slugs(text: str, spaces: tuple[str, ...]) -> list[str]:
    """The IRIs that a text may be the slug of, the likeliest first."""
    tail = text.removeprefix("id/")
    kinds = [""] if "/" in tail else [f"{kind}/" for kind in _TYPES]
    spelt = [
        f"{space}{name}" for space in (*spaces, *(f"{ID}{kind}" for kind in kinds)) for name in (tail, tail.lower())
    ]
    spelt.append(f"{ID}region/{tail.removeprefix('region/').upper()}")
    return [iri for iri in dict.fromkeys(spelt) if node_of(iri)]


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"


def node_of(iri: str) -> NamedNode | None:
    """The term of an IRI; None for a text that is none."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None
