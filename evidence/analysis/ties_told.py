"""What the rows of `ties` say in words: tips of marks, descriptions for who can't see a chart, numbers of the prose.

Tables and frames of `ties` in, texts out: frames with a column `tip`, sentences, and dicts of texts by the key under
which the prose of the chapter asks for each. short: source_id -> its short attribution. Agreement is a share of one,
deliveries are million TIV (SIPRI's trend-indicator value).
"""

from typing import NamedTuple

import pandas as pd

from evidence.analysis import isil, ties
from evidence.analysis.ties import OPENING
from evidence.forecast import AS_OF, known
from evidence.periods import decimal_year
from evidence.precision import settled
from evidence.wording import count, date, decimal, in_words, joined, percent, signed, span

ARTICLE = decimal_year(AS_OF)
FIRST = 2002  # year of every chart of the chapter
SECOND_TERM, UNITY = "W08", "E038"  # the visit to Karzai's second inauguration; the unity government
ISIL_FORMED = isil.ISIL_FORMED
MEETINGS_OF_SEVERAL = ["W12", "W14", "W15", "W21", "W22"]  # trips to, or beside, a meeting of several states
NEIGHBOURS = {"CHN": "China", "IRN": "Iran", "PAK": "Pakistan", "TJK": "Tajikistan", "UZB": "Uzbekistan"}
BESIDE = list(NEIGHBOURS.values())
STATES = {"RUS": "Russia", "USA": "United States", **NEIGHBOURS}
OTHERS = {"AFG": "Afghanistan", "IND": "India", **NEIGHBOURS}  # whose agreement with Russia is compared
FIRST_AFTER = 2014  # the session that opened in the month of the unity government; set by the article, not by the data
BLOC = ["RUS", "CHN", "IRN", "IND", "PAK", "UZB", "USA"]  # who could be the other side of a move of Kabul as a whole
PARTNERS = {"AFG": "Afghanistan", "PAK": "Pakistan", "TJK": "Tajikistan"}
PAIR = {"RUS": "Russia", "AFG": "Afghanistan"}
SUPPLIERS = ["Russia", "United States", ties.OTHERS]
WHO_PAID = {  # words, and the opacity of the fill
    "aid_tiv": (" as aid", 1),
    "other_tiv": (", no word on who paid", 0.6),
    "via_us_company_tiv": (", bought via a US company", 0.6),
    "financed_by_third_tiv": (", paid by the United Arab Emirates", 0.3),
    "financed_by_usa_tiv": (", paid by the United States", 0.1),
}
AGREEMENT, DISTANCE, SHARE = "UN agreement", "distance of ideal points", "share of Russia's cooperation, %"
AID, TRIPS = "Russian major arms as aid, TIV", "Afghan trips to Russia"
LAST = 2019  # year of the chart of all measures
TERMS = {"before": (2002, 2009), "second term": (2010, 2013), "unity government": (2014, 2016)}


class OfMeasure(NamedTuple):
    """How a measure is told (before and after its value, decimals, by session or by year) and drawn (from where up)."""

    before: str
    unit: str
    digits: int
    session: bool
    low: float = 0
    counted: bool = False
    word: str = "▲ warmer"


MEASURES = {
    AGREEMENT: OfMeasure("Agreement of Afghanistan and Russia at the UN", "", 2, True, low=0.6),
    DISTANCE: OfMeasure("Distance of the ideal points of Afghanistan and Russia", "", 2, True, word="▼ warmer"),
    SHARE: OfMeasure("Afghanistan's share of Russia's cooperative events in the news", "%", 1, False),
    AID: OfMeasure("Russian major arms delivered as aid", " million TIV", 0, False, counted=True),
    TRIPS: OfMeasure("Afghan trips to Russia", "", 0, False, counted=True),
}


class Visits(NamedTuple):
    """Meetings of both states to the article with their `tip`, and the Afghan trips to Russia in three terms."""

    met: pd.DataFrame
    starts: list[pd.Timestamp]
    first: pd.DataFrame
    second: pd.DataFrame
    unity: pd.DataFrame

    @property
    def trips(self) -> pd.DataFrame:
        """All Afghan trips to Russia that count."""
        return pd.concat([self.first, self.second, self.unity])


