"""The graph in VoID: how much of what it holds, class by class and property by property, and what it links to.

"Describing Linked Datasets with the VoID Vocabulary", W3C 2011. The parts have IRIs within the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.datasets.named import MAIN, VOID, iri, said, stated, text
from minegraph.datasets.places import Place
from minegraph.formats import GRAPHS
from minegraph.statistics import Statistics
from minegraph.store import Source
from minegraph.terms import BASE, ID, compress

_FEATURES = {
    "jsonld": "JSON-LD",
    "nquads": "N-Quads",
    "nt": "N-Triples",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "ttl": "Turtle",
}
_SHOWN = ("mg:Project", "mg:MiningRegion", "mg:Site", "mg:Commodity")
_MATCHES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")
_LINKS = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?property ?thing ?other WHERE {{ VALUES ?property {{ {properties} }} ?thing ?property ?other
  FILTER(ISIRI(?other) && !STRSTARTS(STR(?other), "{base}")) }}"""


def void(source: Source, counted: Statistics, place: Place) -> list[Triple]:
    """The description of the dataset as it is had at a place."""
    found = [*stated(source), *_document(), *_whole(source, counted), *_access(place)]
    found += [triple for one in counted.classes for triple in _class(one.iri, one.instances, one.properties)]
    for prop in counted.properties:
        part = _part("property", prop.iri)
        found += said(
            part,
            void_property=iri(prop.iri),
            void_triples=Literal(prop.triples),
            void_distinctSubjects=Literal(prop.subjects),
            void_distinctObjects=Literal(prop.objects),
        )
        found += said(MAIN, void_propertyPartition=iri(part))
    return [*found, *_linksets(source)]


def _document() -> Iterator[Triple]:
    yield from said(
        VOID,
        rdf_type=iri("void:DatasetDescription"),
        dcterms_title=text("What minegraph holds"),
        foaf_primaryTopic=iri(MAIN),
    )


def _whole(source: Source, counted: Statistics) -> Iterator[Triple]:
    things = source.select(
        f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a ?kind FILTER(STRSTARTS(STR(?thing), '{ID}')) }}"
    )
    yield from said(
        MAIN,
        void_triples=Literal(counted.triples),
        void_entities=[one for (one,) in things.rows if isinstance(one, Literal)],
        void_classes=Literal(len(counted.classes)),
        void_properties=Literal(len(counted.properties)),
        void_distinctSubjects=Literal(counted.subjects),
        void_distinctObjects=Literal(counted.objects),
        void_exampleResource=list(_examples(source)),
    )


def _examples(source: Source) -> Iterator[NamedNode]:
    """A thing of each of the kinds that people come for."""
    for kind in _SHOWN:
        query = (
            f"SELECT (MIN(?thing) AS ?first) WHERE {{ ?thing a {iri(kind)} FILTER(STRSTARTS(STR(?thing), '{ID}')) }}"
        )
        yield from (first for (first,) in source.select(query).rows if isinstance(first, NamedNode))


def _access(place: Place) -> Iterator[Triple]:
    """Where it is had: in files, and by asking where somebody answers."""
    dumps = [file for file in place.whole if file.form.name in _FEATURES]
    forms = [one.form.name for one in dumps] if not place.endpoint else [one.name for one in GRAPHS]
    yield from said(
        MAIN,
        void_dataDump=[iri(file.address) for file in dumps],
        void_feature=[iri(f"http://www.w3.org/ns/formats/{_FEATURES[name]}") for name in dict.fromkeys(forms)],
        void_sparqlEndpoint=[iri(place.endpoint)] if place.endpoint else [],
        void_uriLookupEndpoint=[iri(place.lookup)] if place.lookup else [],
    )


def _class(kind: str, instances: int, uses: Mapping[str, int]) -> Iterator[Triple]:
    part = _part("class", kind)
    yield from said(MAIN, void_classPartition=iri(part))
    yield from said(part, void_class=iri(kind), void_entities=Literal(instances))
    for prop, count in uses.items():
        inner = f"{part}-{_short(prop)}"
        yield from said(part, void_propertyPartition=iri(inner))
        yield from said(inner, void_property=iri(prop), void_triples=Literal(count))


def _linksets(source: Source) -> Iterator[Triple]:
    """How many things are linked with those of another dataset, by dataset and kind of link."""
    counts: dict[tuple[str, str], int] = {}
    properties = " ".join(_MATCHES)
    for prop, _, other in source.select(_LINKS.format(properties=properties, base=BASE)).rows:
        if isinstance(prop, NamedNode) and isinstance(other, NamedNode):
            key = prop.value, re.sub("[^/#]*$", "", other.value)
            counts[key] = counts.get(key, 0) + 1
    for (link, space), count in sorted(counts.items()):
        target, name = _part("target", space), f"{_short(link)}-{_short(space)}"
        links = f"{VOID}#links-{name}"
        yield from said(target, rdf_type=iri("void:Dataset"), void_uriSpace=Literal(space))
        yield from said(
            links,
            rdf_type=iri("void:Linkset"),
            void_linkPredicate=iri(link),
            void_subjectsTarget=iri(MAIN),
            void_objectsTarget=iri(target),
            void_triples=Literal(count),
        )
        yield from said(MAIN, void_subset=iri(links))


def _part(kind: str, of: str) -> str:
    return f"{VOID}#{kind}-{_short(of)}"


def _short(of: str) -> str:
    """A part of an IRI that names another: its CURIE, spelt with hyphens."""
    return quote(re.sub(r"[^\w.-]+", "-", compress(of)).strip("-"))
