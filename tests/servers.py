"""Real servers of the graph, each a process of its own on 127.0.0.1."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType

READY = re.compile(r"at (http://127\.0\.0\.1:\d+)/")


@contextmanager
def serving(
    root: Path, store: Path, *options: str, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """The address of a server of the graph, without the last slash; it ends with the block."""
    place = ["--root", str(root), "--store", str(store)]
    command = [sys.executable, "-m", "minegraph", *place, "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}) as server:
        assert server.stderr is not None
        try:
            yield _address(server.stderr)
        finally:
            server.terminate()
            server.wait(30)


@contextmanager
def serving_files(directory: Path) -> Iterator[str]:
    """The address of a plain web space that has the files of a directory, without the last slash."""
    handler = partial(_Files, directory=str(directory))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's signature)
        """Say nothing."""


def _address(lines: Iterator[str]) -> str:
    said = []
    for line in lines:
        said.append(line)
        if found := READY.search(line):
            return found[1]
    raise AssertionError("".join(said))