def visits(table: pd.DataFrame, events: pd.DataFrame, short: pd.Series) -> Visits:
    """The table `visits` as `ties.meetings` and `ties.terms`. events: with their ids as index."""
    starts = [table.set_index("visit_id").at[SECOND_TERM, "date_start"], events.at[UNITY, "date_start"]]
    met = ties.meetings(known(table), f"{FIRST}-01-01")
    met["tip"] = [_meeting(row, doubtful, short) for row, doubtful in zip(met.itertuples(), _unconfirmed(met))]
    trips = met[(met["direction"] == "to Russia") & (met["counted"] == 1)]
    return Visits(met, starts, *ties.terms(trips, starts))


def _unconfirmed(met: pd.DataFrame) -> pd.Series:
    return met["note"].fillna("").str.contains("not confirmed")


def _meeting(row, doubtful: bool, short: pd.Series) -> str:
    who, where = (text[0].upper() + text[1:].replace(" / ", " and ") for text in (row.person, row.place))
    role = row.role[0].lower() + row.role[1:]
    sure = "Announced, not confirmed. " if doubtful else "" if row.counted else "Drawn, not counted. "
    words = "SCO: Shanghai Cooperation Organisation. " if "SCO" in row.summary else ""
    return f"{who}, {role}, {where}, {date(row.date)}. {row.summary}. {words}{sure}{short[row.source_id].split(',')[0]}"


def periods(visits: Visits) -> pd.DataFrame:
    """Where each term begins on an axis of dates (`at`), the number of its trips (`text`), and its `name`."""
    trips = [f"{len(own)} trips" for own in (visits.first, visits.second, visits.unity)]
    return pd.DataFrame(
        {
            "at": [FIRST, *map(decimal_year, visits.starts)],
            "text": trips,
            "name": ["before", "second term", "unity"],
        }
    )


def visits_described(visits: Visits) -> str:
    """The four rows of squares, each with its number and years.

    Raises ValueError where not exactly one meeting had no Afghan side.
    """
    went, apart, alone = (
        visits.met.loc[visits.met["direction"] == where, "date_start"]
        for where in ("to Afghanistan", "third place", "no Afghan side")
    )
    second = sorted(set(visits.second["date_start"].dt.year))
    return (
        f"{len(visits.met)} squares in four rows. Trips of Afghan officials to Russia: {len(visits.first)} before "
        f"{_month(visits.starts[0])}, spread over {_years(visits.first['date_start'])}, {len(visits.second)} in the "
        f"second term ({joined(second)}) and {len(visits.unity)} under the unity government, from "
        f"{' to '.join(map(_month, visits.unity['date_start'].iloc[[0, -1]]))}. The {len(went)} Russian trips to Kabul "
        f"lie in {_years(went)}. {len(apart)} meetings in third places are spread over {_years(apart)}. One square "
        f"stands for the meeting of {_month(alone.item())} without an Afghan side."
    )


def _month(day: pd.Timestamp) -> str:
    return date(f"{day:%Y-%m}")


def _years(days: pd.Series) -> str:
    return f"{days.min().year} to {days.max().year}"


def visit_numbers(visits: Visits) -> dict[str, str]:
    """How many meetings and trips there are, and how sure they are."""
    return {
        "c2_meetings": count(len(visits.met)),
        "c2_unconfirmed": in_words(_unconfirmed(visits.met).sum()),
        "c2_conferences": in_words(visits.unity["visit_id"].isin(MEETINGS_OF_SEVERAL).sum()),
        "c2_trips_first": in_words(len(visits.first)),
        "c2_trips_second": in_words(len(visits.second)),
        "c2_trips_second_moscow": in_words((visits.second["place"] == "Moscow").sum()),
        "c2_trips_second_announced": in_words(_unconfirmed(visits.second).sum()),
        "c2_trips_unity": in_words(len(visits.unity)),
    }


def agreement(votes: pd.DataFrame, short: pd.Series) -> pd.DataFrame:
    """Agreement of Afghanistan with STATES by session from FIRST on (`ties.with_gap`): adds `opening` and `tip`."""
    rows = ties.with_gap(ties.sessions(votes, "AFG", STATES).query("year >= @FIRST"), BESIDE)
    return rows.assign(opening=rows["year"] + OPENING, tip=[_agreed(row, short) for row in rows.itertuples()])


