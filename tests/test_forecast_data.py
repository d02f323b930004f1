"""The tables under chapter 5: questions with rules, a coding for every intervention, quantiles of a survey, forecasts
that were filed and stay as they were filed, and what could be known on a day."""

import csv
import math
from pathlib import Path

import pandas as pd
import pytest

from evidence import cells, tables
from evidence.analysis import answers
from evidence.forecast import LINKS
from evidence.forecast.risk_set import ANY, QUESTIONS, WITHOUT_US

DATA = Path(__file__).resolve().parents[1] / "data"
FILED = {  # as filed on 26 November 2026: no later number goes into these rows
    "O01": ("2026-11-26", "any", "2027-01-01", "2029-12-31", "0.013", "0.004", "0.14"),
    "O02": ("2026-11-26", "units", "2027-01-01", "2029-12-31", "0.013", "0.004", "0.12"),
    "O03": ("2026-11-26", "ucdp", "2027-01-01", "2029-12-31", "0.005", "0.002", "0.048"),
    "O04": ("2026-11-26", "strike", "2027-01-01", "2029-12-31", "0.002", "0.0007", "0.035"),
}
COLUMNS = ("filed_on", "question_id", "window_start", "window_end", "probability", "low", "high")


def plain(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --------------------------------------------------------------------------------------------------------- questions
def test_every_question_has_its_rule_and_none_is_another():
    questions = tables.load("forecast_questions").set_index("question_id")
    assert set(questions.index) == {*QUESTIONS, ANY}
    assert questions.drop(columns="source_id").map(lambda text: bool(str(text).strip())).all(axis=None)
    for column in ("name", "event", "threshold"):
        assert questions[column].is_unique
    own = questions.drop(index=ANY)
    assert own["resolved_by"].ne("as above").all() and own["who_decides"].ne("as above").all()
    assert own["territory"].str.contains("Afghanistan").all() and own["actor"].str.contains("Russia").all()


def test_every_link_of_the_tree_has_a_rule_that_settles_it_and_a_table_of_the_package():
    links = tables.load("scenario_links").set_index("link")
    assert set(links.index) == set(LINKS) and links["resolved_by"].str.len().ge(20).all()
    assert set(links["table"]) <= set(tables.names())
    assert (links["low"] < links["high"]).all() and links["low"].gt(0).all() and links["high"].lt(1).all()


# ---------------------------------------------------------------------------------------------------------- codings
def test_every_intervention_is_coded_once_with_a_reason():
    codings, listed = tables.load("intervention_codings"), tables.load("interventions")
    assert list(codings["intervention_id"]) == list(listed["intervention_id"])
    assert codings["basis"].str.strip().ne("").all()
    support = listed["type"].str.startswith(("external support", "evacuation"))
    coded = codings["strike"] | codings["units"]
    assert not (coded & support).any(), "support without troops and an evacuation answer no question"
    assert codings.loc[listed["in_ucdp_acd_troops"], "units"].all(), "UCDP names a state with regular troops alone"


def test_a_strike_says_on_what_its_acknowledgement_rests():
    codings = tables.load("intervention_codings").set_index("intervention_id")
    strikes = codings[codings["strike"]]
    assert set(strikes.index) == {"R13", "R17", "R21"}
    assert strikes["basis"].str.contains("avowed|announced").all()
    assert not codings.loc["R01", "strike"] and "a doubt, so no" in codings.loc["R01", "basis"]
    assert not codings.loc["R12", "strike"] and "denied" in codings.loc["R12", "basis"]


# ------------------------------------------------------------------------------------------------------------ survey
def test_quantiles_rise_and_no_answer_of_a_reader_is_given():
    survey = tables.load("word_survey")
    levels = survey[["p10", "p25", "median", "p75", "p90"]]
    assert (levels.diff(axis=1).iloc[:, 1:] >= 0).all(axis=None) and levels.ge(0).all(axis=None)
    assert levels.le(1).all(axis=None) and survey["answers"].ge(30).all()
    assert not survey.duplicated(["survey", "term", "group"]).any()
    parts = survey[survey["group"] != "all"].groupby(["survey", "term"])["answers"].sum()
    whole = survey[survey["group"] == "all"].set_index(["survey", "term"])["answers"]
    assert (parts <= whole[parts.index]).all()
    assert len(survey) < 20, "quantiles, no rows of the surveys"
    sources = tables.sources(survey["source_id"])
    assert sources["licence"].str.contains("quantiles").all()


# ------------------------------------------------------------------------------------------------- forecasts on file
def filed_rows_changed(rows: list[dict[str, str]]) -> list[str]:
    """Ids of the rows of the first filing that are gone or no longer what was filed."""
    found = {row["forecast_id"]: tuple(row[column] for column in COLUMNS) for row in rows}
    return [name for name, values in FILED.items() if found.get(name) != values]


def wrong(rows: pd.DataFrame) -> list[str]:
    """What a filed forecast must not be: of a window that had begun, outside its own range, a revision of nothing."""
    by_id = rows.set_index("forecast_id")
    problems = []
    for row in rows.itertuples():
        if not row.filed_on < row.window_start <= row.window_end:
            problems.append(f"{row.forecast_id}: its window had begun when it was filed")
        if not 0 < row.low <= row.probability <= row.high < 1:
            problems.append(f"{row.forecast_id}: outside its own range")
        if isinstance(row.revises, str) and row.revises:
            old = by_id.loc[row.revises] if row.revises in by_id.index else None
            if old is None or old["question_id"] != row.question_id or not old["filed_on"] <= row.filed_on:
                problems.append(f"{row.forecast_id}: revises no earlier row of its question")
    return problems


def test_what_was_filed_stands_as_it_was_filed():
    rows = plain("open_forecasts")
    assert filed_rows_changed(rows) == [] and len(rows) >= 4


@pytest.mark.parametrize(("column", "value"), [("probability", "0.002"), ("high", "0.3"), ("window_end", "2031-12-31")])
def test_a_row_that_was_changed_afterwards_is_found(column, value):
    rows = plain("open_forecasts")
    assert filed_rows_changed([row | {column: value} if row["forecast_id"] == "O03" else row for row in rows]) == [
        "O03"
    ]
    assert filed_rows_changed(rows[1:]) == ["O01"]


def test_filed_forecasts_keep_the_rules():
    assert wrong(tables.load("open_forecasts")) == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"filed_on": pd.Timestamp("2027-01-01")}, "had begun"),
        ({"window_end": pd.Timestamp("2026-12-31")}, "had begun"),
        ({"probability": 0.2}, "own range"),
        ({"revises": "O77"}, "revises"),
        ({"revises": "O02"}, "revises"),
    ],
)
def test_the_rules_find_what_they_should(changes, says):
    rows = tables.load("open_forecasts")
    more = rows[rows["forecast_id"] == "O01"].assign(forecast_id="O05", **changes)
    [problem] = wrong(pd.concat([rows, more], ignore_index=True))
    assert problem.startswith("O05") and says in problem


