"""Facets: the queries that say what is known of the regions, and how each one counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from minegraph.errors import SourceError
from minegraph.files import find_layout, read_bytes, shown

Kind = Literal["similarity", "complementarity", "tie", "feasibility", "relation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HEADER = re.compile(r"#\+\s*([\w-]+):\s*(.*?)\s*$")
KEYS = ("facet", "kind", "label", "from", "has", "offers", "with")


@dataclass(frozen=True)
class Facet:
    """One query of `queries/synergy/`.

    A facet of kind similarity, tie or feasibility lists `?region`, the feature (all other variables, in their order)
    and `?evidence…`. With an `origin`, the variables of that facet's features may stand for the region: every region
    that has the one feature has the other. A complementarity lists what calls for what: `?has…` (a feature of the facet
    `has`), `?need…`, `?offer…` (a feature of the facet `offers`), `?weight` and the `?evidence…` for the link; it is
    joined on the variables of the same name with the relation `joined`, when there is one.
    """

    name: str
    kind: Kind
    label: str
    query: str
    path: Path
    has: str = ""
    offers: str = ""
    joined: str = ""
    origin: str = ""

    @property
    def lists_features(self) -> bool:
        """Whether the query says what regions have."""
        return self.kind in ("similarity", "tie", "feasibility")

    @property
    def component(self) -> str:
        """The name under which profiles give it a weight."""
        return f"{self.name}-{self.kind}"


def read_facets(paths: Iterable[Path] | None = None) -> tuple[Facet, ...]:
    """The facets in these files, by default those of the graph in use, sorted by name.

    Raises SourceError with file, line and what to do when a header is wrong.
    """
    chosen = find_layout().facets if paths is None else tuple(paths)
    facets = sorted((_read(path) for path in chosen), key=lambda facet: facet.name)
    by_name: dict[str, Facet] = {}
    for facet in facets:
        if facet.name in by_name:
            raise SourceError(
                shown(facet.path), None, f"facet {facet.name!r} is also in {shown(by_name[facet.name].path)}."
            )
        by_name[facet.name] = facet
    for facet in facets:
        _check_references(facet, by_name)
    return tuple(facets)


def _read(path: Path) -> Facet:
    text = read_bytes(path).decode()
    header = _header(text, path)
    kind = next((known for known in KINDS if known == header.get("kind")), None)
    if kind is None:
        raise SourceError(
            shown(path), 1, f"facet without a known kind. Write `#+ kind:` with one of {', '.join(KINDS)}."
        )
    if not header.get("facet") or not header.get("label"):
        raise SourceError(shown(path), 1, "facet without name or label. Write `#+ facet: name` and `#+ label: words`.")
    references = {key: header.get(key, "") for key in ("has", "offers")}
    return Facet(
        header["facet"],
        kind,
        header["label"],
        text,
        path,
        **references,
        joined=header.get("with", ""),
        origin=header.get("from", ""),
    )


def _header(text: str, path: Path) -> dict[str, str]:
    header: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if found := HEADER.match(line):
            if found[1] not in KEYS:
                raise SourceError(shown(path), number, f"unknown header {found[1]!r}. Use {', '.join(KEYS)}.")
            header[found[1]] = found[2]
    return header


def _check_references(facet: Facet, known: dict[str, Facet]) -> None:
    """A complementarity names two facets with features, `from` one that has no `from` itself, `with` a relation."""
    needed = {"has": facet.has, "offers": facet.offers} if facet.kind == "complementarity" else {}
    for key, name in {**needed, **({"from": facet.origin} if facet.origin else {})}.items():
        if name not in known or not known[name].lists_features or (key == "from" and known[name].origin):
            raise SourceError(
                shown(facet.path), 1, f"`#+ {key}: {name}` names no facet that lists the features of regions."
            )
    if facet.joined and (facet.joined not in known or known[facet.joined].kind != "relation"):
        raise SourceError(shown(facet.path), 1, f"`#+ with: {facet.joined}` names no facet of kind relation.")
