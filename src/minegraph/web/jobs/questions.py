"""The catalogue of questions: a page, the list for programs, and the description of them all as an API."""

from __future__ import annotations

import json

from minegraph.datasets import questions as described
from minegraph.datasets import server_at
from minegraph.errors import NotFoundError
from minegraph.formats import DESCRIPTIONS, HTML, JSON
from minegraph.queries import Question, as_document
from minegraph.render import graph as written
from minegraph.site import render
from minegraph.web.documents import form_named, send
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, form: str, address: str, server: str, tag: str) -> None:
    """Write the questions that have a tag, all without one. Raises NotFoundError for a tag that none has."""
    known = list(graph.knowledge.questions.values())
    tags = sorted({one for question in known for one in question.tags})
    if tag and tag not in tags:
        raise NotFoundError("tag", tag, hint=f"Tags: {', '.join(tags)}.")
    chosen = [question for question in known if not tag or tag in question.tags]
    wanted = form_named(DESCRIPTIONS, form)
    if wanted == HTML:
        send(output, wanted, _page(chosen, tags, tag, address))
    elif wanted == JSON:
        send(output, wanted, json.dumps([as_document(one) for one in chosen], ensure_ascii=False, indent=1))
    else:
        send(output, wanted, written(described(chosen, server_at(server)), wanted.name))


def _page(questions: list[Question], tags: list[str], tag: str, address: str) -> str:
    """The questions under their first tags, or under the one that was chosen."""
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(tag or question.tags[0] if question.tags else "other", []).append(question)
    query = f"?tag={tag}" if tag else ""
    forms = [(one.title, f"{address}.{one.suffix}{query}", one.media_type) for one in DESCRIPTIONS if one != HTML]
    return render("questions.html", groups=sorted(groups.items()), tags=tags, tag=tag, forms=forms)
