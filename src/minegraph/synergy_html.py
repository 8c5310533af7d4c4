"""Synergies as one HTML file that needs nothing else: no scripts, no other addresses, readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from minegraph.lookup import slug
from minegraph.pages import Link, markup, web
from minegraph.synergy.result import Component, Evidence, Item, Region, Synergy, SynergyResult
from minegraph.synergy_bars import LENGTH, bar, scale
from minegraph.synergy_page import name, strongest_first, weighing, why

KINDS = {
    "complementarity": "what the partner offers",
    "similarity": "what both have",
    "feasibility": "programmes open to both",
    "tie": "pale end: taken off for joint work there is already",
}

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def page(result: SynergyResult) -> str:
    """The partners of a region, or one pair in both directions, as a complete HTML document."""
    pair = len({synergy.region.iri for synergy in result.synergies}) > 1
    regions = f"{name(result.region)} and {name(result.synergies[0].partner)}" if pair else name(result.region)
    title = f"Synergies of {regions}"
    cards = "".join(f"<li>{_card(synergy, result, pair=pair)}</li>" for synergy in result.synergies)
    nothing = (
        "" if cards else "<p>No other region has anything in common with it, or to offer, as far as documented.</p>"
    )
    return web.document(
        title,
        STYLE,
        f"<header><h1>{escape(title)}</h1>{_about(result)}</header>\n{_legend()}\n"
        f'{nothing}<ol class="partners">\n{cards}\n</ol>\n',
    )


def _about(result: SynergyResult) -> str:
    certain = " Needs count only where they are known to be absent." if result.certain else ""
    return (
        f'<p class="soft">Profile {escape(weighing(result))}, method {escape(result.method)}, '
        f"{result.candidates} possible partners.{certain} The coloured parts of a bar, less what is taken off, are the "
        "score. A low score with low coverage says little: not documented is not the same as not there.</p>"
    )


def _legend() -> str:
    keys = (
        f'<li><svg class="key" viewBox="0 0 10 10"><rect class="{kind}" width="10" height="10"/></svg>{words}</li>'
        for kind, words in KINDS.items()
    )
    return f'<ul class="legend">{"".join(keys)}</ul>'


def _card(synergy: Synergy, result: SynergyResult, *, pair: bool) -> str:
    unit = scale(result.synergies)
    parts = "".join(_part(part, synergy) for part in strongest_first(synergy) if part.items)
    opened = " open" if pair else ""
    return (
        f"<article>{_title(synergy, pair=pair)}{_bar(synergy, unit)}<p>{escape(_sentence(why(synergy)))}</p>"
        f"{_facts(synergy)}<details{opened}><summary>What the score is made of</summary>{parts}</details></article>"
    )


def _title(synergy: Synergy, *, pair: bool) -> str:
    low, high = synergy.rank_range
    rank = f'<span class="rank">{synergy.rank}</span>'
    words = (
        f"What {_region(synergy.region)} gains from {_region(synergy.partner)}" if pair else _region(synergy.partner)
    )
    firm = f"<small>rank {low} to {high}</small>"
    return f'<h2>{rank}<span>{words} {firm}</span><span class="score">{synergy.score:.3f}</span></h2>'


def _region(region: Region) -> str:
    return markup.link(Link(name(region), region.iri))


def _facts(synergy: Synergy) -> str:
    coverage = synergy.coverage
    facts = [f"Coverage {coverage.share:.0%}: {coverage.known} of {coverage.facets} facets known of both."]
    facts += [f"Unknown: {_listed(one.label for one in synergy.unknown)}."] if synergy.unknown else []
    facts += [f"Already together in: {_listed(tie.label for tie in synergy.ties)}."] if synergy.ties else []
    return f'<p class="soft">{escape(" ".join(facts))}</p>'


def _bar(synergy: Synergy, unit: float) -> str:
    """The positive parts beside each other; what is taken off is veiled at the end; a mark at the score."""
    shapes = "".join(_rect(piece.kind, piece.start, piece.size, piece.title) for piece in bar(synergy, unit))
    track = f'<rect class="track" y="6" width="{LENGTH:g}" height="2"/>'
    label = f"score {synergy.score:.3f}"
    view = f'viewBox="0 0 {LENGTH:g} 14" preserveAspectRatio="none"'
    return f'<svg class="bar" {view} role="img" aria-label="{label}">{track}{shapes}</svg>'


def _rect(kind: str, at: float, size: float, title: str) -> str:
    shape = f'class="{escape(kind)}" x="{max(at, 0):.2f}" width="{max(size - 1.5, 1):.2f}" height="14"'
    return f"<rect {shape}><title>{escape(title)}</title></rect>"


def _part(part: Component, synergy: Synergy) -> str:
    largest = max(abs(item.contribution) for item in part.items)
    rows = "".join(_item(item, part.kind, largest, synergy.region) for item in part.items)
    chance = "" if part.p_value is None else f"; as much by chance: p = {part.p_value:.2f}"
    product = f"<small>= {part.weight:g} &times; {part.value:.3f}{chance}</small>"
    sums = f'<span class="number">{part.contribution:+.3f} {product}</span>'
    columns = ("", "", "item", synergy.region.label, synergy.partner.label, "evidence")
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    table = f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    return f"<section><h3><span>{escape(part.label)}</span>{sums}</h3>{table}</section>"


def _item(item: Item, kind: str, largest: float, region: Region) -> str:
    size = 100 * abs(item.contribution) / largest if largest else 0
    bar = f'<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none">{_rect(kind, 0, size, item.label)}</svg>'
    need = f'<br><span class="soft">{escape(item.need)} in {escape(region.label)}</span>' if item.need else ""
    label = markup.link(Link(item.label, item.concept))
    return (
        f'<tr><td>{bar}</td><td class="number">{item.contribution:+.4f}</td><td>{label}{need}</td>'
        f"<td>{escape(_listed(item.has))}</td><td>{escape(_listed(item.offers))}</td>"
        f"<td>{_evidence(item.evidence)}</td></tr>"
    )


def _evidence(evidence: Iterable[Evidence]) -> str:
    cited: dict[str, list[Evidence]] = {}
    for one in evidence:
        cited.setdefault(one.iri, []).append(one)
    pieces = "".join(f"<li>{' '.join(_cited(iri, said))}</li>" for iri, said in cited.items())
    return f"<details><summary>{len(cited)}</summary><ul>{pieces}</ul></details>" if cited else ""


def _cited(iri: str, said: list[Evidence]) -> Iterator[str]:
    yield markup.link(Link(slug(iri), iri))
    if said[0].confidence:
        yield f'<span class="soft">({escape(said[0].confidence)})</span>'
    for source in dict.fromkeys(one.source for one in said if one.source):
        yield markup.link(Link(_host(source), source))


def _host(source: str) -> str:
    return source.split("//", 1)[-1].split("/", 1)[0].removeprefix("www.")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}." if words else ""
