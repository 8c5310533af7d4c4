"""Mining regions and sites as GeoJSON (RFC 7946), for maps; never an imported boundary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode

from minegraph.datasets import LICENCE
from minegraph.labels import PROLOGUE, instances_of, labels_of, stated
from minegraph.map_points import ORIGINS, MapPoint, map_points, position
from minegraph.release.edition import Edition
from minegraph.store import LocalStore, Term
from minegraph.telling import Progress
from minegraph.terms import ID, MG, PREFIXES

_PREFIXES = f"{PROLOGUE}PREFIX dcterms: <{PREFIXES['dcterms']}>\nPREFIX geo: <{PREFIXES['geo']}>\n"
_ACTIVITIES = {
    f"{status}{plural}": (
        f"?activity mg:activityRegion ?thing ; mg:{name} ?value ; "
        f"mg:activityStatus <{ID}activity-status/{status.rstrip('_') or 'current'}>"
    )
    for plural, name in (("commodities", "commodity"), ("stages", "stage"))
    for status in ("", "potential_", "historic_")
}
_REGION = {
    "country": "?thing mg:country ?value",
    "within": stated("?thing mg:within ?value"),
    "nuts_codes": "?thing mg:nutsCode/skos:notation ?value",
    **_ACTIVITIES,
    "projects": "?thing mg:involvedIn ?value",
    "sources": "?thing dcterms:source ?value",
}
_SITE = {
    "kind": "?thing mg:facilityType ?value",
    "status": "?thing mg:siteStatus ?value",
    "commodities": "?thing mg:commodity ?value",
    "country": "?thing mg:country ?value",
    "region": stated("?thing mg:inRegion ?value"),
    "municipality": "?thing mg:municipality ?value",
    "operator": "?thing mg:operatorName ?value",
    "point_confidence": "?thing mg:pointConfidence ?value",
    "sources": "?thing dcterms:source ?value",
}
_SITE_POINT = "?thing a mg:Site ; geo:asWKT ?value"
_ADDRESSES = "sources"
_LISTS = frozenset({"nuts_codes", *_ACTIVITIES, "projects", "commodities", _ADDRESSES})

Coordinates = tuple[float, float] | None
Properties = dict[str, str | list[str]]


def write_places(edition: Edition, progress: Progress) -> None:
    """Write `regions.geojson` (the mining regions) and `sites.geojson`: what has no point is there without geometry.

    Properties in the plural are lists; several values of another one have ` | ` between. What is linked to stands by
    its name, and by its IRI in a property whose name ends with `_iri`. `point` says where a region's point is from.
    """
    source = edition.source
    progress("maps", 0, 2)
    points = map_points(source)
    about = _about(source, [point.iri for point in points], _REGION)
    regions = [_feature(one.iri, _of_region(one), {**about[one.iri], "point": ORIGINS[one.origin]}) for one in points]
    edition.freeze("regions.geojson", _collection("Mining regions", regions))
    progress("maps", 1, 2)
    sites = sorted(instances_of(source, [f"{MG}Site"]))
    places = _values(source, _SITE_POINT)
    about = _about(source, sites, _SITE)
    found = [_feature(iri, _of_site(places.get(iri, ())), about[iri]) for iri in sites]
    edition.freeze("sites.geojson", _collection("Sites", found))


def _of_region(point: MapPoint) -> Coordinates:
    return None if point.longitude is None or point.latitude is None else (point.longitude, point.latitude)


def _of_site(places: Iterable[Term]) -> Coordinates:
    """Degrees east and north of the first point that is one."""
    found = (position(place.value) for place in places if isinstance(place, Literal))
    north, east = next(filter(None, found), (None, None))
    return None if north is None or east is None else (east, north)


def _about(source: LocalStore, things: Iterable[str], patterns: Mapping[str, str]) -> dict[str, Properties]:
    """What is said of things, by the names of the properties."""
    said = {name: _values(source, pattern) for name, pattern in patterns.items()}
    linked = {
        term.value for of in said.values() for terms in of.values() for term in terms if isinstance(term, NamedNode)
    }
    labels = labels_of(source, {*things, *linked})
    return {
        iri: {
            "iri": iri,
            "label": labels[iri],
            **_properties({name: of.get(iri, []) for name, of in said.items()}, labels),
        }
        for iri in things
    }


def _values(source: LocalStore, pattern: str) -> dict[str, list[Term]]:
    """Thing -> what a pattern gives for it, in order."""
    found: dict[str, list[Term]] = {}
    for thing, term in source.select(f"{_PREFIXES}SELECT DISTINCT ?thing ?value WHERE {{ {pattern} }}").rows:
        if isinstance(thing, NamedNode) and isinstance(term, NamedNode | Literal):
            found.setdefault(thing.value, []).append(term)
    return {iri: sorted(terms, key=str) for iri, terms in found.items()}


def _properties(said: Mapping[str, list[Term]], labels: Mapping[str, str]) -> Properties:
    """The properties that have values; addresses on the web are nothing that has a name."""
    found: Properties = {}
    for name, terms in said.items():
        iris = [term.value for term in terms if isinstance(term, NamedNode)]
        texts = [term.value for term in terms if isinstance(term, Literal)]
        is_named, is_list = name != _ADDRESSES, name in _LISTS
        shown = [*(labels[iri] for iri in iris), *texts] if is_named else iris
        if shown:
            found[name] = shown if is_list else " | ".join(shown)
        if iris and is_named:
            found[f"{name}_iri"] = iris if is_list else " | ".join(iris)
    return found


def _feature(iri: str, coordinates: Coordinates, properties: Properties) -> dict[str, object]:
    geometry = {"type": "Point", "coordinates": list(coordinates)} if coordinates else None
    return {"type": "Feature", "id": iri, "geometry": geometry, "properties": properties}


def _collection(title: str, features: Iterable[dict[str, object]]) -> str:
    """The text of a collection, a feature a line."""
    head = json.dumps({"type": "FeatureCollection", "name": title, "license": LICENCE})
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'
