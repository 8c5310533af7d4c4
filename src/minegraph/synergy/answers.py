"""Answers of a source as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

from minegraph.store import Source, Term

BATCH = 500


def texts(source: Source, query: str) -> Iterator[tuple[str, ...]]:
    """The rows of a SELECT query as IRIs and literal values; empty where a variable is unbound."""
    return (tuple(text(term) for term in row) for row in source.select(query).rows)


def texts_about(source: Source, query: str, things: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The rows of a query with `{things}` in it, asked for some hundred IRIs at a time."""
    wanted = sorted(things)
    for start in range(0, len(wanted), BATCH):
        yield from texts(source, query.format(things=" ".join(f"<{iri}>" for iri in wanted[start : start + BATCH])))


def text(term: Term | None) -> str:
    """An IRI or the value of a literal; empty for an unbound variable."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Triple) else term.value


def local_name(iri: str) -> str:
    """What comes after the last slash.

    >>> local_name("https://w3id.org/minegraph/id/facet/stages")
    'stages'
    """
    return iri.rsplit("/", 1)[-1]
