"""The balance of coded events: by hand, against the tables, and after a row is changed."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import rivalry


@pytest.fixture
def small():
    events = pd.DataFrame(
        {
            "event_id": ["E1", "E2", "E3"],
            "date": ["2010", "2014-04-01", "2019"], "date_precision": ["year", "day", "year"],
            "date_start": pd.to_datetime(["2010-01-01", "2014-04-01", "2019-01-01"]),
            "date_end": pd.to_datetime(["2010-12-31", "2014-04-01", "2019-12-31"]), "summary": list("abc"),
        }
    )  # fmt: skip
    codings = pd.DataFrame({"event_id": ["E3", "E1", "E2"], "kind": ["cooperation", "cooperation", "accusation"]})
    return events, codings


def test_the_balance_runs_in_order_of_date(small):
    rows = rivalry.running_balance(rivalry.coded(*small))
    assert rows["event_id"].tolist() == ["E1", "E2", "E3"] and rows["balance"].tolist() == [1, 0, 1]
    assert rows["middle"].iloc[0] == pd.Timestamp("2010-07-02")


def test_years_count_both_signs(small):
    by_year = rivalry.net_by_year(rivalry.coded(*small)).set_index("year")
    assert by_year.loc[2014].tolist() == [0, -1, -1] and by_year["net"].sum() == 1


def test_a_changed_kind_changes_the_balance(small):
    events, codings = small
    before = rivalry.running_balance(rivalry.coded(events, codings))["balance"].iloc[-1]
    codings.loc[codings["event_id"] == "E2", "kind"] = "cooperation"
    assert rivalry.running_balance(rivalry.coded(events, codings))["balance"].iloc[-1] == before + 2


def test_events_that_share_a_word_can_count_as_one(small):
    rows = rivalry.coded(*small).assign(summary=["Troika", "other", "Troika again"])
    assert rivalry.merged(rows, "Troika")["event_id"].tolist() == ["E1", "E2"]
    assert len(rivalry.merged(rows, "nothing")) == 3


def test_single_recodings_try_every_other_code(small):
    found = rivalry.single_recodings(rivalry.coded(*small))
    assert len(found) == 6 and found["last"].tolist() == [-1, 0, 2, 3, -1, 0]


def test_a_coding_without_its_event_or_of_an_unknown_kind_is_refused(small):
    events, codings = small
    with pytest.raises(KeyError, match="E1"):
        rivalry.coded(events.iloc[1:], codings)
    with pytest.raises(ValueError, match="friendship"):
        rivalry.coded(events, codings.assign(kind="friendship"))


def test_in_the_book_every_coding_finds_its_event_and_the_first_dates_stand():
    rows = rivalry.coded(tables.load("events"), tables.load("event_codings"))
    assert len(rows) == len(tables.load("event_codings"))
    assert rivalry.turns(rows)["accusation"] == pd.Timestamp("2016-12-02")
    assert rivalry.running_balance(rows)["balance"].iloc[-1] == rows["code"].sum()
