"""Write a built graph in one format, as a release does or as the engine does itself, and tell how long it takes.

python benchmarks/dumping.py minegraph|oxigraph ROOT GENERATION FORMAT DIRECTORY
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import pyoxigraph as ox

from minegraph.dump import dumped, hash_of
from minegraph.dump_formats import write_dump
from minegraph.files import Layout
from minegraph.formats import DATASETS
from minegraph.render import NAMELESS
from minegraph.terms import PREFIXES

SUFFIXES = {form.name: form.suffix for form in DATASETS}


def by_minegraph(root: Path, generation: Path, form: str, directory: Path) -> dict[str, float]:
    """The seconds for reading and sorting the graph, for one file of it, and for all hashes."""
    begun = time.perf_counter()
    with dumped(generation, Layout(root)) as dump:
        prepared = time.perf_counter()
        with (directory / f"minegraph.{SUFFIXES[form]}").open("wb") as out:
            write_dump(dump, form, out, PREFIXES)
        written = time.perf_counter()
        hash_of(dump.quads())
        for graph in dump.files:
            hash_of(dump.alone(graph))
        hashed = time.perf_counter()
    return {"prepared": prepared - begun, "written": written - prepared, "hashed": hashed - written}


def by_oxigraph(generation: Path, form: str, directory: Path) -> dict[str, float]:
    """The seconds for one file of all graphs, or where a format has no place for their names, a file of each."""
    store = ox.Store.read_only(str(generation))
    format_ = ox.RdfFormat.from_extension(SUFFIXES[form])
    begun = time.perf_counter()
    if form in NAMELESS:
        for graph in store.named_graphs():
            store.dump(str(directory / f"oxigraph.{SUFFIXES[form]}"), format_, from_graph=graph, prefixes=PREFIXES)
    else:
        store.dump(str(directory / f"oxigraph.{SUFFIXES[form]}"), format_, prefixes=PREFIXES)
    return {"written": time.perf_counter() - begun}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("by", choices=("minegraph", "oxigraph"))
    parser.add_argument("root", type=Path)
    parser.add_argument("generation", type=Path)
    parser.add_argument("form", choices=SUFFIXES)
    parser.add_argument("directory", type=Path)
    asked = parser.parse_args()
    if asked.by == "minegraph":
        told = by_minegraph(asked.root, asked.generation, asked.form, asked.directory)
    else:
        told = by_oxigraph(asked.generation, asked.form, asked.directory)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
