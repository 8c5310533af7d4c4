"""Dumps of random graphs: in every format the same quads, and the canonical N-Quads of the engine itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minegraph import lines
from minegraph.dump import Dump, dumped, hash_of
from minegraph.dump_formats import write_dump
from minegraph.errors import FormatError
from minegraph.files import Layout
from minegraph.formats import DATASETS
from minegraph.render import NAMELESS
from minegraph.terms import GRAPH, MG, expand
from releases import canonical

ONTOLOGY = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
mg:Region a owl:Class .
mg:country a owl:ObjectProperty .
mg:amount a owl:DatatypeProperty ; rdfs:range xsd:decimal .
mg:note a owl:DatatypeProperty ; rdfs:range rdf:langString .
"""
IRIS = [
    *map(
        ox.NamedNode, (f"{MG}Region", "geo:60.2,24.9", "mg:x", "http://data.europa.eu/nuts/code/FI", "https://x/ä?b=#c")
    ),
    *map(ox.NamedNode, (expand("mgid:a/b"), expand("mgid:"), expand("mgid://c"))),
]
PROPERTIES = [ox.NamedNode(expand(name)) for name in ("mg:country", "mg:amount", "mg:note", "rdf:type", "skos:note")]
NOT_XML = "".join(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NOT_XML))
DATATYPES = [ox.NamedNode(expand(name)) for name in ("xsd:decimal", "xsd:string", "geo:wktLiteral", "rdf:JSON")]

blank_nodes = st.integers(0, 4).map(lambda number: ox.BlankNode(f"b{number}"))
literals = (
    st.builds(ox.Literal, TEXTS)
    | st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-AT"]))
    | st.builds(lambda text, datatype: ox.Literal(text, datatype=datatype), TEXTS, st.sampled_from(DATATYPES))
)
resources = st.sampled_from(IRIS) | blank_nodes
triples = st.builds(ox.Triple, resources, st.sampled_from(PROPERTIES), resources | literals)
graphs = st.lists(st.lists(triples, max_size=12), min_size=1, max_size=3)


@contextmanager
def dump_of(contents: list[list[ox.Triple]]) -> Iterator[Dump]:
    """The dump of files that state some triples each."""
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        for folder in ("ontology", "shapes", "data"):
            (root / folder).mkdir()
        (root / "ontology" / "terms.ttl").write_text(ONTOLOGY)
        for number, said in enumerate(contents):
            ox.serialize(said, str(root / "data" / f"{number}.ttl"), ox.RdfFormat.TURTLE)
        for name in ("inferred.nt", "synergies.nt"):
            (root / name).touch()
        with dumped(root, Layout(root)) as dump:
            yield dump


def dataset(contents: list[list[ox.Triple]], named: bool) -> list[ox.Quad]:
    """The quads that such a dump has to hold, with or without the names of their graphs."""
    files = {f"{GRAPH}ontology/terms": [quad.triple for quad in ox.parse(ONTOLOGY, ox.RdfFormat.TURTLE)]}
    files |= {f"{GRAPH}data/{number}": said for number, said in enumerate(contents)}
    quads = []
    for number, (graph, said) in enumerate(files.items()):
        name = ox.NamedNode(graph) if named else ox.DefaultGraph()
        for triple in said:
            ends = [
                ox.BlankNode(f"{t.value}x{number}") if isinstance(t, ox.BlankNode) else t
                for t in (triple.subject, triple.object)
            ]
            quads.append(ox.Quad(ends[0], triple.predicate, ends[1], name))
    return quads


def written(dump: Dump, name: str) -> bytes:
    """A dump in one format."""
    out = BytesIO()
    write_dump(dump, name, out)
    return out.getvalue()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs)
def test_every_format_brings_back_the_same_quads(contents: list[list[ox.Triple]]) -> None:
    with dump_of(contents) as dump:
        for form in DATASETS:
            found = list(ox.parse(written(dump, form.name), ox.RdfFormat.from_media_type(form.media_type)))
            assert canonical(found) == canonical(dataset(contents, form.name not in NAMELESS)), form.name
        assert written(dump, "nquads") == b"".join(b"%s\n" % line for some in dump.quads() for line in some)
        assert hash_of(dump.quads())[0] == canonical(dataset(contents, True))
        for number, said in enumerate(contents):
            alone = [ox.Quad(t.subject, t.predicate, t.object) for t in said]
            assert hash_of(dump.alone(f"{GRAPH}data/{number}")) == (canonical(alone), len(set(said)))


@given(st.lists(st.lists(st.binary(max_size=3).map(lambda b: b.replace(b"\n", b"")), max_size=9), max_size=5))
def test_merged_runs_are_sorted_and_have_each_line_once(contents: list[list[bytes]]) -> None:
    runs = [[[line] for line in sorted(set(run))] for run in contents]
    found = [line for some in lines.merged(runs) for line in some]
    assert found == sorted({line for run in contents for line in run})


def test_lines_are_read_and_sorted_in_portions(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"b\na\nb\nlong line\nc")
    runs = lines.sort_lines(lines.read_lines(path, 4), path)
    assert len(runs) > 1
    assert [line for some in lines.merged(map(lines.read_lines, runs)) for line in some] == [
        b"a",
        b"b",
        b"c",
        b"long line",
    ]


@pytest.mark.parametrize(
    ("text", "form", "reason"),
    [
        ("<http://x/a> <http://x/1> 'b' .", "rdfxml", "RDF/XML cannot name the property <http://x/1>"),
        (r"<http://x/a> <http://x/b> '\u0001' .", "rdfxml", "RDF/XML cannot write a control character"),
        ("<http://x/a> <http://x/b> 'c'@en--ltr .", "jsonld", "is not RDF 1.1"),
    ],
)
def test_what_a_format_cannot_write_is_said(text: str, form: str, reason: str) -> None:
    contents = [[quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE)]]
    with dump_of(contents) as dump, pytest.raises(FormatError, match=reason):
        written(dump, form)


def test_control_characters_are_kept_where_they_can_be() -> None:
    text = ox.Literal("".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\ufffe")
    contents = [[ox.Triple(IRIS[0], PROPERTIES[0], text)]]
    with dump_of(contents) as dump:
        for form in (form for form in DATASETS if form.name != "rdfxml"):
            found = ox.parse(written(dump, form.name), ox.RdfFormat.from_media_type(form.media_type))
            assert text in {quad.object for quad in found}, form.name


def test_triple_as_object_is_not_dumped() -> None:
    contents = [[quad.triple for quad in ox.parse("<a:s> <a:p> <<( <a:s> <a:p> _:b )>> .", ox.RdfFormat.TURTLE)]]
    with pytest.raises(FormatError, match=r"0\.ttl: <<\(.*is not RDF 1\.1"), dump_of(contents):
        pass
