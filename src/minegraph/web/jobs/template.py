"""Spreadsheets to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from minegraph.formats import XLSX
from minegraph.web.offering import desk_of
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, forms: Sequence[str], filled: Sequence[str], form: str) -> None:
    """Send a template, as a workbook (`xlsx`) or as CSV files in an archive (`zip`)."""
    desk = desk_of(graph)
    headers = {"content-disposition": f'attachment; filename="minegraph-template.{form}"'}
    if form == "xlsx":
        output.send(XLSX.media_type, desk.template(forms, filled), headers=headers)
    else:
        output.send("application/zip", _packed(desk.template_files(forms, filled)), headers=headers)


def _packed(files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
