"""What was expected and how it scores, on small frames with known answers."""

import math

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import answers, later
from evidence.forecast import COVARIATES, fought_before, known
from evidence.forecast.risk_set import SOVIET, of_the_year_after, within


def panel(*rows) -> pd.DataFrame:
    columns = ["country", "year", "post_soviet", "us_troops_gov", "fought_before", "at_risk", "onset"]
    return pd.DataFrame(rows, columns=columns).assign(source_id="ucdp")


EARLY = panel(
    *(("Georgia", 1992 + at, True, False, True, True, at == 0) for at in range(4)),
    *(("Peru", 1992 + at, False, at > 3, False, True, at == 5) for at in range(16)),
)
LATE = panel(
    ("Georgia", 2018, True, False, True, True, False),
    ("Afghanistan", 2018, False, False, True, True, False),
    ("Mali", 2018, False, True, False, True, True),
)


def test_classes_select_their_rows_and_all_is_all():
    assert {name: len(later.of_class(LATE, name)) for name in later.CLASSES} == {
        "All civil conflicts": 3,
        "Former Soviet Union": 1,
        "Elsewhere": 2,
        "US troops on the government's side": 1,
        "Moscow had fought there before": 2,
    }


def test_years_before_or_not_at_risk_judge_nothing():
    covariates = tables.load("conflict_covariates")
    rows = of_the_year_after(tables.load("civil_conflict_panel"))
    judged = later.judged_from(rows, 2017, covariates)
    assert judged["year"].min() == 2017 and judged["at_risk"].all() and set(COVARIATES) <= set(judged.columns)


def test_onsets_expected_are_rate_times_years_and_chance_is_above_zero_where_none_was_seen():
    rows = later.expected_onsets(EARLY, LATE).set_index("reference_class")
    assert rows.loc["All civil conflicts", ["country_years", "expected", "observed"]].tolist() == pytest.approx(
        [3, 0.3, 1]
    )
    assert rows.loc["Former Soviet Union", ["expected", "observed"]].tolist() == [0.25, 0]
    assert rows.loc["Elsewhere", "expected"] == pytest.approx(2 / 16)
    none_seen = later.expected_onsets(EARLY.assign(onset=False), pd.concat([LATE] * 50))
    assert (none_seen["expected"] == 0).all() and (none_seen["high"] > 0).all()
    assert (none_seen["low"] <= none_seen["high"]).all()


@pytest.fixture(scope="module")
def record() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The chances known in August 2017, those that they are judged by, the covariates of the model."""
    rows = tables.load("civil_conflict_panel")
    rows = rows.assign(fought_before=fought_before(rows)).query("year >= 1991")
    covariates = tables.load("conflict_covariates")
    then, today = map(of_the_year_after, (known(rows), rows))
    return then, later.judged_from(today, 2017, covariates), covariates


def test_the_rates_of_chapter_6_are_those_of_chapter_5(record):
    """One risk set in the book: a class has as many cases and chances here as in the number of chapter 5."""
    then, judged, _ = record
    panel, listed = tables.load("civil_conflict_panel"), tables.load("interventions")
    begun = answers.coded(listed, tables.load("intervention_codings"))
    for last, rows, first in ((2016, then, 1991), (2024, judged, 2017)):
        seen = answers.Record(panel, begun, last).seen("ucdp")
        counts = within(seen[seen["year"] >= first], 1)
        inside = rows["post_soviet"] & rows["at_risk"]
        assert (rows.loc[inside, "onset"].sum(), inside.sum()) == tuple(counts.loc[SOVIET])
        assert (rows["onset"].sum(), rows["at_risk"].sum()) == tuple(counts.sum())


def test_never_is_infinitely_wrong_in_all_and_perfect_on_the_quiet_country(record):
    rows = later.scores_of_rules(*record).set_index("rule")
    never = rows.loc["Never"]
    assert len(rows) == 6 and never["log_all"] == math.inf
    assert never[["inside", "outside", "brier_afghanistan", "log_afghanistan"]].tolist() == [0, 0, 0, 0]
    assert never["brier_all"] == pytest.approx(record[1]["onset"].mean())
    assert rows["brier_all"].idxmin() == "Hindsight: the rate of these years itself"
    one, ten = rows.loc["One rate for all civil conflicts"], rows.loc["Ten times the one rate"]
    assert one["inside"] == pytest.approx(one["outside"]) and ten["inside"] == pytest.approx(10 * one["inside"])


def test_on_quiet_years_both_scores_rank_by_probability(record):
    then, _, _ = record
    rows = later.scores_of_quiet_years(then, tables.load("verbal_scales"), (0.02, 0.001, 0.14))
    assert len(rows) == len(later.WORDS) + len(later.CLASSES) + 1 and rows["source_id"].notna().all()
    assert "made in hindsight" in rows.set_index("probability")["forecast"][0.02]
    for column in ("probability", "brier_score", "log_score"):
        assert rows[column].is_monotonic_increasing, column
    assert (rows["low"] <= rows["probability"]).all() and (rows["probability"] <= rows["high"]).all()
    word = rows.set_index("forecast").loc["article, ICD 203"]
    assert word["brier_score"] == pytest.approx(word["probability"] ** 2)


def test_tips_of_expected_onsets_say_class_years_and_number_and_zero_in_words():
    rows = later.with_expected_tips(later.expected_onsets(EARLY.assign(onset=False), LATE), 2018, 2024)
    first = rows.iloc[0]
    head = "All civil conflicts, 2018–2024: Russia newly named"
    assert first["expected_tip"].startswith(f"{head} never by the rate to 2016 (0")
    assert first["observed_tip"] == f"{head} once in 3 years of conflict before, counted by country. UCDP"
    some = later.with_expected_tips(later.expected_onsets(EARLY, LATE), 2018, 2024)
    assert "newly named 0.3 times by the rate" in some["expected_tip"].iloc[0]


def test_short_names_stand_for_classes_rules_and_forecasts_of_the_module(record):
    counts = later.by_short_name(later.expected_onsets(EARLY, LATE), "reference_class")
    assert counts.loc["soviet", "reference_class"] == "Former Soviet Union" and len(counts) == 3
    rules = later.by_short_name(later.scores_of_rules(*record), "rule")
    assert list(rules.index) == ["one", "model", "two", "never", "ten", "itself"]
