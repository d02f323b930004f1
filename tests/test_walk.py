"""Every page of the built book, opened twice and asked much: its weight, its policy, its charts and what they say; then
its measures at every width, and what a keyboard and a screen reader meet there."""

import gzip
from pathlib import Path

import pytest
from playwright.sync_api import Page

from conftest import PAGES, pages, sampled
from evidence.pages import policy
from evidence.pages.crossrefs import BYTE_ORDER_MARK
from tests.measures import CUT_OFF, HEIGHT, LAID_OUT_ALONE, NAMES, OPEN_ALL, TORN, TURNED, WIDTH

BUDGET = 220_000  # bytes, gzip
REQUESTS = 20
HIGHEST = 20_000  # px on a phone
FROM_A_DISK = ("index.html", "search.html", "chapters/01-concerns.html", "chapters/appendix/timeline.html")
FROM_A_DISK += ("chapters/05-probability-of-intervention.html",)
PROVE = [pytest.mark.prove]
SMALLEST, SMALL, PHONE, DESK = 320, 360, 390, 1280


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
    assert policy.META in (built_book / name).read_text("utf-8").partition("<script")[0], (
        "it holds from where it stands"
    )
    draws_its_charts_without_vega(watched, name)
    uses_its_header(page)
    assert watched.faults == []


ON_DISK = [name for name in PAGES if name != "404.html"]  # a server's answer; its links begin at the server's root


@pytest.mark.parametrize("name", [pytest.param(one, marks=[] if one in FROM_A_DISK else PROVE) for one in ON_DISK])
def test_a_page_works_from_a_disk(name, watch, built_book: Path):
    watched = watch(built_book.as_uri())
    watched.page.goto(f"{built_book.as_uri()}/{name}")
    watched.page.wait_for_load_state("networkidle")
    draws_its_charts_without_vega(watched, name)
    uses_its_header(watched.page)
    assert watched.faults == []


@pytest.mark.parametrize("name", sampled(PAGES))
def test_a_page_keeps_its_measures(name, served, watch):
    page = watch(served, viewport={"width": PHONE, "height": 844}).page
    page.goto(f"{served}/{name}")
    page.wait_for_load_state("networkidle")
    is_read_on_a_phone(page)
    is_no_wider_than_the_screen(page)
    names_its_groups(page)
    has_a_way_past_its_header(page, name)
    page.evaluate(OPEN_ALL)
    assert page.evaluate(TURNED) == []


def is_read_on_a_phone(page: Page) -> None:
    """No page is endless there, no date torn; where rows stand as blocks, no column is hidden."""
    assert page.evaluate(HEIGHT) <= HIGHEST
    assert page.evaluate(TORN) == []
    assert page.evaluate(LAID_OUT_ALONE) == []
    assert page.evaluate(CUT_OFF) == []


def is_no_wider_than_the_screen(page: Page) -> None:
    """On a small phone, on one with letters twice as large, on a desk, which the page is left on."""
    for width, letters in ((SMALL, "100%"), (SMALLEST, "200%"), (DESK, "100%")):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("letters => { document.documentElement.style.fontSize = letters; }", letters)
        assert page.evaluate(WIDTH) <= width, f"{width} px, letters of {letters}"


def has_a_way_past_its_header(page: Page, name: str) -> None:
    if name != "search.html":  # which begins in its field
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.locator(".skip-link a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(
        "document.activeElement.matches('#ev-article') && !!document.activeElement.querySelector('h1')"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.bd-header-article')")


def names_its_groups(page: Page) -> None:
    """Every fold that is seen has a name of its own, and every other group has one."""
    folds = page.evaluate(NAMES, "details")
    assert all(folds) and len(folds) == len(set(folds))
    assert all(page.evaluate(NAMES, "fieldset, [role=group], [role=region]"))


def uses_its_header(page: Page) -> None:
    """The choice of colours, the search, the menu of downloads, as far as a page has them."""
    before = page.get_attribute("html", "data-mode")
    page.locator(".theme-switch-button:visible").first.click()
    assert page.get_attribute("html", "data-mode") != before
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")


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
    links = page.locator("main a:is([href*='#fig-'], [href*='#tab-']):not(.headerlink)").all()
    files = page.locator("a.ev-csv").all()
    assert links and len(files) >= len(labels)
    for link in links:
        elsewhere, _, anchor = link.get_attribute("href").partition("#")
        assert not elsewhere or (book / Path(name).parent / elsewhere).is_file(), elsewhere
        if not elsewhere:
            label = page.locator(f"[id='{anchor}'] .ev-number").first.text_content().rstrip(".")
            assert label == link.text_content()
    for link in files:
        target = book / Path(name).parent / link.get_attribute("href")
        content = target.read_bytes()
        assert content.startswith(BYTE_ORDER_MARK.encode()), "without it Excel takes the file for another encoding"
        assert len(content.decode("utf-8").splitlines()) > 1, target