def _agreed(row, short: pd.Series) -> str:
    gap = f", {decimal(-row.gap_points)} points below the mean of the five neighbours" if row.state == "Russia" else ""
    agreed = f"agreement {decimal(row.agreement, 2)} in {count(row.n_votes)} roll calls"
    other = row.state.replace("United", "the United")
    return f"Afghanistan and {other}, session of {row.year}: {agreed}{gap}. {short[row.source_id]}"


def by_state(agreement: pd.DataFrame) -> pd.DataFrame:
    """Agreement as a table: index year, one column per state."""
    return agreement.pivot(index="year", columns="state", values="agreement")


def agreement_described(agreement: pd.DataFrame) -> str:
    """Seven lines: where they run, where Russia's falls to, and the exception."""
    wide = by_state(agreement)
    last, close, american = wide.index.max(), wide[BESIDE], wide["United States"]
    russian = wide["Russia"]
    return (
        f"Seven lines. The five neighbours, {joined(BESIDE)}, stay between {decimal(close.min().min(), 2)} and "
        f"{decimal(close.max().max(), 2)}. Russia runs beside them at {decimal(russian[2010], 2)} in 2010 and "
        f"{decimal(russian[2011], 2)} in 2011, then falls to {decimal(russian.min(), 2)} in {russian.idxmin()}; the "
        f"last point is {decimal(russian[last], 2)} in {last}. The United States stays far below, between "
        f"{decimal(american.min(), 2)} and {decimal(american.max(), 2)}; the exception is its peak in "
        f"{american.idxmax()}. Rules mark "
        "the unity government in September 2014, the announcement of ISIL-K in January 2015 and the article."
    )


def agreement_numbers(wide: pd.DataFrame) -> dict[str, str]:
    """Agreement with Russia to 2011 and in 2016, and its distance from the neighbours' mean. wide: as of `by_state`."""
    gap = ties.gap(wide, "Russia", BESIDE)
    usual, floor = gap.loc[:2011].mean(), gap.loc[:2011]
    return {
        "c2_ru_before": decimal(wide["Russia"].loc[:2011].mean(), 2),
        "c2_ru_2016": decimal(wide["Russia"][2016], 2),
        "c2_wide_from": str(ties.first_below(gap, 2011)),
        "c2_gap_2013": decimal(-gap[2013]),
        "c2_gap_2016": decimal(-gap[2016]),
        "c2_gap_floor": decimal(-floor.min()),
        "c2_gap_floor_year": str(floor.idxmin()),
        "c2_gap_mean": decimal(-usual),
        "c2_gap_step": decimal(usual - gap[2013]),
        "c2_gap_step_later": decimal(usual - gap[2016]),
        "c2_alike": _two(wide["Tajikistan"].loc[:2016].agg(["min", "max"])),
    }


def _two(ends) -> str:
    low, high = ends
    return span(low, high, lambda value: decimal(value, 2))


def russian_agreement(votes: pd.DataFrame) -> pd.DataFrame:
    """Agreement of Russia with OTHERS from FIRST on: index year, one column per state."""
    return ties.agreements(votes, "RUS", list(OTHERS)).rename(columns=OTHERS).loc[FIRST:]


def placebos(wide: pd.DataFrame, source: str, short: pd.Series) -> pd.DataFrame:
    """`ties.placebo_intervals` at FIRST_AFTER, hundredths, with a `tip`. wide: as of `russian_agreement`."""
    rows = ties.placebo_intervals(wide, FIRST_AFTER)
    when = f"sessions {FIRST_AFTER} to {wide.index.max()} compared with those before"
    against = "points against the other six"
    tips = [f"Russia and {row.state}: {_interval(row)} {against}, {when}. {short[source]}" for row in rows.itertuples()]
    return rows.assign(tip=tips, source_id=source)


def _interval(row) -> str:
    effect, low, high = (signed(value, 1 if abs(value) > 0.05 else 2) for value in (row.effect, row.low, row.high))
    return f"{effect} ({low} to {high})"


def placebos_described(placebos: pd.DataFrame) -> str:
    """Each difference with its interval."""
    each = "; ".join(f"{row.state} {_interval(row)}" for row in placebos.itertuples())
    return (
        f"Seven dots with intervals, sorted. {each}. Afghanistan and Tajikistan stand apart on the left; the rest lie "
        "near zero or right of it."
    )


