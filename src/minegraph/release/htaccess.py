"""Redirects as Apache reads them: `.htaccess` for the host of a release, `w3id/.htaccess` for w3id.org."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from minegraph.release.edition import Edition
from minegraph.release.redirects import ASKED_BY, RULES, Rule
from minegraph.telling import Progress
from minegraph.terms import BASE

_TYPES = {
    "text/html": "html",
    "text/css": "css",
    "text/plain": "txt",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/n-quads": "nq",
    "application/trig": "trig",
    "application/sparql-query": "rq",
    "application/geo+json": "geojson",
    "application/xml": "graphml xml",
    "application/json": "json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/markdown": "md",
    "application/yaml": "cff",
    "image/svg+xml": "svg",
    "text/javascript": "js",
}
_TEXTS = "html css js ttl nt nq trig jsonld json geojson csv tsv rq md txt cff"
_NEGOTIATION = """\
# Which form the client prefers: of those with the highest q in its Accept header the one named first. The last rule
# that applies counts. (q is read to one digit, and parameters of media types are not looked at; for more there is
# no means here.) HTML is for whoever names none of these, also when it asks for what there is not.
"""
_SITE = """\
# Where the site is: what stands before the part of the path that the rules are told.
RewriteCond $0#%{REQUEST_URI} ^(.*)#(.*)\\1$
RewriteRule ^.*$ - [E=SITE:%2]
"""
_AT_HOME = """\
# This release was published for the address of its IRIs, so that nothing has to lead from them to another place:
# the .htaccess of the site does it all. `minegraph publish --base ADDRESS`, with the address of the site that the
# IRIs are to lead to, writes here what the directory `minegraph` of w3id.org needs.
"""


def write_redirects(edition: Edition, progress: Progress) -> None:
    """Write `.htaccess` and `w3id/.htaccess`."""
    progress("redirects", 0, 1)
    edition.write(".htaccess", of_host())
    edition.write("w3id/.htaccess", of_w3id(edition.base))


def of_host() -> str:
    """The file for the directory of the release, wherever below a host it is put."""
    return "".join(
        (
            "# minegraph: how Apache serves this release (mod_rewrite, mod_mime, and mod_headers where it is).\n",
            "# The host has to allow it: AllowOverride FileInfo Indexes\n\n",
            "DirectoryIndex index.html\n\n",
            _media_types(),
            _headers(),
            "RewriteEngine On\n\n",
            _SITE,
            "\n",
            _negotiation(),
            *(_rule(rule, "%{ENV:SITE}") for rule in RULES),
        )
    )


def of_w3id(base: str) -> str:
    """The file for the directory `minegraph` of w3id.org, when the release is at the address `base`."""
    if base == BASE:
        return _AT_HOME
    site = re.sub(r"([$%\\])", r"\\\1", unquote(base))
    return "".join(
        (
            f"# minegraph: from its IRIs to the release at {base}\n\n",
            _headers(),
            "RewriteEngine On\n\n",
            _negotiation(),
            *(_rule(rule, site) for rule in RULES),
            "# Files are where the release is.\n",
            _to("(.*)", site, "$1", 302),
        )
    )


def _media_types() -> str:
    lines = (f"AddType {media_type} {_ends(ends)}\n" for media_type, ends in _TYPES.items())
    special = {
        "text/turtle": '"void"',
        "application/csvm+json": '"csv-metadata.json"',
        "text/plain": '~ "^(?:LICENSE-DATA|SHA256SUMS)$"',
    }
    files = (f"<Files {name}>\n  ForceType '{kind}'\n</Files>\n" for kind, name in special.items())
    return f"{''.join(lines)}AddCharset utf-8 {_ends(_TEXTS)}\n{''.join(files)}\n"


def _ends(names: str) -> str:
    return " ".join(f".{name}" for name in names.split())


def _headers() -> str:
    """Pages of others may read everything; what a redirect leads to depends on what the client accepts."""
    return (
        "<IfModule mod_headers.c>\n"
        '  Header always set Access-Control-Allow-Origin "*"\n'
        '  Header always set X-Content-Type-Options "nosniff"\n'
        '  Header always merge Vary "Accept" "expr=%{REQUEST_STATUS} == 303"\n'
        "</IfModule>\n\n"
    )


def _negotiation() -> str:
    return f"{_NEGOTIATION}{''.join(_preferences())}{''.join(_forms())}\n"


def _preferences() -> Iterator[str]:
    """Rules that remember the media type that is accepted best, from the lowest quality to the highest."""
    start = rf"(?:^|,)\s*({_known_types()})\s*(?:;(?!\s*q\s*=)[^,;]*)*"
    ends = [rf";\s*q\s*=\s*0?\.{tenths}" for tenths in range(1, 10)]
    for end in (*ends, r"(?:;\s*q\s*=\s*1[^,]*)?(?:,|$)"):
        yield f"RewriteCond %{{HTTP_ACCEPT}} {start}{end} [NC]\nRewriteRule ^ - [E=ACCEPTED:%1]\n"


def _known_types() -> str:
    """A pattern for the media types by which any form is asked for, and for what leaves the choice."""
    named = (*(one for types in ASKED_BY.values() for one in types), "text/html", "application/xhtml+xml", "text/*")
    groups: dict[str, list[str]] = {}
    for media_type in sorted(named):
        kind, _, rest = media_type.partition("/")
        groups.setdefault(kind, []).append(_escaped(rest))
    return "|".join([*(f"{kind}/(?:{'|'.join(rest)})" for kind, rest in groups.items()), r"\*/\*"])


def _forms() -> Iterator[str]:
    """Rules that remember the form that has the media type."""
    for form, types in ASKED_BY.items():
        yield f"RewriteCond %{{ENV:ACCEPTED}} {_one_of(map(_escaped, types))} [NC]\nRewriteRule ^ - [E=FORM:{form}]\n"


def _one_of(patterns: Iterable[str]) -> str:
    """A pattern for text that is one of some.

    >>> _one_of(["ttl"]), _one_of(["ttl", "nt"])
    ('^ttl$', '^(?:ttl|nt)$')
    """
    known = list(patterns)
    return f"^{known[0]}$" if len(known) == 1 else f"^(?:{'|'.join(known)})$"


def _escaped(text: str) -> str:
    return re.sub(r"([.+*])", r"\\\1", text)


def _rule(rule: Rule, site: str) -> str:
    """A rule with a file for each form, or with one for all."""
    lines = [f"# {rule.words}\n"]
    for form, asked in rule.asked.items():
        lines.append(f"RewriteCond %{{ENV:FORM}} {_one_of(asked)}\n")
        lines.append(_to(rule.pattern, site, rule.files[form]))
    lines.append(_to(rule.pattern, site, next(iter(rule.files.values()))))
    return f"{''.join(lines)}\n"


def _to(pattern: str, site: str, file: str, status: int = 303) -> str:
    target = f"{site}{file}"
    if " " in target or '"' in target:
        target = '"' + target.replace('"', '\\"') + '"'
    return f"RewriteRule ^{pattern}$ {target} [R={status},L]\n"
