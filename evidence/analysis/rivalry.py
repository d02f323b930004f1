"""Cooperation and rivalry of two powers: coded events, officials' words, votes, arms, exercises, rival accounts.

Pure functions on `events` and `event_codings`, `statements`, `contact_statements`, `un_votes`, `un_ideal_points`,
`arms_deliveries`, `exercises`, `exercise_sizes`, `posture`, `hypothesis_evidence` and `claim_evidence`. What is to be
said in prose comes as a dict or Series, whose names the prose has behind its prefix.
"""

import re

import pandas as pd

from evidence.analysis import ties
from evidence.analysis.isil import ISIL_FORMED
from evidence.analysis.placing import free_levels
from evidence.analysis.ties import OPENING
from evidence.forecast import AS_OF, known
from evidence.periods import decimal_year
from evidence.precision import fixed, settled
from evidence.wording import decimal, percent

PAYERS = [
    "United States",
    "Russia, financed by the United States",
    "Russia, other",
    "Other suppliers, financed by the United States",
    "Other suppliers, other",
]
PAIRS = {  # codes of two states -> the pair's name
    ("RUS", "AFG"): "Russia – Afghanistan",
    ("USA", "AFG"): "US – Afghanistan",
    ("RUS", "USA"): "Russia – US",
}
CODES = {"cooperation": 1, "break or criticism": -1, "accusation": -1, "no proof seen": 0, "neither": 0}
LANES = {  # kind of a coded event -> heading of its row
    "cooperation": "Cooperation and joint talks",
    "break or criticism": "Suspension, closure, refusal, criticism",
    "accusation": "Accusations",
    "no proof seen": "“No proof”, said by US or NATO officials",
    "neither": "Counted neither way",
}
ACTING = ["Russia", "United States/NATO", "both", "press"]  # who acts in a coded event
STANCES = {  # of a day's words, as `contacts.stances` reads them -> in a reader's words
    "accuses": "accuses",
    "leaves open": "leaves it open",
    "no evidence": "sees no proof",
    "mixed": "accuses and sees no proof",
}
MOMENTS = {  # what a chapter dates -> its event, or its statement
    "bases_asked": "E031",
    "lethal": "E262",
    "suspended": "E036",
    "closed": "E048",
    "first_accusation": "E071",
    "nicholson_pentagon": "E071",
    "nicholson_senate": "E079",
    "failed": "E103",
    "smuggled": "E112",
    "tashkent": "E114",
    "first_troika": "E127",
    "late_troika": "E244",
    "joint": "E136",
    "bounties_press": "E138",
    "bounties": "E141",
    "insider": "E263",
    "left_kabul": "E152",
    "bagram": "E172",
    "responsible": "S049",
    "bases_again": "S052",
    "small_arms": "S089",
    "bases_2013": "S213",
    "bases_2021": "S214",
    "stoltenberg_again": "S236",
    "stay": "S243",
}
# Told by the day:
DAYS = {"suspended", "nicholson_pentagon", "nicholson_senate", "bounties_press", "insider", "left_kabul"}
INSTEAD = {  # event after the article -> what it is: rivalry, cooperation, or the end of the American presence
    "E112": "allegation",
    "E114": "warning",
    "E127": "cooperation",
    "E136": "cooperation",
    "E138": "allegation",
    "E140": "cooperation",
    "E141": "assessment of the allegation",
    "E152": "departure",
    "E153": "talks without Washington",
    "E243": "cooperation",
    "E244": "cooperation",
    "E263": "allegation",
    "E172": "objection to bases",
}
PENTAGON = "C48-03"  # of `claim_evidence`: a report of July 2020, which no event holds
TAJIK = "P16"  # of `posture`: a drill printed with its Russian troops, the Tajik ones in the note


