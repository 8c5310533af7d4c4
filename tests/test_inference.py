"""The rules conclude what owlrl, the reference implementation of OWL 2 RL, concludes about instances.

Compared are triples about the things in the data. Left out of owlrl's answer is what OWL 2 RL says of everything and
the rules leave out on purpose: owl:sameAs, membership in owl:Thing, rdfs:Resource and datatypes, and triples between
terms of the ontology (rdfs:subClassOf, rdfs:domain, ...).
"""

from __future__ import annotations

from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from minegraph.errors import SourceError
from minegraph.files import Layout
from minegraph.inference import Rule, infer, read_rules
from minegraph.terms import GRAPH, ID, INFERRED, MG, PREFIXES, expand

REPOSITORY = Path(__file__).parent.parent
RULES = read_rules(Layout(REPOSITORY))
DATA = f"{GRAPH}data/"
ONTOLOGY = f"{GRAPH}ontology/"
TYPE = f"{PREFIXES['rdf']}type"
OF_EVERYTHING = {expand("owl:Thing"), expand("rdfs:Resource"), expand("rdfs:Literal"), expand("rdfs:Datatype")}
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
HANDLED = {
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:inverseOf",
    "owl:propertyChainAxiom",
}
REMARKS = {expand("rdfs:label"), expand("rdfs:isDefinedBy"), expand("skos:definition")}
HANDLED_TYPES = {"owl:TransitiveProperty", "owl:SymmetricProperty"}
WITHOUT_CONCLUSIONS = {"owl:disjointWith", "owl:imports", "owl:versionIRI", "owl:versionInfo", "owl:deprecated"}
WITHOUT_CONCLUSIONS_TYPES = {
    "owl:AnnotationProperty",
    "owl:Class",
    "owl:DatatypeProperty",
    "owl:ObjectProperty",
    "owl:Ontology",
}


def loaded(layout: Layout) -> ox.Store:
    store = ox.Store()
    for graph, path in layout.graph_files.items():
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store


def in_graphs(store: ox.Store, prefix: str) -> list[ox.Triple]:
    return [quad.triple for quad in store if str(quad.graph_name).startswith(f"<{prefix}")]


def inferred(store: ox.Store) -> set[str]:
    infer(store, RULES)
    return {str(triple) for triple in in_graphs(store, INFERRED)}


def by_owlrl(store: ox.Store) -> set[str]:
    """What owlrl adds about the things in the data, as N-Triples."""
    data, axioms = in_graphs(store, DATA), in_graphs(store, ONTOLOGY)
    graph = rdflib.Graph(bind_namespaces="none")
    graph.parse(data="\n".join(f"{triple} ." for triple in (*data, *axioms)), format="nt")
    stated = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    terms = {triple.subject for triple in axioms}
    things = {str(term)[1:-1] for triple in data for term in (triple.subject, triple.object) if term not in terms}
    return {
        f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in set(graph) - stated if str(s) in things and is_compared(s, p, o)
    }


def is_compared(s: rdflib.term.Node, p: rdflib.term.Node, o: rdflib.term.Node) -> bool:
    if not isinstance(s, rdflib.URIRef) or isinstance(o, rdflib.BNode) or p == rdflib.OWL.sameAs:
        return False
    return str(p) != TYPE or not (str(o) in OF_EVERYTHING or str(o).startswith(PREFIXES["xsd"]))


@pytest.fixture(scope="module")
def ontology() -> ox.Store:
    store = loaded(Layout(REPOSITORY))
    for graph in list(store.named_graphs()):
        if not str(graph).startswith(f"<{ONTOLOGY}"):
            store.remove_graph(graph)
    return store


def test_rules_agree_with_owlrl_on_the_miniature(tiny_root: Path) -> None:
    layout = Layout(tiny_root)
    for path in (tiny_root / "data" / "vocabularies").glob("*.ttl"):
        path.unlink()
    store = loaded(layout)
    assert inferred(store) == by_owlrl(store)


