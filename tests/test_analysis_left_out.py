"""Threats, signals and listed contributors, by hand."""

import pandas as pd

from evidence.analysis import left_out


def test_contributors_of_missions_would_be_onsets_unless_they_were_there_the_year_before():
    years = [1992, 1993, 1994, 1996]
    panel = pd.DataFrame({"gwno": 372, "year": years, "russia_troops_listed": [False, True, True, True]})
    assert left_out.onsets_as_listed(panel)["year"].tolist() == [1993, 1996]


def test_earlier_threats_leave_the_warning_out_and_say_whose_window_was_open():
    day = pd.to_datetime(["2000-05-22", "2015-10-01", "2017-07-01", "2014-01-01"])
    kinds = ["explicit threat", "explicit threat", "explicit threat", "denial"]
    threats = pd.DataFrame({"threat_id": ["T01", "T09", "T10", "TC1"], "row_type": kinds, "date_start": day})
    rows = left_out.earlier_threats(threats.assign(date_end=day)).set_index("threat_id")
    assert rows["window_open"].to_dict() == {"T01": False, "T09": True}


def test_a_spell_that_force_opened_or_that_was_cut_off_is_no_signal():
    spells = pd.DataFrame({"censored": [False, False, True], "first_kind": ["display", "use of force", "threat"]})
    assert left_out.opened_by_a_signal(spells).index.tolist() == [0]
