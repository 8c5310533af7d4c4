"""Real servers of the graph, each a process of its own on 127.0.0.1."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
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


def _address(lines: Iterator[str]) -> str:
    said = []
    for line in lines:
        said.append(line)
        if found := READY.search(line):
            return found[1]
    raise AssertionError("".join(said))