def placebo_numbers(today: pd.DataFrame, then: pd.DataFrame) -> dict[str, str]:
    """How much further Russia moved from Kabul and Dushanbe than from others: to 2016, and to the last session."""
    kabul, tajik = (then.set_index("state").loc[state] for state in ("Afghanistan", "Tajikistan"))
    effect = today.set_index("state")["effect"]
    return {
        "c2_did": decimal(-kabul["effect"]),
        "c2_did_low": decimal(-kabul["high"]),
        "c2_did_high": decimal(-kabul["low"]),
        "c2_tajik": decimal(-tajik["effect"]),
        "c2_tajik_low": decimal(-tajik["high"]),
        "c2_tajik_high": decimal(-tajik["low"]),
        "c2_others": in_words(len(OTHERS)),
        "c2_did_today": decimal(-effect["Afghanistan"]),
        "c2_tajik_today": decimal(-effect["Tajikistan"]),
    }


def move_numbers(votes: pd.DataFrame) -> dict[str, str]:
    """Changes of Kabul's and of Moscow's agreement with others from before FIRST_AFTER to 2014–2016.

    Raises ValueError where Moscow came nearer to one of them: the prose says that it moved away from all.
    """
    afghan, russian = (
        ties.change(ties.agreements(votes, state, others).loc[FIRST:], FIRST_AFTER, 2016) * 100
        for state, others in (("AFG", BLOC), ("RUS", [*OTHERS, "USA"]))
    )
    with_others = russian.drop("USA")
    if not (with_others < 0).all():
        raise ValueError("Russia's agreement with one of the others rose")
    return {
        **{f"c2_bloc_{iso.lower()}": signed(afghan[iso], 1) for iso in BLOC},
        "c2_russia_least": decimal(-with_others.max()),
        "c2_russia_most": decimal(-with_others.min()),
    }


def break_numbers(votes: pd.DataFrame, wide: pd.DataFrame) -> dict[str, str]:
    """Where Russia's agreement with Kabul breaks from its mean with others, and the bounds of two sessions.

    wide: as of `russian_agreement`, with the sessions to look at.
    """
    breaks = ties.best_break(wide["Afghanistan"] - wide.drop(columns="Afghanistan").mean(axis=1))
    bounds = ties.pair(votes, "RUS", "AFG").set_index("year")[["low", "high"]]
    return {
        "c2_break": str(breaks["first_after"][0]),
        "c2_break_step": decimal(-breaks["step"][0] * 100),
        "c2_break_next": str(breaks["first_after"][1]),
        "c2_break_third": str(breaks["first_after"][2]),
        "c2_ru_2016_bounds": _two(bounds.loc[2016]),
        "c2_ru_2011_bounds": _two(bounds.loc[2011]),
    }


def ideal_points(points: pd.DataFrame, short: pd.Series) -> pd.DataFrame:
    """Ideal points of PAIR from FIRST on: adds `opening` (both states beside each other) and `tip`."""
    rows = ties.ideal_points(points, PAIR, FIRST)
    tips = [
        f"{row.state}, session of {row.year}: ideal point {signed(row.best, 2)} ({signed(row.low, 2)} to "
        f"{signed(row.high, 2)}). {short[row.source_id]}"
        for row in rows.itertuples()
    ]
    return rows.assign(opening=rows["year"] + OPENING + rows["state"].map({"Russia": 0, "Afghanistan": 0.2}), tip=tips)


def distance(points: pd.DataFrame) -> pd.Series:
    """Distance of the two states' ideal points from FIRST on: index year."""
    return ties.distance(points, "AFG", "RUS").set_index("year")["distance"].loc[FIRST:]


def parted_from(points: pd.DataFrame) -> int:
    """The first session after 2016 from which the bounds of the two states no longer meet.

    Raises ValueError where they meet in the last session.
    """
    overlap = ties.distance(points, "AFG", "RUS").set_index("year")["overlap"].loc[2017:]
    apart = [year for year in overlap.index if not overlap.loc[year:].any()]
    if not apart:
        raise ValueError("the bounds of the two states meet in the last session")
    return apart[0]


def ideal_described(ideal: pd.DataFrame) -> str:
    """How far the two lines are apart in single sessions, and between what Afghanistan's stays."""
    apart = distance(ideal)
    afghan = ideal.loc[ideal["iso3"] == "AFG", "best"]
    return (
        "Two lines with a bar of bounds at each session, Russia mostly above Afghanistan. They are "
        f"{decimal(apart[2010], 2)} apart in 2010, {decimal(apart[2013], 2)} in 2013, {decimal(apart[2015], 2)} in "
        f"2015 and {decimal(apart[2016], 2)} in 2016, the smallest distance up to then. Afghanistan's line stays "
        f"between {signed(afghan.min(), 2)} and {signed(afghan.max(), 2)}."
    )


