"""What the rows of `ties` say: marks with their tips, descriptions, numbers of the prose."""

import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import ties, ties_told
from evidence.forecast import AS_OF, known

SHORT = pd.Series({"un": "Voeten et al.", "mfa": "MFA, 2016", "sipri": "SIPRI"})


@pytest.fixture(scope="module")
def short() -> pd.Series:
    return tables.load("sources").set_index("source_id")["attribution_short"]


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return tables.load("events").set_index("event_id", drop=False)


@pytest.fixture(scope="module")
def visits(events, short) -> ties_told.Visits:
    return ties_told.visits(tables.load("visits"), events, short)


@pytest.fixture(scope="module")
def votes() -> pd.DataFrame:
    return tables.load("un_votes")


@pytest.fixture(scope="module")
def agreement(votes, short) -> pd.DataFrame:
    return ties_told.agreement(votes, short)


@pytest.fixture(scope="module")
def series(agreement, visits) -> dict[str, pd.Series]:
    shares = ties_told.cooperation(tables.load("interaction_events"))
    arms = ties_told.russian(ties_told.deliveries(tables.load("arms_deliveries")))
    apart = ties_told.distance(tables.load("un_ideal_points"))
    wide = ties_told.by_state(agreement)
    return ties_told.measures(wide["Russia"], apart, shares["Afghanistan"], arms, visits.trips)


def test_a_meeting_says_who_where_when_what_and_how_sure_it_is():
    table = pd.DataFrame(
        {
            "visit_id": ["W1", "W08", "W3", "W4"],
            "date": ["2009-05-01", "2009-11-19", "2015-10-05", None],
            "person": ["president", "minister", "former president", "x"],
            "role": ["President", "Foreign minister", "Former president", "x"],
            "place": ["Moscow", "Kabul", "Moscow / Sochi", "x"],
            "direction": ["to Russia", "to Afghanistan", "to Russia", "to Russia"],
            "level": ["head of state", "minister", "ex-head of state", "x"],
            "summary": ["Meets at the SCO", "Attends", "Talks", "x"],
            "note": ["announced, not confirmed", None, None, None],
            "source_id": ["mfa"] * 4,
        }
    )
    table = table.assign(date_start=pd.to_datetime(table["date"]), date_end=pd.to_datetime(table["date"]))
    events = pd.DataFrame({"date_start": [pd.Timestamp("2014-09-29")]}, ["E038"])
    visits = ties_told.visits(table, events, SHORT)
    assert visits.met["tip"].tolist() == [
        "President, president, Moscow, 1 May 2009. Meets at the SCO. SCO: Shanghai Cooperation Organisation. "
        "Announced, not confirmed. MFA",
        "Minister, foreign minister, Kabul, 19 November 2009. Attends. MFA",
        "Former president, former president, Moscow and Sochi, 5 October 2015. Talks. Drawn, not counted. MFA",
    ]
    assert [len(trips) for trips in (visits.first, visits.second, visits.unity)] == [1, 0, 0]
    assert len(visits.trips) == 1, "a former head of state's does not count, and one without a date is not known"


def test_terms_and_numbers_of_visits(visits):
    periods = ties_told.periods(visits)
    assert periods["text"].tolist() == [f"{len(own)} trips" for own in (visits.first, visits.second, visits.unity)]
    assert periods["at"].is_monotonic_increasing and periods["name"].notna().all()
    numbers = ties_told.visit_numbers(visits)
    assert numbers["c2_meetings"] == str(len(visits.met)) and numbers["c2_trips_second"] == "three"
    assert numbers["c2_conferences"] == "five"
    said = visits.unity.set_index("visit_id")[["counterpart", "summary", "note"]].fillna("").agg(" ".join, axis=1)
    several = said.str.contains(r"(?<!press )conference|SCO|consultations")
    assert several.index[several].tolist() == ties_told.MEETINGS_OF_SEVERAL, "as their rows say"
    told = ties_told.visits_described(visits)
    assert told.startswith(f"{len(visits.met)} squares in four rows.") and "3 in the second term" in told
    second, later = (set(own["date_start"].dt.year) for own in (visits.second, visits.unity))
    assert second == {2010, 2011} and (min(later), max(later)) == (2015, 2017)
    moved = visits._replace(unity=visits.unity.assign(date_start=visits.unity["date_start"] + pd.DateOffset(years=1)))
    for own, years in ((visits, (2015, 2017)), (moved, (2016, 2018))):
        assert "from April {} to April {}.".format(*years) in ties_told.visits_described(own)


def test_only_russias_agreement_is_told_with_its_gap(agreement):
    rows = agreement.set_index(["state", "year"])["tip"]
    assert "points below the mean of the five neighbours" in rows["Russia", 2013]
    assert rows["United States", 2013].startswith("Afghanistan and the United States, session of 2013: agreement 0.")
    assert not agreement.loc[agreement["state"] != "Russia", "tip"].str.contains("below the mean").any()
    assert agreement["opening"].min() == ties_told.FIRST + ties_told.OPENING


