"""The one sentence with which a file that is handed in is refused."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pyoxigraph as ox

from minegraph.errors import CheckError
from minegraph.files import shown, syntax_problem

_UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters and marks without ink
_LONGEST = 240


def refusal(path: Path, problem: str, line: int = 0) -> CheckError:
    """The error that says what is wrong with a file, at a line where one is known."""
    place = f"{shown(path)}:{line}" if line else f"{shown(path)}"
    return CheckError(f"{place}: {shortened(visible(problem))}")


def syntax_refusal(path: Path, kind: ox.RdfFormat, error: SyntaxError, reached: int) -> CheckError:
    """The error for text that is not RDF, at the line that the parser names, else at the one it has reached."""
    line = error.lineno or reached
    if "\u0085" in str(error.msg):
        return refusal(path, "holds the line end NEL (U+0085). Save it with ordinary line ends.", line)
    known = syntax_problem(b"", path, error)
    problem = str(known).removeprefix(f"{known.path}:{known.line}: " if known.line else f"{known.path}: ")
    return refusal(path, problem.replace("Correct the Turtle", f"Correct the {kind.name}"), line)


def is_unseen(character: str) -> bool:
    """Whether nothing, or only a gap, is seen where the character stands; a plain space is seen.

    >>> [is_unseen(character) for character in ("a", " ", "\\u200b", "\\u202e", "\\u3164")]
    [False, False, True, True, True]
    """
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return character != " " and (character in _BLANK or selector or unicodedata.category(character) in _UNSEEN)


def visible(text: str) -> str:
    """The text with a code in place of everything that is not seen.

    >>> visible("a\\u202eb")
    'a\\\\u202Eb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"\\u{ord(character):04X}" if is_unseen(character) else character for character in text)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """The text without its middle when it is too long to be read.

    >>> shortened("abcdefghij", 6)
    'abc … hij'
    """
    half = longest // 2
    return text if len(text) <= longest else f"{text[:half]} … {text[-half:]}"
