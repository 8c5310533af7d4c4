"""Submissions seen as part of the graph: what is wrong, and where it stands in the files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from minegraph.forms import Library
from minegraph.store import LocalStore
from minegraph.submission.anonymous import anonymous
from minegraph.submission.codes import retired
from minegraph.submission.contradictions import Contradictions
from minegraph.submission.duplicates import possible_duplicates
from minegraph.submission.misplaced import misplaced
from minegraph.submission.problems import IDENTIFIER
from minegraph.submission.reading import Submission
from minegraph.terms import INFERRED, SHAPES, SYNERGIES
from minegraph.validation import NOTHING, Replacement, Report, Result, validate_quads
from minegraph.validation.paths import properties
from minegraph.validation.shacl import component_iri
from minegraph.validation.triples import Term

_SAME_NAME = f"{SHAPES}Organisation-name-unique"
_IDENTIFIER = f"{SHAPES}Identifier"
_ROW_IDENTIFIER = f"{SHAPES}{IDENTIFIER}"
_LACKING = (component_iri("minCount"), component_iri("qualifiedMinCount"))
_OF_WRONG_KIND = tuple(map(component_iri, ("datatype", "nodeKind", "class")))
_TOO_MUCH = tuple(map(component_iri, ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive", "pattern")))


def check_submission(
    submission: Submission,
    store: LocalStore,
    library: Library,
    *,
    replaces: Replacement = NOTHING,
    scratch: Path | None = None,
    touched: bool = False,
) -> Report:
    """The report on a submission, seen in the graph without what was derived from it and the graphs it `replaces`.

    It holds what the shapes find on the things that are described, what the reading found, organisations that the graph
    probably has, codes that are retired, and properties on things that do not have them. What follows from a cell that
    was not understood is left out: the cause is reported once. With `touched`, what it breaks at existing things that
    it refers to is reported too, such as contributions that now add up to more than a project has, and at those that
    refer to what a new version leaves out.
    """
    report = validate_quads(
        submission.quads,
        library.shapes,
        store.engine,
        leave_out=[INFERRED, SYNERGIES],
        replaces=replaces,
        scratch=scratch,
        touched=touched,
    )
    nameless = {result.focus for result in submission.results if result.constraint == _ROW_IDENTIFIER}
    found = possible_duplicates(store, submission.quads, submission.locations, replaces.graphs)
    twins = [twin for twin in found if twin.focus not in nameless]
    results = [*submission.results, *twins, *retired(store, submission.codes)]
    results += misplaced(store, submission.quads, library, submission.locations, replaces.graphs)
    results += anonymous(submission.quads, submission.locations)
    contradictions = Contradictions(submission.quads, store, replaces.graphs)
    results += map(contradictions.explained, _located(report, submission, {twin.focus for twin in twins}))
    return Report.of(results, report.engine, submission.notes, report.shapes_version)


def _located(report: Report, submission: Submission, twins: Collection[Term]) -> Iterator[Result]:
    """What the shapes found, with its places; without what follows from something that is reported already."""
    for result in _causes(report.results):
        steps = properties(result.path)
        unsaid = any((result.focus, step) in submission.unsaid for step in steps)
        repeats = (result.constraint == _SAME_NAME and result.focus in twins) or _is_of_nameless(result)
        if not repeats and not (unsaid and result.component in _LACKING):
            places = submission.locations.of(result.focus, result.path, result.value)
            yield replace(result, places=places)


def _is_of_nameless(result: Result) -> bool:
    """It says that a blank node has no identifier, as `anonymous` does with the place."""
    return isinstance(result.focus, ox.BlankNode) and result.constraint == _IDENTIFIER


def _causes(results: Sequence[Result]) -> Iterator[Result]:
    """The results without those that another one explains.

    What lacks altogether (a Violation) lacks in English too; text in place of a number is not "too small" as well.
    """
    lacking = {_spot(one) for one in results if one.component == _LACKING[0] and one.severity == "Violation"}
    mistaken = {(_spot(one), one.value) for one in results if one.component in _OF_WRONG_KIND}
    for one in results:
        lacks_more = one.component in _LACKING and one.severity != "Violation" and _spot(one) in lacking
        if not lacks_more and not (one.component in _TOO_MUCH and (_spot(one), one.value) in mistaken):
            yield one


def _spot(result: Result) -> tuple[Term, object]:
    return result.focus, result.path
