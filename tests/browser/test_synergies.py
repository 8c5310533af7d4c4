"""The trip of somebody who looks for partners: a region, a profile, moved weights, a pair, its evidence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import httpx
import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from browsing import NARROW, Visit, Watch
from minegraph.store import LocalStore
from minegraph.synergy import Landscapes
from minegraph.synergy.mapping import weighing
from synergy_worlds import facets, region

Ranking = list[tuple[str, float]]
LIST = "/synergies/FI1D7"
PNG = b"\x89PNG\r\n\x1a\n"
PLENTY = 10_000
CLOSE = 1e-11
MOVE = """
(weights) => {
  for (const [name, weight] of Object.entries(weights)) {
    const slider = document.querySelector(`[data-component="${name}"]`);
    slider.value = String(weight);
    slider.dispatchEvent(new Event("input"));
  }
}
"""


def ranking(page: Page) -> Ranking:
    """The partners that the page lists, with their scores."""
    read = "(rows) => rows.map((row) => [row.dataset.place, Number(row.dataset.score)])"
    return [(str(place), float(score)) for place, score in page.eval_on_selector_all("#partners > li", read)]


def said_by_server(server: httpx.Client, address: str) -> Ranking:
    """The ranking that the server gives for the address of a page."""
    path, _, query = address.partition("?")
    found = server.get(f"{path}.json?{query}&top=20").json()["synergies"]
    return [(one["partner"]["iri"].rpartition("/")[2], one["score"]) for one in found]


def same(one: Ranking, other: Ranking) -> bool:
    """Whether two rankings have the same order, and the same scores but for the last digit of their sums."""
    pairs = zip(one, other, strict=True)
    return all(place == again and abs(score - anew) < CLOSE for (place, score), (again, anew) in pairs)


def move(page: Page, component: str, keys: list[str]) -> None:
    """Move a slider with the keyboard."""
    slider = page.locator(f'[data-component="{component}"]')
    slider.focus()
    for key in keys:
        slider.press(key)


def address_of(page: Page) -> str:
    return str(page.evaluate("location.pathname + location.search"))


def test_from_a_region_to_the_evidence(visit: Visit) -> None:
    page = visit("/synergies")
    page.get_by_label("Find a region").fill("lapp")
    expect(page.locator("#filter-count")).to_have_text("0 regions")
    page.get_by_label("Find a region").fill("lapland")
    expect(page.locator("#regions tbody tr:visible")).to_have_count(1)
    page.get_by_label("Find a region").press("Enter")
    page.wait_for_url("**/synergies/FI1D7")
    page.get_by_role("link", name="Supply chain").click()
    page.wait_for_url("**/synergies/FI1D7?profile=supply-chain")
    first = page.locator("#partners > li").first
    partner = first.get_attribute("data-place")
    first.get_by_role("link").click()
    page.wait_for_url(f"**/synergies/FI1D7/with/{partner}?profile=supply-chain")
    page.locator(".items details summary").first.click()
    proof = page.locator(".proofs a").first
    expect(proof).to_be_visible()
    assert (proof.get_attribute("href") or "").startswith("/doc/")
    page.go_back()
    page.wait_for_url("**/synergies/FI1D7?profile=supply-chain")
    page.go_back()
    page.wait_for_url("**/synergies/FI1D7")


def test_a_region_is_found_without_its_accents(visit: Visit) -> None:
    page = visit("/synergies")
    page.get_by_label("Find a region").fill("castilla y leon")
    expect(page.locator("#regions tbody tr:visible")).to_have_text(re.compile("Castilla y León"))


@pytest.mark.parametrize(
    ("start", "component", "keys"),
    [
        (LIST, "commodities-similarity", ["ArrowRight"] * 31),
        (LIST, "value-chain-complementarity", ["Home"]),
        (LIST, "projects-tie", ["End"]),
        ("/synergies/ES61?profile=learning&certain=1", "activities-similarity", ["ArrowLeft"] * 7),
        ("/synergies/UKK3?profile=supply-chain&view=map", "networks-tie", ["Home"]),
    ],
)
def test_moved_weights_rank_at_once_and_as_the_server_does(
    visit: Visit, shipped_server: httpx.Client, start: str, component: str, keys: list[str]
) -> None:
    page = visit(start)
    before = ranking(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(lambda url: f"{component}:" in url, hold)
    move(page, component, keys)
    at_once, address = ranking(page), address_of(page)
    assert component in address
    assert at_once != before
    assert same(at_once, said_by_server(shipped_server, address))
    page.wait_for_timeout(500)
    for route in held:
        route.continue_()
    expect(page.locator("#partners > li").first.locator(".range")).not_to_have_text("")
    assert same(ranking(page), at_once)
    assert "…" not in page.locator("#partners").inner_text()


def test_scores_in_the_browser_are_the_servers_to_the_last_digit(visit: Visit, shipped_store: LocalStore) -> None:
    page = visit(f"{LIST}?top=70")
    landscape = Landscapes(shipped_store, facets()).of()
    seeker = np.array([landscape.territory.index[region("FI1D7")]])
    draw = Random(2026)  # noqa: S311 (repeatable on purpose)
    for _ in range(20):
        own = {name: round(draw.uniform(0, 1), 2) * draw.choice((0, 1)) for name in landscape.components}
        page.evaluate(MOVE, own)
        ranked = landscape.rankings(seeker, weighing(landscape, "consortium", own))[0]
        scores = zip(ranked.candidates[ranked.order].tolist(), ranked.scores[ranked.order].tolist(), strict=True)
        regions = landscape.territory.regions
        assert ranking(page) == [(regions[at].rpartition("/")[2], score) for at, score in scores if score > 0]


def test_a_server_that_cannot_be_reached_is_said(visit: Visit, watch: Watch) -> None:
    watch.expect("ERR_FAILED")
    page = visit(LIST)
    page.route("**/synergies/FI1D7?*", lambda route: route.abort())
    move(page, "value-chain-complementarity", ["Home"])
    expect(page.get_by_text("the server cannot be reached for the reasons").first).to_be_visible()
    assert len(ranking(page)) == 20


def test_weights_of_nothing_are_refused_in_words(visit: Visit, watch: Watch) -> None:
    watch.expect("status 400")
    page = visit("/synergies/FI1D7?profile=supply-chain")
    for name in ("value-chain", "services", "priorities-capacity"):
        move(page, f"{name}-complementarity", ["Home"])
    move(page, "commodities-similarity", ["Home"])
    expect(page.locator("#partners-title")).to_have_text("No partner found")
    expect(page.get_by_text("No component has a weight.").first).to_be_visible()


def test_going_back_takes_moved_weights_back(visit: Visit) -> None:
    page = visit(LIST)
    before = ranking(page)
    move(page, "value-chain-complementarity", ["Home"])
    assert ranking(page) != before
    page.go_back()
    page.wait_for_url(lambda url: "weights" not in url)
    expect(page.locator("#partners > li").first.locator(".rank")).to_have_text("1")
    page.wait_for_load_state("networkidle")
    assert ranking(page) == before
    assert page.locator('[data-component="value-chain-complementarity"]').input_value() == "0.3"


def test_address_with_own_weights_shows_them_and_resets(visit: Visit) -> None:
    page = visit(f"{LIST}?weights=commodities-similarity:0.5")
    assert page.locator('[data-component="commodities-similarity"]').input_value() == "0.5"
    expect(page.get_by_text("Own weights.")).to_be_visible()
    page.get_by_role("link", name="Back to the profile").click()
    page.wait_for_url(f"**{LIST}")
    assert page.locator('[data-component="commodities-similarity"]').input_value() == "0.2"


def test_only_certain_needs_can_be_counted(visit: Visit) -> None:
    page = visit("/synergies/UKK3?profile=supply-chain")
    page.get_by_label("Only certain needs").check()
    page.wait_for_url("**/synergies/UKK3?profile=supply-chain&certain=1")
    expect(page.get_by_text("Certain needs only.")).to_be_visible()


def test_weights_can_be_moved_without_scripts(visit: Visit) -> None:
    page = visit(LIST, java_script_enabled=False)
    page.locator("summary", has_text="Move the weights").click()
    page.locator('[data-component="value-chain-complementarity"]').press("Home")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"**{LIST}?weights=value-chain-complementarity:0")
    assert page.locator("#partners > li").count() > 1


def test_all_partners_are_one_link_away(visit: Visit) -> None:
    page = visit(LIST)
    assert page.locator("#partners > li").count() == 20
    page.get_by_role("link", name="Show all").click()
    page.wait_for_url(f"**{LIST}?top=70")
    assert page.locator("#partners > li").count() > 20


def test_map_leads_to_a_pair(visit: Visit) -> None:
    page = visit(f"{LIST}?view=map")
    expect(page.locator("#map canvas").first).to_be_visible()
    page.locator("#partners > li").first.hover()
    expect(page.locator(".leaflet-tooltip").first).to_contain_text("1. Lower Silesia")


def saved(page: Page, act: Callable[[], None]) -> tuple[str, Path]:
    with page.expect_download() as waiting:
        act()
    return waiting.value.suggested_filename, waiting.value.path()


@pytest.mark.parametrize(
    ("address", "button", "name"),
    [
        ("/synergies", "Map as PNG", "mining-regions.png"),
        ("/synergies?view=matrix", "Matrix as PNG", "synergies.png"),
        (LIST, "Bars as PNG", "partners-FI1D7.png"),
        (f"{LIST}?view=map", "Map as PNG", "partners-FI1D7.png"),
        (f"{LIST}/with/PL51", "Bars as PNG", "synergies-FI1D7-PL51.png"),
    ],
)
def test_every_view_is_kept_as_a_picture(visit: Visit, address: str, button: str, name: str) -> None:
    page = visit(address)
    found, path = saved(page, page.get_by_role("button", name=button).click)
    picture = path.read_bytes()
    assert (found, picture[:8]) == (name, PNG)
    assert len(picture) > PLENTY


@pytest.mark.parametrize("address", ["/synergies", LIST, f"{LIST}/with/PL51?profile=learning"])
def test_every_view_is_kept_as_data(visit: Visit, address: str) -> None:
    page = visit(address)
    for form in ("CSV", "Excel"):
        name, path = saved(page, page.get_by_role("link", name=form, exact=True).click)
        assert name.startswith("synergies")
        assert path.stat().st_size > 1000
    for form, media_type in (("JSON", "application/json"), ("JSON-LD", "application/ld+json")):
        link = page.get_by_role("link", name=form, exact=True).get_attribute("href") or ""
        assert page.request.get(link).headers["content-type"] == media_type


def test_matrix_is_walked_with_the_keyboard(visit: Visit) -> None:
    page = visit("/synergies?view=matrix")
    grid = page.get_by_role("grid")
    expect(grid.locator("tbody tr")).to_have_count(71)
    grid.locator('[tabindex="0"]').focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator(".matrix-said")).to_contain_text("gains")
    assert "gains" in (page.locator(":focus").get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/synergies/*/with/*")


def test_matrix_can_be_made_larger(visit: Visit) -> None:
    page = visit("/synergies?view=matrix")
    cell = page.locator(".matrix tbody td").nth(5)
    small = cell.bounding_box()
    page.get_by_text("large", exact=True).click()
    large = cell.bounding_box()
    assert small
    assert large
    assert large["width"] > 1.5 * small["width"]


@pytest.mark.parametrize("address", [f"{LIST}/with/PL51", "/synergies/UKK3/with/DED?profile=learning"])
def test_bars_of_a_pair_sum_to_its_score(visit: Visit, address: str) -> None:
    """Each bar begins on the screen where the one before ends, and the last one ends where that of the score does."""
    page = visit(address)
    for direction in page.locator("[data-direction]").all():
        score = extent(direction.locator("tfoot rect.mark"))
        at, total = score[0], 0.0
        for row in direction.locator("tbody tr").all():
            start, end = extent(row.locator("rect:not(.track)"))
            added = float(row.get_attribute("data-contribution") or "0")
            total += added
            assert (start if added > 0 else end) == pytest.approx(at, abs=1.5)
            at = end if added > 0 else start
        assert at == pytest.approx(score[1], abs=1.5)
        assert direction.locator(".headline .score").inner_text() == f"{total:.3f}"


def extent(shape: Locator) -> tuple[float, float]:
    """Where a shape begins and ends on the screen."""
    box = shape.bounding_box()
    assert box
    return box["x"], box["x"] + box["width"]


def test_a_part_of_the_score_leads_to_its_items(visit: Visit) -> None:
    page = visit(f"{LIST}/with/PL51", width=NARROW)
    page.locator("[data-direction='2'] .addends a").first.click()
    opened = page.locator("details.part:target")
    expect(opened).to_have_attribute("open", "")
    expect(opened.locator("table")).to_be_visible()
