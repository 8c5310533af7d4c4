"""Synergies as a page: the ranking in one table, or one pair in both directions with all evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from minegraph.lookup import slug
from minegraph.pages import Block, Cell, Fields, Heading, Link, Page, Prose, Table
from minegraph.synergy.result import Component, Evidence, Item, Region, Synergy, SynergyResult

MOST_WORDS = 3
SEPARATOR = " · "


def ranking_page(result: SynergyResult) -> Page:
    """The partners of a region, one row each."""
    title = Heading(f"Partners for {name(result.region)}: profile {weighing(result)}", 1)
    if not result.synergies:
        return (title, Prose("No other region has anything in common with it, or to offer, as far as is documented."))
    header = ("rank", "partner", "score", "coverage", "why", "unknown")
    rows = tuple(_row(synergy) for synergy in result.synergies)
    return title, Table(header, rows, frozenset({2, 3}), frozenset({4})), *_legend(result)


def pair_page(result: SynergyResult) -> Page:
    """Pairs with every item of their scores, its evidence and the sources."""
    evidence = _evidence(result)
    numbers = {iri: number for number, iri in enumerate(evidence, start=1)}
    blocks = [block for synergy in result.synergies for block in _direction(synergy, result, numbers)]
    cited = Fields(tuple(_cited(numbers[iri], said) for iri, said in evidence.items()))
    return (*blocks, Heading("Evidence and its sources"), cited) if evidence else tuple(blocks)


def name(region: Region) -> str:
    """The label of a region with its country."""
    return f"{region.label} ({region.country})" if region.country else region.label


def weighing(result: SynergyResult) -> str:
    """The profile, and the weights that are not its own."""
    return profile_in_words(result.profile, result.changed)


def profile_in_words(profile: str, changed: Mapping[str, float]) -> str:
    """The name of a profile, and the weights that are not its own.

    >>> profile_in_words("learning", {"projects-tie": -0.1})
    'learning with projects-tie -0.1'
    """
    own = ", ".join(f"{component} {weight:g}" for component, weight in changed.items())
    return f"{profile} with {own}" if own else profile


def why(synergy: Synergy) -> str:
    """What the partner offers and what both have, strongest first; programmes only where there is nothing else."""
    parts = [part for part in strongest_first(synergy) if part.contribution > 0]
    offered = _grouped(offer for part in parts if part.kind == "complementarity" for offer in _offers(part))
    shared = [item.label for part in parts if part.kind == "similarity" for item in part.items]
    programmes = [item.label for part in parts if part.kind == "feasibility" for item in part.items]
    reasons = [f"offers {_some(offered)}"] if offered else []
    reasons += [f"both: {_some(shared)}"] if shared else []
    return "; ".join(reasons or [f"open to both: {_some(programmes)}" for _ in programmes[:1]])


def strongest_first(synergy: Synergy) -> list[Component]:
    """The components by what they add to the score."""
    return sorted(synergy.components, key=lambda part: (-part.contribution, part.kind, part.facet))


def _offers(part: Component) -> list[str]:
    return list(dict.fromkeys(offer for item in part.items for offer in item.offers))


def _grouped(offers: Iterable[str]) -> list[str]:
    """Offers of one stage for several materials as one: `Refining (Gold, Nickel)`."""
    materials: dict[str, list[str]] = {}
    for offer in offers:
        material, _, stage = offer.rpartition(SEPARATOR)
        materials.setdefault(stage, []).extend([material] if material else [])
    return [f"{stage} ({_some(of)})" if of else stage for stage, of in materials.items()]


def _some(words: Iterable[str]) -> str:
    listed = list(dict.fromkeys(words))
    more = f" and {len(listed) - MOST_WORDS} more" if len(listed) > MOST_WORDS else ""
    return ", ".join(listed[:MOST_WORDS]) + more


def _row(synergy: Synergy) -> tuple[Cell, ...]:
    return (
        f"{synergy.rank} ({_rank_range(synergy)})",
        Link(name(synergy.partner), synergy.partner.iri),
        f"{synergy.score:.3f}",
        f"{synergy.coverage.share:.0%}",
        why(synergy),
        ", ".join(unknown.facet for unknown in synergy.unknown),
    )


def _rank_range(synergy: Synergy) -> str:
    low, high = synergy.rank_range
    return f"{low}-{high}"


def _legend(result: SynergyResult) -> Iterator[Block]:
    needs = "Needs count only where they are known to be absent. " if result.certain else ""
    yield Prose(
        f"{needs}Rank: in brackets the best and worst rank when the weights of the profile change. Coverage: facets "
        "known of both regions; a low score with low coverage says little. Unknown: facets in which nothing is "
        "documented of one."
    )
    best = result.synergies[0].partner
    yield Prose(f"All items and sources of a pair: minegraph synergies {_typed(result.region)} --with {_typed(best)}")


def _typed(region: Region) -> str:
    """A region as one types it in a shell."""
    return slug(region.iri).removeprefix("region/")


def _direction(synergy: Synergy, result: SynergyResult, numbers: dict[str, int]) -> Iterator[Block]:
    yield Heading(f"What {name(synergy.region)} gains from {name(synergy.partner)}", 1)
    ties = ", ".join(tie.label for tie in synergy.ties)
    unknown = ", ".join(one.label for one in synergy.unknown)
    coverage = synergy.coverage
    known = f"{coverage.known} of {coverage.facets} facets known of both"
    statements = f"{coverage.region_statements} and {coverage.partner_statements} resources say something of the two"
    facts = {
        "score": f"{synergy.score:.3f} (profile {weighing(result)})",
        "rank": f"{synergy.rank} of {result.candidates}; {_rank_range(synergy)} when the weights change",
        "coverage": f"{coverage.share:.0%}: {known}; {statements}",
        "unknown": unknown or "nothing",
        "ties": ties or "none documented",
    }
    yield Fields(tuple((fact, (value,)) for fact, value in facts.items()))
    yield _parts(synergy)
    for part in strongest_first(synergy):
        if part.items:
            yield Heading(part.label)
            yield _items(part, synergy, numbers)


def _parts(synergy: Synergy) -> Table:
    rows = [
        (part.label, part.kind, f"{part.value:.3f}", f"{part.weight:g}", f"{part.contribution:+.3f}", _chance(part))
        for part in strongest_first(synergy)
    ]
    total = ("score", "", "", "", f"{synergy.score:+.3f}", "")
    header = ("part", "kind", "value", "weight", "contribution", "by chance")
    return Table(header, (*rows, total), frozenset({2, 3, 4, 5}))


def _chance(part: Component) -> str:
    return "" if part.p_value is None else f"p = {part.p_value:.2f}"


def _items(part: Component, synergy: Synergy, numbers: dict[str, int]) -> Table:
    header = ("item", "contribution", synergy.region.label, synergy.partner.label, "need", "evidence")
    rows = tuple(_item(item, numbers) for item in part.items)
    return Table(header, rows, frozenset({1}))


def _item(item: Item, numbers: dict[str, int]) -> tuple[Cell, ...]:
    return (
        item.label,
        f"{item.contribution:+.4f}",
        ", ".join(item.has),
        ", ".join(item.offers),
        item.need or "",
        " ".join(f"[{number}]" for number in sorted({numbers[one.iri] for one in item.evidence})),
    )


def _evidence(result: SynergyResult) -> dict[str, list[Evidence]]:
    """Resource -> what it bears out, once per source; in the order of their IRIs."""
    cited: dict[str, dict[Evidence, None]] = {}
    for synergy in result.synergies:
        for part in synergy.components:
            for item in part.items:
                for one in item.evidence:
                    cited.setdefault(one.iri, {})[one] = None
    return {iri: list(cited[iri]) for iri in sorted(cited)}


def _cited(number: int, evidence: Sequence[Evidence]) -> tuple[str, tuple[Cell, ...]]:
    """A numbered resource with its confidence and sources."""
    said = f" ({evidence[0].confidence})" if evidence[0].confidence else ""
    sources = dict.fromkeys(one.source for one in evidence if one.source)
    resource = Link(f"{slug(evidence[0].iri)}{said}", evidence[0].iri)
    return f"[{number}]", (resource, *(Link(source, source) for source in sources))
