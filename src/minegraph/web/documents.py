"""What a child sends of a document that has several forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from pyoxigraph import Triple

from minegraph.formats import CSV, TSV, TURTLE, XLSX, Format
from minegraph.render import graph
from minegraph.turtle import write_turtle
from minegraph.web.output import Output

SEE_OTHER = 303
_FOR_OTHER_PROGRAMS = (CSV, TSV, XLSX)


def send(output: Output, form: Format, body: str | bytes, name: str = "") -> None:
    """Send a document in one of its forms, with a tag that changes when it does.

    Where it has a `name`, what another program opens than the browser is a file of that name.
    """
    data = body.encode() if isinstance(body, str) else body
    headers = {"etag": f'"{sha256(data).hexdigest()[:32]}"'}
    if name and form in _FOR_OTHER_PROGRAMS:
        headers["content-disposition"] = f'attachment; filename="{name}.{form.suffix}"'
    output.send(form.content_type, data, headers=headers)


def send_triples(output: Output, form: Format, triples: Sequence[Triple]) -> None:
    """Send triples in a form of RDF, Turtle in its canonical form."""
    send(output, form, write_turtle(triples) if form == TURTLE else graph(triples, form.name))


def lead(output: Output, address: str) -> None:
    """Lead on to another address of this server."""
    output.send("text/plain; charset=utf-8", "", status=SEE_OTHER, headers={"location": address})


def form_named(formats: Iterable[Format], name: str) -> Format:
    """The form of that name among those that a document has."""
    return next(one for one in formats if one.name == name)
