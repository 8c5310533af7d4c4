"""Clients of a server for the measurement under load."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 60.0


@dataclass(frozen=True)
class Question:
    """A query and what it is called."""

    name: str
    query: str


@dataclass(frozen=True)
class Answered:
    """What became of a question: the status is 0 where the connection broke."""

    client: str
    name: str
    seconds: float
    status: int
    body: bytes


class Client:
    """A client that asks one thing after the other on one connection, with pauses of some seconds."""

    def __init__(self, port: int, name: str, pause: float = 0) -> None:
        self.name, self.pause = name, pause
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def ask(self, question: Question) -> Answered:
        """The answer to a question, as CSV."""
        headers = {"content-type": "application/sparql-query", "accept": "text/csv"}
        started = time.perf_counter()
        try:
            self._connection.request("POST", "/sparql", question.query, headers)
            answer = self._connection.getresponse()
            status, body = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            self._connection.close()
            status, body = 0, repr(error).encode()
        return Answered(self.name, question.name, time.perf_counter() - started, status, body)


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
