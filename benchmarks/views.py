"""What a page costs its reader, measured in Chromium: bytes, requests, and when its charts are there.

Both books stand on a server of this machine, without a limit of speed: what the network would add, more for the
heavier page, is left out. Every other host is unknown to the browser. Each load begins with an empty cache.
"""

import functools
import gzip
import http.server
import shutil
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
LONGEST, AGAIN = 60_000, 4  # ms, scrolls through a page
SCREEN = {"width": 1280, "height": 800}
# A drawn chart of this book, live or not, and of Altair's default renderer.
STOCK = ".vega-embed:not(.ev-stage) .marks"
DRAWN = f"figure.ev-figure .ev-chart svg, {STOCK}"
LIVE = f"figure.ev-figure:is(.ev-live, :has(> .ev-chart[tabindex])), {STOCK}"  # ours answer without Vega too
# In every frame that is drawn: how many charts are there by now?
WATCH = (
    f"const DRAWN = {DRAWN!r}, LIVE = {LIVE!r};"
    + """
window.seen = {first: null, live: null};
(function look() {
  const shown = [...document.querySelectorAll(DRAWN)].some((one) => one.getBoundingClientRect().width > 0);
  if (shown && seen.first === null) seen.first = performance.now();
  const live = window.expected && document.querySelectorAll(LIVE).length >= expected;
  if (live && seen.live === null) seen.live = performance.now();
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
    """One load of a page. Bytes and requests before and after scrolling; milliseconds from the start of the load."""

    raw: int
    gzip: int
    requests: int
    raw_scrolled: int
    gzip_scrolled: int
    requests_scrolled: int
    painted: float
    first_chart: float | None
    last_live: float | None


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
    """A browser without a window."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        raise RuntimeError(f"no browser: none of {', '.join(BROWSERS)} is on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


def view(browser: Browser, address: str, charts: int) -> View:
    """Load a page, scroll through it, and wait until as many charts as it has are live."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    page.add_init_script(WATCH)
    answers = []
    page.on("requestfinished", lambda request: answers.append(request))
    page.goto(address, wait_until="load")
    if charts:
        page.wait_for_function("seen.first !== null", timeout=LONGEST, polling=100)
    page.wait_for_load_state("networkidle")
    first = _weight(answers)
    page.evaluate(SCROLL)
    page.wait_for_load_state("networkidle")
    scrolled = _weight(answers)
    painted, first_chart = page.evaluate(f"[{PAINTED}, seen.first]")
    context.close()
    last_live = _last_live(browser, address, charts) if charts else None
    return View(*first, *scrolled, painted, first_chart, last_live)


def _last_live(browser: Browser, address: str, charts: int) -> float:
    """In a load of its own: the reader scrolls as soon as the page is there."""
    context = browser.new_context(viewport=SCREEN)
    page: Page = context.new_page()
    page.add_init_script(WATCH + f"window.expected = {charts};")
    page.goto(address, wait_until="load")
    for _ in range(AGAIN):  # a chart that was passed too fast waits until it is seen again
        page.evaluate(SCROLL)
        with suppress(TimeoutError):
            page.wait_for_function("seen.live !== null", timeout=LONGEST / AGAIN, polling=100)
            break
    else:
        raise RuntimeError(f"{address}: not all of {charts} charts are live")
    last_live = page.evaluate("seen.live")
    context.close()
    return last_live


def _weight(requests: list) -> tuple[int, int, int]:
    """Bytes as they are, bytes as a server sends them compressed, number of requests; every address once."""
    by_address = {request.url: request for request in list(requests) if request.url.startswith("http")}
    bodies = [request.response().body() for request in by_address.values()]
    return sum(map(len, bodies)), sum(len(gzip.compress(body)) for body in bodies), len(bodies)


def middle(views: list[View]) -> View:
    """The median of several loads, measure by measure."""
    fields = View.__dataclass_fields__
    columns = {name: [getattr(one, name) for one in views] for name in fields}
    return View(**{name: None if None in values else statistics.median(values) for name, values in columns.items()})
