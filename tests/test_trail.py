"""The trail from a sentence to its source and back: nothing ends nowhere, everything that is linked is there."""

import csv
import hashlib
import random
import re
import secrets
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import ROOT, pages, until
from evidence import tables
from evidence.build import linkcheck
from evidence.exhibits import appendix, registers, table, trail
from evidence.exhibits.verdicts import badge
from evidence.pages import held_back, outlinks

LEDGER, TIMELINE = "chapters/appendix/claims.html", "chapters/appendix/timeline.html"
STATEMENTS, SOURCES = "chapters/appendix/statements.html", "chapters/appendix/sources.html"
FEW = 5


@pytest.fixture(scope="module")
def soups(built_book: Path) -> dict[str, BeautifulSoup]:
    """Every page of the book, parsed."""
    return {name: BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser") for name in pages(built_book)}


@pytest.fixture(scope="module")
def wholes(built_book: Path) -> dict[str, BeautifulSoup]:
    """The pages beside heavy registers that hold every entry of theirs, by the page they stand beside."""
    found = (built_book / held_back.FOLDER).glob("*.whole.htm")
    names = {name.removesuffix(".html").replace("/", "-"): name for name in pages(built_book)}
    return {
        names[path.name.removesuffix(".whole.htm")]: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in found
    }


# ------------------------------------------------------------------------------------------------ no orphans
def test_every_claim_has_evidence_and_every_row_it_names_exists():
    evidence = tables.load("claim_evidence")
    assert set(evidence["claim_id"]) == set(tables.load("claims")["claim_id"])
    named = evidence.dropna(subset=["table", "row_id"])
    at_home = named[named["table"].isin(trail.HOMES)]
    assert len(at_home) > 100
    for name, own in at_home.groupby("table"):
        assert set(own["row_id"]) <= set(tables.load(name)[trail.KEYS[name]]), name
    assert set(named["table"]) <= set(tables.names())


def test_every_sentence_of_the_article_leads_to_a_claim_or_only_connects(soups):
    sentences = tables.load("article_sentences")
    told = " ".join(soups[LEDGER].get_text().split())
    for row in sentences.itertuples():
        if row.connective:
            continue
        for claim in row.claim_ids.split(";"):
            entry = soups[LEDGER].find("section", id=claim)
            named = re.findall(r"\b(A\d\d) of the article", entry.get_text())
            assert row.sentence_id in named
    told_so = f"only connect: {sentences['connective'].sum()} of {len(sentences)};" in told
    assert told_so


def test_every_claim_is_shown_with_verdict_reason_and_evidence(wholes):
    for claim in tables.load("claims").itertuples():
        entry = wholes[LEDGER].find("section", id=claim.claim_id)
        assert [mark["data-verdict"].replace("-", " ") for mark in entry.select(".ev-verdict")] == [
            claim.verdict_2017,
            claim.verdict_today,
        ]
        assert claim.reason in entry.get_text()
        assert entry.select("details li"), claim.claim_id


def test_every_claim_is_cited_by_a_chapter_and_leads_back_to_it(soups):
    for claim in tables.load("claims")["claim_id"]:
        back = soups[LEDGER].find("section", id=claim).select_one("[data-cited-claim] a, .ev-meta a[href*='cites-']")
        assert back, f"{claim} is cited by no chapter"
        page, _, anchor = back["href"].partition("#")
        name = f"chapters/{page.removeprefix('../')}"
        assert soups[name].find(id=anchor)["data-claim"] == claim


def test_every_figure_and_table_has_rows_and_sources_on_the_trail(soups):
    entries = soups["chapters/appendix/trace.html"].select("section.ev-entry")
    shown = [
        item
        for name, soup in soups.items()
        for item in soup.select("figure.ev-figure[id^='fig-'], .ev-table[id^='tab-']")
    ]
    assert {entry["id"] for entry in entries} == {f"trace-{item['id']}" for item in shown} and len(entries) >= 50
    known = set(tables.load("sources")["source_id"])
    for entry in entries:
        facts = {dt.get_text(): [a.get_text() for a in dt.find_next("dd").select("a")] for dt in entry.select("dt")}
        assert facts.get("Tables"), f"{entry['id']}: from no table"
        assert facts.get("Sources") and set(facts["Sources"]) <= known, f"{entry['id']}: from no source"
        assert re.match(r"(?:Figure|Table) (?:[AT\d]+\.)?\d+\. \S", entry.h3.get_text().strip()), "number and title"


def test_a_source_tells_where_its_rows_are_shown(wholes):
    counts = defaultdict(dict, trail.rows_of_sources())
    notes = tables.load("sources").set_index("source_id")["note"]
    entries = wholes[SOURCES].select("ul.ev-sources > li")
    assert len(entries) == len(tables.load("sources"))
    for entry in entries:
        uses = counts[entry["id"]]
        other = entry["id"].startswith("natural-earth") or "context only" in str(notes[entry["id"]])  # outlines, texts
        assert sum(uses.values()) > 0 or other
        assert all(f"{name} ({number:,})" in entry.get_text() for name, number in uses.items()), entry["id"]
    brd = wholes[SOURCES].find("li", id="ucdp-brd-24-1")
    assert len(brd.select("a[href*='#fig-']")) >= 3


def test_rows_and_sources_are_found_in_what_an_output_offers():
    shown = table(
        tables.load("events")[["event_id", "summary", "source_id"]].head(3), name="x", title="X", rows_of=["events"]
    )
    assert trail.shown_rows(shown.html, trail.row_ids()) == sorted(tables.load("events")["event_id"].head(3))
    assert trail.shown_sources(shown.html) == sorted(set(tables.load("events")["source_id"].head(3)))
    assert trail.shown_rows("AE102 E102x E999 #E102", trail.row_ids()) == []


# ------------------------------------------------------------------------------------------------ links
def test_every_link_within_the_book_leads_somewhere(soups, built_book: Path):
    anchors = {name: {one["id"] for one in soup.select("[id]")} for name, soup in soups.items()}
    broken = []
    for name, soup in soups.items():
        if name == "404.html":
            continue  # its links begin at the server's root
        for link in soup.select("a[href]"):
            href = link["href"]
            if re.match(r"[a-z]+:", href) or href in ("", "#"):
                continue
            path, _, anchor = href.partition("#")
            target = (
                (built_book / name).parent.joinpath(unquote(path.partition("?")[0])).resolve()
                if path
                else built_book / name
            )
            there = target.relative_to(built_book.resolve()).as_posix() if target.is_file() else None
            if there is None and not path:
                there = name
            if there is None or (anchor and there in anchors and unquote(anchor) not in anchors[there]):
                broken.append((name, href))
    assert broken == []


def test_the_list_of_outward_links_is_whole_and_says_that_they_were_not_asked(soups, wholes, built_book: Path):
    with (built_book / outlinks.FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    linked = {a["href"] for soup in [*soups.values(), *wholes.values()] for a in soup.select("a[href^='http']")}
    assert {row["url"] for row in rows} == linked and len(rows) > 500
    assert {row["status"] for row in rows} == {outlinks.NOT_CHECKED}
    assert all((built_book / page).is_file() for row in rows for page in row["pages"].split())


def test_the_check_of_links_writes_down_what_was_answered(served, tmp_path, capsys):
    page = f'<a href="{served}/index.html">here</a> <a href="{served}/nowhere.html">gone</a>'
    (tmp_path / "index.html").write_text(page + '<a href="http://127.0.0.1:9/">closed</a>', "utf-8")
    assert linkcheck.check(tmp_path) == 1
    with (tmp_path / outlinks.FILE).open(encoding="utf-8", newline="") as file:
        status = {row["url"]: row["status"] for row in csv.DictReader(file)}
    assert status[f"{served}/index.html"] == "200" and status[f"{served}/nowhere.html"] == "404"
    assert status["http://127.0.0.1:9/"].startswith("no answer")
    assert "1 of 3 addresses answered" in capsys.readouterr().out
    (tmp_path / "index.html").write_text(f'<a href="{served}/index.html">here</a>', "utf-8")
    assert linkcheck.check(tmp_path) == 0


def test_a_book_that_is_not_there_is_no_book_whose_links_answer(tmp_path, monkeypatch, capsys):
    for root in (tmp_path, tmp_path / "gone"):
        assert linkcheck.check(root) == 1
        assert "`make book` first" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------ nasty cells
NASTY = [
    "<script>window.hurt = 1</script>",
    "<img src=x onerror='window.hurt = 1'>",
    'quoted" onmouseover="window.hurt = 1',
    "</td></tr></table><script>window.hurt = 1</script>",
    "[link](javascript:window.hurt=1) **bold** `code`",
    "{claim}`C99` ```{raw} html\n<script>window.hurt = 1</script>\n```",
    "right\u202eto left\u2066",
    "long " * 2000,
]
ADDRESS = "javascript:window.hurt=1"  # an address only where the cell holds nothing else


@pytest.mark.parametrize("payloads", [NASTY, [ADDRESS]], ids=["all", "an address"])
def test_no_cell_can_do_more_than_be_read(payloads, monkeypatch, browser, tmp_path):
    """Every text cell of some rows, on every kind of page that shows tables, in a real browser."""
    load, payload = tables.load, " ".join(payloads)

    def nasty(name):
        frame = load(name)
        if name == "sources":
            cells = ("title", "citation_full", "attribution_short", "producer", "note", "url_main", "via")
        else:
            cells = (
                "summary",
                "quote",
                "translation",
                "note",
                "speaker",
                "role",
                "topic",
                "author",
                "forecast",
                "date",
            )
            cells += ("paraphrase", "reason", "what_it_shows")
        texts = [cell for cell in cells if cell in frame and not pd.api.types.is_datetime64_dtype(frame[cell])]
        frame.loc[frame.index[:FEW], texts] = payload
        return frame

    monkeypatch.setattr(tables, "load", nasty)
    made = [registers.events(), registers.statements(), registers.forecasts(), appendix.claims("Intro")]
    made += [appendix.bibliography("dataset")]
    rows = load("events").head(2)[["event_id", "source_id"]].assign(text=payload, link=payload)
    made += [table(rows, name="nasty", title=payload, rows_of=["events"])]
    markup = "\n".join(one.html for one in made)
    markup += badge("C01", payload, "open", "open", "claims.html#C01", "cites")
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset='utf-8'><body>{markup}</body>", "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.eval_on_selector_all("a", "all => all.forEach((one) => one.dispatchEvent(new MouseEvent('mouseover')))")
    assert page.evaluate("window.hurt") is None
    assert page.locator("script, img, a[href^='javascript' i], [onmouseover], [onerror]").count() == 0
    text = page.locator("body").text_content()
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    for one in payloads:
        visible = " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", one).split())
        assert " ".join(text.split()).count(visible[:200]) > 4 * FEW, "the cell is shown as it is"
    page.close()


