"""Queries that would bring a server without limits down, and clients that do not behave."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG_TEXT = "The same in each row, and long enough that much is written in a short time. " * 2
ENDLESS_ROWS = f'SELECT ("{LONG_TEXT}" AS ?x) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}'
DEEP = f"SELECT * WHERE {'{' * 10_000}{'}' * 10_000}"
SORTED_PRODUCT = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?i"


def doubled_text(times: int) -> str:
    """A query for a text of 2 to the power of `times` letters."""
    steps = " ".join(f"BIND(CONCAT(?t{at}, ?t{at}) AS ?t{at + 1})" for at in range(times))
    return f'SELECT (STRLEN(?t{times}) AS ?n) WHERE {{ BIND("a" AS ?t0) {steps} }}'


MEMORY_BOMB = doubled_text(44)


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    """A plain connection to a server."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30) as connection:
        yield connection


def received(connection: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    pieces = []
    try:
        while piece := connection.recv(1 << 16):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def within(seconds: float, happens: object) -> bool:
    """Whether something comes true in time."""
    assert callable(happens)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if happens():
            return True
        time.sleep(0.05)
    return False
