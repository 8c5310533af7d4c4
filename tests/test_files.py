"""Where files are, how they are read, and their canonical form."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minegraph.errors import SourceError
from minegraph.files import Layout, find_layout, format_turtle, packaged_root, read_quads, write_atomically
from minegraph.terms import GRAPH, PREFIXES

HERE = Path("data/here.ttl")
TINY = Path(__file__).parent / "tiny"
OWN = Layout(packaged_root())


def test_graph_files_are_named_by_their_path(tiny_root: Path) -> None:
    files = Layout(tiny_root).graph_files
    assert files[f"{GRAPH}data/regions/regions"] == tiny_root / "data" / "regions" / "regions.ttl"
    assert files[f"{GRAPH}ontology/mining"] == tiny_root / "ontology" / "mining.ttl"
    assert list(files) == sorted(files)


def test_examples_of_the_shapes_are_no_graphs_and_come_with_the_shipped_graph(tmp_path: Path) -> None:
    assert not any("/examples/" in iri for iri in OWN.graph_files)
    own = tmp_path / "shapes" / "examples" / "Site" / "ok.ttl"
    own.parent.mkdir(parents=True)
    own.write_text("")
    laid = Layout(tmp_path, OWN.root).examples
    assert own in laid
    assert len(laid) == len(OWN.examples) > 500


def test_other_and_hidden_files_are_not_graphs(tiny_root: Path) -> None:
    before = Layout(tiny_root).graph_files
    for name in ("data/.hidden.ttl", "data/notes.md", "ontology/deeper/x.ttl", "x.ttl"):
        (tiny_root / name).parent.mkdir(exist_ok=True)
        (tiny_root / name).write_text("")
    assert Layout(tiny_root).graph_files == before


def test_rules_questions_and_facets_are_found(tiny_root: Path) -> None:
    layout = Layout(tiny_root)
    assert "prp-trp" in {path.stem for path in layout.rules}
    assert {path.stem for path in layout.queries} >= {"partners-of-project", "regions-by-commodity"}
    assert all(path.parent.name == "synergy" for path in layout.facets)


def test_root_is_the_nearest_parent_that_is_one(tiny_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny_root / "data" / "sites")
    assert find_layout().root == tiny_root


def test_root_is_the_packaged_graph_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_layout().root == packaged_root()
    assert (find_layout().root / "ontology" / "minegraph.ttl").is_file()


def test_given_root_is_taken(tiny_root: Path) -> None:
    assert find_layout(tiny_root).root == tiny_root


def test_given_root_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"not the root of a graph. Give a directory that holds ontology/, shapes/"):
        find_layout(tmp_path)


PREFIX = "PREFIX ex: <http://example.org/>\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nex:a ex:b mgo:c .", ':3: unknown prefix "mgo:". Declare it or fix the spelling.'),
        ("ex:a ex:b ex:c\nex:d ex:e ex:f .", ":3: a statement is not finished before this line. End it with"),
        ('ex:a ex:b "c .\n', ":2: the file ends in the middle of a statement or string that begins here."),
        (
            "<a> ex:b 1 .",
            ":2: relative IRI (No scheme found in an absolute IRI). Write the full IRI or a prefixed name.",
        ),
        ("<http://a b> ex:b 1 .", ":2: Invalid IRI code point ' '. Percent-encode that character."),
        ('ex:a ex:b "\\q" .', ":2: Unexpected escape character '\\q'. Write a backslash in a string as \"\\\\\"."),
        ("ex:a ex:b 1 ; nonsense .", ":2: "),
        ('"a" ex:b 1 .', ":2: "),
    ],
)
def test_syntax_error_says_file_line_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "odd.ttl"
    path.write_text(PREFIX + text)
    with pytest.raises(SourceError) as caught:
        read_quads(path, "http://example.org/g")
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{caught.value.line}: ")


def test_bytes_that_are_no_utf8_are_said(tmp_path: Path) -> None:
    (tmp_path / "odd.ttl").write_bytes(b'<a:b> <a:c> "\xff" .')
    with pytest.raises(SourceError, match=":1: not UTF-8 text"):
        read_quads(tmp_path / "odd.ttl", "http://example.org/g")


def test_byte_order_mark_is_said(tmp_path: Path) -> None:
    (tmp_path / "odd.ttl").write_bytes(b"\xef\xbb\xbf<a:b> <a:c> 1 .")
    with pytest.raises(SourceError, match=":1: starts with a byte order mark"):
        read_quads(tmp_path / "odd.ttl", "http://example.org/g")


def test_missing_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=r"^none.ttl: cannot be read \(No such file or directory\). Check the path.$"):
        read_quads(tmp_path / "none.ttl", "http://example.org/g")


def test_literals_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "x.ttl").write_text("<a:b> <a:c> 16073.00 .")
    [quad] = read_quads(tmp_path / "x.ttl", "http://example.org/g")
    assert (str(quad.object), str(quad.graph_name)) == (
        '"16073.00"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        "<http://example.org/g>",
    )


FORMATTED = """PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