def coded(events: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """The coded events with date and summary, in order of date: one row per coding, with `middle` of the date's span.

    Adds `code`, what the event counts by its kind: 1, 0 or -1. Raises KeyError for a coding of an event that is not
    there, and ValueError for an unknown kind.
    """
    unknown = set(codings["kind"]) - set(CODES)
    if unknown:
        raise ValueError(f"unknown kinds: {sorted(unknown)}")
    missing = set(codings["event_id"]) - set(events["event_id"])
    if missing:
        raise KeyError(f"no such events: {sorted(missing)}")
    columns = ["event_id", "date", "date_precision", "date_start", "date_end", "summary"]
    columns += [name for name in ("known_end", "quote") if name in events]
    rows = codings.assign(code=codings["kind"].map(CODES)).merge(events[columns], on="event_id", validate="one_to_one")
    middle = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    return rows.assign(middle=middle).sort_values(["middle", "event_id"], ignore_index=True)


def running_balance(rows: pd.DataFrame) -> pd.DataFrame:
    """Codes summed up event by event: the rows of `coded` with `balance` (events, net), in their order."""
    return rows.assign(balance=rows["code"].cumsum())


def merged(rows: pd.DataFrame, word: str) -> pd.DataFrame:
    """The rows of `coded` with all events whose summary holds a word as one: only the first of them stays."""
    held = rows["summary"].str.contains(word, regex=False)
    return rows[~held | ~held.cumsum().gt(1)].reset_index(drop=True)


def recoded_ends(rows: pd.DataFrame) -> tuple[int, int]:
    """The lowest and the highest last balance that recoding one event can give."""
    last = single_recodings(rows)["last"]
    return last.min(), last.max()


def single_recodings(rows: pd.DataFrame) -> pd.DataFrame:
    """The last balance after each code in turn is set to another value: event_id, code (the new one), last."""
    total = int(rows["code"].sum())
    return pd.DataFrame(
        [
            {"event_id": row.event_id, "code": code, "last": total - row.code + code}
            for row in rows.itertuples()
            for code in (-1, 0, 1)
            if code != row.code
        ]
    )


def stacked(rows: pd.DataFrame, at: str, by: str, gap: float) -> pd.DataFrame:
    """Levels on which marks of one lane do not touch: the rows in order of `at`, with `level` (0, 1, 2 ...).

    at: place along the lane, by: the lane. A row takes the lowest level whose last mark stands `gap` or more
    before it.
    """
    rows = rows.sort_values(at, kind="stable", ignore_index=True)
    return rows.assign(level=rows.groupby(by)[at].transform(free_levels, gap=gap).astype(int))


def moments(events: pd.DataFrame, statements: pd.DataFrame) -> dict[str, str]:
    """The date (a day, a month or a year, as ISO) of each of `MOMENTS`. Raises KeyError for a row that is not there."""
    dates = pd.concat([events.set_index("event_id")["date"], statements.set_index("statement_id")["date"]])
    return {name: dates[row] for name, row in MOMENTS.items()}


def told(dates: dict[str, str]) -> dict[str, str]:
    """`moments` as the prose tells them: the day of `DAYS`, the month ('2015-05') of all others."""
    return {name: date if name in DAYS else date[:7] for name, date in dates.items()}


def distances_in_time(events: pd.DataFrame) -> dict[str, int]:
    """Days from the suspension to ISIL-K's announcement (days_before), from it to the closure of the supply route
    (days_after), and months of 30 days from the first accusation to the article (months_old)."""
    first = events.set_index("event_id")["date_start"]
    suspended, closed, accused = (first[MOMENTS[name]] for name in ("suspended", "closed", "first_accusation"))
    announced = first[ISIL_FORMED]
    return {
        "days_before": (announced - suspended).days,
        "days_after": (closed - announced).days,
        "months_old": (AS_OF - accused).days // 30,
    }


def lane(events: pd.DataFrame, codings: pd.DataFrame, gap: float = 0.55) -> pd.DataFrame:
    """The coded events as marks in rows: those of `running_balance` with place and words.

    Adds at (year as a number), level (0, 1, 2 ...: marks of one kind within `gap` years stand below each other),
    counted_as and actors (kind and actor in a reader's words).
    """
    rows = running_balance(coded(events, codings))
    counted = {kind: LANES[kind] if kind == "neither" else kind.capitalize() for kind in LANES}
    words = {"counted_as": rows["kind"].map(counted), "actors": rows["acting"].replace("both", "both sides")}
    return stacked(rows.assign(at=rows["middle"].map(decimal_year), **words), at="at", by="kind", gap=gap)


def ends_of_kinds(rows: pd.DataFrame) -> pd.DataFrame:
    """What each row of `lane` holds, in order of its first event: heading, first and last date, size."""
    seen = rows.groupby("kind", sort=False)["date"].agg(["first", "last", "size"]).reset_index()
    return seen.assign(heading=seen["kind"].map(LANES))


def years_of_turns(rows: pd.DataFrame, dates: dict[str, str]) -> dict[str, str]:
    """Years in which cooperation was suspended and the route closed, the first accusation came, and joint talks came
    again: suspended, closed, accused, again. dates: `moments`."""
    talked = rows[(rows["kind"] == "cooperation") & (rows["middle"] > dates["closed"])]["date"].iloc[0]
    turns = {"suspended": dates["suspended"], "closed": dates["closed"], "accused": dates["first_accusation"]}
    return {name: date[:4] for name, date in (turns | {"again": talked}).items()}


def balances(rows: pd.DataFrame) -> dict[str, int]:
    """Net count of the rows of `lane` at its height, by August 2017, at the end, and there with the Troika as one."""
    return {
        "balance_top": rows["balance"].max(),
        "balance_then": known(rows)["balance"].iloc[-1],
        "balance_now": rows["balance"].iloc[-1],
        "troika_once": running_balance(merged(rows, "Troika"))["balance"].iloc[-1],
    }


def event_counts(rows: pd.DataFrame) -> dict[str, int]:
    """Rows of `lane`: all, of the Troika, of 2017, of the year before the article, and those of them that count -1."""
    then = known(rows)
    last_year = then["code"][then["date_start"] >= AS_OF - pd.DateOffset(years=1)]
    return {
        "n_lane": len(rows),
        "troika": int(rows["summary"].str.contains("Troika").sum()),
        "of_2017": int((rows["middle"].dt.year == AS_OF.year).sum()),
        "year_before": int((last_year == -1).sum()),
        "year_all": len(last_year),
    }


def stance_counts(days: pd.DataFrame) -> dict[str, int]:
    """Occasions of `contacts.stances`: all, and by stance. Raises KeyError for a stance without an occasion."""
    counted = days["stance"].value_counts()
    names = {"n_accuse": "accuses", "n_possible": "leaves open", "n_noproof": "no evidence", "n_mixed": "mixed"}
    return {"n_before": len(days)} | {name: int(counted[stance]) for name, stance in names.items()}


def words_of_days(
    days: pd.DataFrame, codes: pd.DataFrame, events: pd.DataFrame, statements: pd.DataFrame
) -> pd.DataFrame:
    """What was said on each occasion, a row per statement or event: date, speaker, stance, words, coded, row_id,
    source_id.

    days: `contacts.stances` of the rows `codes` (`contact_statements`).
    """
    each = days.rename(columns={"rows": "row_id", "said": "coded"}).explode("row_id", ignore_index=True)
    sources = codes.drop_duplicates("row_id").set_index("row_id")["source_id"]
    each = each.assign(
        coded=each["coded"].str.replace("standing", "standing for the Taliban", regex=False),
        stance=each["stance"].map(STANCES),
        words=each["row_id"].map(row_words(events, statements)),
        source_id=each["row_id"].map(sources),
    )
    return each[["date", "speaker", "stance", "words", "coded", "row_id", "source_id"]]


def row_words(events: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """What a row says, by its id: an event's summary, a statement's translation, its quotation where there is none."""
    said = statements.set_index("statement_id")
    return pd.concat([events.set_index("event_id")["summary"], said["translation"].fillna(said["quote"])])


def vote_agreement(votes: pd.DataFrame, pairs: dict[tuple[str, str], str], first: int, last: int) -> pd.DataFrame:
    """Agreement of pairs of states from one session to another: the rows of `ties.pair` with `pair` and `opens`.

    pairs: codes of two states -> name of the pair. opens: the September of the session, on an axis of dates.
    """
    rows = pd.concat([ties.pair(votes, *states).assign(pair=name) for states, name in pairs.items()])
    rows = rows[rows["year"].between(first, last)].sort_values(["pair", "year"], kind="stable", ignore_index=True)
    return rows.assign(opens=rows["year"] + OPENING)


def ideal_distance(points: pd.DataFrame, states: tuple[str, str], first: int, last: int) -> pd.DataFrame:
    """Distance of two states' ideal points from one session to another: the rows of `ties.distance` with `opens`."""
    rows = ties.distance(points, *states)
    rows = rows[rows["year"].between(first, last)]
    return rows.assign(opens=rows["year"] + OPENING)


def opening(sessions: list[int]) -> list[float]:
    """The places of sessions on an axis of dates: their Septembers."""
    return [session + OPENING for session in sessions]


def votes_said(agreement: pd.DataFrame, distance: pd.DataFrame) -> dict[str, float]:
    """What prose says of `vote_agreement` and `ideal_distance`: agreement of Russia with the United States (rus_us_2016
    ..., means of the three sessions before and after 2013) and with Kabul, and their distance by session."""
    by_session = agreement.pivot(index="year", columns="pair", values="agreement")
    two, apart = by_session["Russia – US"], distance.set_index("year")["distance"]
    said = {f"rus_us_{year}": two[year] for year in (2013, 2016, 2019)}
    said |= {f"rus_afg_{year}": by_session.at[year, "Russia – Afghanistan"] for year in (2011, 2016)}
    said |= {"mean_before": two.loc[2010:2012].mean(), "mean_after": two.loc[2014:2016].mean()}
    return said | {f"apart_{year}": apart[year] for year in (2012, 2013, 2016)}


def votes_on_afghanistan(rolls: pd.DataFrame) -> dict[str, int]:
    """Roll calls that name Afghanistan, since 1990 (on_afghanistan), those of them on which Russia abstained and the
    United States said yes (abstained), and those of the Soviet war, before (soviet_war)."""
    named = rolls[rolls["subject"] == "Afghanistan"]
    own, war = named[named["session_year"] >= 1990], named[named["session_year"] < 1990]
    apart = own["russia"].eq("abstain") & own["united_states"].eq("yes")
    return {"on_afghanistan": len(own), "abstained": int(apart.sum()), "soviet_war": len(war)}


def sessions_of_the_soviet_war(rolls: pd.DataFrame) -> str:
    """First and last session before 1990 with a roll call on Afghanistan: '1980 to 1987'."""
    war = rolls[(rolls["subject"] == "Afghanistan") & (rolls["session_year"] < 1990)]["session_year"]
    return f"{war.min()} to {war.max()}"


def spending(military_spending: pd.DataFrame) -> dict[str, str]:
    """How far spending at constant prices fell in 2017 (2017: Russia, us_2017: the United States), and how many times
    that of 2017 the Russian was in the last year: last, times. The table `military_spending`."""
    index = military_spending.pivot(index="year", columns="country", values="index")
    moscow, washington = index["Russia"], index["United States of America"]
    return {
        "2017": percent(1 - moscow[2017] / moscow[2016]),
        "us_2017": percent(1 - washington[2017] / washington[2016]),
        "last": str(index.index.max()),
        "times": decimal(moscow.iloc[-1] / moscow[2017]),
    }


def votes_drawn(agreement: pd.DataFrame, distance: pd.DataFrame) -> pd.DataFrame:
    """Rows of `vote_agreement` and of `ideal_distance` under each other: pair, year, agreement, n_votes, source_id,
    distance."""
    rows = pd.concat([agreement, distance.assign(pair="Russia – US")], ignore_index=True)
    return rows[["pair", "year", "agreement", "n_votes", "source_id", "distance"]]


def ranges_of_pairs(agreement: pd.DataFrame) -> pd.DataFrame:
    """Lowest, highest and last value of each pair of `vote_agreement`: pair, min, max, last."""
    return agreement.groupby("pair")["agreement"].agg(["min", "max", "last"]).reset_index()


def pair_labels() -> pd.DataFrame:
    """Texts for a chart of `vote_agreement`: opens, agreement (places), label, side (how the text is aligned)."""
    places = {"opens": [2001.7, 2005, 2001.7], "agreement": [0.96, 0.07, 0.52]}
    return pd.DataFrame({**places, "label": list(PAIRS.values()), "side": "left"})


def by_payer(deliveries: pd.DataFrame, first: int, last: int) -> pd.Series:
    """Arms delivered from one year to another (million TIV), by supplier and payer: index `PAYERS`."""
    rows = deliveries[deliveries["year"].between(first, last)]
    us, russia = rows["supplier"] == "United States", rows["supplier"] == "Russia"
    paid, rest = rows["financed_by_usa_tiv"], rows["tiv"] - rows["financed_by_usa_tiv"]
    other = ~us & ~russia
    sums = [rows["tiv"][us], paid[russia], rest[russia], paid[other], rest[other]]
    return pd.Series([part.sum() for part in sums], index=PAYERS)


def supply(deliveries: pd.DataFrame, periods: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """`by_payer` as a table: supplier and payer, and for each period (name -> first and last year) its TIV and share.

    Million TIV with one decimal, shares in whole per cent, as text. Adds the source_id of the deliveries.
    """
    table = pd.DataFrame({"supplier and payer": PAYERS})
    for name, years in periods.items():
        tiv = by_payer(deliveries, *years)
        table[f"TIV {name}"] = settled(tiv, 1).to_numpy()
        table[f"share {name}"] = [f"{fixed(share, times=100)}%" for share in tiv / tiv.sum()]
    return table.assign(source_id=deliveries["source_id"].iloc[0])


def shares_of_arms(deliveries: pd.DataFrame) -> dict[str, float]:
    """Shares of one in deliveries to Afghanistan: Russia's in 2002-2014, of it what the United States financed, and the
    United States' own in 2015-2021."""
    early, late = by_payer(deliveries, 2002, 2014), by_payer(deliveries, 2015, 2021)
    paid = early["Russia, financed by the United States"]
    russian = paid + early["Russia, other"]
    return {
        "russian_share": russian / early.sum(),
        "russian_us_paid": paid / russian,
        "us_share_late": late["United States"] / late.sum(),
    }


def years_of_russian_arms(deliveries: pd.DataFrame) -> dict[str, str]:
    """The last year of a Russian delivery (last_russian), and the years of those that the United States financed
    (paid_years: '2011 to 2014')."""
    rows = deliveries[deliveries["supplier"] == "Russia"]
    paid = rows["year"][rows["financed_by_usa_tiv"] > 0]
    return {"last_russian": str(rows["year"].max()), "paid_years": f"{paid.min()} to {paid.max()}"}


def paid_by_washington(deliveries: pd.DataFrame) -> float:
    """Russian arms for Afghanistan that the United States financed: million TIV."""
    return deliveries["financed_by_usa_tiv"][deliveries["supplier"] == "Russia"].sum()


def drill_counts(drills: pd.DataFrame, sizes: pd.DataFrame, posture: pd.DataFrame) -> dict[str, int]:
    """Exercises since 1996 by power, how many sizes near the border were printed, the largest of them, and the drill of
    May 2017: its Russian troops, and with the Tajik ones of its note.

    Raises ValueError where that note does not begin with their number.
    """
    totals = drills[drills["year"] >= 1996].groupby("power")["exercises"].sum()
    near, may = published_sizes(sizes, posture), posture.set_index("posture_id").loc[TAJIK]
    tajik = re.match(r"([\d,]+) Tajik troops", may["note"])
    if not tajik:
        raise ValueError(f"{TAJIK}: its note does not begin with the number of Tajik troops")
    return {
        "drills_russia": totals["Russia"],
        "drills_us": totals["United States"],
        "drills_both": totals["both"],
        "sized": len(near),
        "largest": near["size"].max(),
        "may_russians": may["number"],
        "may_all": int(may["number"]) + int(tajik[1].replace(",", "")),
    }


def drill_dates(sizes: pd.DataFrame, posture: pd.DataFrame) -> dict[str, str]:
    """Dates of the largest printed exercise near the border and of the drill of May 2017."""
    near = published_sizes(sizes, posture)
    may = posture.set_index("posture_id").at[TAJIK, "date"]
    return {"largest_date": near.loc[near["size"].idxmax(), "date"], "may": may}


def published_sizes(sizes: pd.DataFrame, posture: pd.DataFrame) -> pd.DataFrame:
    """Exercises near the border whose size in troops was printed: date, size, in order of date.

    sizes: `exercise_sizes`. posture: of its rows those of an exercise that count people. A size that both tables have
    for one month is one exercise, and the row of posture, which has the day, stays.
    """
    people = posture["unit_of_number"].fillna("").str.contains("troops|personnel|servicemen|soldiers")
    held = posture[(posture["type"] == "exercise") & people].rename(columns={"number": "size"})
    both = pd.concat([sizes.rename(columns={"troops": "size"}), held])
    both = both.assign(month=both["date"].str[:7]).drop_duplicates(["month", "size"], keep="last")
    return both[["date", "size", "date_start"]].sort_values("date_start", kind="stable", ignore_index=True)


def steps_after(events: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """What came instead of a proxy war: the events of `INSTEAD` and the Pentagon's report, in order of date.

    Columns: date, what was said or done, kind, event_id (none for the report), source_id. evidence: `claim_evidence`.
    """
    rows = events.set_index("event_id", drop=False).loc[list(INSTEAD)].assign(kind=list(INSTEAD.values()))
    report = evidence.set_index("evidence_id").loc[PENTAGON]
    words = {"date": report["date"], "what was said or done": report["what_it_shows"], "kind": "assessment"}
    words |= {"event_id": None, "source_id": report["source_id"]}
    rows = rows.rename(columns={"summary": "what was said or done"})[list(words)]
    return pd.concat([rows, pd.DataFrame([words])]).sort_values("date", kind="stable", ignore_index=True)
