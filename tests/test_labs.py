"""The labs: their parts, their first recipe run from the page's own text, charts that say that they mislead."""

import json
import re
from collections.abc import Iterator

import altair as alt
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from test_rerun import FENCE, Block, Copy, committed, copy  # noqa: F401

from conftest import ROOT
from evidence import tables
from evidence.analysis import isil, labs, ties
from evidence.changes.sentences import sentences
from evidence.charts import amounts, categories, years
from evidence.charts.colours import ACTORS
from evidence.charts.misleading import WARNING, cut_bars, marked, running_total, two_scales
from evidence.claims import VERDICTS
from evidence.exhibits.parts import FigureError
from evidence.exhibits.specimens import specimen
from evidence.pages import lessons
from evidence.pages.numbering import shown

LABS, ANSWERS = (ROOT / "chapters" / "teach" / f"{name}.ipynb" for name in ("labs", "lab-answers"))
PAGE = "chapters/teach/labs.html"
ROWS = pd.DataFrame({"year": [2015, 2016], "name": ["2015", "2016"], "best": [10, 12], "tip": ["a year", "next year"]})
X, Y = years("year", 2014.5, 2016.5, [2015, 2016]), amounts("best", 13, [9, 11, 13], bottom=9)


def prose(path) -> str:
    return "\n\n".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown")


def parts(path) -> list[str]:
    return re.split(r"^## (?=Lab \d)", prose(path), flags=re.MULTILINE)[1:]


# ------------------------------------------------------------------------------------------ the page
def test_each_lab_has_all_its_parts_and_an_answer_apart():
    tasks, answers = parts(LABS), parts(ANSWERS)
    assert [one.splitlines()[0] for one in tasks] == [one.splitlines()[0] for one in answers] and len(tasks) == 4
    for one in tasks:
        for part in (
            "**You learn** to",
            "**Time**: ",
            "**Steps**\n\n1. ",
            "**Hand in**: ",
            "} A hint\n:class: dropdown",
        ):
            assert part in one, f"{one.splitlines()[0]}: {part}"
        assert re.search(r"\*\*Time\*\*: \d+ minutes", one)
    assert all(len(one.split()) > 100 and "{n}`" in one for one in answers)


def test_lab_3_shows_its_pictures_then_asks_and_tells_only_in_a_fold(built_book):
    page = BeautifulSoup((built_book / PAGE).read_text("utf-8"), "lxml")
    lab = next(one for one in page.select("section") if one.h2 and one.h2.get_text().startswith("Lab 3"))
    kinds = [one.get("data-figure") or one.name for one in lab.select("div.ev-figure, ol, figure.ev-figure")]
    assert kinds == ["div"] * 3 + ["ol", "lab-toll", "lab-votes"]
    for one in lab.select("figure.ev-figure"):
        fold = one.find_parent("details")
        assert not fold.has_attr("open") and fold.summary.get_text().startswith("Open at step 3: ")
        assert not set(fold.summary.get_text().lower().split()) & {"zero", "axis", "sum", "range"}
    before = " ".join(one.get_text(" ") for one in lab.find_all("p", recursive=False)).lower()
    assert "what is drawn" in before and not re.search(r"from zero|two axes|axis|year by year|summed", before)


def test_whoever_cannot_see_a_misleading_picture_is_misled_as_others_are(built_book):
    """Its words and its tips give what is drawn, no more than the axes and marks do: no range, no toll under a sum."""
    page = BeautifulSoup((built_book / PAGE).read_text("utf-8"), "lxml")
    toll = labs.told_toll(tables.load("battle_deaths"), 2015, 2021).set_index("year")
    cut, summed, axes = drawn = page.select("div.ev-figure")
    for one in drawn:
        told = one.details.p.get_text()
        assert one.select_one("desc").get_text() == told and one.details.summary.get_text() == "What is drawn, in words"
        tips = [mark["data-tip"] for mark in one.select_one(".ev-chart").select("[data-tip]")]
        assert len(tips) >= 2 and not [tip for tip in tips if "(" in tip or "UCDP" in tip]
        values = re.findall(r" at ([\d,.]*\d)", told)
        assert len(values) == len(tips) and all(any(value in tip for tip in tips) for value in values)
    assert "on an axis labelled from 2,780 to 2,840: 2017 at 2,795; 2018 at 2,842." in cut.details.get_text()
    assert "The second bar is 4.1 times as long as the first." in cut.details.get_text()
    assert f"2021 at {toll['best'].sum():,.0f}." in summed.details.get_text()
    assert f"{toll['best'][2019]:,.0f}" not in str(summed)
    assert "from 1,000 to 3,000" in axes.details.get_text() and "from 0.66 to 0.70" in axes.details.get_text()


