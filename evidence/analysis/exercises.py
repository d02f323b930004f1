"""What is right in each exercise of the book, and which wrong answers are foreseen, computed from the tables.

`ACCEPTED` names the function of each exercise that has one right answer; projects have none. Messages say what went
wrong and not what is right. `evidence.build.accepted` writes both as hashes.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from evidence import forecast, tables
from evidence.analysis import (
    aftermath,
    answers,
    contacts,
    contacts_told,
    isil,
    isil_told,
    presence,
    rivalry,
    ties,
    ties_told,
    verdicts,
)
from evidence.forecast import AS_OF, brier_score, known

NATO = "United States/NATO"
JOINT = "High Council and IS – Taliban"  # a dyad of `non_state_conflict`
OPEN_WORDS = ["E081", "E087"]  # events in which officials left arms open
CRITICISM = ["E031", "E068", "E100", "E103"]  # Russian statements of criticism, among the coded events
LIMIT = 0.05  # "five per cent", of the exercises on quiet years
SAID = {"strike": 0.01, "units": 0.02, "party": 0.01}  # the numbers that somebody gives in 5.2
UNION = 0.015  # and for any of the three
SPANS = 200  # of three years, in 5.1
BOLD = 0.10  # a year, in 6.3


class Accepted(NamedTuple):
    """right: the answer in the form of its exercise. wrong: foreseen wrong answers, each with its message."""

    right: Any
    wrong: list[tuple[Any, str]]


# --------------------------------------------------------------------------------------------------- 1: What alarmed
def years_not_ranked() -> Accepted:
    """Years that may have been the deadliest: their range reaches the highest low estimate."""
    toll = isil.toll(tables.load("battle_deaths")).set_index("year")
    open_years = toll.index[toll["high"] >= toll["low"].max()]
    alone = str(toll["best"].idxmax())
    return Accepted(
        [str(year) for year in open_years],
        [(alone, "This year has the highest best estimate. Look at the bars: does another year reach as high?")],
    )


def growth_of_toll() -> Accepted:
    """Times by which the toll of 2016 was that of 2015."""
    best = isil.toll(tables.load("battle_deaths")).set_index("year")["best"]
    return Accepted(
        best[2016] / best[2015],
        [
            (best[2016] - best[2015], "This is the difference. The exercise asks how many times as many: divide."),
            (best[2015] / best[2016], "You divided the earlier year by the later one. Turn it over."),
            (100 * best[2016] / best[2015], "This is in percent. Give it as a number of times."),
            (best[2016] / best[2015] - 1, "This is the increase, in times of 2015. Here the whole of 2016 counts."),
        ],
    )


def _counts_then() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Comparable counts known by the cut-off and said of their own time: Russian and American ones."""
    counts = isil_told.counts(tables.load("isil_strength"))
    rows = known(counts[~counts["said_in_retrospect"]])
    return rows[rows["side"] == "Russia"], rows[rows["side"] == NATO]


def above_every_american() -> Accepted:
    """How many Russian counts of the time stand above every American one."""
    russian, american = _counts_then()
    above = russian["low"] > american[["low", "high"]].max(axis=None)
    counts = isil_told.counts(tables.load("isil_strength"))
    later = counts[(counts["side"] == "Russia") & (counts["low"] > american[["low", "high"]].max(axis=None))]
    return Accepted(
        int(above.sum()),
        [
            (len(russian), "You counted every Russian figure of the time. Compare each with the highest American one."),
            (len(later), "You also counted figures that were not known by the cut-off date."),
        ],
    )


def largest_nearest_ratio() -> Accepted:
    """The largest ratio of a Russian count and the American one nearest in time, at most 90 days away."""
    russian, american = _counts_then()
    ratios = isil.nearest_ratios(russian, american, days=90)
    lowest = isil.ratios(isil.same_quarter(known(isil_told.counts(tables.load("isil_strength")))))["lowest"].max()
    return Accepted(
        ratios.max(),
        [
            (ratios.min(), "This is the smallest ratio. The exercise asks for the largest."),
            (len(ratios), "This is how many pairs there are. The exercise asks for their largest ratio."),
            (lowest, "This is the lower bound by quarters, as in the chapter. Pair each claim with the nearest one."),
        ],
    )


