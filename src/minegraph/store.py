"""Where questions are put: the built store on disk, or any SPARQL 1.1 endpoint. Both answer with pyoxigraph's terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import pyoxigraph as ox

from minegraph.errors import NotFoundError, QueryError, StoreError
from minegraph.sparql import names_dataset, undeclared

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\[[^\]]*\]')  # punctuation and ranges of characters
T = TypeVar("T")
EngineAnswer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Solutions:
    """The answer of a SELECT query: one row per solution, in the order of the variables; None is unbound."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Dataset:
    """Which graphs a query asks, by their IRIs: those whose union is its default graph, and those it may name."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Source(Protocol):
    """Something that answers SPARQL queries. Without FROM, the default graph is the union of all named graphs."""

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query."""
        ...

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        ...

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        ...


class LocalStore:
    """An Oxigraph store in this process; nothing is refused here and nothing is ever written.

    All methods raise QueryError for a query that the engine rejects, StoreError when the store cannot be read.
    """

    def __init__(self, engine: ox.Store) -> None:
        self.engine = engine

    @classmethod
    def open(cls, path: Path) -> LocalStore:
        """A built store, opened read-only."""
        try:
            return cls(ox.Store.read_only(str(path)))
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{path}: the store cannot be opened ({error}). Run `minegraph build`.") from error

    def select(self, query: str) -> Solutions:
        """The solutions of a SELECT query."""
        try:
            return as_solutions(self._answer(query))
        except (OSError, RuntimeError) as error:
            raise _failure(error) from error

    def ask(self, query: str) -> bool:
        """The answer of an ASK query."""
        return as_truth(self._answer(query))

    def construct(self, query: str) -> list[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE query."""
        try:
            return list(as_triples(self._answer(query)))
        except (OSError, RuntimeError) as error:
            raise _failure(error) from error

    def answer(self, query: str, dataset: Dataset | None = None) -> EngineAnswer:
        """The engine's answer to a query of any form, most of it found while it is read: use `reading` for that.

        A dataset stands in place of the one that the query names; all its graphs must be in the store.
        """
        if dataset is None:
            return self._answer(query)
        return self._answer(
            query, [self.graph(iri) for iri in dataset.default], [self.graph(iri) for iri in dataset.named]
        )

    def graph(self, iri: str) -> ox.NamedNode:
        """The name of a graph of this store; NotFoundError when there is none."""
        try:
            name = ox.NamedNode(iri)
        except ValueError:
            name = None
        if name is None or not self.engine.contains_named_graph(name):
            raise NotFoundError("graph", iri)
        return name

    def _answer(
        self, query: str, default: list[ox.NamedNode] | None = None, named: list[ox.NamedNode] | None = None
    ) -> EngineAnswer:
        is_union = default is None and not names_dataset(query)
        try:
            return self.engine.query(
                query,
                use_default_graph_as_union=is_union,
                default_graph=default,  # type: ignore[arg-type]
                named_graphs=named,  # type: ignore[arg-type]
            )
        except SyntaxError as error:
            raise QueryError(explain(query, str(error.msg))) from error
        except UnicodeEncodeError as error:
            raise QueryError("the query holds half a surrogate pair. Write it as UTF-8 text.") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise _failure(error) from error


def reading(found: Iterable[T]) -> Iterator[T]:
    """What the engine finds, one by one. Raises QueryError and StoreError."""
    try:
        yield from found
    except (OSError, RuntimeError) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> QueryError | StoreError:
    if isinstance(error, OSError) or str(error).startswith("Corruption"):
        return StoreError(f"the store cannot be read ({error}). Run `minegraph build`.")
    return QueryError(f"the query cannot be evaluated: {error}.")


def as_solutions(answer: object) -> Solutions:
    """The solutions in the engine's answer; QueryError when it is of another kind."""
    if not isinstance(answer, ox.QuerySolutions):
        raise QueryError("the query does not list solutions. Write it as SELECT.")
    return Solutions(tuple(variable.value for variable in answer.variables), tuple(tuple(row) for row in answer))


def as_truth(answer: object) -> bool:
    """The yes or no in the engine's answer; QueryError when it is of another kind."""
    if not isinstance(answer, ox.QueryBoolean):
        raise QueryError("the query does not answer yes or no. Write it as ASK.")
    return bool(answer)


def as_triples(answer: object) -> ox.QueryTriples:
    """The triples in the engine's answer; QueryError when it is of another kind."""
    if not isinstance(answer, ox.QueryTriples):
        raise QueryError("the query does not give triples. Write it as CONSTRUCT or DESCRIBE.")
    return answer


def explain(query: str, problem: str) -> str:
    """The engine's syntax error with line, column, and the expected words a person can use.

    >>> explain("ASK { ?s mgo:x ?o }", "error at 1:16: expected OPTIONAL")
    'query, line 1, column 10: unknown prefix "mgo:". Declare it or fix the spelling.'
    """
    found = re.match(r"error at (\d+):(\d+): expected (?:one of )?(.*)", problem, re.DOTALL)
    if not found:
        return f"query: {problem}"
    unknown = undeclared(query)
    if unknown is not None:
        prefix = unknown.text.partition(":")[0]
        return f'{_place(query, unknown.start)}: unknown prefix "{prefix}:". Declare it or fix the spelling.'
    line, column = int(found[1]), int(found[2])
    rest = "".join(query.splitlines(keepends=True)[line - 1 :])[column - 1 :]
    return f"query, line {line}, column {column}: {_expected(found[3], is_end=not rest.strip())}"


def _place(query: str, start: int) -> str:
    before = query[:start]
    return f"query, line {before.count(chr(10)) + 1}, column {start - before.rfind(chr(10))}"


def _expected(alternatives: str, is_end: bool) -> str:
    """What the engine says of what it expected: a reason in words, else the words it would take."""
    unquoted = QUOTED.sub("", alternatives)
    words = [word.strip() for word in unquoted.split(",") if word.strip(" |\n")]
    reasons = [f"{word}." for word in words if " " in word]
    if reasons or is_end:
        return next(iter(reasons), "the query ends too early.")
    listed = ", ".join(sorted(set(words)))
    return f"not understood here; possible: {listed}." if listed else "not understood here."
