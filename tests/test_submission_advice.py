"""What is advised where people go wrong often: signs and numbers that can be misread."""

from __future__ import annotations

import pytest

from minegraph.forms.literals import LANG_STRING, read_literal
from minegraph.forms.numbers import require_one_meaning
from minegraph.forms.unreadable import UnreadableError


@pytest.mark.parametrize("text", ["\x84tief\x93", "a\x00", "\x1b[31m"])
def test_control_characters_are_a_sign_of_a_wrong_encoding(text: str) -> None:
    with pytest.raises(UnreadableError, match="control character"):
        read_literal(text, [LANG_STRING])


def test_what_names_no_language_is_not_taken_for_one() -> None:
    with pytest.raises(UnreadableError, match="names no language"):
        read_literal("Organisation @foo", [LANG_STRING])
    assert read_literal("Sámediggi @smj", [LANG_STRING]).term.language == "smj"  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "advice"), [("1.000", "Write 1000 or 1."), ("1.234", "Write 1234 or 1,2340.")])
def test_number_that_can_be_two_is_spelt_out(text: str, advice: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        require_one_meaning(text)
    assert caught.value.advice == advice
