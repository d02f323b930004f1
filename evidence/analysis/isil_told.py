"""What the rows of `isil` say in words: tips of marks, descriptions for who can't see a chart, numbers of the prose.

Tables and frames of `isil` in, texts out: frames with a column `tip`, sentences, and dicts of texts by the key under
which the prose of the chapter asks for each.
"""

import pandas as pd

from evidence.analysis import isil
from evidence.forecast import known
from evidence.periods import decimal_year
from evidence.precision import settled
from evidence.wording import count, date, decimal, in_words, joined, percent, span

NAMED, RULED_OUT = isil.FORCE.values()
NANGARHAR = "AFG-1764"
SAID_BY = {  # a mark of a statement on force: the name beside it
    "S001": "Kremlin spokesman",
    "S003": "foreign minister",
    "S004": "ministry sources",
    "S107": "the warning:",
    "S220": "Lavrov",
}
SAID_BEFORE = {"S174": "Kabulov"}
COUNTED_FOR_ALL = "S194"  # the mark beside which it is said how many reports there are of the warning
RETOLD = ["S106", "S171"]  # reports that repeat the warning of S194 and of S107
GAP = 0.9  # years, between two statements whose marks do not touch

DRAWN = ["Russia", "United States/NATO", "UN", "Afghan government"]  # the sides whose counts are drawn
SPELLED_OUT = {  # claimants as the table has them: as a reader does
    "CENTCOM": "US Central Command",
    "IG report": "inspector general's report",
    "Russian MFA": "Russian foreign ministry",
    "Resolute Support": "NATO mission",
    "US DoD": "US defence department",
    r"\bBG\b": "Brig. Gen.",
}
BEFORE_2016 = {"Russia": -1, "United States/NATO": 4, "UN": 0, "Afghan government": 0}  # px: two spoke in one week
UN_APART = 8  # px: it spoke close to others
LOW = ["K006", "K015", "K018", "K022", "K023"]  # estimates whose low end the prose names
BOTH = ["K021", "K031", "K038", "K040"]  # and those of which it names both
LATEST = 2021  # the last year of the charts of deaths; the numbers in the text go further
TOPICS = {  # of statements: the name of a row of tiles
    "ISIL-threat": "ISIL as a threat",
    "helicopters": "helicopters",
    "common-interest-with-Taliban": "common interest, Taliban",
    "US-bases": "US bases",
    "military-option": "force as an option",
}
FIGHTS = ["government against ISIL", "Taliban against ISIL"]


def force(statements: pd.DataFrame) -> pd.DataFrame:
    """`isil.force_statements` as marks: `at` (a year), `level`, `beside` and `before` (names or nothing), `tip`.

    A statement that two reports give in the same words stands once.
    """
    rows = isil.force_statements(statements).drop_duplicates(["speaker", "date", "quote"])
    reports = ((rows["stance"] == NAMED) & rows["date"].str.startswith("2017")).sum()
    names = {**SAID_BY, COUNTED_FOR_ALL: f"{in_words(reports)} reports"}
    rows = rows.assign(at=rows["date_start"].map(decimal_year))
    rows["level"] = rows.groupby("stance")["at"].transform(isil.levels, gap=GAP)
    rows["beside"], rows["before"] = (rows["statement_id"].map(texts) for texts in (names, SAID_BEFORE))
    said_by = zip(isil.speakers(rows), rows.itertuples())
    return rows.assign(tip=[f"{name}, {date(row.date)}: {row.stance}" for name, row in said_by])


def force_numbers(force: pd.DataFrame) -> dict[str, str]:
    """How many statements on force there are, and how many ruled it out from 2018 to 2021."""
    later = (force["stance"] == RULED_OUT) & force["date_start"].dt.year.between(2018, 2021)
    return {"c1_force_all": in_words(len(force)), "c1_out_later": in_words(later.sum())}


def force_described(force: pd.DataFrame) -> str:
    """The two rows of marks, each with its years and the number of its statements."""
    named, out = (
        f"{', '.join(map(str, isil.first_months(force, stance)))}: {(force['stance'] == stance).sum()}"
        for stance in (NAMED, RULED_OUT)
    )
    return (
        f"Two rows of marks on a line of years. Force is named or left open in {named} statements. It is ruled out in "
        f"{out} statements."
    )


def counts(strength: pd.DataFrame) -> pd.DataFrame:
    """Those `isil.dated_counts` of DRAWN: adds `fighters` (as claimed), `shift` (px) and `tip`.

    Abbreviations of a claimant are SPELLED_OUT.
    """
    rows = isil.dated_counts(strength)
    rows = rows[rows["side"].isin(DRAWN)].copy()
    rows["claimant"] = rows["claimant"].replace(SPELLED_OUT, regex=True)
    rows["fighters"] = [isil.claimed(row.low, row.high) for row in rows.itertuples()]
    rows["shift"] = isil.shifts(rows, BEFORE_2016, until="2016") + UN_APART * (rows["side"] == "UN")
    tips = [f"{row.claimant}, {date(row.date)}: {row.fighters}. Counted: {row.counted}" for row in rows.itertuples()]
    return rows.assign(tip=tips)


