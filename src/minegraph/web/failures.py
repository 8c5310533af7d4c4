"""What goes wrong with a request, as HTTP tells it."""

from __future__ import annotations

from http import HTTPStatus

RETRY_AFTER = 2

_STATUS = {
    "NotFoundError": HTTPStatus.NOT_FOUND,
    "AmbiguousNameError": HTTPStatus.BAD_REQUEST,
    "FormatError": HTTPStatus.NOT_ACCEPTABLE,
    "RefusedQueryError": HTTPStatus.FORBIDDEN,
    "TooLargeError": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "StoreError": HTTPStatus.SERVICE_UNAVAILABLE,
    "FullInboxError": HTTPStatus.SERVICE_UNAVAILABLE,
    "MemoryError": HTTPStatus.SERVICE_UNAVAILABLE,
}


class RequestError(Exception):
    """An answer that says what went wrong: a status, and one or two sentences for the person who asked.

    `unknown` is the name that nobody knows, where it is that, and `nearest` the names that the message gives for it.
    """

    unknown = ""
    nearest: tuple[str, ...] = ()

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = int(status), message, headers or {}

    @classmethod
    def of(cls, kind: str, message: str) -> RequestError:
        """The failure that an exception of the package, by the name of its class, becomes."""
        status = _STATUS.get(kind, HTTPStatus.BAD_REQUEST)
        return unavailable(message) if status == HTTPStatus.SERVICE_UNAVAILABLE else cls(status, message)


def unavailable(message: str, seconds: int = RETRY_AFTER) -> RequestError:
    """A failure that may be over when one tries again."""
    return RequestError(HTTPStatus.SERVICE_UNAVAILABLE, message, {"retry-after": str(seconds)})


MEMORY = "This takes more memory than one question may use. Ask for less at once."
_DEATHS = {
    "SIGABRT": MEMORY,
    "SIGKILL": "This was stopped by the system, most likely for want of memory. Ask for less at once.",
    "SIGXCPU": "This takes more processor time than one question may use. Ask for less at once.",
    "SIGXFSZ": "The answer takes more room on disk than one may use. Ask for less at once.",
    "SIGSEGV": "This is nested more deeply than can be worked on. Write it with fewer and shorter chains.",
}


def death(ended: str) -> RequestError:
    """What the end of a child in the middle of its work means: which limit it ran into, or that it is at fault."""
    if ended in _DEATHS:
        return unavailable(_DEATHS[ended])
    return RequestError(HTTPStatus.INTERNAL_SERVER_ERROR, f"The server has failed at this ({ended}); its log says why.")
