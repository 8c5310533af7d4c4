"""What is reported for statements handed in is what a check of the whole graph with them would report.

The part of the graph that the engine looks at must hold everything that matters. A directory for copies that does not
exist shows that the part alone was looked at.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import parse
from minegraph.errors import CheckError
from minegraph.files import Layout
from minegraph.terms import MG
from minegraph.validation import check_graph, load_shapes, validate_quads
from minegraph.validation.report import Report, Result
from test_validation_random import NODES, SHAPES, triples

NEW = ox.NamedNode("file:///new.ttl")
NOWHERE = Path("/there/is/no/such/place")
GRAPHS = [f"urn:graph:{name}" for name in "abc"]
E = "https://example.org/"

QUERIES = [
    "SELECT $this (SUM(?n) AS ?value) WHERE { ?x :link $this ; :number ?n } GROUP BY $this HAVING(SUM(?n) > 4)",
    "SELECT DISTINCT $this ?value WHERE { $this :number ?value . ?o :number ?value . ?o a/rdfs:subClassOf* :Thing ."
    " FILTER($this != ?o) }",
    "SELECT $this ?value WHERE { $this :link ?value FILTER NOT EXISTS { ?value :next/:link* ?z . ?z :number ?m } }",
    "SELECT $this ?value WHERE { $this :link ?value FILTER NOT EXISTS { ?x :next ?value . ?x a ?type } }",
    "SELECT $this ?value WHERE { $this :link ?value OPTIONAL { ?value :next ?x . ?x :text ?t } FILTER(!BOUND(?t)) }",
    "SELECT $this ?value WHERE { $this :link ?value OPTIONAL { ?value :next ?x } ?x :number ?n }",
    "SELECT $this ?value WHERE { $this :link ?value OPTIONAL { ?value :next ?x } $this :next ?x }",
    "SELECT $this ?value WHERE { { $this :link ?value } UNION { ?value :link $this } ?value :number ?n }",
    "SELECT $this ?value WHERE { { SELECT ?value (COUNT(?z) AS ?c) WHERE { ?value :link ?z } GROUP BY ?value }"
    " $this :next ?value FILTER(?c > 1) }",
    "SELECT $this ?value WHERE { { SELECT (COUNT(?value) AS ?c) WHERE { ?value a :Thing } } $this :link ?value"
    " FILTER(?c > 1) }",
    "SELECT DISTINCT $this (?x AS ?value) WHERE { $this :number ?n . ?x :start ?d FILTER(?n > 3) }",
    "SELECT DISTINCT $this ?value WHERE { $this ?p ?value . ?value ?p $this }",
    "SELECT DISTINCT $this ?value WHERE { $this ?p ?y . ?value ?p ?y FILTER(isIRI(?y) && ?value != $this) }",
    "SELECT DISTINCT $this ?value WHERE { :n0 :link ?value . ?value :link+ $this }",
    "SELECT $this ?value WHERE { $this :link ?value } ORDER BY ?value LIMIT 1",
    "SELECT $this ?value WHERE { $this :link ?value FILTER(EXISTS { ?x :next $this } || ?value = :n3) }",
    "SELECT DISTINCT $this ?value WHERE { $this (^:link|:next)/:link? ?value . ?value :text ?t }",
    "SELECT DISTINCT $this ?value WHERE { $this :number ?n BIND(?n + 1 AS ?m) ?value :number ?m }",
    "SELECT DISTINCT $this ?value WHERE { $this :link ?value BIND(EXISTS { ?value :next :n1 } AS ?b) FILTER(?b) }",
]
PROLOGUE = f"PREFIX : <{E}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
TARGETS = "sh:targetSubjectsOf :link, :number ; sh:targetObjectsOf :next ; sh:targetClass :Thing"
ASKING = "".join(
    f':Q{number} a sh:NodeShape ; {TARGETS} ; sh:sparql [ sh:select """{PROLOGUE}{query}""" ] .\n'
    for number, query in enumerate(QUERIES)
)
FLAT = SHAPES.replace("    sh:property [ sh:path :text ; sh:maxCount 1 ] ;\n", "")
"""The shapes without the property shape inside a property shape, which takes the whole graph."""

worlds = st.lists(st.tuples(triples, st.sampled_from(GRAPHS)), max_size=40)
additions = st.lists(triples.filter(lambda quad: "subClassOf" not in quad.predicate.value), min_size=1, max_size=12)


def placed(quad: ox.Quad, graph: str | ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph) if isinstance(graph, str) else graph)


def stored(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def counted(results: Iterable[Result]) -> Counter[tuple[object, ...]]:
    """The results without where they are stated, which is the copy handed in for what was known before."""
    return Counter((one.constraint, one.component, one.focus, one.path, one.value, one.message) for one in results)


def about(report: Report, nodes: Iterable[object]) -> Counter[tuple[object, ...]]:
    wanted = set(nodes)
    return counted(result for result in report.results if result.focus in wanted)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds, additions, st.booleans())
def test_a_part_of_the_graph_is_enough(known: list[tuple[ox.Quad, str]], new: list[ox.Quad], all_seen: bool) -> None:
    shapes = load_shapes(parse(FLAT + ASKING))
    hidden = [] if all_seen else GRAPHS[:1]
    context = stored(placed(quad, graph) for quad, graph in known)
    added = [placed(quad, NEW) for quad in new]
    merged = stored([*(quad for quad in context if str(quad.graph_name)[1:-1] not in hidden), *added])
    whole = check_graph(merged, parse(FLAT + ASKING))
    report = validate_quads(added, shapes, context, known_terms=False, leave_out=hidden, scratch=NOWHERE)
    assert counted(report.results) == about(whole, {quad.subject for quad in added})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds, additions)
def test_what_breaks_at_resources_referred_to_is_reported(known: list[tuple[ox.Quad, str]], new: list[ox.Quad]) -> None:
    shapes = parse(FLAT + ASKING)
    context = stored(placed(quad, graph) for quad, graph in known)
    added = [placed(quad, NEW) for quad in new]
    described = {quad.subject for quad in added}
    referred = {quad.object for quad in added if quad.object in NODES} - described
    before, after = (about(check_graph(stored(quads), shapes), referred) for quads in (context, [*context, *added]))
    plain, report = (
        validate_quads(added, load_shapes(shapes), context, known_terms=False, scratch=NOWHERE, touched=touched)
        for touched in (False, True)
    )
    assert set(counted(report.results)) - set(counted(plain.results)) == set(after) - set(before)


def shipped(root: Path) -> ox.Store:
    """What the files of the graph state."""
    store = ox.Store()
    for graph, path in Layout(root).graph_files.items():
        store.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return store


@pytest.fixture(scope="module")
def stated(shipped_root: Path) -> ox.Store:
    return shipped(shipped_root)


@pytest.fixture(scope="module")
def own_shapes(shipped_root: Path) -> list[Path]:
    return sorted((shipped_root / "shapes").glob("*.ttl"))


@pytest.mark.heavy
def test_every_file_of_the_graph_is_reported_as_with_the_whole(stated: ox.Store, own_shapes: list[Path]) -> None:
    shapes, whole = load_shapes(own_shapes), check_graph(stated, own_shapes)
    assert whole.results
    for graph in stated.named_graphs():
        quads = list(stated.quads_for_pattern(None, None, None, graph))
        report = validate_quads(quads, shapes, stated, leave_out=[graph.value], scratch=NOWHERE, known_terms=False)
        assert counted(report.results) == about(whole, {quad.subject for quad in quads}), graph


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_spoilt_data_is_reported_as_with_the_whole(
    stated: ox.Store, own_shapes: list[Path], chance: random.Random
) -> None:
    data = sorted((quad for quad in stated if "/graph/data/" in str(quad.graph_name)), key=str)
    resources = chance.sample(sorted({quad.subject for quad in data}, key=str), 40)
    own = [quad for quad in data if quad.subject in set(resources)]
    added = [spoilt(quad, chance.choice(own), chance) for quad in own]
    merged = stored([*stated, *added])
    report = validate_quads(added, load_shapes(own_shapes), stated, scratch=NOWHERE, known_terms=False)
    assert report.results
    assert counted(report.results) == about(check_graph(merged, own_shapes), {quad.subject for quad in added})


def spoilt(quad: ox.Quad, other: ox.Quad, chance: random.Random) -> ox.Quad:
    """A statement as it was, about a new resource, with another value, or with another property."""
    match chance.randrange(4):
        case 0:
            return ox.Quad(ox.NamedNode(f"{str(quad.subject)[1:-1]}-new"), quad.predicate, quad.object, NEW)
        case 1:
            return ox.Quad(quad.subject, quad.predicate, other.object, NEW)
        case 2:
            return ox.Quad(quad.subject, other.predicate, quad.object, NEW)
    return placed(quad, NEW)


PROJECT = f"""
@prefix mg: <{MG}> .
<urn:p> a mg:Project ; mg:euContribution 100.0 . <urn:old> mg:inProject <urn:p> ; mg:euContribution 90.0 .
"""
SHARE = f"@prefix mg: <{MG}> . <urn:new> mg:inProject <urn:p> ; mg:euContribution 20.0 ."


def test_a_sum_that_a_new_share_makes_too_high_is_told_when_asked_for(own_shapes: list[Path]) -> None:
    shapes = load_shapes([path for path in own_shapes if path.stem == "projects"])
    context, added = stored(placed(quad, "urn:g") for quad in parse(PROJECT)), parse(SHARE)
    assert validate_quads(added, shapes, context, known_terms=False).results == ()
    (result,) = validate_quads(added, shapes, context, known_terms=False, touched=True).results
    assert (str(result.focus), result.value) == ("<urn:p>", ox.Literal("110", datatype=DECIMAL))


DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this ?value WHERE { $this :link ?value . GRAPH ?g { ?x :next ?value } }",
        "SELECT $this ?value WHERE { $this :link ?value . ?x ?p ?y }",
        "SELECT $this ?value WHERE { $this :link ?value . ?x :next* ?y }",
        "SELECT $this ?value WHERE { $this :link ?value . _:b :next ?value }",
        "SELECT $this ?value WHERE { $this !:next ?value . ?value :next ?x }",
        "SELECT $this ?value WHERE { $this :link ?value { SELECT ?x WHERE { ?x :next ?y } LIMIT 2 } }",
    ],
)
def test_what_cannot_be_followed_is_seen_in_the_whole_graph(query: str) -> None:
    shapes = parse(f':Q a sh:NodeShape ; sh:targetSubjectsOf :link ; sh:sparql [ sh:select """{PROLOGUE}{query}""" ] .')
    context = stored(placed(quad, "urn:g") for quad in parse(":x :next :b . :y :next :b . :b :next :c ."))
    added = [placed(quad, NEW) for quad in parse(":a :link :b .")]
    report = validate_quads(added, load_shapes(shapes), context, known_terms=False)
    assert counted(report.results) == counted(check_graph(stored([*context, *added]), shapes).results) != Counter()


@pytest.mark.parametrize("parameter", ["disjoint", "equals", "lessThan", "lessThanOrEquals"])
def test_a_comparison_with_what_is_no_property_is_an_error(parameter: str) -> None:
    shapes = parse(f":S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:{parameter} 'a b' ] .")
    with pytest.raises(CheckError, match="cannot be run"):
        validate_quads(parse(":a :p 1 ."), load_shapes(shapes), ox.Store(), known_terms=False)
