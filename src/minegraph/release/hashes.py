"""The hashes of a release: what its graphs say has one, whatever the format and the names of blank nodes.

"RDF Dataset Canonicalization", W3C 2024: the SHA-256 of canonical N-Quads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from minegraph.dump import Dump, Lines, hash_of
from minegraph.published import HASHES
from minegraph.release.edition import Edition


def write_hashes(edition: Edition, whole: Dump, parts: Mapping[str, Dump]) -> None:
    """Write hashes.json: the hash and size of the dataset, of the parts that have a dump, and of each named graph."""
    document = {
        "method": "RDFC-1.0, SHA-256",
        "dataset": _hashed(whole.quads(), "quads"),
        "parts": {name: _hashed(part.quads(), "quads") for name, part in parts.items()},
        "graphs": {graph: _hashed(whole.alone(graph), "triples") for graph in whole.files},
    }
    edition.freeze(HASHES, json.dumps(document, indent=1) + "\n")


def _hashed(lines: Lines, counted: str) -> dict[str, str | int]:
    digest, count = hash_of(lines)
    return {"sha256": digest, counted: count}
