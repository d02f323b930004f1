"""The numbers of chapter 5 by a second route: the committed tables as plain CSV, and formulas of our own.

Nothing here knows `evidence.forecast` or `evidence.analysis`. The hierarchical model is integrated by the rule of Gauss
and Legendre over an angle and an inverse root, where the book has an even grid over a logit; ranges come from roots of
that distribution, or from draws.
"""

import csv
import math
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import beta

DATA = Path(__file__).resolve().parents[1] / "data"
SOVIET, WITH_US, WITHOUT_US = "Former Soviet Union", "Elsewhere, with US troops", "Elsewhere, without US troops"
AFGHANISTAN = 700


@cache
def table(name: str) -> list[dict[str, str]]:
    """The rows of a table as texts."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def true(text: str) -> bool:
    assert text in ("TRUE", "FALSE"), text
    return text == "TRUE"


def panel(first: int = 1989, last: int = 2024) -> dict[tuple[int, int], dict]:
    """(country, year) -> what the panel of civil conflicts says."""
    flags = [name for name in table("civil_conflict_panel")[0] if name not in ("gwno", "year", "country", "source_id")]
    return {
        (int(row["gwno"]), int(row["year"])): {"country": row["country"], **{flag: true(row[flag]) for flag in flags}}
        for row in table("civil_conflict_panel")
        if first <= int(row["year"]) <= last
    }


def class_of(row: dict) -> str:
    return SOVIET if row["post_soviet"] else WITH_US if row["us_troops_gov"] else WITHOUT_US


def coded(last: str = "2016-12-31") -> list[dict]:
    """Interventions begun by a day (a date of a month counts by its text): id, gwno, year, date, last_date, type,
    strike, units."""
    codings = {row["intervention_id"]: row for row in table("intervention_codings")}
    return [
        {"id": row["intervention_id"], "gwno": int(row["gwno"]), "year": int(row["date"][:4])}
        | {name: row[name] for name in ("date", "last_date", "type")}
        | {kind: true(codings[row["intervention_id"]][kind]) for kind in ("strike", "units")}
        for row in table("interventions")
        if row["date"] <= last
    ]


def over(date: str, day: str) -> bool:
    """Whether the year, month or day of a date has ended before a day."""
    return date + {4: "-12-31", 7: "-31", 10: ""}[len(date)] < day


def begun(conflicts: dict, listed: list[dict]) -> dict[tuple[int, int], set[str]]:
    """(country, year) -> which of the three began there: strike, units, ucdp. A party in UCDP has units there."""
    found: dict[tuple[int, int], set[str]] = {}
    for row in listed:
        for kind in ("strike", "units"):
            if row[kind]:
                found.setdefault((row["gwno"], row["year"]), set()).add(kind)
    for place, row in conflicts.items():
        if row["onset"]:
            found.setdefault(place, set()).update(("units", "ucdp"))
    return found


def chances(conflicts: dict, first: int = 1991) -> dict[tuple[int, int], str]:
    """(country, year) of each chance -> its class."""
    return {at: class_of(row) for at, row in conflicts.items() if at[1] >= first and not row["russia_troops"]}


def first_after(place: tuple[int, int], came: set, last: int) -> int | None:
    """Years from a chance to the first beginning within five of them, by the year `last`."""
    return next((j for j in range(1, 6) if (place[0], place[1] + j) in came and place[1] + j <= last), None)


def lags(of: dict, came: set, last: int) -> list[dict]:
    """For each of five lags: class -> [events, chances]."""
    counts: list[dict] = [{} for _ in range(5)]
    for place, name in of.items():
        after = first_after(place, came, last)
        for lag in range(1, 6):
            if place[1] + lag <= last and (after is None or after >= lag):
                own = counts[lag - 1].setdefault(name, [0, 0])
                own[0] += after == lag
                own[1] += 1
    return counts


def direct(of: dict, came: set, last: int, years: int) -> dict[str, tuple[int, int]]:
    """Class -> beginnings within so many years of the chances that were watched that long."""
    watched = {place: name for place, name in of.items() if place[1] + years <= last}
    hits = Counter(name for place, name in watched.items() if (first_after(place, came, last) or 9) <= years)
    return {name: (hits[name], total) for name, total in Counter(watched.values()).items()}


@cache
def _nodes(count: int) -> tuple[np.ndarray, np.ndarray]:
    at, weight = np.polynomial.legendre.leggauss(count)
    return (at + 1) / 2, weight / 2


class Pooled:
    """Posterior of the rates of all classes at one lag."""

    def __init__(self, counts: dict, mean_prior: tuple[float, float] = (0.5, 0.5), spread: str = "root"):
        self.counts = counts
        if spread == "none":  # one rate for all: a class is asked for what all classes saw
            events, total = (sum(own[at] for own in counts.values()) for at in (0, 1))
            self.counts = dict.fromkeys(counts, (events, total))
            self.a, self.b, self.weight = (np.array([value]) for value in (*map(float, mean_prior), 1.0))
            return
        t, weight_t = _nodes(160)
        angle = math.pi / 2 * t**3  # most nodes near a mean of nothing
        u, weight_u = _nodes(80)
        k = {"root": u**-2.0, "log": 1000.0**u}[spread]
        mean = np.sin(angle) ** 2
        log_prior = (2 * mean_prior[0] - 1) * np.log(np.sin(angle)) + (2 * mean_prior[1] - 1) * np.log(np.cos(angle))
        log_prior += np.log(weight_t * 3 * t**2)
        self.a, self.b = np.outer(mean, k), np.outer(1 - mean, k)
        log = log_prior[:, None] + np.log(weight_u)[None, :]
        for (events, total), times in Counter(map(tuple, counts.values())).items():
            log = log + times * (
                gammaln(self.a + events)
                + gammaln(self.b + total - events)
                - gammaln(self.a + self.b + total)
                + gammaln(self.a + self.b)
                - gammaln(self.a)
                - gammaln(self.b)
            )
        self.weight = np.exp(log - log.max())
        self.weight /= self.weight.sum()

    def mean(self, name) -> float:
        events, total = self.counts[name]
        return float((self.weight * (self.a + events) / (self.a + self.b + total)).sum())

    def quantile(self, name, level: float) -> float:
        """By the root of the mixture's own distribution; slow."""
        events, total = self.counts[name]
        kept = self.weight > 1e-7
        a, b, weight = (self.a + events)[kept], (self.b + total - events)[kept], self.weight[kept]

        def below(rate: float) -> float:
            return float((weight * beta.cdf(rate, a, b)).sum()) - level

        return 0.0 if below(1e-12) >= 0 else brentq(below, 1e-12, 1 - 1e-9, xtol=1e-9)

    def draws(self, name, random: np.random.Generator, size: int) -> np.ndarray:
        events, total = self.counts[name]
        at = random.choice(self.weight.size, size, p=self.weight.ravel())
        return random.beta((self.a + events).ravel()[at], (self.b + total - events).ravel()[at])


