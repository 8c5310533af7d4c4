"""Files that somebody sends to have them checked: kept for a while, under names that the server makes."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from minegraph.submission.drafts import file_name
from minegraph.web.errands import Errand
from minegraph.web.failures import RequestError, unavailable

KEPT_SECONDS = 2 * 3600
MOST_KEPT = 100
MOST_BYTES = 1 << 30
AT_A_TIME = 8
PATIENCE = 10.0
SECONDS_TO_SEND = 300.0
YES = ("1", "on", "yes", "true")
GONE, TOO_SLOW = 404, 408


@dataclass
class Terms:
    """What is said of a file that is handed in: by whom, under which licence, and whether with its warnings."""

    by: str = ""
    licence: str = ""
    accept_warnings: bool = False

    @classmethod
    def said(cls, fields: Mapping[str, str]) -> Terms:
        """The terms in the fields of a form."""
        agrees = fields.get("accept_warnings", "").lower() in YES
        return cls(fields.get("by", "").strip(), fields.get("licence", "").strip(), agrees)


@dataclass
class Upload:
    """A file that was sent: where it lies, and how far it has come."""

    id: str
    path: Path
    encoding: str | None = None
    replaces: str | None = None
    terms: Terms = field(default_factory=Terms)
    check: Errand | None = None
    trial: Errand | None = None
    trial_of: str = ""
    handing_in: Errand | None = None
    taken_at: float = field(default_factory=time.monotonic)
    steps: int = 0

    @property
    def folder(self) -> Path:
        """The directory of everything about it."""
        return self.path.parents[1]

    @property
    def is_busy(self) -> bool:
        """Whether something is being done with it."""
        return any(one and not one.is_over for one in (self.check, self.trial, self.handing_in))

    def next_folder(self) -> Path:
        """A directory for what the next errand writes."""
        self.steps += 1
        return self.folder / str(self.steps)


class Uploads:
    """The files that were sent of late, in a directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._places = asyncio.Semaphore(AT_A_TIME)
        self._kept: dict[str, Upload] = {}

    def __getitem__(self, name: str) -> Upload:
        self._forget_old()
        if name not in self._kept:
            message = "This check is not there any more: files are kept for two hours, until the server ends."
            raise RequestError(GONE, f"{message} Send the file again.")
        return self._kept[name]

    @asynccontextmanager
    async def receiving(self) -> AsyncIterator[None]:
        """Wait for room to receive a file, and give up on one that comes too slowly; raises RequestError."""
        try:
            await asyncio.wait_for(self._places.acquire(), PATIENCE)
        except TimeoutError:
            raise unavailable("Others are sending files. Try again in a moment.") from None
        try:
            async with asyncio.timeout(SECONDS_TO_SEND):
                yield
        except TimeoutError:
            raise RequestError(TOO_SLOW, f"The file did not arrive within {SECONDS_TO_SEND:g} seconds.") from None
        finally:
            self._places.release()

    async def take(self, file: UploadFile, encoding: str | None, replaces: str | None) -> Upload:
        """Keep a file that was sent; raises RequestError when there is no room for it."""
        name = secrets.token_urlsafe(16)
        path = self._directory / name / "file" / file_name(Path(file.filename or "file"))
        try:
            await run_in_threadpool(_store, file, path)
        except OSError as error:
            shutil.rmtree(path.parents[1], ignore_errors=True)
            raise unavailable(f"The server has no room for this file ({error.strerror}). Try again later.") from error
        self._make_room(path.stat().st_size)
        upload = self._kept[name] = Upload(name, path, encoding, replaces)
        return upload

    def forget(self, upload: Upload) -> None:
        """Remove a file and everything about it."""
        self._kept.pop(upload.id, None)
        shutil.rmtree(upload.folder, ignore_errors=True)

    def _forget_old(self) -> None:
        now = time.monotonic()
        for upload in list(self._kept.values()):
            if now - upload.taken_at > KEPT_SECONDS and not upload.is_busy:
                self.forget(upload)

    def _make_room(self, size: int) -> None:
        """Forget the oldest files while there are too many."""
        self._forget_old()
        idle = [upload for upload in self._kept.values() if not upload.is_busy]
        held = size + sum(upload.path.stat().st_size for upload in self._kept.values())
        for upload in idle:
            if len(self._kept) < MOST_KEPT and held <= MOST_BYTES:
                return
            held -= upload.path.stat().st_size
            self.forget(upload)


def _store(file: UploadFile, path: Path) -> None:
    path.parent.mkdir(parents=True)
    with path.open("wb") as stored:
        shutil.copyfileobj(file.file, stored, 1 << 20)
