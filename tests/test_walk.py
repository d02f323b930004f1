"""Every page of the built book, opened once and asked much: its weight, its charts and what they say, its width."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import PAGES, pages
from evidence.pages.crossrefs import BYTE_ORDER_MARK

BUDGET = 220_000  # bytes, gzip
REQUESTS = 20
FROM_A_DISK = ("index.html", "chapters/01-concerns.html", "chapters/appendix/timeline.html")
PROVE = [pytest.mark.prove]
SMALL, PHONE, DESK = 360, 390, 1280


def widths(page: Page) -> list[float]:
    return page.eval_on_selector_all(
        "figure.ev-figure > .ev-chart:not(.ev-phone) svg", "all => all.map(one => one.getBoundingClientRect().width)"
    )


def test_the_list_of_pages_is_whole(built_book: Path):
    assert sorted(PAGES) == pages(built_book)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_whole_and_without_a_fault(name, served, watch, built_book: Path):
    watched = watch(served, viewport={"width": DESK, "height": 900})
    page, answers = watched.page, []
    page.on("response", lambda answer: answers.append(answer))  # Playwright takes no method of a list
    page.goto(f"{served}/{name}")
    page.wait_for_load_state("networkidle")
    is_light(name, answers)
    if name.startswith("chapters/0"):
        has_its_apparatus(page)
        is_numbered_in_order(page, name, built_book)
    draws_its_charts_without_vega(watched, name)
    assert watched.faults == []


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one in FROM_A_DISK else PROVE) for one in PAGES])
def test_a_page_works_from_a_disk(name, watch, built_book: Path):
    if name == "404.html":
        pytest.skip("a server's answer; its links begin at the server's root")
    watched = watch(built_book.as_uri())
    watched.page.goto(f"{built_book.as_uri()}/{name}")
    watched.page.wait_for_load_state("networkidle")
    draws_its_charts_without_vega(watched, name)
    assert watched.faults == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_beyond_the_edge(name, served, watch):
    """No page scrolls sideways on a small phone; where rows stand as blocks, no column is hidden."""
    page = watch(served, viewport={"width": SMALL, "height": 800}).page
    page.goto(f"{served}/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALL
    page.set_viewport_size({"width": PHONE, "height": 900})
    assert not page.locator(".ev-stack").evaluate_all(
        "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1)"
    )
    page.set_viewport_size({"width": DESK, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK


def is_light(name: str, answers: list) -> None:
    """What a page costs before the reader scrolls: bytes as a server sends them compressed, and requests."""
    bodies = [(answer.url, len(gzip.compress(answer.body()))) for answer in answers]
    total, heaviest = sum(size for _, size in bodies), sorted(bodies, key=lambda one: -one[1])[:4]
    assert total <= BUDGET and len(bodies) <= REQUESTS, (total, len(bodies), heaviest)
    assert name == "search.html" or not any("searchindex" in url for url, _ in bodies)


def draws_its_charts_without_vega(watched, name: str) -> None:
    page = watched.page
    figures, drawn = page.locator("figure.ev-figure").count(), widths(page)
    assert figures >= 2 or not name.startswith("chapters/0")
    assert len(drawn) == figures and all(width > 100 for width in drawn)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert not any(url.endswith("/vega.js") for url in watched.requests), "Vega, and nobody asked for it"
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert sorted(ids) == sorted(set(ids)), "an id stands twice"


def has_its_apparatus(page: Page) -> None:
    """Title, description, source, what it cannot show, data as CSV, a permalink."""
    figures = page.locator("figure.ev-figure").all()
    assert len(figures) >= 3
    for figure in figures:
        for part in (".ev-title", ".ev-measure", ".ev-source", ".ev-cannot", ".ev-description", "svg desc"):
            assert figure.locator(part).first.text_content().strip(), part
        assert figure.locator("svg").first.get_attribute("role") == "img"
        assert figure.locator(".ev-title a.headerlink").get_attribute("href") == f"#{figure.get_attribute('id')}"


def is_numbered_in_order(page: Page, name: str, book: Path) -> None:
    """Figure 1.1, 1.2 … in order, each reference in prose leads to the figure of that number, each CSV is there."""
    number = str(int(Path(name).name[:2]))
    labels = page.locator("figure .ev-number").all_inner_texts()
    assert labels == [f"Figure {number}.{position}." for position in range(1, len(labels) + 1)]
    for link in page.locator("main a:is([href*='#fig-'], [href*='#tab-']):not(.headerlink)").all():
        elsewhere, _, anchor = link.get_attribute("href").partition("#")
        assert not elsewhere or (book / Path(name).parent / elsewhere).is_file(), elsewhere
        if not elsewhere:
            label = page.locator(f"[id='{anchor}'] .ev-number").first.text_content().rstrip(".")
            assert label == link.text_content()
    for link in page.locator("a.ev-csv").all():
        target = book / Path(name).parent / link.get_attribute("href")
        content = target.read_bytes()
        assert content.startswith(BYTE_ORDER_MARK.encode()), "without it Excel takes the file for another encoding"
        assert len(content.decode("utf-8").splitlines()) > 1, target