# ------------------------------------------------------------------------------------------------ in a browser
FEW_WALKED = 3  # as long as the claims are the same, the same ones: one commit does not pass and fail


@pytest.mark.parametrize("walked", [FEW_WALKED, pytest.param(10, marks=pytest.mark.prove)])
def test_from_a_sentence_to_the_page_behind_it_in_two_clicks(walked, served, watch, built_book: Path):
    same = int(hashlib.sha256((ROOT / "data" / "claims.csv").read_bytes()).hexdigest()[:6], 16)
    seed = same if walked == FEW_WALKED else secrets.randbelow(1_000_000)
    print(f"seed {seed}")
    claims, addresses = tables.load("claims"), set(tables.load("sources")["url_main"].dropna())
    chosen = random.Random(seed).sample(list(claims["claim_id"]), walked)
    number = claims.set_index("claim_id")["chapter"].str[:2]
    for claim in chosen:
        watched = watch(served)
        page = watched.page
        name = next(one for one in pages(built_book) if one.startswith(f"chapters/{number[claim]}-"))
        page.goto(f"{served}/{name}")
        page.locator(f".ev-badge[data-claim='{claim}'] > a").first.click()
        page.wait_for_url(f"**/claims.html#{claim}")
        entry = page.locator(f"section#{claim}")
        evidence = entry.locator("details li").first
        evidence.wait_for(state="visible")  # open without a click
        outward = entry.locator("details a[href^='http']")
        for link in outward.all():
            assert link.is_visible() and link.get_attribute("href") in addresses, f"seed {seed}, {claim}"
        within = entry.locator("details li a:not([href^='http'])")
        assert within.count(), f"seed {seed}, {claim}: no row and no source"
        target = within.last.get_attribute("href")
        within.last.click()
        page.wait_for_url(f"**/{target}")
        place = page.locator(f"[id='{target.partition('#')[2]}']")
        assert place.is_visible() and place.text_content().strip(), f"seed {seed}, {claim}: {target}"
        left_behind = "failed: "  # a page that the reader leaves may be loading still
        assert [one for one in watched.faults if not one.startswith(left_behind)] == [], f"seed {seed}, {claim}"
        watched.context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("name", "field"), [(LEDGER, "kind"), (TIMELINE, "lane"), (STATEMENTS, "side")])
