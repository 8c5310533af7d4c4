"""Which regions should work together, on what, and why."""

from __future__ import annotations

from minegraph.synergy.assessment import result_triples
from minegraph.synergy.assessments import assess
from minegraph.synergy.facets import Facet, read_facets
from minegraph.synergy.landscapes import Landscapes
from minegraph.synergy.mapping import METHOD, rankings, synergies
from minegraph.synergy.profiles import DEFAULT_PROFILE
from minegraph.synergy.result import COLUMNS, DETAIL_COLUMNS, Synergy, SynergyResult
from minegraph.synergy.weights import read_weights, write_weights

__all__ = [
    "COLUMNS",
    "DEFAULT_PROFILE",
    "DETAIL_COLUMNS",
    "METHOD",
    "Facet",
    "Landscapes",
    "Synergy",
    "SynergyResult",
    "assess",
    "rankings",
    "read_facets",
    "read_weights",
    "result_triples",
    "synergies",
    "write_weights",
]
