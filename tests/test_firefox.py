"""Every page in Firefox, served and from a disk: no fault, no violation of the policy, and what a reader does there."""

import os
from pathlib import Path
from urllib.parse import quote

import pytest

from conftest import PAGES
from tests.firefox import Firefox, executable

pytestmark = pytest.mark.prove
CHAPTER = "chapters/01-concerns.html"
TIMELINE = "chapters/appendix/timeline.html"
DRAWN = "[...document.querySelectorAll('figure.ev-figure')].every((one) => one.querySelector('svg').clientWidth > 100)"


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    program = executable()
    if program is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but no Firefox is on the PATH (Debian: firefox-esr)")
        pytest.skip("no Firefox on the PATH")
    running = Firefox(program, tmp_path_factory.mktemp("firefox"))
    yield running
    running.close()


def until(firefox: Firefox, condition: str) -> None:
    """Wait for a condition in the page; what never becomes true ends as a timeout of Firefox's own."""
    script = f"const done = arguments[0]; (function look() {{ {condition} ? done(true) : setTimeout(look, 20); }})();"
    firefox.call("WebDriver:ExecuteAsyncScript", {"script": script, "args": []})


PLACES = [(name, place) for name in PAGES for place in ("http", "file")]
PLACES.remove(("404.html", "file"))  # a server's answer; its links begin at the server's root


@pytest.mark.parametrize(("name", "address"), PLACES, indirect=["address"])
def test_a_page_has_no_fault(name, address, firefox, built_book: Path):
    firefox.messages()
    firefox.open(f"{address}/{name}")
    assert firefox.evaluate("document.querySelector('#ev-article h1').textContent.trim()")
    assert firefox.evaluate("document.documentElement.dataset.theme") in ("light", "dark")
    assert firefox.evaluate(DRAWN)
    assert firefox.evaluate("document.documentElement.scrollWidth <= innerWidth")
    before = firefox.evaluate("document.documentElement.dataset.mode")
    firefox.evaluate("[...document.querySelectorAll('.theme-switch-button')].find((one) => one.offsetParent).click()")
    assert firefox.evaluate("document.documentElement.dataset.mode") != before
    assert firefox.messages() == []


def test_the_policy_holds(address, firefox):
    firefox.open(f"{address}/{CHAPTER}")
    firefox.messages()
    trap = '<img src="data:," onerror="window.hurt = 1">'
    firefox.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', arguments[0])", trap)
    until(firefox, "document.querySelector('article img').complete")
    assert firefox.evaluate("window.hurt === undefined")
    assert any("Content-Security-Policy" in one for one in firefox.messages())


def test_a_frame_that_may_run_scripts_and_nothing_else_has_its_controls(served, firefox):
    frame = f'<iframe src="{served}/{CHAPTER}" sandbox="allow-scripts" width="760" height="700"></iframe>'
    firefox.open(f"data:text/html,{quote(frame)}")
    firefox.messages()
    firefox.call("WebDriver:SwitchToFrame", {"id": 0})
    assert firefox.evaluate("origin") == "null"
    modes = set()
    for _ in range(3):
        firefox.evaluate(
            "[...document.querySelectorAll('.theme-switch-button')].find((one) => one.offsetParent).click()"
        )
        modes.add(firefox.evaluate("document.documentElement.dataset.mode"))
    assert modes == {"light", "dark", "auto"}
    firefox.evaluate("document.querySelector('.primary-toggle').click()")
    assert firefox.evaluate("document.querySelector('#pst-primary-sidebar-modal').open")
    firefox.call("WebDriver:SwitchToFrame", {"id": None})
    ahead = "ORB: "  # the next chapter, which Firefox fetches ahead and a page without an origin may not have
    assert [one for one in firefox.messages() if not one.startswith(ahead)] == []


def test_a_chart_moves(address, firefox):
    firefox.open(f"{address}/{TIMELINE}")
    firefox.messages()
    firefox.evaluate("document.querySelector('.ev-move').click()")
    until(firefox, "document.querySelector('.ev-live .ev-stage svg')")
    assert firefox.messages() == []


def test_a_search_lands_at_its_hit(address, firefox):
    firefox.messages()
    firefox.open(f"{address}/search.html?q=Dostum")
    until(firefox, "document.querySelector('#search-results .context')")
    until(firefox, "document.querySelector(\"#search-results a[href*='found=']\")")
    firefox.open(
        firefox.evaluate("document.querySelector(\"#search-results a[href*='02-kabul'][href*='found=']\").href")
    )
    until(firefox, "document.querySelector('.highlighted:focus')")
    place = "document.querySelector('.highlighted:focus').getBoundingClientRect()"
    assert 0 < firefox.evaluate(f"{place}.top") < firefox.evaluate("innerHeight")
    assert firefox.messages() == []
