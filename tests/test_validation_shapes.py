"""Shapes are checked before they are used, and pySHACL steps in where the set-based engine does not know something."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest

from engines import PREFIXES, findings, parse
from minegraph.errors import CheckError
from minegraph.terms import compress
from minegraph.validation import check_graph, load_shapes
from minegraph.validation.patterns import may_take_forever, runs_in_store
from minegraph.validation.shacl import SH, TERMS

SELECT = ':S a sh:NodeShape ; sh:targetClass :T ; sh:sparql [ sh:select """{}""" ] .'
REFUSED = {
    "JavaScript": (":S sh:js [ sh:jsFunctionName 'f' ] .", "asks for JavaScript"),
    "a JavaScript class": (":S a sh:JSConstraint .", "asks for JavaScript"),
    "a rule": (":S sh:rule [ a sh:TripleRule ] .", "sh:rule is no part of SHACL Core or SHACL-SPARQL"),
    "a target of SPARQL": (":S sh:target [ sh:select 'SELECT $this {}' ] .", "sh:target is no part"),
    "an update": (":S sh:update 'DELETE WHERE { ?s ?p ?o }' .", "sh:update is no part"),
    "a service": (
        SELECT.format("SELECT $this { SERVICE <http://a/> { $this ?p ?o } }"),
        "SERVICE asks another endpoint",
    ),
    "a load": (SELECT.format("LOAD <http://a/>"), "LOAD changes data"),
    "another graph": (SELECT.format("SELECT $this FROM <http://a/> { $this ?p ?o }"), "FROM"),
    "MINUS": (SELECT.format("SELECT $this { $this ?p ?o MINUS { $this :p ?x } }"), "does not allow MINUS"),
    "VALUES": (SELECT.format("SELECT $this { $this ?p ?o VALUES ?o { 1 } }"), "does not allow VALUES"),
    "a deep query": (SELECT.format("SELECT $this {" + "{" * 100 + "}" * 100 + "}"), "nested deeper than 64"),
    "an endless pattern": (":S sh:pattern '^([a-z]+)*$' .", "may take for ever"),
    "a pattern of many groups": (f":S sh:pattern '{'(' * 200}{')' * 200}' .", "may take for ever"),
}


@pytest.mark.parametrize(("shapes", "problem"), REFUSED.values(), ids=REFUSED)
def test_shapes_that_must_not_be_used_are_refused(tmp_path: Path, shapes: str, problem: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes)
    with pytest.raises(CheckError) as caught:
        load_shapes([path])
    assert str(caught.value).startswith(f"{path}: ")
    assert problem in str(caught.value)


MISSPELT = {
    "a parameter": (":S sh:minCout 1 .", "sh:minCout", "Did you mean sh:minCount?"),
    "a class": (":S a sh:NodShape .", "sh:NodShape", "Did you mean sh:NodeShape?"),
    "a node kind": (":S sh:nodeKind sh:Iri .", "sh:Iri", "Did you mean sh:IRI?"),
    "a word of nobody": (":S sh:zzzzzzzz 1 .", "sh:zzzzzzzz", "what it should check is not checked."),
}


@pytest.mark.parametrize(("shapes", "term", "advice"), MISSPELT.values(), ids=MISSPELT)
def test_misspelt_terms_of_shacl_are_reported(tmp_path: Path, shapes: str, term: str, advice: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(PREFIXES + shapes)
    (warning,) = check_graph(ox.Store(), [path]).results
    assert (warning.severity, compress(str(getattr(warning.focus, "value", "")))) == ("Warning", term)
    assert warning.message.endswith(advice)


def test_shapes_that_are_not_there_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(CheckError, match="There are no shapes"):
        load_shapes([])
    with pytest.raises(CheckError, match="No such file"):
        load_shapes([tmp_path / "missing.ttl"])


def test_every_term_of_shacl_is_known() -> None:
    vocabulary = Path(pyshacl.__file__).parent / "assets" / "shacl.ttl"
    subjects = {quad.subject for quad in ox.parse(path=vocabulary)}
    names = {term.value.removeprefix(SH) for term in subjects if isinstance(term, ox.NamedNode)}
    assert {name for name in names if name and "-" not in name and not name.startswith("http")} - TERMS == set()


FOREIGN = {
    "look-ahead": ':S sh:property [ sh:path :p ; sh:pattern "^(?=a)" ] .',
    "a shape that refers to itself": ":S sh:property [ sh:path :next ; sh:node :S ] , [ sh:path :p ; sh:in (1) ] .",
    "a component of one's own": """
        :Component a sh:ConstraintComponent ; sh:parameter [ sh:path :atMost ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:ask "ASK { FILTER(?value <= ?atMost) }" ] .
        :S sh:property [ sh:path :p ; :atMost 3 ] .""",
}


@pytest.mark.parametrize("shapes", FOREIGN.values(), ids=FOREIGN)
def test_pyshacl_does_what_the_set_based_engine_does_not_know(shapes: str) -> None:
    store = ox.Store()
    store.extend(parse(":bad a :T ; :p 7 . :ok a :U ; :p 7 ."))
    report = check_graph(store, parse(f":S a sh:NodeShape ; sh:targetClass :T . {shapes}"))
    assert (report.engine, len(report.results)) == ("pyshacl", 1)
    assert report.results[0].constraint == "https://example.org/S"


INVALID = {
    "a count on a node shape": ":S sh:minCount 1 .",
    "a count that is no number": ":S sh:property [ sh:path :p ; sh:minCount 'one' ] .",
    "a property shape without a path": ":S sh:property [ a sh:PropertyShape ; sh:minCount 1 ] .",
    "a property that is not described": ":S sh:property :Nowhere .",
    "a path in a circle": ":S sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p .",
    "a deep path": f":S sh:property [ sh:path {'[ sh:inversePath ' * 100} :p {']' * 100} ; sh:minCount 1 ] .",
    "a deep shape": f":S sh:not {'[ sh:not ' * 100} [ sh:nodeKind sh:IRI ] {']' * 100} .",
    "a broken path": ":S sh:property [ sh:path [ sh:inversePath :p ; sh:zeroOrMorePath :q ] ; sh:minCount 1 ] .",
    "a pattern that is none": ":S sh:property [ sh:path :p ; sh:pattern '(' ] .",
}


@pytest.mark.parametrize("shapes", INVALID.values(), ids=INVALID)
def test_shapes_that_make_no_sense_are_an_error(shapes: str) -> None:
    store = ox.Store()
    store.extend(parse(":x a :T ; :p 1 ."))
    with pytest.raises(CheckError, match="The shapes cannot be used"):
        check_graph(store, parse(f":S a sh:NodeShape ; sh:targetClass :T . {shapes}"))


def test_shapes_of_several_files_keep_their_blank_nodes_apart(tmp_path: Path) -> None:
    for name in ("one", "two"):
        text = f"{PREFIXES} :{name} sh:targetClass :T ; sh:property _:p . _:p sh:path :{name} ; sh:minCount 1 ."
        (tmp_path / f"{name}.ttl").write_text(text)
    store = ox.Store()
    store.extend(parse(":x a :T ."))
    report = check_graph(store, sorted(tmp_path.glob("*.ttl")))
    assert {constraint for *_, constraint, _ in findings(report.results)} == {
        "https://example.org/one",
        "https://example.org/two",
    }


def test_results_name_the_nearest_shape_with_a_name() -> None:
    store = ox.Store()
    store.extend(parse(":x a :T ."))
    shapes = """:S sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:name "p"@en ] .
        [] sh:targetClass :T ; sh:property [ sh:path :q ; sh:minCount 1 ] ."""
    found = {(result.constraint, result.name) for result in check_graph(store, parse(shapes)).results}
    assert found == {("https://example.org/S", "p"), ("", "")}


@pytest.mark.parametrize(
    "pattern",
    ["^(a+)+$", "(a*)*", "(a|aa)+$", "(a|a?)+$", "(.*a){20}", r"^(\w+\s?)*$", "(x+x+)+y", r"(\w|\d)*$", "((ab)*)*"],
)
def test_an_endless_pattern_is_noticed(pattern: str) -> None:
    assert may_take_forever(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[a-z]+(-[a-z]+)*$",
        "^([0-9]+,)*[0-9]+$",
        "^(ab|ac)*$",
        r"^(\w+\s)*$",
        r"^POINT\(-?[0-9]+(\.[0-9]+)? -?[0-9]+(\.[0-9]+)?\)$",
        "^(0[1-9]|[12][0-9]|3[01])$",
        r"^\d{4}(-\d{2}){0,2}$",
    ],
)
def test_a_harmless_pattern_is_left_alone(pattern: str) -> None:
    assert not may_take_forever(pattern)
    assert runs_in_store(pattern)
