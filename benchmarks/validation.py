"""Validate the graph in a built store, with minegraph's engine and with pySHACL.

    python benchmarks/validation.py ROOT GENERATION [--limit SECONDS] [--times N]

Prints as JSON the seconds of both, without the time to load the graph, and how many results they found.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from limits import timed
from minegraph.files import Layout
from minegraph.validation import check_graph
from peer import validate
from processes import median_seconds


def measure(root: Path, generation: Path, limit: float, times: int) -> dict[str, object]:
    engine = ox.Store.read_only(str(generation))
    paths = [path for path in Layout(root).graph_files.values() if path.parent == root / "shapes"]
    found: dict[str, int] = {}

    def ours() -> None:
        found["minegraph"] = len(check_graph(engine, paths).results)

    seconds = median_seconds(ours, times)
    whole, shapes = Graph(bind_namespaces="none"), Graph(bind_namespaces="none")
    triples = {quad.triple for quad in engine}
    whole.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    for path in paths:
        shapes.parse(path)

    def peers() -> None:
        found["pySHACL"] = validate(whole, shapes)

    return {"minegraph": seconds, "pySHACL": timed(peers, limit), "results": found, "triples": len(triples)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("generation", type=Path)
    parser.add_argument("--limit", type=float, default=300.0)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.root.resolve(), arguments.generation, arguments.limit, arguments.times)))


if __name__ == "__main__":
    main()
