"""Reference classes, their rates and the pool: by hand on a small panel, and after a row is changed."""

import pandas as pd
import pytest

from evidence.analysis import probability
from evidence.forecast import jeffreys_interval, pool_log_odds


@pytest.fixture
def panel():
    """Two countries, four years: Georgia in the former Soviet Union with an onset in 1993, Afghanistan without."""
    rows = [
        (country, number, year, country == "Georgia", country == "Afghanistan" and year > 1993)
        for country, number in (("Georgia", 372), ("Afghanistan", 700))
        for year in (1992, 1993, 1994, 1996)
    ]
    panel = pd.DataFrame(rows, columns=["country", "gwno", "year", "post_soviet", "us_troops_gov"])
    in_georgia = panel["country"] == "Georgia"
    return panel.assign(
        onset=in_georgia & (panel["year"] == 1993),
        russia_troops=in_georgia & panel["year"].between(1993, 1994),
        at_risk=~(in_georgia & (panel["year"] == 1994)),
        fought_before=in_georgia & (panel["year"] > 1993),
        source_id="acd",
    )


@pytest.fixture
def listed():
    return pd.DataFrame(
        {
            "gwno": [700, 345, 372], "post_soviet": [False, False, True],
            "type": ["air strikes", "external support: arms", "combat units"],
            "date_start": pd.to_datetime(["1991-05-01", "1996-01-01", "1993-01-01"]),
        }
    )  # fmt: skip


def test_the_classes_overlap_and_two_of_them_are_the_whole(panel):
    classes = probability.reference_classes(panel)
    sizes = {name: len(rows) for name, rows in classes.items()}
    assert sizes[probability.SOVIET] + sizes[probability.ELSEWHERE] == sizes[probability.ALL] == 8
    assert sizes[probability.US_TROOPS] == sizes[probability.FOUGHT] == 2


def test_a_rate_counts_only_the_years_at_risk(panel):
    rates = probability.class_rates(panel).set_index("reference_class")
    assert rates.loc[probability.SOVIET, ["onsets", "chances"]].tolist() == [1, 3]
    assert rates.loc[probability.ELSEWHERE, ["onsets", "chances"]].tolist() == [0, 4]
    assert set(rates["source_id"]) == {"acd"}


def test_shares_have_the_interval_of_jeffreys():
    row = probability.with_shares(pd.DataFrame({"onsets": [3], "chances": [33]})).iloc[0]
    assert row["rate"] == 3 / 33 and (row["low"], row["high"]) == jeffreys_interval(3, 33)


def test_force_and_units_count_broadly_support_does_not(listed):
    assert probability.counted_broadly(listed).tolist() == [True, False, True]


def test_the_first_force_is_the_first_against_afghanistan_from_a_year_on():
    disputes = pd.DataFrame(
        {
            "kind": ["use of force", "display", "use of force", "use of force"],
            "target_group": ["Afghanistan", "Afghanistan", "Turkey", "Afghanistan"], "year": [1985, 1992, 1992, 1993],
        }
    )  # fmt: skip
    assert probability.first_force(disputes, since=1992) == 1993


def test_an_early_start_is_dated_to_the_first_force_and_blocks_the_years_in_which_it_lasted(panel, listed):
    chances = panel[panel["at_risk"]]
    row = probability.broad_rate(chances, listed, force=1993).iloc[0]
    assert (row["onsets"], row["chances"]) == (1, 3), "Afghanistan 1992, 1993 and 1996; in 1994 the strikes lasted"
    with pytest.raises(ValueError, match="outside"):
        probability.broad_rate(chances, listed.assign(gwno=1), force=1993)


def test_a_chance_follows_a_year_of_conflict_without_troops(panel):
    rows = probability.war_before(panel, 1993, 1997).set_index("reference_class")
    assert rows.loc[probability.SOVIET, ["onsets", "chances"]].tolist() == [1, 2], "after 1992 and 1996"
    assert rows.loc[probability.ELSEWHERE, ["onsets", "chances"]].tolist() == [0, 4]
    assert rows.loc[probability.ALL, ["onsets", "chances"]].tolist() == [1, 6]
    later = probability.war_before(panel, 1994, 1997).set_index("reference_class")
    assert later.loc[probability.SOVIET, ["onsets", "chances"]].tolist() == [0, 1], "troops were there in 1993 and 1994"