def test_a_revision_points_at_a_row():
    rows = tables.load("open_forecasts")
    more = rows[rows["forecast_id"] == "O01"].assign(forecast_id="O05", revises="O01")
    assert wrong(pd.concat([rows, more.assign(filed_on=pd.Timestamp("2026-12-01"))], ignore_index=True)) == []


def test_parts_of_a_filing_do_not_exceed_their_union_nor_fall_short_of_it_together():
    for _, rows in tables.load("open_forecasts").groupby(["filed_on", "window_start", "window_end"]):
        own = rows.set_index("question_id")
        for end in ("low", "probability", "high"):
            assert own.loc[list(QUESTIONS), end].max() <= own.loc[ANY, end]
            assert own.loc[ANY, end] <= own.loc[list(QUESTIONS), end].sum() or end == "low"


def test_the_filed_numbers_are_those_of_the_rule_and_its_other_comparisons_as_rounded():
    listed = answers.coded(tables.load("interventions"), tables.load("intervention_codings"))
    record = answers.Record(tables.load("civil_conflict_panel"), listed, 2024)
    found = answers.answers(record, WITHOUT_US).query("years == 3").set_index("question")["probability"]
    counted = answers.answers(answers.shelling_counted(record), WITHOUT_US)  # the highest number counts it
    more = counted.query("years == 3").set_index("question")["probability"]
    others = [change(record)[0] for change in answers.CLASSES.values()]
    filed = tables.load("open_forecasts").set_index("forecast_id").loc[list(FILED)].set_index("question_id")
    for question, row in filed.iterrows():
        of_union, of_more = found[question] / found[ANY], more[question] / more[ANY]
        ends = {"probability": found[question], "low": min(others) * of_union, "high": max(others) * of_more}
        for end, value in ends.items():
            assert row[end] == pytest.approx(value, rel=0.2), (question, end)  # filed with one or two digits


def test_the_conflict_in_the_last_panel_year_puts_afghanistan_in_the_class_that_was_filed():
    panel = tables.load("civil_conflict_panel")
    last = panel[(panel["gwno"] == 700) & (panel["year"] == panel["year"].max())].iloc[0]
    assert not last["us_troops_gov"] and not last["post_soviet"] and not last["russia_troops"]
    assert tables.load("open_forecasts")["method"].str.contains("elsewhere, without US troops").all()


