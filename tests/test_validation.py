"""Rolling origins: a rule sees the past alone; losses, skill and bands by hand, the table of the page by plain CSV."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq, minimize
from scipy.special import expit

from evidence import tables
from evidence.analysis import answers, number
from evidence.forecast import COVARIATES
from evidence.forecast.risk_set import SOVIET, WITH_US, WITHOUT_US
from evidence.forecast.validation import (
    NEVER,
    RULES,
    constant,
    covariate_model,
    losses,
    never,
    next_year,
    pooled_classes,
    recent,
    reliability,
    rolling_origin,
    two_rates,
)
from tests import by_hand

PAST = pd.DataFrame(
    [(1, 1990, SOVIET, True), (1, 1991, SOVIET, False), (2, 1990, WITHOUT_US, False), (2, 2001, WITHOUT_US, True)]
    + [(3, year, WITHOUT_US, False) for year in range(1990, 2002)],
    columns=["gwno", "year", "reference_class", "came"],
)
ASKED = pd.DataFrame({"gwno": [1, 2, 4], "reference_class": [SOVIET, WITHOUT_US, WITH_US]})


# ------------------------------------------------------------------------------------------------------------- rules
def test_the_simple_rules_by_hand():
    assert constant(PAST, ASKED) == pytest.approx(2.5 / 17)
    assert recent(PAST, ASKED) == pytest.approx(1.5 / 12), "the chances of 1992 to 2001: eleven, one beginning"
    assert never(PAST, ASKED) == NEVER == 0.001
    assert list(two_rates(PAST, ASKED)) == pytest.approx([1.5 / 3, 1.5 / 15, 1.5 / 15])


def test_a_class_that_had_no_chance_before_gets_the_constant_rate():
    inside, outside, unseen = pooled_classes(PAST, ASKED)
    ours = by_hand.Pooled({SOVIET: (1, 2), WITHOUT_US: (1, 14)})
    assert (inside, outside) == pytest.approx((ours.mean(SOVIET), ours.mean(WITHOUT_US)), rel=2e-4)
    assert unseen == pytest.approx(constant(PAST, ASKED))


def test_the_regression_leaves_a_covariate_out_that_had_not_differed_yet():
    random = np.random.default_rng(1)
    past = pd.DataFrame({name: random.normal(size=60) for name in COVARIATES})
    past["came"] = random.random(60) < 0.2
    flat = past.assign(us_troops_gov=0.0)
    asked = flat.iloc[:3].assign(us_troops_gov=[0.0, 1.0, 5.0])
    said = covariate_model(flat, asked)
    assert said == pytest.approx(covariate_model(flat, asked.assign(us_troops_gov=0.0)))
    assert covariate_model(past, asked)[1] != pytest.approx(covariate_model(past, asked.assign(us_troops_gov=0.0))[1])
    with pytest.raises(ValueError):
        covariate_model(past.assign(came=False), asked)


# ---------------------------------------------------------------------------------------------------- rolling origin
def test_a_rule_sees_what_had_ended_and_is_asked_for_the_next_year():
    seen = []

    def spy(past: pd.DataFrame, asked: pd.DataFrame) -> float:
        seen.append((past["year"].max(), past["year"].max() + 1, set(asked["year"])))
        return 0.1

    said = rolling_origin(PAST, 1993, 1995, {"spy": spy})
    assert seen == [(1991, 1992, {1992}), (1992, 1993, {1993}), (1993, 1994, {1994})]
    assert list(said["year"]) == [1993, 1994, 1995] and set(said["gwno"]) == {3}


def test_an_outcome_of_the_year_that_is_asked_moves_no_forecast():
    rows = PAST.assign(country="c")
    changed = rows.assign(came=rows["came"] ^ (rows["year"] >= 1997))
    before, after = (rolling_origin(own, 1995, 1998) for own in (rows, changed))
    for rule in RULES:
        assert list(before[rule]) == list(after[rule]), rule
    assert list(rolling_origin(changed, 1999, 1999)["one rate"]) != list(rolling_origin(rows, 1999, 1999)["one rate"])


def test_next_year_is_the_year_after_and_nothing_later():
    chances = pd.DataFrame({"gwno": [1, 1, 1], "country": "c", "year": [2000, 2001, 2002], "reference_class": SOVIET})
    began = pd.DataFrame({"gwno": [1], "year": [2002], "strike": [True], "units": False, "ucdp": False, "any": True})
    rows = next_year(chances, began, "strike", 2003)
    assert list(zip(rows["year"], rows["came"])) == [(2000, False), (2001, True), (2002, False)]
    assert len(next_year(chances, began, "strike", 2002)) == 2, "of the last year nothing was seen yet"


# ------------------------------------------------------------------------------------------------------------ scores
SAID = pd.DataFrame({"gwno": [1, 1, 2, 3], "came": [True, False, False, True], "a": [0.8, 0.1, 0, 0.5], "b": 0.5})


def test_losses_by_hand():
    found = losses(SAID, "a")
    assert list(found["brier"]) == pytest.approx([0.04, 0.01, 0, 0.25])
    assert list(found["log"]) == pytest.approx([-math.log(0.8), -math.log(0.9), 0, math.log(2)])
    assert list(found["gwno"]) == [1, 1, 2, 3]


def test_bands_hold_their_lower_edge_and_empty_ones_are_left_out():
    found = reliability(SAID, "a", (0, 0.1, 0.2, 0.5, 0.6, 1))
    assert found[["low", "high", "forecasts", "came"]].to_numpy().tolist() == [
        [0, 0.1, 1, 0],
        [0.1, 0.2, 1, 0],
        [0.5, 0.6, 1, 1],
        [0.6, 1, 1, 1],
    ]
    assert list(found["said"]) == pytest.approx([0, 0.1, 0.5, 0.8])
    assert found["expected"].sum() == pytest.approx(SAID["a"].sum())


# --------------------------------------------------------------------------------------- the table, by a second route
@pytest.fixture(scope="module")
def record() -> answers.Record:
    listed = answers.coded(tables.load("interventions"), tables.load("intervention_codings"))
    return answers.Record(tables.load("civil_conflict_panel"), listed, 2024)


@pytest.fixture(scope="module")
def said(record) -> dict[str, pd.DataFrame]:
    return {kind: number.said_by_rules(record, tables.load("conflict_covariates"), kind) for kind in ("any", "ucdp")}


def cases(kind: str) -> list[tuple[int, int, str, bool]]:
    """Country, year of the chance, class, and whether something began in the year after."""
    conflicts = by_hand.panel()
    came = by_hand.begun(conflicts, by_hand.coded("9999"))
    hit = {at for at, kinds in came.items() if kind == "any" or kind in kinds}
    return [
        (gwno, year, name, (gwno, year + 1) in hit)
        for (gwno, year), name in by_hand.chances(conflicts).items()
        if year < 2024
    ]


def design() -> dict[tuple[int, int], list[float]]:
    found: dict[tuple[int, int], dict] = {}
    for row in by_hand.table("conflict_covariates"):
        found.setdefault((int(row["gwno"]), int(row["year"])), {})[row["covariate"]] = math.log1p(float(row["value"]))
    return {
        at: [row["post_soviet"], found[at]["distance_to_russia"], found[at]["russian_arms_previous_5_years"],
             row["us_troops_gov"]]
        for at, row in by_hand.panel().items()
    }  # fmt: skip


def firth(x: np.ndarray, y: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Maximum of the likelihood times the root of the determinant of the information; then the mean set right."""
    centre, spread = x.mean(axis=0), x.std(axis=0)
    x, asked = (x - centre) / spread, (asked - centre) / spread
    full = np.column_stack([np.ones(len(x)), x])

    def against(beta: np.ndarray) -> float:
        linear = full @ beta
        p = expit(linear)
        information = (full * (p * (1 - p))[:, None]).T @ full
        return -(y @ linear - np.logaddexp(0, linear).sum() + 0.5 * np.linalg.slogdet(information)[1])

    found = minimize(against, np.r_[-4.0, np.zeros(x.shape[1])], method="BFGS", options={"gtol": 1e-6}).x
    shift = brentq(lambda start: expit(start + x @ found[1:]).mean() - y.mean(), -60, 60)
    return expit(shift + asked @ found[1:])


