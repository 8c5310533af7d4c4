"""The classes whose resources exist to say something of other things, and what of them a reader wants to see."""

from __future__ import annotations

from dataclasses import dataclass

from minegraph.terms import MG, PREFIXES, expand

NAME = "name"


@dataclass(frozen=True, slots=True)
class Expansion:
    """A class that a description shows as a table: its title, and its columns (the name or properties, in order)."""

    title: str
    columns: tuple[str, ...]


def _table(title: str, columns: str) -> Expansion:
    return Expansion(title, tuple(name if name == NAME else expand(_curie(name)) for name in columns.split()))


def _curie(name: str) -> str:
    return name if ":" in name else f"mg:{name}"


EXPANSIONS: dict[str, Expansion] = {
    f"{MG}RegionalActivity": _table("Commodities and stages", "activityRegion commodity stage activityStatus"),
    f"{MG}Site": _table(
        "Mines, plants and other sites", "name facilityType commodity siteStatus operatorName inRegion"
    ),
    f"{MG}CompletenessStatement": _table(
        "Known to be complete", "completeRegion completeFacet completeStage completeCommodityGroup referenceYear"
    ),
    f"{MG}Participation": _table(
        "Participations in projects", "inProject participant role representsRegion euContribution"
    ),
    f"{MG}RegionInvolvement": _table("Involvement of regions in projects", "involvementIn involvedRegion"),
    f"{MG}Objective": _table("Objectives", "name theme objectiveOf"),
    f"{MG}SpecialisationPriority": _table("Smart-specialisation priorities", "priorityOf name theme"),
    f"{MG}PolicyInstrument": _table("Policy instruments", "name instrumentType governanceLevel appliesTo addressedBy"),
    f"{MG}Eligibility": _table("Eligibility for funding", "eligibleRegion eligibleFor"),
    f"{MG}Membership": _table("Memberships", "member network membershipRole"),
    f"{MG}Claim": _table("Claims", "about measure value unit referenceYear"),
    f"{MG}Indicator": _table("Figures", "about measure value unit referenceYear"),
    f"{MG}Observation": _table("Other figures", "about measure value unit referenceYear"),
    f"{MG}Event": _table("Events", "name eventKind startDate placeName ofProject concernsRegion"),
    f"{MG}Output": _table("Outputs", "name outputKind issued ofProject concernsRegion"),
    f"{MG}Grant": _table("Grants", "grantNumber awardedUnder amount"),
    f"{MG}NutsCode": _table("NUTS codes", "skos:notation nutsVersion nutsLevel codeOf changeKind dcterms:replaces"),
    f"{MG}CriticalityAssessment": _table(
        "On the lists of critical raw materials",
        "assessedCommodity listYear critical strategic viaGroup supplyRisk economicImportance",
    ),
    f"{MG}StageLink": _table("Links of the value chain", "fromStage linkKind toStage linkWeight"),
    f"{MG}ProfileWeight": _table("Weights", "component weight"),
    f"{MG}SynergyAssessment": _table("Synergies", "profile rank fromRegion toRegion score coverage"),
    f"{PREFIXES['org']}Site": _table("Places of work and seats", "name country inRegion"),
}

PARTS: dict[str, Expansion] = {
    f"{MG}SynergyComponent": _table("Parts of the score", "component value weight contribution concept evidence"),
}
"""The same of classes whose resources are shown with the whole that names them, and with nothing else."""


def expansion_of(kind: str, is_part: bool) -> Expansion | None:
    """How resources of a class are shown with a thing, which names them as its parts or not; None for their names."""
    return EXPANSIONS.get(kind) or (PARTS.get(kind) if is_part else None)
