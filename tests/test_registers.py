"""Registers: 25 entries at a time, a filter over all, a way to each; whole on paper and where no script runs."""

import json
import posixpath
import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from conftest import CHAPTERS, both_ways, pages, sampled
from evidence import tables
from evidence.exhibits import appendix, lists, trail
from evidence.pages import held_back, lookup

PHONE = {"width": 390, "height": 844}
APPENDIX = "chapters/appendix"
REGISTERS = [
    f"{APPENDIX}/{name}.html" for name in ("claims", "timeline", "statements", "sources", "data", "corrections")
]
REGISTERS += [f"{APPENDIX}/{name}.html" for name in ("trace", "status")]
LONG = {  # page -> the longest of its lists
    f"{APPENDIX}/people.html": "tbody[data-list=terms]",
    f"{APPENDIX}/timeline.html": "tbody[data-list=events]",
    f"{APPENDIX}/statements.html": "tbody[data-list=statements]",
    f"{APPENDIX}/sources.html": "#news .ev-list",
    f"{APPENDIX}/data.html": "div[data-list=files]",
    f"{APPENDIX}/corrections.html": "tbody[data-of=statements]",
    f"{APPENDIX}/status.html": "tbody[data-list=tables]",
}
HELD = f"{APPENDIX}/corrections"  # the longest; what it holds comes when it is asked for
LINKED = [name for name in LONG if not name.endswith("/status.html")]
# A page says nothing of what it holds, but when asked: a mark of each kind of entry, and where it has to lead.
LOOKED_UP = {
    "C17": ("claim", "claims.html#C17"),
    "E102": ("event", "timeline.html#E102"),
    "S100": ("statement", "statements.html#S100"),
    "F10": ("forecast", "statements.html#F10"),
    "csrs-2017": ("source", "sources.html#csrs-2017"),
    "claim_evidence": ("data", "data.html#table-claim-evidence"),
}
OPEN = "all => all.forEach((one) => { one.open = true; })"
COUNTS = """all => all.map(({ children }) =>
    [children.length, [...children].filter((one) => one.checkVisibility()).length])"""
ALL_SEEN = "all => all.filter((one) => !one.checkVisibility()).map((one) => one.id || one.textContent.slice(0, 60))"


def opened(watch, address: str, name: str, **options):
    watched = watch(address, **options)
    watched.page.goto(f"{address}/{name}")
    return watched, watched.page


@pytest.mark.parametrize(
    "name", sampled([name for name in REGISTERS if not name.endswith(("/claims.html", "/trace.html"))], HELD)
)
def test_a_heading_stands_over_its_column_as_its_cells_do(name, served, watch):
    _, page = opened(watch, served, name)
    page.eval_on_selector_all("details", OPEN)
    page.evaluate("window.evFilled?.()")  # what comes at a reader's first move
    sides = page.locator(".ev-table table").evaluate_all(
        """all => all.flatMap((table) => [...table.tHead.rows[0].cells].map((head, at) =>
            [head, table.tBodies[0].rows[0].cells[at]].map((one) => getComputedStyle(one).textAlign)))"""
    )
    assert sides and [pair for pair in sides if len(set(pair)) > 1] == []


@pytest.mark.parametrize("name", sampled(REGISTERS, HELD))
def test_no_list_shows_more_than_its_first_entries(name, served, watch):
    _, page = opened(watch, served, name)
    page.wait_for_load_state("networkidle")
    page.eval_on_selector_all("details", OPEN)
    counts = page.locator(".ev-list").evaluate_all(COUNTS)
    assert counts and all(seen == min(entries, lists.FIRST) or not seen for entries, seen in counts)
    assert any(entries > lists.FIRST for entries, _ in counts) or name not in LONG


@pytest.mark.parametrize("name", sampled(list(LONG), HELD))
def test_the_rest_of_a_list_comes_in_parts_or_at_once(name, served, watch):
    watched, page = opened(watch, served, name, viewport=PHONE)
    page.eval_on_selector_all("details.ev-group", OPEN)
    entries, seen = page.locator(f"{LONG[name]} > *"), page.locator(f"{LONG[name]} > *:visible")
    total = entries.count()
    turn = page.locator(LONG[name]).locator("xpath=ancestor::*[@class='ev-paged']").locator(".ev-turn")
    assert seen.count() == lists.FIRST < total
    turn.get_by_role("button", name=" more").click()
    assert seen.count() == min(2 * lists.FIRST, total)
    assert entries.nth(lists.FIRST).evaluate("one => one === document.activeElement"), "the reader goes on there"
    if turn.is_visible():
        turn.get_by_role("button", name=f"all {total}").click()
    assert seen.count() == total and not turn.is_visible()
    assert watched.faults == []


