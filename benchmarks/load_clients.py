"""Clients of a server for the measurement under load."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 60.0
QUEUED = re.compile(r"queue;dur=([\d.]+)")


@dataclass(frozen=True)
class Question:
    """A query and what it is called."""

    name: str
    query: str


@dataclass(frozen=True)
class Answered:
    """What became of a question: how it began (`said`), and the digest of all of it.

    The status is 0 where the connection broke. Some of the seconds it had `waited` for its turn.
    """

    client: str
    name: str
    seconds: float
    status: int
    said: str
    digest: str
    waited: float = 0


class Client:
    """A client that asks one thing after the other on one connection, with pauses of some seconds."""

    def __init__(self, port: int, name: str, pause: float = 0) -> None:
        self.name, self.pause = name, pause
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(self, question: Question) -> Answered:
        """The answer to a question, as CSV."""
        headers = {"content-type": "application/sparql-query", "accept": "text/csv"}
        started, waited = time.perf_counter(), 0.0
        try:
            self._connection.request("POST", "/sparql", question.query, headers)
            answer = self._connection.getresponse()
            status, body = answer.status, answer.read()
            told = QUEUED.search(", ".join(answer.headers.get_all("server-timing", [])))
            waited = float(told[1]) / 1000 if told else 0.0
        except (OSError, HTTPException) as error:
            self._connection.close()
            status, body = 0, repr(error).encode()
        taken = time.perf_counter() - started
        return Answered(
            self.name, question.name, taken, status, body[:80].decode(errors="replace"), digest(body), waited
        )


def digest(body: bytes) -> str:
    """What tells one answer from another, and takes little room."""
    return sha256(body).hexdigest()


def accept(port: int, submission: str, token: str) -> None:
    """Accept a submission as a steward does; RuntimeError when that is refused."""
    headers = {
        "content-type": "application/x-www-form-urlencoded",
        "accept": "application/json",
        "authorization": f"Bearer {token}",
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=900)
    connection.request("POST", f"/inbox/{submission}/accept", urlencode({"by": "Benchmark"}), headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(f"{submission} is not accepted: {answer.status} {said[:500].decode()}")
