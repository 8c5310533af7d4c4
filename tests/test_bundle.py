"""The bundled front end and the pages, as they are sent."""

from __future__ import annotations

import httpx
import pytest

from minegraph.site.assets import STATIC


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


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_page_comes_compressed_to_whoever_takes_it(tiny_server: httpx.Client, method: str) -> None:
    plain, compressed = (
        tiny_server.request(method, "/doc/region/FI1D7", headers={"accept-encoding": taken, "accept": "text/html"})
        for taken in ("identity", "gzip")
    )
    assert (plain.headers.get("content-encoding"), compressed.headers["content-encoding"]) == (None, "gzip")
    assert int(compressed.headers["content-length"]) < int(plain.headers["content-length"]) / 3
    assert compressed.content == plain.content
    assert compressed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in plain.headers["vary"]


def test_results_stream_as_they_are(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 1000"})
    assert "content-encoding" not in answer.headers
