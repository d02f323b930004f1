"""Order, counts, ratios and traces on small frames with known answers."""

import pandas as pd
import pytest

from evidence.analysis import contacts


def test_seven_years_ago_spans_a_year():
    first, last = contacts.years_ago(pd.Timestamp("2021-07-14"), 7)
    assert (first, last) == (pd.Timestamp("2014-01-14"), pd.Timestamp("2015-01-14"))


def test_rows_of_several_tables_are_dated():
    first, last, told = (pd.to_datetime([day]) for day in ("2007-01-01", "2007-12-31", "2016-12-31"))
    own = {"date_start": first, "date_end": last, "source_id": "press"}
    events, statements = pd.DataFrame({**own, "known_end": told}, ["E1"]), pd.DataFrame(own, ["S1"])
    found = contacts.dated(["S1", "E1"], events, statements)
    assert list(found.index) == ["S1", "E1"] and list(found["known_end"]) == [last[0], told[0]]
    assert set(found["first"]) == {first[0]} and set(found["last"]) == {last[0]}
    with pytest.raises(KeyError):
        contacts.dated(["X1"], events)


def test_what_held_ends_with_an_event_or_not_at_all():
    days = pd.to_datetime(["2003-02-14", "2025-04-17"])
    events = pd.DataFrame({"date_start": days, "date_end": days, "date": "day", "source_id": "x"}, ["E1", "E2"])
    found = contacts.spells(events, [("banned", "E1", "E2"), ("suspended", "E2", None)])
    assert list(found["first"]) == list(days) and found["last"].iloc[0] == days[1] and pd.isna(found["last"].iloc[1])
    assert list(found["row_id"]) == ["E1", "E2"]


def test_an_interval_that_holds_the_day_leaves_the_order_open():
    rows = pd.DataFrame(
        {
            "first": pd.to_datetime(["2014-01-01", "2014-01-14", "2015-01-10", "2015-01-11"]),
            "last": pd.to_datetime(["2014-12-31", "2015-01-14", "2015-01-10", "2015-12-31"]),
        }
    )
    found = contacts.order(rows, pd.Timestamp("2015-01-10"))
    assert list(found["order"]) == ["before", "open", "open", "after"]
    assert list(found["days_before_least"]) == [10, -4, 0, -355]
    assert found["days_before_most"].iloc[0] == 374


def codes(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["row_id", "side", "speaker", "date", "subject", "act"])
    frame["date_start"] = pd.to_datetime(frame["date"], format="ISO8601")
    return frame.assign(source_id="press")


CODES = codes(
    ("S1", "Russia", "A", "2015-12-23", "contacts", "admits"),
    ("S2", "Russia", "A", "2015-12-23", "contacts", "admits"),  # a second quotation of the same talk
    ("S3", "Russia", "B", "2015-12-23", "contacts", "admits"),
    ("S4", "Russia", "A", "2016-01-01", "contacts", "admits"),
    ("S5", "Russia", "A", "2016", "contacts", "admits"),
    ("S6", "Russia", "A", "2016-01-01", "arms", "denies"),
    ("S7", "United States/NATO", "C", "2016-01-01", "contacts", "admits"),
)


def test_one_talk_counts_once():
    assert list(contacts.occasions(CODES)["row_id"]) == ["S1", "S3", "S4", "S5", "S6", "S7"]


def test_occasions_are_placed_in_the_middle_of_their_date():
    rows = CODES.assign(date_end=CODES["date_start"])
    rows.loc[rows["row_id"] == "S4", "date_end"] = pd.Timestamp("2016-01-31")
    found = contacts.told(rows, ["contacts"], ["Russia"], until="2017")
    assert list(found["row_id"]) == ["S1", "S3", "S4"], "a second quotation and a bare year are left out"
    assert found["middle"].iloc[2] == pd.Timestamp("2016-01-16")
    assert contacts.told(rows, ["contacts"], ["Russia"], until="2015").empty


def test_an_act_is_told_in_words():
    assert contacts.in_the_past("leaves open", "arms") == "left the question of arms for the Taliban open"
    assert contacts.in_the_past("objects", "contacts") == "objected to contacts"


def test_marks_that_would_cover_each_other_stand_side_by_side():
    at, lines = pd.Series([1.0, 1.0, 1.25, 3.0, 1.0]), pd.Series(["a", "a", "a", "a", "b"])
    assert contacts.apart(at, lines, 0.5).tolist() == [1.0, 1.5, 2.0, 3.0, 1.0]


def test_words_are_a_translation_a_quotation_or_an_event_with_its_quotation():
    rows = codes(
        ("S2", "Russia", "A", "2016-01-02", "arms", "denies"),
        ("S1", "Russia", "A", "2016-01-01", "standing", "affirms"),
        ("S1", "Russia", "A", "2016-01-01", "arms", "denies"),
        ("E1", "Press", "B", "2016-01-03", "arms", "alleges"),
        ("E2", "Press", "B", "2016-01-04", "standing", "alleges"),
    ).assign(date_end=pd.Timestamp("2016-12-31"), note=None)
    statements = pd.DataFrame({"quote": ["da", "no"], "translation": ["yes", None]}, ["S1", "S2"])
    events = pd.DataFrame({"summary": ["B reports", "B"], "quote": ["guns", None]}, ["E1", "E2"])
    found = contacts.quotes(rows, statements, events, ["arms"]).set_index("row_id")
    assert found["words"].to_dict() == {"S1": "yes", "S2": "no", "E1": "B reports: “guns”"}
    assert list(found.index) == ["S1", "S2", "E1"] and found.loc["S1", "said"] == "denies: arms; affirms: standing"


