"""The examples of a constraint: of the files that hold them, the statements that matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from minegraph.files import Layout, read_bytes, syntax_problem
from minegraph.terms import PREFIXES

MOST_BAD = 3
MOST_STATEMENTS = 12
MOST_AROUND = 2
TYPE = f"{PREFIXES['rdf']}type"
_BARE = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "boolean")}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of Turtle, and whether it is what is wrong."""

    text: str
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad example: what is wrong in it, in words, and its statements."""

    words: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class File:
    """An example file: its first comment, its prefixes, and what it states, in the order of the file."""

    words: str
    prefixes: Mapping[str, str]
    triples: tuple[ox.Triple, ...]

    @cached_property
    def held(self) -> frozenset[ox.Triple]:
        """What it states, as a set."""
        return frozenset(self.triples)

    @cached_property
    def subjects(self) -> dict[ox.NamedNode | ox.BlankNode | ox.Triple, set[str]]:
        """Its subjects in their order, each with its predicates."""
        found: dict[ox.NamedNode | ox.BlankNode | ox.Triple, set[str]] = {}
        for triple in self.triples:
            found.setdefault(triple.subject, set()).add(triple.predicate.value)
        return found

    def lines(self, subjects: Iterable[object], predicates: set[str], wrong: frozenset[ox.Triple]) -> tuple[Line, ...]:
        """The statements of some subjects with some predicates, as Turtle without prefixes."""
        chosen = set(subjects)
        kept = [
            one for one in self.triples if one.subject in chosen and (one.predicate.value in predicates or one in wrong)
        ]
        return tuple(_lines(kept[:MOST_STATEMENTS], self.prefixes, wrong))


class Examples:
    """The examples of a graph's shapes: a good one of each shape, bad ones of each constraint."""

    def __init__(self, layout: Layout) -> None:
        self._good: dict[str, Path] = {}
        self._bad: dict[str, list[Path]] = {}
        for path in layout.examples:
            if path.stem == "ok":
                self._good[path.parent.name] = path
            elif path.stem.startswith("bad-"):
                name = path.stem.removeprefix("bad-")
                self._bad.setdefault(name, []).append(path)
                self._bad.setdefault(re.sub(r"-\d+$", "", name), []).append(path)
        self._read: dict[Path, File] = {}

    def of(self, shape: str, constraint: str, predicates: set[str]) -> tuple[tuple[Line, ...], tuple[Bad, ...]]:
        """What a good example of a constraint states, and bad ones; the predicates are those that it looks at."""
        paths = sorted(set(self._bad.get(constraint, ())), key=lambda path: (len(path.name), path.name))[:MOST_BAD]
        if shape not in self._good or not paths:
            return (), ()
        good = self._file(self._good[shape])
        files = [self._file(path) for path in paths]
        return _good(good, files[0], predicates), tuple(_bad(good, bad, predicates) for bad in files)

    def _file(self, path: Path) -> File:
        if path not in self._read:
            self._read[path] = read_example(path)
        return self._read[path]


def read_example(path: Path) -> File:
    """An example file. Raises SourceError."""
    data = read_bytes(path)
    try:
        parser = ox.parse(data, ox.RdfFormat.TURTLE)
        triples = tuple(_numbered(quad.triple for quad in parser))
    except SyntaxError as error:
        raise syntax_problem(data, path, error) from error
    first = data.decode().partition("\n")[0]
    return File(first.removeprefix("#").strip() if first.startswith("#") else "", parser.prefixes, triples)


def _numbered(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples with their blank nodes numbered, in place of the engine's names, which are never the same."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def numbered(node: ox.BlankNode) -> ox.BlankNode:
        return names.setdefault(node, ox.BlankNode(f"b{len(names) + 1}"))

    for one in triples:
        subject = numbered(one.subject) if isinstance(one.subject, ox.BlankNode) else one.subject
        value = numbered(one.object) if isinstance(one.object, ox.BlankNode) else one.object
        yield ox.Triple(subject, one.predicate, value)


def _bad(good: File, bad: File, predicates: set[str]) -> Bad:
    wrong = bad.held - good.held
    changed = _changed(good, bad)
    subjects = [one for one in bad.subjects if one in changed]
    seen = predicates | {TYPE} | {one.predicate.value for one in _difference(good, bad) if one.subject in good.subjects}
    marked = frozenset(one for one in wrong if one.subject in good.subjects or one.predicate.value in predicates)
    around = _around(bad, changed, predicates)
    lines = bad.lines([*subjects, *around], seen, marked)
    return Bad(bad.words, lines or bad.lines(subjects, {one.predicate.value for one in bad.triples}, marked))


def _good(good: File, bad: File, predicates: set[str]) -> tuple[Line, ...]:
    """What the good example states where the bad one differs, else of the first thing that the constraint looks at."""
    changed = _changed(good, bad)
    seen = predicates | {TYPE} | {one.predicate.value for one in _difference(good, bad) if one.subject in good.subjects}
    subjects = [one for one in good.subjects if one in changed]
    if not subjects:
        best = max((len(held & predicates) for held in good.subjects.values()), default=0)
        subjects = [one for one, held in good.subjects.items() if len(held & predicates) == best][:1]
    lines = good.lines([*subjects, *_around(good, set(subjects), predicates)], seen, frozenset())
    return lines or good.lines(subjects, {one.predicate.value for one in good.triples}, frozenset())


def _difference(good: File, bad: File) -> frozenset[ox.Triple]:
    return good.held ^ bad.held


def _changed(good: File, bad: File) -> set[object]:
    return {one.subject for one in _difference(good, bad)}


def _around(file: File, subjects: set[object], predicates: set[str]) -> Sequence[object]:
    """The things that these lead to, or that lead to these, by what a constraint looks at."""
    linked = [one for one in file.triples if one.predicate.value in predicates]
    outward = [one.object for one in linked if one.subject in subjects and one.object in file.subjects]
    inward = [one.subject for one in linked if one.object in subjects]
    return [one for one in dict.fromkeys([*outward, *inward]) if one not in subjects][:MOST_AROUND]


def _lines(triples: Sequence[ox.Triple], prefixes: Mapping[str, str], wrong: frozenset[ox.Triple]) -> Iterator[Line]:
    """Triples as Turtle, one on a line, those of a subject joined."""
    for number, triple in enumerate(triples):
        following = triples[number + 1] if number + 1 < len(triples) else None
        is_first = number == 0 or triples[number - 1].subject != triple.subject
        start = f"{_term(triple.subject, prefixes)} " if is_first else "    "
        predicate = "a" if triple.predicate.value == TYPE else _term(triple.predicate, prefixes)
        end = ";" if following is not None and following.subject == triple.subject else "."
        yield Line(f"{start}{predicate} {_term(triple.object, prefixes)} {end}", triple in wrong)


def _term(term: object, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        known = [(namespace, prefix) for prefix, namespace in prefixes.items() if term.value.startswith(namespace)]
        for namespace, prefix in sorted(known, key=lambda pair: -len(pair[0])):
            if re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_-])?", local := term.value[len(namespace) :]):
                return f"{prefix}:{local}"
    if not isinstance(term, ox.Literal) or term.language or term.datatype.value == f"{PREFIXES['xsd']}string":
        return str(term)
    if term.datatype.value in _BARE:
        return term.value
    return f"{ox.Literal(term.value)}^^{_term(term.datatype, PREFIXES | dict(prefixes))}"
