"""Boundaries of regions from a file of the user's own, as a file of the workspace.

GISCO's boundaries may be used but not passed on freely: they are no part of this graph, and stay where they are put.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from minegraph.errors import NotFoundError, SourceError, StoreError
from minegraph.files import Layout, packaged_root, shown, write_atomically
from minegraph.geojson import Feature, read_features
from minegraph.labels import PROLOGUE
from minegraph.polygons import Area, thinned, wkt
from minegraph.store import Source
from minegraph.terms import BASE, ID, MG, PREFIXES
from minegraph.turtle import write_turtle

PLACE = "data/regions/boundaries.ttl"
NUTS_VERSION = "2021"
DECIMALS = (3, 2, 1)
MOST_CHARACTERS = 64_000
PAGE = "https://ec.europa.eu/eurostat/web/gisco/geodata/statistical-units/territorial-units-statistics"
RIGHTS = "© EuroGeographics for the administrative boundaries. Not to be passed on without leave: see the licence."
_PUBLISHER = "http://publications.europa.eu/resource/authority/corporate-body/ESTAT"
_CODES = f"""{PROLOGUE}SELECT ?version ?code ?region WHERE {{
  ?entry skos:notation ?code ; mg:nutsVersion ?version .
  {{ ?entry mg:codeOf ?region }} UNION {{ ?region mg:nutsCode ?entry }}
}}"""
_VERSIONS = f"{ID}nuts-version/"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the file it wrote, how many regions have a boundary, and the codes that no region has.

    `coarse` are the codes whose boundary had to be drawn with fewer than three decimals.
    """

    path: Path
    regions: int
    unknown: tuple[str, ...]
    coarse: tuple[str, ...]
    replaced: bool


def import_boundaries(source: Source, layout: Layout, file: Path, version: str = NUTS_VERSION) -> Imported:
    """Write the boundaries of a GISCO file as geometry of the regions that have its codes in a version of NUTS.

    The file of the workspace is written whole, in place of an earlier import. Raises SourceError for a file that does
    not fit, NotFoundError for a version that the graph does not have, StoreError where nothing may be written.
    """
    path = _place(layout)
    regions = _regions(source)
    if version not in regions:
        raise NotFoundError("version of NUTS", version, hint=f"The graph has {', '.join(sorted(regions))}.")
    features = read_features(file)
    known = {one.code: one for one in features if one.code in regions[version]}
    if not known:
        raise SourceError(shown(file), None, _misfit(features, regions, version))
    areas = {code: _drawn(file, feature) for code, feature in known.items()}
    triples = [*_dataset(version), *_geometries(areas, regions[version], version)]
    replaced = path.exists()
    _write(path, write_turtle(triples).encode())
    unknown = tuple(sorted(one.code for one in features if one.code not in known))
    coarse = tuple(sorted(code for code, (_, decimals) in areas.items() if decimals < DECIMALS[0]))
    return Imported(path, len(known), unknown, coarse, replaced)


def _place(layout: Layout) -> Path:
    """Where the boundaries go; StoreError for the graph that comes with the package, which is passed on."""
    if layout.root.resolve() == packaged_root().resolve():
        advice = "Make a workspace with `minegraph init DIR`, and import them in it."
        raise StoreError(f"Boundaries may not be passed on with the graph that everybody gets. {advice}")
    return layout.root / PLACE


def _regions(source: Source) -> dict[str, dict[str, str]]:
    """Version of NUTS -> code -> region."""
    found: dict[str, dict[str, str]] = {}
    for version, code, region in source.select(_CODES).rows:
        if isinstance(version, NamedNode) and isinstance(code, Literal) and isinstance(region, NamedNode):
            found.setdefault(version.value.removeprefix(_VERSIONS), {})[code.value] = region.value
    return found


def _misfit(features: Iterable[Feature], regions: Mapping[str, Mapping[str, str]], version: str) -> str:
    codes = {feature.code for feature in features}
    others = {other: len(codes & known.keys()) for other, known in regions.items() if codes & known.keys()}
    wrong = f"no region has one of its {len(codes)} codes in NUTS {version}."
    if not others:
        return f"{wrong} Take a file of NUTS regions."
    best = max(others, key=lambda other: others[other])
    return f"{wrong} {others[best]} of them are codes of NUTS {best}: import it with --nuts-version {best}."


def _drawn(file: Path, feature: Feature) -> tuple[str, int]:
    """The boundary as WKT that is not too long, and its decimals."""
    for decimals in DECIMALS:
        area: Area = thinned(feature.area, decimals)
        if not area:
            break
        text = wkt(area)
        if len(text) <= MOST_CHARACTERS:
            return text, decimals
    advice = "Take a file that draws it, or one of a coarser scale."
    raise SourceError(shown(file), None, f"feature {feature.number}: {feature.code} cannot be drawn. {advice}")


def _dataset(version: str) -> Iterator[Triple]:
    """What the file is, where it is from, and what may be done with it."""
    dataset = NamedNode(f"{BASE}dataset/boundaries")
    for prop, value in (
        ("rdf:type", NamedNode(f"{PREFIXES['dcat']}Dataset")),
        ("dcterms:title", Literal(f"Boundaries of regions (NUTS {version})", language="en")),
        ("dcterms:rights", Literal(RIGHTS, language="en")),
        ("dcterms:license", NamedNode(PAGE)),
        ("dcterms:source", NamedNode(PAGE)),
        ("dcterms:publisher", NamedNode(_PUBLISHER)),
    ):
        yield Triple(dataset, _term(prop), value)


def _geometries(areas: Mapping[str, tuple[str, int]], regions: Mapping[str, str], version: str) -> Iterator[Triple]:
    datatype = NamedNode(f"{PREFIXES['geo']}wktLiteral")
    for code, (text, _) in areas.items():
        geometry = NamedNode(f"{ID}geometry/{version}-{code}")
        yield Triple(NamedNode(regions[code]), _term("geo:hasGeometry"), geometry)
        yield Triple(geometry, _term("rdf:type"), NamedNode(f"{PREFIXES['geo']}Geometry"))
        yield Triple(geometry, _term("geo:asWKT"), Literal(text, datatype=datatype))
        yield Triple(geometry, _term("dcterms:source"), NamedNode(PAGE))
        yield Triple(geometry, NamedNode(f"{MG}confidence"), NamedNode(f"{ID}confidence/high"))


def _term(curie: str) -> NamedNode:
    prefix, _, name = curie.partition(":")
    return NamedNode(f"{PREFIXES[prefix]}{name}")


def _write(path: Path, data: bytes) -> None:
    try:
        write_atomically(path, data)
    except OSError as error:
        advice = "Check its permissions, or choose another workspace."
        raise StoreError(f"{shown(path)}: cannot be written ({error.strerror}). {advice}") from error
