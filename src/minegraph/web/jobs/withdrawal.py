"""What would change if an accepted submission were withdrawn, and what would be wrong with what stays."""

from __future__ import annotations

from pathlib import Path

from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.reporting import write_preview, write_report


def run(graph: Opened, output: Output, submission: str, folder: str) -> None:
    """Write the preview and the report on what stays into a folder, and answer in brief."""
    knowledge, place = graph.current(), Path(folder)
    foreseen, broken = knowledge.foresee_withdrawal(submission), knowledge.broken_by_withdrawal(submission)
    output.send_json({"preview": write_preview(foreseen, place), "report": write_report(broken, place)})
