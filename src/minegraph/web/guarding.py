"""Which requests are let in, and what each answer tells the browser to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from minegraph.web.answers import BrokenOffError
from minegraph.web.failures import RequestError
from minegraph.web.responses import problem

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
SHARED = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "*",
    "cross-origin-resource-policy": "cross-origin",
    "timing-allow-origin": "*",
}
PREFLIGHT = {"access-control-allow-headers": "*", "access-control-max-age": "86400"}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LOCAL = ("127.0.0.1", "localhost", "[::1]")
NO_CONTENT, FORBIDDEN, MISDIRECTED, TOO_LARGE, TOO_LONG = 204, 403, 421, 413, 414
LONGEST_ADDRESS = 100_000
MOST_REPEATED = 100
SECONDS_TO_READ = 30.0


class Guarding:
    """Refuses foreign hosts (DNS rebinding), requests of foreign pages that change something, and bodies too large.

    `shared` are the paths which, with all below them and in all their forms, any page of the web may read; at those of
    `asked`, where nothing changes either, it may use POST to do so. A client that does not read its answer loses it.
    """

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str], most_bytes: int, shared: Iterable[str], asked: Iterable[str]
    ) -> None:
        self._app, self._hosts = app, frozenset(host.lower() for host in hosts)
        self._most_bytes, self._asked = most_bytes, frozenset(asked)
        self._shared = tuple(shared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        hardened = _hardened(send, HEADERS)
        try:
            self._check_host(headers)
            if self._is_shared(scope["path"]):
                hardened = _hardened(send, {**HEADERS, **SHARED})
            if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
                raise RequestError(TOO_LONG, "The address is too long. Send a long query with POST.")
            self._check(scope["method"], scope["path"], headers)
            await self._app_for(scope)(scope, _limited(receive, self._most_bytes), hardened)
        except RequestError as failure:
            await problem(Request(scope), failure)(scope, receive, hardened)

    def _app_for(self, scope: Scope) -> ASGIApp:
        if scope["method"] != "OPTIONS":
            return self._app
        methods = "GET, HEAD, POST, OPTIONS" if scope["path"] in self._asked else "GET, HEAD, OPTIONS"
        headers = {"allow": methods}
        if self._is_shared(scope["path"]):
            headers |= {"access-control-allow-methods": methods, **PREFLIGHT}
        return Response(status_code=NO_CONTENT, headers=headers)

    def _is_shared(self, path: str) -> bool:
        return any(path == one or path.startswith((f"{one}/", f"{one}.")) for one in self._shared)

    def _check_host(self, headers: Headers) -> None:
        host = headers.get("host", "")
        if _name(host) not in self._hosts:
            raise RequestError(
                MISDIRECTED,
                f"This server does not answer for {host[:MOST_REPEATED]!r}. Start it with --allow-host to change that.",
            )

    def _check(self, method: str, path: str, headers: Headers) -> None:
        origin = headers.get("origin")
        is_change = method not in SAFE and path not in self._asked
        if is_change and origin is not None and origin.partition("://")[2] != headers.get("host"):
            raise RequestError(FORBIDDEN, f"Pages of {origin[:MOST_REPEATED]} may not change anything here.")
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


def _hardened(send: Send, always: Mapping[str, str]) -> Send:
    """A response with the headers that every one has, unless it brings its own, to a client that reads it."""

    async def hardened(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in always.items():
                headers.setdefault(name, value)
        try:
            async with asyncio.timeout(SECONDS_TO_READ):
                await send(message)
        except TimeoutError:
            raise BrokenOffError("the client does not read what it has asked for") from None

    return hardened
