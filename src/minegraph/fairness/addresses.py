"""Whether a text is an absolute IRI that the web can use (RFC 3987, RFC 3986, RFC 1123)."""

from __future__ import annotations

import re
from collections.abc import Iterator

SCHEMES = ("http", "https", "mailto", "urn", "tel")
_UCS = (
    "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    + "".join(f"{chr(plane * 0x10000)}-{chr(plane * 0x10000 + 0xFFFD)}" for plane in range(1, 14))
    + f"{chr(0xE1000)}-{chr(0xEFFFD)}"
)
_PRIVATE = f"\ue000-\uf8ff{chr(0xF0000)}-{chr(0xFFFFD)}{chr(0x100000)}-{chr(0x10FFFD)}"
_CHARACTER = rf"A-Za-z0-9._~!$&'()*+,;=:@{_UCS}\-"
_PATH = re.compile(rf"(?:[{_CHARACTER}/]|%[0-9A-Fa-f]{{2}})*")
_FRAGMENT = re.compile(rf"(?:[{_CHARACTER}/?]|%[0-9A-Fa-f]{{2}})*")
_QUERY = re.compile(rf"(?:[{_CHARACTER}/?{_PRIVATE}]|%[0-9A-Fa-f]{{2}})*")
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_LABEL = rf"[A-Za-z0-9{_UCS}](?:[A-Za-z0-9{_UCS}-]{{0,61}}[A-Za-z0-9{_UCS}])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9A-Fa-f:.]+\]")
_PORT = re.compile(r"(.*?)(?::(\d{0,5}))?", re.DOTALL)
_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def problem_of(iri: str) -> str:
    """What is wrong with an IRI; empty for one that is well-formed and absolute.

    >>> problem_of("https://example.org/caf\\u00e9?q=1#top"), problem_of("mailto:office@example.org")
    ('', '')
    >>> problem_of("https://example.org/a b"), problem_of("regions/FI1D7"), problem_of("https://exa_mple/")
    ("' ' may not stand in its path", 'is relative', "'exa_mple' is not the name of a host")
    """
    return next(_problems(iri), "")


def _problems(iri: str) -> Iterator[str]:
    parts = _PARTS.fullmatch(iri)
    if parts is None:
        yield "is relative" if iri else "is empty"
        return
    scheme, authority, path, query, fragment = parts.groups()
    if scheme.lower() not in SCHEMES:
        yield f"{scheme!r} is not a scheme of the web"
    if _STEERING.search(iri):
        yield "holds characters that turn the direction of text"
    if scheme.lower() in ("http", "https"):
        yield from _host_problems(authority)
    elif authority is not None or not path:
        yield f"names nothing after {scheme}:"
    for part, name, allowed in ((path, "path", _PATH), (query, "query", _QUERY), (fragment, "fragment", _FRAGMENT)):
        end = allowed.match(part or "")
        if part and end and end.end() < len(part):
            rest = part[end.end() :]
            yield (
                f"{rest[:3]!r} is no percent-encoding" if rest[0] == "%" else f"{rest[0]!r} may not stand in its {name}"
            )


def _host_problems(authority: str | None) -> Iterator[str]:
    found = _PORT.fullmatch(authority or "")
    host = found[1] if found else ""
    if not host:
        yield "names no host"
    elif "@" in host:
        yield "names a user"
    elif not _HOST.fullmatch(host):
        yield f"{host!r} is not the name of a host"
