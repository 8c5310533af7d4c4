"""The graph in DCAT-AP 3: the catalogue of a place, the whole, a dataset for each named graph, and where it is had."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.datasets.distributions import distribution
from minegraph.datasets.languages import ENGLISH, languages
from minegraph.datasets.named import AUTHORITY, LICENCE, MAIN, VOID, about, iri, said, stated, text
from minegraph.datasets.periods import Period, periods, span, temporal
from minegraph.datasets.places import CATALOGUE, ONTOLOGY, SHAPES, Place
from minegraph.labels import labels_of
from minegraph.statistics import Statistics
from minegraph.store import Source
from minegraph.terms import GRAPH, INFERRED, SUBMISSIONS, SYNERGIES, expand

SERVICE = f"{CATALOGUE}#sparql"
_CONTACT = f"{CATALOGUE}#contact"
_THEMES = f"{AUTHORITY}/data-theme"
_AS_THE_WHOLE = ("dcterms:issued", "dcterms:modified")
_TAKEN_OVER = ("dcterms:creator", "dcterms:license", "dcterms:publisher", "dcterms:source")
_DERIVED = {
    INFERRED: ("Inferred", "What follows by the rules from what the files state."),
    SYNERGIES: ("Synergies", "Which mining regions should work together, and why: computed from the other graphs."),
}
_PROVENANCE = {
    "stated": "Read from the sources that dcterms:source names, by hand or from their open data, and checked with the "
    "shapes; every resource names the sources of its own.",
    "derived": "Derived from the other named graphs by the rules and methods of minegraph; nothing was added by hand.",
    "submitted": "Handed in, checked with the shapes and accepted; the records say by whom, when and from which file.",
}


def catalogue(source: Source, counted: Statistics, place: Place) -> list[Triple]:
    """The catalogue of what is had at a place."""
    known = stated(source)
    agents = {triple.object.value for triple in known if isinstance(triple.object, NamedNode)}
    times = periods(source)
    publishers = labels_of(source, _publishers(known))
    found = [*known, *about(source, sorted(one for one in agents if "/agent/" in one))]
    found += [triple for agent in publishers for triple in said(agent, rdf_type=iri("foaf:Agent"))]
    found += [*_catalogue(counted, place, known), *_contact(place, sorted(publishers.values())), *_statements()]
    found += _whole(place)
    found += [triple for one in _datasets(known) for triple in described(one, known)]
    found += [*said(MAIN, dcterms_language=languages(source)), *_all_times(times)]
    if place.endpoint:
        found += _service(place, known)
    for graph, count in counted.graphs.items():
        said_of_it = list(named_graph(source, graph, count, known))
        found += [*said_of_it, *described(graph, known), *_provenance(graph), *_had(graph, place, said_of_it)]
        found += temporal(graph, times[graph]) if graph in times else ()
    return [*found, *_parts(counted.graphs, place, known, times)]


def _parts(graphs: Iterable[str], place: Place, known: list[Triple], times: Mapping[str, Period]) -> Iterator[Triple]:
    """The parts of the whole: which time they tell of, and that they are had as the files of their named graphs."""
    dates: dict[str, list[Literal]] = {}
    for graph in graphs:
        part = _part_of(graph, known)
        if part != MAIN:
            yield from said(part, dcat_distribution=[iri(file.iri) for file in place.of_graph(graph)])
            dates.setdefault(part, []).extend(times.get(graph, ()))
    for part, found in dates.items():
        yield from temporal(part, span(found)) if found else ()


def _part_of(graph: str, known: Iterable[Triple]) -> str:
    """The part of the whole that a named graph belongs to; the whole itself if there is none for it."""
    name = graph.removeprefix(GRAPH)
    part = f"{MAIN}/{name.split('/')[1]}" if name.startswith("data/") else MAIN
    return part if any(triple.subject == NamedNode(part) for triple in known) else MAIN


def _datasets(known: Iterable[Triple]) -> list[str]:
    """The whole and its parts."""
    kind = iri("dcat:Dataset")
    return [one.subject.value for one in known if isinstance(one.subject, NamedNode) and one.object == kind]


def described(dataset: str, known: Iterable[Triple]) -> Iterator[Triple]:
    """What holds of every dataset of minegraph alike: where and what it is about, for whom, and whom to ask."""
    keywords = [one.object for one in known if one.subject == NamedNode(MAIN) and one.predicate == iri("dcat:keyword")]
    yield from said(
        dataset,
        dcat_contactPoint=iri(_CONTACT),
        dcat_keyword=[one for one in keywords if isinstance(one, Literal)],
        dcat_theme=[iri(f"{_THEMES}/{name}") for name in ("ECON", "REGI")],
        dcterms_accessRights=iri(f"{AUTHORITY}/access-right/PUBLIC"),
        dcterms_accrualPeriodicity=iri(f"{AUTHORITY}/frequency/IRREG"),
        dcterms_conformsTo=[iri(ONTOLOGY), iri(SHAPES)],
        dcterms_language=ENGLISH,
        dcterms_spatial=iri(f"{AUTHORITY}/continent/EUROPE"),
    )


def _catalogue(counted: Statistics, place: Place, known: list[Triple]) -> Iterator[Triple]:
    yield from said(
        CATALOGUE,
        rdf_type=iri("dcat:Catalog"),
        dcterms_title=text(place.title),
        dcterms_description=text(place.description),
        dcterms_language=ENGLISH,
        dcterms_spatial=iri(f"{AUTHORITY}/continent/EUROPE"),
        dcat_themeTaxonomy=iri(_THEMES),
        foaf_homepage=iri(f"{place.address}/"),
        dcat_dataset=[iri(MAIN), *(iri(graph) for graph in counted.graphs)],
    )
    yield from taken_over(known, MAIN, CATALOGUE, (*_TAKEN_OVER, *_AS_THE_WHOLE))


def _publishers(known: Iterable[Triple]) -> list[str]:
    """Who publishes the whole."""
    of_whole = (
        said for said in known if said.subject == NamedNode(MAIN) and said.predicate == iri("dcterms:publisher")
    )
    return [said.object.value for said in of_whole if isinstance(said.object, NamedNode)]


def _contact(place: Place, names: Iterable[str]) -> Iterator[Triple]:
    """Whom to ask: those who publish the whole, at the address of the place."""
    yield from said(
        _CONTACT,
        rdf_type=iri("vcard:Organization"),
        vcard_fn=[text(name) for name in names],
        vcard_hasURL=iri(f"{place.address}/"),
    )


def _statements() -> Iterator[Triple]:
    for name, words in _PROVENANCE.items():
        yield from said(f"{CATALOGUE}#{name}", rdf_type=iri("dcterms:ProvenanceStatement"), rdfs_label=text(words))


def _provenance(graph: str) -> Iterator[Triple]:
    how = "derived" if graph in _DERIVED else "submitted" if graph.startswith(SUBMISSIONS) else "stated"
    yield from said(graph, dcterms_provenance=iri(f"{CATALOGUE}#{how}"))
    if graph in _DERIVED:
        yield from said(graph, prov_wasDerivedFrom=iri(MAIN))


def _service(place: Place, known: list[Triple]) -> Iterator[Triple]:
    yield from said(CATALOGUE, dcat_service=iri(SERVICE))
    yield from said(
        SERVICE,
        rdf_type=iri("dcat:DataService"),
        dcterms_title=text("SPARQL endpoint"),
        dcterms_description=text("Answers queries in SPARQL 1.1 over all named graphs."),
        dcterms_conformsTo=iri("http://www.w3.org/TR/sparql11-protocol/"),
        dcat_contactPoint=iri(_CONTACT),
        dcat_endpointURL=iri(place.endpoint),
        dcat_endpointDescription=[iri(place.endpoint), iri(f"{place.address}/openapi.json")],
        dcat_keyword=[text("SPARQL")],
        dcat_servesDataset=iri(MAIN),
        dcat_theme=[iri(f"{_THEMES}/{name}") for name in ("ECON", "REGI")],
    )
    yield from taken_over(known, MAIN, SERVICE, ("dcterms:license", "dcterms:publisher"))
    asking = f"{CATALOGUE}#all"
    yield from said(MAIN, dcat_distribution=iri(asking))
    yield from said(
        asking,
        rdf_type=iri("dcat:Distribution"),
        dcterms_title=text("All of it, by SPARQL"),
        dcterms_description=text("Any part of it, by a query, in the form that one asks for."),
        dcterms_format=iri(f"{AUTHORITY}/file-type/SPARQLQRES"),
        dcterms_license=iri(LICENCE),
        dcat_accessURL=iri(place.endpoint),
        dcat_accessService=iri(SERVICE),
        dcatap_availability=iri(f"{AUTHORITY}/planned-availability/AVAILABLE"),
    )


def _whole(place: Place) -> Iterator[Triple]:
    """The whole, in all its files; what it holds is said in VoID."""
    yield from said(
        MAIN,
        dcat_distribution=[iri(file.iri) for file in place.whole],
        dcat_landingPage=iri(f"{place.address}/"),
        dcterms_identifier=Literal(MAIN),
        dcterms_provenance=iri(f"{CATALOGUE}#stated"),
        foaf_page=iri(VOID),
    )
    for file in place.whole:
        yield from distribution(file, [iri(LICENCE)])


def _all_times(times: Mapping[str, Period]) -> Iterator[Triple]:
    if times:
        yield from temporal(MAIN, span([date for period in times.values() for date in period]))


def named_graph(source: Source, graph: str, count: int, known: list[Triple]) -> Iterator[Triple]:
    """A named graph: how much it holds, and its own provenance if it was handed in, else that of its part (`known`)."""
    name = graph.removeprefix(GRAPH)
    part = _part_of(graph, known)
    title, description = _DERIVED.get(graph, (name, f"What the file {name}.ttl states."))
    yield from said(
        graph,
        rdf_type=[iri("dcat:Dataset"), iri("void:Dataset")],
        dcterms_title=text(title),
        dcterms_description=text(description),
        dcterms_identifier=Literal(graph),
        dcterms_isPartOf=[iri(one) for one in dict.fromkeys((MAIN, part))],
        void_triples=Literal(count),
    )
    own = about(source, [graph]) if graph.startswith(SUBMISSIONS) else []
    yield from own
    but = {triple.predicate for triple in own}
    yield from taken_over(known, part, graph, _TAKEN_OVER, but)


def taken_over(
    known: Iterable[Triple], whole: str, part: str, properties: Iterable[str], but: Collection[NamedNode] = frozenset()
) -> Iterator[Triple]:
    """Who made a part, under which licence and from which sources: as of the whole, but for what it says itself."""
    wanted = {expand(curie) for curie in properties} - {one.value for one in but}
    for triple in known:
        if triple.subject == NamedNode(whole) and triple.predicate.value in wanted:
            yield Triple(NamedNode(part), triple.predicate, triple.object)


def _had(graph: str, place: Place, said_of_it: Iterable[Triple]) -> Iterator[Triple]:
    """The files of a named graph, under its licence."""
    found = (one.object for one in said_of_it if one.predicate == iri("dcterms:license"))
    licences = [one for one in found if isinstance(one, NamedNode)]
    whole = {file.iri for file in place.whole}
    for file in place.of_graph(graph):
        yield from said(graph, dcat_distribution=iri(file.iri))
        yield from distribution(file, licences) if file.iri not in whole else ()
