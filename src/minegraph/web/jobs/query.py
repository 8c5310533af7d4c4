"""SPARQL queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import pyoxigraph as ox

from minegraph import render
from minegraph.guard import check
from minegraph.result_streams import write_graph, write_rows
from minegraph.store import Dataset, EngineAnswer, reading
from minegraph.web.opened import Opened
from minegraph.web.output import Output, TooLargeError
from minegraph.web.representation import chosen

T = TypeVar("T")


def run(
    graph: Opened,
    output: Output,
    *,
    query: str,
    accept: str,
    formats: Sequence[str],
    most_rows: int,
    headers: Mapping[str, str],
    dataset: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write the results of a query in the format that is wanted, up to `most_rows` of them."""
    check(query)
    asked = None if dataset is None else Dataset(tuple(dataset["default"]), tuple(dataset["named"]))
    answer = graph.local.answer(query, asked)
    wanted, content_type = chosen(_form(answer), accept, formats)
    output.begin(content_type, headers={"vary": "accept", **headers})
    match answer:
        case ox.QueryBoolean():
            output.write(render.answer(bool(answer), wanted.name))
        case ox.QuerySolutions():
            variables = tuple(variable.value for variable in answer.variables)
            rows = (tuple(row) for row in capped(reading(answer), most_rows, "rows"))
            output.say("minegraph-rows", str(write_rows(variables, rows, wanted.name, output.write)))
        case _:
            write_graph(capped(reading(answer), most_rows, "triples"), wanted.name, output.write)


def capped(found: Iterable[T], most: int, what: str) -> Iterator[T]:
    """No more than so many; raises TooLargeError when there is another one."""
    for at, one in enumerate(found):
        if at == most:
            raise TooLargeError(
                f"The answer has more than {most:,} {what}. Ask for less at once, with LIMIT and OFFSET."
            )
        yield one


def _form(answer: EngineAnswer) -> render.Form:
    match answer:
        case ox.QueryBoolean():
            return "ASK"
        case ox.QuerySolutions():
            return "SELECT"
        case _:
            return "GRAPH"
