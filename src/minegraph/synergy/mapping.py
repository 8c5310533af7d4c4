"""The question itself: which regions should this one work with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from pyoxigraph import NamedNode

from minegraph.errors import MinegraphError, NotFoundError
from minegraph.labels import labels_of
from minegraph.store import Source
from minegraph.synergy.explanation import Place, explain, read_glossary
from minegraph.synergy.facets import Facet, read_facets
from minegraph.synergy.landscape import Landscape
from minegraph.synergy.landscapes import Landscapes
from minegraph.synergy.profiles import DEFAULT_PROFILE, Profile, choose_profile
from minegraph.synergy.ranking import draw_weights
from minegraph.synergy.result import SynergyResult
from minegraph.synergy.weights import reweighted
from minegraph.terms import ID, MG

METHOD = "minegraph-synergy-1"
BLOCK = 128


def synergies(
    source: Source,
    region: str,
    *,
    profile: str = DEFAULT_PROFILE,
    weights: Mapping[str, float] | None = None,
    certain: bool = False,
    with_region: str | None = None,
    top: int | None = 10,
    facets: Sequence[Facet] | None = None,
    landscapes: Landscapes | None = None,
) -> SynergyResult:
    """The best partners of a region (an IRI), best first, with all that their scores are made of.

    `top` limits how many (None: all with a score above 0). With `with_region` the answer is one pair in both
    directions: first what the region has to gain, then what the other one has. `weights` (by component name) take the
    place of single weights of the profile. With `certain`, a need counts only where it is known to be absent. With
    `landscapes` of the source, what was read for an earlier question is not read again. Raises NotFoundError for an
    unknown region, profile or component, and where nothing is known of a region; MinegraphError for two regions that
    share territory and for what is no weight.
    """
    if top is not None and top < 1:
        raise MinegraphError(f"{top} partners cannot be listed. Ask for at least 1.")
    asked = [region] if with_region is None else [region, with_region]
    for iri in asked:
        check_region(source, iri)
    kept = landscapes or Landscapes(source, read_facets() if facets is None else facets)
    landscape = kept.of(asked, certain=certain)
    chosen = weighing(landscape, profile, weights)
    for iri in asked:
        check_known(source, landscape, iri)
    if with_region is None:
        places = partner_places(landscape, chosen, [landscape.territory.index[region]], top)
    else:
        places = _both_ways(landscape, chosen, region, with_region)
    pairs = explain(source, landscape, chosen, places)
    named = pairs[0].region if pairs else read_glossary(source, [region], []).region(region)
    return SynergyResult(
        named,
        chosen.name,
        dict(chosen.weights),
        dict(chosen.changed),
        METHOD,
        certain,
        _candidates(landscape, region),
        tuple(pairs),
    )


def weighing(landscape: Landscape, profile: str, weights: Mapping[str, float] | None = None) -> Profile:
    """The profile of this name, with single weights changed. Raises what `synergies` raises."""
    return reweighted(choose_profile(landscape.profiles, profile), weights or {}, landscape.components)


def rankings(
    source: Source, *, profile: str = DEFAULT_PROFILE, facets: Sequence[Facet] | None = None
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Every mining region with all its partners and their scores, best first, in the order of the regions' IRIs."""
    landscape = Landscape.read(source, read_facets() if facets is None else facets)
    chosen = choose_profile(landscape.profiles, profile)
    regions = landscape.territory.regions[: landscape.territory.population]
    for start in range(0, len(regions), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(regions)))
        for seeker, ranking in zip(block.tolist(), landscape.rankings(block, chosen), strict=True):
            partners = zip(ranking.candidates[ranking.order], ranking.scores[ranking.order], strict=True)
            yield regions[seeker], [(regions[partner], float(score)) for partner, score in partners]


def partner_places(landscape: Landscape, profile: Profile, seekers: Sequence[int], top: int | None) -> list[Place]:
    """The best partners of each seeker with a score above 0, best first."""
    draws = draw_weights(list(profile.weights.values()))
    places = []
    for seeker, ranking in zip(seekers, landscape.rankings(np.array(seekers), profile), strict=True):
        listed = ranking.useful[:top]
        for position, (partner, place) in enumerate(zip(listed, ranking.places(listed, draws), strict=True)):
            overlaps = tuple(better for better in listed[:position] if landscape.territory.overlap[better, partner])
            places.append(Place(seeker, partner, *place, overlaps))
    return places


def _both_ways(landscape: Landscape, profile: Profile, region: str, other: str) -> list[Place]:
    """The pair as each of the two sees it."""
    pair = [landscape.territory.index[iri] for iri in (region, other)]
    if landscape.territory.overlap[pair[0], pair[1]]:
        raise MinegraphError(f"{region} and {other} share territory. Ask for two regions that lie apart.")
    draws = draw_weights(list(profile.weights.values()))
    rankings = landscape.rankings(np.array(pair), profile, also=pair)
    return [
        Place(seeker, partner, *ranking.places([partner], draws)[0])
        for seeker, partner, ranking in zip(pair, reversed(pair), rankings, strict=True)
    ]


def _candidates(landscape: Landscape, region: str) -> int:
    """How many mining regions lie apart from this one."""
    apart = ~landscape.territory.overlap[landscape.territory.index[region]]
    return int(apart[: landscape.territory.population].sum())


def check_region(source: Source, iri: str) -> None:
    """NotFoundError unless the source says that this is a region."""
    try:
        node = NamedNode(iri)
    except ValueError:
        node = None
    if node is None or not source.ask(f"ASK {{ VALUES ?kind {{ <{MG}MiningRegion> <{MG}Region> }} {node} a ?kind }}"):
        raise NotFoundError("region", iri, hint=f"Give the IRI of a region, such as {ID}region/FI1D7.")


def check_known(source: Source, landscape: Landscape, iri: str) -> None:
    """NotFoundError unless anything is known of this region that a synergy could rest on."""
    territory = landscape.territory
    if not any(landscape.known(territory.index[iri]).values()):
        around = [territory.regions[whole] for whole in territory.holders(iri) if whole < territory.population]
        labels = labels_of(source, [region for region in around if region != iri])
        hint = "Nothing is known of it that a synergy could rest on."
        raise NotFoundError("region with known activities", iri, sorted(labels.values()), hint=hint)