def test_agreement_in_words_today_and_then(agreement):
    now, then = (ties_told.agreement_described(rows) for rows in (agreement, known(agreement)))
    assert (
        "the last point is" in now
        and "in 2016. The United States" in then
        and "China, Iran, Pakistan, Tajikistan and" in now
    )
    numbers = ties_told.agreement_numbers(ties_told.by_state(agreement))
    assert numbers["c2_wide_from"] == "2013" and numbers["c2_gap_floor_year"].isdigit()
    assert (numbers["c2_ru_before"], numbers["c2_ru_2016"]) == ("0.85", "0.67")
    wide_then = ties_told.by_state(known(agreement))
    assert ties_told.agreement_numbers(wide_then)["c2_wide_from"] == "2013", "what came later did not move it"


def test_placebos_in_words(votes):
    wide = ties_told.russian_agreement(votes)
    then = known(wide.reset_index()).set_index("year")
    assert then.index.max() == 2016 and list(wide) == list(ties_told.OTHERS.values())
    rows, rows_then = (ties_told.placebos(one, "un", SHORT) for one in (wide, then))
    assert set(rows["state"].head(2)) == {"Afghanistan", "Tajikistan"} and (rows["source_id"] == "un").all()
    assert rows_then["tip"].iloc[0].endswith("sessions 2014 to 2016 compared with those before. Voeten et al.")
    assert ties_told.placebos_described(rows).count(" (") == 7
    numbers = ties_told.placebo_numbers(rows, rows_then)
    assert numbers["c2_others"] == "seven" and float(numbers["c2_did_low"]) < float(numbers["c2_did"])
    assert float(numbers["c2_tajik"]) < float(numbers["c2_tajik_high"])
    assert ties_told.break_numbers(votes, then)["c2_break"] == str(
        ties.best_break(then["Afghanistan"] - then.drop(columns="Afghanistan").mean(axis=1))["first_after"][0]
    )


def test_moscow_moved_away_from_all_or_the_prose_is_wrong(votes):
    numbers = ties_told.move_numbers(votes)
    assert float(numbers["c2_russia_least"]) > 0 and numbers["c2_bloc_usa"].startswith("+")
    nearer = votes.assign(agreement=votes["agreement"].mask(votes["year"] >= ties_told.FIRST_AFTER, 1.0))
    with pytest.raises(ValueError, match="rose"):
        ties_told.move_numbers(nearer)


def test_ideal_points_stand_beside_each_other_and_tell_their_bounds(short):
    points = tables.load("un_ideal_points")
    ideal = ties_told.ideal_points(points, short)
    beside = ideal.pivot(index="year", columns="state", values="opening")
    assert (beside["Afghanistan"] - beside["Russia"]).tolist() == pytest.approx([0.2] * len(beside))
    assert ideal["tip"].str.contains(r"ideal point [+−]\d\.\d\d \([+−]\d\.\d\d to [+−]\d\.\d\d\)").all()
    drop = ties_told.parted_from(points)
    numbers = ties_told.distance_numbers(points)
    assert numbers["c2_drop"] == str(drop) and numbers["c2_apart_2016"] in ties_told.ideal_described(ideal)
    assert float(numbers["c2_apart_without"]) > float(numbers["c2_apart_unity"]), "one session makes the mean small"
    overlap = ties.distance(points, "AFG", "RUS").set_index("year")["overlap"]
    assert overlap[drop - 1] and not overlap.loc[drop:].any()
    again = points.assign(low=points["low"].mask(points["year"] == points["year"].max(), -9))
    with pytest.raises(ValueError, match="meet in the last session"):
        ties_told.parted_from(again)


def test_shares_of_cooperation_in_words():
    shares = ties_told.cooperation(tables.load("interaction_events"))
    assert list(shares) == list(ties_told.PARTNERS.values())
    assert shares["Pakistan"].idxmax() == shares["Tajikistan"].idxmax(), "the prose names one year for both"
    numbers = ties_told.cooperation_numbers(shares)
    assert numbers["c2_share_low"].startswith("−") and not numbers["c2_share_high"].startswith("−")
    assert numbers["c2_share_first"].endswith(" per cent") and numbers["c2_pak_year"].isdigit()


def test_parts_of_deliveries_are_told_and_shaded_by_who_paid():
    columns = {"source_id": "sipri", "via_us_company_tiv": 0.0, "financed_by_third_tiv": 0.0}
    arms = pd.DataFrame(
        {
            "supplier": ["Russia", "Russia", "Belarus"],
            "year": [2005, 2011, 2012],
            "tiv": [4.0, 90.0, 0.4],
            "aid_tiv": [4.0, 0.0, 0.0],
            "financed_by_usa_tiv": [0.0, 90.0, 0.0],
        }
    ).assign(**columns)
    sums = ties_told.deliveries(arms)
    parts = ties_told.parts(sums, "SIPRI")
    assert parts["tip"].tolist() == [
        "Russia, 2005: arms of 4 million TIV delivered as aid. SIPRI",
        "Russia, 2011: arms of 90 million TIV delivered, paid by the United States. SIPRI",
        "All others, 2012: arms of less than one million TIV delivered. SIPRI",
    ]
    assert parts["strength"].tolist() == [1, 0.1, 1]
    assert ties_told.russian(sums).index.tolist() == [2005, 2011]


