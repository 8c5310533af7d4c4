"""Handing a file in, or trying what would change if it were handed in and accepted."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

from minegraph.errors import MinegraphError
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.submission.receipts import WAITING
from minegraph.web.opened import Opened
from minegraph.web.output import Output
from minegraph.web.reporting import write_preview, write_report

MOST_WAITING = 200


class FullInboxError(MinegraphError):
    """There are so many submissions that nobody has decided on that no more are taken in."""


def run(
    graph: Opened,
    output: Output,
    *,
    file: str,
    by: str,
    licence: str,
    accept_warnings: bool,
    replaces: str | None,
    encoding: str | None,
    is_trial: bool,
    folder: str,
) -> None:
    """Hand a file in (`is_trial`: only try), write the report and the preview into a folder, and answer in brief."""
    path = Path(file)
    knowledge = graph.current()
    if not is_trial:
        _require_room(knowledge)
    with chdir(path.parent):
        handed = knowledge.submit(
            path,
            by=by,
            licence=licence,
            accept_warnings=accept_warnings,
            replaces=replaces,
            encoding=encoding,
            dry_run=is_trial,
        )
        output.send_json(
            {
                "submission": handed.entry.id if handed.entry else None,
                "status": handed.entry.status if handed.entry else None,
                "new": handed.is_new,
                "report": write_report(handed.report, Path(folder), path, encoding) if handed.report else None,
                "preview": write_preview(handed.preview, Path(folder)) if handed.preview else None,
            }
        )


def _require_room(knowledge: KnowledgeGraph) -> None:
    """Raise FullInboxError where nobody decides on what is there."""
    waiting = sum(entry.status == WAITING for entry in knowledge.inbox())
    if waiting >= MOST_WAITING:
        raise FullInboxError(
            f"{waiting} submissions wait for a decision already. Try again when stewards have decided."
        )
