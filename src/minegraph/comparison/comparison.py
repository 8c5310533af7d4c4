"""Two states of the graph compared: in plain words, as JSON, and as RDF."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from minegraph.comparison import change_sets, comparison_page
from minegraph.comparison.blanks import is_blank
from minegraph.comparison.change_documents import statements_document, synergies_document
from minegraph.comparison.difference import Difference, difference
from minegraph.comparison.excerpts import excerpts, store_of
from minegraph.comparison.names import names_of
from minegraph.comparison.opening import version_at
from minegraph.comparison.resource_changes import StatementChanges, iris_of, resource_changes, unknown
from minegraph.comparison.statement_blocks import ALL_IN_JSON
from minegraph.comparison.synergy_changes import SynergyChanges, synergy_changes
from minegraph.comparison.versions import Version
from minegraph.pages import Heading, Page, Paged, Prose, markdown, markup, plain, web
from minegraph.store import LocalStore
from minegraph.telling import Notice, Progress, ignore
from minegraph.terms import INFERRED
from minegraph.workshop import DERIVED

_DERIVED = frozenset(map(ox.NamedNode, DERIVED.values()))


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(Paged):
    """What is different in a new state of the graph: quads exactly, statements by resource, synergies by pair.

    `old` and `new` are what the two are called, `versions` the versions that they say they are (empty for none).
    `moved` counts the statements that stand in another named graph and are otherwise the same.
    """

    old: str
    new: str
    versions: tuple[str, str]
    difference: Difference
    statements: StatementChanges
    moved: int
    synergies: SynergyChanges

    @property
    def changes_nothing(self) -> bool:
        """Both have the same quads."""
        return not (self.difference.removed or self.difference.added)

    @property
    def title(self) -> str:
        """What the comparison is called."""
        return f"Changes from {self.old} to {self.new}"

    @property
    def sentence(self) -> str:
        """The comparison in one sentence."""
        return comparison_page.sentence(self.statements, self.synergies, self.difference, self.moved)

    def page(self, everything: str = ALL_IN_JSON) -> Page:
        """The comparison for people; a list that is cut ends in how many more there are and in `everything`."""
        head = Heading(self.title, 1), Prose(self.sentence)
        if self.changes_nothing:
            return head
        return *head, *comparison_page.sections(self.statements, self.synergies, self.difference, everything)

    def text(self) -> str:
        """The page as plain text."""
        return plain.text(self.page())

    def markdown(self, everything: str = ALL_IN_JSON) -> str:
        """The page as Markdown."""
        return markdown.text(self.page(everything))

    def html(self) -> str:
        """The page as an HTML document that needs nothing else."""
        return web.document(self.title, web.STYLE, markup.fragment(self.page()))

    def json(self) -> str:
        """The whole comparison as JSON, nothing left out but the quads of blank nodes and of derived graphs.

        `{"summary", "old", "new", "graphs": {IRI: {"before", "after"}}, "moved", "statements", "synergies"}`: graphs
        with their numbers of statements; statements and synergies are those of `comparison.change_documents`.
        """
        before, after = self.difference.graphs
        document = {
            "summary": self.sentence,
            "old": {"name": self.old, "version": self.versions[0] or None},
            "new": {"name": self.new, "version": self.versions[1] or None},
            "graphs": {iri: {"before": before.get(iri), "after": after.get(iri)} for iri in sorted({*before, *after})},
            "moved": self.moved,
            "statements": statements_document(self.statements),
            "synergies": synergies_document(self.synergies),
        }
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def turtle(self) -> bytes:
        """Change sets that make the new state out of the old one, quad by quad."""
        return change_sets.turtle(self.difference, self.versions, self.title, self.sentence)


def compare(old: Path, new: Path, progress: Progress, notice: Notice) -> Comparison:
    """What is different in `new`: each is a published directory, one of its `releases/VERSION`, or a graph's root.

    The store of a root directory or workspace is built in its usual place. `progress` is told the step, `notice` in a
    sentence what one should know. Raises ReleaseError, and what building a store raises.
    """
    return compare_versions(version_at(old, progress, notice), version_at(new, progress, notice), progress)


def compare_versions(old: Version, new: Version, progress: Progress = ignore) -> Comparison:
    """The same for two states that are opened already."""
    progress("compare", 0, 3)
    found = difference(old, new)
    progress("compare", 1, 3)
    quads = excerpts(old, new, found)
    before, after = map(store_of, quads)
    progress("compare", 2, 3)
    removed, added = _stated(found.removed), _stated(found.added)
    lost, gained = removed - _stated(quads[1]), added - _stated(quads[0])
    graphs = {iri for counted in found.graphs for iri in counted}
    resources = resource_changes(before, after, lost, gained, found.redefined - graphs)
    follows = _follows(found.added, before), _follows(found.removed, after)
    statements = StatementChanges(resources, *follows, names_of(before, after, iris_of(resources)))
    synergies = synergy_changes(before, after)
    progress("compare", 3, 3)
    return Comparison(
        old.title,
        new.title,
        (old.version, new.version),
        found,
        statements,
        len(added - gained),
        synergies,
    )


def _stated(quads: tuple[ox.Quad, ...] | list[ox.Quad]) -> set[ox.Triple]:
    """What is stated in any graph, without what has blank nodes."""
    return {quad.triple for quad in quads if quad.graph_name not in _DERIVED and not is_blank(quad)}


def _follows(quads: tuple[ox.Quad, ...], known: LocalStore) -> int:
    """How many of the inferred statements among quads are not known otherwise."""
    inferred = ox.NamedNode(INFERRED)
    return unknown(known, (quad.triple for quad in quads if quad.graph_name == inferred))
