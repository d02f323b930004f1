"""The pool of the first edition, kept to be compared with: why one choice more or less could move it so far.

It averaged the log-odds of draws from Jeffreys posteriors of four classes that overlap, and of the article's tree, with
equal weights. That number lay below four of its five inputs, and a referee took it apart. Its table of what a choice
does is computed here again, by the book's own code and on today's rows.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit
from scipy.stats import beta

from evidence import forecast
from evidence.forecast import fought_before, jeffreys_predictive, simulate
from evidence.forecast.risk_set import of_the_year_after

TERM = 3  # years
ALL, SOVIET, ELSEWHERE = "All civil conflicts", "Former Soviet Union", "Elsewhere"
US_TROOPS, FOUGHT = "US troops on the government's side", "Moscow had fought there before"
HOLDING = (ALL, ELSEWHERE, US_TROOPS, FOUGHT)  # the classes that Afghanistan is in
TREE = "The article's tree"
DRAWS, SEED = 100_000, 2016
LINKS_THEN = pd.DataFrame(  # the ranges of the first edition; those of today stand in scenario_links
    {"low": [0.3, 0.1, 0.03], "high": [0.7, 0.5, 0.22]}, index=["growth", "failure", "strike"]
)
SYRIA = 652


@dataclass(frozen=True)
class Pool:
    """A pool of draws: probability (mean), low and high (95% of the draws), and the pool of the inputs' means."""

    probability: float
    low: float
    high: float
    of_means: float


def reference_classes(panel: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The five reference classes of the first edition: name -> rows of the panel. They overlap."""
    fought = panel["fought_before"]
    return {
        ALL: panel,
        SOVIET: panel[panel["post_soviet"]],
        ELSEWHERE: panel[~panel["post_soviet"]],
        US_TROOPS: panel[panel["us_troops_gov"]],
        FOUGHT: panel[fought],
    }


def counts_of(panel: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Onsets and country-years at risk of each class. panel: with `fought_before`, `at_risk` and `onset`."""
    classes = reference_classes(panel[panel["at_risk"]])
    return {name: (int(rows["onset"].sum()), len(rows)) for name, rows in classes.items()}


def pool(counts: dict[str, tuple[int, int]], tree: pd.Series, weight: float = 0.5, together: bool = False) -> Pool:
    """The first edition's rule. counts: onsets and chances of each class that enters. tree: draws of the product.

    weight: onsets, and as many quiet years, that each class starts from (Jeffreys: one half). together: all inputs are
    drawn at the same rank, as if they were one thing seen five times, and not independently.
    """
    random = np.random.default_rng(SEED)
    ranks = random.random(len(tree))
    drawn = {TREE: np.quantile(tree, ranks) if together else tree.to_numpy()}
    for name, (onsets, chances) in counts.items():
        after = (onsets + weight, chances - onsets + weight)
        rate = beta.ppf(ranks, *after) if together else random.beta(*after, len(tree))
        drawn[name] = np.clip(1 - (1 - rate) ** TERM, 1e-12, 1 - 1e-12)
    pooled = expit(np.mean([logit(values) for values in drawn.values()], axis=0))
    means = [float(values.mean()) for values in drawn.values()]
    low, high = np.quantile(pooled, [0.025, 0.975])
    return Pool(float(pooled.mean()), float(low), float(high), forecast.pool_log_odds(means))


def broadly(panel: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """The panel with an onset wherever force or units began by the list of interventions, or by UCDP."""
    listed = interventions[~interventions["type"].str.startswith(("external support", "evacuation"))]
    begun = set(zip(listed["gwno"], listed["date_start"].dt.year))
    came = np.array([(row.gwno, row.year) in begun for row in panel.itertuples()])
    return panel.assign(onset=panel["at_risk"] & (panel["onset"] | came))


def choices(panel: pd.DataFrame, interventions: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """What the pool gives when a choice changes: choice, probability, low, high, of_means (shares of one, 3 years).

    panel: the whole `civil_conflict_panel`; `first` to `last`: the years of the first edition.
    """
    whole = panel.assign(fought_before=fought_before(panel))
    span = whole[whole["year"].between(first, last)]
    tree = simulate(LINKS_THEN, DRAWS)["result"]
    before = of_the_year_after(whole).query("@first - 1 <= year <= @last - 1")  # what began by `last` counts

    def holding(rows: pd.DataFrame, names: tuple[str, ...] = HOLDING) -> dict[str, tuple[int, int]]:
        return {name: counts_of(rows)[name] for name in names}

    rows = {
        "as published": pool(holding(span), tree),
        "a prior of a tenth of an onset": pool(holding(span), tree, 0.1),
        "an even prior": pool(holding(span), tree, 1),
        "conflict in the year before": pool(holding(before), tree),
        "only classes with an onset, and the tree": pool(holding(span, (ALL, ELSEWHERE)), tree),
        "with the former Soviet Union": pool(holding(span, (*HOLDING, SOVIET)), tree),
        "without Syria": pool(holding(span[span["gwno"] != SYRIA]), tree),
        "2008 to 2016 alone": pool(holding(span[span["year"] >= 2008]), tree),
        "force by the broad list in every class": pool(holding(broadly(span, interventions)), tree),
        "all inputs drawn together": pool(holding(span), tree, together=True),
    }
    return pd.DataFrame(
        [(name, own.probability, own.low, own.high, own.of_means) for name, own in rows.items()],
        columns=["choice", "probability", "low", "high", "of_means"],
    )


def country_bootstrap_of_means(panel: pd.DataFrame, first: int, last: int, draws: int = 500) -> np.ndarray:
    """The pool of the inputs' means when whole countries are drawn: one number per draw."""
    span = panel.assign(fought_before=fought_before(panel))[lambda frame: frame["year"].between(first, last)]
    span = span.sort_values(["gwno", "year"])  # countries are drawn in the order of their rows
    mean_of_tree = float(simulate(LINKS_THEN, DRAWS)["result"].mean())

    def statistic(rows: pd.DataFrame) -> float:
        counts = counts_of(rows)
        means = [jeffreys_predictive(*counts[name], TERM) for name in HOLDING if counts[name][1]]
        return forecast.pool_log_odds([*means, mean_of_tree])

    return forecast.country_bootstrap(span, statistic, draws)
