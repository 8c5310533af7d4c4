"""SPARQL as text: its tokens, read the way engines read it.

Engines differ from the grammar's longest-match rule in one place that matters to a guard: in `?a<'x>'...` stands an IRI
by the grammar, but a comparison with a string for a parser that knows it is inside an expression, such as Oxigraph's.
Hence `readings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

BASE_CHARS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
NAME_CHARS = f"{BASE_CHARS}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
IRI = rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]|{CODE_POINT})*>"
PLAIN_IRI = rf"<(?:[A-Za-z][A-Za-z0-9+.-]*://(?:[^\x00-\x20<>\"{{}}|^`\\]|{CODE_POINT})*|[^\x00-\x20<>\"'#{{}}|^`\\]*)>"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: its kind (iri, string, variable, language, name, word, number, mark), text and place."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next piece may begin."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A keyword or mark in capitals; empty for everything else."""
        return self.text.upper() if self.kind in {"word", "mark"} else ""


@cache
def _pattern(iri: str, is_ascii: bool) -> re.Pattern[str]:
    """What tokens look like. All letters of the grammar take long to compile, and most queries have only ASCII."""
    base, name = ("A-Za-z", "A-Za-z_0-9") if is_ascii else (BASE_CHARS, NAME_CHARS)
    local = rf"(?:(?:[{name}:]|{ESCAPED})(?:(?:[{name}.:-]|{ESCAPED})*(?:[{name}:-]|{ESCAPED}))?)?"
    rest = rf"""
    |(?P<comment>\#[^\r\n]*)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    |(?P<variable>[?$][{name}]+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:_|[{base}](?:[{name}.-]*[{name}-])?)?:{local})
    |(?P<word>[{base}_][{name}]*)
    |(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    |(?P<space>\s+)
    |(?P<mark>\^\^|<<|>>|.)"""
    return re.compile(f"(?P<iri>{iri}){rest}", re.VERBOSE | re.DOTALL)


def tokens(text: str, iri: str = IRI) -> list[Token]:
    """The tokens of a query without comments and spaces. Any text has tokens: what fits nothing else is a mark.

    >>> [token.text for token in tokens('ASK { ?s a <http://x#y> } # all')]
    ['ASK', '{', '?s', 'a', '<http://x#y>', '}']
    """
    return list(_tokens(text, iri))


def _tokens(text: str, iri: str = IRI) -> Iterator[Token]:
    for match in _pattern(iri, text.isascii()).finditer(text):
        if match.lastgroup not in {"comment", "space"}:
            yield Token(str(match.lastgroup), match.group(), match.start())


def readings(text: str) -> Iterator[list[Token]]:
    """Every way an engine may read a query: by the grammar, by context, and with code point escapes resolved first."""
    for version in dict.fromkeys((text, _resolved(text))):
        by_grammar = tokens(version)
        yield by_grammar
        if not all(re.fullmatch(PLAIN_IRI, token.text) for token in by_grammar if token.kind == "iri"):
            yield tokens(version, PLAIN_IRI)


def names_dataset(text: str) -> bool:
    """True for a query that says with FROM which graphs it asks."""
    if "FROM" not in text.upper():
        return False
    before_group = takewhile(lambda token: token.word != "{", _tokens(text))
    return any(token.kind == "word" and token.word.startswith("FROM") for token in before_group)


def undeclared(text: str) -> Token | None:
    """The first prefixed name whose prefix the query does not declare."""
    found = tokens(text)
    declared = {found[at + 1].text for at in range(len(found) - 1) if found[at].word == "PREFIX"} | {"_:"}
    names = (token for token in found if token.kind == "name")
    return next((token for token in names if f"{token.text.partition(':')[0]}:" not in declared), None)


def _resolved(text: str) -> str:
    return re.sub(CODE_POINT, lambda match: chr(min(int(match[0][2:], 16), 0x10FFFF)), text)
