"""How smoothly a page scrolls on a slow machine: its longest task, and how far what is seen jumps about.

The processor is slowed fourfold, as Chromium's own tools do to stand for a phone.
"""

import statistics
from dataclasses import dataclass

from playwright.sync_api import Browser

from benchmarks.views import SCREEN, SCROLL

SLOWED = 4
UNSEEN = 50  # ms: a shorter task is not reported by the browser, and counts as this
WATCH = """
window.smooth = { tasks: [], shift: 0 };
new PerformanceObserver((list) => {
  smooth.tasks.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration]));
}).observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) smooth.shift += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
LATER = "() => new Promise((next) => setTimeout(next, 200))"  # observers are told after the frame


@dataclass(frozen=True)
class Smooth:
    """The longest task of a scroll to the end, in milliseconds; layout shift of load and scroll, a sum of scores."""

    longest: float
    shift: float


def smooth(browser: Browser, address: str) -> Smooth:
    """Load a page slowed down, then scroll it to its end. Tasks count from the scroll on, shifts from the load on."""
    context = browser.new_context(viewport=SCREEN)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    start = page.evaluate("performance.now()")
    page.evaluate(SCROLL)
    page.evaluate(LATER)
    tasks, shift = page.evaluate("[smooth.tasks, smooth.shift]")
    context.close()
    return Smooth(longest_of(tasks, start), shift)


def longest_of(tasks: list[tuple[float, float]], start: float) -> float:
    """Milliseconds of the longest of some tasks (start, duration) that ended after a time; at least `UNSEEN`."""
    return max([duration for begun, duration in tasks if begun + duration > start], default=UNSEEN)


def middle(loads: list[Smooth]) -> Smooth:
    """The median task of several loads, and the largest shift: one that jumps now and then does jump."""
    return Smooth(statistics.median(one.longest for one in loads), max(one.shift for one in loads))