def test_as_listed_a_year_without_the_state_makes_the_next_an_onset(panel):
    listed = panel.assign(russia_troops_listed=(panel["country"] == "Georgia") & panel["year"].isin([1993, 1994, 1996]))
    assert probability.onsets_as_listed(listed)["year"].tolist() == [1993, 1996]


def test_years_tell_where_the_onsets_were(panel):
    years = probability.chances_by_year(panel).set_index("year")
    assert years["at_risk"].to_dict() == {1992: 2, 1993: 2, 1994: 1, 1996: 2}
    assert years["onset_in"].dropna().to_dict() == {1993: "Georgia"}
    both = panel.assign(onset=panel["year"] == 1993)
    assert probability.chances_by_year(both).set_index("year")["onset_in"][1993] == "Afghanistan and Georgia"


def test_a_case_tells_how_long_troops_were_coded(panel):
    case = probability.onset_cases(panel).iloc[0]
    assert case[["country", "onset_year", "last_coded_year", "years_coded"]].tolist() == ["Georgia", 1993, 1994, 2]


def test_earlier_threats_leave_the_warning_out_and_say_whose_window_was_open():
    day = pd.to_datetime(["2000-05-22", "2015-10-01", "2017-07-01", "2014-01-01"])
    kinds = ["explicit threat", "explicit threat", "explicit threat", "denial"]
    threats = pd.DataFrame({"threat_id": ["T01", "T09", "T10", "TC1"], "row_type": kinds, "date_start": day})
    rows = probability.earlier_threats(threats.assign(date_end=day)).set_index("threat_id")
    assert rows["window_open"].to_dict() == {"T01": False, "T09": True}


def test_a_spell_that_force_opened_or_that_was_cut_off_is_no_signal():
    spells = pd.DataFrame({"censored": [False, False, True], "first_kind": ["display", "use of force", "threat"]})
    assert probability.opened_by_a_signal(spells).index.tolist() == [0]


@pytest.fixture
def pool():
    names = [*probability.HOLDING, probability.SOVIET, probability.BROAD]
    counts = pd.DataFrame(
        {"reference_class": names, "onsets": [4, 1, 0, 0, 3, 3], "chances": [700, 660, 40, 30, 27, 659]}
    )
    return probability.pool_with_checks(counts, pd.Series([0.01, 0.02, 0.03] * 1000), years=3)


def test_the_pool_lies_among_its_inputs_and_within_its_draws(pool):
    assert pool["kind"].value_counts().to_dict() == {"input": 5, "pooled": 1, "check": 8}
    pooled, inputs = pool[pool["kind"] == "pooled"].iloc[0], pool[pool["kind"] == "input"]
    assert inputs["probability"].min() < pooled["probability"] < inputs["probability"].max()
    assert ((pool["low"] < pool["probability"]) & (pool["probability"] < pool["high"]))[pool["low"].notna()].all()
    assert pool.loc[pool["kind"] == "check", "low"].isna().all()


def test_each_check_changes_one_choice(pool):
    value = pool.set_index("estimate")["probability"]
    assert value["means pooled, not draws"] == pool_log_odds(pool.loc[pool["kind"] == "input", "probability"])
    assert value["the tree"] == pytest.approx(0.02)
    assert value["with former Soviet Union"] > value["Pooled"] > value["without fought there before"]
    assert value["broad list elsewhere"] > value["Pooled"], "more starts elsewhere than by UCDP"


def test_half_an_onset_is_the_pool_itself_and_a_heavier_prior_gives_more():
    counts = pd.DataFrame(
        {"reference_class": [*probability.HOLDING], "onsets": [4, 1, 0, 0], "chances": [700, 660, 40, 30]}
    )
    tree = pd.Series([0.01, 0.02, 0.03] * 10_000)
    low, own, high = (probability.pool_with_prior(counts, tree, 3, weight) for weight in (0.1, 0.5, 1))
    more = pd.DataFrame({"reference_class": [probability.SOVIET, probability.BROAD], "onsets": 3, "chances": 27})
    pooled = probability.pool_with_checks(pd.concat([counts, more]), tree, 3).query("kind == 'pooled'")
    assert own == pytest.approx(pooled["probability"].item(), rel=0.02)
    assert low < own < high
