"""The bundled front end as the server gives it."""

from __future__ import annotations

import httpx
import pytest

from minegraph.web.bundle import STATIC


@pytest.mark.parametrize(
    ("taken", "encoding"),
    [("gzip", "gzip"), ("br, GZIP;q=0.5", "gzip"), ("identity", None), ("gzip;q=0", None), ("gzip; q=0.0", None)],
)
def test_file_comes_compressed_to_whoever_takes_it(tiny_server: httpx.Client, taken: str, encoding: str | None) -> None:
    answer = tiny_server.get("/static/style.css", headers={"accept-encoding": taken})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["content-type"].split(";")[0] == "text/css"
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.content == (STATIC / "style.css").read_bytes()


def test_file_is_asked_for_again_and_sent_once(tiny_server: httpx.Client) -> None:
    first = tiny_server.get("/static/page.js")
    again = tiny_server.get("/static/page.js", headers={"if-none-match": first.headers["etag"]})
    assert (first.headers["cache-control"], again.status_code, again.content) == ("no-cache", 304, b"")


@pytest.mark.parametrize("path", ["../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "nix.js", ""])
def test_nothing_beside_the_bundle_is_served(tiny_server: httpx.Client, path: str) -> None:
    assert tiny_server.get(f"/static/{path}").status_code == 404
