"""Which requests are let in, and what each answer tells the browser to refuse."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minegraph.web.failures import RequestError
from minegraph.web.responses import problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = ("127.0.0.1", "localhost", "[::1]")
FORBIDDEN, MISDIRECTED, TOO_LARGE = 403, 421, 413


class Guarding:
    """Refuses foreign hosts (DNS rebinding), requests of foreign pages that change something, and bodies too large.

    `open_to_all` are the paths of which any page may ask with POST, since nothing changes there.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], most_bytes: int, open_to_all: Iterable[str]) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)
        self._most_bytes, self._open_to_all = most_bytes, frozenset(open_to_all)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check(scope["method"], scope["path"], Headers(scope=scope))
            await self._app(scope, _limited(receive, self._most_bytes), _hardened(send))
        except RequestError as failure:
            await problem(Request(scope), failure)(scope, receive, _hardened(send))

    def _check(self, method: str, path: str, headers: Headers) -> None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            raise RequestError(
                MISDIRECTED, f"This server does not answer for {host!r}. Start it with --allow-host to change that."
            )
        origin = headers.get("origin")
        if method not in SAFE and path not in self._open_to_all and origin and urlsplit(origin).netloc != host:
            raise RequestError(FORBIDDEN, f"Pages of {origin} may not change anything here.")
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self._most_bytes:
            raise _too_large(self._most_bytes)


def _name(host: str) -> str:
    """A Host header without its port."""
    end = host.find("]") + 1 if host.startswith("[") else host.find(":")
    return (host[:end] if end > 0 else host).lower()


def _too_large(most_bytes: int) -> RequestError:
    return RequestError(TOO_LARGE, f"This is larger than the {most_bytes >> 20} MB that are taken. Send less.")


def _limited(receive: Receive, most_bytes: int) -> Receive:
    """The body of a request up to a limit, also where its length was not told."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most_bytes:
            raise _too_large(most_bytes)
        return message

    return limited


def _hardened(send: Send) -> Send:
    """A response with the headers that every one has, unless it brings its own."""

    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return hardened