def counts_described(counts: pd.DataFrame) -> str:
    """How many claims each side made, and the course of the figures: to 2017, or to the end if the last are there."""
    claims = counts.set_index("estimate_id")
    low, high = ({key: count(value) for key, value in claims[end].dropna().items()} for end in ("low", "high"))
    of_side = {side: (counts["side"] == side).sum() for side in DRAWN}
    sides = ", ".join(f"{in_words(number)} by {side}" for side, number in of_side.items() if number)
    first = (
        f"{len(counts)} claims: {sides}. In late 2015 the Russian and American figures overlap around {high['K005']}. "
        f"In March and April 2016 a Russian official says {low['K068']} and more, in September {low['K018']}. American "
        f"figures fall from {low['K014']} to {high['K014']} in early 2016 to {low['K022']} in March 2017. The United "
        f"Nations have {low['K021']} to {high['K021']} in January 2017."
    )
    if "K058" not in low:
        return first
    return (
        f"{first} In December 2017 a Russian official says {low['K026']} or more again, in February 2018 "
        f"{low['K028']}, against an American {low['K066']} of that month. In 2019 the Russian figures are "
        f"{low['K071']} to {high['K071']} in February and {low['K040']} to {high['K040']} in December, the American "
        f"ones at most {high['K034']} and up to {high['K038']}. United Nations figures lie between {low['K070']} and "
        f"{high['K048']} from then on. A Russian {low['K050']} in July 2022 stands above them, a Russian {low['K058']} "
        "of February 2026 among them."
    )


def count_numbers(strength: pd.DataFrame, counts: pd.DataFrame) -> dict[str, str]:
    """How many counts there are and are drawn, and the claims that the prose names. counts: as of `counts`."""
    comparable, k = isil.dated_counts(strength), strength.set_index("estimate_id")
    return {
        "c1_all": count(len(strength)),
        "c1_comparable": count(len(comparable)),
        "c1_apart": count((~strength["comparable"]).sum()),
        "c1_drawn": count(len(counts)),
        "c1_pact": in_words((comparable["side"] == "other").sum()),  # the CSTO: told of in the text, not drawn
        "c1_afghan": in_words((counts["side"] == "Afghan government").sum()),
        "c1_un_first": date(counts.loc[counts["side"] == "UN", "date"].iloc[0]),
        "c1_k062": count(k.at["K062", "high"]),
        **{f"c1_{row.lower()}": count(k.at[row, "low"]) for row in LOW},
        **{f"c1_{row.lower()}": span(*k.loc[row, ["low", "high"]]) for row in BOTH},
        "c1_k059_date": date(k.at["K059", "date"]),
    }


def ratio_numbers(ratios: pd.DataFrame, ratios_then: pd.DataFrame) -> dict[str, str]:
    """Russian over American counts in the quarters that both share, today and as of August 2017."""
    lowest, highest = ratios["lowest"], ratios["highest"]
    return {
        "c1_pairs": in_words(len(ratios)),
        "c1_pairs_known": in_words(len(ratios_then)),
        "c1_above": in_words((lowest > 1).sum()),
        "c1_over": in_words(int(lowest["2016Q2"])),  # more than so many times, in three of the quarters
        "c1_2016q2_low": decimal(lowest["2016Q2"]),
        "c1_2016q2_high": _times(highest["2016Q2"]),
        "c1_2017q3_low": _times(lowest["2017Q3"]),
        "c1_2018q1_low": _times(lowest["2018Q1"]),
        "c1_2018q1_high": decimal(highest["2018Q1"]),
    }


def _times(ratio: float) -> str:
    """A ratio as a word where it is whole, which a correction can end: 7.0 -> 'seven', 6.5 -> '6.5'."""
    return in_words(ratio) if ratio == int(ratio) else decimal(ratio)


def toll_numbers(toll: pd.DataFrame) -> dict[str, str]:
    """Deaths in the government's fight with ISIL in the years that the prose names. toll: as of `isil.toll`."""
    by_year = toll.set_index("year")
    best, low, high = (by_year[end] for end in ("best", "low", "high"))
    peak, last_known = best.idxmax(), known(toll)["year"].max()
    return {
        **{f"c1_deaths_{year}": count(best[year]) for year in (2015, 2017)},
        "c1_deaths_peak": count(best[peak]),
        "c1_high_peak": count(high[peak]),
        "c1_peak_year": str(peak),
        "c1_range_2017": span(low[2017], high[2017]),
        "c1_range_peak": span(low[peak], high[peak]),
        "c1_peak_margin": percent(best[peak] / best[2017] - 1, 1),
        "c1_last_known": str(last_known),
        "c1_deaths_known": count(best[last_known]),
        "c1_toll_2022": f"{count(best[2022])} ({span(low[2022], high[2022])})",
    }


