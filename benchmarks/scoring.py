"""Score all pairs of regions of a built store under one profile, and keep the best partners of each.

    python benchmarks/scoring.py ROOT GENERATION [--profile NAME]

Prints as JSON the number of regions and of scores, and the seconds from the opened store to the last ranking.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from minegraph.files import Layout
from minegraph.store import LocalStore
from minegraph.synergy import rankings, read_facets

KEPT = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("generation", type=Path)
    parser.add_argument("--profile", default="consortium")
    arguments = parser.parse_args()
    started = time.perf_counter()
    store = LocalStore.open(arguments.generation)
    best: dict[str, list[tuple[str, float]]] = {}
    scores = 0
    for region, partners in rankings(
        store, profile=arguments.profile, facets=read_facets(Layout(arguments.root).facets)
    ):
        scores += len(partners)
        best[region] = partners[:KEPT]
    print(json.dumps({"regions": len(best), "scores": scores, "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
