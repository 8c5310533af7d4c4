"""`minegraph accept`: a submission becomes part of the graph."""

from __future__ import annotations

import click

from minegraph.cli.deciding import by_option, rebuild, submission_argument
from minegraph.cli.opening import opened_files
from minegraph.cli.options import Place, placed
from minegraph.cli.output import show
from minegraph.pages import Fields

EXAMPLES = """\b
Examples:
  minegraph accept 2026-11-25-partners-1a2b3c4d --by "Data steward"
  minegraph accept 2026-11-25-p --by GTK
"""


@click.command(epilog=EXAMPLES)
@submission_argument
@by_option
@placed
def command(place: Place, submission: str, by: str) -> None:
    """Check a submission again and make it part of the graph, as one file in data/submissions/.

    ID may be the beginning of one. In a git checkout the result is a diff to review and commit.
    """
    with opened_files(place, "accept") as graph:
        acceptance = graph.accept(submission, by=by)
        receipt = acceptance.entry.receipt
        decision = receipt.decision
        facts = {
            "accepted": acceptance.entry.id if acceptance.is_new else f"{acceptance.entry.id}, before now",
            "file": graph.layout.name(acceptance.path),
            "graph": acceptance.graph,
            "by": f"{decision.by}, {decision.at}" if decision else "",
            "replaces": acceptance.replaced or "",
        }
        warnings = tuple(warning.problem for warning in receipt.warnings) or ("none",)
        show((Fields((*((name, (value,)) for name, value in facts.items() if value), ("warnings", warnings))),))
        rebuild(graph)