def distance_numbers(points: pd.DataFrame) -> dict[str, str]:
    """Mean distances of the three terms, those of single sessions, and from when Russia drops away."""
    apart, drop = distance(points), parted_from(points)
    return {
        "c2_apart_before": decimal(apart.loc[:2009].mean(), 2),
        "c2_apart_second": decimal(apart.loc[2010:2013].mean(), 2),
        "c2_apart_unity": decimal(apart.loc[2014:2016].mean(), 2),
        "c2_apart_without": decimal(apart.loc[2014:2015].mean(), 2),
        **{f"c2_apart_{year}": decimal(apart[year], 2) for year in (2013, 2014, 2015, 2016, 2022)},
        "c2_drop": str(drop),
        "c2_apart_drop": decimal(apart[drop], 2),
    }


def cooperation(events: pd.DataFrame) -> pd.DataFrame:
    """Per cent of Russia's cooperative events in the news that went to each of PARTNERS: index year."""
    return ties.share_of_cooperation(events, "RUS", list(PARTNERS)).rename(columns=PARTNERS)


def cooperation_numbers(shares: pd.DataFrame) -> dict[str, str]:
    """Afghanistan's share by term and year, its change with and without 2002, and the neighbours' peaks."""
    own = shares["Afghanistan"]
    found = {
        "c2_share": ties.difference(own.loc[2003:2009], own.loc[2010:2013]),
        "c2_share_all": ties.difference(own.loc[2002:2009], own.loc[2010:2013]),
    }
    names = {"c2_share": "c2_share_effect", "c2_share_all": "c2_share_all"}
    return {
        **{names[key]: _with_minus(one["effect"]) for key, one in found.items()},
        **{f"{key}_{end}": _with_minus(one[end]) for key, one in found.items() for end in ("low", "high")},
        "c2_share_first": f"{decimal(own.loc[2003:2009].mean())} per cent",
        "c2_share_second": f"{decimal(own.loc[2010:2013].mean())} per cent",
        **{f"c2_share_{year}": decimal(own[year]) for year in (2002, 2011, 2014)},
        "c2_share_last": str(own.index.max()),
        "c2_pak_peak": decimal(shares["Pakistan"].max()),
        "c2_pak_year": str(shares["Pakistan"].idxmax()),
        "c2_tjk_peak": decimal(shares["Tajikistan"].max()),
    }


def _with_minus(value: float) -> str:
    return decimal(value, 2).replace("-", "−")


def deliveries(arms: pd.DataFrame) -> pd.DataFrame:
    """`ties.deliveries` of SUPPLIERS from FIRST on."""
    return ties.deliveries(arms, SUPPLIERS, FIRST)


def parts(deliveries: pd.DataFrame, maker: str) -> pd.DataFrame:
    """`ties.by_payer` with `strength` (opacity of the fill) and `tip`. maker: who published the register."""
    rows = ties.by_payer(deliveries, "Russia")
    strength = [WHO_PAID.get(part, ("", 1))[1] for part in rows["part"]]
    return rows.assign(strength=strength, tip=[_delivery(row, maker) for row in rows.itertuples()])


def _delivery(row, maker: str) -> str:
    words, _ = WHO_PAID.get(row.part, ("", 1))
    amount = count(row.million_tiv) if row.million_tiv >= 1 else "less than one"
    return f"{row.group[0].upper()}{row.group[1:]}, {row.year}: arms of {amount} million TIV delivered{words}. {maker}"


