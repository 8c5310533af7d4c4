"""Measure the server under load: many clients, some of them ruthless, while a submission is accepted.

    python benchmarks/load.py [--root ROOT --store STORE] [--clients 32] [--seconds 120] [--workers 2] [--pause 0]

Without a root, a graph of 300,000 triples is generated and built first. The server works on a copy of it. README.md
beside this file says what is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generate import generate
from load_clients import Answered, Client, Question, accept, digest
from machine import describe_machine
from minegraph import KnowledgeGraph
from minegraph.guard import check
from minegraph.queries import bind
from minegraph.render import solutions
from minegraph.store import LocalStore
from rows import seconds
from submission import read_known, write_submission

TRIPLES, RESOURCES = 300_000, 500
DEADLINE = 10.0
WARMING, QUICK = 1.0, 0.1
RUTHLESS = 0.1
TOKEN = secrets.token_urlsafe()
PRODUCT = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
DOUBLING = " ".join(f"BIND(CONCAT(?t{at}, ?t{at}) AS ?t{at + 1})" for at in range(44))
BOMB = f'SELECT (STRLEN(?t44) AS ?n) WHERE {{ BIND("a" AS ?t0) {DOUBLING} }}'
HEAP = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
DEEP = f"SELECT * WHERE {'{' * 10_000}{'}' * 10_000}"
RUNAWAYS = [Question("product", PRODUCT), Question("bomb", BOMB), Question("heap", HEAP), Question("deep", DEEP)]
NEW = "SELECT (COUNT(*) AS ?n) WHERE { ?new <http://purl.org/dc/terms/source> <https://example.org/new-source> }"


@dataclass
class Measured:
    """What was seen: answers to those who behave and to those who do not, the memory of the server, the submission."""

    answered: list[Answered] = field(default_factory=list)
    stopped: list[Answered] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    children: list[int] = field(default_factory=list)
    accepted: list[float] = field(default_factory=list)


def questions_of(root: Path, store: Path) -> list[Question]:
    """The questions of the catalogue that the engine answers at once, with their defaults, and one on what is new."""
    with KnowledgeGraph.open(root, store) as graph:
        source = LocalStore.open(graph.built())
        texts = [(name, bind(question, {})) for name, question in graph.questions.items()]
        found = [Question(name, text) for name, text in texts if _is_quick(source, text)]
    return [*found, Question("new", NEW)]


def _is_quick(source: LocalStore, query: str) -> bool:
    """Whether the engine answers a query in a tenth of a second once it is warm, which it is tried for in a second."""
    check(query)
    return _taken(source, query) < WARMING and _taken(source, query) < QUICK


def _taken(source: LocalStore, query: str) -> float:
    started = time.perf_counter()
    source.select(query)
    return time.perf_counter() - started


def expected(generation: Path, questions: Sequence[Question]) -> dict[str, str]:
    """The digest of the answer to each question from one generation of the store, without a server."""
    source = LocalStore.open(generation)
    return {one.name: digest(solutions(source.select(one.query), "csv")) for one in questions}


def handed_in(root: Path, store: Path, file: Path) -> str:
    """The id of a file that is put in the inbox."""
    with KnowledgeGraph.open(root, store) as graph:
        handed = graph.submit(file, by="Benchmark", licence="CC-BY-4.0", accept_warnings=True)
    if handed.entry is None:
        raise RuntimeError(f"{file} is not taken in")
    return handed.entry.id


@contextmanager
def served(root: Path, store: Path, workers: int) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The port of a server of a graph, and its process."""
    command = [sys.executable, "-m", "minegraph", "--root", str(root), "--store", str(store), "serve", "--port", "0"]
    limits = ["--workers", str(workers), "--timeout", f"{DEADLINE:g}"]
    environment = {**os.environ, "MINEGRAPH_STEWARD_TOKEN": TOKEN, "RUST_BACKTRACE": "0"}
    with subprocess.Popen([*command, *limits], stderr=subprocess.PIPE, text=True, env=environment) as server:
        lines = iter(server.stderr or ())
        line = next(line for line in lines if "http://" in line)
        threading.Thread(target=deque, args=(lines, 0), daemon=True).start()
        try:
            yield int(line.rpartition("127.0.0.1:")[2].partition("/")[0]), server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)


