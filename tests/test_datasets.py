"""The graph described as datasets, in VoID and DCAT-AP."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from minegraph.datasets import MAIN, VOID, catalogue, questions, server_at, void
from minegraph.queries import Question
from minegraph.statistics import Statistics, statistics
from minegraph.store import LocalStore
from minegraph.terms import BASE, GRAPH, ID, MG, PREFIXES, expand
from stores import ask
from submission_worlds import BY_LICENCE, put, small_root, taken

ADDRESS = "http://127.0.0.1:8017"
PLACE = server_at(ADDRESS)


@pytest.fixture(scope="module")
def counted(shipped_store: LocalStore) -> Statistics:
    return statistics(shipped_store)


@pytest.fixture(scope="module")
def described(shipped_store: LocalStore, counted: Statistics) -> ox.Store:
    """The VoID description, as something to ask."""
    return as_store(void(shipped_store, counted, PLACE))


@pytest.fixture(scope="module")
def catalogued(shipped_store: LocalStore, counted: Statistics) -> ox.Store:
    """The catalogue, as something to ask."""
    return as_store(catalogue(shipped_store, counted, PLACE))


def as_store(triples: list[ox.Triple]) -> ox.Store:
    engine = ox.Store()
    engine.extend(ox.Quad(*triple) for triple in triples)
    return engine


def test_void_counts_what_the_store_holds(described: ox.Store, shipped_store: LocalStore) -> None:
    ((triples, classes),) = ask(
        described, f"SELECT ?t ?c {{ <{MAIN}> void:triples ?t ; void:classes ?c ; void:sparqlEndpoint ?e }}"
    )
    assert int(triples) == len({quad.triple for quad in shipped_store.engine})
    kinds = shipped_store.select("SELECT DISTINCT ?kind { ?thing a ?kind }").rows
    assert int(classes) == len(kinds) == len(ask(described, f"SELECT ?p {{ <{MAIN}> void:classPartition ?p }}"))


def test_void_has_a_part_for_each_class_with_its_properties(described: ox.Store, shipped_store: LocalStore) -> None:
    query = f"SELECT ?n ?m {{ ?part void:class <{MG}Site> ; void:entities ?n ; void:propertyPartition ?inner ."
    ((sites, typed),) = ask(described, f"{query} ?inner void:property mg:facilityType ; void:triples ?m }}")
    assert int(sites) == len(shipped_store.select(f"SELECT DISTINCT ?site {{ ?site a <{MG}Site> }}").rows)
    assert int(typed) > 0


def test_void_says_what_the_graph_is_linked_with(described: ox.Store) -> None:
    query = """SELECT ?n { ?links a void:Linkset ; void:linkPredicate skos:exactMatch ; void:triples ?n ;
      void:objectsTarget/void:uriSpace "http://data.europa.eu/nuts/code/" }"""
    ((count,),) = ask(described, query)
    assert int(count) > 1000


def test_every_named_graph_is_a_dataset_with_licence_publisher_and_distributions(
    catalogued: ox.Store, counted: Statistics
) -> None:
    query = """SELECT DISTINCT ?graph { ?catalogue a dcat:Catalog ; dcat:dataset ?graph . ?graph a dcat:Dataset ;
      dcterms:title ?title ; dcterms:description ?description ; dcterms:license ?licence ; dcterms:publisher ?who }"""
    assert {graph for (graph,) in ask(catalogued, query)} == {MAIN, *counted.graphs}


def test_distributions_say_where_a_graph_is_and_in_which_form(catalogued: ox.Store) -> None:
    query = f"""SELECT ?url ?type {{ <{GRAPH}data/projects/mireu> dcat:distribution ?file . ?file a dcat:Distribution ;
      dcat:downloadURL ?url ; dcat:accessURL ?url ; dcat:mediaType ?type ; dcterms:license ?licence }} ORDER BY ?url"""
    (json_ld, *_, turtle) = ask(catalogued, query)
    assert json_ld[0] == f"{ADDRESS}/graph/data/projects/mireu.jsonld"
    assert turtle == [
        f"{ADDRESS}/graph/data/projects/mireu.ttl",
        "http://www.iana.org/assignments/media-types/text/turtle",
    ]


def test_whole_is_in_the_languages_of_its_names(catalogued: ox.Store) -> None:
    found = {
        language.rpartition("/")[2] for (language,) in ask(catalogued, f"SELECT ?l {{ <{MAIN}> dcterms:language ?l }}")
    }
    assert {"ENG", "FIN", "SWE", "SPA", "BUL"} <= found


def test_graph_takes_over_the_sources_of_the_part_it_belongs_to(catalogued: ox.Store) -> None:
    own = ask(catalogued, f"SELECT ?s {{ <{GRAPH}data/projects/mireu> dcterms:source ?s }} ORDER BY ?s")
    assert own == ask(catalogued, f"SELECT ?s {{ <{MAIN}/projects> dcterms:source ?s }} ORDER BY ?s")
    assert own


@pytest.mark.parametrize("what", ["described", "catalogued"])
def test_there_are_no_blank_nodes_and_only_known_terms(what: str, request: pytest.FixtureRequest) -> None:
    engine: ox.Store = request.getfixturevalue(what)
    assert not any(isinstance(term, ox.BlankNode) for quad in engine for term in (quad.subject, quad.object))
    spaces = tuple(PREFIXES.values())
    assert all(quad.predicate.value.startswith(spaces) for quad in engine)


def test_document_says_what_it_is_about(described: ox.Store) -> None:
    topic = ox.NamedNode(expand("foaf:primaryTopic"))
    assert ox.Quad(ox.NamedNode(VOID), topic, ox.NamedNode(MAIN)) in described


def test_graph_that_was_handed_in_says_by_whom_and_under_which_licence(tmp_path: Path) -> None:
    layout = small_root(tmp_path / "root")
    accepted = taken(layout, put(layout, by="GTK").id)
    engine = ox.Store()
    for graph, path in layout.graph_files.items():
        engine.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    source = LocalStore(engine)
    known = as_store(catalogue(source, statistics(source), PLACE))
    query = f"SELECT ?who ?licence {{ <{accepted.graph}> prov:wasAttributedTo ?who ; dcterms:license ?licence }}"
    ((who, licence),) = ask(known, query)
    assert who.startswith(f"{ID}agent/gtk")
    assert licence == BY_LICENCE


def test_question_of_any_name_has_an_iri() -> None:
    said = questions([Question("what <is> 'it'?", "What?", (), (), "ASK {}")], PLACE)
    assert ox.NamedNode(f"{BASE}query/what%20%3Cis%3E%20%27it%27%3F") in {triple.subject for triple in said}
