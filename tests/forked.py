"""Runs of the command line, each in a process of its own that is forked from one which has the program loaded."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = """
import gc, importlib, json, os, pkgutil, signal, sys, warnings
import minegraph.cli, openpyxl, pyshacl
for module in pkgutil.walk_packages(minegraph.__path__, "minegraph."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
gc.freeze()

def run(words, out, err, seconds):
    for number, name in enumerate((os.devnull, out, err)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_APPEND), number)
    signal.alarm(seconds)
    sys.argv = ["minegraph", *words]
    minegraph.cli.main()

warnings.simplefilter("ignore", DeprecationWarning)  # that other threads are not in the child
replies = os.fdopen(os.dup(1), "w")
requests = os.fdopen(os.dup(0))
while line := requests.readline():
    child = os.fork()
    if not child:
        sys.exit(run(**json.loads(line)))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status, file=replies, flush=True)
"""


@dataclass(frozen=True)
class Commands:
    """Commands of minegraph in processes of their own, which do not have to load the program."""

    process: subprocess.Popen[str]

    def run(self, words: Sequence[str], seconds: int) -> subprocess.CompletedProcess[str]:
        """What a command says and how it ends; with -14 when it takes more than these seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with tempfile.TemporaryDirectory() as folder:
            out, err = (Path(folder, name) for name in ("out", "err"))
            asked = {"words": list(words), "out": str(out), "err": str(err), "seconds": seconds}
            self.process.stdin.write(f"{json.dumps(asked)}\n")
            self.process.stdin.flush()
            status = int(self.process.stdout.readline())
            return subprocess.CompletedProcess(list(words), status, out.read_text("utf-8"), err.read_text("utf-8"))


@contextmanager
def commands(environment: Mapping[str, str]) -> Iterator[Commands]:
    """A process from which commands are forked, with these variables; it ends with the block."""
    program = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        program, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        yield Commands(process)
        assert process.stdin is not None
        process.stdin.close()
