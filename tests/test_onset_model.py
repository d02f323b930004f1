"""Firth's regression against closed forms, a second implementation, and at its edges."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from evidence.forecast import COVARIATES, firth_onset_model, with_covariates


def penalised(beta: np.ndarray, design: np.ndarray, outcome: np.ndarray) -> float:
    """Minus Firth's penalised log-likelihood, written out: the second implementation."""
    linear = design @ beta
    chance = expit(linear)
    information = design.T @ (design * (chance * (1 - chance))[:, None])
    return -(outcome @ linear - np.logaddexp(0, linear).sum() + 0.5 * np.linalg.slogdet(information)[1])


@pytest.fixture
def rare():
    random = np.random.default_rng(3)
    frame = pd.DataFrame({"near": random.integers(0, 2, 300), "far": random.normal(size=300)})
    onset = pd.Series((random.uniform(size=300) < expit(-4.9 + 1.5 * frame["near"])).astype(int))
    assert 3 <= onset.sum() <= 15
    return frame.astype(float), onset


def test_two_by_two_is_the_table_with_half_an_event_in_each_cell():
    """Closed form: in the saturated case Firth adds 1/2 to every cell (Haldane 1955, Anscombe 1956)."""
    x = pd.DataFrame({"x": [0.0] * 20 + [1.0] * 10})
    onset = pd.Series([1] * 3 + [0] * 17 + [1] * 6 + [0] * 4)
    model = firth_onset_model(x, onset)
    assert model.coefficients["x"] == pytest.approx(np.log((6.5 / 4.5) / (3.5 / 17.5)), abs=1e-5)
    assert model.intercept_firth == pytest.approx(np.log(3.5 / 17.5), abs=1e-5)


def test_separation_gives_a_finite_number_the_documented_one():
    x = pd.DataFrame({"x": [0.0, 0, 0, 1, 1, 1]})
    model = firth_onset_model(x, pd.Series([0, 0, 0, 1, 1, 1]))
    assert model.coefficients["x"] == pytest.approx(np.log(49), abs=1e-5)  # half an event in each cell: 3.5^2 / 0.5^2


def test_the_fit_agrees_with_the_likelihood_written_out(rare):
    frame, onset = rare
    design = np.column_stack([np.ones(len(frame)), frame])
    best = minimize(penalised, np.zeros(3), args=(design, onset.to_numpy()), method="BFGS", options={"gtol": 1e-8}).x
    model = firth_onset_model(frame, onset)
    assert [model.intercept_firth, *model.coefficients] == pytest.approx(list(best), abs=1e-4)


def test_the_correction_makes_the_mean_prediction_the_base_rate(rare):
    frame, onset = rare
    model = firth_onset_model(frame, onset)
    assert model.predict(frame).mean() == pytest.approx(onset.mean(), abs=1e-9)
    plain = expit(model.intercept_firth + frame.to_numpy() @ model.coefficients)
    assert plain.mean() > onset.mean(), "plain Firth overstates what is rare"


def test_units_and_origin_of_a_covariate_do_not_matter(rare):
    frame, onset = rare
    case = pd.DataFrame({"near": [1.0], "far": [0.3]})
    here = firth_onset_model(frame, onset).predict(case)[0]
    moved = firth_onset_model(frame.assign(far=frame["far"] * 10 - 4), onset).predict(
        case.assign(far=case["far"] * 10 - 4)
    )[0]
    assert moved == pytest.approx(here, rel=1e-4)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f, o: (f, o * 0), "at least one onset"),
        (lambda f, o: (f, o * 0 + 1), "at least one onset"),
        (lambda f, o: (f.assign(near=1.0), o), "constant.*near"),
        (lambda f, o: (f.assign(far=np.nan), o), "finite"),
        (lambda f, o: (f.iloc[:5], o), "against"),
        (lambda f, o: (f, o * 2), "0 or 1"),
    ],
)
def test_degenerate_input_is_refused_by_name(rare, change, message):
    with pytest.raises(ValueError, match=message):
        firth_onset_model(*change(*rare))


def test_covariates_join_by_country_and_year_and_enter_as_logarithms():
    panel = pd.DataFrame({"gwno": [1, 1, 2], "year": [2000, 2001, 2000]})
    panel = panel.assign(post_soviet=True, us_troops_gov=False)
    long = pd.DataFrame(
        [(1, 2000, "distance_to_russia", 0.0), (1, 2000, "russian_arms_previous_5_years", np.e - 1),
         (2, 2000, "distance_to_russia", 99.0), (2, 2000, "russian_arms_previous_5_years", 0.0)],
        columns=["gwno", "year", "covariate", "value"],
    )  # fmt: skip
    rows = with_covariates(panel, long)
    assert list(zip(rows["gwno"], rows["year"])) == [(1, 2000), (2, 2000)]
    assert set(COVARIATES) <= set(rows)
    assert list(rows["log_distance"]) == pytest.approx([0, np.log(100)])
    assert list(rows["log_arms"]) == pytest.approx([1, 0])
