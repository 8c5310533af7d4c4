"""The server as those see it who mean it ill: nothing of this stops it, or lets them do more than read."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from conftest import BuiltTiny
from hostile import DEEP, ENDLESS_ROWS, MEMORY_BOMB, PRODUCT, connected, received, within
from minegraph.terms import GRAPH
from servers import serving

ASK = "ASK { ?s ?p ?o }"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Iterator[httpx.Client]:
    """A client of a server with narrow limits."""
    root = built_tiny(tmp_path_factory.mktemp("strict") / "tiny")
    limits = ("--timeout", "3", "--memory", "256", "--max-rows", "20000", "--max-megabytes", "2")
    with serving(root, root / ".minegraph", *limits) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def ask(server: httpx.Client, query: str, **headers: str) -> httpx.Response:
    """The answer to a query."""
    return server.post("/sparql", content=query, headers={"content-type": "application/sparql-query", **headers})


def is_well(server: httpx.Client) -> bool:
    """Whether others are answered, and soon."""
    try:
        answer = httpx.post(f"{server.base_url}/sparql", data={"query": ASK}, timeout=5)
    except httpx.TransportError:
        return False
    return answer.status_code == 200 and answer.json()["boolean"] is True


# Queries


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (DEEP, "tokens"),
        (f"SELECT * WHERE {'{' * 65}{'}' * 65}", "nested deeper"),
        (f"ASK {{ FILTER({'!' * 70}true) }}", "nested deeper"),
        (f"SELECT * WHERE {{ VALUES ?x {{ {'1 ' * 5000} }} }}", "tokens"),
        (f"ASK {{}} # {'x' * 65536}", "longer than 64 KB"),
        ("ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { SERVICE SILENT ?where { ?s ?p ?o } }", "SERVICE"),
        ("ASK { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("ASK FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("ASK FROM NAMED <https://example.org/> { ?s ?p ?o }", "FROM"),
        (f"ASK FROM <{GRAPH}../../x> {{ ?s ?p ?o }}", "FROM"),
        ("LOAD <file:///etc/passwd>", "LOAD"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("CLEAR ALL", "CLEAR"),
        ("ASK {} ; DROP ALL", "DROP"),
    ],
)
def test_query_that_is_refused_is_told_why(strict: httpx.Client, query: str, said: str) -> None:
    answer = ask(strict, query)
    assert (answer.status_code, said in answer.text) == (403, True)


@pytest.mark.parametrize("update", ["INSERT DATA { <urn:a> <urn:b> 1 }", "ASK {}", ""])
def test_update_is_refused_by_every_route(strict: httpx.Client, update: str) -> None:
    answers = [
        strict.post("/sparql", data={"update": update}),
        strict.post("/sparql", content=update, headers={"content-type": "application/sparql-update"}),
        strict.get("/sparql", params={"update": update}),
        strict.post("/sparql", params={"update": update}, data={"query": ASK}),
        strict.post("/sparql", data={"query": ASK, "using-graph-uri": f"{GRAPH}x"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 5
    writes = [strict.request(method, "/graphs?default", content="x") for method in ("PUT", "POST", "DELETE", "PATCH")]
    assert [answer.status_code for answer in writes] == [405] * 4


def test_runaway_is_stopped_and_told_so(strict: httpx.Client) -> None:
    started = time.monotonic()
    answer = ask(strict, PRODUCT)
    assert 3 <= time.monotonic() - started < 4
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert "stopped after 3 seconds" in answer.text


def test_memory_bomb_is_stopped_and_told_so(strict: httpx.Client) -> None:
    answer = ask(strict, MEMORY_BOMB)
    assert (answer.status_code, answer.headers["retry-after"], "memory" in answer.text) == (503, "2", True)


def test_runaways_do_not_keep_others_waiting(tmp_path: Path, built_tiny: BuiltTiny) -> None:
    root = built_tiny(tmp_path / "tiny")
    store = root / ".minegraph"
    with serving(root, store, "--timeout", "8") as address, _client(address) as server, ThreadPoolExecutor(12) as many:
        runaways = [many.submit(ask, server, PRODUCT) for _ in range(12)]
        time.sleep(0.5)
        assert within(10, lambda: is_well(server))
        assert not all(runaway.done() for runaway in runaways)
        assert {runaway.result().status_code for runaway in runaways} == {503}


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, timeout=60)


def test_too_many_rows_are_an_error_before_the_answer_begins(strict: httpx.Client) -> None:
    one_too_many = "SELECT (1 AS ?x) WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 20001"
    answer = ask(strict, one_too_many, accept="text/csv")
    assert (answer.status_code, "more than 20,000 rows" in answer.text, "LIMIT" in answer.text) == (413, True, True)
    enough = ask(strict, one_too_many.replace("20001", "20000"), accept="text/csv")
    assert (enough.headers["minegraph-rows"], len(enough.text.splitlines())) == ("20000", 20_001)


@pytest.mark.parametrize("accept", ["text/csv", "application/json", "application/sparql-results+xml"])
def test_answer_that_is_cut_breaks_the_connection(strict: httpx.Client, accept: str) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        ask(strict, ENDLESS_ROWS, accept=accept)
    assert is_well(strict)


def test_graph_that_is_cut_breaks_the_connection(strict: httpx.Client) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        ask(strict, "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", accept="application/n-triples")


def test_clients_of_the_old_protocol_notice_as_well(strict: httpx.Client) -> None:
    with connected(str(strict.base_url)) as connection:
        target = f"/sparql?query={quote(ENDLESS_ROWS)}"
        connection.sendall(f"GET {target} HTTP/1.0\r\nHost: localhost\r\nAccept: text/csv\r\n\r\n".encode())
        assert received(connection).startswith((b"HTTP/1.1 503", b"HTTP/1.1 413"))


# Who asks, and for what


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", "[::2]", "127.0.0.1@evil"])
def test_foreign_host_is_not_answered(strict: httpx.Client, host: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/", "/nix"):
        assert strict.get(path, headers={"host": host}).status_code == 421


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", "http://localhost.evil.example", ""])
@pytest.mark.parametrize("path", ["/submit", "/validate", "/inbox/1/accept", "/graphs"])
def test_foreign_page_changes_nothing(strict: httpx.Client, origin: str, path: str) -> None:
    answer = strict.post(path, headers={"origin": origin}, content=b"x")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "target",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../app.py",
        "/static/%2e%2e%2fapp.py",
        "/static//etc/passwd",
        "/doc/../../x",
        "//etc/passwd",
        "/graphs/../sparql",
        "/sparql/",
        "/sparql;x=1",
        "/sparql%00",
        "/id/%00",
        "/doc/region/%ff",
        "/doc/region/%0d%0aset-cookie:x",
        "http://evil.example/",
        "*",
    ],
)
def test_odd_path_leads_nowhere(strict: httpx.Client, target: str) -> None:
    with connected(str(strict.base_url)) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = received(connection)
    assert int(answer.split()[1]) in (303, 307, 400, 404)
    assert b"root:" not in answer
    assert b"set-cookie" not in answer.partition(b"\r\n\r\n")[0]


@pytest.mark.parametrize(
    "accept",
    ["\x01", "é", "text/html;q=" + "9" * 3000, "," * 8000, "a/b," * 4000, "*/*;q=-1", ";=;=", "text/", "/", "q=1"],
)
def test_accept_header_of_nonsense_is_survived(strict: httpx.Client, accept: str) -> None:
    for path in ("/sparql?query=ASK%7B%7D", "/sparql", "/nix", "/"):
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: {accept}\r\n\r\n"
        with connected(str(strict.base_url)) as connection:
            connection.sendall(head.encode("latin-1"))
            assert int(received(connection).split()[1]) in (200, 303, 400, 404, 406)
    assert is_well(strict)


# Bytes


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
        (b"GET /" + b"x" * 110_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b"GET /" + b"x" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 50_000, 431),
        (b"GET / HTTP/1.0\r\n\r\n", 421),
    ],
)
def test_what_is_no_request_is_refused(strict: httpx.Client, request_: bytes, status: int) -> None:
    with connected(str(strict.base_url)) as connection:
        connection.sendall(request_)
        connection.settimeout(5)
        assert connection.recv(1 << 16).startswith(f"HTTP/1.1 {status} ".encode())
    assert is_well(strict)


def test_body_that_is_too_large_is_refused_before_it_has_come(strict: httpx.Client) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
    with connected(str(strict.base_url)) as connection:
        connection.sendall(f"{head}Content-Length: {10**15}\r\n\r\n".encode())
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 413 ")
    with connected(str(strict.base_url)) as connection:
        connection.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            _send_without_end(connection)
    assert is_well(strict)


def _send_without_end(connection: socket.socket) -> None:
    for _ in range(1000):
        connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")
        time.sleep(0.005)


def test_fields_of_a_form_are_counted(strict: httpx.Client) -> None:
    answer = strict.post("/sparql", content="a=b&" * 5000, headers={"content-type": FORM})
    assert answer.status_code == 400


def test_pipelined_requests_are_answered_in_order(strict: httpx.Client) -> None:
    one, two = (f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: localhost\r\n" for query in (ASK, "ASK {} LIMIT"))
    with connected(str(strict.base_url)) as connection:
        connection.sendall(f"{one}\r\n{two}\r\n{one}Connection: close\r\n\r\n".encode())
        answers = received(connection).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"400", b"200"]


def test_client_that_does_not_speak_is_hung_up_on(tmp_path: Path, built_tiny: BuiltTiny) -> None:
    root = built_tiny(tmp_path / "tiny")
    with serving(root, root / ".minegraph") as address, ThreadPoolExecutor(4) as clients:
        drips = [
            (b"", b""),
            (b"GET / HTTP/1.1\r\n", b"X: y\r\n"),
            (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b""),
            (
                b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
                b"Content-Length: 10000\r\n\r\n",
                b"x",
            ),
        ]
        lasted = list(clients.map(lambda drip: _drip(address, *drip), drips))
        assert all(10 < seconds < 40 for seconds in lasted), lasted


def _drip(address: str, first: bytes, drop: bytes) -> float:
    """How long a client lasts that sends something, and then a little bit each second."""
    started = time.monotonic()
    with connected(address) as connection:
        connection.sendall(first)
        connection.settimeout(1)
        while time.monotonic() - started < 60:
            try:
                if not connection.recv(1 << 16):
                    break
            except TimeoutError:
                pass
            except ConnectionResetError:
                break
            try:
                connection.sendall(drop)
            except OSError:
                break
    return time.monotonic() - started


# Clients that go away, and those that do not read


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize("query", [PRODUCT, ENDLESS_ROWS])
def test_work_for_a_client_that_goes_away_is_stopped(tmp_path: Path, built_tiny: BuiltTiny, query: str) -> None:
    root = built_tiny(tmp_path / "tiny")
    with serving(root, root / ".minegraph", "--timeout", "60") as address:
        children = [stat.parent for stat in Path("/proc").glob("[0-9]*/stat") if _is_child_of(stat.parent, root)]
        with connected(address) as connection:
            target = f"/sparql?query={quote(query)}"
            connection.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            assert within(10, lambda: any(_is_running(child) for child in children))
            time.sleep(0.5)
        assert within(3, lambda: not any(_is_running(child) for child in children))


def _is_child_of(process: Path, root: Path) -> bool:
    try:
        line = (process / "cmdline").read_bytes()
    except OSError:
        return False
    return b"minegraph.web.worker" in line and bytes(root) in line


def _is_running(process: Path) -> bool:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[0] == "R"
    except OSError:
        return False


def test_client_that_does_not_read_keeps_nobody_waiting(strict: httpx.Client) -> None:
    lines = "SELECT ?x ?y ?z WHERE { ?x ?y ?z . ?d ?e ?f } LIMIT 9000"
    with ExitStack() as connections:
        for _ in range(20):
            connection = connections.enter_context(connected(str(strict.base_url)))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(f"GET /sparql?query={quote(lines)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert within(20, lambda: is_well(strict))


def test_ten_thousand_idle_connections_leave_room_for_others(tmp_path: Path, built_tiny: BuiltTiny) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 10_200
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this machine allows {hard} open files; 10,000 connections need more (ulimit -n)")
    root = built_tiny(tmp_path / "tiny")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    idle: list[socket.socket] = []
    try:
        with serving(root, root / ".minegraph") as address, httpx.Client(base_url=address) as client:
            for _ in range(100):
                idle += [_idle(client) for _ in range(100)]
                time.sleep(0.01)
            for _ in range(20):
                started = time.monotonic()
                assert is_well(client)
                assert time.monotonic() - started < 2
    finally:
        for connection in idle:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _idle(client: httpx.Client) -> socket.socket:
    connection = socket.socket()
    connection.settimeout(10)
    connection.connect((client.base_url.host, client.base_url.port or 80))
    return connection


# The end


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_is_left_when_the_server_is_told_to_stop(
    tmp_path: Path, built_tiny: BuiltTiny, sent: signal.Signals
) -> None:
    if sent == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("only Linux ends the children of a killed process")
    root = built_tiny(tmp_path / "tiny")
    store = root / ".minegraph"
    command = [sys.executable, "-m", "minegraph", "--root", str(root), "--store", str(store), "serve", "--port", "0"]
    surroundings = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=surroundings) as server:
        assert server.stderr is not None
        line = next(line for line in server.stderr if "Serving" in line)
        address = line[line.index("http://") :].split()[0]
        with ThreadPoolExecutor(1) as clients:
            asked = clients.submit(_ask_in_vain, address)
            time.sleep(0.7)
            server.send_signal(sent)
            server.wait(6)
            asked.result()
    assert within(3, lambda: not any(_is_child_of(process, root) for process in Path("/proc").glob("[0-9]*")))
    if sent != signal.SIGKILL:
        assert list(tmp_path.glob("minegraph-*")) == []


def _ask_in_vain(address: str) -> None:
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{address}sparql", params={"query": PRODUCT}, timeout=30).raise_for_status()
