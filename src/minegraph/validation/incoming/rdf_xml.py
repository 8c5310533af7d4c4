"""RDF/XML before the RDF parser sees it: well formed, without DOCTYPE, and not too deep."""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from minegraph.validation.incoming.refusal import refusal

MAX_ATTRIBUTES = 1_000

_UTF_8 = {None, "utf-8", "utf8", "us-ascii", "ascii"}


def xml_depth(path: Path, data: bytes) -> int:
    """How deep elements are nested. The RDF parser alone would take half a document for a whole one."""
    depth = deepest = 0

    def start(_name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, deepest
        if len(attributes) > MAX_ATTRIBUTES:
            problem = f"an element has more than {MAX_ATTRIBUTES:,} attributes. Write them as elements."
            raise refusal(path, problem, parser.CurrentLineNumber)
        depth += 1
        deepest = max(deepest, depth)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declare(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding.lower() if encoding else None) not in _UTF_8:
            raise refusal(path, f'says it is in {encoding}. Save it as UTF-8, and say encoding="UTF-8".', 1)

    def refuse(*_declaration: object) -> None:
        problem = "has a DOCTYPE, which can reach other files. Leave it out and write the IRIs in full."
        raise refusal(path, problem, parser.CurrentLineNumber)

    parser = expat.ParserCreate("UTF-8")
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.StartDoctypeDeclHandler, parser.XmlDeclHandler = refuse, declare
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        problem = expat.ErrorString(error.code)
        raise refusal(path, f"not XML ({problem}). Correct it there.", error.lineno) from error
    return deepest
