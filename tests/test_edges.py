"""Edges that nothing else asked about, each found by an error put in on purpose (`benchmarks/mutations.py`)."""

import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from evidence import tables
from evidence.analysis import contacts_told, front, languages, summary
from evidence.analysis.answers import Record, coded
from evidence.analysis.lab import bases
from evidence.charts import amounts, dated, estimates, misleading, panels, tested, years
from evidence.exhibits import glossary, in_rows, lab, lists, sliders, trail
from evidence.exhibits.countdown import countdown
from evidence.forecast import AS_OF, LINKS, known, terms_of
from evidence.wording import count, in_words

SCALE = pd.DataFrame({"scale": ["S", "S"], "term": ["never", "always"], "low": [0.0, 0.9], "high": [0.1, 1.0]})


def leaves(spec: dict) -> list[dict]:
    return [leaf for one in spec.get("layer", []) for leaf in leaves(one)] or [spec]


# ------------------------------------------------------------------------------------------------ words and numbers
def test_what_is_certain_and_what_is_impossible_have_words():
    assert terms_of(SCALE, 0) == {"S": ["never"]} and terms_of(SCALE, 1) == {"S": ["always"]}
    for outside in (-0.001, 1.001):
        with pytest.raises(ValueError):
            terms_of(SCALE, outside)


@pytest.mark.parametrize(("share", "said"), [(0, "0.0%"), (0.0045, "0.45%"), (0.01, "1.0%"), (0.0398, "4.0%")])
def test_two_digits_stand_below_one_per_cent_and_nowhere_else(share, said):
    links = pd.DataFrame({"event": list(LINKS), "low": 0.1, "high": 0.2}, index=list(LINKS))
    marks = pd.DataFrame({"label": ["A mark"], "probability": [share]})
    page = BeautifulSoup(
        sliders(links, {"start": dict.fromkeys(LINKS, 0.1)}, marks, SCALE)._repr_html_(), "html.parser"
    )
    assert next(row.td.text for row in page.select("tr") if "A mark" in row.text) == said


def test_what_the_lab_holds_back_knows_the_record_up_to_the_year_before_the_article():
    held, panel = lab.held(), known(tables.load("civil_conflict_panel"))
    listed = known(coded(*map(tables.load, ("interventions", "intervention_codings"))))
    last = int(panel["year"].max())
    assert held["last"] == last == AS_OF.year - 1
    assert held["bases"] == bases(Record(panel, listed, last)) != bases(Record(panel, listed, last + 2))


@pytest.mark.parametrize(("ratio", "said"), [(2.54, "2.5 : 1"), (0.4, "2.5 : 1"), (1, "1.0 : 1")])
def test_odds_are_said_of_the_likelier_one_with_one_decimal(ratio, said):
    rows = pd.DataFrame({"ratio": [ratio], "low": [ratio], "high": [ratio], "label": ["it"], "item": ["It"]})
    assert in_rows.ratios(rows, "A", "B")["value"].tolist() == [said]


def test_a_list_says_how_many_more_it_holds():
    first = lists.FIRST
    assert "button" not in lists.paged("", first)
    for entries, more in ((first + 1, 1), (first + 7, 7), (5 * first, first)):
        said = BeautifulSoup(lists.paged("", entries), "html.parser").get_text()
        assert re.findall(r"\d+", said) == [str(more), str(entries)]


def test_a_source_counts_the_rows_that_name_it():
    uses = trail.rows_of_sources()
    named = pd.concat(
        [tables.load(name)["source_id"] for name in tables.names() if name != "sources"], ignore_index=True
    ).value_counts()
    assert {source: sum(counts.values()) for source, counts in uses.items()} == named.to_dict()


def test_a_fold_is_closed_until_it_is_asked_to_be_open():
    assert [" open>" in lists.group("a", "b", opened) for opened in (False, True)] == [False, True]


def test_a_term_names_its_own_sources_and_no_others():
    rows = tables.load("glossary").set_index("term_id")["source_id"]
    further = tables.load("row_sources").query("table == 'glossary'").groupby("row_id")["source_id"].agg(list)
    page = BeautifulSoup(glossary.glossary().html, "html.parser")
    for line in page.select("tbody tr"):
        links = line.select_one('[data-label="source"]').select('[href^="sources.html#"]')
        named = [link["href"].removeprefix("sources.html#") for link in links]
        assert named == [rows[line["id"]], *further.get(line["id"], [])]


def test_what_a_notebook_shows_of_a_countdown_is_its_markup():
    shown = countdown("It ends on", pd.Timestamp("2028-08-15"))
    assert shown._repr_html_() == shown.html and "15 August 2028" in shown.html


def test_the_lab_names_every_question_that_it_asks():
    listed = BeautifulSoup(lab.steps(), "html.parser").select("[data-question]")
    names = tables.load("forecast_questions").set_index("question_id")["name"]
    assert [one.get_text() for one in listed] == [names[one["data-question"]] for one in listed]
    assert len({one["data-question"] for one in listed}) == len(names)


def test_similar_stories_are_those_that_the_table_calls_so():
    reports = tables.load("rescue_reports")
    similar = [row.report_id for row in reports.itertuples() if row.act == "tells a similar story"]
    assert contacts_told.telling_numbers(reports)["c3_similar"] == in_words(len(similar))


