"""Constraints written in SPARQL mean the same in both engines, in every form, and are run for all nodes at once."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from engines import EXAMPLE, both, findings, focus_names, parse, set_based, twice
from minegraph.errors import CheckError
from minegraph.validation.counting import counting_once
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.selects import for_all, ordered

DATA = """
:T rdfs:subClassOf :Top .
:a a :T ; :p 1, 2, 3 ; :limit 5 ; :next :b ; rdfs:label "a" .
:b a :T ; :p 1 ; :limit 5 ; :next :c, :d ; rdfs:label "b"@en .
:c a :T, :Top ; :q :a ; :limit 0 .
:d a :Top ; :p 10 ; :next :d .
:e a :Other ; :p 1 ; :next :a .
:a :part :x, :y . :x :cost 3 ; :whole :a . :y :cost 3 ; :whole :b . :b :part :x . :z :cost 1 ; :whole :b .
"""

QUERIES = {
    "pattern": "SELECT $this ?value WHERE { $this :p ?value FILTER(?value > 1) }",
    "without a value": "SELECT $this WHERE { $this :p 1 }",
    "only a filter": "SELECT $this WHERE { FILTER NOT EXISTS { $this :p ?any } }",
    "question marks": "SELECT ?this ?value WHERE { ?this :next ?value . ?value :p ?number . }",
    "all variables": "SELECT * WHERE { $this :next ?value }",
    "absence": "SELECT $this ?value WHERE { $this :next ?value . FILTER NOT EXISTS { ?value :p ?any } }",
    "absence of several": """SELECT $this ?value WHERE {
        $this :next ?value .
        FILTER NOT EXISTS { ?value :next* ?other . ?other :p ?number . FILTER(?number > 2) } }""",
    "two absences": """SELECT $this WHERE {
        FILTER NOT EXISTS { $this :next ?x . ?x :p ?y } $this :limit ?x . FILTER NOT EXISTS { ?x :p ?y } }""",
    "absence in an absence": """SELECT $this WHERE {
        FILTER NOT EXISTS { $this :next ?other . FILTER NOT EXISTS { ?other :p ?number . ?number :p $this } } }""",
    "presence": "SELECT $this WHERE { $this :limit ?l . FILTER EXISTS { ?other :next $this . ?other :p ?n } }",
    "optional": "SELECT $this ?value WHERE { $this a ?c . OPTIONAL { $this :next ?value } FILTER(!BOUND(?value)) }",
    "optional that binds": """SELECT $this ?value WHERE {
        $this a ?c . OPTIONAL { ?other :next $this . BIND($this AS ?value) } }""",
    "union": "SELECT $this ?value WHERE { { $this :next ?value } UNION { $this :p ?value } }",
    "union of filters": "SELECT $this WHERE { { FILTER EXISTS { $this :q ?x } } UNION { FILTER($this = :a) } }",
    "nested group": "SELECT $this ?value WHERE { { ?value :next $this FILTER($this = :b) } }",
    "binding": "SELECT $this ?value WHERE { BIND(STR($this) AS ?value) FILTER(STRENDS(?value, 'a')) }",
    "path": "SELECT $this ?value WHERE { $this :next+ ?value FILTER($this = ?value) }",
    "sum": """SELECT $this (SUM(?n) AS ?value) WHERE { $this :p ?n ; :limit ?limit }
        GROUP BY $this ?limit HAVING(SUM(?n) > ?limit)""",
    "count of nothing": """SELECT $this (COUNT(?n) AS ?value) WHERE { OPTIONAL { $this :p ?n } }
        GROUP BY $this HAVING(COUNT(?n) < 1)""",
    "sum in a subquery": """SELECT $this ?value WHERE { $this :limit ?limit .
        { SELECT $this (SUM(?n) AS ?value) WHERE { $this :p ?n } GROUP BY $this } FILTER(?value > ?limit) }""",
    "sum behind a path": """SELECT $this (SUM(?cost) AS ?value) WHERE { $this :part/:cost ?cost ; :limit ?limit }
        GROUP BY $this ?limit HAVING(SUM(?cost) > ?limit)""",
    "sum behind paths to two values": """SELECT $this (COUNT(*) AS ?value) WHERE { $this :part/:cost ?a, ?b }
        GROUP BY $this HAVING(COUNT(*) > 0)""",
    "count of alternatives": """SELECT $this (COUNT(?x) AS ?value) WHERE { $this (:part|^:whole)/:cost|:p ?x }
        GROUP BY $this HAVING(COUNT(?x) > 1)""",
    "count of closures": """SELECT $this (COUNT(?x) AS ?value) WHERE { $this :part*/:whole+ ?x }
        GROUP BY $this HAVING(COUNT(?x) > 0)""",
    "count of a union": """SELECT $this (COUNT(?x) AS ?value) WHERE { { $this :part ?x } UNION { ?x :whole $this } }
        GROUP BY $this HAVING(COUNT(?x) > 0)""",
    "count of what there is": """SELECT $this (COUNT(?part) AS ?value) WHERE {
        $this :part ?part . OPTIONAL { ?part :cost ?cost . FILTER(?cost > 3) } FILTER NOT EXISTS { $this :q ?x } }
        GROUP BY $this HAVING(COUNT(?part) > COUNT(?cost))""",
    "sum of expressions": """SELECT $this (COUNT(?twice) AS ?value) WHERE { { $this :p ?n . BIND(2 * ?n AS ?twice) }
        FILTER(STR(?n) != "x"@en && ?n < 100) } GROUP BY $this HAVING(SUM(?twice) > 2)""",
    "count with a blank node": """SELECT $this (COUNT(?cost) AS ?value) WHERE { $this :part [ :cost ?cost ] }
        GROUP BY $this HAVING(COUNT(?cost) > 0)""",
    "count beside a subquery": """SELECT $this (COUNT(?x) AS ?value) WHERE { $this :part ?x .
        { SELECT $this ?cost WHERE { $this :part/:cost ?cost } } } GROUP BY $this HAVING(COUNT(?x) > 0)""",
    "distinct": "SELECT DISTINCT $this ?value WHERE { $this :p ?n . $this :next ?value }",
    "comment and string": "SELECT $this WHERE { # { $this\n $this :p ?n FILTER(STR(?n) != '} LIMIT') }",
    "its own path": "SELECT $this ?path ?value WHERE { $this ?path ?value FILTER(isNumeric(?value)) }",
    "this as object": "SELECT $this ?value WHERE { ?value :next $this }",
}

PREFIX = f"""[ sh:prefix "" ; sh:namespace "{EXAMPLE}"^^xsd:anyURI ]"""


def shape(query: str, more: str = "") -> str:
    return f''':Shape a sh:NodeShape ; sh:targetClass :Top ; {more}
        sh:sparql [ sh:prefixes :prefixes ; sh:select """{query}""" ] .
        :prefixes sh:declare {PREFIX} .'''


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_query(query: str) -> None:
    mine, reference = both(shape(query), parse(DATA))
    assert mine == reference
    assert mine


def test_the_limit_of_a_query_is_one_for_each_node() -> None:
    found = set_based(DataGraph(twice(parse(DATA))), shape("SELECT $this ?value WHERE { $this :p ?value } LIMIT 1"))
    assert sorted(focus_names(findings(found))) == ["a", "b", "d"]


def test_the_path_of_a_property_shape_is_put_in() -> None:
    query = "SELECT $this ?value WHERE { $this $PATH ?value FILTER(isNumeric(?value)) }"
    text = shape(query, "sh:path [ sh:alternativePath ( :p :limit ) ] ;").replace("a sh:NodeShape ;", "")
    mine, reference = both(text, parse(DATA))
    assert mine == reference
    assert focus_names(mine) == {"a", "b", "c", "d"}


def test_a_message_is_filled_in() -> None:
    query = "SELECT $this ?value ?limit WHERE { $this :p ?value ; :limit ?limit FILTER(?value = 3) }"
    text = shape(query).replace(
        "sh:prefixes :p", 'sh:message "{$this} has {?value}, limit {?limit}, {?x}"@en ; sh:prefixes :p'
    )
    (result,) = set(set_based(DataGraph(twice(parse(DATA))), text))
    assert result.message == f"{EXAMPLE}a has 3, limit 5, {{?x}}"


def test_a_query_can_bring_its_message() -> None:
    query = "SELECT $this ?message WHERE { $this :q ?x BIND('Too bad.' AS ?message) }"
    (result,) = set(set_based(DataGraph(twice(parse(DATA))), shape(query)))
    assert result.message == "Too bad."


def test_a_deactivated_constraint_is_not_run() -> None:
    text = shape("SELECT $this WHERE { $this a ?c }").replace("sh:select", "sh:deactivated true ; sh:select")
    assert set_based(DataGraph(twice(parse(DATA))), text) == []


def test_a_query_that_cannot_be_run_is_an_error() -> None:
    for query in ("SELECT $this WHERE { $this :p }", "SELECT $this WHERE { $this :p ?v FILTER(:unknown(?v)) }"):
        with pytest.raises(CheckError, match="cannot be run"):
            set_based(DataGraph(twice(parse(DATA))), shape(query))


def nodes(variable: str) -> str:
    return f"VALUES {variable} {{ <urn:x> }}"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { $this <urn:p> ?x } LIMIT 1",
        "SELECT $this WHERE { $this <urn:p> ?x } OFFSET 1",
        "SELECT ?x WHERE { $this <urn:p> ?x }",
        "SELECT (STR($this) AS ?x) WHERE { $this <urn:p> ?y }",
        "SELECT $this WHERE { GRAPH ?g { $this <urn:p> ?x } }",
        "SELECT $this (COUNT(?x) AS ?n) WHERE { $this <urn:p> ?x } GROUP BY ?x",
        "SELECT $this WHERE { OPTIONAL { ?a <urn:p> ?b . BIND($this AS ?c) } }",
        "SELECT $this WHERE { OPTIONAL { { FILTER($this = <urn:x>) } } }",
    ],
)
def test_some_queries_are_run_for_one_node_at_a_time(query: str) -> None:
    assert for_all(query, nodes) is None


def test_an_absence_is_moved_to_the_end_of_its_group() -> None:
    text = "SELECT $this WHERE { { FILTER NOT EXISTS { $this <urn:p> ?x } ?y <urn:q> $this } $this <urn:r> ?z }"
    assert ordered(text) == (
        "SELECT $this WHERE { {  ?y <urn:q> $this  LATERAL { OPTIONAL {  $this <urn:p> ?x  BIND(true AS ?found_0) } }"
        " FILTER(!BOUND(?found_0)) } $this <urn:r> ?z }"
    )


@pytest.mark.parametrize(
    "filters",
    [
        "FILTER NOT EXISTS { $this <urn:p> ?x BIND(?x AS ?y) }",
        "FILTER NOT EXISTS { { $this <urn:p> ?x } UNION { $this <urn:q> ?x } }",
        "FILTER(NOT EXISTS { $this <urn:p> ?x })",
        "FILTER EXISTS { $this <urn:p> ?x FILTER NOT EXISTS { ?x <urn:q> ?y } }",
    ],
)
def test_other_filters_stay_as_they_are(filters: str) -> None:
    text = f"SELECT $this WHERE {{ $this a ?c {filters} }}"
    assert ordered(text) == text


@pytest.mark.parametrize("name", ["count with a blank node", "count beside a subquery"])
def test_some_counts_need_a_copy_without_repetitions(name: str) -> None:
    assert counting_once(QUERIES[name]) is None


def test_repeated_triples_count_once() -> None:
    once, twice_stated = ox.Store(), twice(parse(DATA))
    once.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in parse(DATA))
    text = shape(QUERIES["sum"])
    assert findings(set_based(DataGraph(once), text)) == findings(set_based(DataGraph(twice_stated), text))
