"""Search over every name in every language, and over codes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.errors import NotFoundError
from minegraph.findings import HOW, Findings, Hit
from minegraph.kinds import classes_of, kind_word, kinds_of
from minegraph.labels import PROLOGUE, Name, every_name, fold, labels_of
from minegraph.lookup import CODES, as_iri, slug
from minegraph.store import Source
from minegraph.terms import MG, compress, expand

LIMIT = 20
MOST_WORDS = 8
MOST_CHARACTERS = 200
LEAST_PART = 3
LEAST_ALIKE = 77.0
NEARLY_AS_CLOSE = 8.0
MOST_ALIKE = 12
_END = "\U0010ffff"
_CODE, _EXACT, _PREFIX, _WORDS, _PART, _ALIKE, _SOME = range(len(HOW))
_TERMS = "owl:Class owl:ObjectProperty owl:DatatypeProperty"
_FIRST = tuple(
    f"{MG}{name}"
    for name in (
        *("MiningRegion", "Region", "Project", "Network", "Organisation", "PublicBody", "Commodity", "Site"),
        *("ValueChainStage", "FundingProgramme", "PolicyInstrument", "SpecialisationPriority", "Country"),
    )
)
_LAST = {f"{MG}{name}" for name in ("Claim", "Indicator", "NutsCode", "Observation")}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A thing as hits show it: its label, its kind, all its classes; `rank` is the place of its kind among kinds."""

    label: str
    kind: str
    kind_iri: str
    classes: frozenset[str]
    rank: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with every name and code that it is found by; `rank` is the place of its kind among kinds."""

    iri: str
    label: str
    kind: str
    rank: int
    names: tuple[Name, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """How a name fits a text, and how unlike their words are."""

    how: int
    unlike: float
    name: int


class NameIndex:
    """Every name and code of one source, read once and searched in milliseconds."""

    def __init__(self, source: Source) -> None:
        self._names = [*every_name(source), *_terms(source)]
        self._coded = list(_codes(source))
        self._bearers = _bearers(source, {name.thing for name in (*self._names, *self._coded)})
        self._keys = [fold(name.text) for name in self._names]
        self._codes = _by_code(self._coded, self._bearers)
        self._places = self._ranked()
        self._by_word = _postings(self._keys)
        self._words = sorted(self._by_word)

    def search(self, text: str, kinds: Iterable[str] = (), limit: int = LIMIT) -> Findings:
        """The things that a text names, the best first, each once with its best name; at most `limit` of them.

        A text is a name in any language, the beginning or some words of one, whatever case and accents, also misspelt;
        a code (NUTS of any version, ISO, PIC, grant number, chemical symbol), a slug or an IRI. Of a long text, the
        first `MOST_WORDS` words count. `kinds` are classes, by IRI, CURIE or label (`mining region`); NotFoundError
        for an unknown one.
        """
        wanted = self._classes(kinds)
        words = " ".join(text.encode(errors="replace").decode().split())[:MOST_CHARACTERS]
        found = [one for one in self._all(words) if not wanted or self._bearers[one[1].thing].classes & wanted]
        return Findings(words, tuple(self._hit(how, name) for how, name in found[:limit]), len(found))

    def entries(self) -> list[Entry]:
        """Every thing that can be found, by its IRI; names and codes are sorted."""
        names = _by_thing(sorted(self._names, key=lambda name: (not name.is_first, name.language, name.text)))
        codes = _by_thing(sorted(self._coded, key=lambda code: code.text))
        return [
            Entry(
                iri,
                bearer.label,
                bearer.kind,
                bearer.rank,
                tuple(names.get(iri, ())),
                tuple(dict.fromkeys(code.text for code in codes.get(iri, ()))),
            )
            for iri, bearer in sorted(self._bearers.items())
        ]

    def _all(self, text: str) -> list[tuple[int, Name]]:
        """Every thing that is found, once, the best first; what has the code leaves no room for what is only alike."""
        borne = {name.thing: (_CODE, name) for name in self._by_code(text)}
        if not as_iri(text):
            for how, name in self._by_name(fold(text)):
                if how < _ALIKE or not self._codes.get(fold(text)):
                    borne.setdefault(name.thing, (how, name))
        return list(borne.values())

    def _hit(self, how: int, name: Name) -> Hit:
        bearer = self._bearers[name.thing]
        return Hit(name.thing, bearer.label, bearer.kind, bearer.kind_iri, name.text, name.language, HOW[how])

    def _by_code(self, text: str) -> list[Name]:
        iri = as_iri(text)
        if iri:
            return [Name(text, "", iri, False)] if iri in self._bearers else []
        return self._codes.get(fold(text), [])

    def _by_name(self, key: str) -> list[tuple[int, Name]]:
        asked = list(dict.fromkeys(key.split()))[:MOST_WORDS]
        found = self._found(key, [self._alike(word) for word in asked])
        best = sorted(found, key=lambda one: (one.how, one.unlike, self._places[one.name]))
        return [(one.how, self._names[one.name]) for one in best]

    def _found(self, key: str, asked: Sequence[Mapping[str, tuple[int, float]]]) -> Iterator[_Found]:
        """The names that have the most of the words asked for."""
        having: dict[int, list[tuple[int, float]]] = {}
        for spellings in asked:
            for name, closeness in self._having(spellings).items():
                having.setdefault(name, []).append(closeness)
        most = max(map(len, having.values()), default=0)
        for name, words in having.items():
            if len(words) == most:
                how = max(how for how, _ in words) if most == len(asked) else _SOME
                yield _Found(self._whole(key, name, how), sum(unlike for _, unlike in words), name)

    def _having(self, spellings: Mapping[str, tuple[int, float]]) -> dict[int, tuple[int, float]]:
        """The names that have one of the spellings of a word, with the closest of them."""
        found: dict[int, tuple[int, float]] = {}
        for word, closeness in spellings.items():
            for name in self._by_word[word]:
                found[name] = min(found.get(name, closeness), closeness)
        return found

    def _ranked(self) -> list[int]:
        """The place of each name among those that fit equally: by kind, the shortest first, preferred English first."""

        def rank(at: int) -> tuple[int, int, bool, str, str]:
            name = self._names[at]
            bearer = self._bearers[name.thing]
            return bearer.rank, len(self._keys[at]), not name.is_first, bearer.label, name.thing

        ranked = sorted(range(len(self._names)), key=rank)
        return [place for _, place in sorted((at, place) for place, at in enumerate(ranked))]

    def _whole(self, key: str, name: int, how: int) -> int:
        """How a name that has the words fits as a whole."""
        if self._keys[name] == key:
            return _EXACT
        return _PREFIX if self._keys[name].startswith(key) else how

    def _alike(self, word: str) -> dict[str, tuple[int, float]]:
        """The known words that a word may stand for: how, and how unlike they are.

        Those that begin with it and, of three letters or more, those that contain it; where there are none, those
        that are nearly the same.
        """
        start, end = bisect_left(self._words, word), bisect_left(self._words, word + _END)
        found = {known: (_WORDS, 0.0 if known == word else 0.1) for known in self._words[start:end]}
        if len(word) >= LEAST_PART:
            found |= {known: (_PART, 0.2) for known in self._words if word in known and known not in found}
        return found or self._misspelt(word)

    def _misspelt(self, word: str) -> dict[str, tuple[int, float]]:
        from rapidfuzz import fuzz, process

        if len(word) < LEAST_PART:
            return {}
        close = process.extract(word, self._words, scorer=fuzz.ratio, limit=MOST_ALIKE, score_cutoff=LEAST_ALIKE)
        least = close[0][1] - NEARLY_AS_CLOSE if close else 0
        return {known: (_ALIKE, 100 - score) for known, score, _ in close if score >= least}

    def _classes(self, kinds: Iterable[str]) -> set[str]:
        return {iri for kind in kinds for iri in self._class(kind)}

    def _class(self, kind: str) -> set[str]:
        """The classes that have the label, and the one of that IRI or CURIE."""
        borne = {iri for bearer in self._bearers.values() for iri in bearer.classes}
        words = {iri: self._bearers[iri].label if iri in self._bearers else compress(iri) for iri in borne}
        found = {iri for iri in borne if fold(words[iri]) == fold(kind)} | {iri for iri in (as_iri(kind),) if iri}
        if not found:
            from difflib import get_close_matches

            raise NotFoundError("kind", kind, get_close_matches(kind, words.values(), n=3))
        return found


def _terms(source: Source) -> Iterator[Name]:
    """The labels of the ontology's classes and properties."""
    query = f"SELECT ?term ?label WHERE {{ VALUES ?kind {{ {_TERMS} }} ?term a ?kind ; rdfs:label ?label }}"
    for term, label in source.select(f"{PROLOGUE}PREFIX owl: <{expand('owl:')}>\n{query}").rows:
        if isinstance(term, NamedNode) and isinstance(label, Literal):
            yield Name(label.value, label.language or "", term.value, label.language == "en")