def by_fight(toll: pd.DataFrame, fights: pd.DataFrame) -> pd.DataFrame:
    """`isil.toll_by_fight` up to LATEST, under the names of FIGHTS."""
    return isil.toll_by_fight(toll[toll["year"] <= LATEST], fights, FIGHTS)


def deaths_described(by_fight: pd.DataFrame) -> str:
    """The course of both fights of `isil.toll_by_fight`, first the government's: all of it, or what 2017 could know."""
    (_, government), (_, taliban) = by_fight.groupby("fight", sort=False)
    by_year, fell = government.set_index("year"), taliban.set_index("year")["best"].map(count)
    died, peak = by_year["best"].map(count), by_year["best"].idxmax()
    if 2017 not in died:
        return (
            f"Two panels. Government against ISIL: {died[2015]} deaths in 2015 and {died[2016]} in 2016. Taliban "
            f"against ISIL: {fell[2015]} and {fell[2016]}."
        )
    return (
        f"Two panels. Government against ISIL: deaths rise from {died[2015]} in 2015 to {died[2017]} in 2017 and "
        f"{died[peak]} in {peak}, then fall to {died[2021]} in 2021. The exception is the bar of {peak}: it reaches up "
        f"to {count(by_year.at[peak, 'high'])}, far above every other year. The article appeared in the third year. "
        f"Taliban against ISIL: {', '.join(f'{number} in {year}' for year, number in fell.items())}."
    )


