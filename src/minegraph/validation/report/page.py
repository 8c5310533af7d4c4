"""A report for people: the verdict, how the files were read, and a block for each finding."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from minegraph.pages import Block, Cell, Fields, Heading, Link, Page, Prose, text_of
from minegraph.terms import compress
from minegraph.validation.paths import words
from minegraph.validation.report.finding import Finding
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.whereabouts import whereabouts
from minegraph.validation.triples import Term

MOST_PLACES = 8
MOST_RESOURCES = 3

Row = tuple[str, tuple[Cell, ...]]


def page(outcome: Outcome) -> Page:
    """The report for people."""
    notes = [Fields((("read", outcome.notes),))] if outcome.notes else []
    blocks = [block for number, finding in enumerate(outcome.findings, 1) for block in _blocks(number, finding)]
    return (Prose(outcome.verdict), *notes, *blocks)


def rows(finding: Finding) -> Iterator[Row]:
    """What a finding says, by name: what is wrong, where, and what to do."""
    if finding.problem:
        yield "wrong", (finding.problem,)
    if finding.places:
        yield "where", whereabouts(finding.places, MOST_PLACES)
    if any(isinstance(focus, ox.NamedNode) for focus in finding.focuses) or not finding.places:
        yield "resource", tuple(_resources(finding.focuses, 1 if finding.places else MOST_RESOURCES))
    if finding.path and not any(place.header for place in finding.places):
        yield "property", (words(finding.path),)
    if finding.value is not None and (value := cell(finding.value)) and text_of(value) not in finding.problem:
        yield "value", (value,)
    if finding.advice:
        yield "to do", (finding.advice,)
    if finding.constraint:
        yield "rule", (Link(compress(finding.constraint), finding.constraint),)


def title(finding: Finding) -> str:
    """How bad a finding is, and what it is about."""
    about = finding.name or compress(finding.constraint)
    return f"{finding.severity}: {about}" if about else finding.severity


def cell(term: Term) -> Cell:
    """A term for people; what has an IRI leads to it."""
    match term:
        case ox.NamedNode():
            return Link(compress(term.value), term.value)
        case ox.Literal():
            return term.value
        case _:
            return str(term)


def _blocks(number: int, finding: Finding) -> Iterator[Block]:
    yield Heading(f"{number}. {title(finding)}")
    yield Fields(tuple(rows(finding)))


def _resources(focuses: tuple[Term, ...], most: int) -> Iterator[Cell]:
    yield from map(cell, focuses[:most])
    if focuses[most:]:
        yield f"and {len(focuses) - most:,} more"
