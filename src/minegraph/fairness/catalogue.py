"""The description of the dataset against DCAT-AP 3.0, by shapes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from minegraph.fairness.contents import Contents
from minegraph.fairness.criterion import Criterion, Problem, Verdict
from minegraph.files import parse_turtle
from minegraph.terms import compress, expand
from minegraph.validation import Result, check_graph

_SEVERITY = ox.NamedNode(expand("sh:severity"))
SHAPES = Path(__file__).with_name("dcat-ap.ttl")
_MUST = Criterion("dcat-ap-must", "DCAT-AP 3.0: mandatory properties", "F", "Complete datasets/ or data/dataset.ttl.")
_SHOULD = Criterion("dcat-ap-should", "DCAT-AP 3.0: recommended properties", "F", "Complete what can be said.")


def catalogue(contents: Contents) -> Iterator[Verdict]:
    """What dataset.ttl comes to: what must be stated, and what should be."""
    if "dataset.ttl" not in contents.files:
        yield _MUST.missing("dataset.ttl", "is not there")
        return
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in contents.triples(["dataset.ttl"]))
    found = check_graph(store, [SHAPES]).results
    asked = Counter(quad.object for quad in parse_turtle(SHAPES.read_bytes(), SHAPES) if quad.predicate == _SEVERITY)
    for criterion, severity in ((_MUST, "Violation"), (_SHOULD, "Warning")):
        of = [result for result in found if result.severity == severity]
        number = asked[ox.NamedNode(expand(f"sh:{severity}"))]
        looked_at = f"dataset.ttl: {number} constraints"
        yield criterion.told(looked_at, number, _by_constraint(of), must=severity == "Violation")


def _by_constraint(results: list[Result]) -> Iterator[Problem]:
    """A problem for each constraint that is not met, with how many resources do not meet it."""
    focuses: dict[str, list[str]] = defaultdict(list)
    for result in results:
        focuses[f"{result.name}\n{result.message}"].append(compress(getattr(result.focus, "value", "")))
    for words, resources in sorted(focuses.items()):
        name, _, advice = words.partition("\n")
        others = f" and {len(resources) - 1:,} more" if resources[1:] else ""
        yield Problem(name, f"not as it should be of {resources[0]}{others}. {advice}")
