"""The balance of coded events: by hand, against the tables, and after a row is changed."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import contacts, rivalry, ties
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
    assert rows[rows["kind"] == "accusation"]["middle"].min() == pd.Timestamp("2016-12-02")
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


@pytest.fixture(scope="module")
def book() -> dict[str, pd.DataFrame]:
    names = ("events", "event_codings", "statements", "contact_statements", "claim_evidence", "hypothesis_evidence")
    return {name: tables.load(name) for name in names}


def test_each_moment_is_the_date_of_its_row_and_a_missing_row_is_named(book):
    found = rivalry.moments(book["events"], book["statements"])
    assert found.keys() == rivalry.MOMENTS.keys()
    assert (found["suspended"], found["stoltenberg_again"]) == ("2014-04-01", "2017-07-13")
    with pytest.raises(KeyError, match="E036"):
        rivalry.moments(book["events"].query("event_id != 'E036'"), book["statements"])


def test_prose_tells_a_few_moments_by_the_day_and_all_others_by_the_month():
    assert rivalry.told({"suspended": "2014-04-01", "closed": "2015-05-15"}) == {
        "suspended": "2014-04-01",
        "closed": "2015-05",
    }
    assert rivalry.MOMENTS.keys() > rivalry.DAYS


def test_time_between_moments_is_counted_in_whole_days_and_months_of_thirty():
    days = pd.to_datetime(["2014-04-01", "2015-01-10", "2015-05-15", "2017-06-01"])
    events = pd.DataFrame({"event_id": ["E036", "E186", "E048", "E071"], "date_start": days})
    assert rivalry.distances_in_time(events) == {"days_before": 284, "days_after": 125, "months_old": 2}


def test_the_lane_has_places_levels_and_words_for_each_coded_event(book):
    lane = rivalry.lane(book["events"], book["event_codings"])
    assert len(lane) == len(book["event_codings"]) and lane["at"].is_monotonic_increasing
    assert lane.groupby(["kind", "level"])["at"].diff().dropna().ge(0.55).all()
    assert set(lane["counted_as"]) == {
        *(kind.capitalize() for kind in rivalry.LANES if kind != "neither"),
        "Counted neither way",
    }
    assert set(lane["acting"]) == set(rivalry.ACTING) and "both" not in set(lane["actors"])
    ends = rivalry.ends_of_kinds(lane)
    assert ends["size"].sum() == len(lane) and set(ends["heading"]) == set(rivalry.LANES.values())
    assert (ends["first"].str[:4] <= ends["last"].str[:4]).all()
    counts = rivalry.event_counts(lane)
    assert counts["n_lane"] == len(lane) and counts["year_before"] < counts["year_all"] < counts["of_2017"]


def test_talks_came_back_after_the_route_was_closed(book):
    lane = rivalry.lane(book["events"], book["event_codings"])
    found = rivalry.years_of_turns(lane, rivalry.moments(book["events"], book["statements"]))
    assert found == {"suspended": "2014", "closed": "2015", "accused": "2016", "again": "2017"}
    assert lane["middle"][lane["kind"] == "accusation"].min() == pd.Timestamp(
        rivalry.moments(book["events"], book["statements"])["first_accusation"]
    )


def test_balances_are_those_of_the_running_count(small):
    rows = rivalry.running_balance(rivalry.coded(*small)).assign(summary=["Troika", "other", "Troika again"])
    found = rivalry.balances(rows)
    assert found == {"balance_top": 1, "balance_then": 0, "balance_now": 1, "troika_once": 0}
    assert rivalry.recoded_ends(rows) == (-1, 3)


def test_occasions_are_counted_by_stance_and_one_without_occasions_is_refused():
    days = pd.DataFrame({"stance": ["accuses", "mixed", "leaves open", "no evidence", "accuses"]})
    assert rivalry.stance_counts(days) == {"n_before": 5, "n_accuse": 2, "n_possible": 1, "n_noproof": 1, "n_mixed": 1}
    with pytest.raises(KeyError, match="mixed"):
        rivalry.stance_counts(days[days["stance"] != "mixed"])


def test_words_of_days_have_a_row_for_each_statement_in_words(book):
    days = contacts.stances(book["contact_statements"], "United States/NATO")
    each = rivalry.words_of_days(days, book["contact_statements"], book["events"], book["statements"])
    assert list(each) == ["date", "speaker", "stance", "words", "coded", "row_id", "source_id"]
    assert len(each) == days["rows"].map(len).sum() and each.notna().all(axis=None)
    assert set(each["stance"]) <= set(rivalry.STANCES.values())
    standing = each[each["coded"].str.contains("standing")]["coded"]
    assert len(standing) and standing.str.contains("standing for the Taliban").all()


def test_what_is_said_of_votes_is_what_is_drawn():
    pairs = pd.DataFrame(
        [("Russia – US", year, year / 10000) for year in range(2010, 2020)]
        + [("Russia – Afghanistan", year, 0.5) for year in range(2010, 2020)],
        columns=["pair", "year", "agreement"],
    )
    distance = pd.DataFrame({"year": range(2010, 2020), "distance": 2.0, "source_id": "s"})
    said = rivalry.votes_said(pairs, distance)
    assert said["rus_us_2016"] == 0.2016 and said["rus_afg_2011"] == 0.5 and said["apart_2013"] == 2
    assert (said["mean_before"], said["mean_after"]) == pytest.approx((0.2011, 0.2015))
    ranges = rivalry.ranges_of_pairs(pairs).set_index("pair")
    assert ranges.loc["Russia – US"].tolist() == [0.201, 0.2019, 0.2019]
    drawn = rivalry.votes_drawn(pairs.assign(n_votes=1, source_id="s"), distance)
    assert len(drawn) == 30 and drawn["distance"].notna().sum() == 10
    assert rivalry.opening([2012]) == [2012.7]
    assert rivalry.pair_labels()["label"].tolist() == list(rivalry.PAIRS.values())


def test_roll_calls_on_afghanistan_count_those_on_which_the_two_parted():
    rolls = pd.DataFrame(
        {
            "subject": ["Afghanistan"] * 5 + ["other"],
            "session_year": [2018, 2019, 1990, 1980, 1987, 2018],  # that of 1990 is the first after the Soviet war
            "russia": ["abstain", "yes", "yes", "no", "no", "abstain"],
            "united_states": ["yes"] * 6,
        }
    )
    assert rivalry.votes_on_afghanistan(rolls) == {"on_afghanistan": 3, "abstained": 1, "soviet_war": 2}
    assert rivalry.sessions_of_the_soviet_war(rolls) == "1980 to 1987"


def test_spending_falls_and_rises_against_2017():
    countries = ["Russia", "United States of America"]
    spent = pd.DataFrame(
        [(year, name) for year in (2016, 2017, 2024) for name in countries], columns=["year", "country"]
    )
    found = rivalry.spending(spent.assign(index=[100.0, 100.0, 81.0, 99.0, 186.3, 100.0]))
    assert found == {"2017": "19%", "us_2017": "1%", "last": "2024", "times": "2.3"}


@pytest.fixture
def arms() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "supplier": ["United States", "Russia", "Italy", "Russia", "United States"],
            "year": [2011, 2012, 2012, 2013, 2016],
            "tiv": [10.0, 8.0, 2.0, 0.0, 5.0],
            "financed_by_usa_tiv": [0.0, 6.0, 1.0, 0.0, 0.0],
            "source_id": "s",
        }
    )


def test_shares_of_arms_are_of_all_and_of_russias_part(arms):
    assert rivalry.shares_of_arms(arms) == {"russian_share": 0.4, "russian_us_paid": 0.75, "us_share_late": 1}
    assert rivalry.years_of_russian_arms(arms) == {"last_russian": "2013", "paid_years": "2012 to 2012"}
    assert rivalry.paid_by_washington(arms) == 6, "of Russian arms alone"


def test_supply_has_a_row_per_payer_and_shares_that_add_up(arms):
    found = rivalry.supply(arms, {"early": (2002, 2014), "late": (2015, 2016)})
    assert list(found) == ["supplier and payer", "TIV early", "share early", "TIV late", "share late", "source_id"]
    assert found["TIV early"].tolist() == [10, 6, 2, 1, 1] and found["share early"].tolist() == [
        "50%",
        "30%",
        "10%",
        "5%",
        "5%",
    ]


def test_drills_are_counted_since_1996_and_the_note_adds_the_tajik_troops():
    drills = pd.DataFrame(
        {
            "year": [1995, 1996, 1997, 1998],
            "power": ["Russia", "Russia", "United States", "both"],
            "exercises": [9, 1, 2, 3],
        }
    )
    day = pd.to_datetime("2017-05-30")
    posture = pd.DataFrame(
        {
            "posture_id": ["P16"],
            "type": "exercise",
            "unit_of_number": "Russian troops",
            "number": [2000],
            "date": "2017-05-30",
            "date_start": day,
            "note": "3,000 Tajik troops besides",
        }
    )
    sizes = pd.DataFrame({"troops": [4000], "date": "2016-01", "date_start": pd.to_datetime("2016-01-01")})
    found = rivalry.drill_counts(drills, sizes, posture)
    assert (found["drills_russia"], found["drills_us"], found["drills_both"]) == (1, 2, 3)
    assert (found["sized"], found["largest"], found["may_russians"], found["may_all"]) == (2, 4000, 2000, 5000)
    assert rivalry.drill_dates(sizes, posture) == {"largest_date": "2016-01", "may": "2017-05-30"}
    with pytest.raises(ValueError, match="P16: its note does not begin"):
        rivalry.drill_counts(drills, sizes, posture.assign(note="So did 3,000 Tajik troops"))


def test_steps_after_the_article_are_in_order_and_the_report_is_one_of_them(book):
    steps = rivalry.steps_after(book["events"], book["claim_evidence"])
    assert len(steps) == len(rivalry.INSTEAD) + 1 and steps["date"].is_monotonic_increasing
    assert steps["date"].min() > "2017-08-15"
    report = steps[steps["event_id"].isna()].iloc[0]
    assert (report["date"], report["kind"]) == ("2020-07-01", "assessment")
