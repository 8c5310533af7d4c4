"""On random graphs, the set-based engine and pySHACL find the same."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import EXAMPLE, both
from minegraph.validation.shacl import RDF, RDFS, XSD

SHAPES = '''
:ThingShape a sh:NodeShape ; sh:targetClass :Thing ; sh:property :Thing-count, :Thing-text, :Thing-date, :Thing-link ;
    sh:xone ( [ sh:property [ sh:path :text ; sh:minCount 1 ] ] [ sh:property [ sh:path :number ; sh:minCount 1 ] ] ) .
:Thing-count a sh:PropertyShape ; sh:path :number ; sh:minCount 1 ; sh:maxCount 2 ; sh:datatype xsd:integer ;
    sh:minInclusive 2 ; sh:maxExclusive 5 ; sh:severity sh:Warning .
:Thing-text a sh:PropertyShape ; sh:path :text ; sh:uniqueLang true ; sh:languageIn ("en" "fi") ; sh:minLength 2 ;
    sh:pattern "^a" ; sh:in ("a" "ab"@en "ac"@fi 3) .
:Thing-date a sh:PropertyShape ; sh:path :start ; sh:lessThanOrEquals :end ; sh:disjoint :end ;
    sh:or ( [ sh:datatype xsd:date ] [ sh:nodeKind sh:IRI ] ) .
:Thing-link a sh:PropertyShape ; sh:path ( :link [ sh:zeroOrMorePath :link ] ) ; sh:class :Thing ;
    sh:node [ sh:not [ sh:hasValue :n0 ] ; sh:property [ sh:path :number ; sh:maxCount 1 ] ] ;
    sh:property [ sh:path :text ; sh:maxCount 1 ] ;
    sh:qualifiedValueShape [ sh:class :Sub ] ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 .
:ClosedShape a sh:NodeShape ; sh:targetClass :Sub ; sh:closed true ; sh:ignoredProperties ( rdf:type :text ) ;
    sh:property [ sh:path :link ; sh:equals :next ] , [ sh:path [ sh:inversePath :link ] ; sh:maxCount 1 ] .
:LinkShape a sh:NodeShape ; sh:targetObjectsOf :link ; sh:targetSubjectsOf :next ; sh:targetNode :n1 ;
    sh:nodeKind sh:IRI ; sh:severity sh:Info ; sh:sparql [ sh:select """
        SELECT $this ?value WHERE { $this <https://example.org/link> ?value .
            FILTER NOT EXISTS { ?value <https://example.org/number> ?n . ?n2 <https://example.org/next> $this } }""" ] ;
    sh:sparql [ sh:select """
        SELECT $this (SUM(?n) AS ?value) WHERE { $this <https://example.org/number> ?n } GROUP BY $this
        HAVING(SUM(?n) > 4)""" ] .
'''

NODES = [ox.NamedNode(f"{EXAMPLE}n{number}") for number in range(5)]
CLASSES = [ox.NamedNode(f"{EXAMPLE}{name}") for name in ("Thing", "Sub", "Other")]


def prop(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"{EXAMPLE}{name}")


def quad(subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, predicate, value)


nodes = st.sampled_from(NODES)
numbers = st.integers(0, 6).map(ox.Literal)
texts = st.builds(
    ox.Literal, st.sampled_from(["a", "ab", "ac", "b"]), language=st.sampled_from([None, "en", "fi", "en-gb", "de"])
)
dates = st.sampled_from(["2020-01-01", "2020-01-02", "2021-06-30"]).map(
    lambda text: ox.Literal(text, datatype=ox.NamedNode(f"{XSD}date"))
)
triples = st.one_of(
    st.builds(quad, nodes, st.just(ox.NamedNode(f"{RDF}type")), st.sampled_from(CLASSES)),
    st.builds(quad, nodes, st.just(prop("number")), numbers),
    st.builds(quad, nodes, st.just(prop("text")), texts),
    st.builds(quad, nodes, st.sampled_from([prop("start"), prop("end")]), dates),
    st.builds(quad, nodes, st.sampled_from([prop("link"), prop("next")]), nodes),
    st.just(quad(CLASSES[1], ox.NamedNode(f"{RDFS}subClassOf"), CLASSES[0])),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(triples, min_size=1, max_size=40))
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_both_engines_find_the_same(quads: list[ox.Quad]) -> None:
    mine, reference = both(SHAPES, quads)
    assert mine == reference
