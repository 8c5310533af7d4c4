"""The document about a thing: everything that the graph says of it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from minegraph.datasets import document_about
from minegraph.describe import describe
from minegraph.documents.thing_page import Surroundings, thing_page
from minegraph.errors import NotFoundError
from minegraph.formats import DESCRIPTIONS, HTML, JSON
from minegraph.lookup import Thing, slug, thing_at
from minegraph.render import graph as written
from minegraph.terms import ID
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, iris: Sequence[str], form: str, address: str) -> None:
    """Write what the graph says of the first of the IRIs that it knows."""
    description = describe(graph.source, _thing(graph, iris), graph.kept("labels", dict[str, str]))
    wanted = form_named(DESCRIPTIONS, form)
    if wanted == HTML:
        send(output, wanted, thing_page(_surroundings(graph), description, address))
    elif wanted == JSON:
        send(output, wanted, description.json())
    else:
        said = (*description.triples(), *document_about(description.iri))
        send(output, wanted, written(said, wanted.name))


def prepare(graph: Opened) -> None:
    """Read what every page needs, so that the first is as quick as the others."""
    _surroundings(graph)


def _surroundings(graph: Opened) -> Surroundings:
    return graph.kept("surroundings", lambda: Surroundings.read(graph.source, graph.knowledge.questions))


def _thing(graph: Opened, iris: Sequence[str]) -> Thing:
    for iri in iris:
        if thing := thing_at(graph.source, iri):
            return thing
    raise NotFoundError("thing", slug(iris[0]), _near(graph, iris[0]))


def _near(graph: Opened, iri: str) -> list[str]:
    """The slugs of things that look like it."""
    query = f"SELECT DISTINCT ?thing WHERE {{ ?thing a ?kind FILTER(STRSTARTS(STR(?thing), '{ID}')) }}"
    slugs = graph.kept("slugs", lambda: [slug(str(thing)[1:-1]) for (thing,) in graph.source.select(query).rows])
    space, _, _ = slug(iri).rpartition("/")
    alike = [one for one in slugs if one.startswith(f"{space}/")]
    return get_close_matches(slug(iri), alike or slugs, n=3)
