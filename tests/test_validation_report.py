"""The forms of a report."""

from __future__ import annotations

import json
import subprocess
import sys

import pyoxigraph as ox
import rdflib

from engines import EXAMPLE, parse
from minegraph.pages import Fields, Heading, Link, Prose
from minegraph.validation import check_graph
from minegraph.validation.paths import (
    Alternative,
    Inverse,
    Predicate,
    PropertyPath,
    Repeated,
    Sequence,
    read_path,
    sparql,
)
from minegraph.validation.report import Report, Result
from minegraph.validation.shacl import SH
from minegraph.validation.triples import Triples

SHAPES = """
:Thing a sh:NodeShape ; sh:targetClass :T ; sh:property :Thing-p, :Thing-q, :Thing-r .
:Thing-p a sh:PropertyShape ; sh:path :p ; sh:minCount 1 ; sh:name "p"@en ; sh:message "Sag p."@de, "Say p."@en .
:Thing-q a sh:PropertyShape ; sh:path [ sh:inversePath :q ] ; sh:maxCount 0 ; sh:severity sh:Info .
:Thing-r a sh:PropertyShape ; sh:path :r ; sh:datatype xsd:date ; sh:message "{?value} is no date."@en ;
    sh:severity sh:Warning .
"""
DATA = ':x a :T ; :r "soon"@en, 1 . :y :q :x .'


def report(data: str = DATA) -> Report:
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("urn:g")) for quad in parse(data))
    return check_graph(store, parse(SHAPES))


def test_a_result_says_what_is_wrong_and_where() -> None:
    assert report().results[0] == Result(
        severity="Violation",
        focus=ox.NamedNode(f"{EXAMPLE}x"),
        path=Predicate(f"{EXAMPLE}p"),
        value=None,
        message="Say p.",
        constraint=f"{EXAMPLE}Thing-p",
        name="p",
        component=f"{SH}MinCountConstraintComponent",
        graph="urn:g",
        problem="No p is given.",
    )


def test_results_are_sorted_and_counted() -> None:
    found = report()
    assert [result.message for result in found.results] == [
        "Say p.",
        "1 is no date.",
        "soon is no date.",
        "Must not have more than 0.",
    ]
    assert found.counts == {"Violation": 1, "Warning": 2, "Info": 1}
    assert found.verdict == "Does not conform: 4 things to mend in 1 resource (1 violation, 2 warnings, 1 info)."


def test_warnings_do_not_stop_anybody() -> None:
    found = report(f"{DATA} :x :p 1 .")
    assert (found.conforms, found.verdict) == (
        True,
        "Conforms: 3 things to look at in 1 resource (2 warnings, 1 info).",
    )
    assert report(":x a :T ; :p 1 .").verdict == "Conforms."


def test_the_page_has_a_block_for_each_finding() -> None:
    found = Report.of(report().results, "minegraph", ["Read as Turtle."])
    verdict, note, heading, fields, *rest = found.page()
    assert (verdict, note, heading) == (
        Prose(found.verdict),
        Fields((("read", ("Read as Turtle.",)),)),
        Heading("1. Violation: p"),
    )
    assert isinstance(fields, Fields)
    assert dict(fields.items) == {
        "wrong": ("No p is given.",),
        "resource": (Link(f"{EXAMPLE}x", f"{EXAMPLE}x"),),
        "property": (f"<{EXAMPLE}p>",),
        "to do": ("Say p.",),
        "rule": (Link(f"{EXAMPLE}Thing-p", f"{EXAMPLE}Thing-p"),),
    }
    assert len(rest) == 6
    assert report(":y :p 1 .").page() == (Prose("Conforms."),)


def test_json() -> None:
    document = json.loads(report().json())
    assert {key: document[key] for key in ("conforms", "engine", "counts")} == {
        "conforms": False,
        "engine": "minegraph",
        "counts": {"Violation": 1, "Warning": 2, "Info": 1},
    }
    assert document["results"][2] == {
        "severity": "Warning",
        "focus": {"type": "uri", "value": f"{EXAMPLE}x"},
        "path": f"{EXAMPLE}r",
        "value": {"type": "literal", "value": "soon", "xml:lang": "en"},
        "message": "soon is no date.",
        "constraint": f"{EXAMPLE}Thing-r",
        "name": "",
        "component": f"{SH}DatatypeConstraintComponent",
        "graph": "urn:g",
    }
    assert document["results"][3]["path"] == f"^<{EXAMPLE}q>"
    assert document["findings"][0] == {
        "severity": "Violation",
        "problem": "No p is given.",
        "message": "Say p.",
        "path": f"{EXAMPLE}p",
        "value": None,
        "constraint": f"{EXAMPLE}Thing-p",
        "name": "p",
        "component": f"{SH}MinCountConstraintComponent",
        "focuses": [{"type": "uri", "value": f"{EXAMPLE}x"}],
        "places": [],
        "graphs": ["urn:g"],
    }
    assert (document["shapes"], document["notes"], document["verdict"]) == (None, [], report().verdict)


def test_turtle_is_a_standard_report() -> None:
    graph = rdflib.Graph().parse(data=report(f"{DATA} :x :p 1 .").turtle(), format="turtle")
    shacl = rdflib.Namespace(SH)
    (node,) = graph.subjects(rdflib.RDF.type, shacl.ValidationReport)
    assert graph.value(node, shacl.conforms) == rdflib.Literal(False)
    assert len(list(graph.objects(node, shacl.result))) == 3
    (info,) = graph.subjects(shacl.resultSeverity, shacl.Info)
    path = graph.value(info, shacl.resultPath)
    assert path is not None
    assert graph.value(path, shacl.inversePath) == rdflib.URIRef(f"{EXAMPLE}q")
    assert graph.value(info, shacl.sourceShape) == rdflib.URIRef(f"{EXAMPLE}Thing-q")


def test_the_same_data_gives_the_same_text() -> None:
    assert report().json() == report().json()
    assert report().turtle() == report().turtle()


def test_paths_survive_being_written_as_rdf() -> None:
    p, q = Predicate("urn:p"), Predicate("urn:q")
    inner: PropertyPath = Sequence((Inverse(p), Repeated(Alternative((p, Inverse(Repeated(q, "?")))), "*")))
    found = Report.of([Result("Info", ox.NamedNode("urn:x"), inner, None, "", "urn:s", "", "urn:c")], "minegraph")
    graph = Triples(ox.parse(found.turtle(), ox.RdfFormat.TURTLE))
    (node,) = (
        graph.one(subject, f"{SH}resultPath") for subject in graph.subjects() if graph.one(subject, f"{SH}resultPath")
    )
    assert node is not None
    assert read_path(node, graph) == inner
    assert sparql(inner) == "(^<urn:p>/(<urn:p>|^(<urn:q>?))*)"


def test_importing_validation_loads_no_other_engine() -> None:
    code = (
        "import sys, minegraph.validation; print([m for m in ('rdflib', 'pyshacl', 'rapidfuzz') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
