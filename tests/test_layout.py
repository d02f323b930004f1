"""Nothing that the reader sees jumps when a page's scripts come: what they put in has its room from the start."""

import re
from pathlib import Path

import pytest

BUILD_CONTROLS = re.compile(r"/(filters|tables|figures)\.js")
CAME = ".ev-sortable, .ev-movable, .ev-filters option:nth-child(2), .ev-filters output:not(:empty)"
PARTS = """() => [...document.querySelectorAll("article.bd-article *")].filter((part) =>
  part.getClientRects().length && !part.closest(".ev-filters, .ev-turn, svg *"))"""
KEEP = f"window.before = ({PARTS})().map((part) => [part, part.getBoundingClientRect().top])"
MOVED = """before.filter(([part]) => part.getClientRects().length)
  .map(([part, top]) => [part, Math.round(part.getBoundingClientRect().top - top)])
  .map(([part, by]) => [part.tagName, part.textContent.trim().slice(0, 40), by])
  .filter(([, , by]) => Math.abs(by) > 2)"""  # a letter of an arrow makes a heading of a table one pixel higher
PAGES = {
    "register": "chapters/appendix/claims.html",
    "register with a chart that moves": "chapters/appendix/timeline.html",
    "register of short entries": "chapters/appendix/trace.html",
    "long table without a title": "chapters/appendix/status.html",
    "long table of a chapter": "chapters/04-us-russia-rivalry.html",
    "table with chosen rows": "chapters/01-concerns.html",
}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_no_part_moves_when_scripts_come(browser, built_book: Path, page: str, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    held = []
    tab.route(BUILD_CONTROLS, lambda route: held.append(route))
    tab.goto((built_book / page).as_uri(), wait_until="commit")
    tab.locator(".bd-footer-content").wait_for(state="attached")
    tab.evaluate("document.fonts.ready")
    tab.evaluate(f"() => {{ {KEEP} }}")
    assert held and tab.locator(CAME).count() == 0, "scripts have run before"
    for route in held:
        route.continue_()
    tab.wait_for_load_state("load")
    tab.locator(CAME).first.wait_for(state="attached")
    moved = tab.evaluate(MOVED)
    context.close()
    assert not moved, moved[:5]
