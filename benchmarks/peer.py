"""What a build does, done with rdflib, owlrl and pySHACL: parse the files, conclude by OWL 2 RL, validate.

    python benchmarks/peer.py ROOT [--limit SECONDS] [--submission FILE]

Prints as JSON how long each step took and whether it was finished. When owlrl is stopped, pySHACL gets what the files
state, which is less work. The synergies are not assessed and nothing is stored: the peer has nothing for it.
"""

from __future__ import annotations

import argparse
import json
import warnings
from collections.abc import Callable
from pathlib import Path

import owlrl
import pyshacl
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef

from limits import Timed, timed

OF_EVERYTHING = {OWL.Thing, RDFS.Resource, RDFS.Literal, RDFS.Datatype}


class Peer:
    """The graph in memory, and what is done to it."""

    def __init__(self, root: Path, submission: Path | None = None) -> None:
        self.root, self.submission = root, submission
        self.axioms, self.shapes, self.data, self.concluded = (Graph(bind_namespaces="none") for _ in range(4))
        self.results = 0

    def parse(self) -> None:
        patterns = {"ontology/*.ttl": self.axioms, "shapes/*.ttl": self.shapes, "data/**/*.ttl": self.data}
        for pattern, graph in patterns.items():
            for path in self.root.glob(pattern):
                graph.parse(path, format="turtle")
        if self.submission:
            self.data.parse(self.submission, format="turtle")

    def conclude(self) -> None:
        """Draw all conclusions, and keep those about the things in the data."""
        closed = _union(self.axioms, self.data)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
        things = set(self.data.subjects())
        for subject, predicate, value in closed:
            is_wanted = isinstance(subject, URIRef) and not isinstance(value, BNode) and predicate != OWL.sameAs
            if is_wanted and subject in things and not (predicate == RDF.type and value in OF_EVERYTHING):
                self.concluded.add((subject, predicate, value))

    def validate(self) -> None:
        whole = _union(self.axioms, self.shapes, self.data, self.concluded)
        self.results = validate(whole, self.shapes)


def validate(data: Graph, shapes: Graph) -> int:
    """Validate as minegraph does, without inference or rules; the number of results."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=shapes,
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            inplace=True,
        )
    results = URIRef("http://www.w3.org/ns/shacl#ValidationResult")
    return len(set(report.subjects(RDF.type, results)))


def _union(*graphs: Graph) -> Graph:
    whole = Graph(bind_namespaces="none")
    for graph in graphs:
        for triple in graph:
            whole.add(triple)
    return whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path)
    parser.add_argument("--limit", type=float, default=200.0, help="seconds for each step (default: 200)")
    parser.add_argument("--submission", type=Path, help="a file to validate as part of the graph, without conclusions")
    arguments = parser.parse_args()
    peer = Peer(arguments.root, arguments.submission)
    work: dict[str, Callable[[], None]] = {"parse": peer.parse, "conclude": peer.conclude, "validate": peer.validate}
    if arguments.submission:
        del work["conclude"]
    steps: dict[str, Timed] = {name: timed(step, arguments.limit) for name, step in work.items()}
    sizes = {"stated": len(peer.data), "concluded": len(peer.concluded), "results": peer.results}
    print(json.dumps({"steps": steps, **sizes}))


if __name__ == "__main__":
    main()
