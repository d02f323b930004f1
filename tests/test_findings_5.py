"""What the figures of chapter 5 find, taken again from the tables through the functions that they rest on."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from evidence import forecast, tables
from evidence.analysis import probability
from evidence.forecast import (
    AS_OF,
    COVARIATES,
    base_rate,
    fought_before,
    jeffreys_interval,
    jeffreys_predictive,
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


def test_the_broad_list_has_thirteen_of_eighteen_with_force_or_units_and_three_elsewhere(panel):
    listed = known(tables.load("interventions"))
    assert (len(listed), listed["in_ucdp_acd_troops"].sum()) == (18, 4)
    support = listed["type"].str.contains("external support|evacuation")
    assert (~support).sum() == 13
    outside = listed[~support & ~listed["post_soviet"]]
    assert set(outside["intervention_id"]) == {"R01", "R09", "R17"}
    elsewhere = known(panel)[lambda frame: frame["at_risk"] & ~frame["post_soviet"]].set_index(["gwno", "year"]).index
    assert {(700, 1993), (345, 1999), (652, 2015)} <= set(elsewhere)
    assert len(elsewhere.drop([(700, 1994), (700, 1995)])) == 659


def test_sixteen_rows_are_the_united_states_itself(panel):
    rows = known(panel)[lambda frame: frame["at_risk"]]
    assert (rows["gwno"] == 2).sum() == 16


def test_the_model_says_little_more_than_the_base_rate_and_knows_less(measured):
    rows = known(measured)
    rows = rows[rows["at_risk"]].reset_index(drop=True)
    design, onset = rows[list(COVARIATES)].astype(float), rows["onset"].astype(int)
    case = rows[(rows["country"] == "Afghanistan") & (rows["year"] == 2016)].iloc[0]
    found = forecast.predicted_interval(design, onset, case)
    rate = base_rate(rows)
    assert found["probability"] == pytest.approx(0.0096, abs=0.0001)
    assert found["low"] < rate["low"] and found["high"] > rate["high"]
    model = forecast.firth_onset_model(design, onset)
    assert model.coefficients["us_troops_gov"] > 0, "the artefact of the empty cell"
    later = measured[(measured["year"] > 2017) & measured["at_risk"]]
    came = later["onset"].astype(int)
    for score in (forecast.brier_score, forecast.log_score):
        assert score(model.predict(later[list(COVARIATES)].astype(float)), came) > score(
            [rate["rate"]] * len(later), came
        )


@pytest.fixture(scope="module")
def pool_inputs(panel):
    """Counts of the classes, by their own arithmetic: not through the notebook's functions."""
    then = known(panel)[lambda frame: frame["at_risk"]]
    chosen = {
        "all": then, "elsewhere": then[~then["post_soviet"]], "us": then[then["us_troops_gov"]],
        "before": then[then["fought_before"]], "soviet": then[then["post_soviet"]],
    }  # fmt: skip
    return {name: (int(rows["onset"].sum()), len(rows)) for name, rows in chosen.items()}


def test_the_pooled_number_is_the_mean_of_its_draws_and_below_unlikely(pool_inputs):
    links = tables.load("scenario_links").set_index("link")
    random, size = np.random.default_rng(7), 200_000  # another generator, other draws
    log_odds = {
        name: logit(np.clip(1 - (1 - random.beta(onsets + 0.5, chances - onsets + 0.5, size)) ** 3, 1e-12, None))
        for name, (onsets, chances) in pool_inputs.items()
    }
    low, high = links["low"].to_numpy(), links["high"].to_numpy()
    log_odds["tree"] = logit(random.uniform(low, high, (size, 3)).prod(axis=1))

    def pool(*names):
        return expit(np.mean([log_odds[name] for name in names], axis=0))

    base = ("all", "elsewhere", "us", "before", "tree")
    pooled = pool(*base)
    assert round(pooled.mean(), 3) == 0.014
    assert np.quantile(pooled, [0.025, 0.975]) == pytest.approx([0.0024, 0.0344], rel=0.05)
    drawn = forecast.simulate(links)["result"]
    counts = {name: pool_inputs[name] for name in base[:-1]}
    draws = forecast.jeffreys_draws(counts, 3, len(drawn)).assign(tree=drawn)
    found = forecast.pooled_estimate(draws)
    assert found["probability"] == pytest.approx(pooled.mean(), rel=0.02)
    assert (found["low"], found["high"]) == pytest.approx(tuple(np.quantile(pooled, [0.025, 0.975])), rel=0.05)
    assert found["low"] < found["probability"] < found["high"] < words("unlikely")[0]
    left = forecast.leave_one_out(draws)
    for name in base:
        assert left[name] == pytest.approx(pool(*(other for other in base if other != name)).mean(), rel=0.02)
    soviet = pool(*base, "soviet").mean() - pooled.mean()
    means = [expit(log_odds[name]).mean() for name in base]
    exact = [jeffreys_predictive(*pool_inputs[name], 3) for name in base[:-1]]
    assert means[:-1] == pytest.approx(exact, rel=0.02)
    of_means = expit(logit(means).mean())
    assert round(of_means, 3) == 0.022
    moves = [abs(value - pooled.mean()) for value in left.values()]
    assert soviet > of_means - pooled.mean() > max(moves)


