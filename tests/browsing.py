"""A real browser that visits the served pages, with the network cut, and notices what should not happen there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

WIDE, NARROW = 1440, 380
HEIGHT = 900
PATIENCE = 20_000  # milliseconds
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} ${event.sourceFile}`));
"""
OVERFLOWING = """
() => {
  const root = document.documentElement;
  const hides = (one) => getComputedStyle(one).overflowX !== "visible";
  const isCut = (one) => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
    if (hides(up)) return true; return false; };
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !isCut(one))
    .map((one) => `<${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> `
      + one.textContent.trim().slice(0, 40));
}
"""
FOCUSED = """
() => {
  const one = document.activeElement;
  const shown = (element) => element && getComputedStyle(element).outlineStyle !== "none";
  const said = (one.getAttribute("aria-label") ?? one.textContent).trim().slice(0, 40);
  const frame = one.closest("label, .CodeMirror-focused");
  const isMarked = one === document.body || shown(one) || shown(frame) || shown(one.parentElement);
  return { name: `<${one.tagName.toLowerCase()}> ${said}`, isMarked };
}
"""


@dataclass
class Watch:
    """What went wrong on the pages that a test visited; a test says beforehand what it expects to go wrong."""

    address: str
    troubles: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    weight: int = 0

    def expect(self, pattern: str) -> None:
        """Let troubles that match a regular expression pass."""
        self.expected.append(pattern)

    def over(self, context: BrowserContext) -> None:
        """Notice requests to elsewhere, errors of the pages and answers, and reports of the content security policy."""
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)
        context.on("requestfinished", self._finished)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.troubles.append(f"error of a script: {error.error}"))

    def unexpected(self) -> list[str]:
        """The troubles that no expectation covers."""
        return [said for said in self.troubles if not any(re.search(pattern, said) for pattern in self.expected)]

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.troubles.append(f"request to elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed request: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= httpx.codes.BAD_REQUEST:
            self.troubles.append(f"status {response.status}: {response.url}")

    def _finished(self, request: Request) -> None:
        if request.url.startswith("http"):
            self.weight += request.sizes()["responseBodySize"]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.troubles.append(f"console {message.type}: {message.text}")


Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, which finds no address but 127.0.0.1."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("There is no Chromium here. Get it with: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def watch(shipped_server: httpx.Client) -> Iterator[Watch]:
    """What goes wrong on the pages of the shipped graph; the test fails at its end for what it did not expect."""
    watch = Watch(str(shipped_server.base_url).rstrip("/"))
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def visit(browser: Browser, watch: Watch) -> Iterator[Visit]:
    """Open a page of the shipped graph: `visit("/synergies", width=NARROW)`; further options are those of a context."""
    with visiting(browser, watch, watch.address) as open_page:
        yield open_page


@contextmanager
def visiting(browser: Browser, watch: Watch, base: str) -> Iterator[Visit]:
    """Open pages below an address, each in a context of its own and under a watch."""
    contexts: list[BrowserContext] = []

    def open_page(path: str, *, width: int = WIDE, dark: bool = False, **options: object) -> Page:
        scheme = "dark" if dark else "light"
        size = {"width": width, "height": HEIGHT}
        context = browser.new_context(base_url=base, viewport=size, color_scheme=scheme, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()


def accessibility_problems(page: Page) -> list[str]:
    """What axe calls serious or critical about a page as it is now, WCAG 2.2's size of targets included."""
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def overflowing(page: Page) -> list[str]:
    """The elements that make a page wider than the window, outside of what scrolls by itself."""
    return list(page.evaluate(OVERFLOWING))


def unmarked_stops(page: Page, most: int = 40) -> list[str]:
    """The first stops of the Tab key on which the focus cannot be seen."""
    unmarked = []
    for _ in range(most):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if not stop["isMarked"]:
            unmarked.append(stop["name"])
    return unmarked
