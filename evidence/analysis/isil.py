"""ISIL in Afghanistan: how many fighters according to whom, how many deaths, which share of the war.

Pure functions on tables of the data package (`isil_strength`, `battle_deaths`, `one_sided_violence`,
`non_state_conflict`, `statements`, `helicopter_reports`); counts are persons, shares are shares of one.
"""

import pandas as pd
import shapely
from shapely.geometry import shape

from evidence.forecast.risk_set import AFGHANISTAN
from evidence.precision import fixed, settled

ISIL_FORMED = "E186"  # event: ISIL-K announces itself
GOVERNMENT, TALIBAN = "Government – IS", "IS – Taliban"  # dyads of `battle_deaths` and of `non_state_conflict`
KABUL_FELL = 2021  # on 15 August; from then on the government that fights ISIL is the Taliban's
SIDES = ("Russia", "United States/NATO")
FORCE = {"military-option": "force named or left open", "no-military-intervention": "force ruled out"}
REPORT_KEYS = {"statements": "statement_id", "events": "event_id", "claim_evidence": "evidence_id"}
# What a report of helicopters says, by its row or else the row that it points to; the others assert landings.
SAID = {
    "C08-05": "told of flights",
    "E093": "could not confirm landings",
    "E184": "took up reports of air drops",
    "E096": "told of fighters flown in before an attack on Tora Bora",
    "E100": "cited an MP on American helicopters",
    "S090": "passed on a report of the army of a landing, in one version",
    "S091": "left a landing open, in another version",
    "H25": "took up this report",
}


def dated_counts(strength: pd.DataFrame) -> pd.DataFrame:
    """Comparable counts of ISIL's fighters, in order of date.

    Adds `kind` ('one value', 'range', 'at least', 'at most'), `value` (its low end, or the high one if that is all) and
    `middle` (the middle of the period that the date can mean: a day, a month or a whole year).
    """
    rows = strength[strength["comparable"]].sort_values("date_start", kind="stable").copy()
    rows["kind"] = "one value"
    rows.loc[rows["low"] < rows["high"], "kind"] = "range"
    rows.loc[rows["high"].isna(), "kind"] = "at least"
    rows.loc[rows["low"].isna(), "kind"] = "at most"
    rows["value"] = rows["low"].fillna(rows["high"])
    rows["middle"] = rows["date_start"] + (rows["date_end"] - rows["date_start"]) / 2
    return rows


def same_quarter(counts: pd.DataFrame) -> pd.DataFrame:
    """Those of `dated_counts` from quarters in which both SIDES gave one; adds `quarter` such as '2016Q2'.

    A count whose date spans two quarters belongs to none.
    """
    rows = counts[counts["side"].isin(SIDES)].copy()
    rows = rows[rows["date_start"].dt.to_period("Q") == rows["date_end"].dt.to_period("Q")]
    rows["quarter"] = rows["date_start"].dt.to_period("Q").astype(str)
    sides = rows.groupby("quarter")["side"].nunique()
    both = rows[rows["quarter"].isin(sides[sides == len(SIDES)].index)]
    return both.sort_values(["quarter", "side", "date_start"])


def ratios(pairs: pd.DataFrame) -> pd.DataFrame:
    """Russian counts over American ones, per quarter: `lowest` and `highest` ratio that the ranges allow.

    An open bound counts with the number that was named, so 'or more' makes the highest ratio a lower limit.
    """
    rows = []
    for quarter, own in pairs.groupby("quarter"):
        (ru_low, ru_high), (us_low, us_high) = (_bounds(own[own["side"] == side]) for side in SIDES)
        rows.append({"quarter": quarter, "lowest": ru_low / us_high, "highest": ru_high / us_low})
    return pd.DataFrame(rows, columns=["quarter", "lowest", "highest"]).set_index("quarter")


def shared_quarters(pairs: pd.DataFrame) -> pd.DataFrame:
    """The first and the last day of each quarter of `same_quarter`: first, last."""
    quarters = pd.PeriodIndex(pairs["quarter"].unique(), freq="Q")
    return pd.DataFrame({"first": quarters.start_time, "last": quarters.end_time.normalize()})


def _bounds(rows: pd.DataFrame) -> tuple[float, float]:
    named = pd.concat([rows["low"], rows["high"]]).dropna()
    return float(named.min()), float(named.max())


