"""A report as one web page that needs nothing else: no scripts, no other addresses, readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from minegraph.pages import Cell, Link, markup, text_of, web
from minegraph.terms import compress
from minegraph.validation.paths import words
from minegraph.validation.report.finding import Finding
from minegraph.validation.report.outcome import Outcome
from minegraph.validation.report.page import cell, title
from minegraph.validation.report.whereabouts import whereabouts

MOST_SHOWN = 6
MOST_STRETCHES = 1000

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def document(outcome: Outcome) -> str:
    """The report as a complete HTML document; each finding has an anchor, `#finding-1` and so on."""
    numbered = list(enumerate(outcome.findings, 1))
    cards = "".join(f"<li>{_card(number, finding)}</li>\n" for number, finding in numbered)
    name = _name(outcome)
    return web.document(
        name,
        STYLE,
        f"<header><h1>{escape(name)}</h1>{_verdict(outcome)}{_notes(outcome)}</header>\n"
        f'{_contents(numbered)}<ol class="findings">\n{cards}</ol>\n{_about(outcome)}',
    )


def _name(outcome: Outcome) -> str:
    files = sorted({place.file for finding in outcome.findings for place in finding.places})
    return (
        f"What to {'look at' if outcome.conforms else 'mend'} in {', '.join(files)}" if files else "Validation report"
    )


def _verdict(outcome: Outcome) -> str:
    kind = "conforms" if outcome.conforms else "refused"
    return f'<p class="verdict {kind}">{_text(outcome.verdict)}</p>'


def _notes(outcome: Outcome) -> str:
    notes = "".join(f"<li>{_text(note)}</li>" for note in outcome.notes)
    return f'<ul class="notes">{notes}</ul>' if notes else ""


def _contents(numbered: Iterable[tuple[int, Finding]]) -> str:
    """A line for each finding, to jump to it; nothing for one alone."""
    lines = [
        f'<li class="{finding.severity.lower()}"><a href="#finding-{number}">{_text(finding.problem or title(finding))}'
        f"</a> {_extent(finding)}</li>"
        for number, finding in numbered
    ]
    return f'<nav aria-label="Findings"><ol>{"".join(lines)}</ol></nav>\n' if lines[1:] else ""


def _extent(finding: Finding) -> str:
    number = len(finding.places)
    return f'<span class="soft">{number:,} places</span>' if number > 1 else ""


def _card(number: int, finding: Finding) -> str:
    kind = finding.severity.lower()
    badge = f'<span class="badge">{escape(finding.severity)}</span>'
    name = _text(finding.name or compress(finding.constraint))
    wrong = f'<p class="wrong">{_text(finding.problem)}</p>' if finding.problem else ""
    advice = f'<p class="todo">{_text(finding.advice)}</p>' if finding.advice else ""
    facts = "".join(f"<dt>{escape(term)}</dt><dd>{description}</dd>" for term, description in _facts(finding))
    heading = f'<h2>{badge} {name} <a class="anchor" href="#finding-{number}">#{number}</a></h2>'
    return f'<article id="finding-{number}" class="{kind}">{heading}{wrong}{advice}<dl>{facts}</dl></article>'


def _facts(finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.places:
        yield "Where", _several(whereabouts(finding.places, MOST_STRETCHES))
    yield "Resource", _several([cell(focus) for focus in finding.focuses], 1 if finding.places else MOST_SHOWN)
    if finding.path:
        yield "Property", _text(words(finding.path))
    if finding.value is not None and text_of(cell(finding.value)) not in finding.problem:
        yield "Value", markup.link(cell(finding.value))
    if finding.constraint:
        yield "Rule", markup.link(Link(compress(finding.constraint), finding.constraint))


def _several(cells: Iterable[Cell], most: int = MOST_SHOWN) -> str:
    """One a line; what is more than that opens on demand."""
    lines = [markup.link(one) for one in cells]
    shown, rest = "<br>".join(lines[:most]), lines[most:]
    more = f"<details><summary>and {len(rest):,} more</summary>{'<br>'.join(rest)}</details>" if rest else ""
    return shown + more


def _about(outcome: Outcome) -> str:
    version = outcome.shapes_version
    asked = f"Checked against {markup.link(Link(version, version))}. " if version else ""
    return f'<footer class="soft">{asked}Engine: {escape(outcome.engine)}.</footer>\n'


def _text(text: str) -> str:
    return markup.link(text)