PROPERTIES = [
    "within containsRegion inRegion inProject hasParticipation participant holdsParticipation representsRegion",
    "involvementIn hasInvolvement involvedRegion involvesRegion involvedIn participatesIn fundedUnder partOfScheme",
    "grant awardedUnder relatedProject followUpOf objectiveOf hasObjective member memberOf network",
    "nutsCode codeOf seat role",
]
edges = st.tuples(
    st.integers(0, 5),
    st.sampled_from([ox.NamedNode(MG + name) for line in PROPERTIES for name in line.split()]),
    st.integers(0, 5),
)
types = st.tuples(st.integers(0, 5), st.sampled_from(["MiningRegion", "Call", "PublicBody", "Claim", "Commodity"]))


@settings(
    max_examples=15,
    deadline=None,
    phases=WITHOUT_SHRINKING,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=st.lists(edges, min_size=5, max_size=25), classes=st.lists(types, max_size=3))
def test_rules_agree_with_owlrl_on_generated_data(
    ontology: ox.Store, facts: list[tuple[int, ox.NamedNode, int]], classes: list[tuple[int, str]]
) -> None:
    store, graph = ox.Store(), ox.NamedNode(f"{DATA}generated")
    store.extend(quad for quad in ontology if quad.predicate.value not in REMARKS)
    store.extend(ox.Quad(thing(s), p, thing(o), graph) for s, p, o in facts)
    store.extend(ox.Quad(thing(s), ox.NamedNode(TYPE), ox.NamedNode(MG + name), graph) for s, name in classes)
    store.extend(ox.Quad(thing(s), ox.NamedNode(expand("skos:prefLabel")), ox.Literal("x"), graph) for s, _ in classes)
    assert inferred(store) == by_owlrl(store)


def thing(number: int) -> ox.NamedNode:
    return ox.NamedNode(f"{ID}thing/{number}")


@pytest.mark.heavy
def test_rules_agree_with_owlrl_on_the_shipped_graph(shipped_root: Path) -> None:
    store = loaded(Layout(shipped_root))
    assert inferred(store) == by_owlrl(store)


def test_every_axiom_of_the_ontology_has_its_rule(ontology: ox.Store) -> None:
    known = {expand(name) for name in HANDLED | WITHOUT_CONCLUSIONS}
    known_types = {expand(name) for name in HANDLED_TYPES | WITHOUT_CONCLUSIONS_TYPES}
    used = {quad.predicate.value for quad in ontology}
    used_types = {str(quad.object)[1:-1] for quad in ontology if quad.predicate.value == TYPE}
    owl = PREFIXES["owl"]
    assert {iri for iri in used if iri.startswith(owl)} <= known
    assert {iri for iri in used_types if iri.startswith(owl)} <= known_types


def test_every_chain_has_two_properties(ontology: ox.Store) -> None:
    longer = """ASK { ?property <http://www.w3.org/2002/07/owl#propertyChainAxiom>/
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>/<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>/
        <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> ?more }"""
    assert not bool(ontology.query(longer, use_default_graph_as_union=True))


def test_what_is_stated_is_not_inferred(tiny_root: Path) -> None:
    store = loaded(Layout(tiny_root))
    stated = {str(quad.triple) for quad in store}
    assert inferred(store)
    assert not inferred(store) & stated


def test_inferring_again_gives_the_same(tiny_root: Path) -> None:
    store = loaded(Layout(tiny_root))
    assert inferred(store) == inferred(store)


def test_shapes_are_not_reasoned_about(tiny_root: Path) -> None:
    shape = "<https://example.org/shape> <https://w3id.org/minegraph/ontology#within> <https://example.org/other> ."
    (tiny_root / "shapes" / "odd.ttl").write_text(shape)
    assert not [triple for triple in inferred(loaded(Layout(tiny_root))) if "example.org/shape" in triple]


def test_blank_nodes_are_not_concluded(tiny_root: Path) -> None:
    odd = "<https://example.org/a> <https://w3id.org/minegraph/ontology#within> [] ."
    (tiny_root / "data" / "odd.ttl").write_text(odd)
    assert not [triple for triple in inferred(loaded(Layout(tiny_root))) if "_:" in triple]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK { }", "rule.rq: not a CONSTRUCT query. Write the rule as one."),
        ("CONSTRUCT { ?s a ?o } WHERE { ?s owl:x ?o }", 'unknown prefix "owl:". Declare it or fix the spelling.'),
    ],
)
def test_bad_rule_is_named(text: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        infer(ox.Store(), [Rule(Path("rule.rq"), text)])
    assert message in str(caught.value)