def load(port: int, server: int, asked: argparse.Namespace, questions: Sequence[Question], submission: str) -> Measured:
    """Put the server under load until the time is over and the submission has been answered from for a while."""
    seen, over = Measured(), threading.Event()
    ruthless = round(asked.clients * RUTHLESS)
    behaving = [Client(port, f"client {number}", asked.pause) for number in range(asked.clients - ruthless)]
    others = [Client(port, f"ruthless {number}") for number in range(ruthless)]
    threads = [
        threading.Thread(target=_watch, args=(server, seen, over)),
        *(threading.Thread(target=_ask, args=(client, questions, seen.answered, over)) for client in behaving),
        *(threading.Thread(target=_ask, args=(client, RUNAWAYS, seen.stopped, over)) for client in others),
    ]
    for thread in threads:
        thread.start()
    ends = time.monotonic() + asked.seconds
    time.sleep(asked.seconds / 6)
    _say("accepting")
    seen.accepted.append(time.monotonic())
    accept(port, submission, TOKEN)
    seen.accepted.append(time.monotonic())
    _say("accepted")
    time.sleep(max(ends - time.monotonic(), 5))
    over.set()
    for thread in threads:
        thread.join(60)
    return seen


def _ask(client: Client, questions: Sequence[Question], answers: list[Answered], over: threading.Event) -> None:
    """Ask one question after the other, chosen by chance."""
    chance = random.Random(client.name)
    while not over.wait(client.pause):
        answers.append(client.ask(chance.choice(questions)))


def _watch(server: int, seen: Measured, over: threading.Event) -> None:
    while not over.wait(0.25):
        status = Path(f"/proc/{server}/status").read_text()
        seen.memory.append(int(status.partition("VmRSS:")[2].split()[0]) * 1024)
        children = Path(f"/proc/{server}/task/{server}/children").read_text()
        seen.children.append(len(children.split()))


def report(seen: Measured, before: dict[str, str], after: dict[str, str]) -> dict[str, object]:
    """The figures, and what was wrong."""
    taken = sorted(one.seconds for one in seen.answered)
    wrong = [one for one in seen.answered if one.status != 200 or one.digest not in (before[one.name], after[one.name])]
    return {
        "requests": len(taken),
        "median": seconds(statistics.median(taken)),
        "p95": seconds(taken[int(len(taken) * 0.95)]),
        "p99": seconds(taken[int(len(taken) * 0.99)]),
        "longest": seconds(taken[-1]),
        "wrong": dict(Counter(f"{one.name} {one.status} {one.said}" for one in wrong)),
        "went back": sum(
            _goes_back([one for one in seen.answered if one.client == client], before, after)
            for client in {one.client for one in seen.answered}
        ),
        "saw the new": sum(one.name == "new" and one.digest == after["new"] for one in seen.answered),
        "runaways": {f"{name} {status}": count for (name, status), count in _kinds(seen.stopped).items()},
        "longest runaway once it ran": seconds(max(one.seconds - one.waited for one in seen.stopped)),
        "memory of the server": f"{max(seen.memory) / 1e6:.0f} MB",
        "most children": max(seen.children),
        "accepting": seconds(seen.accepted[1] - seen.accepted[0]),
    }


def _kinds(answers: Sequence[Answered]) -> Counter[tuple[str, int]]:
    return Counter((one.name, one.status) for one in answers)


def _goes_back(answers: Sequence[Answered], before: dict[str, str], after: dict[str, str]) -> bool:
    """Whether a client is answered from the graph of before after it has been from the new one."""
    told = [one for one in answers if before[one.name] != after[one.name] and one.status == 200]
    is_new = [one.digest == after[one.name] for one in told]
    return is_new != sorted(is_new)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=0, help="seconds between an answer and the next question")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="minegraph-load-") as directory:
        root, store = _copy(asked.root, asked.store, Path(directory))
        questions = questions_of(root, store)
        _say(f"{len(questions)} questions")
        file = Path(directory) / "submission.ttl"
        write_submission(file, read_known(root, store), RESOURCES)
        submission = handed_in(root, store, file)
        _say("handed in")
        generation = _current(store)
        before = expected(generation, questions)
        with served(root, store, asked.workers) as (port, server):
            seen = load(port, server.pid, asked, questions, submission)
            is_alive = server.poll() is None
        after = expected(_current(store), questions)
    told = {"questions": len(questions), **report(seen, before, after), "still serving": is_alive}
    print(f"{describe_machine()}\n{json.dumps(told, indent=1)}")


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _current(store: Path) -> Path:
    return store / "generations" / (store / "current").read_text()


def _copy(root: Path | None, store: Path | None, directory: Path) -> tuple[Path, Path]:
    """A graph to work on, with its store."""
    copied, built = directory / "root", directory / "store"
    if root is None:
        generate(copied, TRIPLES)
    else:
        shutil.copytree(root, copied)
        if store:
            shutil.copytree(store, built)
    return copied, built


if __name__ == "__main__":
    main()
