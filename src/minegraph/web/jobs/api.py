"""The description of the API, for programs that call it."""

from __future__ import annotations

import json

from minegraph.formats import JSON
from minegraph.web.documents import send
from minegraph.web.openapi import openapi
from minegraph.web.opened import Opened
from minegraph.web.output import Output


def run(graph: Opened, output: Output, *, form: str, address: str, server: str) -> None:  # noqa: ARG001 (one form)
    """Write the OpenAPI description of a server at an address."""
    described = openapi(graph.knowledge.questions.values(), server)
    send(output, JSON, json.dumps(described, ensure_ascii=False, indent=1))