def test_a_day_of_a_speaker_has_one_stance():
    rows = codes(
        ("S1", "NATO", "A", "2017-01-02", "arms", "leaves open"),
        ("S2", "NATO", "A", "2017-01-02", "standing", "alleges"),
        ("S3", "NATO", "B", "2017-01-01", "arms", "no evidence"),
        ("S3", "NATO", "B", "2017-01-01", "money", "no evidence"),
        ("S4", "NATO", "C", "2017-01-03", "arms", "no evidence"),
        ("S5", "NATO", "C", "2017-01-03", "fuel", "alleges"),
        ("S6", "NATO", "D", "2017-01-04", "arms", "leaves open"),
        ("S7", "NATO", "E", "2017-01-05", "standing", "objects"),
        ("S8", "Russia", "F", "2017-01-05", "arms", "denies"),
    ).assign(date_end=pd.Timestamp("2017-01-09"))
    found = contacts.stances(rows, "NATO").set_index("speaker")
    assert found["stance"].to_dict() == {
        "B": "no evidence",
        "A": "accuses",
        "C": "mixed",
        "D": "leaves open",
        "E": "other",
    }
    assert list(found.index) == ["B", "A", "C", "D", "E"] and found.loc["B", "rows"] == ["S3"]
    assert found.loc["A", "said"] == "leaves open: arms; alleges: standing"


def two_fights() -> pd.DataFrame:
    columns = ["year", "dyad", "low", "best", "high", "source_id"]
    deaths = [(2016, "Government – IS", 80, 100, 120, "a"), (2020, "Government – IS", 1, 1, 1, "a")]
    deaths += [(2016, "Government – Taliban", 9, 9, 9, "a")]
    non_state = [(2016, "IS – Taliban", 10, 20, 40, "b"), (2016, "Hizb-i Islami – Taliban", 7, 7, 7, "b")]
    frames = [pd.DataFrame(rows, columns=columns).assign(only_afghanistan=True) for rows in (deaths, non_state)]
    return contacts.fights(*frames)


def test_two_fights_and_their_ratio():
    both = two_fights()
    assert list(both["dyad"]) == ["Government – IS", "IS – Taliban", "Government – IS"]
    [row] = contacts.times(both).itertuples()
    assert (row.year, row.lowest, row.times, row.highest) == (2016, 2, 5, 12)
    assert contacts.taliban_part(both).to_dict() == {2016: pytest.approx(1 / 6)}


def test_the_bars_of_a_year_stand_on_both_sides_of_its_middle():
    placed = contacts.side_by_side(two_fights(), 0.4).query("year == 2016").set_index("dyad")
    assert placed.loc[contacts.TALIBAN, ["begins", "ends", "middle"]].tolist() == pytest.approx([2015.6, 2016, 2015.8])
    assert placed.loc[contacts.GOVERNMENT, ["begins", "ends"]].tolist() == pytest.approx([2016, 2016.4])


def test_deaths_by_who_held_the_government():
    rows = pd.DataFrame(
        [
            ("Government – IS", "Republic", 1, 1, 2, 3),
            ("Government – IS", "Taliban", 2, 4, 5, 6),
            ("Government – IS", "Taliban", 1, 1, 1, 1),
            ("IS – Taliban", "Republic", 9, 9, 9, 9),
        ],
        columns=["dyad", "government", "events", "low", "best", "high"],
    )
    assert contacts.by_holder(rows).loc["Taliban"].tolist() == [3, 5, 6, 7]
    assert contacts.by_holder(rows)["best"].sum() == 8


def test_only_states_against_this_opponent_are_supporters():
    rows = pd.DataFrame(
        [
            ("Taleban", "Kabul", 2014, "Government of Russia (Soviet Union)", "state", None),
            ("Taleban", "Kabul", 2014, "al-Qaida", "non-state", None),
            ("Taleban", "Kabul", 2005, "Government of Qatar", "state", "funding"),
            ("Taleban", "Kabul", 1996, "Government of Qatar", "state", None),
            ("Taleban", "USA", 2014, "Government of Iran", "state", None),
            ("IS", "Kabul", 2014, "Government of Iran", "state", None),
        ],
        columns=["actor", "opponent", "year", "supporter", "supporter_kind", "types"],
    )
    found = contacts.state_supporters(rows, "Taleban", "Kabul", 2002)
    assert found[["year", "state", "typed"]].values.tolist() == [[2005, "Qatar", True], [2014, "Russia", False]]


def test_a_story_is_traced_to_its_first_telling():
    reports = pd.DataFrame({"report_id": ["a", "b", "c", "d"], "follows": [None, "a", "b", None]})
    found = contacts.trace(reports)
    assert list(found["origin"]) == ["a", "a", "a", "d"] and list(found["steps"]) == [0, 1, 2, 0]


@pytest.mark.parametrize("follows", [["b", "a"], ["x", None]])
def test_a_circle_or_an_unknown_telling_is_an_error(follows):
    with pytest.raises(ValueError, match="unknown or leads back"):
        contacts.trace(pd.DataFrame({"report_id": ["a", "b"], "follows": follows}))
