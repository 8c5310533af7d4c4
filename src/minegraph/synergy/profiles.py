"""Profiles: named weights of the components, kept in the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from minegraph.errors import NotFoundError
from minegraph.store import Source
from minegraph.synergy.answers import local_name, texts

DEFAULT_PROFILE = "consortium"
PROFILES = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
SELECT ?profile ?component ?weight WHERE {
  ?profile a mg:SynergyProfile ; mg:hasWeight ?share .
  ?share mg:component ?component ; mg:weight ?weight .
}"""


@dataclass(frozen=True)
class Profile:
    """What each component counts for: component name -> weight, in the order of the names.

    `changed` are the weights that are not those which the graph gives to the profile.
    """

    iri: str
    weights: dict[str, float]
    changed: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The last part of the IRI."""
        return local_name(self.iri)


def read_profiles(source: Source) -> dict[str, Profile]:
    """Profile name -> profile, for all profiles of a source."""
    found: dict[str, dict[str, float]] = {}
    for profile, component, weight in texts(source, PROFILES):
        found.setdefault(profile, {})[local_name(component)] = float(weight)
    profiles = [Profile(iri, dict(sorted(weights.items()))) for iri, weights in sorted(found.items())]
    return {profile.name: profile for profile in profiles}


def choose_profile(profiles: dict[str, Profile], asked: str) -> Profile:
    """The profile with this name or IRI; NotFoundError with the nearest names."""
    for profile in profiles.values():
        if asked in (profile.name, profile.iri):
            return profile
    nearest = get_close_matches(asked, profiles, n=3, cutoff=0.5)
    raise NotFoundError("profile", asked, nearest, hint=f"Profiles: {', '.join(profiles) or 'none in this source'}.")
