"""One connection of a client, and what it may not do: keep others out, or keep the server waiting."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import ClassVar

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from minegraph.web.answers import BrokenOffError

MOST_CONNECTIONS = 1000
SECONDS_TO_ASK = 15.0
SECONDS_TO_LINGER = 2.0
LEAST_PACE = 16 << 10
LARGEST_HEAD = 128 << 10


class Connection(H11Protocol):
    """A connection that lasts as long as its client takes part.

    The head of a request has to come within SECONDS_TO_ASK, its body at LEAST_PACE bytes a second after as long. When
    there are too many connections, the one that has kept the server waiting longest is closed. What is being done for
    a client that goes away is cancelled.
    """

    _waited_for: ClassVar[dict[Connection, None]] = {}
    _task: asyncio.Task[None] | None = None
    _since = _heard = 0.0
    _received = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, if need be in the place of another."""
        super().connection_made(transport)
        self._application, self.app = self.app, self._answer
        if len(self.connections) > MOST_CONNECTIONS:
            self._make_room()
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection, and what was asked on it."""
        self._waited_for.pop(self, None)
        super().connection_lost(exc)
        if self._task:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        """Take what the client sends."""
        self._received += len(data)
        self._heard = self.loop.time()
        super().data_received(data)
        if not self._is_waiting:
            self._waited_for.pop(self, None)

    def on_response_complete(self) -> None:
        """Go on to the next request; a client that still sends the body of the last one has not long to do so."""
        is_sending = self.conn.their_state is h11.SEND_BODY
        self._await_request()
        super().on_response_complete()
        if is_sending:
            self._since -= SECONDS_TO_ASK - SECONDS_TO_LINGER

    def look(self) -> None:
        """Close the connection if its client is too slow; to be called every second or so."""
        now = self.loop.time()
        if not self._is_waiting:
            self._since = self._heard = now
            return
        is_asking = self.cycle is not None and not self.cycle.response_complete
        patience = SECONDS_TO_ASK + (self._received / LEAST_PACE if is_asking else 0)
        if now - self._since > patience or (is_asking and now - self._heard > SECONDS_TO_ASK):
            self.transport.abort()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, or has too large a head, and hang up."""
        if self.cycle and self.cycle.response_started and not self.cycle.response_complete:
            self.transport.abort()
            return
        is_large = len(self.conn.trailing_data[0]) > LARGEST_HEAD
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if is_large else HTTPStatus.BAD_REQUEST
        advice = "The head of the request is too large. Send a long query with POST." if is_large else msg
        self.transport.write(_refusal(status, advice))
        self.transport.close()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have a request answered; a client that must notice that its answer is not whole loses the connection."""
        self._task = asyncio.current_task()
        try:
            await self._application(scope, receive, send)
        except (BrokenOffError, asyncio.CancelledError):
            self.cycle.disconnected = True
            self.transport.abort()
        finally:
            self._task = None

    @property
    def _is_waiting(self) -> bool:
        """Whether it is the client's turn: to ask, or to send the rest of a body that is being read."""
        if self.cycle is None or self.cycle.response_complete:
            return True
        return bool(self.cycle.more_body) and not self.flow.read_paused

    def _await_request(self) -> None:
        self._waited_for.pop(self, None)
        self._waited_for[self] = None
        self._since = self._heard = self.loop.time()
        self._received = 0

    def _make_room(self) -> None:
        """Close the connection that has kept the server waiting longest; this one when all others are at work."""
        longest = next(iter(self._waited_for), None)
        if longest:
            self._waited_for.pop(longest)
            longest.transport.abort()
        else:
            self.transport.write(_refusal(HTTPStatus.SERVICE_UNAVAILABLE, "The server has too many connections."))
            self.transport.close()


def _refusal(status: HTTPStatus, advice: str) -> bytes:
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "content-type: text/plain; charset=utf-8",
        "x-content-type-options: nosniff",
        "connection: close",
        f"content-length: {len(advice) + 1}",
    )
    return "\r\n".join((*head, "", f"{advice}\n")).encode()
