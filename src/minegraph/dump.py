"""The whole graph as sorted lines: what the files state, exactly as they write it, and what was derived from it.

A dump is a directory of N-Triples, a sorted file or more for each named graph, from which every format is written as a
stream. Authored graphs come from their files, since the engine rewrites literals (`16073.00` becomes `16073`); the
inferred triples and the synergies come from the generation, which keeps them so. Blank nodes have the names that
RDFC-1.0 gives them ("RDF Dataset Canonicalization", W3C 2024). Only the quads with blank nodes decide on those, and
only they are held in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import FormatError, NotFoundError, SourceError
from minegraph.files import Layout, read_bytes, shown, syntax_problem
from minegraph.lines import PORTION, merged, read_lines, sort_lines
from minegraph.terms import GRAPH
from minegraph.workshop import DERIVED

Lines = Iterator[list[bytes]]


@dataclass(frozen=True)
class Dump:
    """Named graphs of a layout as sorted N-Triples; lines have no line ends and come some at a time.

    `files` holds the lines of each graph without blank nodes, `blank` those with blank nodes, named by the dataset,
    and `blank_alone` the same named by their graph alone.
    """

    layout: Layout
    files: dict[str, tuple[Path, ...]]
    blank: dict[str, list[bytes]]
    blank_alone: dict[str, list[bytes]]

    def of(self, graphs: Iterable[str]) -> Dump:
        """Some of its graphs; blank nodes keep their names."""
        chosen = sorted(graphs)
        parts = ({graph: part[graph] for graph in chosen if graph in part} for part in (self.blank, self.blank_alone))
        return Dump(self.layout, {graph: self.files[graph] for graph in chosen}, *parts)

    def triples_of(self, graph: str) -> Lines:
        """The triples of one graph, sorted."""
        return merged([*map(read_lines, self.files[graph]), [self.blank.get(graph, [])]])

    def triples(self) -> Lines:
        """The triples of all graphs, sorted, each once."""
        return merged(self.triples_of(graph) for graph in self.files)

    def quads(self) -> Lines:
        """The quads of all graphs, sorted: canonical N-Quads."""
        return merged(self.quads_of(graph) for graph in self.files)

    def quads_of(self, graph: str) -> Lines:
        """The quads of one graph, sorted."""
        end = f"<{graph}> .".encode()
        return ([line[:-1] + end for line in lines] for lines in self.triples_of(graph))

    def alone(self, graph: str) -> Lines:
        """The triples of one graph, sorted, with the names of blank nodes that it gives them without the others."""
        return merged([*map(read_lines, self.files[graph]), [self.blank_alone.get(graph, [])]])


def hash_of(lines: Lines) -> tuple[str, int]:
    """The SHA-256 of lines, each with its end, in hexadecimal, and their number."""
    digest, count = sha256(), 0
    for some in lines:
        digest.update(b"\n".join([*some, b""]))
        count += len(some)
    return digest.hexdigest(), count


def graph_named(layout: Layout, name: str) -> str:
    """The IRI of a graph by its IRI or its path, such as `data/regions/nuts-fi`; NotFoundError with the nearest."""
    known = {iri.removeprefix(GRAPH): iri for iri in (*layout.graph_files, *DERIVED.values())}
    short = name.removeprefix(GRAPH).removesuffix(".ttl")
    if short not in known:
        raise NotFoundError("graph", name, get_close_matches(short, known, n=3))
    return known[short]


@contextmanager
def dumped(
    generation: Path, layout: Layout, graphs: Iterable[str] | None = None, scratch: Path | None = None
) -> Iterator[Dump]:
    """Some graphs, by default all, as a dump that lasts as long as the context; its files are made below `scratch`.

    Raises SourceError, FormatError.
    """
    files = layout.graph_files
    derived = {iri: generation / f"{name}.nt" for name, iri in DERIVED.items()}
    chosen = sorted((*files, *derived) if graphs is None else set(graphs))
    with tempfile.TemporaryDirectory(prefix="minegraph-", dir=scratch) as directory:
        found: dict[str, tuple[Path, ...]] = {}
        blank: dict[str, list[bytes]] = {}
        for number, graph in enumerate(chosen):
            if graph in derived:
                found[graph] = (derived[graph],)
            else:
                place = Path(directory) / f"{number}.nt"
                blank[graph] = []
                found[graph] = sort_lines(_authored(files[graph], place, blank[graph]), place)
        held = {graph: lines for graph, lines in blank.items() if lines}
        yield Dump(layout, found, _named_together(held), {graph: _named_alone(lines) for graph, lines in held.items()})


def dump_quads(generation: Path, layout: Layout, graphs: Iterable[str] | None = None) -> list[ox.Quad]:
    """The quads of some graphs, by default all, sorted by their text: the same files give the same list."""
    with dumped(generation, layout, graphs) as dump:
        lines = [line for some in dump.quads() for line in some]
    return list(ox.parse(b"\n".join(lines), ox.RdfFormat.N_QUADS))


def _authored(path: Path, place: Path, blank: list[bytes]) -> Lines:
    """The lines of a file that a store can hold, in portions; those with blank nodes go to `blank` instead."""
    try:
        ox.serialize(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE), str(place), ox.RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise syntax_problem(read_bytes(path), path, error) from error
    except OSError as error:
        raise SourceError(
            shown(path), None, f"cannot be dumped ({error.strerror}). Check the path and the disk."
        ) from error
    for lines in read_lines(place, PORTION):
        held = {line for line in lines if (b"_:" in line or b"<<(" in line) and _has_blank_node(line, path)}
        blank.extend(held)
        yield [line for line in lines if line not in held] if held else lines
    place.unlink()


def _has_blank_node(line: bytes, path: Path) -> bool:
    subject, _, target = line.split(b" ", 2)
    if target.startswith(b"<<("):
        raise FormatError(f"{shown(path)}: {target[:-2].decode()} is not RDF 1.1. Take it out.")
    return subject.startswith(b"_:") or target.startswith(b"_:")


def _named_together(blank: dict[str, list[bytes]]) -> dict[str, list[bytes]]:
    """The lines of each graph, sorted, with the names that blank nodes have in the dataset; each graph has its own."""
    dataset = ox.Dataset()
    for number, (graph, lines) in enumerate(sorted(blank.items())):
        for quad in _parsed(lines):
            ends = (_apart(term, number) for term in (quad.subject, quad.object))
            dataset.add(ox.Quad(next(ends), quad.predicate, next(ends), ox.NamedNode(graph)))  # type: ignore[arg-type]
    named: dict[str, list[bytes]] = {graph: [] for graph in blank}
    for quad in _canonical(dataset):
        named[quad.graph_name.value].append(_line(quad))
    return {graph: sorted(lines) for graph, lines in named.items()}


def _named_alone(lines: list[bytes]) -> list[bytes]:
    """The lines of one graph, sorted, with the names that blank nodes have in it alone."""
    return sorted(map(_line, _canonical(ox.Dataset(_parsed(lines)))))


def _canonical(dataset: ox.Dataset) -> ox.Dataset:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def _parsed(lines: list[bytes]) -> Iterator[ox.Quad]:
    return ox.parse(b"\n".join(lines), ox.RdfFormat.N_TRIPLES)


def _line(quad: ox.Quad) -> bytes:
    return f"{quad.triple} .".encode()


def _apart(term: object, number: int) -> object:
    return ox.BlankNode(f"g{number}{term.value}") if isinstance(term, ox.BlankNode) else term
