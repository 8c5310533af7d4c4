"""The server as such: who is let in, what every answer says, what becomes of children."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minegraph.web.media_ranges import negotiated

OFFERED = {"text/html": "html", "text/turtle": "ttl", "application/json": "json"}


def test_start_is_a_page(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<h1>" in answer.text


def test_every_answer_tells_the_browser_what_to_refuse(tiny_server: httpx.Client) -> None:
    for path in ("/", "/there-is-no-such-page"):
        headers = tiny_server.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "localhost@evil.example"])
def test_foreign_host_is_refused(tiny_server: httpx.Client, host: str) -> None:
    assert tiny_server.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:80", "[::1]:8017", "127.0.0.1"])
def test_names_of_this_machine_are_answered_for(tiny_server: httpx.Client, host: str) -> None:
    assert tiny_server.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_pages_of_others_change_nothing(tiny_server: httpx.Client, origin: str) -> None:
    answer = tiny_server.post("/submit", headers={"origin": origin}, content=b"x")
    assert answer.status_code == 403
    assert origin in answer.text


@pytest.mark.parametrize("told", [True, False])
def test_body_that_is_too_large_is_refused(tiny_server: httpx.Client, told: bool) -> None:
    pieces = (b"x" * (1 << 20) for _ in range(51))
    kind = {"content-type": "application/sparql-query"}
    headers = {**kind, "content-length": str(51 << 20)} if told else kind
    try:
        assert tiny_server.post("/sparql", headers=headers, content=pieces).status_code == 413
    except httpx.WriteError:
        assert told  # the server has answered, and hung up on the rest


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "html"),
        ("*/*", "html"),
        ("text/turtle", "ttl"),
        ("text/html;q=0.1, application/json;q=0.2", "json"),
        ("text/*;q=0.3, text/html;q=0, application/json;q=0.1", "ttl"),
        ("TEXT/TURTLE; Q=1.0", "ttl"),
        ("image/png", None),
        ("text/html;q=0", None),
        (";;;,,,/;q=x, text/turtle", "ttl"),
        ("text/html;q=nan", None),
    ],
)
def test_form_follows_the_accept_header(accept: str, form: str | None) -> None:
    assert negotiated(accept, OFFERED) == form


@given(st.text())
def test_nonsense_in_an_accept_header_is_survived(accept: str) -> None:
    assert negotiated(accept, OFFERED) in {*OFFERED.values(), None}


def test_problem_comes_in_the_form_one_prefers(tiny_server: httpx.Client) -> None:
    page, document = (tiny_server.get("/nix", headers={"accept": a}) for a in ("text/html", "application/json"))
    assert "There is nothing at /nix." in page.text
    assert document.json()["detail"] == "There is nothing at /nix."
