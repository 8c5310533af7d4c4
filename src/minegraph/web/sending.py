"""Answers of jobs: pages, and files to keep."""

from __future__ import annotations

from minegraph.formats import CSV, HTML, JSON, JSON_LD, XLSX
from minegraph.web.output import Output

_FORMS = {form.name: form for form in (CSV, HTML, JSON, JSON_LD, XLSX)}
SEE_OTHER = 303


def page(output: Output, document: str) -> None:
    """A page."""
    output.send(HTML.content_type, document)


def send(output: Output, form: str, body: bytes, name: str) -> None:
    """Data in one of the forms; what opens in a spreadsheet program is a file with a name of its own."""
    kind = _FORMS[form]
    is_file = kind in (CSV, XLSX)
    headers = {"content-disposition": f'attachment; filename="{name}.{kind.suffix}"'} if is_file else {}
    output.send(kind.content_type, body, headers=headers)


def lead(output: Output, address: str) -> None:
    """Lead on to another address of this server."""
    output.send("text/plain; charset=utf-8", "", status=SEE_OTHER, headers={"location": address})