def civilian_numbers(
    one_sided: pd.DataFrame, by_actor: pd.DataFrame, all_casualties: pd.DataFrame, sources: pd.DataFrame
) -> dict[str, str]:
    """Civilians killed by ISIL after UCDP, and the casualties that UNAMA attributes to it with their share of all.

    The tables `one_sided_violence`, `civilian_casualties_by_actor`, `civilian_casualties` and `sources`.
    """
    civilians = one_sided[one_sided["actor"] == "IS"].set_index("year")
    killed, worst = civilians["best"], civilians["best"].idxmax()
    unama = by_actor[(by_actor["actor"] == "ISIL-K") & (by_actor["basis"] == "attributed by UNAMA")]
    total, share = (unama.set_index("period")[column] for column in ("total", "share_pct"))
    everyone = all_casualties.set_index("period")
    published = sources.set_index("source_id").at[everyone.at["2017-H1", "source_id"], "date_published"]
    return {
        **{f"c1_killed_{year}": count(killed[year]) for year in (2015, 2017, 2018)},
        "c1_killed_worst": count(killed[worst]),
        "c1_worst": str(worst),
        "c1_killed_bounds": span(civilians.at[worst, "low"], civilians.at[worst, "high"]),
        "c1_unama_2015": count(total["2015"]),
        "c1_unama_2016": count(total["2016"]),
        "c1_unama_times": in_words(total["2016"] // total["2015"]),
        "c1_unama_share_2016": percent(total["2016"] / everyone.at["2016", "total_first"]),
        "c1_unama_half": f"{count(share['2017-H1'])}%",
        "c1_unama_half_date": date(str(published)),
        **{f"c1_unama_{year}": f"{count(share[year])}%" for year in ("2017", "2018", "2020")},
    }


def shares(deaths: pd.DataFrame) -> pd.DataFrame:
    """`isil.share_of_war` up to LATEST, in ten-thousandths, with a `tip`."""
    rows = settled(isil.share_of_war(deaths).query("year <= @LATEST"), 4)
    return rows.assign(tip=isil.share_tips(rows))


def shares_described(shares: pd.DataFrame) -> str:
    """Each share with its year."""
    each = ", ".join(f"{percent(row.share)} in {row.year}" for row in shares.itertuples())
    return f"{len(shares)} annual shares: {each}."


def share_numbers(share: pd.DataFrame, violence: pd.DataFrame) -> dict[str, str]:
    """Shares in the years that the prose names, as `isil.share_of_war` and `isil.share_of_all_violence` give them."""
    parts, of_all = share.set_index("year"), violence.set_index("year")
    later = {2022: 2022, "last": parts.index.max()}
    return {
        "c1_share_2015": percent(parts.at[2015, "share"]),
        "c1_share_2017": percent(parts.at[2017, "share"]),
        "c1_share_bounds": _to(parts.loc[2017]),
        "c1_share_2021": percent(parts.at[2021, "share"], 1),
        **{f"c1_share_{name}": percent(parts.at[year, "share"]) for name, year in later.items()},
        **{
            f"c1_all_{name}": count(parts.at[year, "all_deaths"])
            for name, year in {2017: 2017, 2021: 2021, **later}.items()
        },
        "c1_violence_2017": percent(of_all.at[2017, "share"]),
        "c1_violence_2022": percent(of_all.at[2022, "share"]),
        "c1_violence_bounds": _to(of_all.loc[2022]),
    }


def _to(row: pd.Series) -> str:
    return f"{percent(row['lowest'])} to {percent(row['highest'])}"


def spoken(statements: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """`isil.in_half_years` from `first` to `last` of what Russian speakers said on TOPICS, once for each occasion.

    The warning of 2017 counts once for each of its two separate reports.
    """
    own = (statements["side"] == "Russia") & ~statements["statement_id"].isin(RETOLD)
    russian = isil.occasions(statements[own])
    rows = isil.in_half_years(russian.sort_values(["date_start", "statement_id"]), TOPICS)
    return rows[rows["half_year"].between(first, last)]


def half_years(spoken: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """`isil.by_half_year` of TOPICS with a `tip` for each tile, zeros included."""
    grid = isil.by_half_year(spoken, TOPICS, first, last)
    return grid.assign(tip=[_of_half_year(row) for row in grid.itertuples()])


def _of_half_year(row) -> str:
    found = {0: "no Russian statement found", 1: "one Russian statement found"}
    many = f"{in_words(row.statements)} Russian statements found"
    return f"{row.kind[0].upper()}{row.kind[1:]}, {_half(row.half_year)}: {found.get(row.statements, many)}"


def _half(half_year: str) -> str:
    return f"{'first' if half_year.endswith('1') else 'second'} half of {half_year[:4]}"


def half_years_described(grid: pd.DataFrame) -> str:
    """The size of the grid, its largest number, and where two topics appear."""
    busiest, found = grid.loc[grid["statements"].idxmax()], grid[grid["statements"] > 0]
    helicopters, option = (
        sorted(found.loc[found["kind"] == TOPICS[topic], "half_year"]) for topic in ("helicopters", "military-option")
    )
    years = joined(dict.fromkeys(half[:4] for half in option)) if option else "none of them"
    return (
        f"A grid of {grid['kind'].nunique()} topics by {grid['half_year'].nunique()} half-years. The largest number is "
        f"{busiest.statements}, for {busiest.kind} in {busiest.half_year}. Helicopters appear from the "
        f"{_half(helicopters[0])} on, force as an option in {years}."
    )


def places(chain: pd.DataFrame, names: pd.Series, features: list[dict]) -> pd.DataFrame:
    """`isil.told_places` with a `tip`, and the `shade` of the province: dark where landings or air drops were told of.

    names: adm1_code -> name. features: GeoJSON of provinces.
    """
    rows = isil.told_places(chain, names, features)
    landings, drops, *_ = isil.kinds_of_places(chain).values()
    told = isil.told_of(chain, [date(day) for day in chain["date"]])
    shade = rows["adm1_code"].isin(landings | drops).map({True: 0.7, False: 0.15})
    return rows.assign(tip=rows["name"] + ": " + rows["adm1_code"].map(told), shade=shade)


def places_described(places: pd.DataFrame) -> str:
    """Which provinces carry which kind of report."""
    kinds = places.groupby("kind", sort=False)["name"].agg(lambda names: ", ".join(sorted(names)))
    return f"A map of Afghanistan's provinces. {'; '.join(f'{kind}: {names}' for kind, names in kinds.items())}."


def place_numbers(chain: pd.DataFrame, names: pd.Series) -> dict[str, str]:
    """Names of the provinces of landings and of air drops, some of both, and how many were the Taliban's."""
    landings, *_ = isil.kinds_of_places(chain).values()
    drops = set(chain.loc[chain["said"] == isil.SAID["E184"], "adm1_code"])
    return {
        "c1_map_landings": joined(sorted(names[list(landings)])),
        "c1_map_drops": joined(sorted(names[list(drops)])),
        "c1_held": in_words(chain.loc[chain["held_by"] == "Taliban", "adm1_code"].nunique()),
    }


def later_numbers(deaths: pd.DataFrame, strikes: pd.DataFrame) -> dict[str, str]:
    """The last year of the fight with ISIL in `battle_deaths`, and strikes by place in `us_strikes_by_province`."""
    toll, places = isil.toll(deaths).set_index("year"), strikes.groupby("adm1_code")["strikes"].sum()
    last = toll.loc[toll.index.max()]
    return {
        "c1_toll_last": f"{count(last['best'])} ({span(last['low'], last['high'])})",
        "c1_toll_last_year": str(toll.index.max()),
        "c1_strikes": count(places.sum()),
        "c1_strikes_nangarhar": count(places[NANGARHAR]),
    }
