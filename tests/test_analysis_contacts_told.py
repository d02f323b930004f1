"""What the rows of `contacts` say: marks with their tips, descriptions, numbers of the prose."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import contacts, contacts_told
from evidence.forecast import AS_OF, known


@pytest.fixture(scope="module")
def rows() -> dict[str, pd.DataFrame]:
    """Events, statements and forecasts by their ids."""
    names = ("events", "statements", "forecasts")
    return {name: tables.load(name).set_index(f"{name[:-1]}_id", drop=False) for name in names}


@pytest.fixture(scope="module")
def sequence(rows) -> pd.DataFrame:
    return contacts_told.sequence(rows["events"], rows["statements"], rows["forecasts"])


@pytest.fixture(scope="module")
def fights() -> pd.DataFrame:
    return contacts.fights(tables.load("battle_deaths"), tables.load("non_state_conflict"))


def test_verdicts_are_counted_by_chapter_and_one_that_none_has_is_an_error():
    verdicts = ["supported", "supported", "partly supported", "contested", "not verified"]
    claims = pd.DataFrame({"chapter": ["a"] * 5 + ["b"], "verdict_today": [*verdicts, "contested"]})
    assert contacts_told.verdict_numbers(claims[claims["chapter"] == "a"]) == {
        "c3_claims": "5",
        "c3_supported": "two",
        "c3_partly": "one",
    }
    with pytest.raises(KeyError, match="supported"):
        contacts_told.verdict_numbers(claims[claims["chapter"] == "b"])


def test_the_claims_that_the_chapter_does_not_count_are_those_that_it_names():
    """The main motive is contested; what the Taliban and the palace are said to have said was not verified."""
    own = tables.load("claims").query("chapter == '03-russia-and-the-taliban'").set_index("verdict_today")["claim_id"]
    assert set(own.index) == {"supported", "partly supported", "contested", "not verified"}
    assert list(own[["contested"]]) == ["C36"] and list(own[["not verified"]]) == ["C26", "C34"]


def test_datings_come_first_and_each_mark_has_an_actor(sequence):
    assert list(sequence["row_id"]) == [*contacts_told.DATINGS, *contacts_told.WORDS]
    assert (sequence["side"] == sequence["speaker"]).all()
    kabulov = sequence.set_index("row_id").loc["S156"]
    assert (kabulov["first"], kabulov["last"]) == (pd.Timestamp("2014-01-14"), pd.Timestamp("2015-01-14"))
    assert kabulov["tip"].startswith("Zamir Kabulov in July 2021, “seven years ago”: ")


def test_datings_are_tallied_in_words_and_none_may_lie_after(sequence, rows):
    assert contacts_told.tally(sequence) == ("three", "three")
    assert contacts_told.tally(known(sequence)) == ("two", "one")
    in_print = known(sequence).dropna(subset="order")
    assert list(in_print["speaker"]) == ["Taliban", "Russia", "Taliban"], "the prose: two from the Taliban's side"
    with pytest.raises(ValueError, match="after ISIL-K"):
        contacts_told.tally(sequence.assign(order="after"))
    numbers = contacts_told.sequence_numbers(sequence)
    assert (numbers["c3_datings"], numbers["c3_dated_then"], numbers["c3_over"]) == ("six", "three", "four")
    assert (numbers["c3_seven_to"], numbers["c3_zhirnov_to"]) == ("14 January 2015", "March 2015")
    told = contacts_told.sequence_described(sequence)
    assert told.startswith("11 rows in groups") and "Bars: Taliban: 2007 or before; Blank" in told
    assert "3 of them lie before, 3 hold that day or leave the order open, 0 lie after" in told


def test_occasions_are_told_by_line_and_a_splinter_group_is_not_the_taliban():
    codes, sources = tables.load("contact_statements"), tables.load("sources")
    told, then = (contacts_told.occasions(part, sources) for part in (codes, known(codes)))
    assert told.loc[told["row_id"] == contacts_told.SPLINTER, "side"].eq("Splinter group").all()
    assert told["date_start"].max() < pd.Timestamp(contacts_told.UNTIL)
    assert set(contacts_told.lines(told)) == set(told["line"])
    spread = contacts_told.spread(told, 60)
    assert not set(spread["side"]) & set(contacts_told.COLOURS) and len(spread) == len(told)
    assert contacts_told.american_on_arms(told) == ["two", "six", "two"]
    numbers = contacts_told.occasion_numbers(told, then)
    assert (numbers["c3_arms_then"], numbers["c3_open_then"], numbers["c3_us_unseen"]) == ("seven", "five", "two")
    described = contacts_told.occasions_described(then)
    assert described.startswith("Rows of squares") and "Contacts, Russia: admitted (4), 23 December 2015, " in described


def test_the_lane_has_a_first_meeting_after_the_article(rows):
    numbers = contacts_told.lane_numbers(rows["events"])
    assert int(numbers["c3_months"]) > 0 and numbers["c3_first_meeting"].endswith("2018")


def test_supporters_are_listed_with_the_types_of_their_group():
    support = pd.DataFrame(
        [
            (2015, "Taleban", "Government of Russia", 2, "funding; training and expertise", None),
            (2016, "Taleban", "Government of Russia", 2, "funding; training and expertise", None),
            (2017, "Taleban", "Government of Russia", 3, "funding; training and expertise; weapons; other", None),
            (2003, "Taleban", "Government of Pakistan", 1, "other", "other"),
            (1996, "Taleban", "Government of Pakistan", 1, "other", "other"),
            (2017, "IS", "Government of Russia", 1, "other", None),
        ],
        columns=["year", "actor", "supporter", "state_supporters", "types_of_group", "types"],
    ).assign(opponent="Government of Afghanistan", supporter_kind="state")
    assert contacts_told.support_numbers(support) == {
        "c3_listed": "2015 to 2017",
        "c3_listed_with": "two or three",
        "c3_pakistan": "1996 and 2003",
        "c3_typed": "one",
        "c3_types": "funding and training",
        "c3_types_years": "2015 to 2016",
        "c3_types_more": "weapons and other support",
        "c3_state_years": "4",
    }


def test_two_fights_in_words(fights):
    government, taliban = contacts_told.by_year(fights)
    assert (government["dyad"] == contacts.GOVERNMENT).all() and (taliban["dyad"] == contacts.TALIBAN).all()
    numbers = contacts_told.fight_numbers(fights)
    assert (numbers["c3_between_first"], numbers["c3_between_last"]) == ("2015", "2019")
    assert (numbers["c3_times_2016"], numbers["c3_tal_2016"], numbers["c3_part_2015"]) == ("12", "181", "30%")
    now, then = contacts_told.fights_described(fights), contacts_told.fights_described(known(fights))
    assert now.endswith("The bounds are widest in 2018.") and then.endswith("No later year was complete.")
    assert "Taliban against ISIL: 2015 292; 2016 181. " in then


def test_claims_on_darzab_in_words():
    reports = pd.DataFrame(
        {
            "measure": ["ISIL fighters killed"] * 2 + ["ISIL fighters who surrendered to the government"],
            "low": [6.0, 150.0, 200.0],
        }
    )
    assert contacts_told.darzab_numbers(reports) == {"c3_killed_least": "six", "c3_killed_most": "150"}


def test_2021_by_holder_and_month():
    fights = tables.load("isil_fights_2021")
    assert contacts_told.numbers_of_2021(fights) == {"c3_2021_all": "263", "c3_2021_after": "189"}
    months = contacts.by_month(fights)
    assert contacts_told.months_described(months).endswith("October is the highest.")
    march = months.assign(best=months["best"].mask(months["month"].eq("2021-03"), 999))
    assert contacts_told.months_described(march).endswith("March is the highest.")
    assert contacts_told.months_described(months.iloc[1:]).startswith("Bars by month. February to July, the Republic: ")
    assert months.loc[months["best"].idxmax(), "month"] == "2021-10"


def test_the_rescue_is_told_in_three_rows_from_one_teller():
    reports = tables.load("rescue_reports")
    told = contacts_told.tellings(reports)
    rescue = told[told["act"].isin(["tells it first", "repeats"])]
    assert len(rescue) == 3 and rescue["origin"].nunique() == 1, "the title says one member of parliament"
    assert set(rescue["report_id"]) == set(told.loc[told["line"].str.startswith("The rescue"), "report_id"])
    assert set(told["side"]) == {"Russia", "ISIL-K", "Afghan government", "other"}
    basis = told.set_index("report_id")["follows_basis"].dropna()
    assert list(basis.index) == ["N06", "N07"] and "Qadir" in basis["N06"] and basis["N07"].startswith("inferred")
    inferred = told[told["date_precision"] != "day"]
    assert list(inferred["report_id"]) == ["N07"] and inferred["tip"].str.contains("(date inferred)", regex=False).all()
    assert contacts_told.tellings_described(told).startswith(f"{len(told)} rows in two groups.")
    assert contacts_told.telling_numbers(reports)["c3_qadir"] == "4 May 2017"


def test_the_status_has_one_bar_as_of_the_article_and_three_today(rows):
    now, then = contacts_told.status(rows["events"], rows["statements"])
    assert (now["kind"] == "law or decision").sum() == 3 and (then["kind"] == "law or decision").sum() == 1
    assert then["last"].max() <= AS_OF and then.iloc[0]["last"] == AS_OF
    words = then[then["kind"] == "words"]
    assert list(words["status"]) == ["political armed force", "political faction", "political current"], "the titles"
    assert words["tip"].iloc[1].startswith("Alexander Mantytskiy, 8 December 2016: declared the Taliban a political")
    assert contacts_told.status_described(now).endswith(" The ban is the only bar before 2025.")
    assert contacts_told.status_described(then).endswith(" The ban is the only bar.")
    assert contacts_told.status_numbers(rows["events"]) == {
        "c3_ban_years": "22",
        "c3_to_recognition": "77",
        "c3_years_after": "eight",
    }
