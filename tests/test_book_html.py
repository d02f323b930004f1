"""The built book in a real browser: over http and from a disk, with every other origin blocked."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from conftest import pages

CHAPTERS = 6


def test_the_index_leads_to_every_chapter(built_book: Path):
    index = (built_book / "index.html").read_text(encoding="utf-8")
    navigation = index[index.index("bd-links") :]
    linked = set(re.findall(r'href="(chapters/0\d-[a-z-]+\.html)"', navigation))
    assert len(linked) == CHAPTERS
    assert all((built_book / chapter).is_file() for chapter in linked)


def test_charts_stand_without_script(built_book: Path, watch, served):
    watched = watch(served, java_script_enabled=False)
    watched.page.goto(f"{served}/{chapter(built_book, '05')}")
    boxes = [figure.locator("svg:visible").bounding_box() for figure in watched.page.locator("figure.ev-figure").all()]
    assert len(boxes) >= 2 and all(box["width"] > 100 and box["height"] > 100 for box in boxes)


def test_no_two_figures_or_tables_of_the_book_have_one_number(built_book: Path):
    found = []
    for name in pages(built_book):
        soup = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
        found += [label.get_text() for label in soup.select(".ev-title > .ev-number")]
    assert len(found) > 50 and len(found) == len(set(found))
    assert {"Figure A.1.", "Figure A.2.", "Table A.3."} <= set(found)


def test_a_long_table_of_words_unfolds(built_book: Path, watch, served):
    page = watch(served, viewport={"width": 390, "height": 844}).page
    page.goto(f"{served}/{chapter(built_book, '04')}")
    table = page.locator("#tab-rivalry-accusations")
    rows, more = table.locator("tbody tr"), table.get_by_role("button", name="Show all")
    shown = rows.evaluate_all("all => all.filter((row) => row.offsetHeight).length")
    assert shown < rows.count() and more.inner_text() == f"Show all {rows.count()} rows"
    more.focus()
    page.keyboard.press("Enter")
    assert rows.evaluate_all("all => all.every((row) => row.offsetHeight)")
    assert not more.is_visible()

    page.reload()
    table.locator("input[type=search]").fill(rows.last.locator("td").nth(1).inner_text())
    assert rows.last.is_visible()  # what the filter finds is not folded away


def test_a_badge_explains_itself_by_pointer_keyboard_and_touch(served, watch, built_book: Path):
    name = chapter(built_book, "01")
    for options in ({}, {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}):
        watched = watch(served, **options)
        page = watched.page
        page.goto(f"{served}/{name}")
        badge = page.locator(".ev-badge").first
        claim, tip, link = badge.get_attribute("data-claim"), badge.locator(".ev-tip"), badge.locator("a")
        assert not tip.is_visible()
        if options:
            link.tap()
            assert tip.is_visible() and page.url.endswith(name), "the first tap explains"
            box = tip.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390
        else:
            badge.hover()
            assert tip.is_visible()
            page.keyboard.press("Escape")
            assert not tip.is_visible()
            page.mouse.move(0, 0)
            link.focus()
            assert tip.is_visible()
        assert link.get_attribute("aria-describedby") == tip.get_attribute("id")
        link.tap() if options else link.click()
        page.wait_for_url(f"**/claims.html#{claim}")
        assert page.locator(f"section#{claim} h3").inner_text().startswith(f"{claim}.")
        assert watched.faults == []


def test_icons_are_drawn_without_script_or_font(served, watch, built_book: Path):
    for width in (390, 1280):
        watched = watch(served, viewport={"width": width, "height": 800})
        watched.page.goto(f"{served}/{chapter(built_book, '01')}")
        watched.page.wait_for_load_state("networkidle")
        drawn = watched.page.eval_on_selector_all(
            ":is(.fa-solid, .fas, .far)",
            """all => all.filter(one => one.offsetParent).map(one => [
                one.className, one.getBoundingClientRect().width, getComputedStyle(one).maskImage
            ])""",
        )
        assert len(drawn) >= 4
        assert all(size > 4 and mask.startswith('url("data:image/svg') for _, size, mask in drawn), drawn
        assert not any("fontawesome" in url or url.endswith((".woff2", ".ttf")) for url in watched.requests)


def test_search_finds_a_word_of_a_chapter_from_a_disk_too(address, watch):
    watched = watch(address)
    watched.page.goto(f"{address}/search.html?q=helicopters")
    watched.page.wait_for_selector("#search-results li a")
    assert watched.faults == []


def test_search_finds_a_claim_by_its_id_and_leads_to_its_place(address, watch):
    watched = watch(address)
    watched.page.goto(f"{address}/search.html?q=C17")
    link = watched.page.locator("#search-results li a[href*='claims.html#C17']").first
    link.wait_for()
    link.click()
    watched.page.wait_for_url("**/claims.html#C17")
    left_behind = "failed: "  # summaries that the search page was fetching still
    assert [one for one in watched.faults if not one.startswith(left_behind)] == []


def chapter(book: Path, number: str) -> str:
    return next(name for name in pages(book) if name.startswith(f"chapters/{number}-"))