<http://example.org/a.b>
    a mg:Region ;
    rdfs:label
        "a"@en ,
        "b"@fi ;
    mg:list (
        1
        [
            mg:of () ;
        ]
    ) ;
    mg:one [
        mg:value 0.30 ;
    ] ;
    mg:text \"\"\"two
lines "quoted\\\\\\"\"\"\" ;
.

mg:a
    mg:p
        01 ,
        "01"^^mg:odd ,
        true ;
.

[]
    mg:p 1e3 ;
.
"""
UNFORMATTED = """
@prefix m: <https://w3id.org/minegraph/ontology#> . @prefix unused: <http://example.org/> .
[] m:p 1e3 .
m:a m:p true, 01, "01"^^m:odd . # a comment
<http://example.org/a.b> m:text '''two\nlines "quoted\\\\"''' ; m:one [ m:value 0.30 ] ; m:list (1 [ m:of () ]) .
<http://example.org/a.b> <http://www.w3.org/2000/01/rdf-schema#label> "b"@fi, "a"@en ; a m:Region .
"""


def test_canonical_form() -> None:
    assert format_turtle(UNFORMATTED, HERE) == FORMATTED


def test_canonical_form_has_the_layout_of_longturtle() -> None:
    text = (
        'PREFIX mg: <https://w3id.org/minegraph/ontology#>\nmg:b a mg:C ; mg:p "x", "y" ; mg:q mg:a . mg:a mg:p "z" .'
    )
    graph = rdflib.Graph(bind_namespaces="none").parse(data=text, format="turtle")
    by_rdflib = graph.serialize(format="longturtle")
    assert sorted(format_turtle(text, HERE).splitlines()) == sorted(by_rdflib.splitlines())


@pytest.mark.parametrize("path", sorted({*OWN.graph_files.values(), *TINY.rglob("*.ttl")}), ids=lambda path: path.name)
def test_file_of_the_graph_is_in_canonical_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == format_turtle(text, path), f"run: minegraph format {path.relative_to(OWN.root)}"


def test_every_shipped_prefix_is_written_short() -> None:
    text = "".join(f"<{namespace}x> <{namespace}y> <{namespace}z> .\n" for namespace in PREFIXES.values())
    assert "<" not in format_turtle(text, HERE).partition("\n\n")[2]


iris = st.sampled_from(
    ["http://example.org/a", "https://w3id.org/minegraph/ontology#b", "urn:x:y", "http://é.example/ü#1"]
)
named = iris.map(ox.NamedNode)
blank = st.sampled_from("abcdef").map(ox.BlankNode)
xsd = st.sampled_from(["integer", "decimal", "double", "boolean", "string", "gYear", "date"])
lexical = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=12),
    st.sampled_from(
        ["1", "01", "+1", "-1", "0.30", "5.", ".5", "1e3", "1E-3", "INF", "true", "TRUE", "1", "", '"', '\\"""']
    ),
)
literals = st.one_of(
    st.builds(lambda value, kind: ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + kind)), lexical, xsd),
    st.builds(lambda value, tag: ox.Literal(value, language=tag), lexical, st.sampled_from(["en", "fi", "el-latn"])),
)
rest = st.sampled_from([PREFIXES["rdf"] + name for name in ("first", "rest", "type")]).map(ox.NamedNode)
ends = st.one_of(named, blank, literals, st.just(ox.NamedNode(f"{PREFIXES['rdf']}nil")))
triples = st.builds(ox.Triple, st.one_of(named, blank), st.one_of(named, rest), ends)


