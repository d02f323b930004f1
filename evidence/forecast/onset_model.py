"""Onset of Russian troop involvement: Firth's penalised logistic regression with intercept correction (FLIC)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from firthmodels import FirthLogisticRegression
from scipy.optimize import brentq
from scipy.special import expit

COVARIATES = ("post_soviet", "log_distance", "log_arms", "us_troops_gov")  # chosen before the first fit


def with_covariates(panel: pd.DataFrame, covariates: pd.DataFrame) -> pd.DataFrame:
    """The panel with the columns of `COVARIATES`, one row per country-year that has them.

    panel: gwno, year, post_soviet, us_troops_gov. covariates: the table `conflict_covariates`, one row per country-year
    and covariate. Distance (kilometres) and arms (SIPRI's trend-indicator values of five years) enter as log(1 + x).
    """
    wide = covariates.pivot(index=["gwno", "year"], columns="covariate", values="value").reset_index()
    rows = panel.merge(wide, on=["gwno", "year"])
    return rows.assign(
        log_distance=np.log1p(rows["distance_to_russia"]), log_arms=np.log1p(rows["russian_arms_previous_5_years"])
    )


@dataclass(frozen=True)
class OnsetModel:
    """A fitted model. coefficients: log-odds per unit of each covariate; intercepts with and without the correction."""

    coefficients: pd.Series
    intercept: float
    intercept_firth: float

    def predict(self, covariates: pd.DataFrame) -> np.ndarray:
        """Probability of an onset for each row (share of one), with the corrected intercept."""
        return expit(self.intercept + covariates[self.coefficients.index].to_numpy(float) @ self.coefficients)


def firth_onset_model(covariates: pd.DataFrame, onset) -> OnsetModel:
    """Firth's penalised logistic regression with the FLIC correction of the intercept.

    covariates: one row per country-year at risk, numeric, no missing value, none constant. onset: 0 or 1 per row, at
    least one of each. Firth (1993), Biometrika 80(1): finite under separation, where a zero cell gets the estimate
    that half an event in every cell would give. Its mean prediction lies above the base rate when events are rare;
    FLIC moves the intercept until they agree (Puhr et al. 2017, Statistics in Medicine 36(14),
    doi:10.1002/sim.7273).
    Raises ValueError for degenerate input and RuntimeError if the fit does not converge.
    """
    matrix, outcome = _checked(covariates, onset)
    fit = _fit(matrix, outcome)
    linear = matrix @ fit.coef_
    corrected = brentq(lambda shift: expit(shift + linear).mean() - outcome.mean(), -60, 60, xtol=1e-12)
    return OnsetModel(pd.Series(fit.coef_, index=list(covariates.columns)), float(corrected), float(fit.intercept_))


def _fit(matrix: np.ndarray, outcome: np.ndarray) -> FirthLogisticRegression:
    fit = FirthLogisticRegression(backend="numpy", max_iter=500, gtol=1e-6, xtol=1e-6).fit(matrix, outcome)
    if not fit.converged_:
        raise RuntimeError("the penalised likelihood did not converge")
    return fit


def _checked(covariates: pd.DataFrame, onset) -> tuple[np.ndarray, np.ndarray]:
    matrix, outcome = covariates.to_numpy(float), np.asarray(onset, dtype=float)
    if matrix.ndim != 2 or len(matrix) != len(outcome) or not matrix.size:
        raise ValueError(f"{matrix.shape} covariates against {outcome.shape} outcomes")
    if not np.isfinite(matrix).all() or not np.isin(outcome, (0, 1)).all():
        raise ValueError("covariates are finite numbers and outcomes are 0 or 1")
    if len(set(outcome)) < 2:
        raise ValueError("a model of onsets needs at least one onset and one quiet year")
    constant = [name for name, column in zip(covariates.columns, matrix.T) if np.ptp(column) == 0]
    if constant:
        raise ValueError(f"constant covariates say nothing: {constant}")
    return matrix, outcome.astype(int)
