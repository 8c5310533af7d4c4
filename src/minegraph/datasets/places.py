"""Where the datasets are had: at a server by asking, in a release as files; the descriptions of both are made of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from minegraph.formats import GRAPHS, N_TRIPLES, TURTLE, Format
from minegraph.terms import BASE, GRAPH

CATALOGUE = f"{BASE}catalogue"
ONTOLOGY, SHAPES = f"{BASE}ontology", f"{BASE}shapes"


@dataclass(frozen=True, slots=True)
class File:
    """A file, or an address that gives one: its IRI as a distribution, what it holds, its form, and where it is.

    `size` (bytes) and `sha256` are empty where they are not known; one that `lasts` is never changed.
    """

    iri: str
    title: str
    description: str
    form: Format
    address: str
    size: int | None = None
    sha256: str = ""
    conforms_to: Sequence[str] = ()
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An address (without `/` at its end) at which the datasets are had, and how.

    `whole` are the files of all of it, `of_graph` gives those of a named graph, `page_of` where the question of a name
    is explained, and `text_of` its query as a file. `endpoint` answers SPARQL and `lookup` describes an IRI that is put
    at its end. What there is not is empty.
    """

    address: str
    title: str
    description: str
    whole: Sequence[File]
    of_graph: Callable[[str], Sequence[File]]
    page_of: Callable[[str], str]
    text_of: Callable[[str], str]
    endpoint: str = ""
    lookup: str = ""


def server_at(address: str) -> Place:
    """What a server at an address (without `/` at its end) has."""
    return Place(
        address,
        "minegraph: the catalogue of this server",
        "The named graphs of minegraph, each with its licence and sources, and their services.",
        [_whole(form, address) for form in (TURTLE, N_TRIPLES)],
        lambda graph: [_of_graph(graph, form, address) for form in GRAPHS],
        lambda name: f"{address}/queries/{quote(name)}",
        lambda _name: "",
        endpoint=f"{address}/sparql",
        lookup=f"{address}/describe?iri=",
    )


def graph_file(graph: str, form: Format, address: str, size: int | None = None, sha256: str = "") -> File:
    """A named graph as a file of its own under an address."""
    name = graph.removeprefix(GRAPH)
    place = f"{address}/{graph.removeprefix(BASE)}.{form.suffix}"
    words = f"What the named graph {name} states, in {form.title}."
    return File(f"{graph}.{form.suffix}", f"{name} as {form.title}", words, form, place, size, sha256)


def _of_graph(graph: str, form: Format, address: str) -> File:
    return graph_file(graph, form, address)


def _whole(form: Format, address: str) -> File:
    return File(
        f"{CATALOGUE}#all-{form.suffix}",
        f"All of it as {form.title}",
        f"All named graphs together as one graph, in {form.title}.",
        form,
        f"{address}/graphs?default&format={form.name}",
        conforms_to=(ONTOLOGY, SHAPES),
    )
