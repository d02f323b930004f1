"""What the figures of chapter 6 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis.aftermath import FORCE_OPEN
from evidence.forecast import (
    AS_OF,
    COVARIATES,
    base_rate,
    brier_score,
    firth_onset_model,
    known,
    log_score,
    with_covariates,
    words_to_range,
)
from evidence.forecast.risk_set import of_the_year_after


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    return tables.load("civil_conflict_panel").query("year >= 1991")


@pytest.fixture(scope="module")
def rates(panel) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chances whose year after had ended by 2016, and those of 2017 to 2023: the year after is judged."""
    then, today = map(of_the_year_after, (known(panel), panel))
    return then, today[(today["year"] > 2016) & today["at_risk"]]


def test_the_last_soldier_left_on_30_august_and_the_toll_of_crocus_is_the_final_one():
    events = tables.load("events").set_index("event_id")
    assert events.loc["E152", "date"] == "2021-08-30" and "149 killed" in events.loc["E160", "summary"]


def test_no_established_strike_or_deployment_after_the_article():
    events = tables.load("events")
    later = events[events["date_start"] >= AS_OF]
    strikes = later[later["type"] == "air strike"]
    assert len(strikes) == 1 and "deny" in strikes["summary"].iloc[0]


def test_the_condition_ended_and_no_onset_came(panel):
    afghan = panel[panel["country"] == "Afghanistan"]
    without = afghan[(afghan["year"] > 2017) & ~afghan["us_troops_gov"]]
    assert len(without) == 3 and not afghan["onset"].any() and not afghan["russia_troops_listed"].any()
    war = tables.load("interventions").set_index("intervention_id").loc["R21"]
    assert war["date"] == "2022-02-24" and war["last_status"] == "ongoing" and without["year"].min() == 2022
    unlisted = afghan[~afghan["us_troops_gov"] & afghan["year"].between(2001, 2016)]["year"]
    spots = tables.load("us_troops").query("series == 'published-spot'")["date"].str[:4].astype(int)
    assert list(unlisted) == [2001, 2002] and set(unlisted) <= set(spots), "not listed, and there"
    troops = tables.load("us_troops").query("series == 'dod-active-duty'").set_index("date")["troops"]
    assert troops["2017-09"] > 10_000 > 10 > troops["2021-12"]


def test_battle_deaths_rose_to_2017_or_2018_which_cant_be_ranked_and_fell_after():
    deaths = tables.load("battle_deaths").query("side_b == 'IS' and side_a == 'Government of Afghanistan'")
    best = deaths.set_index("year")["best"]
    assert best.idxmax() == 2018 and best.loc[2018:].is_monotonic_decreasing
    assert known(deaths).set_index("year")["best"].is_monotonic_increasing
    bounds = deaths.set_index("year")[["low", "high"]]
    assert bounds.loc[2016, "high"] < bounds.loc[2017, "low"] < bounds.loc[2018, "low"] < bounds.loc[2017, "high"]
    assert best[[2018, 2019]].max() > best[2016], "the measure of the first link of chapter 5"


def test_killings_of_civilians_by_is_fell_only_after_2022():
    rows = tables.load("one_sided_violence").query("actor == 'IS' and only_afghanistan").set_index("year")
    killed = rows["best"]
    assert rows.loc[2022, "low"] > killed[[2023, 2024]].max(), "beyond the bounds"
    wanted = {2018: 420, 2020: 164, 2021: 345, 2022: 453, 2023: 65, 2024: 53}
    assert killed[list(wanted)].to_dict() == wanted and killed.idxmax() == 2022
    fights = tables.load("non_state_conflict").query("dyad == 'IS – Taliban'").set_index("year")["best"]
    assert fights[2018] == 577


