"""Base rates, models and scores of forecasts: pure functions, numbers and frames in, numbers out.

A name is imported from its module when it is first asked for: most notebooks ask for the cut-off alone, and SciPy and
scikit-learn take a second to import.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "as_of": ["AS_OF", "known"],
        "base_rates": [
            "base_rate",
            "cumulate",
            "fought_before",
            "jeffreys_interval",
            "jeffreys_mean",
            "jeffreys_predictive",
        ],
        "onset_model": [
            "COVARIATES",
            "OnsetModel",
            "firth_onset_model",
            "leave_one_onset_out",
            "predicted_interval",
            "with_covariates",
        ],
        "hierarchy": ["over_years", "part", "partial_pooling"],
        "pooling": ["pool_log_odds"],
        "resampling": ["country_bootstrap", "middle"],
        "risk_set": [
            "ANY",
            "QUESTIONS",
            "SOVIET",
            "WITHOUT_US",
            "WITH_US",
            "beginnings",
            "by_lag",
            "chances",
            "followed",
            "shares",
            "within",
        ],
        "scenario": ["LINKS", "middle_setting", "scenario_tree", "simulate"],
        "scores": ["brier_score", "log_score"],
        "words": ["terms_of", "words_to_range"],
    },
)
