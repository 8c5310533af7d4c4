"""The exceptions that leave the package.

MinegraphError                 what went wrong, where, and what to do next
├── SourceError                a file of the graph cannot be read
├── NotFoundError              a name nobody knows; says what exists and what is near
├── AmbiguousNameError         a name that several things bear; lists them
├── FormatError                a format that does not fit a result
├── RefusedQueryError          a query that is not run, and why
├── QueryError                 a query that the engine rejects or cannot finish
├── StoreError                 the store or endpoint cannot be used
├── CheckError                 data that cannot be validated at all (a failed validation is a Report)
├── ReleaseError               a release that cannot be written, or read
└── SubmissionError            a submission that cannot be taken in, decided on or written down
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class MinegraphError(Exception):
    """Something the user can act on; the text is a complete message."""


class SourceError(MinegraphError):
    """A file of the graph cannot be read."""

    def __init__(self, path: Path, line: int | None, problem: str) -> None:
        self.path, self.line = path, line
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {problem}")


class NotFoundError(MinegraphError):
    """A name that nobody knows, with the nearest known ones."""

    def __init__(self, kind: str, name: str, suggestions: Iterable[str] = (), hint: str = "") -> None:
        self.kind, self.name, self.suggestions = kind, name, tuple(suggestions)
        nearest = f" Did you mean {_either(self.suggestions)}?" if self.suggestions else ""
        super().__init__(f"There is no {kind} {name!r}.{nearest}{' ' + hint if hint else ''}")


class AmbiguousNameError(MinegraphError):
    """A name that several things bear."""

    def __init__(self, kind: str, name: str, candidates: Iterable[str]) -> None:
        self.kind, self.name, self.candidates = kind, name, tuple(candidates)
        listed = "; ".join(self.candidates)
        super().__init__(f"{name!r} is the name of more than one {kind}: {listed}. Use the part in brackets instead.")


class FormatError(MinegraphError):
    """A format that does not fit a result."""


class RefusedQueryError(MinegraphError):
    """A query that minegraph does not run."""


class QueryError(MinegraphError):
    """A query that the engine rejects or cannot finish."""


class StoreError(MinegraphError):
    """The store or endpoint cannot be used."""


class CheckError(MinegraphError):
    """Data or shapes that cannot be validated at all."""


class ReleaseError(MinegraphError):
    """A release that cannot be written, or read."""


class SubmissionError(MinegraphError):
    """A submission that cannot be taken in, decided on or written down."""


def _either(names: tuple[str, ...]) -> str:
    quoted = [f"{name!r}" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
