"""What things are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from minegraph.store import Row, Source, Term
from minegraph.terms import INFERRED, PREFIXES, compress

BATCH = 1000
PROLOGUE = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in ("mg", "rdfs", "skos"))
_PATHS = ("skos:prefLabel", "rdfs:label", "skos:altLabel|mg:acronym", f"<{PREFIXES['dcterms']}title>")
_ASCII_WORDS = re.compile("[a-z0-9]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ħ": "h"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called: the text, its language (empty for none), whether it is the preferred English name."""

    text: str
    language: str
    thing: str
    is_first: bool


def labels_of(source: Source, iris: Iterable[str], known: dict[str, str] | None = None) -> dict[str, str]:
    """The best label of every IRI: preferred before other labels, English before other languages, else its CURIE.

    Those among the `known` are not read again; what is read is added to them.
    """
    asked, known = set(iris), {} if known is None else known
    known |= _read_labels(source, sorted(asked - set(known)))
    return {iri: known[iri] for iri in asked}


def every_label(source: Source) -> dict[str, str]:
    """The best label, as `labels_of` gives it, of every IRI that has any."""
    return _best(source.select(_labels_query("")).rows)


def _read_labels(source: Source, wanted: list[str]) -> dict[str, str]:
    found = {iri: compress(iri) for iri in wanted}
    for at in range(0, len(wanted), BATCH):
        things = values("thing", map(NamedNode, wanted[at : at + BATCH]))
        found |= _best(source.select(_labels_query(things)).rows)
    return found


def _best(rows: Iterable[Row]) -> dict[str, str]:
    """The best of the names of each thing, from rows of things, names and the ranks of these."""
    found: dict[str, tuple[int, int, str]] = {}
    for thing, name, rank in rows:
        if isinstance(thing, NamedNode) and isinstance(name, Literal) and isinstance(rank, Literal):
            ranked = int(rank.value), _language_rank(name), name.value
            found[thing.value] = min(ranked, found.get(thing.value, ranked))
    return {iri: text for iri, (_, _, text) in found.items()}


def short_names_of(source: Source, iris: Iterable[str]) -> dict[str, str]:
    """The acronym of every IRI that has one, for the others their best label."""
    names = labels_of(source, iris)
    wanted = sorted(names)
    for at in range(0, len(wanted), BATCH):
        things = values("thing", map(NamedNode, wanted[at : at + BATCH]))
        query = f"SELECT ?thing (MIN(?name) AS ?acronym) WHERE {{ {things} ?thing mg:acronym ?name }} GROUP BY ?thing"
        for thing, acronym in source.select(f"{PROLOGUE}{query}").rows:
            if isinstance(thing, NamedNode) and isinstance(acronym, Literal):
                names[thing.value] = acronym.value
    return names


def values(variable: str, terms: Iterable[Term]) -> str:
    """A VALUES block that binds one variable to each of the terms."""
    return f"VALUES ?{variable} {{ {' '.join(map(str, terms))} }}"


def stated(pattern: str, ignored: Iterable[str] = ()) -> str:
    """The pattern, matched in what the files state, but for the ignored named graphs."""
    graphs = ", ".join(str(NamedNode(graph)) for graph in (INFERRED, *ignored))
    return f"GRAPH ?graph {{ {pattern} }} FILTER(?graph NOT IN ({graphs}))"


def fold(text: str) -> str:
    """The text without case, accents, punctuation and extra white space, for comparing names.

    >>> fold("  Castilla y  León ") == fold("castilla Y leon")
    True
    >>> fold("Στερεά Ελλάδα") == fold("ΣΤΕΡΕΑ ΕΛΛΑΔΑ")
    True
    """
    if text.isascii():
        return " ".join(_ASCII_WORDS.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    spaced = "".join(
        character if character.isalnum() else " " for character in plain if not unicodedata.combining(character)
    )
    return " ".join(spaced.split())


def slugify(text: str) -> str:
    """The text as the end of an IRI: Latin letters without accents and digits, joined by hyphens; empty for none.

    >>> slugify("Castilla y León"), slugify("Łódź"), slugify("Στερεά")
    ('castilla-y-leon', 'lodz', '')
    """
    plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
    return "-".join(_ASCII_WORDS.findall(plain))


def every_name(source: Source) -> Iterator[Name]:
    """Every name of a thing: preferred and other labels, acronyms."""
    query = (
        f"{PROLOGUE}SELECT ?name ?thing ?preferred WHERE {{"
        " { ?thing skos:prefLabel ?name BIND(true AS ?preferred) } UNION { ?thing skos:altLabel|mg:acronym ?name } }"
    )
    for name, thing, preferred in source.select(query).rows:
        if isinstance(name, Literal) and isinstance(thing, NamedNode):
            is_first = preferred is not None and name.language == "en"
            yield Name(name.value, name.language or "", thing.value, is_first)


def instances_of(source: Source, kinds: Iterable[str]) -> set[str]:
    """The IRIs of the things that have one of the classes."""
    kinds = list(kinds)
    query = f"SELECT ?thing WHERE {{ {values('kind', map(NamedNode, kinds))} ?thing a ?kind }}"
    rows = source.select(query).rows if kinds else ()
    return {thing.value for (thing,) in rows if isinstance(thing, NamedNode)}


def _labels_query(things: str) -> str:
    """The names with their ranks, of the things that a pattern binds."""
    branches = (f"{{ {things} ?thing {path} ?name BIND({rank} AS ?rank) }}" for rank, path in enumerate(_PATHS))
    return f"{PROLOGUE}SELECT ?thing ?name ?rank WHERE {{ {' UNION '.join(branches)} }}"


def _language_rank(name: Literal) -> int:
    match name.language:
        case "en":
            return 0
        case None:
            return 1
        case str() as language if language.startswith("en"):
            return 2
        case _:
            return 3
