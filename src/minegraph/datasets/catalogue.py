"""The graph in DCAT-AP 3: the catalogue of a server, the whole, a dataset for each named graph, and where it is had."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.datasets.named import LICENCE, MAIN, VOID, Object, about, iri, said, stated, text
from minegraph.formats import GRAPHS, N_TRIPLES, TURTLE, Format
from minegraph.statistics import Statistics
from minegraph.store import Source
from minegraph.terms import BASE, GRAPH, INFERRED, SUBMISSIONS, SYNERGIES, expand

CATALOGUE = f"{BASE}catalogue"
SERVICE = f"{CATALOGUE}#sparql"
_IANA = "http://www.iana.org/assignments/media-types/"
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_FILE_TYPE = {"ttl": "RDF_TURTLE", "nt": "RDF_N_TRIPLES", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
_ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
_TAKEN_OVER = tuple(map(expand, ("dcterms:creator", "dcterms:license", "dcterms:publisher", "dcterms:source")))
_DERIVED = {
    INFERRED: ("Inferred", "What follows by the rules from what the files state."),
    SYNERGIES: ("Synergies", "Which mining regions should work together, and why: computed from the other graphs."),
}


def catalogue(source: Source, counted: Statistics, address: str) -> list[Triple]:
    """The catalogue of a server at an address (without `/` at its end)."""
    known = stated(source)
    agents = {triple.object.value for triple in known if isinstance(triple.object, NamedNode)}
    found = [*known, *about(source, sorted(one for one in agents if "/agent/" in one))]
    found += [*_catalogue(counted, address), *_taken_over(known, MAIN, CATALOGUE)]
    found += [*_service(address), *_whole(address)]
    for graph, count in counted.graphs.items():
        said_of_it = list(named_graph(source, graph, count, known))
        licences = [iri(place) for place in _licences(said_of_it)]
        found += said_of_it
        found += [triple for one in GRAPHS for triple in _distribution(graph, one, licences, address)]
    return found


def _catalogue(counted: Statistics, address: str) -> Iterator[Triple]:
    yield from said(
        CATALOGUE,
        rdf_type=iri("dcat:Catalog"),
        dcterms_title=text("minegraph: the catalogue of this server"),
        dcterms_description=text(
            "The named graphs of minegraph, each with its licence and sources, and their services."
        ),
        dcterms_language=iri(_ENGLISH),
        foaf_homepage=iri(f"{address}/"),
        dcat_service=iri(SERVICE),
        dcat_dataset=[iri(MAIN), *(iri(graph) for graph in counted.graphs)],
    )


def _service(address: str) -> Iterator[Triple]:
    yield from said(
        SERVICE,
        rdf_type=iri("dcat:DataService"),
        dcterms_title=text("SPARQL endpoint"),
        dcterms_conformsTo=iri("http://www.w3.org/TR/sparql11-protocol/"),
        dcat_endpointURL=iri(f"{address}/sparql"),
        dcat_endpointDescription=[iri(f"{address}/sparql"), iri(f"{address}/openapi.json")],
        dcat_servesDataset=iri(MAIN),
    )


def _whole(address: str) -> Iterator[Triple]:
    """The whole as one graph, and by asking; what it holds is said in VoID."""
    files = {one: f"{CATALOGUE}#all-{one.suffix}" for one in (TURTLE, N_TRIPLES)}
    asking = f"{CATALOGUE}#all"
    yield from said(
        MAIN,
        dcat_distribution=[iri(asking), *map(iri, files.values())],
        dcat_theme=[iri(f"{_THEMES}{name}") for name in ("ECON", "REGI")],
        dcterms_accessRights=iri(_PUBLIC),
        dcterms_language=iri(_ENGLISH),
        foaf_page=iri(VOID),
    )
    yield from said(
        asking,
        rdf_type=iri("dcat:Distribution"),
        dcterms_title=text("All of it, by SPARQL"),
        dcterms_license=iri(LICENCE),
        dcat_accessURL=iri(f"{address}/sparql"),
        dcat_accessService=iri(SERVICE),
    )
    for form, file in files.items():
        yield from _file(file, "All of it", form, [iri(LICENCE)], f"{address}/graphs?default&format={form.name}")


def named_graph(source: Source, graph: str, count: int, known: list[Triple]) -> Iterator[Triple]:
    """A named graph: how much it holds, and its own provenance if it was handed in, else that of its part (`known`)."""
    name = graph.removeprefix(GRAPH)
    part = f"{MAIN}/{name.split('/')[1]}" if name.startswith("data/") else MAIN
    is_known = any(triple.subject == NamedNode(part) for triple in known)
    title, description = _DERIVED.get(graph, (name, f"What the file {name}.ttl states."))
    yield from said(
        graph,
        rdf_type=[iri("dcat:Dataset"), iri("void:Dataset")],
        dcterms_title=text(title),
        dcterms_description=text(description),
        dcterms_identifier=Literal(graph),
        dcterms_isPartOf=[iri(one) for one in dict.fromkeys((MAIN, part if is_known else MAIN))],
        void_triples=Literal(count),
        dcat_distribution=[iri(f"{graph}.{one.suffix}") for one in GRAPHS],
    )
    own = about(source, [graph]) if graph.startswith(SUBMISSIONS) else []
    yield from own
    yield from _taken_over(known, part if is_known else MAIN, graph, {triple.predicate for triple in own})


def _taken_over(
    known: list[Triple], whole: str, part: str, but: Collection[NamedNode] = frozenset()
) -> Iterator[Triple]:
    """Who made a part, under which licence and from which sources: as of the whole, but for what it says itself."""
    for triple in known:
        if triple.subject == NamedNode(whole) and triple.predicate.value in _TAKEN_OVER and triple.predicate not in but:
            yield Triple(NamedNode(part), triple.predicate, triple.object)


def _licences(said_of_it: list[Triple]) -> list[str]:
    found = (one.object for one in said_of_it if one.predicate == iri("dcterms:license"))
    return [one.value for one in found if isinstance(one, NamedNode)]


def _distribution(graph: str, form: Format, licences: Sequence[Object], address: str) -> Iterator[Triple]:
    place = f"{address}/{graph.removeprefix(BASE)}.{form.suffix}"
    return _file(f"{graph}.{form.suffix}", graph.removeprefix(GRAPH), form, licences, place)


def _file(distribution: str, name: str, form: Format, licences: Sequence[Object], place: str) -> Iterator[Triple]:
    """A distribution that one downloads."""
    yield from said(
        distribution,
        rdf_type=iri("dcat:Distribution"),
        dcterms_title=text(f"{name} as {form.title}"),
        dcterms_license=licences,
        dcat_accessURL=iri(place),
        dcat_downloadURL=iri(place),
        dcat_mediaType=iri(f"{_IANA}{form.media_type}"),
        dcterms_format=iri(f"{_FILE_TYPES}{_FILE_TYPE[form.name]}"),
    )
