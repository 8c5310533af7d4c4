"""Files handed in are checked as if they were in the graph, and only what they describe is reported."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engines import PREFIXES, findings, parse
from minegraph.errors import CheckError
from minegraph.terms import ID, MG
from minegraph.validation import check_graph, load_shapes, validate_files, validate_quads
from minegraph.validation.known_terms import KNOWN_CLASS, KNOWN_PROPERTY
from minegraph.validation.report import Result
from test_validation_random import SHAPES, triples

Write = Callable[[str, str | bytes], Path]

PROJECT_SHAPES = """
@prefix mg: <https://w3id.org/minegraph/ontology#> .
:Project a sh:NodeShape ; sh:targetClass mg:Project ; sh:property :Project-title, :Project-grant .
:Project-title a sh:PropertyShape ; sh:path mg:title ; sh:minCount 1 ; sh:message "Say the title."@en .
:Project-grant a sh:PropertyShape ; sh:path mg:grant ; sh:class mg:Grant .
"""
CONTEXT = """
@prefix mg: <https://w3id.org/minegraph/ontology#> .
mg:Project a owl:Class . mg:Grant a owl:Class . mg:title a owl:DatatypeProperty . mg:grant a owl:ObjectProperty .
:grant a mg:Grant . :old a mg:Project . rdfs:label a rdf:Property . :Place a :Kind ; :near :old .
mg:Grant :alike <urn:other:Grant> . <urn:other:Sum> rdfs:label "Sum" .
@prefix mgid: <https://w3id.org/minegraph/id/> .
mgid:region-a a :Kind ; :near <urn:code:a>, <urn:country:a> . :old :near mgid:region-a . <urn:country:a> a mg:Grant .
"""
HEAD = PREFIXES + "@prefix mg: <https://w3id.org/minegraph/ontology#> .\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def context() -> ox.Store:
    return stored(parse(CONTEXT))


def stored(quads: list[ox.Quad], graph: str = "urn:graph:context") -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph)) for quad in quads)
    return store


def project_shapes() -> list[ox.Quad]:
    return parse(PROJECT_SHAPES)


def facts(results: tuple[Result, ...]) -> list[tuple[str, str, str]]:
    return [(result.severity, str(result.focus), result.message) for result in results]


def test_a_file_is_seen_in_its_context(write: Write, context: ox.Store) -> None:
    file = write("new.ttl", f'{HEAD} :new a mg:Project ; mg:title "New" ; mg:grant :grant .')
    assert validate_files([file], project_shapes(), context).results == ()
    assert not validate_files([file], project_shapes()).conforms


def test_only_what_the_file_describes_is_reported(write: Write, context: ox.Store) -> None:
    file = write("new.ttl", f"{HEAD} :new a mg:Project ; mg:grant :old .")
    report = validate_files([file], project_shapes(), context)
    assert [(str(result.focus), result.constraint.rpartition("/")[2]) for result in report.results] == [
        ("<https://example.org/new>", "Project-grant"),
        ("<https://example.org/new>", "Project-title"),
    ]
    assert report.results[0].graph == file.as_uri()


def test_the_context_stays_as_it_is(write: Write, tmp_path: Path) -> None:
    built = ox.Store(str(tmp_path / "store"))
    built.extend(stored(parse(CONTEXT)))
    built.flush()
    before = set(built)
    file = write("new.ttl", f"{HEAD} :new a mg:Project . :old mg:title 'Old' .")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    report = validate_files([file], project_shapes(), built, scratch=scratch)
    assert facts(report.results) == [("Violation", "<https://example.org/new>", "Say the title.")]
    assert set(built) == before
    assert list(scratch.iterdir()) == []


def test_a_file_can_take_the_place_of_a_graph(write: Write, context: ox.Store) -> None:
    context.extend(stored(parse(":old <https://w3id.org/minegraph/ontology#title> 'Old' ."), "urn:graph:old"))
    file = write("old.ttl", f"{HEAD} :old a mg:Project .")
    assert validate_files([file], project_shapes(), context).conforms
    assert not validate_files([file], project_shapes(), context, leave_out=["urn:graph:old"]).conforms


def test_several_files_are_seen_together(write: Write, context: ox.Store) -> None:
    one = write("one.ttl", f'{HEAD} :new a mg:Project ; mg:title "New" ; mg:grant :other .')
    two = write("two.ttl", f"{HEAD} :other a mg:Grant .")
    assert validate_files([one, two], project_shapes(), context).conforms
    assert not validate_files([one], project_shapes(), context).conforms


def test_blank_nodes_of_a_file_are_checked(write: Write, context: ox.Store) -> None:
    context.extend(stored(parse("[] a <https://w3id.org/minegraph/ontology#Project> .")))
    file = write("new.ttl", f"{HEAD} [] a mg:Project . [] a mg:Project ; mg:title 'B' .")
    (result,) = validate_files([file], project_shapes(), context).results
    assert (result.message, isinstance(result.focus, ox.BlankNode)) == ("Say the title.", True)


def test_many_focus_nodes_are_checked_in_portions(write: Write, context: ox.Store) -> None:
    file = write(
        "many.nt", "".join(f"<urn:{number}> a <{MG}Project> .\n" for number in range(2500)).replace(" a ", TYPE)
    )
    assert validate_files([file], project_shapes(), context).counts["Violation"] == 2500


TYPE = " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "


def test_pyshacl_checks_files_too(write: Write, context: ox.Store) -> None:
    shapes = [*project_shapes(), *parse(':Project-title sh:pattern "^(?=N)" .')]
    file = write("new.ttl", f"{HEAD} :new a mg:Project ; mg:title 'Old' .")
    report = validate_files([file], shapes, context)
    assert (report.engine, facts(report.results)) == (
        "pyshacl",
        [("Violation", "<https://example.org/new>", "Say the title.")],
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(triples, max_size=30), st.lists(triples, min_size=1, max_size=12), st.booleans())
def test_a_file_is_reported_as_the_whole_graph_would_be(
    tmp_path_factory: pytest.TempPathFactory, known: list[ox.Quad], new: list[ox.Quad], on_disk: bool
) -> None:
    folder = tmp_path_factory.mktemp("files")
    file = folder / "new.nt"
    data = [quad for quad in new if "subClassOf" not in quad.predicate.value] or new[:0]
    if not data:
        return
    file.write_bytes(ox.serialize([quad.triple for quad in data], format=ox.RdfFormat.N_TRIPLES) or b"")
    context = ox.Store(str(folder / "store")) if on_disk else ox.Store()
    context.extend(stored(known))
    merged = stored([*known, *data])
    asked = {quad.subject for quad in data}
    whole = [result for result in check_graph(merged, parse(SHAPES)).results if result.focus in asked]
    report = validate_files([file], parse(SHAPES), context, known_terms=False, scratch=folder)
    assert findings(report.results) == findings(whole)


UNKNOWN = {
    "a misspelt class": ("a mg:Projct", "Violation", "There is no class mg:Projct. Did you mean mg:Project?"),
    "a class of nobody": ("a :Thing", "Violation", "There is no class https://example.org/Thing."),
    "a misspelt property": ("mg:titel 'x'", "Violation", "There is no property mg:titel. Did you mean mg:title?"),
    "a class as a property": ("mg:Project :x", "Violation", "There is no property mg:Project."),
    "a property of nobody": ("<http://purl.org/dc/terms/title> 'x'", "Warning", "There is no property dcterms:title."),
}


@pytest.mark.parametrize(("statement", "severity", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_term_is_reported(
    write: Write, context: ox.Store, statement: str, severity: str, message: str
) -> None:
    file = write("new.ttl", f"{HEAD} :new {statement} .")
    (result,) = validate_files([file], project_shapes(), context).results
    assert (result.severity, result.constraint in (KNOWN_CLASS, KNOWN_PROPERTY)) == (severity, True)
    assert result.message.startswith(message)


THINGS = {
    "a region as a class": (f"a <{ID}region-a>", "Violation", "There is no class mgid:region-a."),
    "a region as a property": (f"<{ID}region-a> 'x'", "Violation", "There is no property mgid:region-a."),
    "a code as a class": ("a <urn:code:a>", "Violation", "There is no class urn:code:a."),
    "a country as a class": ("a <urn:country:a>", "Violation", "There is no class urn:country:a."),
    "a country as a property": ("<urn:country:a> 'x'", "Warning", "There is no property urn:country:a."),
}


@pytest.mark.parametrize(("statement", "severity", "problem"), THINGS.values(), ids=THINGS)
def test_a_thing_that_the_graph_mentions_is_no_term(
    context: ox.Store, statement: str, severity: str, problem: str
) -> None:
    (result,) = validate_quads(parse(f":new {statement} ."), load_shapes(project_shapes()), context).results
    assert (result.severity, result.problem) == (severity, problem)


def test_the_graph_itself_must_declare_its_terms(context: ox.Store) -> None:
    assert check_graph(context, project_shapes(), known_terms=True).counts["Violation"] == 1
    context.extend(stored(parse(f":x a <{MG}Projct> ; <{MG}titel> 'x' ."), "urn:graph:typos"))
    report = check_graph(context, project_shapes(), known_terms=True)
    assert [result.message for result in report.results if result.graph == "urn:graph:typos"] == [
        "There is no property mg:titel. Did you mean mg:title?",
        "There is no class mg:Projct. Did you mean mg:Project?",
    ]
    assert check_graph(context, project_shapes()).counts["Violation"] == 1


def test_the_graph_itself_must_not_take_its_things_for_classes(context: ox.Store) -> None:
    context.extend(stored(parse(f":x a <{ID}region-a> ."), "urn:graph:typos"))
    report = check_graph(context, project_shapes(), known_terms=True)
    assert [result.problem for result in report.results if result.graph == "urn:graph:typos"] == [
        "There is no class mgid:region-a."
    ]


def test_terms_that_the_graph_uses_or_mentions_are_known(write: Write, context: ox.Store) -> None:
    file = write("new.ttl", f"{HEAD} :new a :Kind, <urn:other:Grant>, <urn:other:Sum> ; :near :old ; rdfs:label 'x' .")
    assert validate_files([file], project_shapes(), context).results == ()


def test_other_peoples_shapes_come_with_their_own_terms(write: Write, context: ox.Store) -> None:
    file = write("new.ttl", f"{HEAD} :new a mg:Projct .")
    assert validate_files([file], project_shapes(), context, known_terms=False).results == ()


XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e#">'
DEEP_XML = "<e:C><e:p>" * 200 + "</e:p></e:C>" * 200
BAD_FILES: dict[str, tuple[str, str | bytes, str]] = {
    "nothing": ("a.ttl", "", "empty"),
    "only spaces": ("a.ttl", " \n\n", "empty"),
    "only a prefix": ("a.ttl", HEAD, "states nothing"),
    "an empty JSON object": ("a.jsonld", "{}", "states nothing"),
    "a syntax error": ("a.ttl", "<urn:a> <urn:p>\n  .", "a.ttl:2: "),
    "an unknown kind": ("a.docx", "x", "unknown kind of file. Name it .xlsx"),
    "NUL": ("a.ttl", "<urn:a> <urn:p> '\0' .", "NUL"),
    "UTF-16": ("a.ttl", "<urn:a> <urn:p> 'x' .".encode("utf-16-le"), "not UTF-8"),
    "Latin-1": ("a.ttl", "\n<urn:a> <urn:p> 'ä' .".encode("latin-1"), "a.ttl:2: not UTF-8"),
    "a byte order mark": ("a.ttl", b"\xef\xbb\xbf<urn:a> <urn:p> 'x' .", "byte order mark"),
    "deep brackets": ("a.ttl", "<urn:a> <urn:p> " + "(" * 200 + ")" * 200 + " .", "nested deeper than 128"),
    "very deep brackets": ("a.ttl", "<urn:a> <urn:p> " + "(" * 100_000, "nested deeper than 128"),
    "deep JSON": ("a.jsonld", '{"urn:p":' * 200 + "1" + "}" * 200, "nested deeper than 128"),
    "very deep JSON": ("a.json", "[" * 100_000, "nested deeper than 128"),
    "deep XML": ("a.rdf", f"{XML}{DEEP_XML}</rdf:RDF>", "nested deeper than 128"),
    "very deep XML": ("a.rdf", XML + "<e:C><e:p>" * 100_000, "not XML (no element found)"),
    "a DOCTYPE": ("a.rdf", f'<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>{XML}</rdf:RDF>', "DOCTYPE"),
    "a remote context": ("a.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "context elsewhere"),
    "a remote context in a list": ("a.jsonld", '{"@context": [{}, "https://a.org/"]}', "context elsewhere"),
    "a remote context inside": ("a.jsonld", '{"urn:p": [{"@context": "c.json"}]}', "context elsewhere"),
    "an imported context": ("a.jsonld", '{"@context": {"@import": "https://a.org/"}}', "context elsewhere"),
    "half of an XML document": ("a.rdf", XML + "<e:C>", "a.rdf:1: not XML (no element found)"),
    "XML that is no RDF": ("a.rdf", "<a><b/></a>", "Correct the RDF/XML here"),
    "half of a JSON document": ("a.jsonld", '{"a":', "not JSON"),
    "a lone surrogate": ("a.jsonld", '{"@id": "urn:a", "urn:p": "\\ud800"}', "a.jsonld:1: "),
    "a named graph in TriG": ("a.trig", "<urn:g> { <urn:a> <urn:p> 'x' }", "named graph <urn:g>"),
    "a named graph in N-Quads": ("a.nq", '<urn:a> <urn:p> "x" <urn:g> .', "named graph"),
    "a named graph in JSON-LD": (
        "a.jsonld",
        '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": 1}]}',
        "named graph",
    ),
    "a statement about a statement": ("a.ttl", "<urn:a> <urn:p> <<( <urn:a> <urn:b> 1 )>> .", "RDF 1.1"),
    "an invisible character": ("a.ttl", "<urn:a\u202eb> <urn:p> 'x' .", "invisible character"),
    "a bad IRI": ("a.ttl", "<urn:a b> <urn:p> 'x' .", "a.ttl:1: "),
    "a relative IRI": ("a.ttl", "<a> <urn:p> 'x' .", "relative IRI"),
    "a huge text": ("a.ttl", f"<urn:a> <urn:p> '{'x' * 70_000}' .", "longer than 64 KB"),
    "a subclass": (
        "a.ttl",
        f"{HEAD} mg:Projct rdfs:subClassOf mg:Project .",
        "rdfs:subClassOf. Data must not bring schema",
    ),
    "a domain": ("a.ttl", f"{HEAD} :p rdfs:domain mg:Project .", "rdfs:domain"),
    "a class": ("a.ttl", f"{HEAD} :C a owl:Class .", "owl:Class"),
    "a sameness": ("a.ttl", f"{HEAD} :a owl:sameAs :b .", "owl:sameAs"),
    "a shape": ("a.ttl", f"{HEAD} :S a sh:NodeShape .", "sh:NodeShape"),
    "a target": ("a.ttl", f"{HEAD} :S sh:targetClass mg:Project .", "sh:targetClass"),
    "a term of minegraph": ("a.ttl", f"{HEAD} mg:Project :p 1 .", "describes mg:Project"),
}


@pytest.mark.parametrize(("name", "content", "problem"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_checked_is_an_error(
    write: Write, context: ox.Store, name: str, content: str | bytes, problem: str
) -> None:
    started = time.monotonic()
    with pytest.raises(CheckError) as caught:
        validate_files([write(name, content)], project_shapes(), context)
    assert problem in str(caught.value)
    assert name in str(caught.value)
    assert len(str(caught.value)) < 400
    assert time.monotonic() - started < 2


def test_places_that_are_no_files_are_errors(tmp_path: Path, context: ox.Store) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    for path, problem in (
        (tmp_path, "a directory"),
        (tmp_path / "missing.ttl", "No such file"),
        (tmp_path / "pipe.ttl", "not a file"),
        (tmp_path / "a\0b.ttl", "cannot be read"),
    ):
        with pytest.raises(CheckError, match=problem):
            validate_files([path], project_shapes(), context)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, context: ox.Store) -> None:
    huge = tmp_path / "huge.ttl"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(CheckError, match="larger than 50 MB"):
        validate_files([huge], project_shapes(), context)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", f"{HEAD} :new a mg:Project ."),
        ("a.nt", f"<urn:a>{TYPE}<{MG}Project> ."),
        ("a.trig", f"{HEAD} :new a mg:Project ."),
        ("a.jsonld", json.dumps({"@context": {"mg": MG}, "@id": "urn:a", "@type": "mg:Project"})),
        ("a.rdf", f'{XML}<p:Project xmlns:p="{MG}" rdf:about="urn:a"/></rdf:RDF>'),
        ("a.ttl", f"{HEAD} :new a mg:Project ; rdfs:label '((((' .\r\n"),
    ],
)
def test_every_kind_of_file_is_read(write: Write, context: ox.Store, name: str, content: str) -> None:
    report = validate_files([write(name, content)], project_shapes(), context)
    assert [result.message for result in report.results] == ["Say the title."]