def nearest_ratios(counts: pd.DataFrame, others: pd.DataFrame, days: int) -> pd.Series:
    """Each count over the nearest in time of some others, by estimate_id, if that lies within so many days.

    counts, others: of `dated_counts`. Of a range the low end counts.
    """
    found = {}
    for row in counts.itertuples():
        gaps = (others["middle"] - row.middle).abs()
        if gaps.min() <= pd.Timedelta(days=days):
            found[row.estimate_id] = row.value / others.at[gaps.idxmin(), "value"]
    return pd.Series(found, dtype=float)


def toll(deaths: pd.DataFrame) -> pd.DataFrame:
    """Battle deaths of the government of Afghanistan against IS (`battle_deaths`), in order of year.

    Columns: year, dyad, low, best, high, source_id. Fights of other governments with IS are none of them, wherever
    UCDP places them.
    """
    rows = deaths[deaths["only_afghanistan"] & (deaths["dyad"] == GOVERNMENT)].sort_values("year", kind="stable")
    return rows[["year", "dyad", "low", "best", "high", "source_id"]].reset_index(drop=True)


def share_of_war(deaths: pd.DataFrame) -> pd.DataFrame:
    """The part of that dyad in the battle deaths of all dyads fought in Afghanistan alone, by year.

    Columns: year, isil_deaths and all_deaths (best estimates), lowest, share, highest (shares of one), source_id.
    `share` from the best estimates. `lowest` sets its low estimate against the high ones of all others, `highest` the
    reverse: bounds of the arithmetic, not a confidence interval.
    """
    own = toll(deaths).set_index("year")
    inside = deaths[deaths["only_afghanistan"] & deaths["year"].isin(own.index)]
    everyone = inside.groupby("year")[["low", "best", "high"]].sum()
    shares = pd.DataFrame(
        {
            "isil_deaths": own["best"],
            "all_deaths": everyone["best"],
            "lowest": own["low"] / (own["low"] + everyone["high"] - own["high"]),
            "share": own["best"] / everyone["best"],
            "highest": own["high"] / (own["high"] + everyone["low"] - own["low"]),
            "source_id": own["source_id"],
        }
    )
    return shares.reset_index()


def share_tips(shares: pd.DataFrame) -> list[str]:
    """What each of `share_of_war` says: the share with its bounds, in per cent with one decimal."""
    texts = [[f"{fixed(share, 1, times=100)}%" for share in shares[end]] for end in ("share", "lowest", "highest")]
    return [
        f"Government – ISIL-K, {year}: {share} of the battle deaths ({lowest} to {highest}). UCDP"
        for year, share, lowest, highest in zip(shares["year"], *texts)
    ]


