"""The policy of every page, in Chromium: no script or style of the page's own is asked for, and none would act, and no
other host is asked."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
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


def test_a_style_and_an_address_of_another_host_that_got_into_a_page_do_nothing(address, watch):
    watched = opened(watch, address, "index.html")
    page, before = watched.page, len(watched.requests)
    page.evaluate(
        """() => document.querySelector("article h1").insertAdjacentHTML("beforeend",
            '<b id="trap" style="position: fixed">x</b><style>#trap { position: fixed }</style>'
            + '<img src="https://example.org/seen.png"><iframe src="https://example.org/"></iframe>')"""
    )
    page.evaluate("() => fetch('https://example.org/').catch(() => null)")
    until(page, "window.violations.length >= 5")
    assert page.locator("#trap").evaluate("one => getComputedStyle(one).position") == "static"
    assert not [one for one in watched.requests[before:] if "example.org" in one]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<SCRIPT type='module'>alert(1)</SCRIPT>",
        '<p onclick="alert(1)">x</p>',
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        "<a href=' java\nscript:alert(1)'>x</a>",
        '<script data-src="x">alert(1)</script>',
        '<script data-type="application/json">alert(1)</script>',
        '<script title=">" data-type="application/json">alert(1)</script>',
    ],
)
def test_a_page_with_a_script_of_its_own_is_refused_by_name(markup):
    with pytest.raises(policy.PolicyError, match="chapters/one.html: a script"):
        policy.kept_to(PAGE.format(markup), "chapters/one.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://example.org/a.js"></script>',
        '<script src="//example.org/a.js"></script>',
        '<script src="data:text/javascript,alert(1)"></script>',
        '<img src="https://example.org/a.png">',
        '<img src="&#104;ttps://example.org/a.png">',
        "<img src='/\\example.org/a.png'>",
        '<img src="a.png" srcset="b.png 1x, https://example.org/a.png 2x">',
        '<iframe src="https://example.org/"></iframe>',
        '<link rel="preconnect" href="https://example.org">',
        '<svg><image xlink:href="https://example.org/a.png" /></svg>',
    ],
)
def test_a_page_that_asks_another_host_is_refused_by_name(markup):
    with pytest.raises(policy.PolicyError, match="chapters/one.html: another host"):
        policy.kept_to(PAGE.format(markup), "chapters/one.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="0;url=https://example.org/">',
        '<base href="/elsewhere/">',
        '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    ],
)
def test_a_page_that_leads_elsewhere_by_itself_is_refused_by_name(markup):
    with pytest.raises(policy.PolicyError, match="chapters/one.html: a page that leads elsewhere"):
        policy.kept_to(PAGE.format(markup), "chapters/one.html")


def test_files_of_the_book_pictures_in_the_page_and_links_that_a_reader_follows_are_let_through():
    markup = (
        '<script src="../_static/a.js"></script><script type="application/json">{"a": "<b style=>"}</script>'
        '<img src="data:image/png;base64,AA" srcset="a.png 1x, b.png 2x"><a href="https://example.org/">x</a>'
        '<link rel="canonical" href="https://example.org/book/one.html" />'
    )
    assert markup in policy.kept_to(PAGE.format(markup), "one.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="color: red">x</p>',
        "<p STYLE=color:red>x</p>",
        "<style>p { color: red }</style>",
        "<STYLE>p{}</style>",
    ],
)
def test_a_page_with_a_style_of_its_own_is_refused_by_name(markup):
    with pytest.raises(policy.PolicyError, match="chapters/one.html: a style"):
        policy.kept_to(PAGE.format(markup), "chapters/one.html")


def test_what_cells_say_as_styles_is_said_as_a_page_may():
    bar = '<span class="ev-bar" style="width:17.10%" aria-hidden="true"></span>'
    cells = f'<svg style="max-width:100%;height:auto"></svg>{bar}{pd.DataFrame({"a": [1]})._repr_html_()}'
    page = policy.kept_to(PAGE.format(cells), "one.html")
    assert '<svg></svg><svg class="ev-bar" width="17.10%" aria-hidden="true"></svg><div>\n<table' in page
    assert "style" not in page.replace(policy.META, "")


class Attributes(HTMLParser):
    """The styles of elements."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [f"{tag}: {value}" for attribute, value in attrs if attribute == "style"]


def styles(page: str) -> list[str]:
    """The styles inside a page: what stands as `<style>`, and those of elements."""
    found = re.findall(r"<style[^>]*>(.*?)</style>", page, re.IGNORECASE | re.DOTALL)
    return found + (Attributes(page).found if re.search(r"\bstyle\s*=", page, re.IGNORECASE) else [])


def test_no_page_has_a_style_inside_but_the_two_that_the_policy_names(built_book: Path):
    pages = {path.name: path.read_text("utf-8") for path in built_book.rglob("*.htm*") if "_static" not in path.parts}
    assert len(pages) > 40 and all(policy.META in page for page in pages.values())
    assert {style for page in pages.values() for style in styles(page)} == set(policy.STYLES)
    assert not re.search("unsafe|[*]|http", policy.META.replace("http-equiv", ""))


@pytest.mark.parametrize("kind", ["2017", "code", "entries", "lookup", "rows"])
def test_nor_has_what_a_page_takes_in_later(kind, built_book: Path):
    files = [*built_book.glob(f"_figures/*.{kind}.js")]
    parts = [part for path in files for part in json.loads(path.read_text("utf-8").split("] = ", 1)[1][:-2])]
    assert files and [style for part in parts for style in styles(part)] == []
