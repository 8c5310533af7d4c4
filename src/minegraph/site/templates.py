"""The templates of the web pages."""

from __future__ import annotations

import json
from functools import cache
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from minegraph import __version__
from minegraph.pages import shown, with_minus
from minegraph.site.cells import anchor, cell, rows
from minegraph.site.links import href, local, main_origins, origins
from minegraph.site.relocation import canonical, relocated
from minegraph.terms import BASE, compress

SECTIONS = (
    ("/synergies", "Synergies"),
    ("/network", "Network"),
    ("/queries", "Questions"),
    ("/ask", "SPARQL"),
    ("/submit", "Submit"),
)
RELEASED_SECTIONS = (
    ("/queries", "Questions"),
    ("/ontology", "Ontology"),
    ("/shapes", "Shapes"),
    ("/catalogue", "Data"),
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
"""What a page of a release may load: what lies beside it, and nothing else."""


def render(template: str, /, **values: object) -> str:
    """A page of `site/pages/` for the server, with all values escaped."""
    return _environment(released=False).get_template(template).render(**values)


class Released(Protocol):
    """What every page of a release says of it: its version, and the address of its site with `/` at the end."""

    @property
    def version(self) -> str:
        """The version of the data."""

    @property
    def base(self) -> str:
        """The address of the site."""


def render_released(template: str, at: str, release: Released, /, **values: object) -> str:
    """The same page as the file `at` of a release: `released` is true in it, and its links lead to files."""
    page = (
        _environment(released=True)
        .get_template(template)
        .render(release=release, canonical=canonical(release.base, at), **values)
    )
    return relocated(page, at)


@cache
def _environment(*, released: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("minegraph.site", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(version=__version__, base=BASE, anchor=anchor, released=released)
    environment.globals.update(sections=RELEASED_SECTIONS if released else SECTIONS, policy=POLICY)
    environment.filters.update(cell=cell, compact=compress, inlined=inlined, kind=_kind, plural=_plural, shown=shown)
    environment.filters.update(minus=with_minus, rows=rows, size=_size)
    environment.filters.update(href=href, local=local, main_origins=main_origins, origins=origins)
    return environment


def _kind(block: object) -> str:
    """What a block or cell of a page is."""
    return type(block).__name__


def _size(count: int) -> str:
    """A number of bytes for people.

    >>> [_size(count).split() for count in (0, 1_234, 24_500_000)]
    [['0', 'B'], ['1.2', 'kB'], ['24.5', 'MB']]
    """
    amount, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if amount < 1000:  # noqa: PLR2004 (the step between units)
            break
        amount, unit = amount / 1000, larger
    return f"{count}\N{NO-BREAK SPACE}B" if unit == "B" else f"{amount:.1f}\N{NO-BREAK SPACE}{unit}"


def _plural(word: str) -> str:
    """A heading for several things of a kind."""
    ends = {"s": "es", "y": "ies"}.get(word[-1:], "s")
    several = f"{word.removesuffix('y') if ends == 'ies' else word}{ends}" if word and ":" not in word else word
    return f"{several[:1].upper()}{several[1:]}" or "Other"


def inlined(document: object) -> Markup:
    """JSON, or what becomes JSON, so that it can stand in a script element of HTML.

    >>> inlined("</script>")
    Markup('"\\\\u003c/script\\\\u003e"')
    """
    text = json.dumps(document, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 (nothing in it can end the element)
