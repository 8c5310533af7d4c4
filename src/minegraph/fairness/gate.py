"""A release held against every criterion, in each form in which people and programs read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from minegraph.fairness.assessment import Assessment
from minegraph.fairness.catalogue import catalogue
from minegraph.fairness.contents import Contents
from minegraph.fairness.counts import counts
from minegraph.fairness.criterion import PRINCIPLES, Outcome, Verdict
from minegraph.fairness.documents import html_document, json_document, turtle_document
from minegraph.fairness.hashes import hashes
from minegraph.fairness.integrity import integrity
from minegraph.fairness.iris import iris
from minegraph.fairness.links import links
from minegraph.fairness.ontology import ontology
from minegraph.fairness.page import page
from minegraph.fairness.untold import untold
from minegraph.fairness.vocabulary import vocabulary
from minegraph.pages import Page, Paged
from minegraph.telling import Progress, ignore

PARTS: dict[str, Callable[[Contents], Iterator[Verdict]]] = {
    "ontology": ontology,
    "terms": vocabulary,
    "catalogue": catalogue,
    "counts": counts,
    "links": links,
    "IRIs": iris,
    "hashes": hashes,
    "files": integrity,
    "network": untold,
}
"""What looks at a release, by the word for it."""


@dataclass(frozen=True, repr=False)
class Fairness(Assessment, Paged):
    """What came of a release, with its forms; as a notebook shows it, without what is as it should be."""

    def page(self) -> Page:
        """Everything for people: the summary, then each criterion."""
        return page(self, everything=True)

    def preview(self) -> Page:
        """What is to be mended, and what only a network can tell."""
        return page(self, everything=False)

    def json(self) -> str:
        """The verdicts as JSON.

        `{"passes", "version", "base", "counts": {OUTCOME: NUMBER}, "scores": {"F", "A", "I", "R"}, "verdicts": [{"id",
        "name", "principle", "foops", "outcome", "looked_at", "good", "total", "advice", "problems": [{"where",
        "what"}]}]}`. `foops` is the IRI of the test of FOOPS!, or null.
        """
        return json_document(self)

    def html(self) -> str:
        """Everything as a whole web page that needs nothing else."""
        return html_document(self)

    def turtle(self) -> str:
        """The verdicts in EARL (Evaluation and Report Language 1.0, W3C), one assertion each."""
        return turtle_document(self)


def assess(release: Path, progress: Progress = ignore) -> Fairness:
    """What came of the release in a directory; `progress` is told each step. Raises ReleaseError for none."""
    contents = Contents(release)
    found: list[Verdict] = []
    for step, part in PARTS.items():
        progress(f"check {step}", 0, 1)
        found += part(contents)
        progress(f"check {step}", 1, 1)
    order = list(PRINCIPLES)
    ranked = {Outcome.FAIL: 0, Outcome.WARN: 1, Outcome.PASS: 2, Outcome.UNTOLD: 3}
    ordered = sorted(found, key=lambda one: (order.index(one.criterion.principle), ranked[one.outcome]))
    return Fairness(contents.version, contents.base, tuple(ordered))