def test_lab_4_votes_on_the_words_of_the_verdicts_before_it_knows_the_books_own(built_book):
    page = BeautifulSoup((built_book / PAGE).read_text("utf-8"), "lxml")
    lab = next(one for one in page.select("section") if one.h2 and one.h2.get_text().startswith("Lab 4"))
    claim = tables.load("claims").set_index("claim_id").loc["C36"]
    assert "C36" in lab.get_text() and not lab.select("[id^=cites-C36]")
    vote = next(one for one in lab.select("ol > li") if one.get_text().startswith("Vote"))
    said, given = " ".join(vote.get_text().split()), set(tables.load("claims")["verdict_today"])
    assert all((word in re.split(r": |, | and |\. ", said)) == (word in given) for word in VERDICTS)
    vote.extract()
    assert claim["verdict_today"] not in lab.get_text()


def test_lab_2_leads_to_its_table_in_the_data(built_book):
    page = BeautifulSoup((built_book / PAGE).read_text("utf-8"), "lxml")
    [link] = page.select("ol a[href$='data.html#table-isil-strength']")
    there = (built_book / PAGE).parent / link["href"].partition("#")[0]
    assert 'id="table-isil-strength"' in there.read_text("utf-8")


def test_no_word_of_an_answer_stands_with_the_tasks():
    said = {" ".join(line.split()) for one in parts(ANSWERS) for line in one.split(". ") if len(line.split()) > 6}
    text = " ".join(prose(LABS).split())
    assert said and not [line for line in said if line in text]


def test_the_line_of_the_votes_is_described_by_the_numbers_of_its_sessions():
    pair = tables.load("un_votes").query("iso3_a == 'RUS' and iso3_b == 'AFG' and vote_set == 'all'")
    votes = pair.set_index("year")["agreement"]
    cells = nbformat.read(LABS, 4).cells
    [page] = [text for cell in cells for text in lessons.outputs(cell) if 'id="fig-lab-votes"' in text]
    told = re.search(
        r"A line near (\S+) until 2011 .*? to (\S+) in 2017; it is at (\S+) in 2018 and (\S+) in 2019", page
    )
    assert told and [float(one) for one in told.groups()] == [
        pytest.approx(votes[year], abs=0.005) for year in (2011, 2017, 2018, 2019)
    ]
    assert votes.loc[2009:2011].between(0.85, 0.88).all() and votes.loc[2011:2017].is_monotonic_decreasing


def test_what_the_misleading_pictures_seem_to_say_is_seen_in_them_and_is_not_so():
    """A release that moves the toll, or the votes, may leave a picture that says nothing of what stands over it."""
    toll = isil.toll(tables.load("battle_deaths")).set_index("year")
    longer = labs.times_as_long(toll.loc[[2017, 2018]], "best", labs.CUT)
    assert round(longer) == 4 and toll["best"][2018] / toll["best"][2017] < 1.1, "four times as deadly"
    assert not toll["best"].is_monotonic_increasing, "only grew"
    votes = ties.pair(tables.load("un_votes"), "AFG", "RUS").set_index("year")["agreement"]
    assert toll.loc[2015:2017, "best"].is_monotonic_increasing and votes[2015:2017].is_monotonic_decreasing
    assert votes[2018] > votes[2017], "the years end before the agreement rises again"
    assert votes[2011] > votes[2012] > votes[2013], "it had begun to fall in the session of 2012"


def test_a_misleading_picture_says_so_and_is_no_figure_of_the_book(built_book):
    page = BeautifulSoup((built_book / PAGE).read_text("utf-8"), "lxml")
    found = page.select("div.ev-figure")
    assert len(found) == 3
    for one in found:
        assert not one.select("[data-figure], .ev-number, .ev-cite, .ev-csv, .ev-drawer") and not one.get("id")
        pictures = one.select("svg")
        assert len(pictures) == 2 and all(svg.get_text().count(WARNING) >= 2 for svg in pictures)
        assert all(svg.title.get_text().startswith("Misleading on purpose") for svg in pictures)
    honest = {one["data-figure"] for one in page.select("figure.ev-figure")}
    assert honest == {"lab-toll", "lab-votes"}
    cited = (built_book / "cite" / "chapters-teach-labs.bib").read_text("utf-8")
    assert "lab-toll" in cited and "misleading" not in cited
    beside = [path.name for path in (built_book / "_figures").iterdir()]
    assert not [name for name in beside if "misleading" in name]


def test_warnings_are_seen_on_a_phone(built_book, served, watch):
    page = watch(served, viewport={"width": 390, "height": 844}).page
    page.goto(f"{served}/{PAGE}")
    pictures = page.locator("div.ev-figure").all()
    assert len(pictures) == 3
    for one in pictures:
        words = one.locator(".ev-phone text", has_text=WARNING).all()
        frame = one.locator(".ev-phone svg").bounding_box()
        assert len(words) >= 2
        for word in words:
            box = word.bounding_box()
            assert frame["x"] <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"]
            assert box["width"] > frame["width"] / 3


