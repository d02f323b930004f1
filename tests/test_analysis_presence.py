"""Troops, air power and districts: where each stands on an axis, and where its series turned."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import presence
from evidence.forecast import known


def test_a_year_stands_in_its_middle_a_month_at_its_end_and_no_line_crosses_the_gap():
    troops = pd.DataFrame(
        {
            "series": ["kane-annual", "dod-active-duty", "dod-active-duty"],
            "date": ["2002", "2017-06", "2021-12"],
            "date_start": pd.to_datetime(["2002-01-01", "2017-06-01", "2021-12-01"]),
            "date_end": pd.to_datetime(["2002-12-31", "2017-06-30", "2021-12-31"]),
        }
    )
    found = presence.troop_counts(troops)
    assert found["middle"].dt.strftime("%Y-%m-%d").tolist() == ["2002-07-02", "2017-06-30", "2021-12-31"]
    assert found["segment"].tolist() == ["kane-annual", "dod-active-duty", "dod-active-duty from 2021"]
    assert found["at"].tolist() == pytest.approx([2002.5, 2017.5, 2021.99], abs=0.01)
    assert found["kind"].tolist() == ["Rounded for the year", "Active duty", "Active duty"]


def test_shares_of_districts_keep_their_side_and_leave_gaps_out():
    districts = tables.load("district_control")
    found = presence.control_shares(districts)
    assert len(found) == districts[list(presence.SIDES)].notna().sum().sum()
    first = found[found["side"] == "government"].iloc[0]
    assert (first["date"], first["percent"]) == ("2015-11", 72)
    assert first["name"] == "Government" and first["at"] == pytest.approx(2015.87, abs=0.01)
    assert set(found["derivation"]) == {"", "; a number of this assessment is derived"}
    assert (found["derivation"] != "").tolist() == found["derived"].tolist()


def test_names_stand_by_the_last_share_and_values_by_those_asked_for():
    shares = pd.DataFrame(
        {
            "side": ["government", "insurgents", "government"],
            "date": ["2016", "2016", "2015"],
            "at": [2016.0, 2016.0, 2015.0],
            "percent": [59.6, 10.0, 72.5],
        }
    )
    found = presence.share_labels(shares, 2018.0, {"government": 9, "insurgents": -6}, ["2015"])
    assert found.sort_values(["side", "label"]).values.tolist() == [
        [2015.0, 77.0, "73%", "left"],
        [2018.0, 68.6, "government", "right"],
        [2018.0, 4.0, "insurgents", "right"],
    ]


def test_a_share_where_the_line_turns_up_is_written_below_it():
    shares = pd.DataFrame({"side": "government", "date": list("abc"), "at": [1, 3, 2], "percent": [70.0, 60.0, 55.0]})
    found = presence.share_labels(shares, 4, {"government": 9}, list("abc"), height=5).set_index("label")["percent"]
    assert found.to_dict() == {"government": 69, "70%": 75, "60%": 65, "55%": 50}


def test_troops_turn_at_the_last_count_before_the_article_at_a_september_and_at_a_low():
    turns = presence.troop_turns(tables.load("us_troops"))
    assert turns.values == {
        "troops_2017": 10107, "troops_peak": 82177, "troops_low": 8757, "cap": 8400, "same_month": 10264,
    }  # fmt: skip
    assert turns.dates == {
        "troops_month": "2017-06",
        "troops_low_month": "2015-06",
        "troops_peak_month": "2011-09",
    }


def test_the_share_of_the_peak_is_of_the_last_count_before_the_article():
    assert presence.share_of_peak(presence.Turns({"troops_2017": 12, "troops_peak": 96}, {})) == 0.125


def test_labels_of_troops_write_the_two_values_beside_their_months():
    turns = presence.Turns(
        {"troops_peak": 80000, "troops_2017": 9000}, {"troops_peak_month": "2011-09", "troops_month": "2017-06"}
    )
    words = presence.troop_labels(turns).set_index("label")
    assert words.loc["80,000", ["at", "troops"]].tolist() == pytest.approx([2011.6, 86500], abs=0.01)
    below = words.loc["9,000"]
    assert 2017.4 < below["at"] <= 2017.5 and 0 < below["troops"] < 9000, "left of the article, under the line"
    assert set(words["side"]) == {"right"}, "each ends where its mark begins"


def test_weapons_are_counted_by_year_and_a_half_year_is_no_year():
    released = pd.DataFrame(
        {
            "kind": ["year", "half", "year", "year"],
            "date": ["2015", "2017", "2016", "2017"],
            "weapons": [900, 1, 1500, 4000],
        }
    )
    found = presence.weapons_by_year(released)
    assert found[["at", "year", "thousands"]].values.tolist() == [[2015, 2015, 0.9], [2016, 2016, 1.5], [2017, 2017, 4]]
    assert presence.extremes(found.set_index("year")["weapons"]) == {
        "lowest": "2015 and 2016",
        "highest": "2016 and 2017",
    }


def test_the_mission_is_counted_last_before_the_article_and_half_a_year_exceeded_the_year_before():
    released = tables.load("weapons_released")
    found = presence.other_measures(released, tables.load("isaf_rs_strength"), tables.load("us_bases"))
    assert found.values == {"weapons_half": 1634, "mission": 13576, "sites": 9}
    assert found.dates == {"mission_date": "2017-06-29"}
    assert found.values["weapons_half"] > released.set_index("period").at["2016", "weapons"], "the prose says more"


def test_control_is_a_share_at_the_first_and_last_assessment_and_at_the_lowest_between_them():
    turns = presence.control_turns(tables.load("district_control"))
    government = [turns.values[f"gov_{when}"] for when in ("first", "low", "latest")]
    assert government == pytest.approx([0.72, 0.572, 0.597], abs=0.0006)
    of_february = [turns.values[f"{side}_latest"] for side in ("gov", "ins", "contested")]
    assert sum(of_february) == pytest.approx(1, abs=0.002)
    assert turns.dates == {
        "gov_first_date": "2015-11", "gov_latest_date": "2017-02", "gov_low_date": "2016-11-26",
        "gov_first_month": "2015-11", "gov_latest_month": "2017-02", "gov_low_month": "2016-11",
    }  # fmt: skip


def test_the_first_and_the_last_assessment_are_so_by_date_and_not_by_their_place_in_the_file():
    districts = tables.load("district_control")
    assert presence.control_turns(districts.iloc[::-1]) == presence.control_turns(districts)


def test_the_first_share_that_was_known_before_the_article_is_of_january_2016():
    districts = tables.load("district_control")
    before = presence.control_turns(known(districts))
    assert before.values["gov_first"] == pytest.approx(0.705) and before.dates["gov_first_month"] == "2016-01"
    whole = presence.control_turns(districts)
    assert [before.values[name] for name in ("gov_low", "gov_latest")] == [
        whole.values[name] for name in ("gov_low", "gov_latest")
    ]
    assert "2015-11" not in known(presence.control_shares(districts))["date"].tolist()
