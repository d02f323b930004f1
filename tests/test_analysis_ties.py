"""Agreement, differences and breaks on small frames with known answers, and against other routes."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from evidence.analysis import ties


def votes(agreement, identical, opposite, n=100, pairs=(("RUS", "AFG"),)):
    rows = [
        {
            "iso3_a": a, "iso3_b": b, "vote_set": "all", "year": 2000 + at, "n_votes": n,
            "agreement": value, "identical": identical, "opposite": opposite, "source_id": "un",
        }
        for a, b in pairs
        for at, value in enumerate(agreement)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_sampling_error_is_that_of_the_votes():
    cast = np.array([1] * 70 + [0.5] * 20 + [0] * 10)
    row = ties.pair(votes([cast.mean()], 0.7, 0.1), "AFG", "RUS").iloc[0]
    assert row["standard_error"] == pytest.approx(cast.std(ddof=0) / 10)
    assert row["low"] < row["agreement"] < row["high"] <= 1


def test_a_pair_that_is_not_there_is_an_error():
    with pytest.raises(KeyError, match="USA"):
        ties.pair(votes([0.5], 0.5, 0.5), "AFG", "USA")


def test_the_difference_agrees_with_scipy():
    before, after = pd.Series([0.9, 0.85, 0.88, 0.91]), pd.Series([0.7, 0.75, 0.68])
    found = ties.difference(before, after)
    other = stats.ttest_ind(after, before, equal_var=False)
    assert found["effect"] == pytest.approx(after.mean() - before.mean())
    assert found["p_value"] == pytest.approx(other.pvalue)
    assert (found["low"], found["high"]) == pytest.approx(tuple(other.confidence_interval()))
    with pytest.raises(ValueError, match="two values"):
        ties.difference(before, after[:1])


def test_what_all_pairs_share_drops_out_of_the_difference_in_differences():
    shared = np.array([0.9, 0.91, 0.89, 0.8, 0.81, 0.79])
    own = np.array([0, 0.01, -0.01, -0.1, -0.09, -0.11])
    wide = pd.DataFrame({"AFG": shared + own, "PAK": shared, "IND": shared}, index=range(2010, 2016))
    found = ties.difference_in_differences(wide, "AFG", 2013)
    assert found["effect"] == pytest.approx(-0.1) and found["high"] < 0
    effects = ties.placebo_intervals(wide, 2013).set_index("state")["effect"]
    assert effects.index[0] == "AFG" and effects["PAK"] == pytest.approx(5)


def test_a_break_is_found_where_it_is_and_a_flat_series_pays_for_none():
    series = pd.Series([0.9, 0.91, 0.89, 0.9, 0.7, 0.71, 0.69, 0.7], index=range(2008, 2016))
    found = ties.best_break(series)
    assert found.loc[0, "first_after"] == 2012 and found.loc[0, "step"] == pytest.approx(-0.2)
    assert found.loc[0, "bic_gain"] > 0
    noise = pd.Series([0.9, 0.91, 0.89, 0.9, 0.91, 0.9, 0.89, 0.91], index=range(2008, 2016))
    assert ties.best_break(noise).loc[0, "bic_gain"] < 0
    with pytest.raises(ValueError, match="too few"):
        ties.best_break(series[:4])


def test_distance_and_overlap_of_ideal_points():
    points = pd.DataFrame(
        [("AFG", 2016, -0.7, -0.5, -0.3, "x"), ("RUS", 2016, -0.4, -0.2, 0.0, "x"), ("RUS", 2017, 0, 0, 0, "x")],
        columns=["iso3", "year", "low", "best", "high", "source_id"],
    )
    [row] = ties.distance(points, "AFG", "RUS").itertuples()
    assert row.distance == pytest.approx(0.3) and row.overlap


def test_the_share_of_cooperation_keeps_the_order_of_the_targets():
    events = pd.DataFrame(
        [("RUS", "AFG", 2010, 1.5), ("RUS", "PAK", 2010, 2.5), ("AFG", "RUS", 2010, 9.0)],
        columns=["sender", "target", "year", "verbal_cooperation"],
    )
    shares = ties.share_of_cooperation(events, "RUS", ["PAK", "AFG"])
    assert shares.loc[2010].tolist() == [2.5, 1.5]


def test_sessions_name_the_other_states_and_keep_the_bounds():
    table = votes([0.5, 0.6], 0.4, 0.3, pairs=(("RUS", "AFG"), ("AFG", "CHN"), ("RUS", "CHN")))
    found = ties.sessions(table, "AFG", {"RUS": "Russia", "CHN": "China"})
    assert found[["state", "year"]].to_numpy().tolist() == [
        ["China", 2000], ["China", 2001], ["Russia", 2000], ["Russia", 2001],
    ]  # fmt: skip
    assert (found["identical"] == 0.4).all() and (found["low"] < found["agreement"]).all()


def test_placebo_intervals_are_those_of_each_column_in_hundredths():
    wide = pd.DataFrame(
        {"AFG": [0.9, 0.91, 0.7, 0.71], "PAK": [0.9, 0.92, 0.9, 0.91], "IND": [0.8, 0.8, 0.81, 0.8]},
        index=range(2012, 2016),
    )
    found = ties.placebo_intervals(wide, 2014).set_index("state")
    assert found.index[0] == "AFG"
    for name in wide:
        alone = ties.difference_in_differences(wide, name, 2014)
        for part in ("effect", "low", "high"):
            assert found.loc[name, part] == pytest.approx(100 * alone[part], rel=1e-6)


def test_a_change_is_between_means_and_ends_where_it_is_told_to():
    wide = pd.DataFrame({"AFG": [0.9, 0.8, 0.7, 0.6, 0.0]}, index=range(2012, 2017))
    assert ties.change(wide, 2014, 2015)["AFG"] == pytest.approx(-0.2)


def test_the_gap_is_to_the_mean_of_the_others_and_the_first_year_below_stays_below():
    wide = pd.DataFrame({"RUS": [0.8, 0.7, 0.75, 0.6, 0.5], "PAK": 0.9, "IRN": 1.0}, index=range(2010, 2015))
    gap = ties.gap(wide, "RUS", ["PAK", "IRN"])
    assert gap.tolist() == pytest.approx([-15, -25, -20, -35, -45])
    assert ties.first_below(gap, 2012) == 2013
    with pytest.raises(ValueError, match="not below"):
        ties.first_below(gap, 2014)


def test_changes_leave_out_terms_of_one_year():
    series = pd.Series([1.0, 2.0, 4.0, 5.0, 9.0], index=range(2010, 2015))
    found = ties.changes(series, {"first": (2010, 2011), "second": (2012, 2013), "third": (2014, 2016)})
    assert found["term"].tolist() == ["second"] and found["effect"].tolist() == [3.0]


def arms():
    rows = [("Russia", 2001, 9, 9, 0, 0, 0), ("Russia", 2005, 15, 12, 0, 0, 0), ("Russia", 2011, 90, 0, 0, 0, 90)]
    rows += [("Brazil", 2011, 4, 0, 0, 0, 4), ("Turkey", 2011, 2, 2, 0, 0, 0)]
    return pd.DataFrame(rows, columns=["supplier", "year", "tiv", *ties.WHO_PAID]).assign(source_id="sipri")


def test_deliveries_add_up_and_say_what_is_left_unsaid():
    sums = ties.deliveries(arms(), ["Russia"], 2002)
    assert sums["year"].tolist() == [2005, 2011, 2011] and sums["tiv"].tolist() == [15, 90, 6]
    assert sums["group"].tolist() == ["Russia", "Russia", ties.OTHERS] and sums[ties.UNSAID].tolist() == [3, 0, 0]
    parts = ties.by_payer(sums, "Russia")
    assert parts.to_numpy().tolist() == [
        ["Russia", 2005, "aid_tiv", 12], ["Russia", 2011, "financed_by_usa_tiv", 90],
        ["Russia", 2005, ties.UNSAID, 3], [ties.OTHERS, 2011, "all", 6],
    ]  # fmt: skip


def test_meetings_of_a_half_year_stand_on_one_another_and_the_last_on_top():
    days = pd.to_datetime(["2015-10-01", "2015-01-02", "2015-06-30", "2015-07-01", "2015-02-02"])
    direction = ["to Russia"] * 4 + ["third place"]
    meetings = pd.DataFrame({"date_start": days, "direction": direction, "last": [False, True, False, False, False]})
    found = ties.stacked(meetings.drop(columns="last"), meetings["last"])
    assert found.index.tolist() == [1, 4, 2, 3, 0]
    assert found["at"].tolist() == [2015.25, 2015.25, 2015.25, 2015.75, 2015.75]
    assert found["level_in_stack"].tolist() == [1, 0, 0, 0, 1]


def test_a_visit_of_a_former_head_of_state_is_drawn_on_top_and_not_counted():
    visits = pd.DataFrame(
        {
            "date": ["2001-05", "2015-01-02", "2015-02-03", None],
            "date_start": pd.to_datetime(["2001-05-01", "2015-01-02", "2015-02-03", "2016-01-01"]),
            "level": ["minister", "ex-head of state", "minister", "minister"],
            "direction": "to Russia",
        }
    )
    found = ties.meetings(visits, "2002-01-01")
    assert found["counted"].tolist() == [0, 1] and found["level_in_stack"].tolist() == [1, 0]


def test_each_trip_falls_into_one_term():
    days = pd.to_datetime(["2002-01-01", "2009-11-19", "2014-09-28", "2014-09-29"])
    parts = ties.terms(pd.DataFrame({"date_start": days}), [days[1], days[3]])
    assert [list(part.index) for part in parts] == [[0], [1, 2], [3]]


def test_years_without_a_day_count_zero():
    days = pd.Series(pd.to_datetime(["2003-01-01", "2003-05-01", "2005-01-01", "2009-01-01"]))
    found = ties.per_year(days, 2002, 2005)
    assert found.to_dict() == {2002: 0, 2003: 2, 2004: 0, 2005: 1} and found.index.name == "year"


@pytest.fixture
def register():
    days = {"date_start": pd.Timestamp("2016-12-27"), "date_end": pd.Timestamp("2016-12-27"), "date": "2016-12-27"}
    event = {"event_id": "E1", "claim_id": None, "summary": "They met", "note": "", "source_id": "one"}
    proof = {"evidence_id": "C01-1", "claim_id": "C01", "what_it_shows": "They said so", "note": "", "source_id": "two"}
    before = {**days, "date_start": pd.Timestamp("2016-01-01")}
    return ties.registered(pd.DataFrame([event | days]), pd.DataFrame([proof | before | {"row_id": "x"}]))


def test_events_and_evidence_stand_in_one_register_in_order_of_date(register):
    found = ties.listed(register, ["E1", "C01 two"])
    assert found["row_id"].tolist() == ["C01-1", "E1"] and found["summary"].tolist() == ["They said so", "They met"]
    with pytest.raises(KeyError):
        ties.listed(register, ["C01 three"])


def test_the_gap_of_a_line_is_that_of_the_wide_frame():
    rows = pd.DataFrame({"state": ["R", "A", "B"] * 2, "year": [1] * 3 + [2] * 3})
    rows["agreement"] = [0.5, 0.8, 0.9, 0.6, 0.7, 0.5]
    wide = rows.pivot(index="year", columns="state", values="agreement")
    found = ties.with_gap(rows, ["A", "B"]).query("state == 'R'").set_index("year")["gap_points"]
    assert found.to_dict() == pytest.approx(ties.gap(wide, "R", ["A", "B"]).to_dict())


def test_ideal_points_are_those_of_the_named_states_from_a_session_on():
    points = pd.DataFrame({"iso3": ["RUS", "RUS", "USA"], "year": [2001, 2002, 2002], "best": [0.1, 0.2, 0.3]})
    found = ties.ideal_points(points, {"RUS": "Russia"}, 2002)
    assert found[["year", "state"]].to_numpy().tolist() == [[2002, "Russia"]]
    assert "state" not in points, "the table stays as it is"


def test_the_years_of_a_part_are_those_with_more_than_nothing():
    parts = [*ties.WHO_PAID, ties.UNSAID]
    rows = pd.DataFrame(0.0, index=[2002, 2005], columns=parts)
    rows.loc[2005, "aid_tiv"] = 11.6
    assert {part: list(years) for part, years in ties.years_paid(rows).items() if len(years)} == {"aid_tiv": [2005]}


def test_measures_side_by_side_keep_their_sources():
    series = {"a": pd.Series({2001: 0.5}), "b": pd.Series({2001: 1, 2002: 0})}
    found = ties.side_by_side(series, {"b": pd.Series({2001: "list"}), "a": "un"})
    assert found["measure"].tolist() == ["a", "b", "b"] and found["value"].tolist() == [0.5, 1, 0]
    assert found["source_id"].tolist()[:2] == ["un", "list"] and pd.isna(found["source_id"][2])


def test_attention_is_counted_per_thousand_items_of_a_year():
    rows = pd.DataFrame(
        [
            ("TV", "2016-11", 400, 2, 8),
            ("TV", "2016-12", 600, 1, 2),
            ("TV", "2017-01", 500, 1, 0),
            ("other", "2017-01", 9, 9, 9),
        ],
        columns=["medium", "date", "items", "afghanistan", "syria"],
    )
    found = ties.attention_by_year(rows, "TV")
    assert found.to_dict("list") == {"afghanistan": [3, 2], "syria": [10, 0]} and list(found.index) == [2016, 2017]