def test_ledger_and_registers_are_filtered_by_keyboard(name, field, width, served, watch):
    watched = watch(served, viewport={"width": width, "height": 844})
    page = watched.page
    page.goto(f"{served}/{name}")
    values = """field => [...document.querySelectorAll(`[id][data-${field}]`)]
        .filter((one) => !one.hidden).map((one) => one.getAttribute(`data-${field}`))"""
    seen = f".ev-list > [data-{field}]:visible"
    total = len(page.evaluate(values, field))
    menu = page.locator(f".ev-filters select[data-key='{field}']")
    menu.focus()
    page.keyboard.press("ArrowDown")
    value = menu.input_value()
    left = page.evaluate(values, field)
    assert value and 0 < len(left) < total
    assert all(value in one.split("; ") for one in left)
    assert 0 < page.locator(seen).count() <= len(left)
    assert page.locator(".ev-filters output").first.inner_text().startswith(f"{len(left)} of {total} ")
    while page.evaluate("document.activeElement.type") != "search":
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('.ev-filters'))"), "the search is among the menus"
    page.keyboard.type("no such words anywhere")
    assert page.evaluate(values, field) == [] and page.locator(seen).count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert watched.faults == []


def test_a_link_to_a_filtered_entry_shows_it(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{LEDGER}")
    page.locator(".ev-filters input").fill("no such words anywhere")
    assert not page.locator("section#C17").is_visible()
    page.evaluate("location.hash = 'C17'")
    page.locator("section#C17 details li").first.wait_for(state="visible")


YEARS = """() => [...document.querySelectorAll('#fig-timeline-all .ev-chart:not(.ev-phone) .role-axis-label text')]
    .map((one) => one.textContent)"""
NAMED = "one => [one.querySelector('title').textContent, one.querySelector('desc').textContent]"


def test_the_timeline_moves_once_it_is_asked_to(address, watch):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{TIMELINE}")
    figure = page.locator("#fig-timeline-all")
    still = figure.locator("svg:visible").evaluate(NAMED)
    figure.get_by_role("button", name="Zoom and choose").click()
    page.wait_for_selector("#fig-timeline-all.ev-live")
    assert sum(url.endswith("/vega.js") for url in watched.requests) == 1
    assert figure.locator("svg:visible").evaluate(NAMED) == still
    assert page.locator("figure svg:visible [role]").count() == 0

    all_years = page.evaluate(YEARS)
    box = figure.locator("svg:visible").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 240)
    until(page, "before => scrollY > before", arg=before)  # the wheel is the page's
    assert page.evaluate(YEARS) == all_years

    figure.get_by_role("button", name="Closer").click()
    until(page, f"before => JSON.stringify(({YEARS})()) !== JSON.stringify(before)", arg=all_years)
    for _ in range(12):
        figure.get_by_role("button", name="Closer").click()
    assert len(page.evaluate(YEARS)) >= 1, "there is an end to coming closer"
    figure.get_by_role("button", name="All years").click()
    until(page, f"before => JSON.stringify(({YEARS})()) === JSON.stringify(before)", arg=all_years)

    menu = figure.locator(".vega-bindings select")
    menu.focus()
    page.keyboard.press("ArrowDown")
    until(
        page,  # one lane stands out, the others step back
        """() => new Set([...document.querySelectorAll('#fig-timeline-all .ev-stage svg .mark-rect.role-mark path')]
            .map((one) => one.getAttribute('opacity'))).size === 2""",
    )
    figure.locator(".ev-chart[tabindex]:visible").focus()
    page.keyboard.press("ArrowRight")
    first = figure.locator("[data-tip]").first.get_attribute("data-tip")
    page.locator(".ev-says", has_text=first).wait_for(state="attached")
    assert watched.faults == []
