"""The first page: its numbers out of the plain files, every claim as a square, and what a stranger sees of it."""

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from evidence import tables
from evidence.analysis import front
from evidence.build import prose
from evidence.build.freshness import parsed
from evidence.exhibits import front as page
from evidence.exhibits.verdicts import SIGNS
from tests.main_line import main_line, paragraphs, words

REPO = Path(__file__).resolve().parents[1]
KINDS = {"fact": "Facts", "attribution": "Who said what", "evaluation": "Judgements"}
KINDS |= {"causal": "Causes", "forecast": "Forecasts"}
MOST_WORDS = 500
READ = """() => {
    const unread = "svg, .ev-tip, .ev-hidden, .headerlink, .ev-source, .ev-dates .ev-meta, .ev-on-paper, button, "
        + "noscript, details:not([open])";
    const whole = document.querySelector("article").cloneNode(true);
    whole.querySelectorAll("script, style, template, [hidden], " + unread).forEach((one) => one.remove());
    return whole.textContent.split(/\\s+/).filter((word) => /[\\p{L}\\d]/u.test(word)).length;
}"""
OVERLAP = """() => [...document.querySelectorAll(".ev-square")].some((one, at, all) => {
    const box = one.getBoundingClientRect(), next = all[at + 1]?.getBoundingClientRect();
    return next && box.right > next.left && box.left < next.right && box.bottom > next.top && box.top < next.bottom;
})"""


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch):
    monkeypatch.chdir(REPO)


