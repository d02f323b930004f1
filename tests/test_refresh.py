"""Derivations from upstream releases, each on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import sipri, troopdata, ucdp

BRD = ["conflict_id", "dyad_id", "location_inc", "battle_location", "side_a", "side_a_2nd", "side_b", "year"]
BRD += ["bd_best", "bd_low", "bd_high"]
KABUL, USA = "Government of Afghanistan", "Government of United States of America"
PAKISTAN = "Government of Pakistan"
TROOPS = ["year", "month", "source", "troops_ad", "troops_all", "total_selected_reserve", "troops_ad_checked", "flag"]


def test_battle_deaths_names_and_flags():
    brd = pd.DataFrame(
        [
            [333, 735, "Afghanistan", "Afghanistan, Pakistan", KABUL, f"{PAKISTAN}, {USA}", "Taleban", 2016, 5, 4, 9],
            [418, 878, "USA", "Afghanistan, Pakistan", USA, None, "al-Qaida", 2016, 2, 1, 3],
            [259, 524, "Iraq", "Afghanistan, Iraq", "Government of Iraq", PAKISTAN, "IS", 2017, 8, 7, 9],
            [404, 857, "Pakistan", "Pakistan", PAKISTAN, USA, "TTP", 2016, 8, 7, 9],  # not in Afghanistan
        ],
        columns=BRD,
    )
    out = ucdp.battle_deaths(brd)
    assert list(out.dyad) == ["Iraq – IS", "Government – Taliban", "USA – al-Qaida"]
    assert list(out.only_afghanistan) == [False, True, False]
    assert list(out.us_on_side_a) == [False, True, True]
    assert out.loc[1, ["low", "best", "high"]].tolist() == [4, 5, 9]
    with pytest.raises(ValueError, match="two rows in one year"):
        ucdp.battle_deaths(pd.concat([brd, brd]))


def test_civil_conflict_panel():
    acd = pd.DataFrame(
        [
            [1, 2013, 652, None, None, "intrastate"],
            [1, 2014, 652, 2, None, "II"],  # Syria: US troops beside the government
            [2, 2014, 652, None, 365, "II"],  # the same country in another conflict: Russia against it
            [1, 2015, 652, 365, None, "II"],
            [1, 2017, 652, 365, None, "II"],  # after a year without conflict: at risk again
            [3, 2015, 365, None, None, "intrastate"],  # Russia itself
            [4, 2015, 369, 365, None, "interstate"],  # not a civil conflict
        ],
        columns=["conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b_2nd", "type_of_conflict"],
    )
    missions = pd.DataFrame(columns=["gwno", "first_year", "last_year"])
    panel = ucdp.civil_conflict_panel(acd, {652: "Syria"}, missions, first_year=2014)
    assert list(panel.year) == [2014, 2015, 2017] and set(panel.gwno) == {652}
    assert list(panel.russia_troops) == [True, True, True]
    assert list(panel.us_troops_gov) == [True, False, False]
    assert list(panel.at_risk) == [True, False, True] and list(panel.onset) == [True, False, True]
    with pytest.raises(ValueError, match=r"no country name for \[652\]"):
        ucdp.civil_conflict_panel(acd, {}, missions)


def test_sipri_splits_equally_and_finds_who_paid():
    register = pd.DataFrame(
        {
            "supplier": ["Russia", "Russia", "United States", "Russia", "Russia", "Russia", "Russia"],
            "years_of_delivery": ["2011; 2012", "2012", "1989; 1990", None, "2011", "2011", "2012"],
            "tiv_delivered": [10.0, 4.0, 6.0, 0.0, 7.0, 3.0, 1.0],
            "comments": [
                *("$375m deal (bought via and financed by USA)", "Second-hand; aid", "Aid", None),
                *("financed by United Arab Emirates", "$43 m deal (bought via US company)", "Spare engines"),
            ],
        }
    )
    out = sipri.year_supplier_tiv(register, first_year=1990)
    assert out.to_dict("list") == {
        "year": [1990, 2011, 2012],
        "supplier": ["United States", "Russia", "Russia"],
        "tiv": [3.0, 15.0, 10.0],
        "financed_by_usa_tiv": [0.0, 5.0, 5.0],
        "financed_by_third_tiv": [0.0, 7.0, 0.0],
        "via_us_company_tiv": [0.0, 3.0, 0.0],
        "aid_tiv": [3.0, 0.0, 4.0],
    }
    with pytest.raises(ValueError, match="no year of delivery"):
        sipri.year_supplier_tiv(register.assign(years_of_delivery=None), 1990)


def test_troop_splice():
    quarters = pd.DataFrame(
        [
            [2002, "June", "Kane 2006", 9000, 9000, 0, 9000, None],
            [2002, "September", "September 2002", 0, 0, 0, None, "missing-not-zero"],
            [2012, "June", "Kane 2006", 63243, 63243, 0, None, None],  # the yearly value once more
            [2014, "June", "June 2014", 56636, 65129, 8493, 32477, "doubled"],
            [2014, "September", "September 2014", 24170, 31254, 7084, 24170, None],
            [2018, "March", None, 14000, 14000, 0, 14000, "announced-or-imputed"],
            [2018, "June", None, 14000, 14000, 0, 14000, "announced-or-imputed"],
            [2021, "March", None, 0, 0, 0, None, "missing-not-zero"],
            [2022, "June", "June 2022", 0, 0, 0, None, None],  # a report of zero
            [2022, "December", None, 0, None, 0, None, "announced-or-imputed"],
        ],
        columns=TROOPS,
    )
    out = troopdata.splice(quarters)
    assert list(out.itertuples(index=False, name=None)) == [
        ("announced", "2018", 14000, "rounded figure for the year, announced or imputed, no report"),
        ("dod-active-duty", "2014-06", 32477, "June 2014 report, active duty"),
        ("dod-active-duty", "2014-09", 24170, "September 2014 report, active duty"),
        ("dod-active-duty", "2022-06", 0, "June 2022 report, active duty"),
        ("dod-with-reserves", "2014-09", 31254, "September 2014 report, with reserves"),
        ("kane-annual", "2002", 9000, "yearly value (Kane 2006), rounded, month unknown"),
    ]
    quarters.loc[6, "troops_ad_checked"] = 13000
    with pytest.raises(ValueError, match="changes within a year"):
        troopdata.splice(quarters)
