"""The balance of coded events: by hand, against the tables, and after a row is changed."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import rivalry, ties
from evidence.charts import decimal_year


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


def test_marks_that_would_touch_take_the_next_level():
    rows = pd.DataFrame({"lane": list("aaaab"), "at": [3.0, 1.0, 1.2, 1.4, 1.0]})
    found = rivalry.stacked(rows, "at", "lane", gap=0.3)
    assert found["at"].tolist() == [1.0, 1.0, 1.2, 1.4, 3.0]
    assert found[found["lane"] == "a"]["level"].tolist() == [0, 1, 0, 0]
    assert found[found["lane"] == "b"]["level"].tolist() == [0]


def test_no_two_events_of_the_book_touch_on_their_level():
    lane = rivalry.coded(tables.load("events"), tables.load("event_codings"))
    lane = rivalry.stacked(lane.assign(at=lane["middle"].map(decimal_year)), "at", "kind", gap=0.5)
    assert lane.groupby(["kind", "level"])["at"].diff().dropna().ge(0.5).all()
    assert lane["level"].max() <= 4 and len(lane) == len(tables.load("event_codings"))


def test_a_year_stands_in_its_middle_a_month_at_its_end_and_no_line_crosses_the_gap():
    troops = pd.DataFrame(
        {
            "series": ["kane-annual", "dod-active-duty", "dod-active-duty"],
            "date": ["2002", "2017-06", "2021-12"],
            "date_start": pd.to_datetime(["2002-01-01", "2017-06-01", "2021-12-01"]),
            "date_end": pd.to_datetime(["2002-12-31", "2017-06-30", "2021-12-31"]),
        }
    )
    found = rivalry.troop_counts(troops)
    assert found["middle"].dt.strftime("%Y-%m-%d").tolist() == ["2002-07-02", "2017-06-30", "2021-12-31"]
    assert found["segment"].tolist() == ["kane-annual", "dod-active-duty", "dod-active-duty from 2021"]


def test_shares_of_districts_keep_their_side_and_leave_gaps_out():
    districts = tables.load("district_control")
    found = rivalry.control_shares(districts)
    assert len(found) == districts[list(rivalry.SIDES)].notna().sum().sum()
    first = found[found["side"] == "government"].iloc[0]
    assert (first["date"], first["percent"]) == ("2015-11", 72)


def test_arms_by_payer_add_up_to_all_that_was_delivered():
    arms = pd.DataFrame(
        {
            "supplier": ["United States", "Russia", "Italy", "Russia"],
            "year": [2011, 2012, 2012, 2015],
            "tiv": [10.0, 8.0, 3.0, 5.0],
            "financed_by_usa_tiv": [0.0, 6.0, 1.0, 0.0],
        }
    )
    assert rivalry.by_payer(arms, 2011, 2014).tolist() == [10, 6, 2, 1, 2]
    assert rivalry.by_payer(arms, 2015, 2015)["Russia, other"] == 5


def test_published_sizes_count_people_alone():
    dates = {"date": ["2017-05"], "date_start": pd.to_datetime(["2017-05-01"])}
    sizes = pd.DataFrame({"troops": [4000], **dates})
    posture = pd.DataFrame({"type": ["exercise"], "unit_of_number": ["Russian troops"], "number": [2000], **dates})
    assert rivalry.published_sizes(sizes, posture)["size"].tolist() == [4000, 2000]
    assert len(rivalry.published_sizes(sizes, posture.assign(unit_of_number="tanks"))) == 1
    assert len(rivalry.published_sizes(sizes, posture.assign(unit_of_number=None))) == 1


def test_a_size_in_both_tables_is_one_exercise_and_keeps_the_day():
    sizes = pd.DataFrame(
        {
            "troops": [5000, 2500],
            "date": ["2017-11", "2021-08"],
            "date_start": pd.to_datetime(["2017-11-01", "2021-08-01"]),
        }
    )
    posture = pd.DataFrame({"type": "exercise", "unit_of_number": "troops", "number": [5000, 2500]})
    posture = posture.assign(date=["2017-11-10", "2015-05-12"])
    found = rivalry.published_sizes(sizes, posture.assign(date_start=pd.to_datetime(posture["date"])))
    assert found[["date", "size"]].values.tolist() == [["2015-05-12", 2500], ["2017-11-10", 5000], ["2021-08", 2500]]


def test_a_row_says_its_summary_its_translation_or_its_quotation():
    events = pd.DataFrame({"event_id": ["E1"], "summary": ["a drill"]}).set_index("event_id", drop=False)
    statements = pd.DataFrame(
        {"statement_id": ["K1", "K2"], "translation": ["in English", None], "quote": ["auf Deutsch", "quoted"]}
    )
    assert rivalry.row_words(events, statements).to_dict() == {"E1": "a drill", "K1": "in English", "K2": "quoted"}


def test_names_stand_by_the_last_share_and_values_by_those_asked_for():
    shares = pd.DataFrame(
        {
            "side": ["government", "insurgents", "government"],
            "date": ["2016", "2016", "2015"],
            "at": [2016.0, 2016.0, 2015.0],
            "percent": [59.6, 10.0, 72.5],
        }
    )
    found = rivalry.share_labels(shares, 2018.0, {"government": 9, "insurgents": -6}, ["2015"])
    assert found.sort_values(["side", "label"]).values.tolist() == [
        [2015.0, 77.0, "73%", "left"],
        [2018.0, 68.6, "government", "right"],
        [2018.0, 4.0, "insurgents", "right"],
    ]


def test_votes_and_ideal_points_stand_at_the_september_of_their_session():
    votes, points = tables.load("un_votes"), tables.load("un_ideal_points")
    pairs = {("RUS", "USA"): "two", ("RUS", "AFG"): "kabul"}
    agree = rivalry.vote_agreement(votes, pairs, 2012, 2014)
    assert agree["pair"].tolist() == ["kabul"] * 3 + ["two"] * 3 and agree["year"].tolist() == [2012, 2013, 2014] * 2
    assert (agree["opens"] - agree["year"]).tolist() == pytest.approx([0.7] * 6)
    own = ties.pair(votes, "RUS", "USA").set_index("year")["agreement"]
    assert agree["agreement"].tolist()[3:] == own.loc[2012:2014].tolist()
    apart = rivalry.ideal_distance(points, ("RUS", "USA"), 2012, 2014)
    whole = ties.distance(points, "RUS", "USA").set_index("year")["distance"]
    assert apart["distance"].tolist() == whole.loc[2012:2014].tolist()
    assert apart["opens"].tolist() == pytest.approx([2012.7, 2013.7, 2014.7])
