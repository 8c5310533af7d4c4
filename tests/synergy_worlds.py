"""Small graphs for the tests of synergies, written as facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyoxigraph as ox

from minegraph.files import Layout
from minegraph.store import LocalStore
from minegraph.synergy.facets import Facet, read_facets
from minegraph.synergy.landscape import Landscape
from minegraph.terms import ID

REPOSITORY = Path(__file__).parent.parent
PREFIXES = f"""
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
BASE <{ID}>
"""
STAGES = ("exploration", "extraction", "mineral-processing", "metallurgy-refining", "recycling")
FACILITIES = {"mine": "extraction", "refinery": "metallurgy-refining", "recycling-plant": "recycling"}


def facets() -> tuple[Facet, ...]:
    """The shipped facets."""
    return read_facets(Layout(REPOSITORY).facets)


def region(name: str) -> str:
    """The IRI of a region."""
    return f"{ID}region/{name}"


def world(*facts: str) -> LocalStore:
    """A source with these Turtle facts, and the stages and facility types that they refer to."""
    engine = ox.Store()
    stages = [f'<stage/{stage}> mg:crmaStage "{stage}" .' for stage in STAGES]
    facilities = [f"<facility-type/{name}> mg:impliesStage <stage/{stage}> ." for name, stage in FACILITIES.items()]
    engine.load("\n".join((PREFIXES, *stages, *facilities, *facts)).encode(), format=ox.RdfFormat.TURTLE)
    return LocalStore(engine)


def landscape(*facts: str, asked: Iterable[str] = (), certain: bool = False) -> Landscape:
    """The landscape of these facts."""
    return Landscape.read(world(*facts), facets(), asked, certain)


def mining_region(name: str, within: str = "") -> str:
    """A mining region, perhaps within another region."""
    return f"<region/{name}> a mg:MiningRegion ." + (
        f" <region/{name}> mg:within <region/{within}> ." if within else ""
    )


def regions(names: str) -> str:
    """Mining regions named by one letter each."""
    return "\n".join(map(mining_region, names))


def has(name: str, commodities: Sequence[str], status: str = "current") -> str:
    """A region with commodities, each from a statement of its own."""
    return "\n".join(
        f"<activity/{name}-{commodity}> mg:activityRegion <region/{name}> ; mg:commodity <commodity/{commodity}> ;"
        f" mg:activityStatus <activity-status/{status}> ; dcterms:source <source/{name}> ;"
        f" mg:confidence <confidence/high> ."
        for commodity in commodities
    )


def site(name: str, facility: str, *commodities: str) -> str:
    """A site in a region; `name` is the region's."""
    made = "".join(f" mg:commodity <commodity/{commodity}> ;" for commodity in commodities)
    return (
        f"<site/{name}-{facility}> mg:inRegion <region/{name}> ;{made} mg:facilityType <facility-type/{facility}> ;"
        f" dcterms:source <source/{name}> ; mg:confidence <confidence/high> ."
    )


def link(start: str, kind: str, end: str, weight: float = 1.0) -> str:
    """A link between two stages."""
    return (
        f"<stage-link/{start}-{kind}-{end}> mg:fromStage <stage/{start}> ; mg:toStage <stage/{end}> ;"
        f" mg:linkKind <link-kind/{kind}> ; mg:linkWeight {weight} ; dcterms:source <source/links> ;"
        f" mg:confidence <confidence/medium> ."
    )


def commodities(*names: str) -> str:
    """Commodities without a hierarchy."""
    return "\n".join(f"<commodity/{name}> a mg:Commodity ." for name in names)


def takes_part(project: str, names: str) -> str:
    """Regions, named by one letter each, that are involved in a project."""
    return "\n".join(
        f"<involvement/{project}-{name}> mg:involvementIn <project/{project}> ; mg:involvedRegion <region/{name}> ."
        for name in names
    )


def value(world: Landscape, component: str, seeker: str, partner: str) -> float:
    """One value of a component."""
    index = world.territory.index
    row = world.measures[component].values(np.array([index[region(seeker)]]))[0]
    return float(row[index[region(partner)]])


def shares(world: Landscape, component: str, seeker: str, partner: str) -> dict[str, float]:
    """What one value is the sum of: the last parts of the concepts' IRIs, joined -> share."""
    index = world.territory.index
    parts = world.measures[component].parts(index[region(seeker)], index[region(partner)])
    return {" ".join(concept.rsplit("/", 1)[-1] for concept in part.concept): part.share for part in parts}
