"""A whole project in miniature, its store, and a real SPARQL server."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from minegraph import KnowledgeGraph
from minegraph.build import build
from minegraph.files import Layout
from minegraph.store import LocalStore
from servers import serving

pytest_plugins = ["browsing"]

REPOSITORY = Path(__file__).parent.parent
TINY = Path(__file__).parent / "tiny"
SHIPPED_PARTS = ("ontology", "shapes", "data/vocabularies", "queries/synergy")

StartServer = Callable[[ox.Store, bool], str]


@pytest.fixture(scope="session")
def shipped_root() -> Path:
    """The graph of this repository; do not write to it."""
    return REPOSITORY


def assemble_tiny(root: Path) -> Path:
    """The shipped ontology, shapes, vocabularies and facets, with the data of four regions."""
    for part in SHIPPED_PARTS:
        if (REPOSITORY / part).is_dir():
            shutil.copytree(REPOSITORY / part, root / part, ignore=shutil.ignore_patterns("examples"))
    (root / "shapes" / "examples").symlink_to(REPOSITORY / "shapes" / "examples")
    shutil.copytree(TINY, root, dirs_exist_ok=True)
    return root


@pytest.fixture
def tiny_root(tmp_path: Path) -> Path:
    """A miniature of the graph that the test may change."""
    return assemble_tiny(tmp_path / "tiny")


@pytest.fixture(scope="session")
def tiny_engine(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """What the files of the miniature state, in memory, nothing derived; do not write to it."""
    engine = ox.Store()
    for graph, path in Layout(assemble_tiny(tmp_path_factory.mktemp("stated") / "tiny")).graph_files.items():
        engine.load(path=path, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    return engine


@pytest.fixture(scope="session")
def tiny_generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built store of the miniature, with what was inferred and assessed; do not write to it."""
    root = assemble_tiny(tmp_path_factory.mktemp("session") / "tiny")
    return build(Layout(root), root / ".minegraph").store


BuiltTiny = Callable[[Path], Path]


@pytest.fixture(scope="session")
def built_tiny(tiny_generation: Path) -> BuiltTiny:
    """Put a miniature that is built already into a directory, for a test that may change it."""

    def copy(root: Path) -> Path:
        return Path(shutil.copytree(tiny_generation.parents[2], root))

    return copy


@pytest.fixture(scope="session")
def tiny_store(tiny_generation: Path) -> LocalStore:
    """The built miniature as a source of answers."""
    return LocalStore.open(tiny_generation)


@pytest.fixture(scope="session")
def published_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature with what the shipped graph says of itself as a dataset; do not write to it."""
    root = assemble_tiny(tmp_path_factory.mktemp("published") / "tiny")
    shutil.copy(REPOSITORY / "data" / "dataset.ttl", root / "data")
    return root


@pytest.fixture(scope="session")
def tiny_release(published_root: Path) -> Path:
    """The directory of the published miniature; do not write to it."""
    place = published_root.with_name("site")
    KnowledgeGraph.open(published_root).publish(place)
    return place


@pytest.fixture(scope="session")
def start_server() -> Iterator[StartServer]:
    """Start a real SPARQL server on a copy of a store, with or without a union default graph; gives its query URL."""
    servers: list[subprocess.Popen[bytes]] = []

    def start(engine: ox.Store, union: bool = True) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{probe.getsockname()[1]}"
        command = [str(Path(sysconfig.get_path("scripts")) / "oxigraph"), "serve", "--bind", address]
        options = ["--union-default-graph"] if union else []
        servers.append(subprocess.Popen([*command, *options], stderr=subprocess.DEVNULL))
        _fill(f"http://{address}/store", engine)
        return f"http://{address}/query"

    yield start
    for server in servers:
        server.kill()
        server.wait()


def _fill(url: str, engine: ox.Store) -> None:
    data = engine.dump(format=ox.RdfFormat.N_QUADS)
    headers = {"Content-Type": "application/n-quads"}
    request = urllib.request.Request(url, data=data, headers=headers, method="POST")  # noqa: S310 (our own server)
    for _ in range(200):
        try:
            urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def endpoint(start_server: StartServer, tiny_store: LocalStore) -> str:
    """The query URL of a real SPARQL server that holds the built miniature."""
    return start_server(tiny_store.engine, True)


@pytest.fixture(scope="session")
def shipped_generation(tmp_path_factory: pytest.TempPathFactory, shipped_root: Path) -> Path:
    """The built store of the shipped graph, one for all processes of a test run; do not write to it."""
    own = tmp_path_factory.getbasetemp()
    place = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return build(Layout(shipped_root), place / "shipped").store


@pytest.fixture(scope="session")
def shipped_store(shipped_generation: Path) -> LocalStore:
    """The built shipped graph as a source of answers."""
    return LocalStore.open(shipped_generation)


@pytest.fixture(scope="session")
def tiny_server(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Iterator[httpx.Client]:
    """A client of a real server of the miniature."""
    root = built_tiny(tmp_path_factory.mktemp("served") / "tiny")
    with serving(root, root / ".minegraph") as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def shipped_server(shipped_generation: Path, shipped_root: Path) -> Iterator[httpx.Client]:
    """A client of a real server of the shipped graph."""
    store = shipped_generation.parent.parent
    with serving(shipped_root, store) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let expected answers be written anew."""
    parser.addoption("--rewrite-expected", action="store_true", help="write the expected answers anew, for review")
