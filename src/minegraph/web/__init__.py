"""The graph in the browser: a SPARQL endpoint, a page for every thing, and a workbench."""

from __future__ import annotations

import os
import secrets
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
    token: str | None = None,
    notice: Notice = ignore,
) -> None:
    """Serve a graph that has files until the process is told to stop; `notice` is told where.

    `hosts` are the names to answer for beside `host` and those of this machine. Who knows the `token` may decide on
    submissions; without one, a random one is made and told as well. Raises StoreError.
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
        has_inbox = not graph.layout.is_installed
        secret = token or secrets.token_urlsafe(24)
        app = create_app(children, (shown, *hosts), token=secret, has_inbox=has_inbox)

        def ready() -> None:
            if has_inbox and token is None:
                notice(f"Stewards sign in at {address}inbox/steward to accept or reject, with the token: {secret}")
            notice(f"Serving {graph.layout.root} at {address} (Ctrl-C stops).")

        server.run(app, bound, ready)


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