def toll_by_fight(government: pd.DataFrame, taliban: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """`toll` and `taliban_toll` under each other: `fight` (of `names`, in this order), the estimates, and their `tip`.

    A tip says who fought whom, when, how many died, and where the fighting crossed the border; only fights with the
    Taliban are placed in two countries.
    """
    own = government.assign(actor="Government", more=government["year"].map(who_governed))
    abroad = taliban["only_afghanistan"].map({True: "", False: ", fighting in Pakistan included"})
    fights = (own, taliban.assign(actor="Taliban", more=abroad))
    rows = pd.concat([rows.assign(fight=name) for rows, name in zip(fights, names)], sort=False)
    rows["tip"] = [
        f"{row.actor} – ISIL-K, {row.year}: {fixed(row.best)} deaths "
        f"({fixed(row.low)} to {fixed(row.high)}){row.more}. UCDP"
        for row in rows.itertuples()
    ]
    return rows[["fight", "year", "low", "best", "high", "tip", "source_id"]]


def who_governed(year: int) -> str:
    """What is to be said of 'the government' in a year: nothing before Kabul fell."""
    if year < KABUL_FELL:
        return ""
    return ", the Taliban's government" + (" from 15 August" if year == KABUL_FELL else "")


def taliban_toll(fights: pd.DataFrame) -> pd.DataFrame:
    """Deaths in fighting between IS and the Taliban (`non_state_conflict`), in order of year.

    Columns: year, dyad, low, best, high, only_afghanistan, source_id. A year without a row had fewer than 25 deaths.
    From August 2021 the Taliban are the government of `toll`.
    """
    rows = fights[fights["dyad"] == TALIBAN].sort_values("year", kind="stable")
    return rows[["year", "dyad", "low", "best", "high", "only_afghanistan", "source_id"]].reset_index(drop=True)


def share_of_all_violence(
    deaths: pd.DataFrame, fights: pd.DataFrame, one_sided: pd.DataFrame, countries: pd.DataFrame
) -> pd.DataFrame:
    """ISIL's fights with government and Taliban and its killings of civilians, in all deaths UCDP counts there.

    deaths: `battle_deaths`; fights: `non_state_conflict`; one_sided: `one_sided_violence`; countries:
    `violence_by_country`. Columns: year, battles, against_taliban, civilians, all_deaths, share, lowest, highest.
    `lowest` sets the low end of ISIL's part against the high end of the rest, `highest` the reverse; a bound that is
    not given counts with the best estimate. The parts come from several releases of UCDP: print whole per cents.
    """
    parts = {
        "battles": toll(deaths),
        "against_taliban": taliban_toll(fights),
        "civilians": one_sided[one_sided["actor"] == "IS"],
    }
    ends = {name: rows.set_index("year")[["low", "best", "high"]].astype(float) for name, rows in parts.items()}
    filled = {name: rows.apply(lambda end, best=rows["best"]: end.fillna(best)) for name, rows in ends.items()}
    everyone = countries[countries["gwno"] == AFGHANISTAN].groupby("year")[["low", "best", "high"]].sum()
    years = filled["battles"].index.intersection(filled["civilians"].index).intersection(everyone.index)
    own = sum(rows.reindex(years, fill_value=0) for rows in filled.values())
    best = {name: rows["best"].reindex(years, fill_value=0).astype(int) for name, rows in filled.items()}
    rows = pd.DataFrame(best).assign(all_deaths=everyone["best"].reindex(years))
    rest = everyone.reindex(years) - own
    rows["lowest"] = own["low"] / (own["low"] + rest["high"].clip(lower=0))
    rows["share"] = own["best"] / rows["all_deaths"]
    rows["highest"] = own["high"] / (own["high"] + rest["low"].clip(lower=0))
    return rows.rename_axis("year").reset_index()


def occasions(statements: pd.DataFrame) -> pd.DataFrame:
    """One row for each speaker, date and topic, by id: of several quotations from one occasion that of the last id."""
    return statements.sort_values("statement_id", kind="stable").drop_duplicates(
        ["speaker", "date", "topic"], keep="last"
    )


def by_half_year(statements: pd.DataFrame, topics: dict[str, str], first: str, last: str) -> pd.DataFrame:
    """How many statements of each kind fall into each half-year from `first` to `last`, such as '2014-H1'.

    topics: topic -> kind. Statements dated to a whole year have no half-year and are left out.
    """
    rows = in_half_years(statements, topics)
    counted = pd.crosstab(rows["kind"], rows["half_year"])
    halves = half_years(first, last)
    grid = counted.reindex(index=dict.fromkeys(topics.values()), columns=halves, fill_value=0)
    return grid.rename_axis("kind").rename_axis(columns="half_year").stack().rename("statements").reset_index()


def in_half_years(statements: pd.DataFrame, topics: dict[str, str]) -> pd.DataFrame:
    """The statements on these topics that are dated to a month or a day, with `kind` and `half_year`."""
    rows = statements[statements["topic"].isin(list(topics)) & (statements["date"].str.len() >= 7)]
    half = rows["date_start"].dt.year.astype(str) + "-H" + ((rows["date_start"].dt.month > 6) + 1).astype(str)
    return rows.assign(kind=rows["topic"].map(topics), half_year=half)


def half_years(first: str, last: str) -> list[str]:
    """'2014-H2', '2015-H2' -> ['2014-H2', '2015-H1', '2015-H2']."""
    names = [f"{year}-H{half}" for year in range(int(first[:4]), int(last[:4]) + 1) for half in (1, 2)]
    return names[names.index(first) : names.index(last) + 1]


def levels(places: pd.Series, gap: float) -> pd.Series:
    """How high each mark stands when marks that would coincide are stacked: 0 at the foot, then 1, 2 and so on.

    places: where the marks stand on one axis. gap: a mark nearer than this to the foot of the last stack joins it.
    """
    foot, height, found = None, 0, {}
    for key, place in places.sort_values(kind="stable").items():
        height = 0 if foot is None or place - foot >= gap else height + 1
        foot = foot if height else place
        found[key] = height
    return pd.Series(found, dtype=int).reindex(places.index)


def shifts(counts: pd.DataFrame, of_side: dict[str, int], until: str, apart: int = 12, days: int = 30) -> pd.Series:
    """How many pixels the mark of each of `dated_counts` stands beside its date, so that no two coincide.

    of_side: the shift of each side before `until`, for two sides that speak in one week. Two counts of one side whose
    values meet, with at most `days` between them, stand `apart` pixels from each other around that place.
    """
    moved = counts["side"].map(of_side).where(counts["date_start"] < until, 0).astype(int)
    ends = counts["high"].fillna(counts["value"])
    for _, own in counts.sort_values("middle", kind="stable").groupby("side"):
        meets = (own["value"] <= ends[own.index].shift()) & (ends[own.index] >= own["value"].shift())
        close = own["middle"].diff().abs() <= pd.Timedelta(days=days)
        for _, together in own.groupby((~(meets & close)).cumsum()):
            for place, key in enumerate(together.index):
                moved[key] += apart * place - apart * (len(together) - 1) // 2
    return moved


def inner_points(features: list[dict]) -> pd.DataFrame:
    """A point well inside each outline, where a sign has room: `longitude` and `latitude` by `adm1_code`.

    features: GeoJSON of provinces, as in `provinces_map`. The point is the centre of the largest circle that fits.
    """
    rows = {}
    for feature in features:
        centre = shapely.maximum_inscribed_circle(shape(feature["geometry"]), tolerance=0.01).coords[0]
        rows[feature["properties"]["adm1_code"]] = settled(centre, 2)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["longitude", "latitude"])