def test_the_tree_stays_far_below_the_american_unlikely():
    result = forecast.simulate(tables.load("scenario_links").set_index("link"))["result"]
    assert round(result.mean(), 2) == 0.02 and result.max() < words("unlikely")[0] / 2


def test_one_choice_changed_leaves_the_pool_between_the_numbers_of_the_title(panel):
    then = known(panel)
    force = probability.first_force(tables.load("militarized_disputes"), since=1992)
    broad = probability.broad_rate(then[then["at_risk"]], known(tables.load("interventions")), force)
    assert broad[["onsets", "chances"]].to_numpy().tolist() == [[3, 659]]
    drawn = forecast.simulate(tables.load("scenario_links").set_index("link"))["result"]
    rows = probability.pool_with_checks(pd.concat([probability.class_rates(then), broad]), drawn, 3)
    changed = rows[rows["kind"] == "check"].set_index("estimate")["probability"]
    assert (round(changed.min(), 3), round(changed.max(), 3)) == (0.013, 0.024)
    assert changed.idxmax() == "with former Soviet Union"


def test_the_prior_moves_the_pool_more_than_the_choices_of_the_figure(panel, pool_inputs):
    links = tables.load("scenario_links").set_index("link")
    random, size = np.random.default_rng(11), 200_000  # another generator, other draws
    tree = logit(random.uniform(links["low"].to_numpy(), links["high"].to_numpy(), (size, 3)).prod(axis=1))
    found = {}
    for weight in (0.1, 0.5, 1):
        log_odds = [tree]
        for name in ("all", "elsewhere", "us", "before"):
            onsets, chances = pool_inputs[name]
            quiet = (1 - random.beta(onsets + weight, chances - onsets + weight, size)) ** 3
            log_odds.append(logit(np.clip(1 - quiet, 1e-12, None)))
        found[weight] = expit(np.mean(log_odds, axis=0)).mean()
    assert (round(found[0.1], 3), round(found[1], 3)) == (0.002, 0.024)
    rates, drawn = probability.class_rates(known(panel)), forecast.simulate(links)["result"]
    for weight, value in found.items():
        assert probability.pool_with_prior(rates, drawn, 3, weight) == pytest.approx(value, rel=0.03)
    assert found[0.5] - found[0.1] > 0.0244 - found[0.5], "more than taking the former Soviet Union in"


def test_unlikely_fits_only_the_class_of_the_former_soviet_union(pool_inputs):
    low, high = words("unlikely")
    fits = {name: low < jeffreys_predictive(*counts, 3) < high for name, counts in pool_inputs.items()}
    assert fits == {"all": False, "elsewhere": False, "us": False, "before": False, "soviet": True}
    terms = forecast.terms_of(tables.load("verbal_scales"), 0.014)
    assert terms == {"ICD 203": ["almost no chance"], "Kent": [], "IPCC": ["very unlikely", "unlikely"]}


def test_the_last_link_spans_the_interval_that_its_reason_names():
    strike = tables.load("scenario_links").set_index("link").loc["strike"]
    low, high = jeffreys_interval(3, 33)
    assert (strike["low"], strike["high"]) == pytest.approx((low, high), abs=0.005)


def test_the_reasons_of_the_first_links_name_what_their_tables_hold():
    reasons = tables.load("scenario_links").set_index("link")["reason"]
    deaths = tables.load("battle_deaths").query("side_b == 'IS' and side_a == 'Government of Afghanistan'")
    best = known(deaths).set_index("year")["best"]
    assert list(best.index) == [2015, 2016] and all(f"{value:,}" in reasons["growth"] for value in best)
    shares = tables.load("district_control").set_index("date")["government_pct"]
    for date in ("2016-01-29", "2016-11-26", "2017-02"):
        assert f"{shares[date]}%" in reasons["failure"]