@pytest.mark.parametrize("name", sampled(list(LONG), HELD))
def test_the_filter_finds_an_entry_that_is_not_shown(name, served, watch):
    _, page = opened(watch, served, name)
    page.evaluate("window.evFilled?.()")
    last = page.locator(f"{LONG[name]} > *").last
    words = " ".join(last.text_content().split()[:12])
    kind = page.locator(LONG[name]).get_attribute("data-list")
    assert not last.is_visible()
    page.locator(f".ev-filters[data-what={kind}] input").fill(words)
    assert last.is_visible()
    fitting = page.locator(f"[data-list={kind}] > :not([hidden])").count()
    output = page.locator(f".ev-filters[data-what={kind}] output")
    assert output.inner_text().startswith(f"{fitting} of ")
    page.locator(f".ev-filters[data-what={kind}]").get_by_role("button", name="Show all").click()
    assert not last.is_visible(), "what was folded is folded again"


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.prove)], ids=["scripts", "no scripts"])
@pytest.mark.parametrize(("name", "address"), both_ways(LINKED), indirect=["address"])
def test_a_link_to_an_entry_opens_what_hides_it(name, scripts, address, watch):
    _, page = opened(watch, address, name, java_script_enabled=scripts)
    last = page.locator(f"{LONG[name]} > *").last.get_attribute("id")
    _, page = opened(watch, address, f"{name}#{last}", java_script_enabled=scripts, viewport=PHONE)
    entry = page.locator(f"[id='{last}']")
    entry.wait_for(state="visible")
    box = entry.bounding_box()
    assert box["height"] > 10 and -10 <= box["y"] < PHONE["height"], "the page stands at it"