def canonical(text: bytes) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.parse(text, ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def as_text(found: list[ox.Triple]) -> str:
    return (ox.serialize(found, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(triples, max_size=12))
def test_formatting_keeps_every_triple_and_literal(found: list[ox.Triple]) -> None:
    text = as_text(found)
    assert canonical(format_turtle(text, HERE).encode()) == canonical(text.encode())


@settings(max_examples=200, deadline=None)
@given(st.lists(triples, max_size=12))
def test_formatting_twice_is_formatting_once(found: list[ox.Triple]) -> None:
    once = format_turtle(as_text(found), HERE)
    assert format_turtle(once, HERE) == once


@settings(max_examples=200, deadline=None)
@given(st.lists(triples, max_size=12).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_formatting_does_not_depend_on_order(both: tuple[list[ox.Triple], list[ox.Triple]]) -> None:
    assert format_turtle(as_text(both[0]), HERE) == format_turtle(as_text(both[1]), HERE)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.builds(ox.Triple, named, named, st.one_of(named, blank)), max_size=12))
def test_rdflib_reads_the_canonical_form_alike(found: list[ox.Triple]) -> None:
    text = as_text(found)
    before = rdflib.Graph().parse(data=text, format="nt")
    assert rdflib.compare.isomorphic(rdflib.Graph().parse(data=format_turtle(text, HERE), format="turtle"), before)


@pytest.mark.parametrize("text", ['<a:b> <a:c> "x"@en--ltr .', "<a:b> <a:c> <<( <a:b> <a:c> 1 )>> ."])
def test_what_is_not_rdf_11_has_no_canonical_form(text: str) -> None:
    with pytest.raises(SourceError, match=r"has no canonical form: .* is not RDF 1.1. Write it as plain RDF 1.1."):
        format_turtle(text, HERE)


def test_long_list_is_formatted_in_no_time() -> None:
    formatted = format_turtle("<a:b> <a:c> (" + "1 " * 3000 + ") .", HERE)
    assert formatted.count("\n        1") == 3000


def test_many_shared_blank_nodes_have_no_canonical_form() -> None:
    ring = "".join(f"_:n{number} <a:b> _:n{(number + 1) % 101} .\n" for number in range(101))
    with pytest.raises(SourceError, match="more than 100 blank nodes, and some of them are shared"):
        format_turtle(ring, HERE)


def test_very_deep_blank_nodes_have_no_canonical_form() -> None:
    with pytest.raises(SourceError, match="has no canonical form"):
        format_turtle("<a:b> <a:c> " + "[ <a:c> " * 2000 + "1" + " ]" * 2000 + " .", HERE)


def test_syntax_error_is_said_when_formatting() -> None:
    with pytest.raises(SourceError, match=r'^data/here.ttl:1: unknown prefix "x:"'):
        format_turtle("x:a x:b x:c .", HERE)


def test_writing_replaces_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.ttl"
    write_atomically(path, b"first and longer")
    write_atomically(path, b"second")
    assert path.read_bytes() == b"second"
    assert [found.name for found in path.parent.iterdir()] == ["file.ttl"]


def test_failed_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file.ttl"
    write_atomically(path, b"old")
    with pytest.raises(TypeError):
        write_atomically(path, "text")  # type: ignore[arg-type]
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["file.ttl"]
