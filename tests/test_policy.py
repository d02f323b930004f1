"""The policy of the pages, in Chromium: no script of a page's own is asked for, and none would run. That every page has
it and breaks it nowhere, `test_walk.py` sees."""

import pytest

from conftest import until
from evidence.pages import policy

TIMELINE = "chapters/appendix/timeline.html"
SCENARIO = "chapters/05-probability-of-intervention.html"
VIOLATIONS = """
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
PAGE = '<html><head><meta charset="utf-8" /></head><body>{}</body></html>'


def opened(watch, base: str, name: str):
    watched = watch(base)
    watched.page.add_init_script(VIOLATIONS)
    watched.page.goto(f"{base}/{name}")
    watched.page.wait_for_load_state("networkidle")
    return watched


def faults(watched) -> list[str]:
    return watched.faults + watched.page.evaluate("window.violations")


def test_a_chart_that_moves_needs_no_words_made_into_code(address, watch):
    """Vega's own way would be `Function(…)`; with `ast` it reads what it is told."""
    watched = opened(watch, address, TIMELINE)
    page = watched.page
    page.locator(".ev-move").click()
    page.wait_for_selector(".ev-live .ev-stage svg")
    width = "() => document.querySelectorAll('.ev-stage svg .role-axis-label text').length"
    page.get_by_role("button", name="Closer").click()
    until(page, f"({width})() > 0")
    assert faults(watched) == []


def test_sliders_and_search_keep_to_the_policy(address, watch):
    watched = opened(watch, address, SCENARIO)
    watched.page.locator(".ev-presets button").last.click()
    assert faults(watched) == []
    watched = opened(watch, address, "search.html?q=helicopters")
    watched.page.locator("#search-results .context").first.wait_for()
    assert faults(watched) == []


def test_a_script_that_got_into_a_page_does_not_run(address, watch):
    watched = opened(watch, address, SCENARIO)
    page = watched.page
    page.evaluate(
        """() => {
            const place = document.querySelector("article");
            place.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.hurt = 1">');
            const trap = '<a class="trap" href="javascript:window.hurt=1" onclick="window.hurt=1">x</a>';
            place.insertAdjacentHTML("beforeend", trap);
            const script = document.createElement("script");
            script.textContent = "window.hurt = 1";
            place.append(script);
        }"""
    )
    page.locator("a.trap").click()
    until(page, "window.violations.length >= 3")
    assert page.evaluate("window.hurt === undefined")
    said = [one for one in watched.faults if "Content Security Policy" in one]
    assert len(said) >= 3, "a page that is watched for faults is watched for these too"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT type='module'>alert(1)</SCRIPT>",
        '<p onclick="alert(1)">x</p>',
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<a href=' java\nscript:alert(1)'>x</a>",
    ],
)
def test_a_page_with_a_script_of_its_own_is_refused_by_name(markup):
    with pytest.raises(policy.PolicyError, match="chapters/one.html: a script"):
        policy.kept_to(PAGE.format(markup), "chapters/one.html")


@pytest.mark.parametrize("text", ["only = 1", 'say "on x=1"', "onclick=", "javascript: a language"])
def test_words_about_scripts_are_no_scripts(text):
    page = PAGE.format(f'<p title="{text.replace(chr(34), "&quot;")}">{text}</p>')
    assert policy.kept_to(page, "one.html").replace(f"\n    {policy.META}", "") == page


def test_a_page_without_a_place_for_the_policy_is_refused():
    with pytest.raises(policy.PolicyError, match="no place"):
        policy.kept_to("<html></html>", "one.html")