def test_causes_that_hold_are_counted_and_none_is_said_in_a_word():
    claims = tables.load("claims")
    causal = claims["kind"] == "causal"
    held = claims.assign(verdict_today=claims["verdict_today"].mask(causal, "supported"))
    none = claims.assign(verdict_today=claims["verdict_today"].mask(causal, "contradicted"))
    many = count(causal.sum())
    assert front.claim_numbers(held)["i_causes"] == f"{many} of {many}"
    assert front.claim_numbers(none)["i_causes"] == f"none of {many}"


# ------------------------------------------------------------------------------------------------ charts
X, Y = years("at", 2008, 2024, [2010, 2020]), amounts("best", 100, [0, 100])


def rows_of(spec: dict, leaf: dict) -> list[dict]:
    return spec["datasets"][leaf["data"]["name"]]


def test_values_stand_on_the_side_that_is_asked_for_and_no_layer_is_empty():
    rows = pd.DataFrame({"at": [2010, 2012], "low": [1, 2], "best": [2, 3], "high": [3, 4], "tip": ["a", "b"]})
    for left, sides in (([], {"left"}), ([2010], {"left", "right"}), ([2010, 2012], {"right"})):
        spec = estimates(rows, X, Y, "#111111", left=left).to_dict()
        texts = [leaf["mark"] for leaf in leaves(spec) if leaf["mark"]["type"] == "text"]
        assert {mark["align"] for mark in texts} == sides, left


def test_each_line_of_two_scales_has_the_axis_of_its_side():
    left = pd.DataFrame({"at": [2010, 2011], "best": [1, 2], "tip": ["a", "b"]})
    right = pd.DataFrame({"at": [2010, 2011], "other": [10, 20], "tip": ["c", "d"]})
    chart = misleading.two_scales(left, right, X, (Y, amounts("other", 30, [0, 30])), ("#111111", "#222222"))
    sides = {}
    for leaf in leaves(chart.to_dict()):
        axis = leaf.get("encoding", {}).get("y", {})
        if axis.get("field") in ("best", "other"):
            sides.setdefault(axis["field"], set()).add(axis["axis"].get("orient", "left"))
    assert sides == {"best": {"left"}, "other": {"right"}}


def test_a_name_beside_a_line_stands_clear_of_it():
    columns = pd.DataFrame({"from": [0.0], "to": [0.1], "share": [1.0], "tip": ["all"]})
    marks = pd.DataFrame({"at": [0.02, 0.05], "label": ["a", "b"], "height": [0, 1], "align": ["left", "right"]})
    spec = tested.histogram(columns, marks, 0.1, [0], 1, [0], "#111111").to_dict()
    texts = [leaf["mark"] for leaf in leaves(spec) if leaf["mark"]["type"] == "text"]
    assert {mark["align"]: mark["dx"] > 0 for mark in texts} == {"left": True, "right": False}


def test_every_lane_of_events_lies_within_its_picture():
    rows = pd.DataFrame({"lane": ["a", "a"], "row": [1, 2], "date_start": ["2017-01-02", "2017-02-02"]})
    rows = rows.assign(label=["one", "two"], tip=["One", "Two"])
    lanes = {"a": ("A", "Russia")}
    spec = dated.events_in_lanes(rows, lanes, "2017-01-01", "2018-01-01", ["2017-01-01"], "2017-02-01").to_dict()
    domains = [leaf["encoding"]["y"]["scale"]["domain"] for leaf in leaves(spec) if "y" in leaf["encoding"]]
    assert domains and all(max(domain) > 2 and min(domain) < -1 for domain in domains)


def test_a_panel_in_parts_holds_the_rows_of_its_own_name():
    rows = pd.DataFrame(
        {"at": [2010, 2012], "best": [1, 2], "strength": [1, 1], "name": ["a", "b"], "part": ["p", "p"]}
    )
    rows = rows.assign(last=rows["at"] + 0.9, low=0, high=9, tip=rows["name"])
    heights, names = (100, 80), [(2009, 1, "some", "left")]
    chart = panels.panels_in_parts(rows, X, Y, "name", {"a": "Russia", "b": "other"}, heights, names).to_dict()
    for panel, own in zip(chart["vconcat"], ("a", "b")):
        named = {leaf["data"]["name"] for leaf in leaves(panel) if "data" in leaf}
        tips = {row["tip"] for name in named for row in chart["datasets"][name] if "tip" in row}
        assert tips == {own}


def test_the_dossier_has_its_kinds_in_the_order_of_its_rows():
    heads = [head.get_text() for head in BeautifulSoup(lab.dossier(), "html.parser").select("h3")]
    assert heads == [lab.KINDS[kind] for kind in dict.fromkeys(lab.dossier_rows()["kind"])]


def test_a_range_in_a_summary_is_said_in_a_hundred():
    given = [tables.load(name) for name in ("claims", "events", "battle_deaths", "un_votes")]
    said = summary.told(languages.ENGLISH, *given, (0.6, 0.4, 0.9), (2017, 2019))["s_range"]
    assert re.findall(r"\d+", said)[:2] == ["40", "90"]
