"""Stewards: who knows the token may decide on submissions, in a program by the token, in a browser by a session."""

from __future__ import annotations

import asyncio
import secrets
import time
from hashlib import sha256

from minegraph.web.failures import RequestError

SECONDS_OF_SESSION = 8 * 3600
MOST_SESSIONS = 100
SLOW = 1.0
MOST_WRONG = 10
TOO_MANY = 429


class Stewards:
    """The token of a server, and the sessions that were opened with it."""

    def __init__(self, token: str) -> None:
        self._digest = _digest(token)
        self._sessions: dict[str, float] = {}
        self._wrong = 0

    async def knows(self, token: str) -> bool:
        """Whether this is the token; that it is not takes a second. RequestError while ten wrong ones are answered."""
        if self._wrong >= MOST_WRONG:
            raise RequestError(TOO_MANY, "There were many wrong tokens. Try again in a moment.", {"retry-after": "2"})
        if secrets.compare_digest(_digest(token), self._digest):
            return True
        self._wrong += 1
        try:
            await asyncio.sleep(SLOW)
        finally:
            self._wrong -= 1
        return False

    def open_session(self) -> str:
        """The secret name of a new session."""
        self._forget_old()
        while len(self._sessions) >= MOST_SESSIONS:
            self._sessions.pop(next(iter(self._sessions)))
        name = secrets.token_urlsafe(32)
        self._sessions[_digest(name)] = time.monotonic()
        return name

    def has_session(self, name: str) -> bool:
        """Whether a session is open; it ends when it has not been used for eight hours."""
        self._forget_old()
        key = _digest(name)
        if key not in self._sessions:
            return False
        self._sessions[key] = time.monotonic()
        return True

    def end_session(self, name: str) -> None:
        """End a session."""
        self._sessions.pop(_digest(name), None)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - SECONDS_OF_SESSION
        self._sessions = {key: used for key, used in self._sessions.items() if used > oldest}


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
