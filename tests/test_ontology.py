"""The ontology: what must hold of every term, beyond what its hygiene shapes say."""

from __future__ import annotations

import re
from functools import cache

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from minegraph.files import Layout, packaged_root
from minegraph.terms import MG, PREFIXES

KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


@cache
def ontology() -> Graph:
    graph = Graph()
    for path in sorted((packaged_root() / "ontology").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def terms() -> list[str]:
    found = {str(term) for kind in KINDS for term in ontology().subjects(RDF.type, kind)}
    return sorted(term.removeprefix(MG) for term in found if term.startswith(MG))


@cache
def question_texts() -> str:
    layout = Layout(packaged_root())
    return "\n".join(path.read_text(encoding="utf-8") for path in (*layout.queries, *layout.facets))


@pytest.mark.parametrize("term", terms())
def test_term_is_used_by_a_competency_question(term: str) -> None:
    assert re.search(rf"\bmg:{term}\b", question_texts()), f"No question uses mg:{term}: write one, or drop the term."


def test_every_module_is_imported_by_the_root() -> None:
    root = URIRef(MG.removesuffix("#"))
    modules = {str(module) for module in ontology().subjects(RDF.type, OWL.Ontology)} - {str(root)}
    assert {str(module) for module in ontology().objects(root, OWL.imports)} == modules


def test_questions_use_only_defined_terms() -> None:
    used = set(re.findall(r"\bmg:(\w+)", question_texts()))
    assert used <= set(terms())


def test_alignments_hold_no_axioms() -> None:
    alignments = Graph().parse(packaged_root() / "ontology" / "alignments.ttl", format="turtle")
    predicates = {str(p) for s, p in alignments.subject_predicates() if str(s).startswith(MG)}
    assert predicates
    assert all(predicate.startswith(PREFIXES["skos"]) for predicate in predicates)


def test_no_class_is_disjoint_with_its_own_superclass() -> None:
    graph = ontology()
    for first, second in graph.subject_objects(OWL.disjointWith):
        assert second not in set(graph.transitive_objects(first, RDFS.subClassOf))
        assert first not in set(graph.transitive_objects(second, RDFS.subClassOf))