def horizons(counts: list[dict], name, **prior) -> list[float]:
    """Probability that something begins within 1, 2, … years."""
    quiet = np.cumprod([1 - Pooled(own, **prior).mean(name) for own in counts])
    return list(1 - quiet)


def ends(counts: list[dict], name, **prior) -> tuple[float, float]:
    """Both ends at the last horizon, by roots."""
    models = [Pooled(own, **prior) for own in counts]
    low, high = (1 - math.prod(1 - model.quantile(name, level) for model in models) for level in (0.025, 0.975))
    return low, high


def drawn_ends(counts: list[dict], name, size: int = 200_000, **prior) -> tuple[float, float]:
    """Both ends at the last horizon, from draws: good to a few parts in a hundred."""
    random = np.random.default_rng(7)
    found = [np.quantile(Pooled(own, **prior).draws(name, random, size), [0.025, 0.975]) for own in counts]
    return tuple(1 - np.prod(1 - np.array(found), axis=0))


def jeffreys(events: float, total: float) -> tuple[float, float, float]:
    """Mean and both ends of Beta(events + 1/2, total - events + 1/2); from nothing if nothing came."""
    a, b = events + 0.5, total - events + 0.5
    low, high = beta.interval(0.95, a, b)
    return a / (a + b), 0.0 if events == 0 else float(low), float(high)


def then() -> tuple[dict, dict, set, list[dict]]:
    """The record of 2016: conflicts, classes of chances, places of beginnings, counts by lag."""
    conflicts = panel(last=2016)
    of = chances(conflicts)
    came = begun(conflicts, coded())
    return conflicts, of, came, lags(of, set(came), 2016)


def foretold(first: int = 2000, last: int = 2024) -> dict[str, tuple[float, int]]:
    """Per class how many beginnings the pooled classes expected in the year after a chance, each year from the chances
    before it, and how many came."""
    conflicts = panel(last=last)
    came = begun(conflicts, coded("9999"))
    rows = [(year, name, (gwno, year + 1) in came) for (gwno, year), name in chances(conflicts).items()]
    found: dict[str, tuple[float, int]] = {}
    for year in range(first - 1, last):
        past: dict[str, list[int]] = {}
        for _, name, hit in (row for row in rows if row[0] < year):
            own = past.setdefault(name, [0, 0])
            own[0] += hit
            own[1] += 1
        model, events, total = Pooled(past), *map(sum, zip(*past.values()))
        for _, name, hit in (row for row in rows if row[0] == year):
            mean = model.mean(name) if name in past else (events + 0.5) / (total + 1)
            expected, hits = found.get(name, (0.0, 0))
            found[name] = (expected + mean, hits + hit)
    return found


def no_more(expected: float, came: int) -> float:
    """Chance that no more come than did, of independent beginnings (Poisson)."""
    return math.exp(-expected) * sum(expected**count / math.factorial(count) for count in range(came + 1))
