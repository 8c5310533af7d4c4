"""The dumps of a release in other engines: as many triples and the same hash in each graph, whatever the format.

What the engines rewrite is said here: Oxigraph and Virtuoso keep the value of a decimal number but not how it was
written, and Virtuoso keeps points as geometries of its own, with coordinates of single precision. rdflib is told to
leave literals as they are (`rdflib.NORMALIZE_LITERALS`).
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from conftest import StartServer
from minegraph.formats import DATASETS, Format
from minegraph.render import NAMELESS
from minegraph.terms import expand
from releases import canonical, downloads
from virtuoso import INSTALLED, LOADERS, Virtuoso, virtuoso

WHOLE = "urn:x-test:whole"
FORMS = pytest.mark.parametrize("form", DATASETS, ids=lambda form: form.name)
DECIMAL, POINT = ox.NamedNode(expand("xsd:decimal")), ox.NamedNode(expand("geo:wktLiteral"))
GEOMETRY = ox.NamedNode("http://www.openlinksw.com/schemas/virtrdf#Geometry")
COORDINATES = re.compile(r"POINT\((\S+) (\S+)\)")

Graphs = dict[str, tuple[int, str]]
Rewriting = Callable[[ox.Literal], ox.Literal]


def kept(literal: ox.Literal) -> ox.Literal:
    """What an engine that changes nothing makes of a literal."""
    return literal


def shortest(literal: ox.Literal) -> ox.Literal:
    """A decimal number without zeros at its end."""
    if literal.datatype != DECIMAL:
        return literal
    return ox.Literal(f"{Decimal(literal.value).normalize():f}", datatype=DECIMAL)


def single(literal: ox.Literal) -> ox.Literal:
    """The same, and points with coordinates of single precision."""
    if literal.datatype not in (POINT, GEOMETRY):
        return shortest(literal)
    found = COORDINATES.fullmatch(literal.value)
    assert found
    coordinates = (struct.unpack("f", struct.pack("f", float(text)))[0] for text in found.groups())
    return ox.Literal("POINT({:.6g} {:.6g})".format(*coordinates), datatype=GEOMETRY)


def graphs(quads: Iterable[ox.Quad], rewriting: Rewriting) -> Graphs:
    """The number of triples and the hash of each graph."""
    found: dict[str, set[ox.Quad]] = {}
    for quad in quads:
        term = rewriting(quad.object) if isinstance(quad.object, ox.Literal) else quad.object
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else WHOLE
        found.setdefault(name, set()).add(ox.Quad(quad.subject, quad.predicate, term))
    return {name: (len(said), canonical(said)) for name, said in found.items()}


def expected(release: Path, form: Format, rewriting: Rewriting) -> Graphs:
    """What an engine has to hold of the dump of what is stated in a format: what the canonical N-Quads say."""
    quads = list(ox.parse(path=str(downloads(release) / "stated.nq")))
    if form.name in NAMELESS:
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    found = graphs(quads, rewriting)
    if rewriting is kept and form.name not in NAMELESS:
        said = json.loads((downloads(release) / "hashes.json").read_text())["graphs"]
        assert found == {name: (said[name]["triples"], said[name]["sha256"]) for name in found}
    return found


def dump(release: Path, form: Format) -> Path:
    """The dump of what is stated in a format."""
    return downloads(release) / f"stated.{form.suffix}"


@FORMS
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_dump_read_into_rdflib(tiny_release: Path, form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    names = {"ttl": "turtle", "rdfxml": "xml", "jsonld": "json-ld"}
    read = rdflib.Dataset().parse(dump(tiny_release, form), format=names.get(form.name, form.name))
    assert graphs(map(_quad, read.quads()), kept) == expected(tiny_release, form, kept)


def _quad(quad: tuple[object, ...]) -> ox.Quad:
    subject, predicate, target, graph = quad
    name = ox.DefaultGraph() if graph is None or "urn:x-rdflib:default" in str(graph) else ox.NamedNode(str(graph))
    return ox.Quad(_resource(subject), ox.NamedNode(str(predicate)), _term(target), name)


def _resource(term: object) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(term) if isinstance(term, rdflib.BNode) else ox.NamedNode(str(term))


def _term(term: object) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if not isinstance(term, rdflib.Literal):
        return _resource(term)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or expand("xsd:string"))))


@FORMS
def test_dump_read_into_an_oxigraph_store(tiny_release: Path, form: Format) -> None:
    store = ox.Store()
    store.bulk_load(path=str(dump(tiny_release, form)))
    assert graphs(store, shortest) == expected(tiny_release, form, shortest)


@pytest.fixture(scope="module")
def oxigraph(start_server: StartServer) -> str:
    """The address of the graph store of a server that is empty."""
    return start_server(ox.Store(), False).replace("/query", "/store")


@FORMS
def test_dump_sent_to_an_oxigraph_server(tiny_release: Path, form: Format, oxigraph: str) -> None:
    place = f"{oxigraph}?default" if form.name in NAMELESS else oxigraph
    httpx.delete(oxigraph, timeout=30).raise_for_status()
    content = dump(tiny_release, form).read_bytes()
    httpx.put(place, content=content, headers={"Content-Type": form.media_type}, timeout=60).raise_for_status()
    read = httpx.get(oxigraph, headers={"Accept": "application/n-quads"}, timeout=60).raise_for_status().content
    assert graphs(ox.parse(read, ox.RdfFormat.N_QUADS), shortest) == expected(tiny_release, form, shortest)


@pytest.fixture(scope="module")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """A Virtuoso that is empty."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.mark.skipif(not INSTALLED, reason="Virtuoso is not installed")
@pytest.mark.parametrize("form", [form for form in DATASETS if form.name in LOADERS], ids=lambda form: form.name)
def test_dump_read_into_virtuoso(tiny_release: Path, form: Format, virtuoso_server: Virtuoso) -> None:
    virtuoso_server.load(dump(tiny_release, form), form.name, WHOLE)
    wanted = expected(tiny_release, form, single)
    found = [
        ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(graph))
        for graph in wanted
        for quad in virtuoso_server.triples(graph)
    ]
    assert graphs(found, single) == wanted
