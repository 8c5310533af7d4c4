"""Measure minegraph beside rdflib, owlrl and pySHACL, and print the ratios as a table in Markdown.

    python benchmarks/compare.py [--quick] [--only build,queries,cli,synergies,submissions] [--limit SECONDS]

Each part works in a temporary directory. What takes less than ten seconds is measured several times, and the median
counts. README.md beside this file says what each row means.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from machine import describe_machine
from parts import cli, full_build, incremental_build, large_graphs, questions, submissions
from rows import Row, Setting, table

Part = Callable[[Setting], Iterator[Row]]
PARTS: dict[str, tuple[Part, ...]] = {
    "build": (full_build, incremental_build),
    "queries": (questions,),
    "cli": (cli,),
    "synergies": (large_graphs,),
    "submissions": (submissions,),
}


def measured(setting: Setting, chosen: list[str]) -> Iterator[Row]:
    """The rows of the chosen parts, each told on standard error as soon as it is known."""
    for name in chosen:
        for part in PARTS[name]:
            for row in part(setting):
                print(" | ".join(row), file=sys.stderr, flush=True)
                yield row


def _names(given: str) -> list[str]:
    names = given.split(",")
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    return names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer runs, smaller graphs, shorter limits")
    parser.add_argument("--only", type=_names, default=list(PARTS), metavar="PARTS", help="separated by commas")
    parser.add_argument("--limit", type=float, help="seconds for each step of the peer (default: 200, quick: 30)")
    arguments = parser.parse_args()
    limit = arguments.limit or (30.0 if arguments.quick else 200.0)
    with tempfile.TemporaryDirectory(prefix="minegraph-benchmark-") as directory:
        rows = list(measured(Setting(Path(directory), arguments.quick, limit), arguments.only))
    print(f"{describe_machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
