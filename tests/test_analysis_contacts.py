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
    assert list(found["tip"]) == [
        "In Russia, banned: 14 February 2003 to 17 April 2025",
        "In Russia, suspended: since 17 April 2025",
    ]
    seen = contacts.unended(found[:1], pd.Timestamp("2017-08-15"))
    assert list(seen["tip"]) == ["In Russia, banned: since 14 February 2003"]
    assert list(seen["last"]) == [pd.Timestamp("2017-08-15")] and pd.notna(found["last"].iloc[0])


def test_words_stand_on_the_day_on_which_they_were_said():
    day = pd.to_datetime(["2017-04-19"])
    own = {"speaker": "A", "date_start": day, "date_end": day, "date": "2017-04-19", "source_id": "x"}
    found = contacts.words_on(pd.DataFrame(own, ["S1"]), {"S1": ("a current", "called them a current")})
    assert found.loc[0, ["row_id", "status", "tip"]].tolist() == [
        "S1",
        "a current",
        "A, 19 April 2017: called them a current",
    ]
    assert list(found["first"]) == list(found["last"]) == list(day)


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


def test_occasions_have_a_line_with_their_number_and_tell_who_said_what_when():
    producers = pd.Series({"press": "Interfax", "other": "An office whose name is far too long for a tip"})
    told = contacts.occasions(CODES[CODES["date"] != "2016"])
    told = told.assign(date_end=told["date_start"]).replace({"source_id": {"press": "press"}})
    told.loc[told["speaker"] == "C", "source_id"] = "other"
    found = contacts.squares(told, {"Russia": "Russia", "United States/NATO": "US"}, producers)
    assert list(found["line"]) == [*["Contacts|Russia: admitted (3)"] * 3, "Arms|Russia: denied (1)"] + [
        "Contacts|US: admitted (1)"
    ]
    assert found["tip"].iloc[3] == "A, 1 January 2016: denied arms for the Taliban. Interfax"
    assert found["tip"].iloc[4] == "C, 1 January 2016: admitted contacts"
    assert contacts.lines(found, ["contacts", "arms"], ["Russia", "United States/NATO"]) == [
        "Contacts|Russia: admitted (3)",
        "Contacts|US: admitted (1)",
        "Arms|Russia: denied (1)",
    ]


def test_words_of_which_reports_conflict_are_not_told_as_said():
    told = contacts.occasions(CODES[CODES["date"] != "2016"])
    told = told.assign(date_end=told["date_start"])
    found = contacts.squares(told, {"Russia": "Russia"}, pd.Series({"press": "Interfax"}), conflicting=("S4",))
    tips = found.set_index("row_id")["tip"]
    assert tips["S4"] == "A, 1 January 2016: reports of the words on contacts conflict. Interfax"
    assert tips["S1"] == "A, 23 December 2015: admitted contacts. Interfax"
    assert set(found["line"].dropna()) == {"Contacts|Russia: admitted (3)", "Arms|Russia: denied (1)"}, (
        "not all conflict"
    )
    alone = contacts.squares(told[told["row_id"] == "S4"], {"Russia": "Russia"}, pd.Series({"press": ""}), ("S4",))
    assert list(alone["line"]) == ["Contacts|Russia: reports conflict (1)"]


def on_a_line(*days: str, line: str = "a") -> pd.DataFrame:
    return pd.DataFrame({"line": line, "middle": pd.to_datetime(list(days))})


def test_marks_of_a_line_are_moved_apart_both_ways_and_as_little_as_that_takes():
    day = pd.Timestamp("2020-01-01")
    rows = pd.concat(
        [on_a_line("2017-01-01", "2018-01-01", "2018-01-01"), on_a_line("2018-01-01", line="b")], ignore_index=True
    )
    found = contacts.spread(rows, day, 20)["middle"]
    assert list(found) == list(pd.to_datetime(["2017-01-01", "2017-12-22", "2018-01-11", "2018-01-01"]))


def test_no_mark_is_moved_across_the_day():
    day = pd.Timestamp("2020-01-01")
    rows = on_a_line("2019-12-28", "2019-12-30", "2020-01-02", "2020-01-03")
    found = (contacts.spread(rows, day, 10)["middle"] - day).dt.days
    assert list(found) == [-15, -5, 5, 15]
    near = on_a_line("2019-01-01", "2019-12-31")
    assert list((contacts.spread(near, day, 10)["middle"] - day).dt.days) == [-365, -5], "only what is too near moves"
    far = on_a_line("2019-01-01", "2021-01-01")
    assert contacts.spread(far, day, 10)["middle"].tolist() == far["middle"].tolist(), "what has room stays"


