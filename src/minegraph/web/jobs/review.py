"""A submission as the graph is now: the report on it, and what accepting it would change."""

from __future__ import annotations

from pathlib import Path

from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.reporting import write_preview, write_report


def run(graph: Opened, output: Output, submission: str, folder: str) -> None:
    """Write the report and the preview into a folder, and answer in brief."""
    reviewed = graph.current().review(submission)
    output.send_json(
        {
            "report": write_report(reviewed.report, Path(folder)),
            "preview": write_preview(reviewed.preview, Path(folder)) if reviewed.preview else None,
        }
    )
