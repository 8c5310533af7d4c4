"""Findings: one for each cause, with all its places; and what they say is wrong."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines import EXAMPLE, parse, set_based, twice
from minegraph.places import Place
from minegraph.validation.datagraph import DataGraph
from minegraph.validation.paths import Predicate
from minegraph.validation.reference import reference_results
from minegraph.validation.report import Report, Result
from minegraph.validation.report.whereabouts import whereabouts
from minegraph.validation.shacl import component_iri
from minegraph.validation.shapes import read_shapes
from minegraph.validation.versions import version_of

ROLE = Result(
    severity="Violation",
    focus=ox.NamedNode("urn:p3"),
    path=Predicate("urn:role"),
    value=ox.NamedNode("urn:boss"),
    message="Choose one.",
    constraint="urn:shape",
    name="role",
    component=component_iri("in"),
    problem="urn:boss is not one of the roles.",
    places=(Place("a.xlsx", "Partners", 3, "C", "role"),),
)


def at_row(row: int) -> Result:
    return replace(ROLE, focus=ox.NamedNode(f"urn:p{row}"), places=(Place("a.xlsx", "Partners", row, "C", "role"),))


def test_fifty_rows_with_the_same_bad_code_are_one_finding_with_fifty_places() -> None:
    report = Report.of(map(at_row, range(3, 53)), "minegraph")
    (finding,) = report.findings
    assert [place.row for place in finding.places] == list(range(3, 53))
    assert len(finding.focuses) == 50
    assert (report.counts["Violation"], report.finding_counts["Violation"]) == (50, 1)
    assert report.verdict == "Does not conform: 1 thing to mend in 50 places (1 violation)."


def test_what_is_missing_in_many_resources_is_one_finding() -> None:
    missing = replace(ROLE, value=None, problem="No role is given.", places=())
    report = Report.of([replace(missing, focus=ox.NamedNode(f"urn:{at}")) for at in range(3)], "minegraph")
    (finding,) = report.findings
    assert [focus.value for focus in finding.focuses if isinstance(focus, ox.NamedNode)] == ["urn:0", "urn:1", "urn:2"]
    assert report.verdict == "Does not conform: 1 thing to mend in 3 resources (1 violation)."


def test_a_property_that_is_not_allowed_is_one_finding_whatever_its_values() -> None:
    closed = replace(ROLE, component=component_iri("closed"), problem="There is the property urn:role.")
    report = Report.of([closed, replace(closed, value=ox.Literal(5))], "minegraph")
    assert [finding.value for finding in report.findings] == [None]


def test_findings_go_from_bad_to_good_and_then_through_the_file() -> None:
    warning = replace(ROLE, severity="Warning", places=(Place("a.xlsx", "Partners", 1, "A"),))
    nowhere = replace(ROLE, problem="z", places=())
    late = replace(ROLE, problem="a", places=(Place("a.xlsx", "Partners", 9, "AA"),))
    early = replace(ROLE, problem="y", places=(Place("a.xlsx", "Partners", 9, "B"),))
    found = Report.of([warning, nowhere, late, early], "minegraph").findings
    assert [finding.problem for finding in found] == ["y", "a", "z", ROLE.problem]


def test_a_problem_is_not_said_twice() -> None:
    (finding,) = Report.of([replace(ROLE, message=f"{ROLE.problem} Choose one.")], "minegraph").findings
    assert (finding.advice, finding.sentence) == ("Choose one.", f"{ROLE.problem} Choose one.")


places = st.builds(
    Place,
    st.sampled_from(["a.csv", "b.csv"]),
    sheet=st.sampled_from(["", "S"]),
    row=st.integers(0, 9),
    column=st.sampled_from(["", "B", "AA"]),
    line=st.integers(0, 9),
)
results = st.builds(
    lambda severity, focus, value, problem, where: replace(
        ROLE, severity=severity, focus=ox.NamedNode(focus), value=value, problem=problem, places=tuple(where)
    ),
    st.sampled_from(["Violation", "Warning", "Info"]),
    st.sampled_from(["urn:a", "urn:b"]),
    st.sampled_from([None, ox.Literal(1), ox.Literal("1")]),
    st.sampled_from(["wrong", "missing"]),
    st.lists(places, max_size=3),
)


@given(st.lists(results, max_size=12))
def test_grouping_loses_and_invents_nothing(given_results: list[Result]) -> None:
    report = Report.of(given_results, "minegraph")
    said = {(r.severity, r.value, r.problem, r.focus) for r in given_results}
    assert {(f.severity, f.value, f.problem, focus) for f in report.findings for focus in f.focuses} == said
    placed = {(r.severity, r.value, r.problem, place) for r in given_results for place in r.places}
    assert {(f.severity, f.value, f.problem, place) for f in report.findings for place in f.places} == placed
    assert len(report.findings) == len({(r.severity, r.value, r.problem) for r in given_results})
    assert sum(report.finding_counts.values()) == len(report.findings)
    assert sum(report.counts.values()) == len(set(given_results))


@given(st.lists(places, unique=True), st.integers(1, 20))
def test_whereabouts_account_for_every_place(where: list[Place], most: int) -> None:
    spots = {replace(place, line=0) if place.row else place for place in where}
    assert sum(map(told, whereabouts(where, most))) == len(spots)


def told(line: str) -> int:
    """How many places a line of whereabouts stands for."""
    if more := re.fullmatch(r"and (\d+) more", line):
        return int(more[1])
    runs = re.search(r"(?:rows?|lines?) ([-, \d]+)$", line)
    ends = [run.split("-") for run in runs[1].split(", ")] if runs else [["1"]]
    return sum(int(end[-1]) - int(end[0]) + 1 for end in ends)


def test_rows_that_follow_each_other_are_a_range() -> None:
    where = [Place("a.ttl", line=line) for line in (4, 5, 6, 8)]
    assert whereabouts(where, 9) == ("a.ttl, lines 4-6, 8",)
    assert whereabouts(where, 1) == ("a.ttl, lines 4-6", "and 1 more")
    assert whereabouts([Place("a.ttl", line=4)], 9) == ("a.ttl, line 4",)
    assert whereabouts([Place("a.xlsx", "S", 4, "C", "role")], 9) == ("a.xlsx, sheet S, column C (role), row 4",)
    assert whereabouts([Place("a.xlsx", "S")], 9) == ("a.xlsx, sheet S",)


PROBLEMS = {
    "minCount": ("sh:minCount 1", ":x :q 1", "No role is given."),
    "minCount 2": ("sh:minCount 2", ":x :p 1", "Fewer than 2 values are given (role)."),
    "maxCount": ("sh:maxCount 1", ":x :p 1, 2", "More than one role is given."),
    "maxCount 0": ("sh:maxCount 0", ":x :p 1", "A value is given where none is allowed (role)."),
    "datatype": ("sh:datatype xsd:decimal", ":x :p 'abc'", '"abc" is plain text, not a decimal number.'),
    "ill-typed": ("sh:datatype xsd:date", ":x :p '2020-13-01'^^xsd:date", "2020-13-01 is not a date."),
    "language": ("sh:datatype rdf:langString", ":x :p 'a'", '"a" is plain text, not text with a language.'),
    "own datatype": ("sh:datatype :d", ":x :p :y", f"{EXAMPLE}y is not of the datatype {EXAMPLE}d."),
    "class": ("sh:class :FundingScheme", ":x :p :y", f"{EXAMPLE}y is not a funding scheme described in the graph."),
    "nodeKind": ("sh:nodeKind sh:IRI", ":x :p 1", "1 is a whole number, not something with an address (an IRI)."),
    "in": ("sh:in (1 2 3)", ":x :p 4", "4 is not one of 1, 2 or 3."),
    "in many": ("sh:in (1 2 3 5 6 7 8)", ":x :p 4", "4 is not one of the 7 values that are allowed."),
    "pattern": ("sh:pattern '^a+$'", ":x :p 'b'", '"b" is not a well-formed role.'),
    "minLength": ("sh:minLength 3", ":x :p 'b'", '"b" is shorter than 3 characters.'),
    "maxLength": ("sh:maxLength 1", ":x :p 'bb'", '"bb" is longer than 1 characters.'),
    "minInclusive": ("sh:minInclusive 0", ":x :p -1", "-1 is not 0 or more."),
    "maxExclusive": ("sh:maxExclusive 0", ":x :p 1", "1 is not less than 0."),
    "hasValue": ("sh:hasValue 1", ":x :p 2", "Role does not have the value 1."),
    "languageIn": ("sh:languageIn ('en' 'fr')", ":x :p 'a'@de", '"a" is not in the language en or the language fr.'),
    "disjoint": ("sh:disjoint :q", ":x :p 1 ; :q 1", f"1 is a value of {EXAMPLE}q as well."),
    "uniqueLang": ("sh:uniqueLang true", ":x :p 'a'@en, 'b'@en", "Two values are in the same language (role)."),
    "scheme": (
        "sh:node [ sh:property [ sh:path <http://www.w3.org/2004/02/skos/core#inScheme> ; sh:hasValue :nuts-level ] ]",
        ":x :p :y",
        f'{EXAMPLE}y is not in the list "nuts level" ({EXAMPLE}nuts-level).',
    ),
    "or": (
        "sh:or ([ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ])",
        ":x :p 'soon'",
        '"soon" is plain text, not a date or a year.',
    ),
    "not": ("sh:not [ sh:in (1) ]", ":x :p 1", 'Rule "role" is not met (value 1).'),
    "sparql": (
        "sh:sparql [ sh:select 'SELECT $this ?value WHERE { $this $PATH ?value FILTER(?value > 5) }' ]",
        ":x :p 6",
        'Rule "role" is not met (value 6).',
    ),
}


@pytest.mark.parametrize(("constraint", "data", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_both_engines_say_in_plain_words_what_is_wrong(constraint: str, data: str, problem: str) -> None:
    text = f":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:name 'role' ; {constraint} ] ."
    graph = DataGraph(twice(parse(f"{data} .")))
    reference = reference_results(graph, read_shapes(parse(text)))
    assert {result.problem for result in set_based(graph, text)} == {problem}
    assert {result.problem for result in reference} == {problem}


def test_long_values_are_shortened() -> None:
    text = ":S a sh:NodeShape ; sh:targetNode :x ; sh:property [ sh:path :p ; sh:datatype xsd:date ] ."
    (result,) = set_based(DataGraph(twice(parse(f":x :p '{'a' * 500}' ."))), text)
    assert len(result.problem) < 100


def test_the_version_is_that_of_the_shapes_that_import_the_others() -> None:
    part = "<urn:a> owl:versionIRI <urn:a/1> ."
    whole = "<urn:z> owl:versionIRI <urn:z/1> ; owl:imports <urn:a> ."
    assert [version_of(quad.triple for quad in parse(text)) for text in (part, part + whole, "")] == [
        "urn:a/1",
        "urn:z/1",
        "",
    ]
