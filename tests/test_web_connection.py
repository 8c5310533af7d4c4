"""Connections under pressure: the server's own limits, made small."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from hostile import connected, received, within
from minegraph.web import connection, guarding, server
from minegraph.web.guarding import Guarding

HELLO = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def slow(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that takes the body, waits where asked to, and sends much where asked to."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    if scope["path"] == "/wait":
        await asyncio.sleep(1)
    for _ in range(1000 if scope["path"] == "/much" else 1):
        await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
    await send({"type": "http.response.body"})


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server in this process."""
    bound = server.bind("127.0.0.1", 0)
    app = Guarding(slow, ("localhost",), 1 << 20, (), ())
    config = uvicorn.Config(app, http=connection.Connection, ws="none", lifespan="off", log_level="critical")
    running = server.Server(config, lambda: None)
    thread = Thread(target=running.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        assert within(5, lambda: running.started)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        running.should_exit = True
        thread.join(10)
        bound.close()


def is_answered(address: str) -> bool:
    """Whether a new client is answered."""
    with connected(address) as client:
        client.settimeout(2)
        client.sendall(HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        return received(client).startswith(b"HTTP/1.1 200 ")


def test_longest_silent_client_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 3)
    with serving() as address, connected(address) as first, connected(address) as second, connected(address) as third:
        assert is_answered(address)
        first.settimeout(2)
        assert received(first) == b""
        for other in (second, third):
            other.sendall(HELLO)
            assert other.recv(20).startswith(b"HTTP/1.1 200 ")


def test_clients_that_are_being_answered_are_not_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "MOST_CONNECTIONS", 1)
    with serving() as address, connected(address) as busy:
        busy.sendall(HELLO.replace(b"/ ", b"/wait ", 1))
        assert busy.recv(20).startswith(b"HTTP/1.1 200 ")
        with connected(address) as other:
            assert received(other).startswith(b"HTTP/1.1 503 ")
        assert within(3, lambda: busy.recv(1 << 20).endswith(b"0\r\n\r\n"))


@pytest.mark.parametrize("first", [b"", b"GET / HTTP/1.1\r\n", HELLO])
def test_silence_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, first: bytes) -> None:
    monkeypatch.setattr(connection, "SECONDS_TO_ASK", 0.5)
    with serving() as address, connected(address) as client:
        client.sendall(first)
        client.settimeout(6)
        assert received(client)[:12] in (b"", b"HTTP/1.1 200")


def test_slow_body_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "SECONDS_TO_ASK", 1.0)
    with serving() as address, connected(address) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n")
        assert within(8, lambda: _is_closed_while_dripping(client))


def _is_closed_while_dripping(client: socket.socket) -> bool:
    client.settimeout(0.1)
    try:
        client.send(b"x")
        return client.recv(100) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_client_that_does_not_read_loses_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "SECONDS_TO_READ", 0.5)
    with serving() as address, connected(address) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(HELLO.replace(b"/ ", b"/much ", 1))
        Thread(target=client.recv, args=(1,)).start()
        assert within(5, lambda: _is_reset(client))


def _is_reset(client: socket.socket) -> bool:
    try:
        client.send(b"x")
    except OSError:
        return True
    return False
