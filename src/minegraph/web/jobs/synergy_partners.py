"""The partners of one region, best first, and what is needed to weigh them otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from minegraph.formats import COMPARISONS, HTML
from minegraph.map_points import map_points
from minegraph.site import render
from minegraph.synergy import DEFAULT_PROFILE
from minegraph.synergy.answers import local_name
from minegraph.synergy.result import Region, Synergy, SynergyResult
from minegraph.synergy.wording import Wording
from minegraph.synergy_bars import Piece, bar, scale
from minegraph.synergy_page import name, why
from minegraph.web.choice import Choice
from minegraph.web.documents import form_named, lead, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.synergy_basis import components, points, prepare, profiles

VIEWS = ("list", "map")
SHOWN = 20
KINDS = {
    "complementarity": "What the partner offers",
    "similarity": "What both have",
    "feasibility": "What is open to both",
    "tie": "Joint work there is already",
}

__all__ = ["prepare", "run"]


@dataclass(frozen=True)
class Row:
    """A partner as the page lists it."""

    synergy: Synergy
    code: str
    why: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Slider:
    """A component that can be weighed: `weight` is the one in use, `usual` the profile's, `least` the smallest."""

    name: str
    kind: str
    words: Wording
    weight: float
    usual: float
    least: float


def run(graph: Opened, output: Output, *, region: str, form: str, chosen: Mapping[str, str]) -> None:
    """Write the page, or the ranking in another form."""
    choice = Choice.read(chosen, VIEWS)
    usual = SHOWN if form == "html" else None
    top = usual if choice.top is None else choice.top
    found = graph.knowledge.synergies(
        region, profile=choice.profile, weights=choice.weights, certain=choice.certain, top=top
    )
    code = local_name(found.region.iri)
    choice = replace(choice, profile=found.result.profile, weights=found.result.changed)
    if form != "html":
        send(output, form_named(COMPARISONS, form), found.written(form), f"synergies-{code}")
    elif code != region or choice.from_form:
        lead(output, f"/synergies/{code}{choice.query()}")
    else:
        send(output, HTML, render("partners.html", **_values(graph, found.result, choice)))


def _values(graph: Opened, result: SynergyResult, choice: Choice) -> dict[str, object]:
    unit, shown = scale(result.synergies), choice.top or SHOWN
    rows = [Row(one, local_name(one.partner.iri), why(one), bar(one, unit)) for one in result.synergies]
    sliders = _sliders(graph, result)
    return {
        "result": result,
        "title": name(result.region),
        "code": local_name(result.region.iri),
        "choice": choice,
        "profiles": profiles(graph),
        "components": components(graph),
        "kinds": KINDS,
        "rows": rows,
        "shown": shown,
        "is_cut": len(rows) == shown < result.candidates,
        "usual": DEFAULT_PROFILE,
        "sliders": {kind: [one for one in sliders if one.kind == kind] for kind in KINDS},
        "data": _data(graph, result, sliders),
    }


def _sliders(graph: Opened, result: SynergyResult) -> list[Slider]:
    usual = graph.knowledge.landscape().profiles[result.profile].weights
    known = components(graph)
    return [
        Slider(
            component,
            kind,
            known.get(component, Wording(component, "")),
            result.weights.get(component, 0.0),
            usual.get(component, 0.0),
            -1.0 if kind == "tie" else 0.0,
        )
        for component, kind in graph.knowledge.landscape().components.items()
    ]


def _data(graph: Opened, result: SynergyResult, sliders: list[Slider]) -> dict[str, object]:
    """What a script needs to weigh and to draw."""
    found = graph.knowledge.synergy_candidates(result.region.iri, certain=result.certain)
    at = {slider.name: slider for slider in sliders}
    return {
        "region": _placed(graph, result.region),
        "components": [
            {"name": one, "kind": at[one].kind, "label": at[one].words.label, "usual": at[one].usual}
            | {"weight": at[one].weight}
            for one in found.components
        ],
        "candidates": [
            {**_placed(graph, one.region), "coverage": one.coverage, "values": one.values} for one in found.candidates
        ],
    }


def _placed(graph: Opened, region: Region) -> dict[str, object]:
    point = points(graph).get(region.iri) or map_points(graph.source, [region.iri])[0]
    return {
        "id": local_name(region.iri),
        "label": name(region),
        "latitude": point.latitude,
        "longitude": point.longitude,
    }
