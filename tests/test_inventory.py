"""What a set of triples says, resource by resource."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from minegraph.inventory import Branch, inventory, tree
from minegraph.pages import Value
from minegraph.store import LocalStore
from minegraph.terms import GRAPH, MG, PREFIXES

EX = "https://example.org/"


def read(turtle: str) -> list[ox.Triple]:
    prefixes = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
    text = f"{prefixes}PREFIX ex: <{EX}>\n{turtle}"
    return [quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]


def named(branches: tuple[Branch, ...]) -> list[object]:
    return [[branch.entry.iri.removeprefix(EX), named(branch.below)] for branch in branches]


def test_ontology_has_an_entry_for_each_term_with_its_definition_first(tiny_store: LocalStore) -> None:
    graph = f"<{GRAPH}ontology/regions>"
    triples = tiny_store.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} }}")
    within = next(entry for entry in inventory(tiny_store, triples) if entry.iri == f"{MG}within")
    assert (within.label, within.kind, within.anchor) == ("within", "property", "within")
    names = [name for name, _ in within.fields.items]
    assert names[0] == "definition"
    assert {"domain", "range", "inverse of", "subproperty of"} <= set(names)
    assert dict(within.fields.items)["domain"] == (Value("region", f"{MG}Region"),)


def test_name_that_is_the_heading_is_not_repeated(tiny_store: LocalStore) -> None:
    triples = read('ex:a skos:prefLabel "A"@en , "Ä"@de .')
    source = LocalStore(ox.Store())
    source.engine.extend(ox.Quad(*triple) for triple in triples)
    (entry,) = inventory(source, triples)
    assert dict(entry.fields.items)["name"] == (Value("Ä", "", "de"),)


def test_blank_nodes_and_lists_are_written_in_one_line(tiny_store: LocalStore) -> None:
    triples = read('ex:shape sh:path [ sh:alternativePath ( mg:within mg:inRegion ) ] ; sh:in ( "a" "b" ) .')
    (entry,) = inventory(tiny_store, triples)
    fields = dict(entry.fields.items)
    assert fields["property"] == (Value("[sh:alternativePath: within | in region]"),)
    assert fields["sh:in"] == (Value("a | b"),)


def test_blank_nodes_in_circles_and_endless_lists_come_to_an_end(tiny_store: LocalStore) -> None:
    circle = read("ex:a ex:p _:x . _:x ex:p _:x .")
    assert inventory(tiny_store, circle)[0].fields.items
    endless = read('ex:a ex:p _:x . _:x rdf:first "a" ; rdf:rest _:x .')
    assert inventory(tiny_store, endless)[0].fields.items == ((f"{EX}p", (Value("a"),)),)


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        ("ex:b rdfs:subClassOf ex:a . ex:a a owl:Class .", [["a", [["b", []]]]]),
        ("ex:c skos:broader ex:a , ex:b . ex:a a ex:K . ex:b a ex:K .", [["a", [["c", []]]], ["b", [["c", []]]]]),
        ("ex:a rdfs:subClassOf ex:elsewhere .", [["a", []]]),
        (
            "ex:a rdfs:subClassOf ex:b . ex:b rdfs:subClassOf ex:c , ex:a . ex:c a owl:Class .",
            [["c", [["b", [["a", []]]]]]],
        ),
    ],
)
def test_entries_stand_under_what_they_belong_to(tiny_store: LocalStore, turtle: str, expected: list[object]) -> None:
    assert named(tree(inventory(tiny_store, read(turtle)))) == expected
