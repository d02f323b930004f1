"""Measures that chapters share: pure functions from tables of the data package to findings."""
