"""What a reader has loaded who read all of a page, pointed at all that answers, and opened all that opens.

Both books are walked through alike: what only one of them has, such as a switch of states, is not there to be pressed
in the other.
"""

from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from benchmarks.views import SCREEN, Traffic, weight

# What answers a pointer: marks, badges and glosses of this book; a chart of Vega, which answers by itself.
ANSWERS = "[data-tip], .ev-badge, .ev-gloss, .vega-embed .marks"
# What is pressed once: states of 2017, code, the rest of a list or table, and a chart that moves.
PRESSED = ", ".join(
    [
        '.ev-states button[value="2017"]',
        ".ev-show-code",
        ".ev-more",
        ".ev-turn button:last-child",
        ".ev-move",
    ]
)
ASKED = ".ev-filters input, .ev-filter input"  # fields of a search, which may bring what it searches
# Middles of what answers and stands in the window, each once.
MIDDLES = """(answers) => [...document.querySelectorAll(answers)].filter((one) => !one.pointed).map((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const point = [(left + right) / 2, (top + bottom) / 2];
  one.pointed = right > left && point[0] > 0 && point[0] < innerWidth && point[1] > 0 && point[1] < innerHeight;
  return one.pointed && point;
}).filter(Boolean)"""
STEP = """async (y) => {
  scrollTo({ top: y, behavior: "instant" });
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  return document.documentElement.scrollHeight;
}"""
# A fold may hold another, which comes with what it loads. That it opened is told after this task.
UNFOLD = """async () => {
  const closed = [...document.querySelectorAll("details:not([open])")];
  closed.forEach((fold) => { fold.open = true; });
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  return closed.length;
}"""
PRESS = """([pressed, asked]) => {
  document.querySelectorAll(pressed).forEach((one) => one.click());
  document.querySelectorAll(asked).forEach((one) => one.focus());
}"""


@dataclass(frozen=True)
class Whole:
    """A page of which nothing is left to load: bytes as a server sends them compressed, and requests."""

    gzip: int
    requests: int


def whole(browser: Browser, address: str) -> Whole:
    """Load a page, read it to its end, point at what answers, open what opens."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    traffic = Traffic(page)
    page.goto(address, wait_until="load")
    point(page)
    page.evaluate(PRESS, [PRESSED, ASKED])
    traffic.settle()
    while page.evaluate(UNFOLD):
        traffic.settle()
    _, compressed, requests = weight(traffic.answered)
    context.close()
    return Whole(compressed, requests)


def point(page: Page) -> int:
    """Scroll a page to its end and move the pointer to everything that answers; returns how many that were."""
    y, height, pointed = 0, 1, 0
    while y < height:
        height = page.evaluate(STEP, y)
        for place in page.evaluate(MIDDLES, ANSWERS):
            page.mouse.move(*place)
            pointed += 1
        y += SCREEN["height"] // 2
    return pointed