def test_russian_counts_fell_rose_and_fell_and_met_those_of_the_un():
    counts = tables.load("isil_strength").set_index("estimate_id")
    assert counts.loc[["K026", "K040", "K050", "K058", "K035"], "comparable"].all()
    assert (
        counts.loc["K026", "low"] > counts.loc["K040", "high"] < counts.loc["K050", "low"] > counts.loc["K058", "low"]
    )
    assert list(counts.loc["K040", ["low", "high"]]) == list(counts.loc["K035", ["low", "high"]])
    assert not counts.loc[["K051", "K052"], "comparable"].any()


def test_no_line_spans_the_years_without_a_report_and_other_nations_were_counted_to_april_2021():
    troops = tables.load("us_troops")
    reported = troops.query("series == 'dod-active-duty'")["date"]
    assert not reported[(reported > "2017-09") & (reported < "2021-12")].any()
    announced = troops[(troops["series"] == "announced") | (troops["date"] == "2021-04")]
    assert sorted(announced["troops"]) == [2500, 8600, 13000, 14000]
    mission = tables.load("isaf_rs_strength").query("mission == 'Resolute Support'").set_index("date")["troops"]
    assert (mission["2021-02"], mission["2021-04"], mission.index.max()) == (9592, 7000, "2021-04")


def test_one_onset_came_and_not_where_the_rate_was_highest(panel, rates):
    then, later = rates
    assert list(later[later["onset"]]["country"]) == ["Mali"] and not later[later["onset"]]["post_soviet"].any()
    both = panel.set_index(["country", "year"])["onset"]
    assert not both["Azerbaijan", 2020] and "Ukraine" not in set(later["country"]), "not listed; named before"
    listed = panel[panel["russia_troops_listed"]].set_index(["country", "year"]).index
    new = sorted(at for at in listed if at[1] > 2017 and (at[0], at[1] - 1) not in listed)
    assert [country for country, _ in new] == ["Central African Republic", "Central African Republic", "Mali"]
    with_us = [rows[rows["us_troops_gov"] & rows["at_risk"]] for rows in (then, of_the_year_after(panel))]
    assert [(rows["onset"].sum(), len(rows)) for rows in with_us] == [(0, 30), (0, 65)]
    inside, outside = (base_rate(then[then["post_soviet"] == soviet]) for soviet in (True, False))
    assert [(one["onsets"], one["chances"]) for one in (inside, outside)] == [(1, 26), (1, 661)]
    assert inside["rate"] > 20 * outside["rate"]


def test_on_one_onset_never_scores_like_one_rate_and_only_ten_times_the_rate_stands_apart(rates):
    then, later = rates
    came = later["onset"].astype(int)
    one = base_rate(then)["rate"]
    two = later["post_soviet"].map(lambda soviet: base_rate(then[then["post_soviet"] == soviet])["rate"])
    never = brier_score([0.0] * len(later), came)
    assert never == pytest.approx(1 / 221)
    assert brier_score([one] * len(later), came) == pytest.approx(never, abs=0.00005)
    assert brier_score([1 / 221] * len(later), came) == pytest.approx(never, abs=0.00005)
    assert brier_score(two, came) - never < 0.0005 < brier_score([10 * one] * len(later), came) - never
    covariates = tables.load("conflict_covariates")
    fitted = with_covariates(then[then["at_risk"]], covariates)
    model = firth_onset_model(fitted[list(COVARIATES)].astype(float), fitted["onset"].astype(int))
    judged = with_covariates(later, covariates)
    said = model.predict(judged[list(COVARIATES)].astype(float))
    assert brier_score(said, judged["onset"].astype(int)) - never < 0.0005
    assert log_score([0.0] * len(later), came) == float("inf")


def test_one_quiet_outcome_ranks_forecasts_by_their_probability():
    scales = tables.load("verbal_scales")
    middles = [
        sum(words_to_range(scales, scale, word)) / 2 for scale, word in (("ICD 203", "unlikely"), ("IPCC", "unlikely"))
    ]
    said = [*middles, 0.014, 0.0]
    for score in (brier_score, log_score):
        scores = [score(p, 0) for p in said]
        assert scores == sorted(scores, reverse=True)


