"""The endpoint as scripts in a browser use it: from a page of its own, and from a page of another site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from conftest import BuiltTiny
from hostile import ENDLESS_ROWS
from servers import serving

ASK = """
async ([address, query]) => {
  try {
    const answer = await fetch(address + "/sparql", {
      method: "POST", body: query,
      headers: { "content-type": "application/sparql-query", accept: "text/csv, application/json;q=0.9" },
    });
    const text = await answer.text();
    return [answer.status, text.trim(), answer.headers.get("minegraph-rows")];
  } catch (error) {
    return [0, error.name, ""];
  }
}
"""
NAMES = 'SELECT ?name WHERE { VALUES ?name { "tin" "tungsten" } }'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Iterator[str]:
    """The address of a server of the miniature."""
    root = built_tiny(tmp_path_factory.mktemp("fetched") / "tiny")
    with serving(root, root / ".minegraph", "--timeout", "5") as served:
        yield served


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, built_tiny: BuiltTiny) -> Iterator[str]:
    """The address of another server, whose pages are foreign to the first."""
    root = built_tiny(tmp_path_factory.mktemp("elsewhere") / "tiny")
    with serving(root, root / ".minegraph") as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of the server."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(address)
    yield opened
    context.close()


def test_script_gets_rows(page: Page, address: str) -> None:
    assert page.evaluate(ASK, [address, NAMES]) == [200, "name\r\ntin\r\ntungsten", "2"]


def test_script_notices_that_an_answer_is_cut(page: Page, address: str) -> None:
    assert page.evaluate(ASK, [address, ENDLESS_ROWS]) == [0, "TypeError", ""]


def test_script_of_another_site_may_ask_but_not_look_into_the_inbox(
    browser: Browser,
    address: str,
    elsewhere: str,
) -> None:
    context = browser.new_context(bypass_csp=True)
    foreign = context.new_page()
    foreign.goto(elsewhere)
    assert foreign.evaluate(ASK, [address, NAMES]) == [200, "name\r\ntin\r\ntungsten", "2"]
    look = "address => fetch(address + '/inbox').then(() => 'seen', (error) => error.name)"
    assert foreign.evaluate(look, address) == "TypeError"
    context.close()