def _codes(source: Source) -> Iterator[Name]:
    """Every code with the thing it stands for; a NUTS code stands for its region."""
    branches = (
        f"{{ ?thing {CODES} ?code }}",
        "{ ?entry skos:notation ?code ; mg:codeOf ?thing }",
        "{ ?thing mg:nutsCode ?entry . ?entry skos:notation ?code }",
    )
    for thing, code in source.select(f"{PROLOGUE}SELECT ?thing ?code WHERE {{ {' UNION '.join(branches)} }}").rows:
        if isinstance(thing, NamedNode) and isinstance(code, Literal):
            yield Name(code.value, "", thing.value, False)


def _bearers(source: Source, things: set[str]) -> dict[str, _Bearer]:
    classes, kinds = classes_of(source, things), kinds_of(source, things)
    labels = labels_of(source, {*things, *kinds.values()})
    return {
        iri: _Bearer(labels[iri], kind_word(iri, kind, labels), kind, frozenset(classes[iri]), _kind_rank(kind))
        for iri, kind in kinds.items()
    }


def _kind_rank(kind: str) -> int:
    if kind in _FIRST:
        return _FIRST.index(kind)
    return len(_FIRST) + (kind in _LAST)


def _by_code(codes: Iterable[Name], things: Iterable[str]) -> dict[str, list[Name]]:
    """Folded code, slug or the slug's last part -> what it stands for, each thing once."""
    slugs = (Name(part, "", iri, False) for iri in things for part in {slug(iri), slug(iri).rpartition("/")[2]})
    found: dict[str, dict[str, Name]] = {}
    for name in (*codes, *slugs):
        found.setdefault(fold(name.text), {}).setdefault(name.thing, name)
    return {code: list(names.values()) for code, names in found.items()}


def _by_thing(names: Iterable[Name]) -> dict[str, list[Name]]:
    """Thing -> its names, in their order, each once."""
    found: dict[str, list[Name]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(name.thing, []).append(name)
    return found


def _postings(keys: Sequence[str]) -> dict[str, list[int]]:
    """Word -> the names that have it."""
    found: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        for word in dict.fromkeys(key.split()):
            found.setdefault(word, []).append(at)
    return found
