"""What came after the article: lanes, stretches, boards, and the numbers that prose quotes."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import aftermath
from evidence.forecast import AS_OF, known


def test_a_gap_of_two_years_starts_a_new_stretch():
    days = pd.to_datetime(["2017-09-01", "2016-09-01", "2021-12-01", "2022-06-01"])
    rows = aftermath.in_stretches(pd.DataFrame({"date_start": days}))
    assert rows["stretch"].tolist() == [0, 0, 1, 1] and rows["date_start"].is_monotonic_increasing


def test_lanes_stand_in_order_each_after_a_row_for_its_heading():
    days = pd.to_datetime(["2020-01-01", "2019-01-01", "2018-01-01"])
    events = pd.DataFrame({"event_id": ["b", "a", "c"], "lane": ["one", "one", "two"], "date_start": days})
    rows = aftermath.in_lanes(events, ["one", "two"])
    assert rows[["event_id", "row"]].values.tolist() == [["a", 1], ["b", 2], ["c", 4]]


def test_claims_stand_in_rows_by_verdict_the_changed_ones_last():
    claims = pd.DataFrame(
        {"claim_id": ["C1", "C2", "C3"], "verdict_2017": ["open", "yes", "yes"], "verdict_today": ["yes", "yes", "no"]}
    )
    order = ["yes", "open", "no"]
    today = aftermath.in_rows(claims, "verdict_today", order).set_index("claim_id")
    assert today.loc[["C2", "C1", "C3"], ["row", "place"]].values.tolist() == [[1, 1], [1, 2], [2, 1]]
    assert today["changed"].to_dict() == {"C2": False, "C1": True, "C3": True}
    in_2017 = aftermath.in_rows(claims, "verdict_2017", order)
    assert in_2017["row"].max() == 2, "no row for a verdict that no claim has"
    assert today["since"].to_dict() == {
        "C1": "In 2017 open, today ", "C2": "In 2017 and today ", "C3": "In 2017 yes, today ",
    }  # fmt: skip


def test_ends_of_rows_say_how_many_are_new_and_what_all_of_them_were():
    rows = pd.DataFrame(
        {
            "verdict": ["yes", "yes", "no", "out"],
            "row": [1, 1, 2, 3],
            "place": [1, 2, 1, 1],
            "changed": [False, True, False, True],
            "verdict_2017": ["yes", "open", "no", "open"],
        }
    )
    ends = aftermath.ends_of_rows(rows)
    assert ends[["verdict", "place", "label"]].values.tolist() == [
        ["yes", 2, "2, 1 new"], ["no", 1, "1"], ["out", 1, "1, open in 2017"],
    ]  # fmt: skip


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return tables.load("events")


@pytest.fixture(scope="module")
def presence() -> aftermath.Presence:
    panel = tables.load("civil_conflict_panel").query("year >= 1992")
    return aftermath.presence(tables.load("us_troops"), panel)


def test_events_on_the_day_of_the_article_are_after_it_and_counted(events):
    days = pd.to_datetime([AS_OF, AS_OF - pd.Timedelta(days=1)])
    own = pd.DataFrame({"event_id": ["a", "b"], "date_start": days, "type": ["air strike", "air strike"]})
    after = aftermath.after_the_article(own)
    assert list(after.index) == ["a"] and list(after["event_id"]) == ["a"]
    claims = pd.DataFrame({"kind": ["forecast", "fact", "forecast"]})
    assert aftermath.counts_after(after, claims) == {"later_events": 1, "alleged": 1, "forecasts": 2}


def attack(event: str, summary: str, actors: str = "ISIL;Russia", kind: str = "attack") -> dict[str, str]:
    return {"event_id": event, "type": kind, "actors": actors, "summary": summary}


def test_an_attack_is_its_branch_s_or_the_group_s_by_who_claims_it():
    rows = [
        attack("a", "A bomb; ISIL-K claims it", "ISIL-K;Russia"),
        attack("b", "A knife; Islamic State claims it"),
        attack("c", "A gun; Islamic State claims it, without proof"),
        attack("d", "A bomb in a restaurant; ISIL-K claims it", "ISIL-K;China"),
        attack("e", "Islamic State claims it", kind="report"),
    ]
    own = pd.DataFrame(rows).set_index("event_id", drop=False)
    told = aftermath.attacks_told(own)
    assert told == {"c6_attacks": "three", "c6_attacks_branch": "one", "c6_attacks_group": "Two"}
    nobody = pd.DataFrame([attack("f", "A bomb; nobody claims it")]).set_index("event_id", drop=False)
    with pytest.raises(ValueError, match="'f'"):
        aftermath.attacks_told(nobody)


def test_moments_are_dated_as_exactly_as_they_are_told(events):
    found = aftermath.moments(events)
    assert found.keys() == aftermath.MOMENTS.keys()
    assert (found["left"], found["arm"], found["missiles"]) == ("2021-08-30", "2025", "2019-10")
    with pytest.raises(KeyError, match="E152"):
        aftermath.moments(events.query("event_id != 'E152'"))


def test_the_timeline_has_each_chosen_event_in_a_lane_of_its_own_and_no_summary_twice(events):
    line = aftermath.timeline(events)
    assert set(line["event_id"]) == set(aftermath.CHOSEN) and set(line["lane"]) == set(aftermath.LANES)
    assert line["row"].is_unique and line["date_start"].min() > AS_OF
    said_twice = line[line["label"] == line["summary"]]
    assert (said_twice["more"] == "").all() and line["more"].str.startswith(": ").sum() == len(line) - len(said_twice)


def test_force_lists_the_alleged_strike_and_what_was_said_both_ways_in_order(events):
    statements, threats = tables.load("statements"), tables.load("threats")
    rows = aftermath.force(aftermath.after_the_article(events), statements, threats)
    assert list(rows["id"]) == ["E118", "E125", "S249", "E137", "T14", "E149"] and rows["date"].is_monotonic_increasing
    assert rows["summary"][2].startswith("Zamir Kabulov: “") and rows["source_id"].notna().all()
    with pytest.raises(KeyError, match="T14"):
        aftermath.force(aftermath.after_the_article(events), statements, threats.query("threat_id != 'T14'"))


def test_presence_has_reports_in_stretches_figures_in_the_middle_of_their_year_and_every_year(presence):
    assert set(presence.reports["series"]) == {"dod-active-duty"} and presence.reports["stretch"].nunique() > 1
    assert presence.reports.groupby("stretch")["at"].diff().max() < 1.6
    annual = presence.published[presence.published["date"].str.len() == 4]
    assert (annual["at"] % 1 == 0.5).all() and presence.published["basis"].notna().all()
    assert (presence.years["at"] - presence.years["year"] == 0.5).all()
    assert presence.years.groupby("whose")["state"].unique().map(list).to_dict() == {
        "US": ["US troops listed"], "no US": ["none listed"],
    }  # fmt: skip


def test_words_and_rows_of_presence_follow_what_is_drawn(presence):
    then = aftermath.Presence(*map(known, presence))
    assert aftermath.presence_words(presence)["label"].tolist()[-1] == "announced"
    nothing = then._replace(published=then.published.iloc[:0])
    assert "announced" not in aftermath.presence_words(nothing)["label"].tolist()
    rows = aftermath.presence_rows(presence)
    assert len(rows) == sum(map(len, presence)) and rows["source_id"].notna().all()
    assert list(rows) == ["what", "date", "year", "troops", "state", "russia_troops_listed", "source_id"]
    ends = aftermath.ends_of_presence(presence)
    assert ends["top"] == presence.reports["troops"].max() and ends["end_date"] == presence.reports["date"].max()


def test_troops_are_those_of_three_dates_and_of_the_mission(presence):
    mission = tables.load("isaf_rs_strength")
    assert aftermath.troops_said(tables.load("us_troops"), mission) == {
        "troops_then": 13329, "troops_end": 6, "us_april": 2500, "mission": 9592, "mission_other": 7000,
    }  # fmt: skip
    own = mission.query("mission == 'Resolute Support'").set_index("date")["counted"]
    assert own["2021-04"] == "without the USA" and own.index.max() == "2021-04", "the prose says so"


def test_deaths_are_of_is_alone_and_each_in_its_own_series():
    names = ("battle_deaths", "one_sided_violence", "non_state_conflict")
    deaths = aftermath.deaths(*map(tables.load, names))
    assert deaths.battle["best"].idxmax() == 2018 and deaths.battle.index.max() >= 2023
    assert (deaths.battle["low"] <= deaths.battle["best"]).all() and deaths.battle.index.is_unique
    assert (deaths.civilians[2022], deaths.taliban[2018]) == (453, 577)


def test_numbers_of_fighters_are_low_ends_and_ranges_of_their_rows():
    lows, ranges = aftermath.fighters_said(tables.load("isil_strength"))
    assert lows.keys() == aftermath.NUMBERED.keys() and lows["russia_2017"] == 10000
    assert ranges["un_low"] == (1000, 2200) and all(low < high for low, high in ranges.values())


def test_forecasts_by_others_are_counted_by_how_they_are_read():
    read = aftermath.read_forecasts(tables.load("forecasts"), tables.load("forecast_readings"))
    assert read["date_start"].is_monotonic_increasing and read["why"].notna().all()
    counts = aftermath.forecast_counts(read)
    assert counts["all_forecasts"] == counts["silent"] + counts["excluded"] + counts["unlikely"] == 37
    assert counts["silent"] == counts["plausible"] + counts["elsewhere"] + counts["of_2000"]
    assert (counts["plausible"], counts["of_2000"]) == (3, 2)
    assert (counts["officials"], counts["statements"], counts["before"]) == (4, 6, 20)
