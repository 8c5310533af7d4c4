"""A difference as RDF: change sets, which applied to the old state give exactly the new one.

The Changeset vocabulary (http://purl.org/vocab/changeset/schema#) says in plain RDF 1.1 what is removed and added, by
reified statements that any tool can query; the alternatives are formats of their own (RDF Patch, LD Patch) or say only
that something changed (PROV, DCAT). A change set is about one resource; `dcterms:isPartOf` says in which named graph.
Blank nodes are IRIs, as section 3.5 of RDF 1.1 has it: with the labels of the old dump where they are removed, with
others where they are added, so that the result says what the new dump says and only names its blank nodes otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import pyoxigraph as ox

from minegraph.comparison.difference import Difference
from minegraph.terms import BASE, PREFIXES

CHANGESET = "http://purl.org/vocab/changeset/schema#"
GENID = f"{BASE}.well-known/genid/"
_RDF, _DCTERMS = PREFIXES["rdf"], PREFIXES["dcterms"]
_TYPE, _STATEMENT = ox.NamedNode(f"{_RDF}type"), ox.NamedNode(f"{_RDF}Statement")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(f"{_RDF}{name}") for name in ("subject", "predicate", "object"))
_CHANGE_SET, _ABOUT = ox.NamedNode(f"{CHANGESET}ChangeSet"), ox.NamedNode(f"{CHANGESET}subjectOfChange")
_REMOVAL, _ADDITION = ox.NamedNode(f"{CHANGESET}removal"), ox.NamedNode(f"{CHANGESET}addition")
_WITHIN, _HAS = ox.NamedNode(f"{_DCTERMS}isPartOf"), ox.NamedNode(f"{_DCTERMS}hasPart")
_TITLE, _DESCRIPTION = ox.NamedNode(f"{_DCTERMS}title"), ox.NamedNode(f"{_DCTERMS}description")

Change = tuple[ox.Quad, ox.NamedNode]


def turtle(difference: Difference, versions: tuple[str, str], title: str, sentence: str) -> bytes:
    """The change sets as Turtle; `versions` names them, `title` and `sentence` describe the whole."""
    prefixes = {"cs": CHANGESET, **{name: PREFIXES[name] for name in ("dcterms", "mg", "mgid", "rdf", "xsd")}}
    triples = _described(difference, document_of(*versions), title, sentence)
    return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b""


def document_of(old: str, new: str) -> str:
    """The IRI of the changes between two versions, of which `old` is empty for the first.

    Those of a release are at this address.

    >>> document_of("0.1.0", "0.2.0"), document_of("", "0.1.0")
    ('https://w3id.org/minegraph/releases/0.2.0/changes.ttl', 'https://w3id.org/minegraph/releases/0.1.0/changes.ttl')
    """
    return f"{BASE}releases/{new or (f'after-{old}' if old else 'unnamed')}/changes.ttl"


def _described(difference: Difference, document: str, title: str, sentence: str) -> Iterator[ox.Triple]:
    whole = ox.NamedNode(document)
    yield ox.Triple(whole, _TITLE, ox.Literal(title, language="en"))
    yield ox.Triple(whole, _DESCRIPTION, ox.Literal(sentence, language="en"))
    for number, changes in enumerate(_by_subject_and_graph(difference), 1):
        yield from _change_set(ox.NamedNode(f"{document}#change-{number}"), whole, changes)


def _by_subject_and_graph(difference: Difference) -> Iterator[list[Change]]:
    """The changes of one resource in one named graph at a time, removals before additions."""
    changes = [(quad, _REMOVAL) for quad in difference.removed] + [(quad, _ADDITION) for quad in difference.added]
    ordered = sorted(changes, key=_place)
    for _, found in groupby(ordered, key=_place):
        yield list(found)


def _place(change: Change) -> tuple[str, str]:
    quad, _ = change
    return str(quad.subject), str(quad.graph_name)


def _change_set(iri: ox.NamedNode, whole: ox.NamedNode, changes: Iterable[Change]) -> Iterator[ox.Triple]:
    found = list(changes)
    quad, _ = found[0]
    yield ox.Triple(whole, _HAS, iri)
    yield ox.Triple(iri, _TYPE, _CHANGE_SET)
    yield ox.Triple(iri, _ABOUT, _named(quad.subject))
    if isinstance(quad.graph_name, ox.NamedNode):
        yield ox.Triple(iri, _WITHIN, quad.graph_name)
    for number, (changed, verb) in enumerate(found, 1):
        statement = ox.NamedNode(f"{iri.value}-{number}")
        yield ox.Triple(iri, verb, statement)
        yield ox.Triple(statement, _TYPE, _STATEMENT)
        yield ox.Triple(statement, _SUBJECT, _named(changed.subject))
        yield ox.Triple(statement, _PREDICATE, changed.predicate)
        yield ox.Triple(statement, _OBJECT, _named(changed.object))


def _named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.Literal:
    """The term with a name: the label of a blank node becomes one."""
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(f"{GENID}{term.value}")
    assert isinstance(term, ox.NamedNode | ox.Literal)  # noqa: S101 (the graph has no statements about statements)
    return term
