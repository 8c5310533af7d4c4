"""One pair of regions in both directions, down to the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from minegraph.formats import COMPARISONS, HTML
from minegraph.labels import labels_of
from minegraph.lookup import slug
from minegraph.site import render
from minegraph.synergy.answers import local_name
from minegraph.synergy.result import Evidence, JointTie, Synergy
from minegraph.synergy_bars import Step, scale, steps
from minegraph.synergy_page import name
from minegraph.synergy_view import Synergies
from minegraph.terms import compress
from minegraph.web.choice import Choice
from minegraph.web.documents import form_named, lead, send
from minegraph.web.jobs.synergy_partners import KINDS
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.synergy_basis import components, prepare, profiles

__all__ = ["prepare", "run"]


@dataclass(frozen=True)
class Direction:
    """What one of the two has to gain from the other, with the steps to the score, each as long as it counts."""

    synergy: Synergy
    seeker: str
    partner: str
    steps: list[Step]
    unit: float


@dataclass(frozen=True)
class Proof:
    """A resource that bears something out, with its label, its sources, and how sure they are."""

    iri: str
    label: str
    side: str
    confidence: str | None
    sources: list[str]


def run(graph: Opened, output: Output, *, region: str, other: str, form: str, chosen: Mapping[str, str]) -> None:
    """Write the page, or the pair in another form."""
    choice = Choice.read(chosen)
    found = graph.knowledge.synergies(
        region, with_region=other, profile=choice.profile, weights=choice.weights, certain=choice.certain
    )
    first = found.result.synergies[0]
    choice = replace(choice, profile=found.result.profile, weights=found.result.changed)
    codes = local_name(first.region.iri), local_name(first.partner.iri)
    if form != "html":
        send(output, form_named(COMPARISONS, form), found.written(form), f"synergies-{codes[0]}-{codes[1]}")
    elif codes != (region, other) or choice.from_form:
        lead(output, f"/synergies/{codes[0]}/with/{codes[1]}{choice.query()}")
    else:
        send(output, HTML, render("pair.html", **_values(graph, found, choice)))


def _values(graph: Opened, found: Synergies, choice: Choice) -> dict[str, object]:
    first = found.result.synergies[0]
    unit = scale(found)
    labels = labels_of(graph.source, {one.iri for synergy in found for one in _evidence(synergy)})
    return {
        "result": found.result,
        "first": first,
        "codes": (local_name(first.region.iri), local_name(first.partner.iri)),
        "directions": [_direction(synergy, unit) for synergy in found],
        "ties": first.ties,
        "choice": choice,
        "profiles": profiles(graph),
        "components": components(graph),
        "kinds": KINDS,
        "proofs": lambda evidence: _proofs(evidence, labels),
    }


def _direction(synergy: Synergy, unit: float) -> Direction:
    return Direction(synergy, name(synergy.region), name(synergy.partner), steps(synergy, unit), unit)


def _evidence(synergy: Synergy) -> Iterable[Evidence]:
    cited: Iterable[JointTie] = synergy.ties
    yield from (one for tie in cited for one in tie.evidence)
    yield from (one for part in synergy.components for item in part.items for one in item.evidence)


def _proofs(evidence: Iterable[Evidence], labels: Mapping[str, str]) -> list[Proof]:
    """Each resource once, with all its sources."""
    found: dict[str, Proof] = {}
    for one in evidence:
        proof = found.setdefault(one.iri, Proof(one.iri, _called(one.iri, labels), one.side, one.confidence, []))
        if one.source and one.source not in proof.sources:
            proof.sources.append(one.source)
    return list(found.values())


def _called(iri: str, labels: Mapping[str, str]) -> str:
    """The label of a thing; for one that has none, the words of its slug."""
    label = labels[iri]
    return slug(iri).replace("/", " ").replace("-", " ") if label == compress(iri) else label