# ------------------------------------------------------------------------------------------------ 2: Kabul and Moscow
def trips_under_unity() -> Accepted:
    """Afghan trips to Russia under the unity government."""
    short = tables.load("sources").set_index("source_id")["attribution_short"]
    trips = ties_told.visits(tables.load("visits"), tables.load("events").set_index("event_id", drop=False), short)
    return Accepted(
        len(trips.unity),
        [
            (len(trips.second), "These are the trips of Karzai's second term. The unity government came after it."),
            (len(trips.first), "These are the trips before Karzai's second term."),
            (len(trips.first) + len(trips.second) + len(trips.unity), "You counted the trips of all three periods."),
        ],
    )


def fell_for_sure() -> Accepted:
    """States for which the whole interval of the placebo test lies below zero."""
    votes, sources = tables.load("un_votes"), tables.load("sources").set_index("source_id")["attribution_short"]
    rows = ties_told.placebos(ties_told.russian_agreement(votes), votes["source_id"].iloc[0], sources)
    return Accepted(
        list(rows["state"][rows["high"] < 0]),
        [
            ("Afghanistan", "Afghanistan belongs here. Is it the only one? Look at every interval."),
            (
                list(rows["state"][(rows["high"] < 0) | (rows["low"] > 0)]),
                "You took every interval that leaves out zero. The exercise asks for those below it.",
            ),
        ],
    )


def last_first_session() -> Accepted:
    """Over the five ways to leave out a neighbour, the latest session from which the gap stays wider."""
    sources = tables.load("sources").set_index("source_id")["attribution_short"]
    wide = ties_told.by_state(ties_told.agreement(tables.load("un_votes"), sources))

    def first(beside: list[str]) -> int:
        return ties.first_below(ties.gap(wide, "Russia", beside), 2011)

    found = [first([one for one in ties_told.BESIDE if one != left]) for left in ties_told.BESIDE]
    return Accepted(
        max(found),
        [
            (min(found), "Some variants give this session. The exercise asks for the latest of the five."),
            (int(wide["Russia"].idxmin()), "This is the session of the lowest agreement. Find where the gap widens."),
        ],
    )


def aid_in_deliveries() -> Accepted:
    """Percent of the Russian deliveries since 2002 that the register calls aid."""
    sums = ties_told.deliveries(tables.load("arms_deliveries")).query("group == 'Russia'")
    own = sums.drop(columns="group").select_dtypes("number").sum()
    paid = own["financed_by_usa_tiv"] + own["financed_by_third_tiv"]
    return Accepted(
        100 * own["aid_tiv"] / own["tiv"],
        [
            (
                100 * (1 - paid / own["tiv"]),
                "This is what neither Washington nor the Emirates paid for: more than aid.",
            ),
            (100 * own["financed_by_usa_tiv"] / own["tiv"], "This is the part that Washington paid for."),
            (own["aid_tiv"], "This is an amount. Divide it by all Russian deliveries."),
        ],
    )


# ---------------------------------------------------------------------------------------------------- 3: the Taliban
def _fights() -> tuple[pd.DataFrame, pd.DataFrame]:
    return contacts_told.by_year(contacts.fights(tables.load("battle_deaths"), tables.load("non_state_conflict")))


def closest_year() -> Accepted:
    """The year in which the Taliban's fight with ISIL came closest to the government's, in deaths."""
    government, taliban = _fights()
    times = (government["best"] / taliban["best"]).dropna()
    return Accepted(
        int(times.idxmin()),
        [
            (int(times.idxmax()), "In this year the two are furthest apart, as a ratio."),
            (int(taliban["best"].idxmax()), "This is the Taliban's deadliest year. Compare it with the government's."),
        ],
    )


