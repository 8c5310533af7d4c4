"""What a statement that is handed in must not hold, or must not say."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from minegraph.terms import BASE, ID, MG, RECORDS, SHAPES, compress
from minegraph.validation.incoming.locating import RELATIVE
from minegraph.validation.incoming.refusal import is_unseen, shortened
from minegraph.validation.shacl import OWL, RDF, RDFS, SH
from minegraph.validation.triples import Term

MAX_LITERAL = 64 * 1024
MAX_IRI = 2_000
MAX_LANGUAGE = 64

_REMARKS = {f"{RDFS}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")} | {
    f"{OWL}{name}" for name in ("deprecated", "versionInfo")
}
_SCHEMA = (RDFS, OWL, SH)
_NO_SCHEMA = "Data must not bring schema; leave it out."
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\r"}


def form_problems(quad: ox.Quad) -> Iterator[str]:
    """What makes a statement unusable in any file: names of graphs, RDF 1.2, too much, unseen characters."""
    if not isinstance(quad.graph_name, ox.DefaultGraph):
        yield f"holds the named graph {_short(quad.graph_name)}. Hand in one graph: leave its name out."
    for term in (quad.subject, quad.predicate, quad.object):
        if isinstance(term, ox.NamedNode):
            yield from _iri_problems(term.value)
        elif isinstance(term, ox.Literal):
            yield from _literal_problems(quad, term)
        elif isinstance(term, ox.Triple):
            yield "speaks about a statement (RDF 1.2). Write plain RDF 1.1."


def schema_problems(quad: ox.Quad) -> Iterator[str]:
    """What makes a statement more than data: it would change what the graph's terms mean, or how they are checked."""
    predicate = quad.predicate.value
    if predicate.startswith(_SCHEMA) and predicate not in _REMARKS:
        yield f"uses {compress(predicate)}. {_NO_SCHEMA}"
    if _is_thing(predicate):
        yield f"uses {compress(predicate)} as a property, and it is none. Use one that the ontology declares."
    if predicate == f"{RDF}type" and isinstance(quad.object, ox.NamedNode):
        yield from _class_problems(quad.subject, quad.object.value)
    if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith((MG, SHAPES)):
        yield f"describes {compress(quad.subject.value)}, a term of minegraph. {_NO_SCHEMA}"


def own_problems(quad: ox.Quad) -> Iterator[str]:
    """What only the graph says of itself: its named graphs, data sets, ontology and queries, and who submitted what."""
    subject = quad.subject
    if not isinstance(subject, ox.NamedNode):
        return
    if subject.value.startswith(BASE) and not subject.value.startswith(ID):
        yield f"describes {_short(subject)}, a part of the graph itself. Describe only things under {ID}."
    if subject.value.startswith(RECORDS):
        yield f"describes {_short(subject)}. Leave that out: it is recorded when the file is accepted."


def lenient_problems(quad: ox.Quad) -> Iterator[str]:
    """What makes a statement of JSON-LD no RDF; the engine, asked for RDF, would leave it out without a word."""
    for term in (quad.subject, quad.predicate, quad.object):
        try:
            if isinstance(term, ox.NamedNode):
                ox.NamedNode(term.value)
            elif isinstance(term, ox.Literal) and term.language:
                ox.Literal("", language=term.language)
            elif isinstance(term, ox.Literal):
                ox.NamedNode(term.datatype.value)
        except ValueError as error:
            yield _no_rdf(term, str(error))


def _no_rdf(term: Term, problem: str) -> str:
    if isinstance(term, ox.NamedNode) and ":" not in term.value:
        name = shortened(term.value, 80)
        return f'no @context of the file says what "{name}" means. Correct it, write a full IRI, or say it there.'
    return f"{_short(term)} is no RDF ({problem}). Correct it."


def _class_problems(subject: Term, kind: str) -> Iterator[str]:
    if kind.startswith(_SCHEMA) or kind == f"{RDF}Property":
        yield f"declares {_short(subject)} as {compress(kind)}. {_NO_SCHEMA}"
    if _is_thing(kind):
        yield f"gives {_short(subject)} the class {compress(kind)}, and it is none. Use one that the ontology declares."


def _is_thing(iri: str) -> bool:
    """Whether an IRI is one of the graph's that is no term."""
    return iri.startswith(BASE) and not iri.startswith(MG)


def _iri_problems(iri: str) -> Iterator[str]:
    if len(iri) > MAX_IRI:
        yield f"the IRI {shortened(iri, 80)} is longer than {MAX_IRI:,} characters. Shorten it."
    if not iri.isascii() and any(map(is_unseen, iri)):
        yield f"the IRI {shortened(iri, 80)} holds an invisible character. Take it out."
    if iri.startswith(RELATIVE):
        given = iri.removeprefix(f"{RELATIVE}//file/")
        yield f'relative IRI "{shortened(given, 80)}". Write the full IRI, or say in the @context what it means.'


def _literal_problems(quad: ox.Quad, literal: ox.Literal) -> Iterator[str]:
    text = literal.value
    if len(text.encode()) > MAX_LITERAL:
        yield f"a text of {_short(quad.subject)} is longer than {MAX_LITERAL // 1024} KB. Shorten it."
    if not text.isprintable() and len(text.translate(_CONTROLS)) < len(text):
        codes = sorted({f"U+{ord(character):04X}" for character in text if ord(character) in _CONTROLS})
        yield f"a text of {_short(quad.subject)} holds the control character {codes[0]}. Take it out."
    if literal.language and len(literal.language) > MAX_LANGUAGE:
        tag = shortened(literal.language, 80)
        yield f"the language tag {tag} is longer than {MAX_LANGUAGE} characters. Correct it."
    if literal.direction:
        yield f"a text of {_short(quad.subject)} has a direction (RDF 1.2). Write plain RDF 1.1."
    yield from _iri_problems(literal.datatype.value)


def _short(term: Term | ox.DefaultGraph) -> str:
    return shortened(str(term), 80)
