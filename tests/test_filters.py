"""Filters of the ledger, the registers and long tables: they say when nothing fits, and lead back."""

import pytest

from conftest import sampled, until

PLACES = {  # page -> its filter, and what it hides
    "chapters/appendix/claims.html": (".ev-filters", "section.ev-entry"),
    "chapters/appendix/people.html": (".ev-filters", ".ev-register tbody tr"),
    "chapters/appendix/timeline.html": (".ev-filters", ".ev-register tbody tr"),
    "chapters/appendix/statements.html": (".ev-filters", ".ev-register tr[data-side]"),
    "chapters/appendix/sources.html": (".ev-filters", ".ev-sources > li"),
    "chapters/appendix/data.html": (".ev-filters", "section.ev-entry"),
    "chapters/appendix/corrections.html": (".ev-filters", ".ev-register tbody tr"),
    "chapters/04-us-russia-rivalry.html": ("#tab-rivalry-accusations .ev-filter", "#tab-rivalry-accusations tbody tr"),
}
KEPT = ("chapters/appendix/claims", "chapters/04-us-russia-rivalry")  # a list of entries; a table of a chapter


@pytest.mark.parametrize("name", sampled(list(PLACES), *KEPT))
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_found_is_said_and_can_be_undone(name, width, served, watch):
    place, entries = PLACES[name]
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{name}")
    bar, hidden = page.locator(place).first, "all => all.filter((one) => one.hidden).length"
    total, reset = page.locator(entries).count(), bar.get_by_role("button", name="Show all")
    assert not reset.is_visible(), "nothing to undo yet"
    bar.locator("input[type=search]").fill("no such words anywhere")
    assert page.locator(entries).evaluate_all(hidden) == total
    assert bar.locator("output").inner_text().startswith(f"None of the {total:,} ")
    reset.click()
    assert page.locator(entries).evaluate_all(hidden) == 0
    assert bar.locator("input[type=search]").input_value() == "" and not reset.is_visible()
    assert "None" not in bar.locator("output").inner_text()
    assert page.evaluate("document.activeElement.type") == "search", "the reader goes on where the button was"


@pytest.mark.parametrize(
    "name", sampled([name for name, (place, _) in PLACES.items() if place == ".ev-filters"], *KEPT)
)
def test_menus_that_fit_nothing_together_are_undone_together(name, served, watch):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    bar = page.locator(".ev-filters").first
    menus, shown = bar.locator("select"), bar.locator("output")
    for at in range(menus.count()):
        menus.nth(at).select_option(index=menus.nth(at).locator("option").count() - 1)
    bar.locator("input").fill("zzz")
    assert shown.inner_text().startswith("None of the ")
    bar.get_by_role("button", name="Show all").click()
    assert menus.evaluate_all("all => all.every((one) => one.value === '')") and "None" not in shown.inner_text()


@pytest.mark.parametrize("name", sampled(["chapters/appendix/claims.html", "chapters/appendix/sources.html"], *KEPT))
def test_a_fold_says_how_many_of_its_entries_a_filter_left(name, served, watch):
    """Its own words count all of them."""
    page = watch(served).page
    page.goto(f"{served}/{name}")
    bar, entries = page.locator(".ev-filters").first, PLACES[name][1]
    summaries = page.locator(".ev-group > summary")
    before = summaries.all_inner_texts()
    bar.locator("input").fill("taliban")
    page.evaluate("() => window.evFilled?.()")  # whole entries are in the place of names
    counted = page.locator(entries).evaluate_all("all => all.filter((one) => !one.hidden).length")
    assert bar.locator("output").inner_text().startswith(f"{counted} of ")
    shown = page.locator(".ev-group:visible").evaluate_all(
        """folds => folds.map((fold) => [fold.querySelector("summary").textContent,
            [...fold.querySelectorAll(".ev-list > *")].filter((one) => !one.hidden).length])"""
    )
    assert sum(left for _, left in shown) == counted
    for text, left in shown:
        whole = int(text.split()[0].replace(",", ""))
        assert text.endswith(f", {left} shown") == (left < whole)
    bar.get_by_role("button", name="Show all").click()
    assert summaries.all_inner_texts() == before


def test_where_nothing_is_listed_no_heading_is_left(served, watch):
    page = watch(served).page
    page.goto(f"{served}/chapters/appendix/claims.html")
    headings = page.locator("section:has(.ev-group) > h2")
    assert headings.count() == page.locator("h2:visible").count() == 4
    page.locator(".ev-filters input").fill("zzz")
    assert page.locator("h2:visible, .ev-group:visible").count() == 0


WAYS_TO_TYPE = {
    "2021-08-15": ["15 August 2021", "15 aug 2021", "August 15, 2021", "2021-08-15", "taliban 15 August 2021"],
    "2021-08": ["August 2021", "Aug 2021", "aug. 2021", "2021-08"],
}


@pytest.mark.parametrize("width", [320, 1280])
def test_a_filter_reads_a_date_however_it_is_typed(width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/chapters/appendix/timeline.html")
    page.evaluate("() => window.evFilled()")
    rows, search = page.locator(".ev-register tbody tr"), page.locator(".ev-filters input")
    search.focus()
    for iso, ways in WAYS_TO_TYPE.items():
        dated = "(all, iso) => all.filter((one) => one.querySelector('.ev-date').textContent.startsWith(iso)).length"
        expected = rows.evaluate_all(dated, iso)
        for typed in ways:
            search.fill(typed)
            left = "(all, iso) => all.filter((one) => !one.hidden && one.querySelector('.ev-date')"
            assert rows.evaluate_all(f"{left}.textContent.startsWith(iso)).length", iso) == expected > 0, typed
    search.fill("August 2021")
    hidden = rows.evaluate_all("all => all.filter((one) => one.hidden).length")
    assert hidden > rows.count() / 2, "and other months are not asked for"


def test_the_filter_of_a_table_in_a_chapter_reads_dates_too(served, watch):
    page = watch(served).page
    page.goto(f"{served}/chapters/04-us-russia-rivalry.html")
    holder = page.locator("#tab-rivalry-accusations")
    for typed in ("23 March 2017", "2017-03-23", "march 2017"):
        holder.locator("input").fill(typed)
        shown = holder.locator("tbody tr:visible").all_inner_texts()
        assert shown and all("2017-03" in row or "March 2017" in row for row in shown), typed


@pytest.mark.parametrize("row", ["E147", "E001"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_link_to_a_later_row_leaves_no_gap_before_it(row, width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/chapters/appendix/timeline.html#{row}")
    page.evaluate("() => window.evFilled()")
    rows = page.locator(".ev-register tbody tr")
    seen = rows.evaluate_all("all => all.map((one) => one.checkVisibility())")
    at = rows.evaluate_all("(all, row) => all.findIndex((one) => one.id === row)", row)
    shown = seen.count(True)
    assert seen[at] and seen == [True] * shown + [False] * (len(seen) - shown)
    until(
        page,
        """row => {
            const { top } = document.getElementById(row).getBoundingClientRect();
            return top >= 0 && top < innerHeight;
        }""",
        row,
    )
    assert page.locator(".ev-turn:visible").count() == 1