def test_those_whose_words_are_scored_beside_the_article_were_known_by_its_date():
    written = tables.load("forecasts").merge(
        tables.load("forecast_readings")[["forecast_id", "term"]], on="forecast_id"
    )
    earlier = known(written)
    assert set(earlier[earlier["term"] == "almost no chance"]["author"]) == {"Zamir Kabulov", "Atiqullah Amarkhel"}
    assert list(earlier[earlier["term"] == "unlikely"]["forecast_id"]) == ["F17"]
    assert len(earlier) == 20
    one_interview = earlier[earlier["author"] == "Atiqullah Amarkhel"]
    assert list(one_interview["date"]) == ["2017-08-11", "2017-08-11"]


def test_no_forecast_by_others_gives_a_number_and_every_one_is_read():
    forecasts = tables.load("forecasts").set_index("forecast_id")
    readings = tables.load("forecast_readings").set_index("forecast_id")
    assert list(forecasts.index) == list(readings.index) and readings["reason"].notna().all()
    assert (readings["source_id"] == forecasts["source_id"]).all(), "the page whose words are read"
    assert readings["term"].value_counts().to_dict() == {"almost no chance": 8, "unlikely": 6}
    assert not forecasts["quote"].str.contains(r"\d\s?(?:%|per cent|percent)", regex=True).any()
    wide = forecasts["direction"] == "intervention plausible"
    assert readings.loc[wide[wide].index, "term"].isna().all(), "no scale puts odds to these words"
    without = readings["reason"].str.contains("no scale puts odds to that")
    assert set(wide[wide].index) == set(without[without].index), "the table gives this reason where prose counts it"
    assert wide.sum() == 3 and readings["term"].isna().sum() == 23  # and two of 2000, so that 18 are left
    no_forecast = ["F01", "F02", "F21", "F23", "F24", "F27", "F28", "F32"]
    assert readings.loc[no_forecast, "term"].isna().all()
    assert (readings.loc[["F36", "F37"], "term"] == "unlikely").all()


def test_those_who_ruled_it_out_are_four_russian_officials_and_two_others():
    rows = tables.load("forecasts").merge(tables.load("forecast_readings")[["forecast_id", "term"]], on="forecast_id")
    sure = rows[rows["term"] == "almost no chance"]["author"].value_counts().to_dict()
    assert sure == {
        "Zamir Kabulov": 3, "Sergei Ryabkov": 1, "Maria Zakharova": 1, "Vladimir Putin": 1,
        "Stanislav Zas": 1, "Atiqullah Amarkhel": 1,
    }  # fmt: skip


def test_two_verdicts_moved_that_are_no_forecasts():
    claims = tables.load("claims")
    moved = claims[claims["verdict_2017"] != claims["verdict_today"]]
    assert (len(moved), (moved["kind"] != "forecast").sum()) == (7, 2)
    assert (moved[moved["kind"] == "forecast"]["verdict_2017"] == "open").all()
    facts = moved[moved["kind"] != "forecast"].set_index("claim_id")["verdict_today"]
    assert facts.to_dict() == {"C16": "supported", "C30": "partly supported"}


def test_the_words_since_the_article_that_name_force_or_leave_it_open_are_all_in_the_table():
    statements, threats = tables.load("statements"), tables.load("threats")
    said = statements[(statements["date_start"] >= AS_OF) & (statements["topic"] == "military-option")]
    told = threats[(threats["date_start"] >= AS_OF) & threats["target_area"].str.contains("Afghanistan")]
    twice = said["date"].isin(told["date"]) & said["speaker"].str.split().str[-1].isin(
        told["speaker"].str.split().str[-1]
    )  # a statement that is a threat too
    assert [*said.loc[~twice, "statement_id"], *told["threat_id"]] == FORCE_OPEN and twice.sum() == 1
    assert said["side"].eq("Russia").all() and "called that false" in said["note"].iloc[0]