def by_rules(kind: str) -> dict[str, list[tuple[int, float, bool]]]:
    """Rule -> country, what was said and whether it came, for 2000 to 2024."""
    rows, told = cases(kind), design()
    out: dict[str, list] = {rule: [] for rule in number.TESTED}
    for year in range(2000, 2025):
        past = [row for row in rows if row[1] < year - 1]
        asked = [row for row in rows if row[1] == year - 1]
        inside = [row for row in past if row[2] == SOVIET]
        last = max(row[1] for row in past)

        def rate(own: list) -> float:
            return (sum(row[3] for row in own) + 0.5) / (len(own) + 1)

        by_class: dict[str, list[int]] = {}
        for row in past:
            own = by_class.setdefault(row[2], [0, 0])
            own[0] += row[3]
            own[1] += 1
        pooled = by_hand.Pooled(by_class)
        x, y = np.array([told[row[:2]] for row in past], float), np.array([row[3] for row in past], float)
        differs = np.ptp(x, axis=0) > 0
        new = np.array([told[row[:2]] for row in asked], float)
        model = firth(x[:, differs], y, new[:, differs])
        outside = [row for row in past if row[2] != SOVIET]
        for (gwno, _, name, came), fitted in zip(asked, model):
            numbers = {
                "partial pooling": pooled.mean(name) if name in by_class else rate(past),
                "two rates": rate(inside if name == SOVIET else outside),
                "one rate": rate(past),
                "ten-year mean": rate([row for row in past if row[1] > last - 10]),
                "never (0.1%)": 0.001,
                "four covariates": fitted,
            }
            for rule, value in numbers.items():
                out[rule].append((gwno, value, came))
    return out