# ---------------------------------------------------------------------------------------------------- a date to come
def test_a_date_to_come_is_refused_where_its_column_does_not_allow_it():
    day = {"name": "day", "type": "date"}
    assert cells.problem(day, "2029-12-31", "2026-11-26") == "'2029-12-31' has not come yet"
    assert cells.problem(day | {"mayBeAhead": True}, "2029-12-31", "2026-11-26") == ""
    assert cells.problem(day | {"mayBeAhead": False}, "2029-12-31", "2026-11-26") == "'2029-12-31' has not come yet"
    assert cells.problem(day, "2026-11-26", "2026-11-26") == ""
    partial = {"name": "day", "type": "string", "partialDate": True}
    assert cells.problem(partial, "2029", "2026-11-26") == "'2029' has not come yet"
    assert cells.problem(partial | {"mayBeAhead": True}, "2029", "2026-11-26") == ""
    assert "not a real date" in cells.problem(day | {"mayBeAhead": True}, "2029-02-30", "2026-11-26")


def test_only_the_window_of_a_forecast_may_be_ahead():
    ahead = {
        (name, field["name"])
        for name in tables.names()
        for field in tables.resource(name)["schema"]["fields"]
        if field.get("mayBeAhead")
    }
    assert ahead == {("open_forecasts", name) for name in ("window_start", "window_end", "resolves_by")}


# ---------------------------------------------------------------------------------------------------- known on a day
def ids(name: str, as_of: str) -> set[str]:
    frame = tables.load(name, as_of=as_of)
    return set(frame[key_of(name)])


def key_of(name: str) -> str:
    return tables.resource(name)["schema"]["primaryKey"]


@pytest.mark.parametrize(
    ("name", "row", "told", "before"),
    [
        ("threats", "TC2", "2015-11-17", "2015-11-16"),  # said on the sixteenth, date_known
        ("events", "E033", "2021-07-14", "2014"),  # of 2014
        ("events", "E022", "2016-12-31", "2007"),  # told in a month: its last day
        ("isil_strength", "K010", "2021-08-27", "2016"),  # date_stated
        ("isil_strength", "K021", "2017-02-10", None),  # known after it was signed
    ],
)
def test_a_row_told_later_counts_from_the_day_after_it_was_told(name, row, told, before):
    day = pd.Timestamp(told)
    assert row not in ids(name, told) and row in ids(name, str((day + pd.Timedelta(days=1)).date()))
    assert before is None or pd.Timestamp(before) < day
    assert row in set(tables.load(name)[key_of(name)])


def test_annual_rows_count_once_their_year_is_over():
    for name in ("civil_conflict_panel", "battle_deaths", "conflict_covariates"):
        assert tables.load(name, as_of="2017-01-01")["year"].max() == 2016
        assert tables.load(name, as_of="2016-12-31")["year"].max() == 2015
        assert tables.load(name, as_of="2017-08-15").shape == tables.load(name).query("year <= 2016").shape


def test_a_row_of_a_month_or_a_year_counts_once_it_is_over():
    assert "R14" not in ids("interventions", "2014-02-28") and "R14" in ids("interventions", "2014-03-01")
    assert "R18" not in ids("interventions", "2016-12-31") and "R18" in ids("interventions", "2017-01-01")


def test_every_day_knows_what_an_earlier_day_knew():
    days = ["1991-01-01", "2001-10-07", "2015-10-01", "2017-08-15", "2021-08-31", "2026-11-26"]
    for name in ("events", "threats", "isil_strength", "interventions", "trade_points"):
        sets = [ids(name, day) for day in days]
        assert all(before <= after for before, after in zip(sets, sets[1:])) and sets[0] < sets[-1]


def test_a_table_without_dates_cannot_be_asked_and_no_day_is_no_cut():
    with pytest.raises(ValueError, match="no column tells when a row was known"):
        tables.load("word_survey", as_of="2017-08-15")
    with pytest.raises(ValueError):
        tables.load("events", as_of="some day")
    assert len(tables.load("events", as_of=None)) == len(tables.load("events"))
    assert tables.load("events", as_of="2017-08-15").equals(tables.load("events", as_of=pd.Timestamp("2017-08-15")))


def test_what_a_cut_leaves_out_is_not_lost_to_the_next_caller():
    tables.load("events", as_of="1990-01-01")
    assert len(tables.load("events")) == len(plain("events"))


def test_a_cut_is_a_copy():
    cut = tables.load("threats", as_of="2017-08-15")
    cut["quote"] = "changed"
    assert not tables.load("threats")["quote"].eq("changed").any()
    assert not math.isnan(tables.load("open_forecasts")["probability"].sum())
