"""What all pages of synergies rest on, read once: points, words, and the landscape of the regions."""

from __future__ import annotations

from minegraph.map_points import MapPoint, map_points
from minegraph.synergy.wording import Wording, component_words, country_names, profile_words
from minegraph.web.opened import Opened


def prepare(graph: Opened) -> None:
    """Read it."""
    graph.knowledge.synergy_matrix()
    points(graph)
    for words in (profiles, components, countries):
        words(graph)


def points(graph: Opened) -> dict[str, MapPoint]:
    """Where each mining region is on a map, by its IRI."""
    return graph.kept("map points by region", lambda: {point.iri: point for point in map_points(graph.source)})


def profiles(graph: Opened) -> dict[str, Wording]:
    """The profiles with what they mean, by name."""
    return graph.kept("words of profiles", lambda: profile_words(graph.source))


def components(graph: Opened) -> dict[str, Wording]:
    """The parts of a score with what they mean, by name."""
    return graph.kept("words of components", lambda: component_words(graph.source))


def countries(graph: Opened) -> dict[str, str]:
    """The names of countries by their codes."""
    return graph.kept("names of countries", lambda: country_names(graph.source))
