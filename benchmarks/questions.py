"""Ask every question of the catalogue, with its defaults, of a built store and of rdflib with the same triples.

    python benchmarks/questions.py ROOT GENERATION [--limit SECONDS] [--times N]

Prints as JSON for every question the seconds of both, whether rdflib finished, and how many rows both found.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from limits import timed
from minegraph.files import Layout
from minegraph.queries import Question, catalogue
from minegraph.store import LocalStore
from processes import median_seconds


def measure(store: LocalStore, graph: Graph, question: Question, limit: float, times: int) -> dict[str, object]:
    """One question in both engines: all rows are fetched; the first run of ours is not counted."""
    rows = {"minegraph": len(store.select(question.text).rows)}

    def peers() -> None:
        rows["rdflib"] = len(list(graph.query(question.text)))

    seconds = median_seconds(lambda: store.select(question.text), times)
    first = timed(peers, limit)
    if first.finished and first.seconds < 1:
        first = first._replace(seconds=median_seconds(peers, times))
    return {
        "name": question.name,
        "minegraph": seconds,
        "rdflib": first.seconds,
        "finished": first.finished,
        "rows": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("generation", type=Path)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    store, graph = LocalStore.open(arguments.generation), Graph(bind_namespaces="none")
    triples = {quad.triple for quad in store.engine}
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    questions = catalogue(Layout(arguments.root)).values()
    print(json.dumps([measure(store, graph, one, arguments.limit, arguments.times) for one in questions]))


if __name__ == "__main__":
    main()
