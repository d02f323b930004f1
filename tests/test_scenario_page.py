"""The sliders of chapter 5 in Chromium: they give the number that Python gives, and the address restores it."""

import re
from urllib.parse import parse_qs, urlparse

import pytest

from evidence.forecast import LINKS, scenario_tree

CHAPTER = "chapters/05-probability-of-intervention.html"
MIDDLE = 0.5 * 0.3 * 0.195  # the middle of each range


@pytest.fixture
def opened(watch, served):
    return open_at(watch, f"{served}/{CHAPTER}")


def open_at(watch, address: str):
    page = watch(address.split("/chapters/")[0]).page
    page.goto(address)
    page.wait_for_selector(".ev-scenario.ev-live")
    return page


def set_links(page) -> dict[str, float]:
    return {link: float(page.get_attribute(f"#ev-{link}", "data-exact")) for link in LINKS}


def result(page) -> float:
    return float(page.get_attribute(".ev-scenario [data-result]", "data-result"))


def test_a_moved_slider_gives_the_number_of_the_python_function(opened):
    before = result(opened)
    opened.focus("#ev-failure")
    for _ in range(5):
        opened.keyboard.press("ArrowRight")
    moved = set_links(opened)
    assert moved["failure"] > 0.3 and result(opened) > before
    assert result(opened) == pytest.approx(scenario_tree(**moved), abs=1e-6)
    assert opened.get_attribute("#ev-failure", "aria-valuetext") == f"{moved['failure']:.1%}"


def test_every_preset_sets_what_it_says_and_is_marked_as_pressed(opened):
    buttons = opened.locator(".ev-presets button")
    assert buttons.count() >= 4
    seen = set()
    for number in range(buttons.count()):
        buttons.nth(number).click()
        assert result(opened) == pytest.approx(scenario_tree(**set_links(opened)), abs=1e-6)
        assert buttons.nth(number).get_attribute("aria-pressed") == "true"
        seen.add(result(opened))
    assert len(seen) == buttons.count(), "the presets differ"
    assert buttons.first.inner_text().startswith("Reset")
    buttons.first.click()
    assert result(opened) == pytest.approx(MIDDLE, abs=1e-6)


def test_the_address_keeps_and_restores_a_setting(opened):
    opened.locator(".ev-presets button").last.click()
    kept, said = opened.url, opened.inner_text(".ev-said")
    assert set(parse_qs(urlparse(kept).query)) == set(LINKS)
    assert opened.get_attribute(".ev-setting", "href") == kept
    wanted = result(opened)
    opened.goto("about:blank")
    opened.goto(kept)
    opened.wait_for_selector(".ev-scenario.ev-live")
    assert result(opened) == pytest.approx(wanted, abs=1e-6) and opened.inner_text(".ev-said") == said


def test_nonsense_in_the_address_is_left_alone(watch, served):
    page = open_at(watch, f"{served}/{CHAPTER}?growth=abc&failure=-5&strike=400#scenario")
    assert result(page) == pytest.approx(MIDDLE, abs=1e-6)


def test_the_words_follow_the_number(opened):
    opened.evaluate(
        "document.querySelectorAll('.ev-scenario input')"
        ".forEach((input) => { input.value = 100; input.dispatchEvent(new Event('input')); })"
    )
    assert result(opened) == 1 and re.search(r"ICD 203: no term", opened.inner_text(".ev-said"))
    assert "virtually certain" in opened.inner_text(".ev-said")


def test_without_a_script_the_result_of_the_first_preset_stands_there(watch, served):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{CHAPTER}")
    assert page.locator(".ev-product").is_visible() and not page.locator("#ev-growth").is_visible()
    assert float(page.get_attribute(".ev-scenario [data-result]", "data-result")) == pytest.approx(MIDDLE, abs=1e-9)
