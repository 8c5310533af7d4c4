"""Pages as text, in terminals of any width, and as HTML."""

from __future__ import annotations

import io

import pytest

from minegraph.pages import Fields, Heading, Link, Page, Prose, Table, markup, plain, terminal

EVIL = '<script>alert("x")</script>'
PAGE: Page = (
    Heading("Lapland", 1),
    Fields((("name", ("Lapland", "Lappi")), ("site", (Link("Kemi", "https://example.org/kemi"),)))),
    Table(("commodity", "tonnes"), (("Chromium", "5"), ("Gold", "12")), numeric=frozenset({1})),
    Prose("Done."),
)


def test_plain_text_is_aligned() -> None:
    assert plain.text(PAGE) == (
        "Lapland\n"
        "=======\n"
        "\n"
        "name  Lapland\n"
        "      Lappi\n"
        "site  Kemi\n"
        "\n"
        "commodity  tonnes\n"
        "---------  ------\n"
        "Chromium        5\n"
        "Gold           12\n"
        "\n"
        "Done.\n"
    )


def test_plain_text_never_crops() -> None:
    long = "x" * 5000
    assert long in plain.text((Table(("a",), ((long,),)),))


def test_wide_characters_keep_their_columns() -> None:
    lines = plain.text((Table(("a", "b"), (("鉱山", "1"), ("mine", "2"))),)).splitlines()
    assert lines[2:] == ["鉱山  1", "mine  2"]


@pytest.mark.parametrize("steering", ["\x1b[31m", "\x9b31m", "\u202e", "\x07", "\r"])
def test_text_cannot_steer_a_terminal(steering: str) -> None:
    for shown in (plain.text((Prose(f"a{steering}b"),)), in_terminal((Prose(f"a{steering}b"),), 40)):
        assert steering not in shown


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_terminal_of_any_width_shows_every_word(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(tuple(f"column{n}" for n in range(8)), (tuple(f"word{n}" for n in range(8)),))
    monkeypatch.setenv("NO_COLOR", "1")
    shown = in_terminal((table,), width)
    assert all(f"word{n}" in shown for n in range(8))
    assert max(map(len, shown.splitlines())) <= width


def in_terminal(page: Page, width: int) -> str:
    stream = io.StringIO()
    terminal.show(page, stream, width)
    return stream.getvalue()


def test_html_is_escaped() -> None:
    page: Page = (
        Heading(EVIL),
        Prose(EVIL),
        Fields(((EVIL, (EVIL, Link(EVIL, f"https://example.org/{EVIL}"))),)),
        Table((EVIL,), ((EVIL,),)),
    )
    assert "<script" not in markup.fragment(page)


@pytest.mark.parametrize("href", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_html_links_lead_to_the_web_only(href: str) -> None:
    assert markup.link(Link("text", href)) == "text"


def test_html_links() -> None:
    assert markup.link(Link("a&b", 'https://example.org/?a=1&b="')) == (
        '<a href="https://example.org/?a=1&amp;b=&quot;" rel="noopener noreferrer">a&amp;b</a>'
    )
