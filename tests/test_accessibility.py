"""axe-core on every page of the book: WCAG 2.2, levels A and AA.

One page of each kind: every rule on a desk in light, contrast in dark, every rule but contrast on a phone. Everything
everywhere before a release. The folds are open, so that evidence and solutions are looked at too; the data of a
figure, which looks like any other table, stays folded. Code has one palette for all pages, so that one page shows it
in the dark.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import PAGES, of_each_kind, until

WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
EVERY_RULE = {"runOnly": WCAG}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = {"runOnly": WCAG, "rules": {"color-contrast": {"enabled": False}}}
EXPECTED_PASSES = {"document-title", "html-has-lang", "link-name", "color-contrast"}
PHONE, DESK = {"width": 390, "height": 900}, {"width": 1280, "height": 900}
OPEN = "all => all.forEach((one) => { one.open = true; })"
CODE_IS_REACHED = """() => [...document.querySelectorAll('pre')].every(
    (code) => code.scrollWidth <= code.clientWidth || code.tabIndex === 0)"""
LIKE_OTHERS = "[data-list] > :nth-child(n+13)"  # entries of a register, which before a release are looked at one by one
TAKE_OUT = "all => all.forEach((one) => one.remove())"  # what axe is told to leave out it reads all the same
WITH_CODE = "chapters/01-concerns.html"


def opened(name: str, served: str, watch, viewport: dict, scheme: str):
    page = watch(served, viewport=viewport, color_scheme=scheme, reduced_motion="reduce").page  # no half-faded text
    page.goto(f"{served}/{name}")
    page.eval_on_selector_all("details:not(.ev-drawer)", OPEN)
    return page


def violations(page, rules: dict, expected: set[str]) -> dict[str, tuple[int, list[str]]]:
    """Rule -> how many places break it, and the first of them."""
    # Every node of what is wrong, one of what is not: half the time.
    options = {**rules, "resultTypes": ["violations"]}
    result = Axe().run(page, options=options).response
    assert {rule["id"] for rule in result["passes"]} >= expected, "axe looked at too little"
    return {
        rule["id"]: (len(rule["nodes"]), [node["html"][:160] for node in rule["nodes"][:3]])
        for rule in result["violations"]
    }


@pytest.mark.parametrize("name", of_each_kind(PAGES))
def test_axe_finds_no_violation(name, served, watch):
    page = opened(name, served, watch, DESK, "light")
    page.eval_on_selector_all(LIKE_OTHERS, TAKE_OUT)
    assert violations(page, EVERY_RULE, EXPECTED_PASSES) == {}
    page.emulate_media(color_scheme="dark")
    if name == WITH_CODE:
        page.locator(".ev-show-code").click()
    assert violations(page, CONTRAST, {"color-contrast"}) == {}
    page.set_viewport_size(PHONE)
    until(page, CODE_IS_REACHED)  # the theme looks again a moment after the page has changed its width
    assert violations(page, ALL_BUT_CONTRAST, EXPECTED_PASSES - {"color-contrast"}) == {}


@pytest.mark.prove
@pytest.mark.parametrize("viewport", [{"width": 320, "height": 700}, PHONE, DESK], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation_in_any_state(name, scheme, viewport, served, watch):
    page = opened(name, served, watch, viewport, scheme)
    assert violations(page, EVERY_RULE, EXPECTED_PASSES) == {}


@pytest.mark.parametrize("name", ["index.html", WITH_CODE])
def test_the_name_of_the_book_stands_in_a_landmark(name, served, watch):
    page = opened(name, served, watch, DESK, "light")
    rule = {"runOnly": {"type": "rule", "values": ["region"]}}
    assert "region" not in violations(page, rule, set())
