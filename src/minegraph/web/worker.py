"""A child of the server: it runs one job at a time on one generation of the store, and can be killed at any moment.

A job is a line of JSON on standard input; what becomes of it is told in lines of JSON on standard output, and its body
is written into the job's spool file:

    {"head": {"status": 200, "headers": [["content-type", "text/csv"]]}}    once the answer is sure to begin
    {"size": 65536}                                                        so much of the body is in the spool
    {"done": 70000}                                                        the body is whole; may come with the head
    {"failed": {"kind": "QueryError", "message": "…"}}                     instead of a head, or of the end; with
                                                                           `unknown` and `nearest` for a name
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

from minegraph.errors import MinegraphError, NotFoundError
from minegraph.web.limits import confine, die_with_parent, limit_time
from minegraph.web.opened import Opened
from minegraph.web.output import Output

Tell = Callable[[dict[str, object]], None]


def main(arguments: list[str]) -> None:
    """Run jobs until standard input ends.

    The arguments are the number of the parent, the root of the graph, the directory of its store, the generation to
    answer from (empty for the one in use), the memory a job may take in MB, and the modules to load beforehand.
    """
    parent, root, store, generation, memory, *modules = arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(int(parent))
    told = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)

    def tell(news: dict[str, object]) -> None:
        told.write(json.dumps(news).encode() + b"\n")

    try:
        graph = _opened(Path(root), Path(store), Path(generation) if generation else None, modules)
    except MinegraphError as error:
        raise SystemExit(f"minegraph: {error}") from error
    confine(int(memory))
    tell({"ready": True})
    attend(sys.stdin.buffer, graph, tell)


def _opened(root: Path, store: Path, generation: Path | None, modules: Iterable[str]) -> Opened:
    """The graph, with all that can be done before there are jobs."""
    graph = Opened(root, store, generation)
    if generation:
        _ = graph.source
    for module in modules:
        getattr(import_module(module), "prepare", lambda _: None)(graph)
    return graph


def attend(jobs: Iterable[bytes], graph: Opened, tell: Tell) -> None:
    """Run the jobs in lines, one after the other."""
    for line in jobs:
        asked = json.loads(line)
        limit_time(asked["seconds"])
        with Path(asked["spool"]).open("wb", buffering=0) as spool:
            run(asked["job"], asked["arguments"], graph, Output(spool, asked["bytes"], tell), tell)


def run(job: str, arguments: dict[str, object], graph: Opened, output: Output, tell: Tell) -> None:
    """Run one job, and tell what becomes of it."""
    try:
        import_module(f"minegraph.web.jobs.{job}").run(graph, output, **arguments)
        output.end()
    except MinegraphError as error:
        tell({"failed": {"kind": type(error).__name__, "message": str(error), **_nearest(error)}})
    except MemoryError:
        tell({"failed": {"kind": "MemoryError", "message": "This takes more memory than one question may use."}})
        raise


def _nearest(error: MinegraphError) -> dict[str, object]:
    """The name that nobody knows, and the nearest ones."""
    return {"unknown": error.name, "nearest": error.suggestions} if isinstance(error, NotFoundError) else {}


if __name__ == "__main__":
    main(sys.argv[1:])
