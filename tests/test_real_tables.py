"""Tables in the page: real ones from 600 px up, blocks on a phone, whole on paper, and tables again when copied."""

from pathlib import Path

import pytest

from conftest import CHAPTERS, sampled

WITH_TABLES = [*CHAPTERS, "chapters/appendix/timeline.html", "chapters/appendix/statements.html"]
FROM = 600  # px
MOST_COLUMNS, FIRST_ROWS, FIRST_ON_PHONE = 6, 6, 4
MARK_WHOLE = """(one) => {
  const range = document.createRange();
  range.selectNode(one);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def holders(page) -> list:
    found = page.locator(".ev-table:has(> .ev-scroll)").all()
    assert found, "no table"
    return found


def copied(page, table) -> list[list[str]]:
    """What a reader who marks a table whole and copies it gets, as cells."""
    table.evaluate(MARK_WHOLE)
    page.keyboard.press("Control+C")
    text = page.evaluate("navigator.clipboard.readText()")
    return [line.split("\t") for line in text.strip().split("\n")]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_a_table_is_one_from_600_px_and_blocks_below(name, served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    for width in (1280, FROM + 1, 320):
        page.set_viewport_size({"width": width, "height": 900})
        kinds = page.locator(".ev-stack table").evaluate_all(
            "all => [...new Set(all.map((one) => getComputedStyle(one).display))]"
        )
        assert kinds == ["table" if width > FROM else "block"], width


@pytest.mark.parametrize("name", sampled(CHAPTERS))
def test_a_chapter_compares_six_columns_at_most_and_the_csv_has_them_all(name, served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    for holder in holders(page):
        heads = holder.locator("thead th").count()
        assert heads <= MOST_COLUMNS, holder.get_attribute("id")
        csv = (built_book / name).parent / holder.locator("a.ev-csv").get_attribute("href")
        assert len(csv.read_text("utf-8").split("\n")[0].split(",")) >= heads


@pytest.mark.parametrize(("width", "first"), [(1280, FIRST_ROWS), (390, FIRST_ON_PHONE)])
@pytest.mark.parametrize("name", sampled(CHAPTERS))
def test_a_long_table_begins_with_its_first_rows_and_shows_all_when_asked(name, width, first, served, watch):
    page = watch(served, viewport={"width": width, "height": 900}).page
    page.goto(f"{served}/{name}")
    for holder in holders(page):
        rows, more = holder.locator("tbody tr"), holder.locator(".ev-more")
        if more.count():
            chosen = holder.locator("tr.ev-first").count()
            assert sum(row.is_visible() for row in rows.all()) == (chosen or first) <= FIRST_ROWS
            assert more.inner_text() == f"Show all {rows.count()} rows ({chosen or first} shown)"
            assert_whole(holder)
            more.click()
            assert more.inner_text() == "Show fewer rows"
        else:
            assert_whole(holder)
        assert all(row.is_visible() for row in rows.all())


def assert_whole(holder) -> None:
    """What a table shows is not cut below, where nothing would tell of it."""
    box = holder.locator(".ev-scroll")
    assert box.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 1, holder.get_attribute("id")


def test_a_table_folds_again_and_forgets_its_filter(served, watch, built_book: Path):
    page = watch(served, viewport={"width": 1280, "height": 900}).page
    page.goto(f"{served}/chapters/04-us-russia-rivalry.html")
    holder = page.locator("#tab-rivalry-accusations")
    shown, more = holder.locator("tbody tr:visible"), holder.locator(".ev-more")
    first = shown.all_inner_texts()
    holder.locator("input[type=search]").fill("Stoltenberg")
    assert shown.all_inner_texts() != first and more.inner_text() == "Show fewer rows"
    more.click()
    assert shown.all_inner_texts() == first and more.is_visible()
    assert holder.locator("input[type=search]").input_value() == ""


def test_rows_chosen_for_the_title_are_shown_until_the_table_is_sorted(served, watch, built_book: Path):
    page = watch(served, viewport={"width": 1280, "height": 900}).page
    page.goto(f"{served}/chapters/03-russia-and-the-taliban.html")
    holder = page.locator("#tab-taliban-legal")
    seen = [row.inner_text()[:4] for row in holder.locator("tbody tr:visible").all()]
    assert seen == ["2003", "2024", "2025", "2025"], "from the ban to recognition, as the title has it"
    holder.locator(".ev-sort").first.click()
    assert holder.locator("tbody tr:visible").count() == FIRST_ROWS


def test_a_first_column_stays_while_a_wide_table_of_numbers_scrolls(served, watch, built_book: Path):
    page = watch(served, viewport={"width": 390, "height": 900}).page
    page.goto(f"{served}/chapters/appendix/data.html")
    box = page.locator("#tab-us-strikes-by-province > .ev-scroll")
    box.evaluate("(one) => { one.scrollLeft = 200; }")
    assert box.evaluate("(one) => one.scrollLeft") > 100
    for cell in ("thead th", "tbody :is(th, td)"):
        assert box.locator(cell).first.bounding_box()["x"] == pytest.approx(box.bounding_box()["x"], abs=2)


@pytest.mark.parametrize("name", sampled(CHAPTERS))
def test_no_column_repeats_one_source_and_no_short_table_asks_to_be_sorted(name, served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    for holder in holders(page):
        rows = holder.locator("tbody tr").count()
        assert bool(holder.locator(".ev-sort").count()) == (rows >= FIRST_ROWS)
        heads = [text.strip() for text in holder.locator("thead th").all_text_contents()]
        if rows > 1 and "source" in heads:
            named = holder.locator(f"tbody td:nth-child({heads.index('source') + 1})").all_text_contents()
            assert len(set(named)) > 1, holder.get_attribute("id")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_copied_table_keeps_its_columns_and_headings(width, served, watch, built_book: Path):
    watched = watch(served, viewport={"width": width, "height": 900}, permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(f"{served}/{CHAPTERS[0]}")
    for holder in holders(page):
        table = holder.locator("table")
        heads = [text.strip() for text in table.locator("thead th").all_text_contents()]
        lines = copied(page, table)
        assert [cell.strip() for cell in lines[0]] == heads
        first = [
            " ".join(text.split()) for text in table.locator("tbody tr").first.locator("th, td").all_text_contents()
        ]
        assert [" ".join(cell.split()) for cell in lines[1]] == first
    assert watched.faults == []


def test_words_of_one_row_are_copied_as_they_are(served, watch, built_book: Path):
    page = watch(served, viewport={"width": 390, "height": 900}, permissions=["clipboard-read", "clipboard-write"]).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    cell = page.locator(".ev-stack td.ev-text").first
    assert copied(page, cell) == [[cell.inner_text()]]


@pytest.mark.parametrize("name", [CHAPTERS[2], "chapters/appendix/timeline.html"])
def test_headings_stay_while_a_long_table_scrolls(name, served, watch, built_book: Path):
    page = watch(served, viewport={"width": 1280, "height": 500}).page
    page.goto(f"{served}/{name}")
    for more in page.locator(".ev-more").all():
        more.click()
    box = page.locator(".ev-table > .ev-scroll").last
    box.evaluate("(one) => { one.scrollTop = 1000; }")
    assert box.evaluate("(one) => one.scrollTop") > 100
    head, frame = box.locator("thead th").first.bounding_box(), box.bounding_box()
    assert head["y"] == pytest.approx(frame["y"], abs=6)


def test_a_row_of_a_register_is_in_sight_at_its_address(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/chapters/appendix/timeline.html#E100")
    place = page.locator("tr#E100").bounding_box()
    assert 0 < place["y"] < page.viewport_size["height"] - place["height"]


def test_on_a_phone_a_screen_reader_hears_label_and_value_apart(served, watch, built_book: Path):
    page = watch(served, viewport={"width": 390, "height": 900}).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    cell = page.locator(".ev-stack td").first
    said = cell.evaluate("(one) => getComputedStyle(one, '::before').content")
    assert said.strip('"').endswith(": ") or said.endswith('": "')
