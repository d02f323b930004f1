"""Base rates and scores of forecasts: pure functions, numbers and frames in, numbers out."""

from evidence.forecast.base_rates import AS_OF, base_rate, cumulate, jeffreys_interval, known

__all__ = ["AS_OF", "base_rate", "cumulate", "jeffreys_interval", "known"]
