"""What the figures of chapter 3 find, taken again from the tables through the functions that they rest on."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import contacts
from evidence.charts import ARTICLE, decimal_year
from evidence.charts.rows import SQUARE_WIDTH, apart
from evidence.forecast import AS_OF, known

ARMS_ACTS = ["alleges", "leaves open", "no evidence"]


@pytest.fixture(scope="module")
def codes() -> pd.DataFrame:
    return tables.load("contact_statements")


@pytest.fixture(scope="module")
def fights() -> pd.DataFrame:
    return contacts.fights(tables.load("battle_deaths"), tables.load("non_state_conflict"))


def test_three_datings_stand_before_isil_and_three_leave_it_open():
    events = tables.load("events").set_index("event_id")
    statements = tables.load("statements").set_index("statement_id")
    formed = events.loc["E186", "date_start"]
    assert "seven years ago" in events.loc["E033", "quote"]
    kabulov = contacts.years_ago(statements.loc["S156", "date_start"], 7)
    zhirnov = statements.loc["S235"]
    assert "семь-восемь лет" in zhirnov["quote"] and zhirnov["date"] == "2021-09-11"
    bbc = statements.loc["S062"]
    assert "past two years" in bbc["quote"]
    rows = pd.DataFrame(
        [
            (events.loc["E022", "date_start"], events.loc["E022", "date_end"]),
            (pd.Timestamp("2013-01-01"), pd.Timestamp("2013-12-31")),  # F13: "since 2013"
            (pd.Timestamp("2013-04-01"), pd.Timestamp("2014-12-31")),  # E211: April 2013, or 2014
            kabulov,
            (pd.Timestamp("2013-03-11"), pd.Timestamp("2015-03-11")),  # 6.5 to 8.5 years before September 2021
            (contacts.years_ago(bbc["date_start"], 2)[0], bbc["date_end"]),  # "over the past two years", rounded too
        ],
        columns=["first", "last"],
    )
    found = contacts.order(rows, formed)
    assert list(found["order"]) == ["before"] * 3 + ["open"] * 3
    assert list(found["days_before_least"].iloc[3:5]) == [-4, -60]
    calendar = pd.DataFrame({"first": pd.to_datetime(["2014-01-01", "2013-01-01"]), "last": pd.Timestamp("2014-12-31")})
    assert list(contacts.order(calendar, formed)["order"]) == ["before", "before"], "as calendar years both lie before"
    spoken = zhirnov["date_start"]
    assert contacts.years_ago(spoken, 8)[0] == rows["first"][4] and contacts.years_ago(spoken, 7)[1] == rows["last"][4]
    pilot = events.loc["E211"]
    assert "pilot" in pilot["summary"] and "April 2013" in pilot["note"] and "2014" in pilot["note"]
    assert pilot["known_end"] < AS_OF, "it was in print before the article"
    assert events.loc["E022", "known_end"] < AS_OF < events.loc["E033", "known_end"]
    assert "since 2013" in tables.load("forecasts").set_index("forecast_id").loc["F13", "quote"]


def test_the_first_admission_follows_isil_by_a_year():
    events = tables.load("events").set_index("event_id")
    gap = events.loc["E062", "date_start"] - events.loc["E186", "date_start"]
    assert 330 < gap.days < 365


def test_the_codes_agree_with_the_rows_that_they_point_to(codes):
    statements = tables.load("statements").set_index("statement_id")
    own = codes[codes["table"] == "statements"].join(statements.add_suffix("_said"), on="row_id")
    assert own["quote_said"].notna().all()
    for column in ("date", "side", "speaker", "source_id"):
        assert (own[column] == own[f"{column}_said"]).all(), column
    events = tables.load("events").set_index("event_id")
    reported = codes[codes["table"] == "events"].join(events.add_suffix("_event"), on="row_id")
    assert (reported["date"] == reported["date_known_event"].fillna(reported["date_event"])).all()
    assert (reported["source_id"] == reported["source_id_event"]).all()


def american_on_arms(codes: pd.DataFrame) -> list[int]:
    rows = contacts.occasions(codes[codes["date_start"] < "2019"])
    rows = rows[(rows["side"] == "United States/NATO") & (rows["subject"] == "arms")]
    return [int((rows["act"] == act).sum()) for act in ARMS_ACTS]


def test_americans_alleged_arms_left_it_open_and_saw_no_evidence(codes):
    assert american_on_arms(codes) == [2, 6, 2]
    assert american_on_arms(known(codes)) == [1, 5, 1]
    statements = tables.load("statements").set_index("statement_id")
    london = codes[codes["row_id"] == "S206"]
    assert "not willing to say" in statements.loc["S206", "quote"]  # Mattis in London left it open
    assert [tuple(row) for row in london[["subject", "act"]].values] == [("arms", "leaves open")]
    flat = known(codes).query("side == 'United States/NATO' and subject == 'arms' and act == 'alleges'")
    assert flat["speaker"].str.contains("anonymous").all()
    alleged = codes.query("side == 'United States/NATO' and subject == 'arms' and act == 'alleges'")
    later = alleged[alleged["date_start"] > AS_OF]
    assert dict(zip(later["date"], later["speaker"])) == {
        "2018-03-23": "Gen. John W. Nicholson",
        "2020-07-09": "Gen. Mark Milley",
        "2020-07-13": "Gen. John W. Nicholson",
    }


def test_russia_admitted_contacts_and_denied_arms(codes):
    russian = contacts.occasions(codes[(codes["side"] == "Russia") & (codes["date_start"] < "2019")])
    acts = russian.groupby("subject")["act"].agg(set)
    assert acts["contacts"] == {"admits", "leaves open"} and acts["meetings"] == {"denies"}
    assert acts["arms"] == {"denies"} and acts["money"] == {"denies"}
    admitted = known(russian).query("subject == 'contacts' and act == 'admits'")
    assert len(admitted) == 4 and admitted["date_start"].min() == pd.Timestamp("2015-12-23")


def test_reports_of_the_press_conference_of_april_2016_conflict(codes):
    ambassador = codes[codes["row_id"] == "S204"].set_index("subject")["act"]
    assert ambassador.to_dict() == {"contacts": "leaves open", "common cause against ISIL": "denies"}
    statements = tables.load("statements").set_index("statement_id")
    assert statements.loc[["S204", "S041"], "date"].tolist() == ["2016-04-25"] * 2
    assert "haven’t contacted them" in statements.loc["S204", "quote"]
    assert "bring the Taliban to talks" in statements.loc["S204", "note"]
    assert "any assistance" in statements.loc["S041", "quote"]


def test_of_two_talks_on_the_chart_reports_conflict(codes):
    statements = tables.load("statements").set_index("statement_id")["note"]
    of_codes = codes.groupby("row_id")["note"].agg(lambda notes: " ".join(notes.dropna()))
    own = codes[(codes["act"] == "leaves open") & codes["subject"].isin(["contacts", "meetings", "money", "arms"])]
    conflict = [
        key
        for key in own["row_id"]
        if any("reports conflict" in str(notes.get(key)) for notes in (statements, of_codes))
    ]
    assert conflict == ["S204", "S108"]


def test_no_square_of_the_chart_crosses_the_article(codes):
    """Squares that would cover each other are moved apart, by less than it takes to change sides."""
    subjects, sides = ["contacts", "meetings", "money", "fuel", "arms"], list(codes["side"].unique())
    told = contacts.told(codes, subjects, sides, until="2019")
    arms = told[(told["subject"] == "arms") & (told["side"] == "United States/NATO")]
    assert [int((arms["act"] == act).sum()) for act in ARMS_ACTS] == american_on_arms(codes)
    assert list(contacts.acts(told, "United States/NATO", "arms")[ARMS_ACTS]) == american_on_arms(codes)
    at = told["middle"].map(decimal_year)
    told = told.assign(line=told["subject"] + told["side"] + told["act"])
    gap = SQUARE_WIDTH * (2019.1 - 2015.75)
    placed = contacts.spread(told, AS_OF, gap * 366)["middle"].map(decimal_year)
    moved = apart(placed, told["line"], gap)
    assert ((moved < ARTICLE) == (at < ARTICLE)).all() and (moved - at).abs().max() < 0.3  # of a year
    assert (moved - placed).abs().max() < 0.01, "what is spread is not moved again"


def test_nothing_on_fuel_was_found_before_the_article(codes):
    fuel = codes[codes["subject"] == "fuel"]
    assert dict(zip(fuel["row_id"], fuel["act"])) == {"S228": "admits", "S114": "alleges"} and known(fuel).empty
    assert "unnamed" in fuel.set_index("row_id").loc["S228", "speaker"]  # a claim of the receiving side, in one report


def test_kabul_and_nato_did_not_see_proof_and_kabul_differed_with_itself(codes):
    july = codes[(codes["side"] == "Afghan government") & codes["date"].str.startswith("2017-07")]
    assert set(july[july["subject"] == "arms"]["act"]) == {"alleges", "no evidence"}
    stoltenberg = known(codes).query("speaker == 'Jens Stoltenberg'")
    assert list(stoltenberg["act"]) == ["no evidence"] * 2 and set(stoltenberg["subject"]) == {"support of any kind"}


def test_the_one_charge_from_a_taliban_side_is_of_a_rival(codes):
    charge = codes[(codes["side"] == "Taliban") & (codes["act"] == "alleges")]
    statements = tables.load("statements").set_index("statement_id")
    assert list(charge["row_id"]) == ["S251"] and "splinter" in statements.loc["S251", "role"]


def test_before_the_article_all_events_are_words():
    events = tables.load("events").query("lane == 'russia-taliban' and date_start >= '2015'")
    meetings = events[events["type"] == "diplomacy"]
    assert meetings["date_start"].min() == pd.Timestamp("2018-11-09") and known(meetings).empty
    words = known(events[events["type"].isin(["statement", "press conference", "report"])])
    assert len(words) == 10 and "E206" in set(words["event_id"])  # among them a report of an alleged meeting


def test_russia_is_listed_for_four_years_and_types_are_coded_for_the_group_alone():
    support = tables.load("external_support")
    states = contacts.state_supporters(support, "Taleban", "Government of Afghanistan", 2002)
    russia = states[states["state"] == "Russia"]
    assert list(russia["year"]) == [2014, 2015, 2016, 2017] and not russia["typed"].any()
    coded = [set(types.split("; ")) for types in russia["types_of_group"]]
    group = {"weapons", "training and expertise", "funding"}
    more = {"access to territory", "materiel and logistics", "access to infrastructure", "other"}
    assert coded == [group] * 3 + [group | more]
    assert states["types_of_group"].notna().all(), "a type is coded for the group in every year"
    assert set(russia["state_supporters"]) == {3, 4}
    assert states["typed"].sum() == 2
    pakistan = support[(support["actor"] == "Taleban") & (support["supporter"] == "Government of Pakistan")]
    assert set(pakistan["year"]) == {1996, 2002}


def test_the_government_fought_the_deadlier_fight_in_each_year(fights):
    times = contacts.times(fights).set_index("year")
    assert list(times.index) == [2015, 2016, 2017, 2018, 2019]
    assert (times["lowest"] > 1).all() and (times["lowest"] <= times["times"]).all()
    assert round(times.loc[2016, "times"]) == 12 and times.loc[2016, "times"] == pytest.approx(2141 / 181)
    assert (times["highest"] / times["lowest"]).idxmax() == 2018
    part = contacts.taliban_part(fights)
    assert part.idxmax() == 2015 and part[2016] < 0.1


def test_to_2016_the_government_fight_grew_and_the_taliban_fight_abated(fights):
    then = known(fights).pivot(index="year", columns="dyad", values="best")
    assert list(then.index) == [2015, 2016]
    assert then[contacts.GOVERNMENT].is_monotonic_increasing and then[contacts.TALIBAN].is_monotonic_decreasing


def test_most_deaths_of_2021_fall_after_the_label_changed_hands():
    holders = contacts.by_holder(tables.load("isil_fights_2021"))
    assert holders["best"].to_dict() == {"Republic": 74, "Taliban": 189}
    brd = tables.load("battle_deaths").query("dyad == 'Government – IS' and year == 2021").iloc[0]
    assert brd["low"] <= holders["best"].sum() <= brd["high"], "the preliminary sum fits the yearly bounds"


def test_the_story_leads_back_to_one_teller():
    reports = contacts.trace(tables.load("rescue_reports")).set_index("report_id")
    told = reports[reports["act"].isin(["tells it first", "repeats"])]
    assert list(told.index) == ["N03", "N06", "N07"] and set(told["origin"]) == {"N03"}
    linked = reports.dropna(subset="follows")
    assert set(linked.index) == {"N06", "N07"} and linked.loc["N07", "follows_basis"].startswith("inferred")
    assert "names Qadir" in linked.loc["N06", "follows_basis"]
    assert "Qadir, member of parliament" in reports.loc["N03", "teller"] and reports.loc["N07", "steps"] == 2
    assert reports.loc["N03", "date_start"] == pd.Timestamp("2017-05-04")
    assert "Kabulov" not in reports.loc["N06", "teller"] and "Kabulov" in reports.loc["N07", "teller"]
    fighting = reports[reports["act"] == "reports the fighting"]["teller"]
    assert list(fighting.index) == ["N01", "N02", "N05"], "told by both sides of it"
    assert fighting["N01"].startswith("Islamic State") and fighting["N02"] == "Nangarhar provincial government"
    later = reports[reports["date_start"] > AS_OF]
    assert set(later["act"]) == {"tells a similar story"}


def test_an_open_answer_decides_the_balance_before_the_article(codes):
    alleges, leaves_open, no_evidence = american_on_arms(known(codes))
    assert alleges == no_evidence and leaves_open > alleges + no_evidence


def test_claims_on_darzab_differ_by_far_more_than_ten_times():
    killed = tables.load("darzab_reports").query("measure == 'ISIL fighters killed'")["low"]
    assert killed.max() > 10 * killed.min()


def test_the_words_changed_before_the_law():
    events = tables.load("events").set_index("event_id")
    ban, suspended, recognised = (events.loc[key, "date_start"] for key in ("E020", "E166", "E168"))
    statements = tables.load("statements").set_index("statement_id")
    assert ban < statements.loc["S050", "date_start"] < AS_OF < suspended < recognised
    assert (recognised - suspended).days == 77
