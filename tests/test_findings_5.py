"""What the figures of chapter 5 find, taken again from the tables through the functions that they rest on."""

import html
import re

import nbformat
import pandas as pd
import pytest
from audit import drawn
from scipy.stats import beta

from conftest import ROOT
from evidence import forecast, tables
from evidence.forecast import (
    AS_OF,
    COVARIATES,
    base_rate,
    fought_before,
    jeffreys_interval,
    known,
    with_covariates,
)


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    panel = tables.load("civil_conflict_panel")
    return panel.assign(fought_before=fought_before(panel)).query("year >= 1992")


@pytest.fixture(scope="module")
def measured(panel) -> pd.DataFrame:
    return with_covariates(panel, tables.load("conflict_covariates"))


def words(term: str) -> tuple[float, float]:
    return forecast.words_to_range(tables.load("verbal_scales"), "ICD 203", term)


def test_the_intervals_of_the_former_soviet_union_and_elsewhere_do_not_touch(panel):
    then = known(panel)
    soviet, elsewhere = base_rate(then[then["post_soviet"]]), base_rate(then[~then["post_soviet"]])
    assert elsewhere["high"] < soviet["low"]
    assert base_rate(then[then["us_troops_gov"]])["rate"] == base_rate(then[then["fought_before"]])["rate"] == 0


def test_the_intervals_overlap_when_the_year_before_has_the_conflict():
    whole = tables.load("civil_conflict_panel").set_index(["gwno", "year"])
    found = {True: [0, 0], False: [0, 0]}
    for (gwno, year), row in whole.iterrows():
        if 1991 <= year <= 2015 and not row["russia_troops"]:
            after = (gwno, year + 1)
            found[row["post_soviet"]][0] += bool(after in whole.index and whole.loc[after, "russia_troops"])
            found[row["post_soviet"]][1] += 1
    assert found == {True: [1, 26], False: [1, 661]}
    assert jeffreys_interval(*found[True])[0] < jeffreys_interval(*found[False])[1]
    none_before = [(372, 2007), (369, 2013)]  # Georgia, Ukraine
    assert not whole.index.isin(none_before).any()


def test_one_onset_came_later_in_mali_and_three_if_contributors_of_missions_counted(panel):
    later = panel[panel["onset"] & (panel["year"] > 2016)]
    assert list(zip(later["country"], later["year"])) == [("Mali", 2024)] and not later["post_soviet"].any()
    listed = panel[panel["russia_troops_listed"]].set_index(["country", "year"]).index
    new = sorted(at for at in listed if at[1] > 2016 and (at[0], at[1] - 1) not in listed)
    assert new == [("Central African Republic", 2022), ("Central African Republic", 2024), ("Mali", 2024)]


def test_the_class_of_us_troops_is_without_an_onset_then_and_now(panel):
    rows = panel[panel["us_troops_gov"] & panel["at_risk"]]
    then = rows[rows["year"] <= 2016]
    assert (len(then), then["country"].nunique(), len(rows), rows["onset"].sum()) == (34, 5, 67, 0)
    rest = known(panel)[lambda frame: frame["at_risk"] & ~frame["us_troops_gov"]]
    assert (rest["onset"].sum(), len(rest)) == (4, 654)
    rate = rest["onset"].sum() / len(rest)
    assert rate * len(then) == pytest.approx(0.21, abs=0.005)
    assert (1 - rate) ** len(then) == pytest.approx(0.81, abs=0.005)


def test_the_last_year_of_ukraine_is_that_of_the_civil_conflicts_and_the_war_of_states_goes_on(panel):
    coded = panel[(panel["country"] == "Ukraine") & panel["russia_troops"]]
    assert coded["year"].max() == 2022
    war = tables.load("interventions").set_index("intervention_id").loc["R21"]
    assert war["target"] == "Ukraine" and "2022-2024" in war["note"]


