"""Stewards: how they are known, and what happens when several decide, or nobody can."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

import minegraph
from conftest import BuiltTiny
from looping import run
from minegraph.cli import verbs
from minegraph.web.failures import RequestError
from minegraph.web.stewards import MOST_SESSIONS, MOST_WRONG, Stewards
from servers import serving
from test_submit import SITE
from test_web_submit import BEARER, JSON, TOKEN, handed_in, is_known, sent, settled, status

BY = {"by": "Data steward"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Path:
    return built_tiny(tmp_path_factory.mktemp("stewards") / "tiny")


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[httpx.Client]:
    """A client of a server whose token comes from the environment."""
    environment = {"MINEGRAPH_STEWARD_TOKEN": TOKEN}
    with (
        serving(root, root / ".minegraph", environment=environment) as address,
        httpx.Client(base_url=address, timeout=240) as client,
    ):
        yield client


def decided(server: httpx.Client, submission: str, verb: str, **said: str) -> httpx.Response:
    return server.post(f"/inbox/{submission}/{verb}", data={**BY, **said}, headers={**BEARER, **JSON})


def test_two_stewards_who_accept_at_once_accept_once(server: httpx.Client) -> None:
    submission = handed_in(server, "at-once")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: decided(server, submission, "accept"), range(4)))
    assert {answer.json()["status"] for answer in answers} == {"accepted"}
    assert is_known(server, "at-once")


def test_of_two_stewards_who_disagree_the_second_is_told(server: httpx.Client) -> None:
    submission = handed_in(server, "disputed")
    assert decided(server, submission, "reject", why="No source.").status_code == 200
    late = decided(server, submission, "accept")
    assert (late.status_code, "rejected (No source.)" in late.json()["detail"]) == (409, True)


def test_decision_whose_answer_cannot_be_given_is_not_carried_out(server: httpx.Client) -> None:
    submission = handed_in(server, "unanswered")
    answer = server.post(f"/inbox/{submission}/accept", data=BY, headers={**BEARER, "accept": "image/png"})
    assert (answer.status_code, status(server, submission)) == (406, "waiting")
    assert "being carried out" not in server.get(f"/inbox/{submission}").text
    assert server.get("/inbox").headers["cache-control"] == "no-store"


def test_decision_while_another_is_carried_out_is_refused(server: httpx.Client) -> None:
    submission = handed_in(server, "contested")
    with ThreadPoolExecutor(2) as pool:
        accepting = pool.submit(decided, server, submission, "accept")
        while "The decision is being carried out." not in server.get(f"/inbox/{submission}").text:
            assert not accepting.done()
        answers = [decided(server, submission, "reject", why="Late.") for _ in iter(accepting.done, True)]
        assert accepting.result().json()["status"] == "accepted"
    assert {answer.status_code for answer in answers} <= {409}
    assert status(server, submission) == "accepted"


def test_readers_see_the_graph_before_or_after_and_nothing_between(server: httpx.Client) -> None:
    submission = handed_in(server, "seen-whole")
    query = "SELECT (COUNT(*) AS ?n) WHERE { <https://w3id.org/minegraph/id/site/seen-whole> ?p ?o }"
    counts = []
    with ThreadPoolExecutor(1) as pool:
        accepting = pool.submit(decided, server, submission, "accept")
        while not accepting.done():
            answer = server.get("/sparql", params={"query": query}, headers={"accept": "text/csv"})
            counts.append(int(answer.text.split()[1]))
            time.sleep(0.02)
    after = int(server.get("/sparql", params={"query": query}, headers={"accept": "text/csv"}).text.split()[1])
    assert after >= 9
    assert set(counts) <= {0, after}


def test_page_foresees_what_a_withdrawal_would_change(server: httpx.Client) -> None:
    submission = handed_in(server, "foreseen")
    assert server.get(f"/inbox/{submission}/withdraw").headers["location"] == f"/inbox/{submission}"
    decided(server, submission, "accept")
    page = server.get(settled(server, f"/inbox/{submission}/withdraw")).text
    assert "Withdrawing it removes 9 statements about 1 resource (1 gone)" in page
    assert "Sign in as a steward" in page
    assert decided(server, submission, "withdraw").json()["status"] == "withdrawn"
    assert "Withdraw it" not in server.get(f"/inbox/{submission}").text


def test_inbox_lists_what_became_of_everything(server: httpx.Client) -> None:
    waiting = handed_in(server, "listed")
    page = server.get("/inbox").text
    assert f'<a href="/inbox/{waiting}">listed.ttl</a>' in page
    assert re.search(r'class="badge state waiting">waiting<', page)
    assert status(server, waiting) == "waiting"


def test_submission_that_was_tampered_with_says_so(server: httpx.Client, root: Path) -> None:
    submission = handed_in(server, "tampered")
    (root / "inbox" / submission / "tampered.ttl").write_text("<urn:a> <urn:p> 1 .")
    page = server.get(settled(server, f"/inbox/{submission}")).text
    assert "It cannot be looked at." in page
    assert "is not what was handed in" in page
    late = decided(server, submission, "accept")
    assert (late.status_code, "is not what was handed in" in late.json()["detail"]) == (409, True)


def test_full_inbox_takes_no_more(server: httpx.Client, root: Path) -> None:
    submission = handed_in(server, "many")
    place = root / "inbox" / submission
    copies = [root / "inbox" / f"2026-01-01-copy-{at}" for at in range(200)]
    for copy in copies:
        shutil.copytree(place, copy)
        receipt = copy / "receipt.json"
        receipt.write_text(receipt.read_text().replace(submission, copy.name))
    answer = server.post("/submit", files=sent(SITE), data={"by": "GTK", "licence": "CC-BY-4.0"})
    for copy in copies:
        shutil.rmtree(copy)
    assert (answer.status_code, "wait for a decision already" in answer.text) == (503, True)


def test_session_ends_when_one_leaves(server: httpx.Client) -> None:
    own = {"origin": str(server.base_url).rstrip("/")}
    server.post("/inbox/steward", data={"token": TOKEN}, headers=own)
    cookie = dict(server.cookies)
    assert "You are signed in as a steward." in server.get("/inbox").text
    server.post("/inbox/steward/leave", headers=own)
    server.cookies.update(cookie)
    assert "You are signed in" not in server.get("/inbox").text
    server.cookies.clear()


def test_random_token_is_told_once(root: Path) -> None:
    place = ["--root", str(root), "--store", str(root / ".minegraph")]
    command = [sys.executable, "-m", "minegraph", *place, "serve", "--port", "0"]
    environment = {name: value for name, value in os.environ.items() if name != "MINEGRAPH_STEWARD_TOKEN"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        said = [server.stderr.readline(), server.stderr.readline()]
        server.terminate()
    found = re.search(r"to accept or reject, with the token: (\S{32})$", said[0])
    assert found
    assert found[1] not in said[1]


@pytest.mark.parametrize(("content", "phrase"), [("short", "fewer than 16 characters"), (None, "cannot be read")])
def test_token_that_is_none_is_refused(root: Path, tmp_path: Path, content: str | None, phrase: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
    done = CliRunner().invoke(verbs, ["--root", str(root), "serve", "--steward-token-file", str(file)])
    assert (done.exit_code, phrase in done.output) == (2, True)


def test_installed_graph_checks_but_takes_nothing_in(tmp_path: Path, root: Path) -> None:
    package = Path(minegraph.__file__).parent
    installed = tmp_path / "minegraph"
    shutil.copytree(package, installed, ignore=shutil.ignore_patterns("static", "__pycache__", "graph"))
    graph = Path(shutil.copytree(root, installed / "graph", ignore=shutil.ignore_patterns("inbox", "submissions")))
    environment = {"PYTHONPATH": str(tmp_path)}
    with (
        serving(graph, tmp_path / "store", environment=environment) as address,
        httpx.Client(base_url=address, timeout=240) as client,
    ):
        assert client.post("/validate", files=sent(SITE)).json()["conforms"]
        assert client.get("/template.xlsx").status_code == 200
        assert "minegraph init" in client.get("/submit").text
        assert "minegraph init" in client.get("/inbox").text
        answer = client.post("/submit", files=sent(SITE), data={"by": "GTK", "licence": "CC-BY-4.0"})
        assert (answer.status_code, "minegraph init" in answer.text) == (409, True)


def test_wrong_tokens_are_not_answered_without_end() -> None:
    async def scene() -> list[object]:
        stewards = Stewards(TOKEN)
        wrong = [asyncio.create_task(stewards.knows("wrong")) for _ in range(MOST_WRONG)]
        await asyncio.sleep(0)
        with pytest.raises(RequestError) as refused:
            await stewards.knows(TOKEN)
        answers = await asyncio.gather(*wrong)
        return [refused.value.status, set(answers), await stewards.knows(TOKEN)]

    assert run(scene()) == [429, {False}, True]


def test_old_sessions_make_room() -> None:
    stewards = Stewards(TOKEN)
    names = [stewards.open_session() for _ in range(MOST_SESSIONS + 1)]
    assert [bool(stewards.session(name)) for name in (names[0], names[1], names[-1], "")] == [False, True, True, False]