@pytest.mark.parametrize("kind", ["any", "ucdp"])
def test_expected_counts_and_losses_are_those_of_the_plain_tables(kind, said):
    table = number.scored(said[kind], draws=2).set_index("rule")
    ours = by_rules(kind)
    assert set(table.index) == set(ours)
    base = {loss: np.mean([own(p, came) for _, p, came in ours["one rate"]]) for loss, own in LOSSES.items()}
    for rule, rows in ours.items():
        row, within = table.loc[rule], 2e-3 if rule == "four covariates" else 3e-4
        assert (row["forecasts"], row["came"]) == (len(rows), sum(came for *_, came in rows)) == (691, 2)
        assert row["expected"] == pytest.approx(sum(p for _, p, _ in rows), rel=within)
        for loss, own in LOSSES.items():
            mean = np.mean([own(p, came) for _, p, came in rows])
            assert row[loss] == pytest.approx(mean, rel=within)
            assert row[f"skill_{loss}"] == pytest.approx(1 - mean / base[loss], abs=2 * within)


LOSSES = {
    "brier": lambda p, came: (p - came) ** 2,
    "log": lambda p, came: -math.log(p if came else 1 - p),
}


def test_the_ends_of_skill_are_those_of_our_own_draws(said):
    table = number.scored(said["any"], draws=600).set_index("rule")
    rows = said["any"]
    groups: dict[int, list] = {}
    for gwno, one, other, came in zip(rows["gwno"], rows["partial pooling"], rows["one rate"], rows["came"]):
        groups.setdefault(gwno, []).append((LOSSES["log"](one, came), LOSSES["log"](other, came)))
    sums, random = np.array([np.sum(own, axis=0) for own in groups.values()]), np.random.default_rng(9)
    drawn = [sums[random.integers(len(sums), size=len(sums))].sum(axis=0) for _ in range(4000)]
    low, high = np.quantile([1 - one / other for one, other in drawn], [0.025, 0.975])
    assert table.loc["partial pooling", ["log_low", "log_high"]].tolist() == pytest.approx([low, high], abs=0.06)
    assert low < 0 < high, "a handful of events can't prove skill"


def test_what_the_page_says_of_the_rules_holds(said):
    of_any, of_ucdp = (number.scored(said[kind], draws=2).set_index("rule") for kind in ("any", "ucdp"))
    assert of_any["log"].idxmin() == of_any["brier"].idxmin() == "never (0.1%)"
    assert of_any.loc["four covariates", "skill_log"] < 0 > of_ucdp.loc["four covariates", "skill_log"]
    assert of_any.loc["partial pooling", "expected"] > 3 * of_any.loc["partial pooling", "came"]
    came = said["any"].query("came")
    assert list(zip(came["country"], came["year"])) == [("Syria", 2015), ("Mali", 2024)]
    bands = number.in_bands(said["any"], "partial pooling")
    assert bands["came"].iloc[1:].sum() == 0 and bands["came"].iloc[0] == 2, "where it said most, none came"
    assert bands["forecasts"].sum() == 691 and (bands["share_low"] <= bands["share"]).all()


def test_a_chance_without_covariates_is_refused(record):
    fewer = tables.load("conflict_covariates").query("gwno != 652")
    with pytest.raises(ValueError, match="no covariates"):
        number.said_by_rules(record, fewer)
