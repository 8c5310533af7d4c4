"""The graph in the browser: a SPARQL endpoint, a page for every thing, and a workbench."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from minegraph.errors import StoreError
from minegraph.telling import Notice, ignore

if TYPE_CHECKING:
    from minegraph.knowledge_graph import KnowledgeGraph
    from minegraph.web.pools import Settings

HOST, PORT = "127.0.0.1", 8017


def serve(
    graph: KnowledgeGraph,
    host: str = HOST,
    port: int = PORT,
    *,
    hosts: Iterable[str] = (),
    settings: Settings | None = None,
    notice: Notice = ignore,
) -> None:
    """Serve a graph that has files until the process is told to stop; `notice` is told where.

    `hosts` are the names to answer for beside `host` and those of this machine. Raises StoreError.
    """
    if graph.endpoint:
        raise StoreError(f"{graph.endpoint} is served already. Leave out --store to serve the files of a graph.")
    from minegraph.web import pools, server
    from minegraph.web.app import create_app

    bound = server.bind(host, port)
    with bound:
        _build_aside(graph)
        generation = graph.built()
        children = pools.Pools(graph.layout, graph.store_directory, generation, settings or pools.Settings())
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{bound.getsockname()[1]}/"
        app = create_app(children, (shown, *hosts))
        server.run(app, bound, lambda: notice(f"Serving {graph.layout.root} at {address} (Ctrl-C stops)."))


def _build_aside(graph: KnowledgeGraph) -> None:
    """Bring the store up to date in a process of its own where there is a way to, since it leaves much memory behind.

    If that fails, the next attempt to build says why.
    """
    if hasattr(os, "fork"):
        child = os.fork()
        if child == 0:
            try:
                graph.built()
            finally:
                os._exit(0)
        os.waitpid(child, 0)
