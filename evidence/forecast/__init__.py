"""Base rates, models and scores of forecasts: pure functions, numbers and frames in, numbers out."""

from evidence.forecast.base_rates import (
    AS_OF,
    base_rate,
    cumulate,
    fought_before,
    jeffreys_draws,
    jeffreys_interval,
    jeffreys_mean,
    jeffreys_predictive,
    known,
)
from evidence.forecast.onset_model import (
    COVARIATES,
    OnsetModel,
    firth_onset_model,
    leave_one_onset_out,
    predicted_interval,
    with_covariates,
)
from evidence.forecast.pooling import leave_one_out, pool_draws, pool_log_odds, pooled_estimate
from evidence.forecast.scenario import LINKS, scenario_tree, simulate
from evidence.forecast.scores import brier_score, log_score
from evidence.forecast.words import terms_of, words_to_range

__all__ = [
    "AS_OF",
    "COVARIATES",
    "LINKS",
    "OnsetModel",
    "base_rate",
    "brier_score",
    "cumulate",
    "firth_onset_model",
    "fought_before",
    "jeffreys_draws",
    "jeffreys_interval",
    "jeffreys_mean",
    "jeffreys_predictive",
    "known",
    "leave_one_onset_out",
    "leave_one_out",
    "log_score",
    "pool_draws",
    "pool_log_odds",
    "pooled_estimate",
    "predicted_interval",
    "scenario_tree",
    "simulate",
    "terms_of",
    "with_covariates",
    "words_to_range",
]
