"""The page about a thing: what the graph says of it, where it is, and what one can do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pyoxigraph import NamedNode

from minegraph.description import Description
from minegraph.description_page import SYNERGY, Extent, anchor_of
from minegraph.documents.schema_org import schema_org
from minegraph.documents.thing_map import places
from minegraph.formats import DESCRIPTIONS, HTML, JSON_LD, TURTLE
from minegraph.inventory import concepts_of
from minegraph.kinds import kind_word
from minegraph.lookup import slug
from minegraph.map_points import Position, region_positions
from minegraph.network import NODE_KINDS
from minegraph.pages import Block, Fields
from minegraph.queries import Question, questions_about
from minegraph.site import Released, canonical, href, relative, render, render_released
from minegraph.store import Source
from minegraph.terms import BASE, ID, MG, PREFIXES

EXTENT = Extent(rows=100, synergies=100, names=300, elsewhere="the forms for machines have all")
MINING_REGION, SCHEME = f"{MG}MiningRegion", f"{PREFIXES['skos']}ConceptScheme"


@dataclass(frozen=True)
class Surroundings:
    """What the pages of all things have in common, read once: the stored questions, where regions are on a map."""

    source: Source
    questions: Mapping[str, Question]
    positions: Mapping[str, Position]

    @classmethod
    def read(cls, source: Source, questions: Mapping[str, Question]) -> Surroundings:
        """Those of a graph with its questions."""
        return cls(source, questions, region_positions(source))


def thing_page(around: Surroundings, description: Description, address: str) -> str:
    """The page for the server, whose other forms are at the address with other ends."""
    own = href(description.iri)
    query = "" if own.startswith("/") else f"?{urlencode({'iri': description.iri})}"
    return render(
        "thing.html",
        forms=[(one.title, f"{address}.{one.suffix}{query}", one.media_type) for one in DESCRIPTIONS if one != HTML],
        places=places(description, around.positions, href),
        json_ld=schema_org(description, f"{BASE}{own[1:]}" if own.startswith("/") else description.iri),
        **_ways_on(description),
        **_values(around, description),
    )


def released_thing_page(around: Surroundings, description: Description, at: str, release: Released) -> str:
    """The page as the file `at` of a release."""
    stem = quote(f"/{at.removesuffix('.html')}")
    return render_released(
        "thing.html",
        at,
        release,
        forms=[(one.title, f"{stem}.{one.suffix}", one.media_type) for one in (TURTLE, JSON_LD)],
        places=places(description, around.positions, lambda iri: relative(href(iri), at)),
        json_ld=schema_org(description, canonical(release.base, at)),
        synergies=_synergies_below(description),
        network="",
        **_values(around, description),
    )


def _values(around: Surroundings, description: Description) -> dict[str, object]:
    """What the template shows of a thing wherever its page stands."""
    _heading, facts, *rest = description.page(EXTENT)
    assert isinstance(facts, Fields)  # noqa: S101 (every description begins with a title and facts)
    is_scheme = description.kind == SCHEME
    return {
        "description": description,
        "title": _title(description),
        "kind": kind_word(description.iri, description.kind, description.labels) if description.kind else "",
        "facts": Fields(facts.items[1:]),
        "blocks": [_without_members(block) for block in rest] if is_scheme else rest,
        "concepts": concepts_of(around.source, description.iri) if is_scheme else (),
        "questions": _questions(around.questions, description.iri),
    }


def _title(description: Description) -> str:
    """What a thing is called; a synergy, which has no name, after its regions and its profile."""
    if description.kind != SYNERGY:
        return description.label
    said = {one.predicate: one.value for one in description.statements}
    ends = [said.get(f"{MG}{name}") for name in ("fromRegion", "toRegion", "profile")]
    names = [description.label_of(end.value) for end in ends if isinstance(end, NamedNode)]
    if len(names) != len(ends):
        return description.label
    return "{} with {}: {}".format(*names)


def _ways_on(description: Description) -> dict[str, str]:
    """Where the synergies of a mining region and the network of what is in it are; empty for others."""
    place = slug(description.iri)
    is_node = description.kind in NODE_KINDS and description.iri.startswith(ID)
    return {
        "synergies": f"/synergies/{place.rpartition('/')[2]}" if description.kind == MINING_REGION else "",
        "network": f"/network/{place}" if is_node else "",
    }


def _synergies_below(description: Description) -> str:
    """Where on its page the synergies of a mining region are, which a server shows on a page of their own."""
    is_there = description.kind == MINING_REGION and any(group.kind == SYNERGY for group in description.groups)
    return f"#{anchor_of(SYNERGY)}" if is_there else ""


def _without_members(block: Block) -> Block:
    """A block without the concepts of a scheme, which stand in a tree of their own."""
    if not isinstance(block, Fields):
        return block
    return Fields(tuple(item for item in block.items if not item[0].endswith(": in scheme")))


def _questions(questions: Mapping[str, Question], iri: str) -> list[tuple[str, str]]:
    """The questions to ask of a thing, in words, and where each is answered."""
    found = questions_about(questions.values(), iri) if iri.startswith(ID) else []
    return [
        (question.words, f"/queries/{question.name}?{urlencode({parameter.name: slug(iri)}, safe='/')}")
        for question, parameter in found
    ]
