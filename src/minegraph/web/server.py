"""Serving the application: one socket, bounded connections, no patience with those who do not speak."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from minegraph.errors import StoreError
from minegraph.web.connection import LARGEST_HEAD, Connection
from minegraph.web.limits import widen

KEPT_ALIVE = 15
BACKLOG = 2048
GRACE = 2
TICKS = 10


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

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections every second."""
        if counter % TICKS == 0:
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.look()
        return await super().on_tick(counter)


def run(app: ASGIApp, bound: socket.socket, ready: Callable[[], None]) -> None:
    """Serve on a socket until the process is told to stop."""
    widen()
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEPT_ALIVE,
        timeout_graceful_shutdown=GRACE,
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