def test_acts_of_a_side_are_counted_zeros_too():
    found = contacts.acts(CODES, "Russia", "arms")
    assert found["denies"] == 1 and found["alleges"] == 0 and found.sum() == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2017-05-05", "2017-05-05", "5 May 2017"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2017-01-01", "2017-12-31", "2017"),
        ("2017-01-01", "2017-12-30", "1 January 2017 to 30 December 2017"),
        ("2015-01-01", "2017-01-31", "1 January 2015 to 31 January 2017"),
        ("2017-05-05", None, "since 5 May 2017"),
    ],
)
def test_a_time_in_words(first, last, words):
    assert contacts.days(pd.Timestamp(first), pd.NaT if last is None else pd.Timestamp(last)) == words


def test_deaths_have_bounds_where_they_differ():
    rows = pd.DataFrame({"low": [1000, 7], "best": [1200, 7], "high": [1500, 7]})
    assert [contacts.deaths(row) for row in rows.itertuples()] == ["1,200 deaths (1,000 to 1,500)", "7 deaths"]


def test_datings_are_set_against_the_day_and_words_are_not():
    rows = pd.DataFrame(
        {
            "first": pd.to_datetime(["2007-01-01", "2014-06-01", "2015-12-23"]),
            "last": pd.to_datetime(["2007-12-31", "2015-06-01", "2015-12-23"]),
            "label": ["A: 2007 or before", "B: about then", "C: or before"],
            "told": ["A dates it", "B dates it", "C says so"],
        },
        pd.Index(["a", "b", "c"], name="row_id"),
    )
    found = contacts.sequence(rows, ["a", "b"], pd.Timestamp("2015-01-10"))
    assert list(found["line"]) == [
        "Before ISIL-K|A: 2007 or before",
        "Order left open|B: about then",
        "Events and words|C: or before",
    ]
    assert list(found["earlier"]) == [True, False, False] and list(found["row_id"]) == ["a", "b", "c"]
    assert list(found["tip"]) == [
        "A dates it: 2007 or earlier; before ISIL-K",
        "B dates it: 1 June 2014 to 1 June 2015; before or after ISIL-K",
        "C says so: 23 December 2015",
    ]
    assert contacts.tally(found) == {"before": 1, "open": 1, "after": 0}


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
    assert found["note"].isna().all()
    noted = rows.assign(note=["a", None, "b", "c", "d"])
    noted.loc[1, "note"] = "b"
    assert list(contacts.quotes(noted, statements, events, ["arms"])["note"]) == ["b", "a", "c"], "once each"
    noted.loc[1, "note"] = "e"
    assert contacts.quotes(noted, statements, events, ["arms"])["note"].iloc[0] == "b; e"


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
    assert placed.loc[contacts.TALIBAN, "tip"] == "Taliban – ISIL, 2016: 20 deaths (10 to 40). UCDP"
    abroad = contacts.side_by_side(two_fights().assign(only_afghanistan=False), 0.4)
    assert abroad["tip"].str.endswith(", with fighting in Pakistan. UCDP").all()


def test_months_tell_who_held_the_government():
    rows = pd.DataFrame(
        [
            ("Government – IS", "2021-01", "Republic", 1, 2, 2, 2),
            ("Government – IS", "2021-09", "Taliban", 4, 10, 26, 30),
            ("IS – Taliban", "2021-01", "Republic", 1, 1, 1, 1),
        ],
        columns=["dyad", "month", "government", "events", "low", "best", "high"],
    )
    found = contacts.by_month(rows)
    assert list(found["name"]) == ["Jan", "Sep"]
    assert list(found["tip"]) == [
        "January 2021, under the Republic: 2 deaths in 1 event. UCDP, preliminary",
        "September 2021, under the Taliban: 26 deaths (10 to 30) in 4 events. UCDP, preliminary",
    ]


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


def test_a_telling_has_a_line_and_that_of_the_one_it_takes_up():
    reports = pd.DataFrame(
        {
            "report_id": ["a", "b"],
            "follows": [None, "a"],
            "teller": ["Qadir", "PressTV"],
            "what": ["told it", "told it again"],
            "date_precision": ["month", "inferred"],
            "date_start": pd.to_datetime(["2017-05-01", "2017-07-15"]),
            "date_end": pd.to_datetime(["2017-05-31", "2017-07-15"]),
        }
    )
    found = contacts.chain(reports, {"b": "It|second", "a": "It|first"})
    assert list(found["line"]) == ["It|first", "It|second"]
    assert pd.isna(found["follows_line"].iloc[0]) and found["follows_line"].iloc[1] == "It|first"
    assert list(found["tip"]) == ["Qadir, May 2017: told it", "PressTV, 15 July 2017 (date inferred): told it again"]
    with pytest.raises(KeyError):
        contacts.chain(reports, {"a": "It|first"})
