"""Files that somebody hands in: tables in the columns of the forms, or RDF."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.files import shown
from minegraph.forms import Library, Names
from minegraph.forms.form import TYPE
from minegraph.submission.locations import Locations, by_line
from minegraph.submission.problems import unread
from minegraph.submission.rows import NAMING, Statements, Written, read_rows
from minegraph.submission.tables import Stray, Table, read_table
from minegraph.tabular import OTHER_SPREADSHEETS, TABULAR_SUFFIXES, read_grids
from minegraph.validation import Result
from minegraph.validation.incoming import read_accepted, read_located
from minegraph.validation.triples import Term


@dataclass(frozen=True)
class Submission:
    """What files say, in the default graph, and where; what is wrong with them before any shape looks at it.

    `notes` say how they were read. `unsaid` are the things and properties of which a value was not understood, and has
    a result; `codes` the texts that look like codes of regions.
    """

    quads: tuple[ox.Quad, ...]
    locations: Locations
    results: tuple[Result, ...] = ()
    notes: tuple[str, ...] = ()
    unsaid: frozenset[tuple[Term, str]] = frozenset()
    codes: dict[str, list[Written]] = field(default_factory=dict)


def read_submission(
    paths: Sequence[Path],
    library: Library,
    *,
    encoding: str | None = None,
    accepted: Collection[Path] = (),
    replaced: Collection[str] = (),
) -> Submission:
    """What files say together: rows of one may refer to things of another.

    `encoding` is that of text tables which are not in UTF-8; `accepted` are those of the files that are part of the
    graph already, `replaced` the named graphs that they take the place of. Raises CheckError for a file that cannot be
    used at all.
    """
    found = [one for path in paths if _is_table(path) for one in _tables(path, library, encoding)]
    rdf = [_located(path, path in accepted) for path in paths if not _is_table(path)]
    tables = [one for one in found if isinstance(one, Table)]
    said = read_rows(tables, _names(library, rdf, replaced)) if tables else Statements()
    said.results += (unread(one) for one in found if isinstance(one, Stray))
    for quads, locations in rdf:
        said.quads += quads
        said.locations.update(locations)
    return Submission(
        quads=tuple(dict.fromkeys(said.quads)),
        locations=said.locations,
        results=tuple(said.results),
        notes=tuple(said.notes),
        unsaid=frozenset(said.unsaid),
        codes=said.codes,
    )


_Located = tuple[list[ox.Quad], Locations]


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in TABULAR_SUFFIXES | OTHER_SPREADSHEETS


def _located(path: Path, is_accepted: bool) -> _Located:
    """What a file of RDF says, and where."""
    located = read_accepted(path) if is_accepted else read_located(path)
    return list(located.quads), by_line(located.quads, located.lines, str(shown(path)))


def _names(library: Library, rdf: Iterable[_Located], replaced: Collection[str]) -> Names:
    """The names of the graph, and of what is described in RDF."""
    names = library.names(replaced)
    kinds: dict[str, list[str]] = {}
    labels: dict[str, list[str]] = {}
    for quad in (quad for quads, _ in rdf for quad in quads):
        if not isinstance(quad.subject, ox.NamedNode):
            continue  # nobody can refer to it
        if quad.predicate.value == TYPE and isinstance(quad.object, ox.NamedNode):
            kinds.setdefault(quad.subject.value, []).append(quad.object.value)
        elif quad.predicate.value in NAMING and isinstance(quad.object, ox.Literal):
            labels.setdefault(quad.subject.value, []).append(quad.object.value)
    for iri, classes in kinds.items():
        names.add(iri, classes, labels.get(iri, ()))
    return names


def _tables(path: Path, library: Library, encoding: str | None) -> list[Table | Stray]:
    grids = read_grids(path, encoding)
    is_workbook = _is_workbook(path)
    read = (read_table(grid, str(shown(path)), library.forms, is_sheet=is_workbook) for grid in grids)
    found = [one for one in read if one is not None]
    if not any(isinstance(one, Stray) or one.entries or one.strays for one in found):
        raise CheckError(f"{shown(path)}: nothing is filled in. Rows that begin with # are notes and are not read.")
    return found


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"