def days_before_formed() -> Accepted:
    """Days from the end of 2014, the calendar year of Kabulov's dating, to ISIL-K's announcement."""
    formed = tables.load("events").set_index("event_id")["date_start"][contacts_told.ISIL_FORMED]
    statements = tables.load("statements").set_index("statement_id", drop=False)
    year = pd.Timestamp("2014-01-01"), pd.Timestamp("2014-12-31")
    readings = [year, contacts_told.seven_years_ago(statements)]
    found = contacts.order(pd.DataFrame(readings, ["year", "rounded"], ["first", "last"]), formed)
    least = found["days_before_least"]
    return Accepted(
        int(least["year"]),
        [
            (int(least["year"]) - 1, "Count the day of the announcement: subtract the two dates."),
            (abs(int(least["rounded"])), "This belongs to the other reading, the rounded number of years."),
            ((formed - year[0]).days, "You counted from the start of the year. The shortest distance is from its end."),
        ],
    )


def with_third_fight() -> Accepted:
    """The ratio of 2015 with the joint side's deaths added to the Taliban's fight."""
    government, taliban = (rows.loc[2015] for rows in _fights())
    rows = tables.load("non_state_conflict").query("dyad == @JOINT and year == 2015").iloc[0]
    more = taliban["best"] + rows["best"]
    return Accepted(
        government["best"] / more,
        [
            (government["best"] / taliban["best"], "This is the ratio without the third fight."),
            (government["low"] / (taliban["high"] + rows["high"]), "You used the bounds. Take the best estimates."),
            (more / government["best"], "You divided the other way round."),
            (government["best"] / rows["best"], "You put the third fight alone below the line. Add the Taliban's own."),
        ],
    )


def balance_with_open() -> Accepted:
    """Allegations less "no evidence" of American and NATO officials on arms, each "leaves open" an allegation."""
    codes = known(tables.load("contact_statements"))
    acts = contacts.acts(contacts_told.occasions(codes, tables.load("sources")), NATO, "arms")
    narrow = acts["alleges"] - acts["no evidence"]
    today = contacts_told.occasions(tables.load("contact_statements"), tables.load("sources"))
    later = contacts.acts(today, NATO, "arms")
    return Accepted(
        int(narrow + acts["leaves open"]),
        [
            (int(narrow), "This is the balance before the recoding."),
            (
                int(later["alleges"] + later["leaves open"] - later["no evidence"]),
                "You also counted statements that came after the article.",
            ),
        ],
    )


def fight_of_2021() -> Accepted:
    """How many times as deadly as the Taliban's the Republic's fight with ISIL was in 2021, by who held Kabul."""
    rows = tables.load("isil_fights_2021")
    held = contacts.by_holder(rows)["best"]
    own = rows[rows["dyad"] == contacts.TALIBAN]["best"].sum()
    return Accepted(
        held["Republic"] / (held["Taliban"] + own),
        [
            ((held["Taliban"] + own) / held["Republic"], "You divided the Taliban's fight by the Republic's."),
            (held["Republic"] / held["Taliban"], "You left out what the Taliban fought as insurgents, before August."),
            ((held["Republic"] + held["Taliban"]) / own, "You left the deaths after 15 August with the Republic."),
        ],
    )


# -------------------------------------------------------------------------------------------------------- 4: rivalry
def later_occasions() -> Accepted:
    """Occasions of American and NATO words that were not yet known in August 2017."""
    rows = tables.load("contact_statements").query("date_start < '2019'")
    days = contacts.stances(rows, NATO)
    then = known(days)
    return Accepted(
        len(days) - len(then),
        [
            (len(then), "This is how many stay. The exercise asks how many drop out."),
            (len(days), "This is how many there are in all."),
        ],
    )


def ground_lost() -> Accepted:
    """Percentage points of districts that the government lost from the first assessment to its low of 2016."""
    turns = presence.control_turns(tables.load("district_control")).values
    first, low, latest = (100 * turns[key] for key in ("gov_first", "gov_low", "gov_latest"))
    return Accepted(
        first - low,
        [
            (100 * (first - low) / first, "This is percent of what it had. Percentage points are a plain difference."),
            (first - latest, "You took the last assessment. The low came earlier."),
            (low, "This is what it still held. The exercise asks what it had lost."),
        ],
    )


