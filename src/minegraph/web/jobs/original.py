"""The file of a submission as it was handed in."""

from __future__ import annotations

from urllib.parse import quote

from minegraph.errors import NotFoundError
from minegraph.submission.inbox import Inbox
from minegraph.web.opened import Opened
from minegraph.web.output import STEP, Output


def run(graph: Opened, output: Output, submission: str) -> None:
    """Send the file, to be saved under its name and never opened in place."""
    entry = Inbox(graph.layout).entry(submission)
    if not entry.original.is_file():
        raise NotFoundError("file", entry.receipt.file, hint="It was handed in elsewhere, or removed from the inbox.")
    name = quote(entry.receipt.file, safe="")
    output.begin("application/octet-stream", headers={"content-disposition": f"attachment; filename*=UTF-8''{name}"})
    with entry.original.open("rb") as file:
        while piece := file.read(STEP):
            output.write(piece)