def test_a_link_to_a_heading_opens_its_only_fold(served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/sources.html#reports")
    assert page.locator("#reports .ev-list > li").first.is_visible()
    assert not page.locator("#news .ev-list > li").first.is_visible()


def test_sorting_sorts_what_is_not_shown_too(served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/statements.html")
    place = LONG[f"{APPENDIX}/statements.html"]
    head = page.locator(f"table:has({place}) .ev-sort").first
    head.click()
    head.click()
    seen = [text.split()[0] for text in page.locator(f"{place} > tr:visible > th").all_inner_texts()]
    assert seen == sorted(tables.load("statements")["statement_id"], reverse=True)[: lists.FIRST]


@pytest.mark.parametrize("name", sampled(REGISTERS, HELD))
def test_without_scripts_every_entry_can_be_reached(name, served, watch):
    _, page = opened(watch, served, name, java_script_enabled=False)
    assert page.locator(".ev-group").count() or page.locator(".ev-list > *").first.is_visible()
    page.eval_on_selector_all("details", OPEN)
    hidden = page.locator(".ev-list > *").evaluate_all(ALL_SEEN)
    assert hidden == [] and page.locator(".ev-list > *").count() > lists.FIRST
    assert not page.locator(".ev-turn:visible").count()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("name", sampled([name for name in REGISTERS if not name.endswith("/trace.html")], HELD))
def test_a_register_is_printed_whole(name, scripts, served, watch):
    _, page = opened(watch, served, name, java_script_enabled=scripts)
    page.emulate_media(media="print")
    assert page.locator(".ev-list > *").evaluate_all(ALL_SEEN) == []
    assert page.locator(".ev-page details > :not(summary)").evaluate_all(ALL_SEEN) == [], "folds are open on paper"
    assert not page.locator(".ev-turn:visible, .ev-filters:visible").count()


# ------------------------------------------------------------------------------------------------ sources
def test_the_deciding_sources_come_first_and_lead_to_their_places(served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/sources.html")
    first = page.locator(".ev-list").first
    assert first.get_attribute("data-list") == "deciding pages"
    assert first.locator("tr").count() == 40 and first.locator("tr:visible").count() == lists.FIRST
    link = first.locator("th a").first
    place = link.get_attribute("href").removeprefix("#")
    link.click()
    assert page.locator(f"[id='{place}']").is_visible()


@pytest.mark.parametrize(("field", "column"), [("quality", "quality"), ("read", "read")])
def test_sources_are_filtered_by_what_their_table_says(field, column, served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/sources.html")
    counts = tables.load("sources")[column].map(lambda one: appendix.READ.get(one, one)).value_counts()
    menu = page.locator(f".ev-filters select[data-key={field}]")
    assert set(menu.locator("option").all_text_contents()) == {"all", *counts.index}
    for value, count in counts.items():
        menu.select_option(value)
        assert page.locator(".ev-sources > li:not([hidden])").count() == count
        assert page.locator(".ev-filters output").inner_text().startswith(f"{count} of ")


def test_the_language_of_a_source_is_that_of_what_is_quoted_from_it():
    spoken, statements = appendix.languages_of_sources(), tables.load("statements")
    for row in statements.dropna(subset="quote_language").itertuples():
        assert appendix.language(row.quote_language) in spoken[row.source_id]
    assert set(spoken) <= set(tables.load("sources")["source_id"])
    assert appendix.language("ru") == "Russian" and appendix.language("xx") == "xx"
    codes = {code for name in tables.names() for code in tables.load(name).get("quote_language", [])}
    assert {code for code in codes if isinstance(code, str)} <= set(appendix.LANGUAGES)


def test_the_chapter_of_a_source_is_that_of_its_figures_and_of_the_claims_it_bears_on(built_book: Path):
    whole = built_book / held_back.FOLDER / "chapters-appendix-sources.whole.htm"
    soup = BeautifulSoup(whole.read_text("utf-8"), "html.parser")
    chapter = tables.load("claims").set_index("claim_id")["chapter"].str[:2].str.lstrip("0")
    bears = tables.load("claim_evidence").groupby("source_id")["claim_id"].agg(set)
    for entry in soup.select(".ev-sources > li"):
        said = set(entry["data-chapter"].split("; "))
        links = [link["href"].removeprefix(f"../{APPENDIX}/") for link in entry.select("a.ev-ref")]
        named = {found[1] for link in links if (found := re.match(r"\.\./0(\d)-", link))}
        named |= {"appendix"} if len(named) < len({link.partition("#")[0] for link in links}) else set()
        assert said == (named | {chapter[claim] for claim in bears.get(entry["id"], [])} or {"none"}), entry["id"]


# ------------------------------------------------------------------------------------------------ the lookup
@pytest.fixture(scope="module")
def entries(built_book: Path) -> list[BeautifulSoup]:
    """What the lookup page holds for its search, parsed."""
    path = built_book / held_back.FOLDER / held_back.file_name(f"{APPENDIX}/trace", lookup.KIND)
    parts = json.loads(path.read_text("utf-8").split(" = ", 1)[1].removesuffix(";\n"))
    return [BeautifulSoup(part, "html.parser").li for part in parts]


def test_the_lookup_holds_every_claim_row_table_and_source_once(entries):
    counts = Counter(entry["data-kind"] for entry in entries)
    rows = {name: len(tables.load(name)) for name in lookup.with_ids()}
    assert set(trail.HOMES) < set(rows) and "claim_evidence" not in rows and "event_codings" not in rows
    homes = {"event": "events", "statement": "statements", "forecast": "forecasts"}
    assert counts == {
        "claim": len(tables.load("claims")),
        "source": len(tables.load("sources")),
        "data": len(tables.names()),
        "row": sum(count for name, count in rows.items() if name not in trail.HOMES),
        **{kind: rows[name] for kind, name in homes.items()},
    }
    for entry in entries:
        assert re.search(r"Comes from: [^.].*\. Used in: [^.]", entry.get_text(), re.DOTALL), entry.get_text()


def test_every_link_of_the_lookup_leads_somewhere(entries, built_book: Path):
    anchors = {
        name: set(re.findall(r' id="([^"]+)"', (built_book / name).read_text("utf-8"))) for name in pages(built_book)
    }
    hrefs = {link["href"] for entry in entries for link in entry.select("a") if not link["href"].startswith("http")}
    assert len(hrefs) > 1000
    for href in hrefs:
        page, _, anchor = href.partition("#")
        name = posixpath.normpath(f"{APPENDIX}/{page}")
        assert anchor in anchors[name], href


@pytest.mark.parametrize(("words", "address"), both_ways(LOOKED_UP), indirect=["address"])
def test_an_id_is_looked_up(words, address, watch):
    kind, target = LOOKED_UP[words]
    watched, page = opened(watch, address, f"{APPENDIX}/trace.html", viewport=PHONE)
    search = page.locator(".ev-filters input")
    assert not page.locator(".ev-list[data-part] > li").count(), "it comes when it is asked for"
    search.fill(words)
    page.locator(".ev-filters select[data-key=kind]").select_option(kind)
    found = page.locator(f".ev-list[data-part] > li:visible > strong a[href='{target}']")
    found.first.wait_for()
    assert watched.faults == []
    found.first.click()
    page.wait_for_url(f"**/{target}")


def test_a_figure_is_looked_up_by_its_number_and_by_its_words(served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/trace.html")
    search = page.locator(".ev-filters input")
    title = page.locator(".ev-entry h3").first.text_content()
    assert not page.locator(".ev-entry").first.is_visible(), "folded by chapter"
    search.fill(title)
    assert page.locator(".ev-entry:visible h3").all_text_contents() == [title]


def test_of_many_that_are_looked_up_the_first_are_shown(served, watch):
    _, page = opened(watch, served, f"{APPENDIX}/trace.html")
    page.locator(".ev-filters input").fill("Reuters")
    seen = page.locator(".ev-list[data-part] > li:visible")
    seen.first.wait_for()
    assert seen.count() == lists.FIRST
    page.locator(".ev-turn:visible").get_by_role("button", name="all ").click()
    assert lists.FIRST < seen.count() < len(tables.load("sources"))


@pytest.mark.parametrize("name", CHAPTERS)
def test_the_drawer_of_a_figure_names_its_tables_and_leads_to_its_trail(name, built_book: Path):
    soup = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
    trace = BeautifulSoup((built_book / f"{APPENDIX}/trace.html").read_text("utf-8"), "html.parser")
    for figure in soup.select("figure.ev-figure"):
        drawer = figure.select_one(".ev-drawer")
        named = [link.get_text() for link in drawer.select("a[href*='data.html#table-']")]
        assert named == figure["data-rows"].split()
        link = drawer.select_one("a[href*='trace.html#']")["href"]
        assert trace.find("section", id=link.partition("#")[2]), link
