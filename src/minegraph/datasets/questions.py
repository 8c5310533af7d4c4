"""The stored questions in RDF, as the SIB's SPARQL examples describe theirs: with SHACL's executables."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, Triple

from minegraph.datasets.named import iri, said, text
from minegraph.queries import Question
from minegraph.results import form_of
from minegraph.terms import BASE

_KINDS = {"SELECT": ("Select", "select"), "ASK": ("Ask", "ask"), "GRAPH": ("Construct", "construct")}


def questions(asked: Iterable[Question], address: str) -> list[Triple]:
    """The questions, each with its words, keywords and query, as a server at an address answers them."""
    return [triple for question in asked for triple in _question(question, address)]


def _question(question: Question, address: str) -> list[Triple]:
    kind, prop = _KINDS[form_of(question.text)]
    return list(
        said(
            f"{BASE}query/{question.name}",
            rdf_type=[iri("sh:SPARQLExecutable"), iri(f"sh:SPARQL{kind}Executable")],
            rdfs_comment=text(question.words),
            schema_keywords=[Literal(tag) for tag in question.tags],
            schema_target=iri(f"{address}/sparql"),
            **{f"sh_{prop}": Literal(question.text)},
        )
    )
