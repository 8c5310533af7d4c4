"""The rules of inference in words, as the first line of each says them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minegraph.files import Layout, read_bytes


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name, where it comes from, what it says, and the lines of its SPARQL."""

    name: str
    origin: str
    words: str
    lines: tuple[str, ...]


def read_rules(layout: Layout) -> tuple[Rule, ...]:
    """The rules of a graph, by name."""
    return tuple(_rule(path.stem, read_bytes(path).decode(errors="replace")) for path in layout.rules)


def _rule(name: str, text: str) -> Rule:
    first, _, rest = text.partition("\n")
    said = re.fullmatch(r"#\s*(?:(?P<origin>[^:]*):\s+)?(?P<words>.+)", first)
    if not said:
        return Rule(name, "", "", tuple(text.strip().splitlines()))
    words = said["words"]
    return Rule(name, said["origin"] or "", f"{words[:1].upper()}{words[1:]}", tuple(rest.strip().splitlines()))
