"""What profiles, components and countries are called, and what they mean, as the graph says."""

from __future__ import annotations

from dataclasses import dataclass

from minegraph.store import Source
from minegraph.synergy.answers import local_name, texts

_WORDS = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label ?definition WHERE {{
  ?thing {pattern} ; skos:prefLabel ?label .
  OPTIONAL {{ ?thing skos:definition ?definition FILTER(LANG(?definition) = "en") }}
  FILTER(LANG(?label) = "en")
}} ORDER BY ?thing ?label ?definition"""
PROFILES = _WORDS.format(pattern="a mg:SynergyProfile")
COMPONENTS = _WORDS.format(pattern="skos:inScheme <https://w3id.org/minegraph/id/component>")
COUNTRIES = """
PREFIX mg: <https://w3id.org/minegraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?code ?label WHERE { ?country mg:isoCode ?code ; skos:prefLabel ?label FILTER(LANG(?label) = "en") }
ORDER BY ?code DESC(?label)"""


@dataclass(frozen=True)
class Wording:
    """A label and a definition; the definition is empty where the graph has none."""

    label: str
    definition: str


def profile_words(source: Source) -> dict[str, Wording]:
    """What each profile is called and means, by its name."""
    return _words(source, PROFILES)


def component_words(source: Source) -> dict[str, Wording]:
    """What each component is called and means, by its name."""
    return _words(source, COMPONENTS)


def country_names(source: Source) -> dict[str, str]:
    """The English name of each country by its ISO 3166-1 alpha-2 code."""
    return {row[0]: row[1] for row in texts(source, COUNTRIES)}


def _words(source: Source, query: str) -> dict[str, Wording]:
    return {local_name(thing): Wording(label, definition) for thing, label, definition in texts(source, query)}
