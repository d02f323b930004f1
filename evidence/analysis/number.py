"""How the number of chapter 5 was made, for a referee: what each step rests on. Tables in, tidy frames out."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import poisson

from evidence.analysis.answers import KINDS, OUTSIDE, TERM, Record, by_countries
from evidence.analysis.left_out import earlier_threats, opened_by_a_signal
from evidence.forecast import COVARIATES, with_covariates
from evidence.forecast.base_rates import jeffreys_interval, with_interval
from evidence.forecast.resampling import country_bootstrap, middle
from evidence.forecast.risk_set import ANY, SOVIET, WITH_US, WITHOUT_US, after_a_chance, by_lag, within
from evidence.forecast.validation import RULES, covariate_model, losses, next_year, reliability, rolling_origin
from evidence.wording import joined

FIRST_ORIGIN = 2000
NO_WAR = "none the year before"
IN_IT = "no chance: Russia was in the war the year before"
AGAINST = "one rate"  # the rule that the others have to beat
TESTED = RULES | {"four covariates": covariate_model}
LOSSES = ("brier", "log")
BANDS = (0, 0.01, 0.05, 0.2, 1)  # of probability, for the plot of reliability


def life_table(record: Record) -> pd.DataFrame:
    """Year by year after a chance, '4 of 26' per class: wars, and a column for each of the five years."""
    counts = by_lag(record.seen())
    cells = pd.Series([f"{row.events} of {row.chances}" for row in counts.itertuples()], counts.index)
    wide = cells.unstack("lag").loc[[SOVIET, WITHOUT_US, WITH_US]]
    wide.columns = [f"year_{lag}" for lag in wide.columns]
    return wide.rename_axis("wars").reset_index()


def two_risk_sets(record: Record) -> pd.DataFrame:
    """UCDP's onsets by both risk sets: wars, conflict (in the same year or the year before), events, chances, share,
    low, high (95% Jeffreys interval).

    The first edition asked for a conflict in the year of the onset itself, the second asks for one in the year before.
    """
    panel = record.panel
    old = panel[panel["at_risk"] & panel["year"].between(1992, record.last)]
    new = within(record.seen("ucdp"), 1)
    rows = []
    for wars, inside in ((SOVIET, True), (OUTSIDE, False)):
        same = old[old["post_soviet"] == inside]
        before = new[(new.index == SOVIET) == inside].sum()
        rows.append((wars, "in the same year", int(same["onset"].sum()), len(same)))
        rows.append((wars, "in the year before", int(before["events"]), int(before["chances"])))
    return with_interval(pd.DataFrame(rows, columns=["wars", "conflict", "events", "chances"]))


def beginnings_coded(record: Record, codings: pd.DataFrame) -> pd.DataFrame:
    """Every beginning: year, country, answers (in words), wars, basis, source_id.

    wars: the class of the chance before; `NO_WAR` or `IN_IT`, no part of the risk set. codings: `intervention_codings`;
    its basis stands where the list of interventions has a row of that year.
    """
    named = record.listed.drop(columns="source_id").merge(
        codings[["intervention_id", "basis", "source_id"]], on="intervention_id"
    )
    named = named[named["strike"] | named["units"]].assign(year=named["date_start"].dt.year)
    named = named.sort_values(["date_start", "intervention_id"], kind="stable")
    basis = named.groupby(["gwno", "year"]).agg(
        target=("target", "first"), basis=("basis", "; ".join), source_id=("source_id", "first")
    )
    rows = after_a_chance(record.began, record.chances, how="left")
    rows = rows.merge(basis.reset_index(), on=["gwno", "year"], how="left")
    countries = record.panel.drop_duplicates("gwno").set_index("gwno")["country"]
    rows["country"] = rows["target"].fillna(rows["gwno"].map(countries))
    rows["answers"] = [joined(word for key, word in KINDS.items() if row[key]) for row in rows.to_dict("records")]
    at_war = set(zip(record.panel["gwno"], record.panel["year"] + 1))
    without = pd.Series([IN_IT if one in at_war else NO_WAR for one in zip(rows["gwno"], rows["year"])], rows.index)
    rows["wars"] = rows["reference_class"].fillna(without)
    rows["basis"] = rows["basis"].fillna("UCDP names Russia as a party of its own")
    rows["source_id"] = rows["source_id"].fillna(record.panel["source_id"].iloc[0])
    rows = rows.sort_values(["year", "country"], kind="stable", ignore_index=True)
    return rows[["year", "country", "answers", "wars", "basis", "source_id"]]


def clustered(record: Record) -> pd.DataFrame:
    """The share within three years with two intervals: wars, interval, events, chances, share, low, high.

    One takes country-years as independent (Jeffreys), the other draws whole countries (middle 95%).
    """
    counts = within(record.seen(), TERM)
    drawn = by_countries(record)
    rows = []
    for wars, own in ((SOVIET, counts.loc[[SOVIET]]), (OUTSIDE, counts.drop(index=SOVIET))):
        events, chances = int(own["events"].sum()), int(own["chances"].sum())
        for name, (low, high) in (
            ("country-years as independent", jeffreys_interval(events, chances)),
            ("whole countries drawn", drawn[wars]),
        ):
            rows.append((wars, name, events, chances, events / chances, low, high))
    return pd.DataFrame(rows, columns=["wars", "interval", "events", "chances", "share", "low", "high"])


def expected_by_wars(said: pd.DataFrame, rule: str = "partial pooling") -> dict[str, float]:
    """Beginnings that a rule expected inside (`soviet`) and outside (`elsewhere`) the former Soviet Union (counts).

    said: as of `said_by_rules`. Raises ValueError if one came inside, where the page says that none did.
    """
    inside = said["reference_class"] == SOVIET
    if said.loc[inside, "came"].any():
        raise ValueError("a beginning came in the former Soviet Union: the page says that none did")
    return {"soviet": float(said.loc[inside, rule].sum()), "elsewhere": float(said.loc[~inside, rule].sum())}


def said_by_rules(record: Record, covariates: pd.DataFrame, question: str = ANY) -> pd.DataFrame:
    """What each of the rules `TESTED` said for each chance from 2000 on, as `validation.rolling_origin`.

    covariates: `conflict_covariates`. Raises ValueError for a chance without covariates.
    """
    rows = next_year(record.chances, record.began, question, record.last)
    told = with_covariates(record.panel, covariates)[["gwno", "year", *COVARIATES]]
    rows = rows.merge(told, on=["gwno", "year"], how="left")
    if rows[list(COVARIATES)].isna().any(axis=None):
        raise ValueError("a chance has no covariates")
    return rolling_origin(rows, FIRST_ORIGIN, record.last, TESTED)


def scored(said: pd.DataFrame, draws: int = 1000) -> pd.DataFrame:
    """One row per rule: rule, forecasts, expected and came (counts), brier, log, and its skill in both losses against
    one rate for all, with the middle 95% when whole countries are drawn: skill_brier, brier_low, brier_high, skill_log,
    log_low, log_high. said: as of `said_by_rules`."""
    own = {(loss, rule): losses(said, rule)[loss].to_numpy() for loss in LOSSES for rule in TESTED}
    columns: dict[Any, Any] = {"gwno": said["gwno"], **own}
    rows = pd.DataFrame(columns)

    def skills(drawn: pd.DataFrame) -> np.ndarray:
        total = drawn[list(own)].sum()
        return np.array([1 - total[loss, rule] / total[loss, AGAINST] for loss, rule in own])

    found, drawn = dict(zip(own, skills(rows))), dict(zip(own, country_bootstrap(rows, skills, draws).T))
    scores = []
    for rule in TESTED:
        row = {"rule": rule, "forecasts": len(said), "expected": said[rule].sum(), "came": said["came"].sum()}
        row |= {loss: own[loss, rule].mean() for loss in LOSSES}
        for loss in LOSSES:
            low, high = middle(drawn[loss, rule])
            row |= {f"skill_{loss}": found[loss, rule], f"{loss}_low": low, f"{loss}_high": high}
        scores.append(row)
    return pd.DataFrame(scores)


def in_bands(said: pd.DataFrame, rule: str) -> pd.DataFrame:
    """`validation.reliability` in the bands of the plot, with share and its 95% Jeffreys interval: share_low and
    share_high, as if forecasts were independent."""
    return with_interval(reliability(said, rule, BANDS), "came", "forecasts", ("share", "share_low", "share_high"))


def followed_by_force(disputes: pd.DataFrame, spells: pd.DataFrame, threats: pd.DataFrame) -> pd.DataFrame:
    """Three counts of force: cases, onsets (with force), chances (all), rate, low, high (95% Jeffreys interval).

    disputes: `militarized_disputes` from 1992 on, those with at least a threat count. spells: `signal_spells`. threats:
    `threats`.
    """
    disputes = disputes[(disputes["year"] >= 1992) & (disputes["kind"] != "none")]
    counts = [
        ("Disputes that reached force at any point", disputes["kind"] == "use of force"),
        ("Display or threat first, force within two years", opened_by_a_signal(spells)["force"]),
        ("Public threats by hand, force within two years", earlier_threats(threats)["force_followed_24m"]),
    ]
    rows = [(name, int(forced.sum()), len(forced)) for name, forced in counts]
    counts = pd.DataFrame(rows, columns=["cases", "onsets", "chances"])
    return with_interval(counts, "onsets", names=("rate", "low", "high"))


def histogram(draws: pd.Series, width: float) -> pd.DataFrame:
    """Counts of draws in columns of one width from zero on: from, to, draws, share; empty columns are left out."""
    edges = width * np.arange(int(draws.max() // width) + 2)
    counts = np.histogram(draws, bins=edges)[0]
    rows = pd.DataFrame({"from": edges[:-1], "to": edges[1:], "draws": counts})
    return rows[rows["draws"] > 0].assign(share=lambda own: own["draws"] / len(draws)).reset_index(drop=True)


def shortfall(said: pd.DataFrame, rule: str = "partial pooling") -> dict[str, float]:
    """What a rule expected and what came: expected, came (counts), and chance, the probability that no more come if the
    rule is right and each forecast is independent (Poisson)."""
    expected, came = float(said[rule].sum()), int(said["came"].sum())
    return {"expected": expected, "came": came, "chance": float(poisson.cdf(came, expected))}
