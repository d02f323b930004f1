"""The article's argument as a tree: ISIL-K grows, then Kabul and Washington fail, then Moscow strikes."""

import numpy as np
import pandas as pd

from evidence.precision import settled

LINKS = ("growth", "failure", "strike")  # each given the one before


def scenario_tree(growth: float, failure: float, strike: float) -> float:
    """P(growth) x P(failure | growth) x P(strike | failure), shares of one.

    A strike without growth, or without failure, is left out, as the article leaves it out: the result is a lower bound
    on a strike from any cause. Raises ValueError for a value outside [0, 1].
    """
    links = (growth, failure, strike)
    if not all(0 <= link <= 1 for link in links):
        raise ValueError(f"each link is a probability between 0 and 1, got {links}")
    return growth * failure * strike


def middle_setting(ranges: pd.DataFrame) -> dict[str, float]:
    """The middle of each link's range: link -> share of one."""
    return {link: settled(float(ranges.loc[link, ["low", "high"]].astype(float).mean()), 3) for link in LINKS}


def simulate(ranges: pd.DataFrame, draws: int = 100_000, seed: int = 2017) -> pd.DataFrame:
    """Random draws of the three links and their product.

    ranges: index link, columns low and high (shares of one); a link may have counts as well, forced and disputes. A
    link with counts is drawn from their Jeffreys posterior, one without evenly from its range; each independently of
    the others, which is a choice: nothing on record says how they move together. Returns one row per draw: growth,
    failure, strike, result. The same seed gives the same draws. Raises ValueError for a missing link, a range outside
    [0, 1] or upside down, or fewer than one draw.
    """
    if set(ranges.index) != set(LINKS):
        raise ValueError(f"the tree has the links {LINKS}, got {tuple(ranges.index)}")
    if draws < 1 or not ((ranges["low"] >= 0) & (ranges["low"] <= ranges["high"]) & (ranges["high"] <= 1)).all():
        raise ValueError("a range runs from a low to a high probability, and takes at least one draw")
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({link: _drawn(ranges.loc[link], random, draws) for link in LINKS})
    return frame.assign(result=frame.prod(axis=1))


def _drawn(link: pd.Series, random: np.random.Generator, draws: int) -> np.ndarray:
    forced, disputes = link.get("forced"), link.get("disputes")
    if pd.isna(forced) or pd.isna(disputes):
        return random.uniform(link["low"], link["high"], draws)
    return random.beta(forced + 0.5, disputes - forced + 0.5, draws)