def russian(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Russia's deliveries: index year."""
    return deliveries[deliveries["group"] == "Russia"].set_index("year")


def deliveries_described(deliveries: pd.DataFrame) -> str:
    """The three panels of bars, Russia's by who paid."""
    own = russian(deliveries)
    russia, years = own["tiv"], ties.years_paid(own)
    american = deliveries[deliveries["group"] == "United States"].set_index("year")["tiv"]
    others = deliveries[deliveries["group"] == "all others"].set_index("year")["tiv"]
    unbroken = max(year for year in american.index if year - 1 not in american.index)
    return (
        f"Three panels of annual bars, {FIRST} to {deliveries['year'].max()}. Russia: {count(russia.sum())} million "
        f"TIV in all: in {joined(years['aid_tiv'])} (aid, but for engines), "
        f"{joined(years['via_us_company_tiv'])} (bought via a US company) and {joined(years['financed_by_third_tiv'])} "
        f"(paid for by the United Arab Emirates), then {in_words(len(years['financed_by_usa_tiv']))} years paid for by "
        f"the United States with a peak of {count(russia.max())} in {russia.idxmax()}, and nothing afterwards. United "
        f"States: {count(american.sum())} in all, every year from {unbroken}, highest in "
        f"{joined(sorted(american.nlargest(2).index))}. All others: {count(others.sum())} in all, at most "
        f"{count(others.max())} in a year ({others.idxmax()}), and some are paid for by the United States."
    )


def delivery_numbers(russian: pd.DataFrame) -> dict[str, str]:
    """Russia's deliveries by who paid for them: amounts, shares, years. russian: index year."""
    total, years = russian[["tiv", *WHO_PAID]].sum(), ties.years_paid(russian)
    return {
        "c2_last_russian": str(russian.index.max()),
        "c2_russian_tiv": count(total["tiv"]),
        "c2_us_paid": count(total["financed_by_usa_tiv"]),
        "c2_us_paid_share": percent(total["financed_by_usa_tiv"] / total["tiv"]),
        "c2_us_paid_from": str(years["financed_by_usa_tiv"].min()),
        "c2_uae": count(total["financed_by_third_tiv"]),
        "c2_uae_share": percent(total["financed_by_third_tiv"] / total["tiv"]),
        "c2_uae_year": str(years["financed_by_third_tiv"].min()),
        "c2_unsaid": count(total["other_tiv"]),
        "c2_via": count(total["via_us_company_tiv"]),
        "c2_via_year": str(years["via_us_company_tiv"].min()),
        "c2_aid": count(total["aid_tiv"]),
        "c2_aid_share": percent(total["aid_tiv"] / total["tiv"]),
        "c2_aid_last": str(years["aid_tiv"].max()),
        "c2_aid_years": f"{years['aid_tiv'].min()} and {years['aid_tiv'].max()}",
    }


def requests(table: pd.DataFrame, unity: pd.Timestamp) -> tuple[pd.DataFrame, dict[str, str]]:
    """Kabul's requests in order of date, and what the prose says of them: how many, how many before the unity
    government and since when, and the first hand-over of rifles.

    table: `kabul_requests`. unity: the day on which that government began.
    """
    rows = table.sort_values(["date_start", "request_id"])
    asked = rows.loc[rows["stage"] == "asked", "date_start"]
    return rows, {
        "c2_asked_before": in_words((asked < unity).sum()),
        "c2_asked_since": str(asked.min().year),
        "c2_rifles_2010": date(rows.loc[rows["stage"] == "delivered", "date"].iloc[0]),
        "c2_asked": in_words(len(asked)),
    }


def trilateral_numbers(events: pd.DataFrame) -> dict[str, str]:
    """Days from the meeting without Kabul to the next ones, and how many states sat at the wider one.

    events: ids as index.
    """
    to_visit, to_next = (events.loc[["E078", "E080"], "date_start"] - events.at["E076", "date_start"]).dt.days
    return {
        "c2_days_visit": count(to_visit),
        "c2_days_next": count(to_next),
        "c2_states_next": in_words(len(events.at["E080", "actors"].split(";"))),
    }


def kabul_moscow(events: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """The events filed under Russia and Kabul from 2001 to the article, as `ties.listed` of a `ties.registered`."""
    lane = events[(events["lane"] == "russia-kabul") & (events["type"] != "publication")]
    return ties.listed(register, list(lane.index[lane["date"].between("2001", f"{AS_OF:%Y-%m-%d}")]))


def measures(
    agreement: pd.Series, distance: pd.Series, share: pd.Series, arms: pd.DataFrame, trips: pd.DataFrame
) -> dict[str, pd.Series]:
    """Five measures by their names, each by year. arms: Russia's, index year. trips: Afghan trips to Russia."""
    aid = arms["aid_tiv"].reindex(range(FIRST, 2022), fill_value=0)
    return {
        AGREEMENT: agreement,
        DISTANCE: distance,
        SHARE: share,
        AID: aid,
        TRIPS: ties.per_year(trips["date_start"], FIRST, AS_OF.year),
    }


def long(series: dict[str, pd.Series], sources: dict[str, str | pd.Series], short: pd.Series) -> pd.DataFrame:
    """`ties.side_by_side` up to LAST with `at` (a point), `first` and `last` (a bar), on an axis of dates, and `tip`.

    A session stands where it opens, a year in its middle, and its bar spans it; trips are counted to the article.
    """
    rows = ties.side_by_side(series, sources).query("year <= @LAST")
    rows = rows.assign(tip=[_measured(row, short) for row in rows.itertuples()])
    session = rows["measure"].map({name: of.session for name, of in MEASURES.items()})
    rows["at"] = rows["year"] + session.map({True: OPENING, False: 0.5})
    return rows.assign(first=rows["year"] + 0.1, last=(rows["year"] + 0.9).mask(to_article(rows), ARTICLE))


def to_article(long: pd.DataFrame) -> pd.Series:
    """Which rows of `long` count to the article and not to the end of its year."""
    return (long["measure"] == TRIPS) & (long["year"] == AS_OF.year)


def long_then(long: pd.DataFrame) -> pd.DataFrame:
    """What of `long` could be known in August 2017: whole years, and the trips of 2017 to the article."""
    return pd.concat([known(long), long[to_article(long)]])


def _measured(row, short: pd.Series) -> str:
    words, unit, digits, session, *_ = MEASURES[row.measure]
    value = decimal(row.value, digits)
    if row.measure == TRIPS:
        return f"{words}, {row.year}{' to the article' if row.year == AS_OF.year else ''}: {value}. List of visits"
    return f"{words}, {'session of ' if session else ''}{row.year}: {value}{unit}. {short[row.source_id]}"


def axes(series: dict[str, pd.Series]) -> pd.DataFrame:
    """How each measure is drawn: index measure; low, top (its highest value up to LAST), digits, counted, word."""
    of = pd.DataFrame({name: MEASURES[name]._asdict() for name in series}).T
    top = {name: settled(float(own.loc[:LAST].max()), MEASURES[name].digits) for name, own in series.items()}
    return of.assign(top=pd.Series(top))[["low", "top", "digits", "counted", "word"]]


def measures_described(series: dict[str, pd.Series]) -> str:
    """The five panels, one after the other."""
    share, trips, aid = series[SHARE], series[TRIPS], series[AID]
    none, (most, second) = trips.index[trips == 0], share.nlargest(2).index
    return (
        "Five panels under one another on one axis of years. UN agreement falls after 2011. The distance of ideal "
        "points shrinks in the second term, rises in 2015 and is small in 2016. The share of cooperation is highest in "
        f"{most}, then in {second}, and ends in {share.index.max()}. Arms as aid come in {joined(aid.index[aid > 0])} "
        f"only. Trips are at most {trips.loc[:2014].max()} a year to 2014, none in {joined(none)}, {trips[2015]} in "
        f"2015, {trips[2017]} in 2017."
    )


def change_numbers(series: dict[str, pd.Series]) -> dict[str, str]:
    """Changes of three measures from term to term: how many intervals there are, and the one that excludes zero.

    Raises ValueError where another excludes it, or none.
    """
    tested = pd.concat(
        [ties.changes(series[name], TERMS).assign(measure=name) for name in (AGREEMENT, DISTANCE, SHARE)]
    )
    excluding = settled(tested[tested["low"] * tested["high"] > 0])
    if excluding[["measure", "term"]].to_numpy().tolist() != [[AGREEMENT, "unity government"]]:
        raise ValueError(f"intervals that exclude zero: {excluding[['measure', 'term']].to_numpy().tolist()}")
    return {
        "c2_intervals": in_words(len(tested)),
        "c2_excluding": in_words(len(excluding)),
        "c2_votes_after": signed(excluding["effect"].iloc[0], 2),
    }


def attention_numbers(attention: pd.DataFrame) -> dict[str, str]:
    """Headlines of Russian state television on Afghanistan and Syria, per thousand. The table `attention_by_month`."""
    shares = ties.attention_by_year(attention, "Channel One, headlines")
    named = {f"c2_tv_{year}": decimal(shares["afghanistan"][year]) for year in (2015, 2017)}
    return named | {"c2_tv_syria": count(shares["syria"][2017])}
