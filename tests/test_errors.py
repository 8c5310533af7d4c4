"""Messages say what, where, and what to do next."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from minegraph import errors
from minegraph.errors import MinegraphError, NotFoundError, SourceError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_exception_is_drawn_and_is_a_minegraph_error(kind: type) -> None:
    assert issubclass(kind, MinegraphError)
    assert kind.__name__ in str(errors.__doc__)


def test_source_error_names_file_and_line() -> None:
    assert str(SourceError(Path("data/x.ttl"), 41, "odd. Fix it.")) == "data/x.ttl:41: odd. Fix it."
    assert str(SourceError(Path("data/x.ttl"), None, "odd. Fix it.")) == "data/x.ttl: odd. Fix it."


@pytest.mark.parametrize(
    ("suggestions", "message"),
    [
        ((), "There is no region 'X'. Try a code."),
        (("A",), "There is no region 'X'. Did you mean 'A'? Try a code."),
        (("A", "B", "C"), "There is no region 'X'. Did you mean 'A', 'B' or 'C'? Try a code."),
    ],
)
def test_unknown_name_gets_suggestions(suggestions: tuple[str, ...], message: str) -> None:
    assert str(NotFoundError("region", "X", suggestions, "Try a code.")) == message
