"""Decisions of stewards: accept, reject, withdraw; and the store after them."""

from __future__ import annotations

from minegraph.errors import MinegraphError
from minegraph.knowledge_graph import KnowledgeGraph
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, verb: str, submission: str, by: str, why: str) -> None:
    """Decide, bring the store up to date, and answer what became of the submission."""
    knowledge = graph.current()
    status = _decided(knowledge, verb, submission, by, why)
    output.send_json({"submission": submission, "status": status, "trouble": _rebuilt(knowledge, verb)})


def _decided(knowledge: KnowledgeGraph, verb: str, submission: str, by: str, why: str) -> str:
    if verb == "accept":
        return knowledge.accept(submission, by=by).entry.status
    if verb == "reject":
        return knowledge.reject(submission, by=by, why=why).status
    return knowledge.withdraw(submission, by=by, why=why).status


def _rebuilt(knowledge: KnowledgeGraph, verb: str) -> str:
    """Why the store could not be brought up to date, if so: that does not undo the decision."""
    if verb == "reject":
        return ""
    try:
        knowledge.build()
    except MinegraphError as error:
        return str(error)
    return ""