def test_signals_disputes_and_threats_have_the_counts_of_the_figure():
    disputes = tables.load("militarized_disputes").query("year >= 1992 and kind != 'none'")
    assert ((disputes["kind"] == "use of force").sum(), len(disputes)) == (25, 65)
    spells = tables.load("signal_spells")
    signals = spells[~spells["censored"] & spells["first_kind"].isin(["threat", "display"])]
    assert (signals["force"].sum(), len(signals)) == (3, 33)
    threats = tables.load("threats").query("row_type == 'explicit threat' and threat_id != 'T10'")
    earlier = known(threats)
    assert (earlier["force_followed_24m"].sum(), len(earlier)) == (2, 9)
    assert (earlier["date_end"] + pd.DateOffset(months=24) > AS_OF).sum() == 1


def test_the_signals_are_displays_and_one_alert_is_counted_thirteen_times():
    spells = tables.load("signal_spells").query("not censored and first_kind != 'use of force'")
    assert spells["first_kind"].value_counts().to_dict() == {"display": 32, "threat": 1}
    assert spells["dispute"].nunique() == 20
    alert = spells[spells["dispute"] == 4342]
    assert len(alert) == 13 and set(alert["date"]) == {"1999-04-08"}
    forced = spells[spells["force"]]
    assert list(zip(forced["target"], forced["date"].str[:4])) == [
        ("Afghanistan", "1993"), ("Turkey", "1999"), ("Japan", "2006"),
    ]  # fmt: skip


def test_no_threat_abroad_or_against_a_group_was_carried_out_and_force_counts_only_after_the_words():
    threats = tables.load("threats").query("row_type == 'explicit threat' and threat_id != 'T10'")
    earlier = known(threats).set_index("threat_id")
    abroad, groups = earlier[~earlier["post_soviet"]], earlier[earlier["target_type"].str.contains("non-state")]
    assert (len(abroad), len(groups)) == (6, 4)
    assert not abroad["force_followed_24m"].any() and not groups["force_followed_24m"].any()
    carried_out = earlier[earlier["force_followed_24m"]]
    assert carried_out["force_date"].to_dict() == {"T05": "2008-08-08", "T08": "2014-05"}
    assert (pd.to_datetime(carried_out["force_date"], format="ISO8601") > carried_out["date_start"]).all()
    assert not earlier.loc["T02", "force_followed_24m"], "the reported bombing came before the words"


def test_the_class_where_moscow_had_fought_is_afghan_and_other_datasets_see_force_there(panel):
    rows = known(panel)[lambda frame: frame["fought_before"] & frame["at_risk"]]
    assert rows["country"].value_counts().to_dict() == {"Afghanistan": 25, "Tajikistan": 4}
    disputes = tables.load("militarized_disputes").query("target_group == 'Afghanistan' and kind == 'use of force'")
    assert list(disputes.query("1992 <= year <= 2000")["dispute"]) == [4054, 4055]
    strikes = tables.load("interventions").set_index("intervention_id").loc["R01"]
    assert strikes["gwno"] == 700 and not strikes["in_ucdp_acd_troops"]


def test_the_list_has_fourteen_of_nineteen_with_force_or_units_and_four_elsewhere(panel):
    listed = known(tables.load("interventions"))
    assert (len(listed), listed["in_ucdp_acd_troops"].sum()) == (19, 4)
    support = listed["type"].str.contains("external support|evacuation")
    assert (~support).sum() == 14
    outside = listed[~support & ~listed["post_soviet"]]
    assert set(outside["intervention_id"]) == {"R01", "R09", "R17", "R24"}
    elsewhere = known(panel)[lambda frame: frame["at_risk"] & ~frame["post_soviet"]].set_index(["gwno", "year"]).index
    assert {(700, 1993), (345, 1999), (652, 2015)} <= set(elsewhere)


def test_sixteen_rows_are_the_united_states_itself(panel):
    rows = known(panel)[lambda frame: frame["at_risk"]]
    assert (rows["gwno"] == 2).sum() == 16


