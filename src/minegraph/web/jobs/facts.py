"""A few facts about a thing, for the panel beside a drawing."""

from __future__ import annotations

import json
from collections.abc import Iterator

from minegraph.describe import describe
from minegraph.lookup import resolve
from minegraph.network import NODE_KINDS
from minegraph.pages import Fields, Page, shown
from minegraph.web.jobs.network import NOUN
from minegraph.web.opened import Opened
from minegraph.web.output import Output

MOST = 6
MOST_VALUES = 3
MOST_CHARACTERS = 160
_ELSEWHERE = {
    *("IRI", "name", "also called", "code", "is a", "same as", "source", "confidence", "acronym"),
    *(
        "related project",
        "label point",
        "NUTS code",
        "source note",
        "within",
        "contains region",
        "geo:hasGeometry",
        "geo:asWKT",
    ),
}


def run(graph: Opened, output: Output, centre: str) -> None:
    """Write facts as JSON: `{"facts": [{"name": TEXT, "values": [TEXT]}]}`."""
    thing = resolve(graph.source, centre, NODE_KINDS, NOUN)
    facts = [{"name": name, "values": values} for name, values in _facts(describe(graph.source, thing).page())]
    output.send("application/json; charset=utf-8", json.dumps({"facts": facts[:MOST]}, ensure_ascii=False))


def _facts(page: Page) -> Iterator[tuple[str, list[str]]]:
    """What the page about the thing says first, without names, codes and what a drawing shows itself."""
    items = next((block.items for block in page if isinstance(block, Fields)), ())
    for name, cells in items:
        stated = [shown(cell) for cell in cells if not shown(cell).endswith("(inferred)")]
        if name not in _ELSEWHERE and stated:
            yield name, [_shortened(text) for text in stated[:MOST_VALUES]]


def _shortened(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
