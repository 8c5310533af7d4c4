"""Serving the application: one socket, bounded connections, no patience with those who do not speak."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from minegraph.errors import StoreError

MOST_CONNECTIONS = 1000
SECONDS_TO_ASK = 15
KEPT_ALIVE = 15
LARGEST_HEAD = 64 << 10
BACKLOG = 2048
_REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 2\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Connection(H11Protocol):
    """A connection that is closed when there are too many, or when its next request does not come in time."""

    _watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST_CONNECTIONS:
            transport.write(_REFUSAL)
            transport.close()
            return
        self._watch = self.loop.call_later(SECONDS_TO_ASK, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        if self._watch:
            self._watch.cancel()
        super().connection_lost(exc)

    def _give_up(self) -> None:
        """Close a connection on which nothing has been asked so far."""
        if self.cycle is None:
            self.transport.close()


class Server(uvicorn.Server):
    """A server that tells where it is once it is there."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(app: ASGIApp, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a socket until the process is told to stop."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEPT_ALIVE,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=LARGEST_HEAD,
    )
    Server(config, ready).run(sockets=[bound])


def bind(host: str, port: int) -> socket.socket:
    """A socket at an address; StoreError when it cannot be had. Port 0 is any free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as error:
        bound.close()
        advice = "Choose another port with --port, or any free one with --port 0."
        raise StoreError(f"{host}:{port} cannot be served at ({error.strerror}). {advice}") from error
    return bound
