"""Cells of a page as HTML: links to what the site says of things, badges for confidence and for what is inferred.

In Python, since a page of a thing has hundreds of them and a template takes three times as long.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup, escape

from minegraph.pages import Cell, Link, Piece, Several, Table, Value, shown
from minegraph.site.links import local

CONFIDENCES = frozenset({"high", "medium", "low"})
NUMBER = '"number"'
INFERRED = Markup('<span class="badge inferred">inferred</span>')
SHORT = 200
LINK_INFERRED = "(link inferred)"


def cell(one: Cell) -> Markup:
    """A cell, escaped.

    >>> cell(Several(("high", Link("[1]", "#source-1")), " "))
    Markup('<span class="badge high">high</span> <a href="#source-1">[1]</a>')
    >>> cell(Value("<Lappi>", language="fi"))
    Markup('<span lang="fi">&lt;Lappi&gt;</span> <small class="soft">fi</small>')
    """
    if isinstance(one, Several):
        return escape(one.between).join(map(_piece, one.pieces))
    return _piece(one)


def rows(table: Table) -> Markup:
    """The rows of a table; each cell tells the name of its column, and whether it holds a number.

    >>> rows(Table(("code", "n"), (("<a>", "1"),), frozenset({1})))
    Markup('<tr><td data-label="code">&lt;a&gt;</td><td data-label="n" class="number">1</td></tr>')
    """
    heads = [
        f'<td data-label="{escape(shown(name))}"{" class=" + NUMBER if at in table.numeric else ""}>'
        for at, name in enumerate(table.columns)
    ]
    lines = (
        f"<tr>{''.join(f'{head}{cell(one)}</td>' for head, one in zip(heads, row, strict=True))}</tr>"
        for row in table.rows
    )
    return Markup("\n".join(lines))  # noqa: S704 (escaped)


def anchor(address: str, text: str) -> Markup:
    """A text that leads to an address, one of another site without telling it from where; the text where it is empty.

    >>> anchor("https://example.org/", "x")
    Markup('<a href="https://example.org/" rel="noopener noreferrer">x</a>')
    """
    if not address:
        return escape(shown(text))
    outside = "" if address.startswith(("/", "#")) else ' rel="noopener noreferrer"'
    return Markup(f'<a href="{escape(address)}"{outside}>{escape(shown(text))}</a>')  # noqa: S704 (escaped)


def _piece(one: Piece) -> Markup:
    """A piece; short ones occur again and again."""
    text = one if isinstance(one, str) else one.text
    return _written(one) if len(text) > SHORT else _kept(one)


def _written(one: Piece) -> Markup:
    match one:
        case str():
            return _text(one)
        case Link(text, href):
            return anchor(href if href.startswith("#") else local(href, text), text)
        case Value():
            return _value(one)


_kept = lru_cache(1 << 13)(_written)


def _text(text: str) -> Markup:
    if text in CONFIDENCES:
        return Markup(f'<span class="badge {text}">{text}</span>')  # noqa: S704 (one of three words)
    if text == LINK_INFERRED:
        return Markup('<span class="badge inferred">link inferred</span>')
    return escape(shown(text))


def _value(value: Value) -> Markup:
    text = anchor(local(value.href, value.text), value.text)
    if value.language:
        language = escape(value.language)
        text = Markup(f'<span lang="{language}">{text}</span> <small class="soft">{language}</small>')  # noqa: S704
    return text + " " + INFERRED if value.is_inferred else text