def rows_of(table: str) -> list[dict]:
    with (REPO / "data" / f"{table}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def said() -> dict[str, str]:
    return prose.said(parsed((REPO / "index.ipynb").read_text("utf-8")))


# ------------------------------------------------------------------------------------------------ numbers
def test_the_answer_is_a_paragraph_that_one_reads_in_a_breath():
    first = paragraphs(main_line(parsed((REPO / "index.ipynb").read_text("utf-8"))))[0]
    assert first.startswith("In 2017") and 50 < len(words(first)) <= 90, len(words(first))


def test_claims_are_counted_by_kind_and_verdict():
    claims, texts = rows_of("claims"), said()
    counts = Counter((one["kind"], one["verdict_today"]) for one in claims)
    assert texts["i_claims"] == str(len(claims))
    facts, causes = (sum(one["kind"] == kind for one in claims) for kind in ("fact", "causal"))
    assert texts["i_facts"] == f"{counts['fact', 'supported']} of {facts}"
    assert texts["i_causes"] == f"{counts['causal', 'supported'] or 'none'} of {causes}"
    words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    outcomes = ("borne out", "partly borne out", "not borne out")
    came = [words[counts["forecast", outcome]] for outcome in outcomes]
    assert [texts["i_came"], texts["i_partly"], texts["i_failed"]] == came
    assert texts["i_forecasts"] == words[sum(one["kind"] == "forecast" for one in claims)]


def test_the_number_is_that_of_chapter_5():
    notebook = parsed((REPO / "chapters" / "05-probability-of-intervention.ipynb").read_text("utf-8"))
    there, here = prose.said(notebook), said()
    assert here["i_number"] == there["c5_hundred"] == "about 2 in 100"
    assert here["i_high"] == there["c5_any_high"] == "14 in 100"


def test_the_cards_say_what_the_tables_hold():
    texts, deaths = said(), rows_of("battle_deaths")
    inside = [one for one in deaths if one["year"] == "2017" and one["only_afghanistan"] == "TRUE"]
    of_isil = sum(int(one["best"]) for one in inside if one["side_b"] == "IS")
    assert texts["i_share"] == f"{100 * of_isil / sum(int(one['best']) for one in inside):.0f}%"
    pair = {
        one["year"]: float(one["agreement"])
        for one in rows_of("un_votes")
        if (one["iso3_a"], one["iso3_b"], one["vote_set"]) == ("RUS", "AFG", "all")
    }
    before = [agreement for year, agreement in pair.items() if 2002 <= int(year) <= 2011]
    assert texts["i_votes_before"] == f"{sum(before) / len(before):.2f}"
    assert texts["i_votes_after"] == f"{pair['2016']:.2f}"
    days = {one["event_id"]: one["date"] for one in rows_of("events")}
    suspended, formed = (pd.Timestamp(days[event]) for event in (front.SUSPENDED, front.FORMED))
    assert texts["i_days"] == str((formed - suspended).days)
    assert days[front.ADMITTED].startswith("2015-12") and texts["i_admitted"] == "December 2015"


def test_three_scales_and_the_number_stand_in_four_rows():
    heard = front.heard(tables.load("verbal_scales"), (0.0214, 0.0003, 0.142), "gauge")
    assert list(heard["value"]) == ["20% to 45%", "0% to 33%", "20% to 40%", "2%, up to 14%"]
    assert heard["middle"].notna().tolist() == [False, False, False, True]
    assert (heard["low"] <= heard["high"]).all() and heard["source_id"].iloc[-1] == "gauge"


def test_ten_dates_in_order_each_with_its_source():
    moments = front.moments(tables.load("events"))
    events = {one["event_id"]: one for one in rows_of("events")}
    assert len(moments) == 10 and list(moments["date"]) == sorted(moments["date"])
    for row in moments.itertuples():
        assert (row.date, row.source_id) == (events[row.event_id]["date"], events[row.event_id]["source_id"])
    soup = BeautifulSoup(page.dates(moments).html, "html.parser")
    known = {
        one["source_id"]: one["note"] if one["read"] == "not-read" else one["attribution_short"]
        for one in rows_of("sources")
    }
    for line, row in zip(soup.select("li"), moments.itertuples(), strict=True):
        assert line.time["datetime"] == row.date and line.a["href"].endswith(f"#{row.source_id}")
        assert line.a.get_text() == known[row.source_id] and row.what in line.get_text()


# ------------------------------------------------------------------------------------------------ squares
def test_every_claim_is_one_square_with_words_a_link_and_its_verdict_in_text():
    claims = tables.load("claims")
    soup = BeautifulSoup(page.squares(claims, front.by_kind(claims)).html, "html.parser")
    links = {link["href"].partition("#")[2]: link for link in soup.select(".ev-kinds a")}
    assert len(soup.select(".ev-kinds a")) == len(links) == len(rows_of("claims"))
    for claim in rows_of("claims"):
        link = links[claim["claim_id"]]
        row = link.find_parent("ul")
        tip = soup.find(id=link["aria-describedby"])
        assert link["href"] == f"chapters/appendix/claims.html#{claim['claim_id']}"
        assert link.get_text() == f"{SIGNS[claim['verdict_today']]}{claim['claim_id']}: {claim['verdict_today']}"
        assert claim["paraphrase"] in tip.get_text() and claim["verdict_today"].capitalize() in tip.get_text()
        assert ("In August 2017" in tip.get_text()) == (claim["verdict_2017"] != claim["verdict_today"])
        assert soup.find(id=row["aria-labelledby"]).get_text().startswith(KINDS[claim["kind"]])


def test_squares_stand_in_the_order_of_their_verdicts_and_the_legend_names_each_sign():
    claims = tables.load("claims")
    soup = BeautifulSoup(page.squares(claims, front.by_kind(claims)).html, "html.parser")
    for row in soup.select(".ev-kinds ul"):
        verdicts = [one.get_text().partition(": ")[2] for one in row.select("a")]
        assert verdicts == sorted(verdicts, key=list(SIGNS).index)
    legend = {one.get_text() for one in soup.select(".ev-legend .ev-square")}
    assert {one.select_one("[aria-hidden]").get_text() for one in soup.select(".ev-kinds a")} <= legend
    for kind in ("fact", "causal"):
        own = [one["verdict_today"] for one in rows_of("claims") if one["kind"] == kind]
        said = f"{KINDS[kind]}: {own.count('supported')} of {len(own)} supported"
        assert soup.select_one(f"#kind-{kind}").get_text() == said


# ------------------------------------------------------------------------------------------------ in the book
def test_links_lead_to_places_of_the_book(built_book: Path):
    soup = BeautifulSoup((built_book / "index.html").read_text("utf-8"), "html.parser")
    anchors: dict[str, set[str]] = {}
    for link in soup.select(".ev-kinds a, .ev-dates a, .ev-cards a, .ev-ways a"):
        name, _, anchor = link["href"].partition("#")
        if name not in anchors:
            there = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
            anchors[name] = {one["id"] for one in there.select("[id]")}
        assert not anchor or anchor in anchors[name], link["href"]
    titles = [one.get_text() for one in soup.select(".ev-cards a")]
    assert len(titles) == 6 and all(title.endswith("?") for title in titles)


def test_it_is_read_in_two_minutes_and_a_half(served, watch):
    opened = watch(served, viewport={"width": 1280, "height": 900}).page
    opened.goto(f"{served}/index.html")
    words = opened.evaluate(READ)
    assert 250 < words <= MOST_WORDS, words


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_has_the_answer_first_and_the_squares_next(width, served, watch):
    opened = watch(served, viewport={"width": width, "height": 844}, has_touch=True).page
    opened.goto(f"{served}/index.html")
    article = opened.locator("article")
    answer = article.locator("h1 + p").bounding_box()
    assert answer["y"] + answer["height"] < 844
    assert opened.locator(".ev-kinds").bounding_box()["y"] < 1.35 * 844
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not opened.evaluate(OVERLAP)


def test_a_square_says_its_words_by_pointer_keyboard_and_touch(served, watch):
    desk = watch(served, viewport={"width": 1280, "height": 900}).page
    desk.goto(f"{served}/index.html")
    first, second = (desk.locator(".ev-kinds .ev-badge").nth(at) for at in (0, 20))
    first.hover()
    assert first.locator(".ev-tip").is_visible() and not second.locator(".ev-tip").is_visible()
    desk.mouse.move(1, 1)
    second.locator("a").focus()
    tip = second.locator(".ev-tip")
    box = tip.bounding_box()
    assert tip.is_visible() and box["x"] >= 0 and box["x"] + box["width"] <= 1280
    desk.keyboard.press("Escape")
    assert not tip.is_visible()
    desk.keyboard.press("Tab")
    assert desk.locator(".ev-kinds .ev-badge").nth(21).locator(".ev-tip").is_visible()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/claims.html#C*")

    phone = watch(served, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).page
    phone.goto(f"{served}/index.html")
    square = phone.locator(".ev-kinds .ev-badge").nth(30)
    square.locator("a").tap()
    box = square.locator(".ev-tip").bounding_box()
    assert phone.url.endswith("index.html") and box["x"] >= 0 and box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    square.locator("a").tap()
    phone.wait_for_url("**/claims.html#C*")


def test_without_scripts_it_still_reads(served, watch):
    opened = watch(served, java_script_enabled=False, viewport={"width": 390, "height": 844}).page
    opened.goto(f"{served}/index.html")
    assert opened.locator(".ev-kinds a").count() == len(rows_of("claims"))
    assert opened.locator(".ev-legend").is_visible() and opened.locator("#fig-places svg").last.is_visible()
    opened.locator(".ev-kinds a").first.focus()
    assert opened.locator(".ev-kinds .ev-tip").first.is_visible()


def test_the_notebook_is_one_of_the_book():
    cells = json.loads((REPO / "index.ipynb").read_text("utf-8"))["cells"]
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert not re.search(r"`make |\bgit ", text), "commands stand elsewhere"
