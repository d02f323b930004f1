"""Ties of two states in five measures: votes, ideal points, events in the news, arms, visits. Pure functions.

Tables: `un_votes` (agreement 0-1), `un_ideal_points`, `interaction_events` (per cent of a sender's events),
`arms_deliveries` (million TIV), `visits`; `attention_by_month`, `events`, `claim_evidence`.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from evidence.precision import settled

WHO_PAID = ["aid_tiv", "via_us_company_tiv", "financed_by_third_tiv", "financed_by_usa_tiv"]  # parts of `tiv`
UNSAID = "other_tiv"  # what these leave of it
OTHERS = "all others"
OPENING = 0.7  # of a year: a session of the UN General Assembly opens in mid-September


def pair(votes: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Agreement of two states over all roll calls, by session.

    Columns: year, agreement, identical, n_votes, standard_error, low, high, source_id.

    The sampling error takes the roll calls of a session as a sample of questions that could have been put: each gives 1
    (same vote), 0.5 (one abstained) or 0 (opposite). low and high are 1.96 standard errors away. KeyError for a pair
    that is not in the table.
    """
    named = {(first, second), (second, first)}
    own = pd.Series([names in named for names in zip(votes["iso3_a"], votes["iso3_b"])], index=votes.index, dtype=bool)
    rows = votes[(votes["vote_set"] == "all") & own]
    if rows.empty:
        raise KeyError(f"no votes of the pair {first}-{second}")
    rows = rows.sort_values("year", kind="stable").reset_index(drop=True)
    half = 1 - rows["identical"] - rows["opposite"]
    variance = (rows["identical"] + half / 4 - rows["agreement"] ** 2).clip(lower=0)
    error = np.sqrt(variance / rows["n_votes"])
    return rows.assign(
        standard_error=error,
        low=(rows["agreement"] - 1.96 * error).clip(lower=0),
        high=(rows["agreement"] + 1.96 * error).clip(upper=1),
    )[["year", "agreement", "identical", "n_votes", "standard_error", "low", "high", "source_id"]]


def sessions(votes: pd.DataFrame, state: str, others: dict[str, str]) -> pd.DataFrame:
    """Agreement of one state with some others, a line per session and other state: as `pair`, with its name in `state`.

    others: names of the other states by code. Sorted by name and year.
    """
    rows = [pair(votes, state, other).assign(state=name) for other, name in others.items()]
    return pd.concat(rows).sort_values(["state", "year"], ignore_index=True)


def agreements(votes: pd.DataFrame, state: str, others: list[str]) -> pd.DataFrame:
    """Agreement of one state with each of some others: index year, one column per other state."""
    return pd.DataFrame({other: pair(votes, state, other).set_index("year")["agreement"] for other in others})


def difference(before: pd.Series, after: pd.Series) -> dict[str, float]:
    """Mean after less mean before, with a 95% interval (Welch): effect, low, high, p_value.

    Sessions count as independent. Where neighbouring sessions are alike, the interval is too narrow.
    Raises ValueError for fewer than two values on a side.
    """
    if min(len(before), len(after)) < 2:
        raise ValueError("a mean with an interval needs two values on each side")
    means = CompareMeans(DescrStatsW(after), DescrStatsW(before))
    low, high = means.tconfint_diff(usevar="unequal")
    p_value = means.ttest_ind(usevar="unequal")[1]
    return {"effect": float(after.mean() - before.mean()), "low": low, "high": high, "p_value": float(p_value)}


def difference_in_differences(wide: pd.DataFrame, treated: str, first_after: int) -> dict[str, float]:
    """Change of one pair less the mean change of the other pairs of the same state: effect, low, high, p_value.

    wide: index year, one column per other state (as `agreements` gives it). The yearly gap between the treated column
    and the mean of the rest is compared before and from `first_after` on. It is causal only if the pairs would have
    moved alike otherwise, which these data can't show.
    """
    gap = wide[treated] - wide.drop(columns=treated).mean(axis=1)
    return difference(gap[gap.index < first_after], gap[gap.index >= first_after])


def placebo_intervals(wide: pd.DataFrame, first_after: int) -> pd.DataFrame:
    """The same difference with each column as if it were the treated one, in hundredths, most negative first.

    Columns: state, effect, low, high, p_value.
    """
    rows = [{"state": name, **difference_in_differences(wide, name, first_after)} for name in wide]
    frame = settled(pd.DataFrame(rows)).sort_values("effect", kind="stable", ignore_index=True)
    return frame.assign(**{name: frame[name] * 100 for name in ("effect", "low", "high")})


def change(wide: pd.DataFrame, first_after: int, last: int) -> pd.Series:
    """Mean of each column from `first_after` to `last` less its mean before: index is that of the columns."""
    return wide.loc[first_after:last].mean() - wide.loc[: first_after - 1].mean()


