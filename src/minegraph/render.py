"""Writing query results and graphs in each of their formats."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Literal as OneOf
from typing import NamedTuple, TypeVar

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from minegraph import formats
from minegraph.errors import FormatError
from minegraph.formats import Format, names_of
from minegraph.json_ld import json_ld
from minegraph.pages import Cell, Link, Page, Table
from minegraph.store import Solutions, Term
from minegraph.terms import PREFIXES, compress

Statement = TypeVar("Statement", Triple, Quad)
Form = OneOf["SELECT", "ASK", "GRAPH"]

FITTING: dict[Form, tuple[Format, ...]] = {"SELECT": formats.ROWS, "ASK": formats.ANSWERS, "GRAPH": formats.GRAPHS}
FORMATS: dict[Form, tuple[str, ...]] = {
    "SELECT": ("table", *names_of(FITTING["SELECT"])),
    "ASK": ("table", *names_of(FITTING["ASK"])),
    "GRAPH": names_of(FITTING["GRAPH"]),
}
ALL_FORMATS = tuple(dict.fromkeys(name for names in FORMATS.values() for name in names))

_RESULTS = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}
_RDF = {
    "nquads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}
DATASET_FORMATS = names_of(formats.DATASETS)
NAMELESS = frozenset({"ttl", "rdfxml"})
_XML_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_XSD = PREFIXES["xsd"]
NUMERIC = frozenset(
    f"{_XSD}{name}"
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger"),
        *("positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort"),
    )
)


def format_for(form: Form, asked: str) -> str:
    """The format to write: the one asked for, where `table` is Turtle for a graph. Raises FormatError for a misfit."""
    name = "ttl" if form == "GRAPH" and asked == "table" else asked
    if name not in FORMATS[form]:
        what = {"SELECT": "rows (SELECT)", "ASK": "an answer (ASK)", "GRAPH": "a graph (CONSTRUCT, DESCRIBE)"}[form]
        raise FormatError(f"The result is {what}; format {asked!r} does not fit it. Use {_one_of(FORMATS[form])}.")
    return name


def solutions(result: Solutions, name: str) -> bytes:
    """Rows as the W3C writes SPARQL 1.1 Query Results: csv, tsv, json or xml."""
    return _converted(_solutions_json(result), name)


def answer(value: bool, name: str) -> bytes:
    """The answer of an ASK query as json or xml."""
    return _converted(json.dumps({"head": {}, "boolean": value}).encode(), name)


def graph(triples: Iterable[Triple], name: str) -> bytes:
    """Triples, sorted, as ttl, nt, jsonld or rdfxml; FormatError for what the last has no way to write."""
    return ordered_graph(sorted(set(triples), key=str), name)


def ordered_graph(triples: Sequence[Triple], name: str) -> bytes:
    """Triples in their order, each once, in a form as `graph` writes it."""
    if name == "jsonld":
        return json_ld(triples).encode()
    written = BytesIO()
    write_graph(triples, name, written.write, used_prefixes(triples))
    return written.getvalue()


def write_graph(
    triples: Iterable[Statement], name: str, write: Callable[[bytes], int], prefixes: dict[str, str]
) -> None:
    """Write triples in their order as ttl, nt, jsonld or rdfxml while they come. Raises FormatError as `graph` does."""
    if name == "rdfxml":
        triples, write = _speakable(triples), _escaping(write)
    serialize(triples, _Writer(write), format=_RDF[name], prefixes=None if name == "nt" else prefixes)  # type: ignore[arg-type]


def page(result: Solutions) -> Page:
    """Rows as a table for people: IRIs as CURIEs, numbers to the right."""
    numeric = frozenset(at for at in range(len(result.variables)) if _is_numeric(row[at] for row in result.rows))
    rows = tuple(tuple(cell(term) for term in row) for row in result.rows)
    return (Table(result.variables, rows, numeric),)


def cell(term: Term | None) -> Cell:
    """A term for people: a CURIE that links to its IRI, or the text of a literal."""
    match term:
        case NamedNode():
            return Link(compress(term.value), term.value)
        case Literal():
            return term.value
        case None:
            return ""
        case _:
            return str(term)


def is_number(literal: Literal) -> bool:
    """A literal of one of XSD's numeric datatypes."""
    return literal.datatype.value in NUMERIC


def _is_numeric(column: Iterable[Term | None]) -> bool:
    bound = [term for term in column if term is not None]
    return bool(bound) and all(isinstance(term, Literal) and is_number(term) for term in bound)


def _converted(document: bytes, name: str) -> bytes:
    written = parse_query_results(document, format=QueryResultsFormat.JSON).serialize(format=_RESULTS[name])
    return written or b"" if name in ("csv", "tsv") else (written or b"") + b"\n"


def _solutions_json(result: Solutions) -> bytes:
    bindings = [
        {name: _term_json(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    document = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False).encode()


def _term_json(term: Term) -> dict[str, object]:
    match term:
        case NamedNode():
            return {"type": "uri", "value": term.value}
        case BlankNode():
            return {"type": "bnode", "value": term.value}
        case Triple():
            parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
            return {"type": "triple", "value": {name: _term_json(part) for name, part in parts.items()}}
        case Literal(language=str() as language):
            return {"type": "literal", "value": term.value, "xml:lang": language}
        case _:
            return {"type": "literal", "value": term.value, **_datatype(term.datatype.value)}


def _datatype(iri: str) -> dict[str, str]:
    return {} if iri == f"{_XSD}string" else {"datatype": iri}


class _Writer(NamedTuple):
    """A function as the file that the engine writes into."""

    write: Callable[[bytes], int]

    def flush(self) -> None:
        """Nothing: all has been written."""


def _speakable(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The same; RDF/XML can name a property only by a name of XML, and no text can hold a control character."""
    named = set()
    for one in statements:
        if one.predicate not in named:
            if not _XML_NAME.search(one.predicate.value):
                raise FormatError(f"RDF/XML cannot name the property <{one.predicate.value}>. Use another format.")
            named.add(one.predicate)
        if isinstance(one.object, Literal) and NOT_XML.search(one.object.value):
            raise FormatError(f"RDF/XML cannot write a control character in {one.object}. Use another format.")
        yield one


def _escaping(write: Callable[[bytes], int]) -> Callable[[bytes], int]:
    """Write XML so that a carriage return, which the engine leaves as it is, is not read as the end of a line."""
    return lambda data: write(data.replace(b"\r", b"&#xD;")) and len(data)


def used_prefixes(statements: Iterable[Triple] | Iterable[Quad]) -> dict[str, str]:
    """The known prefixes whose namespaces occur in statements."""
    text = (serialize(statements, format=RdfFormat.N_QUADS) or b"").decode()
    return {prefix: namespace for prefix, namespace in sorted(PREFIXES.items()) if f"<{namespace}" in text}


def _one_of(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"
