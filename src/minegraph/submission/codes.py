"""Codes of regions that a later version of NUTS no longer has, with what took their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal

from minegraph.labels import PROLOGUE, values
from minegraph.store import Source
from minegraph.submission.problems import RETIRED, problem
from minegraph.submission.rows import Written
from minegraph.terms import ID, PREFIXES
from minegraph.validation import Result

_QUERY = f"""{PROLOGUE}PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT DISTINCT ?code ?version ?successor WHERE {{
  {{codes}}
  ?entry skos:notation ?code ; mg:nutsVersion ?of .
  ?of skos:prefLabel ?version .
  OPTIONAL {{ ?later dcterms:replaces ?entry ; skos:notation ?successor }}
}}"""
_SCHEME = f"{ID}nuts-version"
_VERSIONS = f"{PROLOGUE}SELECT ?label WHERE {{ ?version skos:inScheme <{_SCHEME}> ; skos:prefLabel ?label }}"


@dataclass
class _Code:
    versions: set[str] = field(default_factory=set)
    successors: set[str] = field(default_factory=set)


def retired(source: Source, written: Mapping[str, Sequence[Written]]) -> Iterator[Result]:
    """A remark for each use of a code that the latest version of NUTS does not have; it is understood all the same."""
    known = _known(source, written) if written else {}
    labels = source.select(_VERSIONS).rows if known else ()
    latest = max((label.value for (label,) in labels if isinstance(label, Literal)), default="")
    for text, code in sorted(known.items()):
        if latest in code.versions:
            continue
        wrong = f"{text} is a code of {', '.join(sorted(code.versions))} and is retired."
        advice = _instead(sorted(code.successors))
        for use in written[text]:
            yield problem(
                RETIRED, use.subject, wrong, advice, use.place, column=use.column, value=text, severity="Info"
            )


def _instead(successors: Sequence[str]) -> str:
    if not successors:
        return "It has no successor; the graph keeps the region, and nothing needs to be done."
    if len(successors) == 1:
        return f"The code is now {successors[0]}. The region is the same; nothing needs to be done."
    return f"Its area now has the codes {' and '.join(successors)}. Write one of them if only that part is meant."


def _known(source: Source, written: Mapping[str, Sequence[Written]]) -> dict[str, _Code]:
    codes = values("code", [Literal(text) for text in sorted(written)])
    found: dict[str, _Code] = {}
    for code, version, successor in source.select(_QUERY.replace("{codes}", codes)).rows:
        if isinstance(code, Literal) and isinstance(version, Literal):
            entry = found.setdefault(code.value, _Code())
            entry.versions.add(version.value)
            entry.successors |= {successor.value} if isinstance(successor, Literal) else set()
    return found
