"""The document about a thing: everything that the graph says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.describe import describe
from minegraph.description import Description
from minegraph.description_page import Extent
from minegraph.errors import NotFoundError
from minegraph.formats import DESCRIPTIONS, HTML, JSON
from minegraph.inventory import concepts_of
from minegraph.json_ld import document
from minegraph.kinds import kind_word
from minegraph.lookup import Thing, slug, thing_at
from minegraph.map_points import map_points, position
from minegraph.pages import Block, Fields
from minegraph.queries import questions_about
from minegraph.render import graph as written
from minegraph.site import href, render
from minegraph.statements import Statement
from minegraph.terms import BASE, ID, MG, PREFIXES, expand
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output

EXTENT = Extent(rows=100, names=300, elsewhere="the forms for machines have all")
MINING_REGION, SCHEME = f"{MG}MiningRegion", f"{PREFIXES['skos']}ConceptScheme"
OWN: dict[str, object] = {"radius": 8, "colour": "--accent"}
SITE: dict[str, object] = {"radius": 5, "colour": "--similarity"}
DATASET = f"{BASE}dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_WKT = f"{PREFIXES['geo']}asWKT"


def run(graph: Opened, output: Output, iris: Sequence[str], form: str, address: str) -> None:
    """Write what the graph says of the first of the IRIs that it knows."""
    description = describe(graph.source, _thing(graph, iris), graph.kept("labels", dict[str, str]))
    wanted = form_named(DESCRIPTIONS, form)
    if wanted == HTML:
        send(output, wanted, _page(graph, description, address))
    elif wanted == JSON:
        send(output, wanted, description.json())
    else:
        about = (*description.triples(), *_about(description.iri))
        send(output, wanted, written(about, wanted.name))


def prepare(graph: Opened) -> None:
    """Read what every page needs, so that the first is as quick as the others."""
    _points(graph)
    list(graph.kept("questions", lambda: graph.knowledge.questions))


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


def _about(iri: str) -> Iterator[Triple]:
    """What the document says of itself."""
    if not iri.startswith(ID):
        return
    page = NamedNode(f"{BASE}doc/{iri.removeprefix(ID)}")
    yield Triple(page, NamedNode(expand("rdf:type")), NamedNode(expand("foaf:Document")))
    yield Triple(page, NamedNode(expand("foaf:primaryTopic")), NamedNode(iri))
    yield Triple(page, NamedNode(expand("void:inDataset")), NamedNode(DATASET))
    yield Triple(page, NamedNode(expand("dcterms:license")), NamedNode(LICENCE))


def _page(graph: Opened, description: Description, address: str) -> str:
    _title, facts, *rest = description.page(EXTENT)
    assert isinstance(facts, Fields)  # noqa: S101 (every description begins with a title and facts)
    is_scheme = description.kind == SCHEME
    query = "" if href(description.iri).startswith("/") else f"?{urlencode({'iri': description.iri})}"
    return render(
        "thing.html",
        description=description,
        kind=kind_word(description.iri, description.kind, description.labels) if description.kind else "",
        facts=Fields(facts.items[1:]),
        blocks=[_without_members(block) for block in rest] if is_scheme else rest,
        concepts=concepts_of(graph.source, description.iri) if is_scheme else (),
        places=_places(graph, description),
        questions=_questions(graph, description.iri),
        synergies=description.kind == MINING_REGION,
        forms=[(one.title, f"{address}.{one.suffix}{query}", one.media_type) for one in DESCRIPTIONS if one != HTML],
        json_ld=document(sorted({said.triple for said in description.statements}, key=str)),
    )


def _without_members(block: Block) -> Block:
    """A block without the concepts of a scheme, which stand in a tree of their own."""
    if not isinstance(block, Fields):
        return block
    return Fields(tuple(item for item in block.items if not item[0].endswith(": in scheme")))


def _questions(graph: Opened, iri: str) -> list[tuple[str, str]]:
    """The questions to ask of a thing, in words, and where each is answered."""
    questions = graph.kept("questions", lambda: graph.knowledge.questions)
    found = questions_about(questions.values(), iri) if iri.startswith(ID) else []
    return [
        (question.words, f"/queries/{question.name}?{urlencode({parameter.name: slug(iri)}, safe='/')}")
        for question, parameter in found
    ]


def _places(graph: Opened, description: Description) -> list[dict[str, object]]:
    """Where the thing is, and the sites in it, as the map takes them: the thing first."""
    own = _point(description.statements) or _points(graph).get(description.iri)
    found = [{**_place(description.iri, description.label, own), **OWN}] if own else []
    for group in description.groups:
        for resource in group.resources if group.kind == f"{MG}Site" else ():
            if point := _point(resource.statements):
                found.append({**_place(resource.iri, description.label_of(resource.iri), point), **SITE})
    return found


def _place(iri: str, label: str, point: tuple[float, float]) -> dict[str, object]:
    return {"id": href(iri), "label": label, "latitude": point[0], "longitude": point[1]}


def _point(statements: Sequence[Statement]) -> tuple[float, float] | None:
    points = (said.value.value for said in statements if said.predicate == _WKT and isinstance(said.value, Literal))
    return next((place for point in points if (place := position(point))), None)


def _points(graph: Opened) -> dict[str, tuple[float, float]]:
    """Where each mining region is shown on a map."""
    points = graph.kept("map points", lambda: map_points(graph.source))
    return {
        one.iri: (one.latitude, one.longitude)
        for one in points
        if one.latitude is not None and one.longitude is not None
    }