def claimed(low: float | None, high: float | None) -> str:
    """A count of fighters as it was claimed: '2,000 to 3,000', '10,000 or more', 'up to 1,000', '3,500'."""
    if high is None or pd.isna(high):
        assert low is not None  # a claim has a bound
        return f"{fixed(low)} or more"
    if low is None or pd.isna(low):
        return f"up to {fixed(high)}"
    return fixed(low) if low == high else f"{fixed(low)} to {fixed(high)}"


def force_statements(statements: pd.DataFrame) -> pd.DataFrame:
    """Russian statements on using force in or against Afghanistan, by date; adds `stance`, the words of FORCE."""
    rows = statements[statements["topic"].isin(list(FORCE)) & (statements["side"] == "Russia")]
    return rows.assign(stance=rows["topic"].map(FORCE)).sort_values("date_start", kind="stable")


def quoted(statements: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Statements in order of date: statement_id, date, speaker, `words` (translation or quote), note, source_id."""
    rows = statements.set_index("statement_id", drop=False).loc[ids].sort_values(["date_start", "date_end"])
    rows = rows.assign(words=rows["translation"].fillna(rows["quote"]))
    return rows[["statement_id", "date", "speaker", "words", "note", "source_id"]]


def speakers(statements: pd.DataFrame) -> pd.Series:
    """Who speaks, with the role where it says more than the name: 'Sergei Lavrov, foreign minister'."""
    role = statements["role"].str.replace("MFA", "foreign ministry").where(statements["role"] != "MoD")
    return statements["speaker"] + (", " + role).fillna("")


def first_months(statements: pd.DataFrame, stance: str) -> dict[int, str]:
    """The years in which a stance of `force_statements` was taken, each with its first month: {2015: '2015-10'}."""
    own = statements[statements["stance"] == stance]
    return {year: dates.iloc[0][:7] for year, dates in own["date"].groupby(own["date_start"].dt.year)}


def report_chain(
    reports: pd.DataFrame, rows_of: dict[str, pd.DataFrame], provinces: dict[str, str] | pd.Series
) -> pd.DataFrame:
    """Reports of helicopters in order of date, each with its words and place.

    rows_of: the tables that REPORT_KEYS names. provinces: adm1_code -> name. Adds `words` (a statement's translation or
    quote, an event's summary, what a piece of evidence shows), `said` (what was said, in short), `province`, and parts
    `who` into `said_by` and `doubted_or_denied_by`. A foreign ministry is spelled out.
    """
    reports = reports.assign(who=reports["who"].str.replace("MFA", "foreign ministry"))
    lookup = {name: rows.set_index(REPORT_KEYS[name]) for name, rows in rows_of.items()}
    words = {
        "statements": lookup["statements"]["translation"].fillna(lookup["statements"]["quote"]),
        "events": lookup["events"]["summary"],
        "claim_evidence": lookup["claim_evidence"]["what_it_shows"],
    }
    doubts = reports["act"].isin(["cannot confirm", "denies"])
    in_short = [
        SAID.get(report, SAID.get(row, "asserted landings"))
        for report, row in zip(reports["report_id"], reports["row_id"])
    ]
    rows = reports.assign(
        words=[words[table][row] for table, row in zip(reports["table"], reports["row_id"])],
        said=in_short,
        province=reports["adm1_code"].map(provinces),
        said_by=reports["who"].where(~doubts),
        doubted_or_denied_by=reports["who"].where(doubts),
    )
    return rows.sort_values(["date_start", "date_end", "report_id"])


def one_line_each(chain: pd.DataFrame) -> pd.DataFrame:
    """Of `report_chain`, one line for each row that reports point to, its provinces and notes joined."""
    grouped = chain.groupby(["date", "table", "row_id"], sort=False)

    def joined(texts: pd.Series, between: str) -> str | None:
        return between.join(dict.fromkeys(texts.dropna())) or None

    provinces = grouped["province"].agg(lambda names: joined(names, ", "))
    notes = grouped["note"].agg(lambda notes: joined(notes, "; "))
    return grouped.first().assign(province=provinces, note=notes).reset_index()


def _reports_of_kinds(chain: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Kind of report -> the rows of `report_chain` of this kind that name a province, the strongest kind first."""
    placed = chain.dropna(subset=["adm1_code"])
    recent, early = placed[placed["date_start"].dt.year >= 2015], placed[placed["date_start"].dt.year == 2009]
    reported = recent["act"].isin(["asserts", "leaves open", "repeats"])
    told = reported & (recent["said"] != SAID["E100"])  # words on whose they are report no landing
    drops = recent["said"] == SAID["E184"]
    return {
        "landing reported, 2015–2017": recent[told & ~drops],
        "air drops, taken up by Moscow, 2017": recent[told & drops],
        "named only in the ministry's answer": recent[recent["act"] == "cannot confirm"],
        "flights told of in 2009": early,
    }


def kinds_of_places(chain: pd.DataFrame) -> dict[str, set[str]]:
    """Which provinces (adm1_code) carry which kind of report, each province in the strongest of its kinds."""
    kinds: dict[str, set[str]] = {}
    taken: set[str] = set()
    for kind, rows in _reports_of_kinds(chain).items():
        kinds[kind] = set(rows["adm1_code"]) - taken
        taken |= kinds[kind]
    return kinds


def told_places(chain: pd.DataFrame, names: pd.Series, features: list[dict]) -> pd.DataFrame:
    """One row for each province that `report_chain` names, in the order of `kinds_of_places`.

    names: adm1_code -> name. features: GeoJSON of provinces. Columns: `adm1_code`, `kind`, `name`, `longitude` and
    `latitude` of a point inside, and `source_id` of its first report of that kind.
    """
    kinds = kinds_of_places(chain)
    rows = pd.DataFrame([{"adm1_code": code, "kind": kind} for kind, codes in kinds.items() for code in sorted(codes)])
    first = {
        (code, kind): source
        for kind, told in _reports_of_kinds(chain).items()
        for code, source in told.groupby("adm1_code")["source_id"].first().items()
    }
    rows = rows.join(names.rename("name"), on="adm1_code").join(inner_points(features), on="adm1_code")
    return rows.assign(source_id=[first[row.adm1_code, row.kind] for row in rows.itertuples()])


def told_of(chain: pd.DataFrame, dates: list[str]) -> pd.Series:
    """What reports say of each province, by adm1_code: 'Name, member of parliament, asserted landings (date); ...'.

    dates: that of each report, in words.
    """
    commas = chain["who"].str.contains(", ").map({True: ",", False: ""})
    told = [f"{who}{comma} {said} ({day})" for who, comma, said, day in zip(chain["who"], commas, chain["said"], dates)]
    return chain.assign(told=told).groupby("adm1_code")["told"].agg("; ".join)
