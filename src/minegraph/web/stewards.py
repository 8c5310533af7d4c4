"""Stewards: who knows the token may decide on submissions, in a program by the token, in a browser by a session."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

from minegraph.web.failures import RequestError

SECONDS_OF_SESSION = 8 * 3600
MOST_SESSIONS = 100
SLOW = 1.0
MOST_WRONG = 10
TOO_MANY = 429


@dataclass
class Session:
    """A browser in which a steward has signed in: when it was last used, and as whom it last decided."""

    used_at: float
    by: str = ""


class Stewards:
    """The token of a server, and the sessions that were opened with it."""

    def __init__(self, token: str) -> None:
        self._digest = _digest(token)
        self._sessions: dict[str, Session] = {}
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
        self._sessions[_digest(name)] = Session(time.monotonic())
        return name

    def session(self, name: str) -> Session | None:
        """The session of a name, if it is open; it ends when it has not been used for eight hours."""
        self._forget_old()
        found = self._sessions.get(_digest(name))
        if found:
            found.used_at = time.monotonic()
        return found

    def end_session(self, name: str) -> None:
        """End a session."""
        self._sessions.pop(_digest(name), None)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - SECONDS_OF_SESSION
        self._sessions = {key: one for key, one in self._sessions.items() if one.used_at > oldest}


def _digest(text: str) -> str:
    return sha256(text.encode(errors="surrogatepass")).hexdigest()
