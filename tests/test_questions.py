"""The catalogue: every question answers as written down, in two independent engines.

When the data change for good reason: `pytest tests/test_questions.py --rewrite-expected`, then review the diff.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from minegraph.files import Layout, packaged_root
from minegraph.queries import Question, catalogue
from minegraph.render import solutions
from minegraph.store import LocalStore

EXPECTED = Path(__file__).parent / "expected"
QUESTIONS = catalogue(Layout(packaged_root()))
NUMBER = re.compile(r"-?\d+(\.\d+)?(E[+-]?\d+)?", re.IGNORECASE)


@pytest.fixture(scope="module")
def shipped_graph(shipped_store: LocalStore) -> rdflib.Graph:
    """The union of the shipped graph's named graphs in another engine."""
    triples = {quad.triple for quad in shipped_store.engine}
    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")


each_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


@each_question
def test_question_gives_the_expected_rows(
    question: Question, shipped_store: LocalStore, request: pytest.FixtureRequest
) -> None:
    answer = solutions(shipped_store.select(question.text), "csv")
    path = EXPECTED / f"{question.name}.csv"
    if request.config.getoption("--rewrite-expected"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(answer)
    assert answer.decode() == path.read_bytes().decode(), f"Review with `pytest {__file__} --rewrite-expected`."


@each_question
def test_question_finds_something(question: Question) -> None:
    assert (EXPECTED / f"{question.name}.csv").read_text(encoding="utf-8").count("\n") > 1


@each_question
def test_question_is_complete(question: Question) -> None:
    assert question.words.endswith("?")
    assert question.tags
    assert "ORDER BY" in question.text
    assert all(parameter.description for parameter in question.parameters)


@pytest.mark.heavy
@each_question
def test_question_gives_the_same_rows_in_rdflib(
    question: Question, shipped_store: LocalStore, shipped_graph: rdflib.Graph
) -> None:
    ours = shipped_store.select(question.text).rows
    theirs = [row for row in shipped_graph.query(question.text) if isinstance(row, ResultRow)]
    assert sorted(map(comparable, ours), key=str) == sorted(map(comparable, theirs), key=str)


def test_at_least_two_dozen_questions() -> None:
    assert len(QUESTIONS) >= 24


def test_every_expected_answer_has_its_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.csv")} == set(QUESTIONS)


@cache
def shortened(number: str) -> float:
    return float(f"{float(number):.9g}")


def comparable(row: Iterable[object]) -> tuple[object, ...]:
    """Values as both engines mean them: numbers by value, joined texts in any order."""
    return tuple(None if value is None else _comparable(value) for value in row)


def _comparable(value: object) -> object:
    text = str(value.value) if isinstance(value, ox.NamedNode | ox.Literal) else str(value)
    if NUMBER.fullmatch(text):
        return shortened(text)
    separator = " | " if " | " in text else ", "
    return separator.join(sorted(text.split(separator)))
