"""A real Virtuoso server, where it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

INSTALLED = all(shutil.which(program) for program in ("virtuoso-t", "isql-vt"))
LOADERS = {
    "nquads": "DB.DBA.TTLP(file_to_string_output('{path}'), '', '{graph}', 512)",
    "trig": "DB.DBA.TTLP(file_to_string_output('{path}'), '', '{graph}', 256)",
    "ttl": "DB.DBA.TTLP(file_to_string_output('{path}'), '', '{graph}', 0)",
    "rdfxml": "DB.DBA.RDF_LOAD_RDFXML(file_to_string_output('{path}'), '', '{graph}')",
}
"""How it reads a file in each format that it knows; JSON-LD is not among them."""
SETTINGS = """
[Database]
DatabaseFile = {home}/virtuoso.db
ErrorLogFile = {home}/virtuoso.log
LockFile = {home}/virtuoso.lck
TransactionFile = {home}/virtuoso.trx
xa_persistent_file = {home}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {home}/temporary.db
TransactionFile = {home}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
DirsAllowed = /
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = 1000000
"""


class Virtuoso:
    """A server that answers."""

    def __init__(self, sql: int, http: int) -> None:
        self._sql, self._http = f"127.0.0.1:{sql}", f"http://127.0.0.1:{http}/sparql"

    def load(self, path: Path, form: str, graph: str) -> None:
        """Read a file, into `graph` where it names none, in the place of everything before."""
        self._execute("DB.DBA.RDF_GLOBAL_RESET()")
        self._execute(LOADERS[form].format(path=path, graph=graph))

    def triples(self, graph: str) -> list[ox.Quad]:
        """What a graph holds, as quads of the default graph."""
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        answer = httpx.post(self._http, data={"query": query, "format": "text/plain"}, timeout=60).raise_for_status()
        return list(ox.parse(answer.content, ox.RdfFormat.N_TRIPLES))

    def _execute(self, statement: str) -> None:
        command = ["isql-vt", self._sql, "dba", "dba", f"exec={statement};"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "Error" not in done.stderr, done.stderr


@contextmanager
def virtuoso(home: Path) -> Iterator[Virtuoso]:
    """A server with an empty database in a directory."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        sql, http = one.getsockname()[1], other.getsockname()[1]
    (home / "virtuoso.ini").write_text(SETTINGS.format(home=home, sql=sql, http=http))
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    server = subprocess.Popen(command, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(http, server)
        yield Virtuoso(sql, http)
    finally:
        server.kill()
        server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "it ended"
        try:
            httpx.get(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", timeout=5).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(port)
