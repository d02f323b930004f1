"""Base rates, models and scores of forecasts: pure functions, numbers and frames in, numbers out."""

from evidence.forecast.base_rates import (
    AS_OF,
    base_rate,
    cumulate,
    fought_before,
    jeffreys_interval,
    jeffreys_mean,
    known,
)
from evidence.forecast.onset_model import OnsetModel, firth_onset_model, leave_one_onset_out, predicted_interval
from evidence.forecast.pooling import leave_one_out, pool_draws, pool_log_odds
from evidence.forecast.scenario import LINKS, scenario_tree, simulate
from evidence.forecast.scores import brier_score, log_score
from evidence.forecast.words import terms_of, words_to_range

__all__ = [
    "AS_OF",
    "LINKS",
    "OnsetModel",
    "base_rate",
    "brier_score",
    "cumulate",
    "firth_onset_model",
    "fought_before",
    "jeffreys_interval",
    "jeffreys_mean",
    "known",
    "leave_one_onset_out",
    "leave_one_out",
    "log_score",
    "pool_draws",
    "pool_log_odds",
    "predicted_interval",
    "scenario_tree",
    "simulate",
    "terms_of",
    "words_to_range",
]