def test_registers_call_the_pages_by_their_titles(built_book):
    labs, titles = "Four labs for a class", {"Four labs for a class", "Worked answers to the labs"}
    for register, cites in (("people", titles), ("claims", titles - {labs})):  # the labs cite no claim with its verdict
        page = BeautifulSoup((built_book / "chapters" / "appendix" / f"{register}.html").read_text("utf-8"), "lxml")
        names = {one.get_text() for one in page.select("article a[href*='teach/lab']")}
        assert cites <= names
        assert not [name for name in names if name.startswith("chapters/")]


# ------------------------------------------------------------------------------------------ lab 1, from its text
def steps() -> list[Block]:
    text = parts(LABS)[0]
    return [
        Block(one["kind"], "", re.sub(rf"^{one['indent']}", "", one["text"], flags=re.MULTILINE))
        for one in FENCE.finditer(text)
    ]


# What moves in the prose, as the answer tells it, but for the pages of answers: notebook -> sentences.
SENTENCES = {"01-concerns": 1, "03-russia-and-the-taliban": 3, "06-hindsight": 1, "teach/labs": 1}


def listed(title: str, role: str) -> set[str]:
    """What the answer of lab 1 names in one of its three lists, by the role that names it."""
    [item] = re.findall(rf"^- \*\*{title}\.\*\*(.*?)(?=\n- |\n\n)", parts(ANSWERS)[0], re.MULTILINE | re.DOTALL)
    return set(re.findall(rf"\{{{role}\}}`(?:[^`<]* <)?([\w-]+)>?`", item))


def moved(report: str) -> Iterator[tuple[str, int]]:
    """Notebook -> its sentences whose numbers moved, of what `make changes` prints; summaries and answers apart."""
    own = report.partition("NUMBERS IN THE PROSE\n")[2].partition("\n\n")[0]
    for name, lines in re.findall(r"^  chapters/(\S+)\.ipynb\n((?:    .*\n?)+)", own, re.MULTILINE):
        if name not in ("teach/answers", "teach/lab-answers"):
            yield name, lines.count(" -> ") and len(lines.splitlines())


def test_the_figures_that_the_answer_lists_are_those_that_draw_the_number():
    drawn = set()
    for path in [*ROOT.glob("chapters/0*.ipynb"), LABS]:
        for cell in nbformat.read(path, 4).cells:
            for markup in lessons.outputs(cell):
                for figure in lessons.FIGURE.findall(markup):
                    drawn |= {shown(figure)[0][1]} if re.search(r"\b2,?141\b", figure) else set()
    assert drawn == listed("Figures", "fig") and len(drawn) == 4


def test_the_sentences_that_the_answer_tells_of_name_the_number_or_what_is_computed_from_it():
    """Of chapter 3 one sentence gives a share alone, which `make prove` sees move."""
    named = {}
    for name in SENTENCES:
        found = [" ".join(map(str, one.pieces)) for one in sentences(nbformat.read(ROOT / f"chapters/{name}.ipynb", 4))]
        named[name] = sum("'2,141'" in text for text in found)
    assert named == SENTENCES | {"03-russia-and-the-taliban": 2}


def test_the_recipe_changes_one_cell_and_takes_it_back(copy: Copy):  # noqa: F811
    edit, look, _, back = steps()
    copy.do(edit)
    assert copy.touched() == ["data/battle_deaths.csv"]
    said = copy.do(look)
    assert "battle_deaths: 1 row revised (1 cell)\n" in said and "VERDICTS IN QUESTION" in said
    assert "these notebooks are stale: " in said
    assert {one for one in re.findall(r"^  (C\d\d): ", said, re.MULTILINE)} == listed("Verdicts in question", "claim")
    copy.do(back)
    assert copy.touched() == []


@pytest.mark.prove
def test_what_moves_is_what_the_answer_says(copy: Copy):  # noqa: F811
    edit, look, update, back = steps()
    copy.do(edit)
    said = copy.do(update)
    assert {name[9:11] for name in copy.touched() if name.startswith("chapters/0")} == {"01", "03", "06"}
    assert "Chapters 1, 3 and 6 move" in prose(ANSWERS)
    tables_changed = [name for name in copy.touched() if name.startswith("data/")]
    assert tables_changed == ["data/battle_deaths.csv"] and "[2,141 -> 2,544]" in said
    said = copy.do(look)
    assert set(re.findall(r"^  Figure [\w.]+ ([\w-]+), ", said, re.MULTILINE)) == listed("Figures", "fig")
    assert said.count("  Register ") == 2 == said.count("“Misleading on purpose: ")
    assert dict(moved(said)) == SENTENCES
    copy.do(back)
    assert copy.touched() == []


