"""Competing hypotheses, weighed by likelihood ratios: how much likelier is an item under one than under another?

Two coders judged each item alone. An item moves the odds of two hypotheses by the ratio of its probabilities under
them; items of one episode move them once. Pure functions on `hypothesis_codings` and `hypothesis_evidence`. After
Heuer (1999), Psychology of Intelligence Analysis, chapter 8, whose matrix of signs had no weights.
"""

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

from evidence.precision import settled

EVEN = 0.5
FEWEST = 2  # items that have to speak against a hypothesis before it is ranked: a choice of this book


def agreement(codings: pd.DataFrame) -> dict[str, float]:
    """Agreement of the two coders on the five steps: kappa (Cohen's, quadratic weights), plain (Cohen's, none), same
    (share of cells with the same step), cells (count)."""
    first, second = _by_coder(codings, "step")
    return {
        "kappa": float(cohen_kappa_score(first, second, weights="quadratic")),
        "plain": float(cohen_kappa_score(first, second)),
        "same": float((first == second).mean()),
        "cells": len(first),
    }


def _by_coder(codings: pd.DataFrame, column: str) -> list[pd.Series]:
    wide = codings.pivot(index=["item_id", "hypothesis_id"], columns="coder", values=column)
    if wide.shape[1] != 2 or wide.isna().any(axis=None):
        raise ValueError("two coders, and a coding of each for every item and hypothesis")
    return [wide[coder] for coder in wide.columns]


def against(codings: pd.DataFrame) -> pd.Series:
    """Items that count against each hypothesis: both coders put their whole range below one half (count)."""
    below = (codings["high"] < EVEN).groupby([codings["hypothesis_id"], codings["item_id"]]).all()
    return below.groupby("hypothesis_id").sum().astype(int)


def untested(codings: pd.DataFrame) -> list[str]:
    """Hypotheses against which fewer than two items count: hardly tested, so that a rank would reward breadth."""
    counts = against(codings)
    return list(counts.index[counts < FEWEST])


def log_ratios(codings: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Natural logarithm of P(item | first) / P(item | second): coder, item_id, episode, ratio, low, high.

    low and high: the least and the most that the coder's ranges allow, one end against the other.
    """
    wide = codings.pivot(
        index=["coder", "item_id", "episode"], columns="hypothesis_id", values=["low", "central", "high"]
    )
    numbers = {
        "ratio": wide["central"][first] / wide["central"][second],
        "low": wide["low"][first] / wide["high"][second],
        "high": wide["high"][first] / wide["low"][second],
    }
    return np.log(pd.DataFrame(numbers)).reset_index()


def totals(ratios: pd.DataFrame) -> pd.DataFrame:
    """Sum over episodes of each coder's logarithms, items of one episode averaged: ratio, low, high per coder."""
    episodes = ratios.groupby(["coder", "episode"])[["ratio", "low", "high"]].mean()
    return episodes.groupby("coder").sum()


def ahead(ratios: pd.DataFrame, draws: int = 200_000, seed: int = 2016) -> float:
    """Share of bootstrap samples of episodes in which the first hypothesis is ahead: the mean of the coders' shares.

    No coder is drawn: each coder's episodes are resampled apart. The same seed gives the same share, and so many draws
    give it to a third of a percentage point, as it is printed. A share far from 0 and 1 says that the record does not
    rank the two.
    """
    random, counts = np.random.default_rng(seed), []
    for _, own in ratios.groupby("coder"):
        episodes = own.groupby("episode")["ratio"].mean().to_numpy()
        drawn = random.choice(episodes, (draws, len(episodes)))
        counts.append((drawn.sum(axis=1) > 0).mean())
    return float(np.mean(counts))


def by_item(codings: pd.DataFrame, evidence: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """Each item with how far it moves the odds from `second` to `first`, the strongest first.

    codings: `hypothesis_codings`; evidence: `hypothesis_evidence`, whose items alone are kept. Returns item_id, label,
    item, date, table, row_id, source_id; ratio (geometric mean of the two coders), low and high (the least and the most
    that either coder's range allows).
    """
    items = evidence.drop_duplicates("item_id").set_index("item_id")
    kept = codings[codings["item_id"].isin(items.index)]
    ratios = (
        log_ratios(kept, first, second)
        .groupby("item_id")
        .agg(ratio=("ratio", "mean"), low=("low", "min"), high=("high", "max"))
    )
    told = items[["label", "item", "date", "table", "row_id", "source_id"]]
    rows = settled(told.join(np.exp(ratios)).reset_index())
    return rows.sort_values(["ratio", "item_id"], ascending=[False, True], kind="stable", ignore_index=True)


def balance(codings: pd.DataFrame, first: str, second: str) -> dict[str, float]:
    """What the items come to: a and b, each coder's odds of the two hypotheses (1 is even), episodes (the fewest that a
    coder saw), items, and ahead, the share of samples of episodes in which the first is ahead."""
    ratios = log_ratios(codings, first, second)
    sums = np.exp(totals(ratios)["ratio"])
    episodes = int(ratios.groupby("coder")["episode"].nunique().min())
    items = int(ratios["item_id"].nunique())
    return {"a": sums["A"], "b": sums["B"], "episodes": episodes, "items": items, "ahead": ahead(ratios)}
