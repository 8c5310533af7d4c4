"""The directory of a store: one generation per build that changed something, and a pointer to the one in use.

    STORE/current             the number of the generation in use, replaced atomically
    STORE/lock                held while a build runs
    STORE/generations/7/      a store of Oxigraph, never changed once it is in use, with
        manifest.json         what it was built from and by, and the digests of its own files
        inferred.nt           the derived graphs as they were concluded: the engine rewrites literals
        synergies.nt

Readers open the generation in use and are not disturbed by a build; the one before it stays for those still reading.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import pyoxigraph as ox

import minegraph
from minegraph.errors import StoreError
from minegraph.files import file_sha256, sync_directory, write_atomically
from minegraph.inputs import Input
from minegraph.telling import Notice

FORMAT = 1
MANIFEST = "manifest.json"
CHANGING = ("LOG", "LOCK", MANIFEST)
VERSIONS = {"format": str(FORMAT), "minegraph": minegraph.__version__, "pyoxigraph": ox.__version__}


@dataclass(frozen=True)
class Manifest:
    """What a generation was built from and by, what it holds, and its files as they must be."""

    versions: dict[str, str]
    inputs: dict[str, Input]
    steps: dict[str, str]
    counts: dict[str, int]
    validation: dict[str, int]
    files: dict[str, list[str]]

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """The manifest in a file; ValueError when it is not one, OSError when there is none."""
        try:
            fields = json.loads(path.read_bytes())
            inputs = {name: Input(**described) for name, described in fields.pop("inputs").items()}
            return cls(inputs=inputs, **fields)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(f"{path.name} has an unknown form") from error

    def to_json(self) -> bytes:
        """The manifest as a file holds it."""
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


@dataclass(frozen=True)
class Generation:
    """One built store."""

    path: Path
    manifest: Manifest

    def read(self, name: str) -> bytes:
        """The triples of a derived graph, as sorted N-Triples."""
        return (self.path / f"{name}.nt").read_bytes()


class DamageError(Exception):
    """Why the generation in use cannot be used any more."""


class Generations:
    """The generations in a directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.pointer = directory / "current"

    def current(self, thoroughly: bool = False) -> Generation | None:
        """The generation in use; None before the first build. Raises DamageError when it cannot be used.

        `thoroughly` reads its files and compares their digests, otherwise only their sizes are looked at.
        """
        if not self.pointer.exists():
            return None
        try:
            path = self._path(int(self.pointer.read_text()))
            manifest = Manifest.read(path / MANIFEST)
            files = [(path / name, int(size), digest) for name, (size, digest) in manifest.files.items()]
        except (OSError, ValueError) as error:
            raise DamageError(f"it is broken ({error})") from error
        if manifest.versions != VERSIONS:
            other = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
            raise DamageError(f"another version built it ({other})")
        for file, size, digest in files:
            _check_file(file, size, digest if thoroughly else None)
        return Generation(path, manifest)

    def _path(self, number: int) -> Path:
        return self.directory / "generations" / str(number)

    def _numbers(self) -> list[int]:
        found = self._path(0).parent.glob("*")
        return sorted(int(path.name) for path in found if path.name.isdecimal())

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """A path for a new generation, which does not exist yet; what is there is removed if anything goes wrong."""
        path = self._path(max(self._numbers(), default=0) + 1)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield path
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def publish(self, path: Path, manifest: Manifest) -> Generation:
        """Put a finished generation to use: everything is on disk before the pointer moves to it."""
        described = Manifest(**{**vars(manifest), "files": _describe_files(path)})
        write_atomically(path / MANIFEST, described.to_json())
        sync_directory(path)
        sync_directory(path.parent)
        write_atomically(self.pointer, path.name.encode())
        return Generation(path, described)

    def record(self, generation: Generation, inputs: dict[str, Input]) -> None:
        """Note how the unchanged inputs look on disk now, so that they need not be read again."""
        manifest = Manifest(**{**vars(generation.manifest), "inputs": inputs})
        write_atomically(generation.path / MANIFEST, manifest.to_json())

    def sweep(self) -> None:
        """Remove the generations that nobody reads: all but the one in use and the one before it, and broken drafts."""
        numbers = self._numbers()
        in_use = int(self.pointer.read_text()) if self.pointer.exists() else 0
        kept = {str(number) for number in [number for number in numbers if number <= in_use][-2:]}
        for path in self._path(0).parent.glob("*"):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self, notice: Notice) -> Iterator[None]:
        """Hold the build lock; while another process has it, say so and wait."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / "lock").open("wb") as file:
            if not lock_file(file, wait=False):
                notice("Another build is running. Waiting for it to finish.")
                lock_file(file, wait=True)
            yield


def _check_file(path: Path, size: int, digest: str | None) -> None:
    try:
        is_whole = path.stat().st_size == size and (digest is None or file_sha256(path) == digest)
    except OSError as error:
        raise DamageError(f"{path.name} is missing") from error
    if not is_whole:
        raise DamageError(f"{path.name} is damaged")


def _describe_files(path: Path) -> dict[str, list[str]]:
    """Name -> size and digest of the files of a generation, each forced to disk."""
    described = {}
    for file in sorted(path.iterdir()):
        if not file.name.startswith(CHANGING):
            with file.open("rb") as content:
                os.fsync(content.fileno())
            described[file.name] = [str(file.stat().st_size), file_sha256(file)]
    return described


if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[bytes], wait: bool) -> bool:
        """Lock an open file until it is closed; False when another process has it and one does not want to wait."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            if wait:
                raise StoreError("another build is still running. Wait for it and try again.") from None
            return False
        return True

else:
    import fcntl

    def lock_file(file: IO[bytes], wait: bool) -> bool:
        """Lock an open file until it is closed; False when another process has it and one does not want to wait."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
