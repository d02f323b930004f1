"""Reference classes of Russian interventions: cases, rates, and the pool. Pure functions on tables of the package."""

import numpy as np
import pandas as pd

from evidence import forecast
from evidence.forecast import AS_OF, base_rate, jeffreys_interval, jeffreys_predictive, known

ALL, SOVIET, ELSEWHERE = "All civil conflicts", "Former Soviet Union", "Elsewhere"
US_TROOPS, FOUGHT = "US troops on the government's side", "Moscow had fought there before"
HOLDING = (ALL, ELSEWHERE, US_TROOPS, FOUGHT)  # the classes that Afghanistan is in
BROAD, TREE = "Elsewhere, by the broad list", "The article's tree"
SHORT = dict(
    zip((*HOLDING, TREE), ("all conflicts", "elsewhere", "US troops there", "fought there before", "the tree"))
)
WARNING = "T10"  # the threat of August 2017: the thing forecast, so not in its own base rate
TARGET = "Afghanistan"


def reference_classes(panel: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The five reference classes: name -> rows of the panel, which holds `fought_before` too. They overlap."""
    return {
        ALL: panel,
        SOVIET: panel[panel["post_soviet"]],
        ELSEWHERE: panel[~panel["post_soviet"]],
        US_TROOPS: panel[panel["us_troops_gov"]],
        FOUGHT: panel[panel["fought_before"]],
    }


def class_rates(panel: pd.DataFrame) -> pd.DataFrame:
    """One row per class: reference_class, onsets, chances, rate, low, high (shares of one per year), source_id."""
    rows = [{"reference_class": name, **base_rate(rows)} for name, rows in reference_classes(panel).items()]
    return pd.DataFrame(rows).assign(source_id=panel["source_id"].iloc[0])


def with_shares(counted: pd.DataFrame) -> pd.DataFrame:
    """Rows of onsets and chances with the share of onsets and its 95% Jeffreys interval: rate, low, high."""
    bounds = [jeffreys_interval(row.onsets, row.chances) for row in counted.itertuples()]
    rate = counted["onsets"] / counted["chances"]
    return counted.assign(rate=rate, low=[low for low, _ in bounds], high=[high for _, high in bounds])


def counted_broadly(interventions: pd.DataFrame) -> pd.Series:
    """True for force or combat units, not for support and not for an evacuation of nationals."""
    kind = interventions["type"]
    return ~kind.str.startswith("external support") & (kind != "evacuation of nationals")


def first_force(disputes: pd.DataFrame, since: int) -> int:
    """First year, from a year on, for which Correlates of War codes Russian force against Afghanistan."""
    forced = (disputes["kind"] == "use of force") & (disputes["target_group"] == TARGET) & (disputes["year"] >= since)
    return int(disputes.loc[forced, "year"].min())


def broad_rate(chances: pd.DataFrame, listed: pd.DataFrame, force: int) -> pd.DataFrame:
    """The rate outside the former Soviet Union by the list of interventions: one row as of `class_rates`.

    chances: country-years at risk. listed: interventions begun before the article. force: year to which a start before
    the first of the chances is dated (`first_force`); until 1995 the strikes on Afghan soil lasted, so that none could
    start anew. Raises ValueError for an intervention in no country-year at risk.
    """
    begun = listed[counted_broadly(listed) & ~listed["post_soviet"]]
    year = begun["date_start"].dt.year
    begun = begun.assign(year=year.where(year >= chances["year"].min(), force))
    still_on = (chances["country"] == TARGET) & chances["year"].between(force + 1, 1995)
    rows = chances[~chances["post_soviet"] & ~still_on]
    if len(begun.merge(rows, on=["gwno", "year"])) != len(begun):
        raise ValueError("an intervention outside the country-years at risk")
    counts = {"reference_class": [BROAD], "onsets": len(begun), "chances": len(rows)}
    return with_shares(pd.DataFrame(counts)).assign(source_id="russian-interventions-compiled")


def war_before(panel: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Rates of the years after a year of conflict: chances that do not wait for a conflict in the year of the onset.

    A country has a chance in a year from `first` to `last` if it had a civil conflict without Russian troops the year
    before, so the panel has to reach back to `first` - 1. One row for each of ALL, SOVIET, ELSEWHERE, as `with_shares`.
    """
    chances = panel[panel["year"].between(first - 1, last - 1) & ~panel["russia_troops"]]
    begun = set(zip(panel.loc[panel["onset"], "gwno"], panel.loc[panel["onset"], "year"]))
    came = pd.Series([(row.gwno, row.year + 1) in begun for row in chances.itertuples()], chances.index, dtype=bool)
    chosen = {ALL: came, SOVIET: came[chances["post_soviet"]], ELSEWHERE: came[~chances["post_soviet"]]}
    counts = [(name, int(own.sum()), len(own)) for name, own in chosen.items()]
    return with_shares(pd.DataFrame(counts, columns=["reference_class", "onsets", "chances"]))


def onsets_as_listed(panel: pd.DataFrame) -> pd.DataFrame:
    """Rows that would be onsets if Russia counted also where UCDP lists it among the contributors of a UN mission."""
    listed = panel[panel["russia_troops_listed"]]
    before = set(zip(listed["gwno"], listed["year"] + 1))
    return listed[[place not in before for place in zip(listed["gwno"], listed["year"])]]


def chances_by_year(panel: pd.DataFrame) -> pd.DataFrame:
    """One row per year: at_risk (countries), onsets, and onset_in, the countries with one, missing where none."""
    by_year = panel[panel["at_risk"]].groupby("year")
    countries = panel[panel["onset"]].sort_values(["year", "country"]).groupby("year")["country"].agg(" and ".join)
    rows = by_year.agg(at_risk=("at_risk", "sum"), onsets=("onset", "sum")).reset_index()
    return rows.assign(onset_in=rows["year"].map(countries), source_id=panel["source_id"].iloc[0])


def onset_cases(panel: pd.DataFrame) -> pd.DataFrame:
    """The onsets of a panel in order of year, with the years in which Russian troops are coded there."""
    fighting = panel[panel["russia_troops"]].groupby("country")["year"].agg(last_coded_year="max", years_coded="count")
    rows = panel[panel["onset"]].sort_values("year", kind="stable").merge(fighting, on="country")
    columns = ["country", "year", "post_soviet", "us_troops_gov", "last_coded_year", "years_coded", "source_id"]
    renamed = {"year": "onset_year", "us_troops_gov": "US_troops_on_the_government's_side"}
    return rows[columns].rename(columns=renamed)


def earlier_threats(threats: pd.DataFrame) -> pd.DataFrame:
    """Explicit threats before the warning of 2017, with `window_open`: its 24 months had not ended by the article."""
    rows = known(threats[(threats["row_type"] == "explicit threat") & (threats["threat_id"] != WARNING)])
    return rows.assign(window_open=rows["date_end"] + pd.DateOffset(months=24) > AS_OF)


def opened_by_a_signal(spells: pd.DataFrame) -> pd.DataFrame:
    """Spells that a threat or a display opened, and whose time to force could be watched to its end."""
    return spells[~spells["censored"] & spells["first_kind"].isin(["threat", "display"])]


def pool_with_checks(rates: pd.DataFrame, tree: pd.Series, years: int) -> pd.DataFrame:
    """The pool of the classes that hold Afghanistan and of the tree, its inputs, and the pool with one choice changed.

    rates: rows of `class_rates` and `broad_rate`. tree: draws of the tree's product. Returns one row per number:
    estimate, probability (share of one in so many years), kind (input, pooled, check), and low and high, 95% of the
    draws, for inputs and the pool.
    """
    named = rates.set_index("reference_class")
    counts = {name: (int(named["onsets"][name]), int(named["chances"][name])) for name in (*HOLDING, SOVIET, BROAD)}
    draws = forecast.jeffreys_draws(counts, years, len(tree)).assign(**{TREE: tree})
    chosen = [*HOLDING, TREE]
    means = {name: jeffreys_predictive(*counts[name], years) for name in HOLDING} | {TREE: float(tree.mean())}
    bounds = draws[chosen].quantile([0.025, 0.975])
    swapped = [BROAD if name == ELSEWHERE else name for name in chosen]
    checks = {f"without {SHORT[name]}": value for name, value in forecast.leave_one_out(draws[chosen]).items()} | {
        "with former Soviet Union": forecast.pooled_estimate(draws[[*chosen, SOVIET]])["probability"],
        "broad list elsewhere": forecast.pooled_estimate(draws[swapped])["probability"],
        "means pooled, not draws": forecast.pool_log_odds(list(means.values())),
    }
    inputs = [
        {"estimate": SHORT[name], "probability": mean, "kind": "input", "low": low, "high": high}
        for (name, mean), low, high in zip(means.items(), bounds.loc[0.025], bounds.loc[0.975])
    ]
    pooled = {"estimate": "Pooled", "kind": "pooled", **forecast.pooled_estimate(draws[chosen])}
    changed = [{"estimate": name, "probability": value, "kind": "check"} for name, value in checks.items()]
    return pd.DataFrame([*inputs, pooled, *changed])


def pool_with_prior(rates: pd.DataFrame, tree: pd.Series, years: int, weight: float) -> float:
    """The pool of `pool_with_checks` if each class starts from `weight` onsets and as many quiet years.

    Half an onset is Jeffreys' choice, a whole one the even prior. Fixed seed: the same call gives the same number.
    """
    named, random = rates.set_index("reference_class"), np.random.default_rng(2016)
    draws = {TREE: tree.to_numpy()}
    for name in HOLDING:
        onsets, chances = int(named["onsets"][name]), int(named["chances"][name])
        rate = random.beta(onsets + weight, chances - onsets + weight, len(tree))
        draws[name] = np.clip(1 - (1 - rate) ** years, 1e-12, 1 - 1e-12)
    return forecast.pooled_estimate(pd.DataFrame(draws))["probability"]
