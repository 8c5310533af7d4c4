"""The report on a file that somebody sends: the step before handing it in."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from minegraph.tabular import EncodingError
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.reporting import write_report


def run(graph: Opened, output: Output, *, file: str, encoding: str | None, replaces: str | None, folder: str) -> None:
    """Write the report into a folder, and answer how it came out, or in which encoding the file seems to be."""
    path = Path(file)
    knowledge = graph.current()
    with chdir(path.parent):
        try:
            report = knowledge.examine(path, replaces=replaces, encoding=encoding)
        except EncodingError as error:
            output.send_json({"question": {"encoding": error.encoding, "sample": error.sample}})
            return
        output.send_json(write_report(report, Path(folder), path, encoding))