def best_break(series: pd.Series, margin: int = 3) -> pd.DataFrame:
    """Every place where the mean of a series can break once, best first: first_after, step, r_squared, bic_gain.

    series: index year. At least `margin` years stand on each side. `bic_gain` is how far the break lowers the Bayesian
    information criterion against no break; two more parameters are paid for (the step and its place). One break is
    assumed, not tested against a slope. Raises ValueError if the series is too short.
    """
    if len(series) < 2 * margin:
        raise ValueError(f"{len(series)} years are too few for a break with {margin} on each side")
    values = series.to_numpy(dtype=float)
    flat = sm.OLS(values, np.ones(len(values))).fit()
    rows = []
    for year in series.index[margin : len(series) - margin + 1]:
        step = (series.index >= year).astype(float)
        fit = sm.OLS(values, sm.add_constant(step)).fit()
        gain = flat.bic - (fit.bic + np.log(len(values)))  # the place of the break is a parameter too
        rows.append({"first_after": int(year), "step": fit.params[1], "r_squared": fit.rsquared, "bic_gain": gain})
    return settled(pd.DataFrame(rows)).sort_values(
        ["r_squared", "first_after"], ascending=[False, True], ignore_index=True
    )


def distance(points: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Distance of two states' ideal points by session: year, distance, overlap (their 95% bounds meet), source_id."""
    one, two = (points[points["iso3"] == iso].set_index("year") for iso in (first, second))
    both = one.join(two, how="inner", suffixes=("_1", "_2")).sort_index()
    return pd.DataFrame(
        {
            "distance": (both["best_1"] - both["best_2"]).abs(),
            "overlap": (both["low_1"] <= both["high_2"]) & (both["low_2"] <= both["high_1"]),
            "source_id": both["source_id_1"],
        }
    ).reset_index()


def share_of_cooperation(events: pd.DataFrame, sender: str, targets: list[str]) -> pd.DataFrame:
    """Per cent of a sender's verbally cooperative events that went to each target: index year, a column per target."""
    rows = events[(events["sender"] == sender) & events["target"].isin(targets)]
    return rows.pivot(index="year", columns="target", values="verbal_cooperation")[targets]


def gap(wide: pd.DataFrame, state: str, others: list[str]) -> pd.Series:
    """Agreement with one state less the mean of that with some others, in hundredths: index year.

    wide: index year, one column per other state.
    """
    return (wide[state] - wide[list(others)].mean(axis=1)) * 100


def first_below(series: pd.Series, until: int) -> int:
    """First year from which a series stays below its lowest value up to `until`. ValueError if it never does."""
    floor = series.loc[:until].min()
    for year in series.index:
        if (series.loc[year:] < floor).all():
            return int(year)
    raise ValueError(f"the last value is not below {floor}, the lowest up to {until}")


def changes(series: pd.Series, terms: dict[str, tuple[int, int]]) -> pd.DataFrame:
    """Change of a mean from each term to the next with its 95% interval: term, effect, low, high, p_value.

    series: index year. terms: first and last year by name, in order. A term with fewer than two values has no interval
    and gives no row.
    """
    parts = {name: series.loc[first:last] for name, (first, last) in terms.items()}
    pairs = [pair for pair in pairwise(parts) if min(len(parts[name]) for name in pair) > 1]
    return pd.DataFrame([{"term": after, **difference(parts[before], parts[after])} for before, after in pairs])


def deliveries(arms: pd.DataFrame, suppliers: list[str], first: int) -> pd.DataFrame:
    """Arms by supplier and year from `first` on: group, year, tiv, its parts, source_id.

    The parts are those of WHO_PAID and UNSAID, what these leave. Suppliers that are not named stand together as OTHERS.
    """
    since = arms[arms["year"] >= first]
    since = since.assign(
        group=since["supplier"].where(since["supplier"].isin(suppliers), OTHERS),
        **{UNSAID: since["tiv"] - since[WHO_PAID].sum(axis=1)},
    )
    return since.groupby(["group", "year"], as_index=False).agg(
        {"tiv": "sum", **dict.fromkeys([*WHO_PAID, UNSAID], "sum"), "source_id": "first"}
    )


def by_payer(sums: pd.DataFrame, supplier: str) -> pd.DataFrame:
    """`deliveries` as parts of bars: group, year, part, million_tiv. One supplier's by who paid, without empty parts.

    The others' are whole, as the part 'all'.
    """
    own = sums[sums["group"] == supplier].melt(["group", "year"], [*WHO_PAID, UNSAID], "part", "million_tiv")
    whole = sums[sums["group"] != supplier].rename(columns={"tiv": "million_tiv"}).assign(part="all")
    return pd.concat([own[own["million_tiv"] > 0], whole], ignore_index=True)[["group", "year", "part", "million_tiv"]]


def stacked(meetings: pd.DataFrame, last: pd.Series) -> pd.DataFrame:
    """Meetings as stacks by direction and half-year, in order of date.

    `at` is the middle of the half-year, on an axis of dates (2017.25), `level_in_stack` 0 for the lowest.
    meetings: date_start, direction. last: true for those that stand on top of their stack whatever their date.
    """
    days = meetings["date_start"]
    placed = meetings.assign(at=days.dt.year + 0.25 + 0.5 * (days.dt.month > 6), last=last)
    placed = placed.sort_values(["last", "date_start"], kind="stable")
    placed["level_in_stack"] = placed.groupby(["direction", "at"]).cumcount()
    return placed.drop(columns="last").sort_values("date_start", kind="stable")


def meetings(visits: pd.DataFrame, first: str) -> pd.DataFrame:
    """Visits with a date from `first` on as stacks (`stacked`), with `counted`: 1, or 0 for a former head of state's.

    Those that are not counted stand on top of their stack.
    """
    dated = visits[visits["date"].notna() & (visits["date_start"] >= first)]
    former = dated["level"] == "ex-head of state"
    return stacked(dated.assign(counted=(~former).astype(int)), former)


def terms(trips: pd.DataFrame, starts: list[pd.Timestamp]) -> list[pd.DataFrame]:
    """Trips by term of office: those before the first start, then those from each start to the next."""
    days = trips["date_start"]
    return [
        trips[(days >= start) & (days < end)] for start, end in pairwise([pd.Timestamp.min, *starts, pd.Timestamp.max])
    ]


def per_year(days: pd.Series, first: int, last: int) -> pd.Series:
    """How many of some days fall into each year from `first` to `last`, zeros included: index year."""
    return days.groupby(days.dt.year).size().rename_axis("year").reindex(range(first, last + 1), fill_value=0)


def registered(events: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """Events and evidence on claims as one register: row_id, date, summary, note, source_id, and days to order by.

    The index is the id of an event, and of evidence its claim and source: 'C22 chinese-mfa-2016-12-27'.
    """
    rows = pd.concat(
        [
            events.rename(columns={"event_id": "row_id"}),
            evidence.drop(columns="row_id").rename(columns={"evidence_id": "row_id", "what_it_shows": "summary"}),
        ]
    )
    rows.index = rows["row_id"].where(rows["claim_id"].isna(), rows["claim_id"] + " " + rows["source_id"])
    return rows


def listed(register: pd.DataFrame, ids: list[str]) -> pd.DataFrame:
    """Rows of a `registered` by id in order of date: row_id, date, summary, note, source_id. KeyError for one gone."""
    rows = register.loc[ids].sort_values(["date_start", "date_end"])
    return rows[["row_id", "date", "summary", "note", "source_id"]]


def with_gap(rows: pd.DataFrame, others: list[str]) -> pd.DataFrame:
    """`sessions` with `gap_points`: agreement less the mean of that with some others in the session, in hundredths."""
    mean = rows[rows["state"].isin(others)].groupby("year")["agreement"].mean()
    return rows.assign(gap_points=(rows["agreement"] - rows["year"].map(mean)) * 100)


def ideal_points(points: pd.DataFrame, states: dict[str, str], first: int) -> pd.DataFrame:
    """Ideal points of some states from the session of `first` on, by state and session, with their name in `state`."""
    rows = points[points["iso3"].isin(states) & (points["year"] >= first)].sort_values(["iso3", "year"])
    return rows.assign(state=rows["iso3"].map(states))


def years_paid(rows: pd.DataFrame) -> dict[str, pd.Index]:
    """The years in which each part of `deliveries` is more than nothing. rows: one supplier's, index year."""
    return {part: rows.index[rows[part] > 0] for part in (*WHO_PAID, UNSAID)}


def side_by_side(series: dict[str, pd.Series], sources: dict[str, str | pd.Series]) -> pd.DataFrame:
    """Several measures in one long frame: year, value, measure, source_id.

    series: by name of the measure, index year. sources: the source of a measure, or one for each of its years.
    """
    rows = [own.rename("value").rename_axis("year").reset_index().assign(measure=name) for name, own in series.items()]
    of_each = [sources[name] for name in series]
    return pd.concat(
        [
            own.assign(source_id=source if isinstance(source, str) else own["year"].map(source))
            for own, source in zip(rows, of_each)
        ],
        ignore_index=True,
    )


def attention_by_year(rows: pd.DataFrame, medium: str) -> pd.DataFrame:
    """How many of a thousand items of a medium named each subject, by year.

    rows: `attention_by_month`. Index: year; columns: afghanistan, taliban, isil, central_asia, syria, ukraine.
    """
    own = rows[rows["medium"] == medium]
    sums = own.groupby(own["date"].str[:4].astype(int).rename("year")).sum(numeric_only=True)
    return 1000 * sums.drop(columns="items").div(sums["items"], axis=0)
