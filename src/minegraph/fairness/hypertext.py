"""What an HTML document refers to, and what can be referred to in it.

Read with regular expressions, which is several times as fast as the parser of the standard library: quoted attributes
may hold `>`, the content of scripts and comments is left out. A browser may read broken markup otherwise. Each pattern
takes a time that grows with the length of the document, whatever it holds: what is not closed ends with the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

_QUOTED = r"\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)"
_SCRIPT = re.compile(rf"(<script\b(?:[^\"'>]|{_QUOTED})*(?:>|\Z)).*?(?=</script|\Z)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(rf"<([a-zA-Z][\w:-]*)\s([^\"'>]*(?:(?:{_QUOTED})[^\"'>]*)*)(?:>|\Z)")
_ATTRIBUTE = re.compile(r"(?<![\w:-])([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ANCHOR = re.compile(r"\s(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*(?:>|\Z)(.*?)(?:</style|\Z)", re.DOTALL | re.IGNORECASE)
_STYLED = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s+[\"']([^\"']+)", re.IGNORECASE)
_ADDRESSED = re.compile("href|src|action|data|poster|style|background", re.IGNORECASE)
_CONTEXT = re.compile(r'"@context"\s*:\s*\[?\s*"([^"]*)"')
_LEADING = ("a", "area", "form", "button", "input")
_FOLLOWED = frozenset(
    {
        "alternate",
        "author",
        "bookmark",
        "canonical",
        "collection",
        "describedby",
        "help",
        "item",
        "license",
        "next",
        "prev",
        "search",
        "up",
    }
)


@dataclass(frozen=True, slots=True)
class Reference:
    """An address in a document; `loads`: a browser fetches it by itself."""

    address: str
    loads: bool


def references(html: str) -> Iterator[Reference]:
    """Every address in the tags and style sheets of a document."""
    plain = _COMMENT.sub("", _SCRIPT.sub(r"\1", html))
    for tag, written in _TAG.findall(plain):
        if _ADDRESSED.search(written):
            yield from _in_tag(tag.lower(), written)
    for block in _STYLE.findall(plain):
        yield from styled(block)


def styled(css: str) -> Iterator[Reference]:
    """Every address in a style sheet."""
    yield from (Reference((url or sheet).strip(), loads=True) for url, sheet in _STYLED.findall(css))


def contexts(json_ld: str) -> Iterator[Reference]:
    """The contexts that a JSON-LD document refers to, which its readers load."""
    yield from (Reference(address, loads=True) for address in _CONTEXT.findall(json_ld))


def anchors(html: str) -> frozenset[str]:
    """What a fragment can name in a document."""
    return frozenset(unescape("".join(found)) for found in _ANCHOR.findall(_COMMENT.sub("", _SCRIPT.sub(r"\1", html))))


@lru_cache(maxsize=100_000)
def _in_tag(tag: str, written: str) -> tuple[Reference, ...]:
    """The addresses in a tag; the same tag stands on many pages."""
    found: list[Reference] = []
    for name, *values in _ATTRIBUTE.findall(written):
        value = unescape("".join(values)).strip()
        match name.lower():
            case "style":
                found += styled(value)
            case "srcset":
                found += [Reference(one.split()[0], loads=True) for one in value.split(",") if one.strip()]
            case "href" | "xlink:href" | "action" | "formaction":
                found.append(
                    Reference(value, loads=tag not in _LEADING and not (tag == "link" and _is_followed(written)))
                )
            case "src" | "data" | "poster" | "background" if value:
                found.append(Reference(value, loads=True))
    return tuple(found)


def _is_followed(written: str) -> bool:
    """True for a link that a browser does not fetch unasked."""
    given = {name.lower(): "".join(values) for name, *values in _ATTRIBUTE.findall(written)}
    return bool(set(given.get("rel", "").lower().split()) & _FOLLOWED)
