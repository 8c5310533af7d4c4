"""Matches with terms of others as SSSOM/TSV (https://mapping-commons.github.io/sssom/), in its canonical form."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from minegraph.terms import PREFIXES

# What every reader of SSSOM knows; the canonical form leaves them out.
_BUILT_IN = {
    prefix: PREFIXES.get(prefix, namespace)
    for prefix, namespace in {
        "owl": "",
        "rdf": "",
        "rdfs": "",
        "semapv": "https://w3id.org/semapv/vocab/",
        "skos": "",
    }.items()
}
_OTHERS = {
    "cgicommodity": "http://resource.geosciml.org/classifier/cgi/commodity-code/",
    "inspirecommodity": "http://inspire.ec.europa.eu/codelist/CommodityCodeValue/",
}
_WORDS = r"[A-Za-z][A-Za-z0-9 .,;()/_'+-]*(?::(?! )[A-Za-z0-9 .,;()/_'+#-]*)*"
_PLAIN = re.compile(rf"{_WORDS}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]+(?:\.[0-9]+){{2,}}")


class Match(NamedTuple):
    """That a subject matches an object, in which way and how that is known; IRIs, but for the label."""

    subject: str
    label: str
    predicate: str
    object: str
    justification: str


@dataclass(frozen=True, slots=True)
class MappingSet:
    """Matches with what is to be known of them together."""

    iri: str
    title: str
    description: str
    version: str
    licence: str
    creators: Sequence[str]
    provider: str
    date: str
    matches: Sequence[Match]


_COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification")


def sssom(mappings: MappingSet) -> str:
    """A mapping set as the text of a `.sssom.tsv` file: what is known of it as YAML in comments, then a row a match."""
    prefixes = _prefixes(mappings.matches)
    rows = sorted(tuple(_curies(match, prefixes)) for match in mappings.matches)
    used = {value.partition(":")[0] for row in rows for value in (row[0], *row[2:])}
    known = {prefix: namespace for prefix, namespace in sorted(prefixes.items()) if prefix in used - _BUILT_IN.keys()}
    lines = [f"#{line}\n" for line in _header(mappings, known)]
    table = io.StringIO()
    writer = csv.writer(table, delimiter="\t", lineterminator="\n")
    writer.writerows([_COLUMNS, *rows])
    return "".join(lines) + table.getvalue()


def _header(mappings: MappingSet, prefixes: Mapping[str, str]) -> Iterable[str]:
    """The metadata, its parts in the order of the specification."""
    yield "curie_map:"
    yield from (f"  {prefix}: {_scalar(namespace)}" for prefix, namespace in prefixes.items())
    yield f"mapping_set_id: {_scalar(mappings.iri)}"
    yield f"mapping_set_version: {_scalar(mappings.version)}"
    yield f"mapping_set_title: {_scalar(mappings.title)}"
    yield f"mapping_set_description: {_scalar(mappings.description)}"
    yield "creator_label:"
    yield from (f"  - {_scalar(name)}" for name in mappings.creators)
    yield f"license: {_scalar(mappings.licence)}"
    yield f"mapping_provider: {_scalar(mappings.provider)}"
    if mappings.date:
        yield f"publication_date: {_scalar(mappings.date)}"


def _scalar(text: str) -> str:
    """Text as YAML: plain where nobody can take it for anything else, else quoted as JSON, which YAML includes.

    >>> _scalar("https://w3id.org/minegraph/"), _scalar("0.1.0"), _scalar("a: b"), _scalar("0.1")
    ('https://w3id.org/minegraph/', '0.1.0', '"a: b"', '"0.1"')
    """
    return text if _PLAIN.fullmatch(text) and text == text.strip() else json.dumps(text, ensure_ascii=False)


def _curies(match: Match, prefixes: Mapping[str, str]) -> Iterable[str]:
    yield _curie(match.subject, prefixes)
    yield " ".join(match.label.split())
    yield from (_curie(iri, prefixes) for iri in (match.predicate, match.object, match.justification))


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    length, prefix = max((len(space), prefix) for prefix, space in prefixes.items() if iri.startswith(space))
    return f"{prefix}:{iri[length:]}"


def _prefixes(matches: Sequence[Match]) -> dict[str, str]:
    """A prefix for every IRI: the known ones, and `ns1`, `ns2` ... for namespaces that have none."""
    known = PREFIXES | _BUILT_IN | _OTHERS
    iris = {iri for one in matches for iri in (one.subject, one.object, one.predicate, one.justification)}
    strange = sorted(iri for iri in iris if not iri.startswith(tuple(known.values())))
    spaces = dict.fromkeys(re.sub("[^/#:]*$", "", iri) for iri in strange)
    return known | {f"ns{at}": space for at, space in enumerate(spaces, 1)}
