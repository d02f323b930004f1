"""What a page costs its reader at first view, measured in Chromium: bytes, requests, and when its charts are there.

Both books stand on a server of this machine, without a limit of speed: what the network would add, more for the
heavier page, is left out. Every other host is unknown to the browser. Each load begins with an empty cache.
"""

import functools
import gzip
import http.server
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, ViewportSize

from evidence.build.chromium import launched

FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
LONGEST, QUIET = 60_000, 250  # ms
SCREEN: ViewportSize = {"width": 1280, "height": 800}
# A drawn chart of this book, and of Altair's default renderer; and one that answers: Vega's does once it is drawn.
STOCK = ".vega-embed:not(.ev-stage) .marks"
DRAWN = f"figure.ev-figure .ev-chart svg, {STOCK}"
ANSWERING = f"figure.ev-figure:has(> .ev-chart[tabindex]), {STOCK}"
# In every frame that is drawn: is a chart there by now, and do all answer?
WATCH = (
    f"const DRAWN = {DRAWN!r}, ANSWERING = {ANSWERING!r};"
    + """
window.seen = {first: null, all: null};
(function look() {
  const shown = [...document.querySelectorAll(DRAWN)].some((one) => one.getBoundingClientRect().width > 0);
  if (shown && seen.first === null) seen.first = performance.now();
  const all = window.expected && document.querySelectorAll(ANSWERING).length >= expected;
  if (all && seen.all === null) seen.all = performance.now();
  requestAnimationFrame(look);
})();
"""
)
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
# Two frames at every step, so that no part of the page is passed unseen.
SCROLL = """async () => {
  for (let y = 0; y <= document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({top: y, behavior: "instant"});
    const drawn = new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    await Promise.race([drawn, new Promise((next) => setTimeout(next, 500))]);
  }
}"""


@dataclass(frozen=True)
class View:
    """One load of a page, untouched. Bytes and requests; milliseconds from the start of the load."""

    raw: int
    gzip: int
    requests: int
    painted: float
    first_chart: float | None
    all_answer: float | None


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def end_headers(self):
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()


@contextmanager
def served(book: Path) -> Iterator[str]:
    """Address of a built book on a server of this machine."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(book)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window, to which every host but this one is unknown. Raises BrowserError without one."""
    with launched(FLAGS) as running:
        assert running is not None  # it was needed
        yield running


class Traffic:
    """What a page asks for, from its first request on."""

    def __init__(self, page: Page):
        self.page, self.asked, self.failed = page, 0, 0
        self.answered: list[Request] = []
        page.on("request", lambda _: self._count("asked"))
        page.on("requestfinished", lambda request: self.answered.append(request))
        page.on("requestfailed", lambda _: self._count("failed"))

    def _count(self, name: str) -> None:
        setattr(self, name, getattr(self, name) + 1)

    def settle(self) -> None:
        """Wait until nothing is on its way, and nothing more has been asked for in a while."""
        before = -1
        while before != self.asked or self.asked != len(self.answered) + self.failed:
            before = self.asked
            self.page.wait_for_timeout(QUIET)


def view(browser: Browser, address: str, charts: int) -> View:
    """Load a page and wait until as many charts as it has answer. Raises RuntimeError if they don't, or none paints."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    page.add_init_script(WATCH + f"window.expected = {charts};")
    traffic = Traffic(page)
    page.goto(address, wait_until="load")
    traffic.settle()
    # Playwright's own way to wait evaluates text inside the page, which the policy of this book's pages forbids.
    # The browser tells a paint after the frame itself: on a busy machine later than the chart in it answers.
    for _ in range(LONGEST // QUIET):
        painted, first, every = page.evaluate(f"[{PAINTED}, seen.first, seen.all]")
        if painted is not None and (every is not None or not charts):
            break
        page.wait_for_timeout(QUIET)
    else:
        raise RuntimeError(f"{address}: not all of {charts} charts answer, or no paint was told")
    seen = View(*weight(traffic.answered), painted, first, every)
    context.close()
    return seen


def weight(requests: list[Request]) -> tuple[int, int, int]:
    """Bytes as they are, bytes as a server sends them compressed, number of requests; every address once."""
    by_address = {request.url: request for request in list(requests) if request.url.startswith("http")}
    bodies = [_body(request) for request in by_address.values()]
    return sum(map(len, bodies)), sum(len(gzip.compress(body)) for body in bodies), len(bodies)


def _body(request: Request) -> bytes:
    response = request.response()
    assert response is not None  # it was answered
    return response.body()


def middle(views: list[View]) -> View:
    """The median of several loads, measure by measure."""
    fields = View.__dataclass_fields__
    columns = {name: [getattr(one, name) for one in views] for name in fields}
    middles: dict[str, Any] = {
        name: None if None in values else statistics.median(values) for name, values in columns.items()
    }
    return View(**middles)