def test_deliveries_in_words():
    sums = ties_told.deliveries(tables.load("arms_deliveries"))
    numbers = ties_told.delivery_numbers(ties_told.russian(sums))
    assert (numbers["c2_last_russian"], numbers["c2_us_paid_from"], numbers["c2_aid_years"]) == (
        "2014",
        "2011",
        "2002 and 2005",
    )
    told = ties_told.deliveries_described(sums)
    assert f"Russia: {numbers['c2_russian_tiv']} million TIV in all" in told and told.startswith("Three panels")
    assert f": in {numbers['c2_aid_years']} (aid" in told and "every year from 2007, highest in 2011 and 2012" in told
    later = ties_told.deliveries_described(sums.assign(year=sums["year"] + 1))
    assert ": in 2003 and 2006 (aid" in later and "in 2015, and nothing" in later and "2012 and 2013" in later


def test_requests_are_in_order_of_date_and_of_known_stages():
    rows, numbers = ties_told.requests(tables.load("kabul_requests"), pd.Timestamp("2014-09-29"))
    assert rows["date_start"].is_monotonic_increasing
    stages = {"asked", "offered for sale", "promised", "agreed", "put off", "said to be given", "delivered"}
    assert set(rows["stage"]) <= stages
    assert rows.loc[rows["stage"] == "delivered", "item"].str.contains("rifles").all()
    assert numbers["c2_rifles_2010"].endswith("2010")
    asked_by = rows.loc[rows["stage"] == "asked", "note"].str.extract(r"by the (.+?)(?: in Moscow| and|,|$)")[0]
    before = ["defence minister"] * 2 + ["president"] * 2
    of_unity = ["first vice-president"] * 2 + ["president", "deputy foreign minister"]
    assert asked_by.tolist() == [*before, *of_unity, "national security adviser", "foreign ministry"]
    assert (numbers["c2_asked"], numbers["c2_asked_before"], numbers["c2_asked_since"]) == ("ten", "four", "2002")


def test_events_of_kabul_and_moscow_end_with_the_article(events):
    register = ties.registered(events, tables.load("claim_evidence"))
    listed = ties_told.kabul_moscow(events, register)
    own = events.loc[listed["row_id"]]
    assert (own["lane"] == "russia-kabul").all() and not (own["type"] == "publication").any()
    assert own["date"].min() >= "2001" and own["date"].max() <= f"{AS_OF:%Y-%m-%d}"


def test_days_from_the_meeting_without_kabul(events):
    numbers = ties_told.trilateral_numbers(events)
    assert numbers["c2_states_next"] == "six"
    assert int(numbers["c2_days_visit"]) < int(numbers["c2_days_next"])


def test_five_measures_stand_where_they_were_taken_and_say_so(series, short):
    sources = {name: "un" for name in series}
    long = ties_told.long(series, sources, pd.concat([short, SHORT])).set_index(["measure", "year"])
    assert long.loc[(ties_told.AGREEMENT, 2012), "at"] == 2012.7 and long.loc[(ties_told.AID, 2005), "at"] == 2005.5
    trips = long.loc[(ties_told.TRIPS, 2017)]
    assert trips["last"] == ties_told.ARTICLE and "to the article" in trips["tip"]
    assert long.loc[(ties_told.TRIPS, 2016), "last"] == pytest.approx(2016.9)
    assert long.loc[(ties_told.DISTANCE, 2016), "tip"].startswith(
        "Distance of the ideal points of Afghanistan and Russia, session"
    )
    then = ties_told.long_then(long.reset_index())
    assert then.loc[then["year"] == 2017, "measure"].tolist() == [ties_told.TRIPS]
    assert long.reset_index()["year"].max() == ties_told.LAST


def test_axes_begin_low_and_end_at_the_highest_value(series):
    axes = ties_told.axes(series)
    assert list(axes.index) == list(series) and axes.loc[ties_told.AGREEMENT, "low"] == 0.6
    assert axes.loc[ties_told.TRIPS, "top"] == series[ties_told.TRIPS].max() and axes.loc[ties_told.TRIPS, "counted"]
    assert axes.loc[ties_told.DISTANCE, "word"] == "▼ warmer" and not axes.loc[ties_told.DISTANCE, "counted"]


def test_the_description_of_all_measures_holds(series):
    told, trips = ties_told.measures_described(series), series[ties_told.TRIPS]
    aid, share = series[ties_told.AID], series[ties_told.SHARE]
    assert list(aid.index[aid > 0]) == [2002, 2005] and share.nlargest(2).index.tolist() == [2002, 2011]
    assert f"at most {trips.loc[:2014].max()} a year to 2014" in told and told.endswith(f"{trips[2017]} in 2017.")


def test_one_interval_excludes_zero_or_the_prose_is_wrong(series):
    assert ties_told.change_numbers(series)["c2_excluding"] == "one"
    steady = pd.Series([0.5, 0.6] * 30, range(1990, 2050))
    with pytest.raises(ValueError, match="exclude zero"):
        ties_told.change_numbers({**series, ties_told.AGREEMENT: steady})
