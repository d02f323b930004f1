"""What the figures of chapter 5 find, taken again from the tables through the functions that they rest on."""

import numpy as np
import pandas as pd
import pytest

from evidence import forecast, tables
from evidence.forecast import AS_OF, base_rate, cumulate, fought_before, jeffreys_interval, jeffreys_mean, known

COVARIATES = ["post_soviet", "log_distance", "log_arms", "us_troops_gov"]


@pytest.fixture(scope="module")
def panel() -> pd.DataFrame:
    panel = tables.load("civil_conflict_panel")
    return panel.assign(fought_before=fought_before(panel)).query("year >= 1992")


@pytest.fixture(scope="module")
def measured(panel) -> pd.DataFrame:
    covariates = tables.load("conflict_covariates").pivot(index=["gwno", "year"], columns="covariate", values="value")
    rows = panel.merge(covariates.reset_index(), on=["gwno", "year"])
    return rows.assign(
        log_distance=np.log1p(rows["distance_to_russia"]), log_arms=np.log1p(rows["russian_arms_previous_5_years"])
    )


def test_the_intervals_of_the_former_soviet_union_and_elsewhere_do_not_touch(panel):
    then = known(panel)
    soviet, elsewhere = base_rate(then[then["post_soviet"]]), base_rate(then[~then["post_soviet"]])
    assert elsewhere["high"] < soviet["low"]
    assert base_rate(then[then["us_troops_gov"]])["rate"] == base_rate(then[then["fought_before"]])["rate"] == 0


def test_later_onsets_are_three_all_outside_the_former_soviet_union(panel):
    later = panel[panel["onset"] & (panel["year"] > 2016)]
    assert len(later) == 3 and not later["post_soviet"].any() and "Afghanistan" not in set(later["country"])


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


def test_the_model_says_little_more_than_the_base_rate_and_knows_less(measured):
    rows = known(measured)
    rows = rows[rows["at_risk"]].reset_index(drop=True)
    design, onset = rows[COVARIATES].astype(float), rows["onset"].astype(int)
    case = rows[(rows["country"] == "Afghanistan") & (rows["year"] == 2016)].iloc[0]
    found = forecast.predicted_interval(design, onset, case)
    rate = base_rate(rows)
    assert found["probability"] == pytest.approx(0.0084, abs=0.0001)
    assert found["low"] < rate["low"] and found["high"] > rate["high"]
    model = forecast.firth_onset_model(design, onset)
    assert model.coefficients["us_troops_gov"] > 0, "the artefact of the empty cell"
    later = measured[(measured["year"] > 2017) & measured["at_risk"]]
    came = later["onset"].astype(int)
    for score in (forecast.brier_score, forecast.log_score):
        assert score(model.predict(later[COVARIATES].astype(float)), came) > score([rate["rate"]] * len(later), came)


def test_the_pool_is_below_unlikely_and_the_former_soviet_union_moves_it_most(panel):
    then = known(panel)
    classes = [then, then[~then["post_soviet"]], then[then["us_troops_gov"]], then[then["fought_before"]]]
    rates = [base_rate(rows) for rows in classes]
    inputs = {str(at): cumulate(jeffreys_mean(rate["onsets"], rate["chances"]), 3) for at, rate in enumerate(rates)}
    links = tables.load("scenario_links").set_index("link")
    inputs["tree"] = forecast.simulate(links)["result"].mean()
    pooled = forecast.pool_log_odds(list(inputs.values()))
    by_hand = np.exp(np.mean([np.log(p / (1 - p)) for p in inputs.values()]))
    assert pooled == pytest.approx(by_hand / (1 + by_hand)) and round(pooled, 3) == 0.025
    assert pooled < forecast.words_to_range(tables.load("verbal_scales"), "ICD 203", "unlikely")[0]
    soviet = cumulate(jeffreys_mean(3, 27), 3)
    moved = forecast.pool_log_odds([*inputs.values(), soviet]) - pooled
    assert moved > max(abs(value - pooled) for value in forecast.leave_one_out(inputs).values())


def test_the_last_link_spans_the_two_counts_that_its_reason_names():
    strike = tables.load("scenario_links").set_index("link").loc["strike"]
    assert strike["low"] == pytest.approx(jeffreys_interval(3, 33)[0], abs=0.005)
    assert strike["high"] == pytest.approx(jeffreys_interval(2, 9)[1], abs=0.06)
