"""Measure how long a warm server takes for the page of a region, from the question to the last byte.

    python benchmarks/page.py [--root ROOT] [--region FI1D7] [--times 20]

Without a root, it is the graph of this repository.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path

from load import served
from machine import describe_machine

WARMING = 10


def taken(address: str) -> float:
    """The seconds that one answer takes."""
    begun = time.perf_counter()
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 (our own server)
        answer.read()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--region", default="FI1D7")
    parser.add_argument("--times", type=int, default=20)
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="minegraph-page-") as store,
        served(asked.root, Path(store), 2) as (port, _),
    ):
        address = f"http://127.0.0.1:{port}/doc/region/{asked.region}"
        for _ in range(WARMING):
            taken(address)
        seconds = [taken(address) for _ in range(asked.times)]
    print(f"{describe_machine()}\n{statistics.median(seconds) * 1000:.0f} ms (median of {asked.times})")


if __name__ == "__main__":
    main()
