"""From what people write (a name, code, slug or IRI) to the thing they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from minegraph.errors import AmbiguousNameError, NotFoundError
from minegraph.labels import PROLOGUE, every_name, fold, instances_of, labels_of, values
from minegraph.store import Source
from minegraph.terms import ID, MG, PREFIXES, compress, expand

REGIONS = (f"{MG}MiningRegion", f"{MG}Region")
SUGGESTIONS = 5
CLOSE_ENOUGH = 65.0
NEARLY_AS_CLOSE = 15.0
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
_ABSOLUTE = re.compile(r"<?([A-Za-z][A-Za-z0-9+.-]*://[^\s<>]+|urn:[^\s<>]+)>?")
_CODES = "mg:isoCode|mg:pic|mg:grantNumber|mg:officialCode|mg:chemicalSymbol"
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
    return _resolve(source, _Names(source), text, kinds=kinds, noun=noun, spaces=spaces)


def resolve_all(
    source: Source,
    texts: Iterable[str],
    kinds: Sequence[str] = (),
    noun: str = "thing",
    spaces: tuple[str, ...] = (),
) -> dict[str, Thing | NotFoundError | AmbiguousNameError]:
    """What `resolve` gives or raises for each text; the names in the data are read once, and only for a text that is
    no code, slug or name as it stands.
    """
    found: dict[str, Thing | NotFoundError | AmbiguousNameError] = {}
    names = _Names(source)
    for text in texts:
        try:
            found[text] = _resolve(source, names, text, kinds=kinds, noun=noun, spaces=spaces)
        except (NotFoundError, AmbiguousNameError) as error:
            found[text] = error
    return found


def as_iri(text: str) -> str | None:
    """The IRI that a text spells, in full or as a CURIE of a known prefix; None when it spells none."""
    absolute = _ABSOLUTE.fullmatch(text)
    iri = absolute[1] if absolute else expand(text)
    return iri if (absolute or iri != text) and _node(iri) else None


def slug(iri: str) -> str:
    """The short way to write an IRI: `region/FI1D7` for things, a CURIE for the rest."""
    return iri.removeprefix(ID) if iri.startswith(ID) else compress(iri)


class _Names:
    """Every name in the data, read when it is first needed."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[tuple[str, ...], dict[str, str]] = {}

    @cached_property
    def by_key(self) -> dict[str, list[tuple[str, str, bool]]]:
        """Folded name -> the names it folds, each with its thing and whether it is the preferred English one."""
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for name, thing, preferred in every_name(self._source):
            found.setdefault(fold(name), []).append((name, thing, preferred))
        return found

    def nearest(self, text: str, kinds: tuple[str, ...]) -> list[str]:
        """The names of things of these kinds most like the text, the best first."""
        from rapidfuzz import fuzz, process

        if kinds not in self._known:
            self._known[kinds] = self._of(kinds)
        names = self._known[kinds]
        key = fold(re.split(r"[/#:]", text)[-1])
        close = process.extract(key, names.keys(), scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=CLOSE_ENOUGH)
        return [names[name] for name, score, _ in close if score >= close[0][1] - NEARLY_AS_CLOSE]

    def _of(self, kinds: tuple[str, ...]) -> dict[str, str]:
        allowed = instances_of(self._source, kinds)
        found: dict[str, str] = {}
        for key, borne in self.by_key.items():
            fitting = [name for name, thing, _ in borne if not kinds or thing in allowed]
            found |= {key: fitting[-1]} if fitting else {}
        return found


def _resolve(
    source: Source, names: _Names, text: str, *, kinds: Sequence[str], noun: str, spaces: tuple[str, ...]
) -> Thing:
    words = " ".join(text.encode(errors="replace").decode().split())
    iri = as_iri(words)
    found = _by_iri(source, iri) if iri else _by_index(source, words, spaces)
    matches = _best(found, kinds, spaces) or ([] if iri else _best(_by_every_name(source, names, words), kinds, spaces))
    if not matches:
        raise NotFoundError(noun, _shortened(text), names.nearest(words, tuple(kinds)))
    iris = {match.iri for match in matches}
    labels = labels_of(source, iris)
    if len(iris) > 1:
        raise AmbiguousNameError(noun, _shortened(text), [f"{labels[iri]} ({slug(iri)})" for iri in sorted(iris)])
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
    if not found and source.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?p {node} }} UNION {{ ?s {node} ?o }} }}"):
        return [_Match(iri, "", _SLUG, 0)]
    return found


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
            f"?thing {_CODES} {code} BIND({_CODE} AS ?how)",
        ]
    union = " UNION ".join(f"{{ {branch} }}" for branch in branches)
    rows = source.select(f"{PROLOGUE}SELECT ?thing ?how ?preferred WHERE {{ {union} }}").rows
    borne = [
        (thing.value, int(how.value), 0 if how.value != str(_NAME) or preferred is not None else 1)
        for thing, how, preferred in rows
        if isinstance(thing, NamedNode) and isinstance(how, Literal)
    ]
    return _typed(source, [*borne, *((iri, _SLUG, place) for place, iri in enumerate(_slugs(text, spaces)))])


def _by_every_name(source: Source, names: _Names, text: str) -> list[_Match]:
    """What bears the text as a name when case, accents and punctuation do not count: reads every name."""
    key = fold(text)
    borne = names.by_key.get(key, ()) if key else ()
    return _typed(source, {(thing, _NAME, 0 if preferred else 1) for _, thing, preferred in borne})


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
    return [iri for iri in dict.fromkeys(spelt) if _node(iri)]


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None
