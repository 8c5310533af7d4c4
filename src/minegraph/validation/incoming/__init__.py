"""RDF that somebody hands in: read without trusting it, with the line of every statement."""

from __future__ import annotations

from minegraph.validation.incoming.reading import (
    Located,
    read_accepted,
    read_incoming,
    read_located,
    read_triples,
)

__all__ = ["Located", "read_accepted", "read_incoming", "read_located", "read_triples"]
