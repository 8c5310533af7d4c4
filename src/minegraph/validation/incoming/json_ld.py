"""JSON-LD before the RDF parser sees it: JSON, not too deep, and without a context to be fetched."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

from minegraph.files import BYTE_ORDER_MARK
from minegraph.validation.incoming.lines import line_of
from minegraph.validation.incoming.refusal import refusal

MAX_NAMES = 1_000  # the engine follows names from one to the next, and crashes when they are some thousands

_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)
_LIKE_KEYWORD = re.compile("@[a-zA-Z]+")
_KEYWORD = re.compile(
    "@(?:base|container|context|direction|graph|id|import|included|index|json|language|list|nest|none|prefix|propagate"
    "|protected|reverse|set|type|value|version|vocab)"
)
_ESCAPES = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>u[dD][89a-fA-F]..)|.)", re.DOTALL)

Pairs = list[tuple[str, object]]


def json_depth(data: bytes) -> int:
    """How deep brackets are nested."""
    depth = deepest = 0
    for bracket in _BRACKETS.finditer(data):
        depth += (bracket.lastgroup == "open") - (bracket.lastgroup == "close")
        deepest = max(deepest, depth)
    return deepest


def check_json(path: Path, data: bytes) -> None:
    """CheckError when a document that is not too deep is no JSON, says a thing twice, or needs something fetched."""

    def members(pairs: Pairs) -> dict[str, object]:
        for problem in (_problem(key, value) for key, value in pairs):
            if problem:
                raise refusal(path, problem)
        if len(pairs) > len(found := dict(pairs)):
            raise refusal(path, f'gives "{_twice(pairs)}" twice in one object. Write it once, with a list of values.')
        return found

    for escape in _ESCAPES.finditer(data):
        if escape["lone"]:
            problem = f"\\{escape['lone'].decode()} is half of a character. Write the whole character."
            raise refusal(path, problem, line_of(data, escape.start()))
    text = data.removeprefix(BYTE_ORDER_MARK).decode()
    try:
        json.loads(text, object_pairs_hook=members, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        problem = f"not JSON: {error.msg}. Correct it there, or end the file's name with what it holds."
        raise refusal(path, problem, error.lineno) from error


def _twice(pairs: Pairs) -> str:
    """The first name that stands in an object more than once."""
    times = Counter(key for key, _ in pairs)
    return next(key for key, often in times.items() if often > 1)


def _problem(key: str, value: object) -> str | None:
    contexts = _parts(value) if key == "@context" else []
    if any(isinstance(context, dict) and len(context) > MAX_NAMES for context in contexts):
        return f"a @context says what more than {MAX_NAMES:,} names mean. Keep those that are used."
    if key == "@import" or any(isinstance(context, str) for context in contexts):
        return "refers to a context elsewhere, and nothing is fetched. Write the @context into the file."
    if _LIKE_KEYWORD.fullmatch(key) and not _KEYWORD.fullmatch(key):
        return f'"{key}" is not a keyword of JSON-LD, so it would be lost. Correct it.'
    return None


def _parts(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
