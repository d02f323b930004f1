"""The built book in a real browser: over http and from a disk, with every other origin blocked."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import pages
from evidence import tables

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


def test_the_ledger_names_every_figure_that_bears_on_a_claim_and_no_other(built_book: Path):
    bearing, shown = set(), set()
    for name in pages(built_book):
        soup = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
        for link in soup.select(".ev-about a[href*='claims.html#']"):
            own = link.find_parent("figure")  # a table does not say it
            bearing.add((link.get_text(), f"{Path(name).name}#{own['id']}"))
    ledger = BeautifulSoup((built_book / "chapters/appendix/claims.html").read_text("utf-8"), "html.parser")
    for entry in ledger.select("section.ev-entry"):
        shown |= {(entry["id"], link["href"].rpartition("/")[2]) for link in entry.select(".ev-meta a[href*='#fig-']")}
    assert len(bearing) > 100 and bearing == shown


def test_no_output_keeps_the_pale_ground_of_the_theme_in_the_dark(built_book: Path, watch, served):
    page = watch(served, color_scheme="dark").page
    page.goto(f"{served}/{chapter(built_book, '05')}")
    outputs = page.locator(".cell_output .output.text_html")
    grounds = outputs.evaluate_all("all => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]")
    assert grounds == ["rgba(0, 0, 0, 0)"]


def test_a_long_table_of_words_unfolds(built_book: Path, watch, served):
    page = watch(served, viewport={"width": 390, "height": 844}).page
    page.goto(f"{served}/{chapter(built_book, '04')}")
    table = page.locator("#tab-rivalry-accusations")
    rows, more = table.locator("tbody tr"), table.get_by_role("button", name="Show all")
    shown = rows.evaluate_all("all => all.filter((row) => row.offsetHeight).length")
    assert shown < rows.count() and more.inner_text() == f"Show all {rows.count()} rows ({shown} shown)"
    more.focus()
    page.keyboard.press("Enter")
    assert rows.evaluate_all("all => all.every((row) => row.offsetHeight)")
    assert not more.is_visible() and table.get_by_role("button", name="Show fewer rows").is_visible()

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
        assert link.get_attribute("aria-describedby") == tip.locator("[role=tooltip]").get_attribute("id")
        link.tap() if options else link.click()
        page.wait_for_url(f"**/claims.html#{claim}")
        assert page.locator(f"section#{claim} h3").inner_text().startswith(f"{claim}.")
        assert watched.faults == []


@pytest.mark.parametrize("number", ["01", "05"])
def test_a_badge_is_read_once_and_says_its_verdict_and_its_claim(number, served, watch, built_book: Path):
    """In the tree that screen readers get: the words of the link, then the claim alone as its description."""
    page = watch(served).page
    page.goto(f"{served}/{chapter(built_book, number)}")
    badge = page.locator(".ev-badge").first
    claim = tables.load("claims").set_index("claim_id").loc[badge.get_attribute("data-claim")]
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = [(one.get("name", {}).get("value", ""), one) for one in tree if not one["ignored"]]
    [*links] = [one for name, one in named if one["role"]["value"] == "link" and name.endswith(f"({claim.name})")]
    said = {" ".join(one["name"]["value"].split()) for one in links}
    both = f"in 2017 {claim.verdict_2017} and today {claim.verdict_today} ({claim.name})"
    assert said == {f"{claim.verdict_today} ({claim.name})" if claim.verdict_2017 == claim.verdict_today else both}
    assert {one["description"]["value"] for one in links} == {claim.paraphrase}
    link, tip = badge.locator("a"), badge.locator(".ev-tip")
    link.focus()
    assert tip.is_visible()
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    assert not [one for one in tree if not one["ignored"] and one["role"]["value"] == "tooltip"]


@pytest.mark.parametrize("width", [320, 390])
def test_badges_stand_beside_each_other_and_on_the_screen(width, served, watch, built_book: Path):
    page = watch(served, viewport={"width": width, "height": 800}).page
    for number in ("03", "04", "05"):  # the third has the longest
        page.goto(f"{served}/{chapter(built_book, number)}")
        boxes = page.locator(".ev-pill:visible").evaluate_all(
            "all => all.map((one) => one.getBoundingClientRect().toJSON())"
        )
        assert boxes and all(box["left"] >= 0 and box["right"] <= width for box in boxes)
        assert max(box["height"] for box in boxes) < 1.5 * min(box["height"] for box in boxes), "each on one line"
        overlaps = [
            (one, other)
            for at, one in enumerate(boxes)
            for other in boxes[at + 1 :]
            if one["left"] < other["right"] - 1
            and other["left"] < one["right"] - 1
            and one["top"] < other["bottom"] - 1
            and other["top"] < one["bottom"] - 1
        ]
        assert overlaps == []


def test_the_contents_number_the_chapters_and_name_the_parts(built_book: Path):
    for name in ("index.html", chapter(built_book, "03"), "chapters/appendix/sources.html"):
        menu = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser").select_one(".bd-links")
        parts = [caption.get_text() for caption in menu.select(".caption-text")]
        assert parts[0] == "The article" and {"Evidence", "About"} <= set(parts)
        links = menu.select("a.reference.internal")
        numbered = [link.get_text() for link in links if link.get_text()[0].isdecimal()]
        assert [text.split(" ", 1)[0] for text in numbered] == list("123456") == [text[0] for text in numbered]
        assert [link.get_text() for link in links[: len(numbered)]] == numbered, "the chapters come first"


@pytest.mark.parametrize("number", "123456")
def test_a_chapter_has_one_number_in_its_file_its_title_and_its_exercises(number, built_book: Path):
    page = BeautifulSoup((built_book / chapter(built_book, f"0{number}")).read_text("utf-8"), "html.parser")
    assert page.select_one("article h1 .section-number").get_text() == f"{number} "
    assert not page.select("article :is(h2, h3) .section-number")
    exercises = [label.get_text() for label in page.select(".ev-exercise > summary > .caption-number")]
    assert exercises and all(f" {number}." in label for label in exercises)


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
