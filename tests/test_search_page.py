"""Search over HTTP: a page that works without scripts, and JSON for suggestions."""

from __future__ import annotations

import httpx
import pytest


def page(server: httpx.Client, query: str) -> str:
    answer = server.get(f"/search?{query}")
    assert answer.status_code == 200
    return answer.text


def test_hits_lead_to_their_pages(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "q=lappi")
    assert '<a href="/doc/region/FI1D7">Lapland</a>' in shown
    assert "Lappi (fi)" in shown
    assert '<a href="/synergies/FI1D7">' in shown


def test_misspelt_name_gets_a_link_to_what_was_meant(tiny_server: httpx.Client) -> None:
    assert 'Did you mean <a href="/search?q=Lapland">Lapland</a>?' in page(tiny_server, "q=laplnd")


def test_one_kind_can_be_asked_for(tiny_server: httpx.Client) -> None:
    hits = tiny_server.get("/search.json?q=north&kind=organisation").json()["hits"]
    assert {hit["kind"] for hit in hits} == {"organisation"}
    assert 'aria-current="true">organisation<' in page(tiny_server, "q=north&kind=organisation")


def test_json_is_that_of_the_library(tiny_server: httpx.Client) -> None:
    document = tiny_server.get("/search.json?q=lap&limit=1").json()
    assert [hit["label"] for hit in document["hits"]] == ["Lapland"]
    assert document["complete"] is (document["total"] == 1)


@pytest.mark.parametrize("query", ["", "q=", "q=%20"])
def test_empty_search_says_what_one_can_type(tiny_server: httpx.Client, query: str) -> None:
    assert "Type a name in any language" in page(tiny_server, query)


def test_nothing_found_says_what_to_try(tiny_server: httpx.Client) -> None:
    assert "Try fewer words" in page(tiny_server, "q=qqqqzzzz")


def test_cap_is_announced(tiny_server: httpx.Client) -> None:
    assert "These are the best 2 of " in page(tiny_server, "q=a&limit=2")


def test_what_is_typed_is_text_on_the_page(tiny_server: httpx.Client) -> None:
    shown = page(tiny_server, "q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E")
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize("limit", ["0", "-1", "201", "x", "1e3", "9" * 5000, "²"])
def test_limit_that_is_no_number_is_refused(tiny_server: httpx.Client, limit: str) -> None:
    answer = tiny_server.get("/search.json", params={"q": "lap", "limit": limit})
    assert answer.status_code == 400
    assert "give a whole number from 1 to 200" in answer.text


@pytest.mark.parametrize("path", ["/search?q=lap", "/search.json?q=lap", "/network/region/FI1D7?view=list"])
def test_kinds_without_end_are_refused(tiny_server: httpx.Client, path: str) -> None:
    answer = tiny_server.get(f"{path}{'&kind=region' * 21}")
    assert (answer.status_code, "no more than 20 kinds" in answer.text) == (400, True)


def test_unknown_kind_is_not_found(tiny_server: httpx.Client) -> None:
    answer = tiny_server.get("/search.json?q=lap&kind=regio")
    assert (answer.status_code, "Did you mean" in answer.text) == (404, True)