def reserves_of_2010() -> Accepted:
    """Percent of the troops of September 2010 who were reserves."""
    counts = tables.load("us_troops").set_index(["series", "date"])["troops"]
    active, all_of_them = counts["dod-active-duty"], counts["dod-with-reserves"]
    share = (1 - active / all_of_them).dropna()
    return Accepted(
        100 * share["2010-09"],
        [
            (100 * share["2017-03"], "This is March 2017."),
            (100 * (1 - share["2010-09"]), "This is the part on active duty."),
            (100 * (all_of_them / active - 1)["2010-09"], "You divided by active duty. Divide by all troops."),
        ],
    )


def balance_recoded() -> Accepted:
    """The balance of events at the article's date once officials who left arms open count as neither."""
    events, codings = tables.load("events"), tables.load("event_codings")

    def balance(without: list[str], drop: list[str]) -> int:
        kind = codings["kind"].mask(codings["event_id"].isin(without), "neither")
        rows = codings.assign(kind=kind)
        return int(rivalry.balances(rivalry.lane(events, rows[~rows["event_id"].isin(drop)]))["balance_then"])

    return Accepted(
        balance(OPEN_WORDS, []),
        [
            (balance([], []), "This is the balance before the recoding."),
            (balance(OPEN_WORDS[:1], []), "You recoded one event. There are two."),
            (balance(OPEN_WORDS, CRITICISM), "You also left out the Russian criticism: that is the second step."),
        ],
    )


# ---------------------------------------------------------------------------------------------------- 5: the number
def _record() -> answers.Record:
    listed = answers.coded(tables.load("interventions"), tables.load("intervention_codings"))
    return answers.Record(known(tables.load("civil_conflict_panel")), known(listed), AS_OF.year - 1)


def expected_spans() -> Accepted:
    """How many of 200 spans of three years would see one of the three begin, at the book's number."""
    share = answers.number(_record())[0]
    return Accepted(
        SPANS * share,
        [
            (100 * share, "This is for a hundred spans."),
            (SPANS * share * answers.TERM, "The number is already for three years. Do not multiply by the years."),
            (SPANS * share / answers.TERM, "The number is for a whole span. Do not divide by the years."),
        ],
    )


def most_of_union() -> Accepted:
    """The highest percent that *any* can have: strike and units apart, a party always one of the units (Table 5.1)."""
    parts = SAID.values()
    return Accepted(
        100 * (SAID["strike"] + SAID["units"]),
        [
            (100 * sum(parts), "Read the rule: a yes to the third is a yes to the second."),
            (100 * max(parts), "This is the lower bound: the union holds its largest part."),
            (100 * UNION, "This is the number that somebody gives. Ask what the three parts allow."),
        ],
    )


def years_to_limit() -> Accepted:
    """Whole years after which the chance of one beginning passes five percent, outside, without US troops."""
    row = answers.counted(_record()).set_index(["reference_class", "years"]).loc[forecast.WITHOUT_US, 1]

    def years(end: str) -> int:
        return next(n for n in range(1, 1000) if forecast.cumulate(row[end], n) > LIMIT)

    return Accepted(
        years("share"),
        [
            (years("high"), "This is for the upper end of the interval. Take the rate itself."),
            (years("low"), "This is for the lower end of the interval. Take the rate itself."),
            (years("share") - 1, "After so many years the chance has not yet passed the limit."),
        ],
    )


def heaviest_country() -> Accepted:
    """The country whose removal moves the share of the former Soviet Union most, within three years."""
    record = _record()
    rows = record.seen()

    def share(country: str | None) -> pd.Series:
        return forecast.within(rows[rows["country"] != country], answers.TERM).eval("events / chances")

    moved = pd.DataFrame({country: share(country) for country in answers.began_in_risk_set(record)["country"].unique()})
    moved = moved.sub(share(None), axis=0).abs().idxmax(axis=1)
    return Accepted(
        moved[forecast.SOVIET],
        [(moved[forecast.WITHOUT_US], "This country moves the other class. Look inside the former Soviet Union.")],
    )