# ------------------------------------------------------------------------------------------ what they are made of
def test_a_season_holds_comparable_counts_in_order_with_their_bounds_in_words():
    season = labs.of_one_season(tables.load("isil_strength"))
    assert season["date_start"].is_monotonic_increasing and season["comparable"].all()
    assert season["date_start"].min() >= pd.Timestamp(labs.SEASON[0])
    assert season["date_end"].max() <= pd.Timestamp(labs.SEASON[1])
    known = dict(zip(season["estimate_id"], season["number"]))
    assert known["K015"] == "10,000 or more" and known["K016"] == "1,000 to 3,000" and known["K018"] == "2,500"


def test_evidence_stands_by_side_and_then_by_date():
    evidence = pd.DataFrame(
        {
            "claim_id": ["C1", "C1", "C1", "C2"],
            "stance": ["contradicts", "supports", "supports", "context"],
            "date": ["2016", "2017", "2015-04", "2014"],
        }
    )
    found = labs.by_side(evidence, "C1")
    assert found[["side", "date"]].to_numpy().tolist() == [["for", "2015-04"], ["for", "2017"], ["against", "2016"]]
    with pytest.raises(KeyError):
        labs.by_side(evidence, "C3")


def test_the_rows_that_the_answer_of_lab_4_names_are_on_the_side_that_it_says():
    held = tables.load("claim_evidence").set_index("evidence_id")["stance"]
    said = {"C36-01": "supports", "C36-02": "supports", "C36-10": "supports", "C36-09": "context"}
    said |= dict.fromkeys(("C36-03", "C36-04"), "contradicts")
    assert {row: held[row] for row in said} == said


def test_a_toll_is_summed_from_its_first_year():
    found = labs.told_toll(tables.load("battle_deaths"), 2016, 2018)
    assert found["summed"].tolist() == found["best"].cumsum().tolist() and found["year"].tolist() == [2016, 2017, 2018]
    assert found["tip"][0] == "Government – ISIL-K, 2016: 2,141 deaths (2,100 to 2,544). UCDP"


def test_what_is_drawn_is_told_with_the_ends_of_its_axis():
    rows = pd.DataFrame({"year": [2015, 2016], "best": [1100, 1400]})
    told = labs.drawn("Two bars", rows, "best", [1000, 1250, 1500])
    assert told == "Two bars, on an axis labelled from 1,000 to 1,500: 2015 at 1,100; 2016 at 1,400."
    assert labs.times_as_long(rows, "best", 1000) == 4


@pytest.mark.parametrize(
    "chart",
    [
        cut_bars(ROWS, categories("name", ["2015", "2016"]), Y, "#000"),
        running_total(ROWS, X, Y, "#000"),
        two_scales(ROWS, ROWS, X, (Y, amounts("best", 20, [10, 20])), ("#000", "#111")),
        marked(alt.layer(alt.Chart(ROWS).mark_point(aria=False).encode(X, Y))),
    ],
    ids=["cut", "sum", "axes", "any"],
)
def test_every_form_that_misleads_says_so_in_its_picture(chart):
    spec = json.dumps(chart.to_dict())
    assert spec.count(WARNING) >= 2


def test_axes_are_what_they_are_called():
    first, second = cut_bars(ROWS, X, Y, "#000"), two_scales(ROWS, ROWS, X, (Y, Y), ("#000", "#111"))
    assert '"domain": [9, 13]' in json.dumps(first.to_dict())
    drawn = second.to_dict()["layer"][0]["layer"][0]
    assert drawn["resolve"]["scale"]["y"] == "independent" and '"orient": "right"' in json.dumps(drawn["layer"][1])


def test_a_chart_that_does_not_say_it_misleads_is_no_specimen():
    plain = alt.Chart(ROWS).mark_point().encode(X, Y, description="tip:N")
    words = {"claims": "It doubled", "measure": "Deaths", "description": "Two dots"}
    with pytest.raises(FigureError, match="does not say"):
        specimen(plain, name="plain", **words)
    with pytest.raises(FigureError, match="claims is empty"):
        specimen(marked(alt.layer(plain)), name="plain", **words | {"claims": " "})


def test_a_specimen_that_does_not_fit_is_refused_as_a_figure_is():
    wide = marked(alt.layer(alt.Chart(ROWS).mark_point().encode(X, Y, description="tip:N"))).properties(width=2000)
    with pytest.raises(FigureError, match="something in it has a fixed width"):
        specimen(alt.hconcat(wide, wide), name="wide", claims="It doubled", measure="Deaths", description="Two dots")


def test_the_words_of_warning_have_the_colour_of_no_actor():
    spec = json.dumps(marked(alt.layer(alt.Chart(ROWS).mark_point(aria=False).encode(X, Y))).to_dict())
    assert not [paint for paint in ACTORS.values() if paint in spec]
