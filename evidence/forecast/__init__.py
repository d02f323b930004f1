"""Base rates, models and scores of forecasts: pure functions.

In: frames of `evidence.tables` and plain numbers. Out: probabilities and shares of one, with their intervals, scores,
and frames of them. Entered by `AS_OF` and `known` (the cut-off of the book); `base_rate`, `cumulate`, `fought_before`
and the `jeffreys_` functions (base rates); the names of the risk set (`chances`, `beginnings`, `followed`,
`of_the_year_after` ...); `partial_pooling`, `over_years`, `part` and `pool_log_odds` (pooling); `firth_onset_model` and
`with_covariates` (the regression); `country_bootstrap` and `middle`; `scenario_tree`, `simulate` and `middle_setting`
(the article's tree); `brier_score` and `log_score`; `terms_of` and `words_to_range` (scales of words); and by the
submodule `validation`.

To add a model, write a pure function in a module of its own, with its source, its units and what it raises, name it
here, and test it against a second reckoning. A name is imported from its module when it is first asked for: most
notebooks ask for the cut-off alone, and SciPy and scikit-learn take a second to import.
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
        "onset_model": ["COVARIATES", "firth_onset_model", "with_covariates"],
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
            "of_the_year_after",
            "shares",
            "within",
        ],
        "scenario": ["LINKS", "middle_setting", "scenario_tree", "simulate"],
        "scores": ["brier_score", "log_score"],
        "words": ["terms_of", "words_to_range"],
    },
)
