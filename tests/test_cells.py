"""Whatever stands in a cell reaches a page as text: no tag, no handler, no address that runs, no turned direction, and
no formula in a file for a spreadsheet."""

import copy
import csv
import io
import json
import re
from functools import cache
from urllib.parse import unquote

import altair as alt
import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.analysis import front as said
from evidence.exhibits import appendix, figure, front, parts, record, registers, table
from evidence.exhibits.gate import Foreign, checked
from evidence.exhibits.links import escaped, for_spreadsheets, plain, plain_frame
from evidence.exhibits.verdicts import strip
from tests.samples import TEXTS

NASTY = '"\'><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>\u202e{{ x }} javascript:alert(1)'
NASTY += "</td></tr></table>[a](javascript:window.hurt=1) **b** `c` {claim}`C99`"
HANDLER = '" onclick="window.hurt=1" onfocus="window.hurt=1" autofocus x=\''
KEPT = {"date", "date_end", "date_known", "date_published", "date_accessed", "date_stated"}
BUILDERS = {
    "claims": lambda: [appendix.claim_filters(), *map(appendix.claims, tables.load("claims")["section"].unique())],
    "data": lambda: [appendix.register(), record.table_status()],
    "sources": lambda: [appendix.bibliography("dataset"), record.reading_status(), record.deciding_pages()],
    "every source": lambda: list(map(appendix.bibliography, tables.load("sources")["kind"].unique())),
    "corrections": lambda: [
        record.corrections(),
        record.checks_status(),
        *map(record.pass_status, record.PASSES),
        *map(record.faults, record.PASSES),
    ],
    "events": lambda: [registers.events()],
    "statements": lambda: [registers.statements()],
    "forecasts": lambda: [registers.forecasts()],
    "verdicts": lambda: [strip(tables.load("claims"), "claims.html")],
    "front": lambda: [
        front.squares(tables.load("claims"), said.by_kind(tables.load("claims"))),
        front.dates(tables.load("events").eval("when = date").eval("what = summary")),
    ],
}
LONG = "every source"  # seconds, of one template: before a release
THEIR_LIKE = "[data-list] > :nth-child(n+4)"  # entries of a list beyond its first three
TAKE_OUT = "all => all.forEach((one) => one.remove())"
STATIC = ROOT / "evidence" / "pages" / "static"
SCRIPTS = [
    (STATIC / f"{name}.js").read_text("utf-8") for name in ("first", "badges", "cite", "filters", "tables", "tips")
]
TOUCHED = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  for (const one of document.querySelectorAll("*")) {
    one.dispatchEvent(new MouseEvent("click"));
    one.focus?.();
  }
  return window.hurt === undefined && !document.querySelector("img, article script:not([type])");
}"""


def columns_of_words(name: str) -> list[str]:
    """Columns in which a cell may be any text as far as the page is concerned, ids included."""
    fields = tables.resource(name)["schema"]["fields"]
    words = [field for field in fields if field["type"] == "string" and "enum" not in field.get("constraints", {})]
    return [field["name"] for field in words if field["name"] not in KEPT and not field["name"].startswith("date")]


@pytest.fixture
def planted(monkeypatch):
    """Every text of every table and of its descriptor carries an attack behind its own words, so that rows still find
    one another."""
    load, resource = tables.load, tables.resource

    @cache
    def attacked(name: str) -> pd.DataFrame:
        frame = load(name).copy()
        for column in set(columns_of_words(name)) & set(frame.columns):
            if column not in ("table", "chapter", "sentence_ids", "adm1_code", "quote_language"):
                frame[column] = frame[column].map(
                    lambda cell: f"{cell}{NASTY}{HANDLER}" if isinstance(cell, str) else cell
                )
        return frame

    @cache
    def described(name: str) -> dict:
        found = copy.deepcopy(resource(name))
        fields = found.get("schema", {}).get("fields", [])
        for part in (found, *found.get("sources", []), *found.get("licenses", []), *fields):
            for key in {"title", "description", "derivation", "kept_because"} & part.keys():
                part[key] += NASTY + HANDLER
        return found

    monkeypatch.setattr(tables, "load", lambda name: attacked(name).copy())
    monkeypatch.setattr(tables, "resource", described)


def html_of(parts: list) -> str:
    return "\n".join(part if isinstance(part, str) else part._repr_html_() for part in parts)


def is_unhurt(page, markup: str, without: str = "") -> bool:
    """Whether Chromium runs nothing of it, with the book's scripts at work, when it is clicked and focused.

    without: a selector of what is read and then taken out, neither clicked nor focused.
    """
    page.set_content(f"<!doctype html><main id='main-content'><article>{markup}</article></main>")
    if without:
        page.eval_on_selector_all(without, TAKE_OUT)
    for script in SCRIPTS:
        page.add_script_tag(content=script)
    return page.evaluate(TOUCHED)


@pytest.mark.parametrize("without", [THEIR_LIKE, pytest.param("", marks=pytest.mark.prove)], ids=["first", "all"])
@pytest.mark.parametrize(
    "name", [pytest.param(one, marks=[pytest.mark.prove] if one == LONG else []) for one in BUILDERS]
)
def test_no_cell_runs_in_a_generated_page(name, without, planted, browser):
    markup = html_of(BUILDERS[name]())
    assert "window.hurt" in markup, "the attack is on the page, as text"
    assert "\u202e" not in markup
    page = browser.new_page()
    assert is_unhurt(page, markup, without)
    page.close()


ALWAYS = {"claims", "events", "statements", "sources", "corrections", "battle_deaths", "glossary", "places"}


@pytest.mark.parametrize(
    "name", [name if name in ALWAYS else pytest.param(name, marks=pytest.mark.prove) for name in tables.names()]
)
def test_no_cell_of_any_column_runs_in_a_table_or_its_file(name, browser):
    """Each text column of a table in turn holds the attack, and so does the heading of one."""
    frame = tables.load(name).head(3).copy()
    for column in set(columns_of_words(name)) & set(frame.columns) - {"source_id"}:
        frame[column] = NASTY
    frame[HANDLER] = 1
    sources = {} if "source_id" in frame else {"sources": ["own-benchmark"]}
    made = table(frame, name="planted", title=NASTY, rows_of=[name], note=HANDLER, **sources).html
    assert "\u202e" not in unquote(made)
    page = browser.new_page()
    assert is_unhurt(page, made)
    page.close()


def test_no_cell_runs_in_a_figure_its_tips_or_its_specification(browser):
    rows = pd.DataFrame({"x": [1], NASTY: [NASTY], "tip": [f"said {NASTY}"], "source_id": ["own-benchmark"]})
    chart = alt.Chart(rows).mark_bar().encode(x="x:Q", description="tip:N")
    words = {key: NASTY for key in ("title", "measure", "description", "cannot_show")}
    made = figure(chart, name="planted", data=rows, moves=True, **{**TEXTS, **words}).html
    spec = json.loads(re.search(r'class="ev-spec"[^>]*>(.*?)</script>', made, re.S)[1])
    assert "\u202e" not in made and "\u202e" not in json.dumps(spec, ensure_ascii=False)
    page = browser.new_page()
    page.set_content(made)
    assert page.evaluate("window.hurt === undefined && !document.querySelector('img, [onclick], [onerror]')")
    page.close()


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x>",
        '<p onclick="x()">',
        '<a href="javascript:x()">x</a>',
        '<a href=" java\nscript:x()">x</a>',
        '<a href="data:text/html,x">x</a>',
        "<script>x</script>",
        '<script src="x.js"></script>',
        "<iframe></iframe>",
        '<svg><a xlink:href="x" onfocus="y"></a></svg>',
        "<style>*{}</style>",
    ],
)
def test_what_the_book_does_not_write_is_refused(markup):
    with pytest.raises(Foreign):
        checked(f"<div>{markup}</div>")


def test_what_the_book_writes_passes():
    markup = (
        '<a href="../a.html#E1">a</a><a href="https://example.org/">b</a><a href="data:text/csv;charset=utf-8,x">c</a>'
    )
    assert checked(markup) == markup


def test_a_formula_is_made_harmless_and_a_number_stays_one():
    texts = [
        "=1+1",
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        " =1",
        "|x",
        "=cmd|' /C calc'!A0",
        "-5",
        "+5%",
        "−5",
        "plain",
        None,
    ]
    data = pd.DataFrame({"text": texts, "number": range(-5, len(texts) - 5)})
    done = for_spreadsheets(data)
    assert [text for text in done["text"][:8]] == [f"'{text}" for text in texts[:8]]
    assert list(done["text"][8:12]) == texts[8:12] and pd.isna(done["text"].iloc[12])
    assert list(done["number"]) == list(data["number"])
    assert list(for_spreadsheets(data.rename(columns={"text": "=x"}))) == ["'=x", "number"]


def test_a_file_of_a_page_is_read_back_as_it_was(rows):
    made = table(rows, name="back", title="t", rows_of=["battle_deaths"]).html
    text = unquote(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', made)[1])
    back = pd.read_csv(io.StringIO(text))
    pd.testing.assert_frame_equal(back, rows, check_dtype=False)


def test_text_is_escaped_and_keeps_its_direction():
    assert escaped('<b> & "\u202ex\u2066') == "&lt;b&gt; &amp; &quot;x" and plain(5) == "5"
    frame = plain_frame(pd.DataFrame({"a\u202e": ["x\u202e", None, 3]}))
    assert list(frame) == ["a"] and frame["a"].tolist() == ["x", None, 3]


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "@SUM(1)", "＝1+1", "+1+1", "-2+3"])
def test_what_a_page_offers_as_csv_runs_nothing(cell):
    rows = pd.DataFrame({"words": [cell, "plain"], "n": [-5, 5]})
    link = parts.download("rows", rows)
    [first, second] = csv.reader(io.StringIO(unquote(link.split("utf-8,")[1].split('"')[0]).split("\n", 1)[1]))
    assert first == [f"'{cell}", "-5"] and second == ["plain", "5"]