# ------------------------------------------------------------------------------------------------------ 6: hindsight
def least_fall() -> Accepted:
    """Percent by which battle deaths with ISIL-K fell at least, from the peak to the last year."""
    battle = aftermath.deaths(*map(tables.load, ("battle_deaths", "one_sided_violence", "non_state_conflict"))).battle
    peak, last = battle["best"].idxmax(), battle.index.max()
    left = battle["high"][last] / battle["low"][peak]
    return Accepted(
        100 * (1 - left),
        [
            (100 * left, "This is what was left. The exercise asks for the fall."),
            (100 * (1 - battle["best"][last] / battle["best"][peak]), "You took the best estimates."),
            (100 * (1 - battle["low"][last] / battle["high"][peak]), "These bounds favour the fall. Turn them round."),
        ],
    )


def forecasts_moved() -> Accepted:
    """How many of the verdicts that changed are on forecasts."""
    claims = tables.load("claims")
    moved = aftermath.in_rows(claims, "verdict_today").query("changed")
    own = int((moved["kind"] == "forecast").sum())
    return Accepted(
        own,
        [
            (len(moved), "You counted every verdict that changed."),
            (len(moved) - own, "These are the claims that are no forecasts."),
            (int(verdicts.tally(claims)["supported"]), "You counted supported claims. Look for diamonds."),
        ],
    )


def _quiet_years() -> int:
    """Years of conflict in Afghanistan after 2017 in which UCDP could newly name Russia."""
    rows = tables.load("civil_conflict_panel")
    return int((rows["at_risk"] & (rows["country"] == "Afghanistan") & (rows["year"] > 2017)).sum())


def bold_score() -> Accepted:
    """The Brier score of ten percent a year for the quiet years of Afghanistan."""
    years = _quiet_years()
    return Accepted(
        brier_score([BOLD] * years, [0] * years),
        [
            (BOLD, "This is the distance. The Brier score squares it."),
            ((1 - BOLD) ** 2, "You scored it as if an intervention had come every year."),
            (years * BOLD**2, "This is the sum over the years. The score is their mean."),
        ],
    )


def years_of_silence() -> Accepted:
    """Quiet years after which a rate of five percent a year is less than five percent likely to have stayed quiet."""
    needed = math.floor(math.log(LIMIT) / math.log(1 - LIMIT)) + 1
    half = math.floor(math.log(0.5) / math.log(1 - LIMIT)) + 1
    return Accepted(
        needed,
        [
            (needed - 1, "After so many years it is still a little more than five percent likely."),
            (int(1 / LIMIT), "This is the mean waiting time. Quiet years multiply: use powers."),
            (half, "After so many years the chance of silence is one half."),
        ],
    )


ACCEPTED: dict[str, Callable[[], Accepted]] = {
    "ex-1-1": years_not_ranked,
    "ex-1-2": growth_of_toll,
    "ex-1-3": above_every_american,
    "ex-1-4": largest_nearest_ratio,
    "ex-2-1": trips_under_unity,
    "ex-2-2": fell_for_sure,
    "ex-2-3": last_first_session,
    "ex-2-4": aid_in_deliveries,
    "ex-3-1": closest_year,
    "ex-3-2": with_third_fight,
    "ex-3-3": balance_with_open,
    "ex-3-4": days_before_formed,
    "ex-3-5": fight_of_2021,
    "ex-4-1": later_occasions,
    "ex-4-2": ground_lost,
    "ex-4-3": reserves_of_2010,
    "ex-4-4": balance_recoded,
    "ex-5-1": expected_spans,
    "ex-5-2": most_of_union,
    "ex-5-3": years_to_limit,
    "ex-5-4": heaviest_country,
    "ex-6-1": forecasts_moved,
    "ex-6-2": least_fall,
    "ex-6-3": bold_score,
    "ex-6-4": years_of_silence,
}
