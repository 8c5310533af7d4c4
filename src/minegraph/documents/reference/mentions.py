"""Which terms a query uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from minegraph.sparql import tokens


def terms_in(text: str) -> frozenset[str]:
    """The IRIs that a query names, whole or by a prefix that it declares.

    >>> sorted(terms_in("PREFIX ex: <http://x#> ASK { ?a ex:b <http://y> } # ex:c"))
    ['http://x#b', 'http://y']
    """
    found = tokens(text)
    at = [number for number in range(len(found) - 2) if found[number].word == "PREFIX"]
    namespaces = {found[number + 1].text: found[number + 2].text[1:-1] for number in at}
    declared = {number + step for number in at for step in (1, 2)}
    used = (token for number, token in enumerate(found) if number not in declared)
    names = (
        _expanded(token.text, namespaces) if token.kind == "name" else token.text[1:-1]
        for token in used
        if token.kind in ("name", "iri")
    )
    return frozenset(filter(None, names))


def mentions(texts: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """IRI -> the names of the queries that use it, in their order; `texts` are the queries by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, text in texts.items():
        for iri in sorted(terms_in(text)):
            found[iri].append(name)
    return {iri: tuple(names) for iri, names in found.items()}


def _expanded(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    namespace = namespaces.get(f"{prefix}:")
    return f"{namespace}{local}" if namespace is not None else ""