def test_the_model_says_little_more_than_the_base_rate_and_knows_less(measured):
    rows = known(measured)
    rows = rows[rows["at_risk"]].reset_index(drop=True)
    design, onset = rows[list(COVARIATES)].astype(float), rows["onset"].astype(int)
    rate, model = base_rate(rows), forecast.firth_onset_model(design, onset)
    [case] = model.predict(design[(rows["country"] == "Afghanistan") & (rows["year"] == 2016)])
    assert case == pytest.approx(0.0096, abs=0.0001)
    assert model.coefficients["us_troops_gov"] > 0, "the artefact of the empty cell"
    later = measured[(measured["year"] > 2017) & measured["at_risk"]]
    came = later["onset"].astype(int)
    for score in (forecast.brier_score, forecast.log_score):
        assert score(model.predict(later[list(COVARIATES)].astype(float)), came) > score(
            [rate["rate"]] * len(later), came
        )


def test_the_reasons_of_the_first_links_name_what_their_tables_hold():
    reasons = tables.load("scenario_links").set_index("link")["reason"]
    deaths = tables.load("battle_deaths").query("side_b == 'IS' and side_a == 'Government of Afghanistan'")
    best = known(deaths).set_index("year")["best"]
    assert list(best.index) == [2015, 2016] and all(f"{value:,}" in reasons["growth"] for value in best)
    shares = tables.load("district_control").set_index("date")["government_pct"]
    for date in ("2016-01-29", "2016-11-26", "2017-02"):
        assert f"{shares[date]}%" in reasons["failure"]


def test_the_tree_averages_two_and_a_half_per_cent_and_stays_below_the_american_unlikely():
    links = tables.load("scenario_links").set_index("link")
    result = forecast.simulate(links)["result"]
    by_hand = 0.5 * 0.3 * (3 + 0.5) / (20 + 1)  # middles of two ranges, and the mean of a Jeffreys posterior
    assert result.mean() == pytest.approx(by_hand, rel=0.02)
    assert result.quantile(0.975) < words("unlikely")[0] / 2


def test_the_last_link_spans_the_interval_that_its_reason_names_and_its_counts_are_disputes():
    strike = tables.load("scenario_links").set_index("link").loc["strike"]
    assert (strike["low"], strike["high"]) == pytest.approx(tuple(beta.ppf([0.025, 0.975], 3.5, 17.5)), abs=0.005)
    spells = tables.load("signal_spells").query("not censored and first_kind != 'use of force'")
    assert (spells[spells["force"]]["dispute"].nunique(), spells["dispute"].nunique()) == (3, 20)
    assert (strike["forced"], strike["disputes"]) == (3, 20)


def test_the_rule_of_the_second_link_names_the_lowest_share_before_the_article():
    link = tables.load("scenario_links").set_index("link").loc["failure"]
    before = known(tables.load("district_control"))["government_pct"]
    assert f"{before.min()}%" in link["event"] and f"{before.min()}%" in link["resolved_by"]


def test_the_table_of_questions_shows_what_settles_each():
    cells = nbformat.read(ROOT / "chapters/05-probability-of-intervention.ipynb", as_version=4).cells
    shown = [
        output.data.get("text/html", "") for cell in cells for output in cell.get("outputs", []) if "data" in output
    ]
    (table,) = (markup for markup in shown if 'id="tab-questions"' in markup)
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table)
    assert heads == ["name", "threshold", "not counted", "resolved by"]
    settled_by = tables.load("forecast_questions").set_index("question_id")["resolved_by"].drop("any")
    assert all(html.escape(text, quote=False) in table for text in settled_by)


def test_each_block_of_a_hundred_names_the_source_of_its_own_number():
    ours, word = drawn("chapters/05-probability-of-intervention.ipynb")["in-a-hundred"]
    assert ours["block"] == "This book" and ours["source_id"] in set(tables.load("civil_conflict_panel")["source_id"])
    assert "Unlikely" in word["block"] and word["source_id"] in set(tables.load("word_survey")["source_id"])
