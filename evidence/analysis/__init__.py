"""Measures that chapters share: pure functions from tables of the data package to findings.

A module that ends in `_told` says the findings of another in words: tips of marks, descriptions of charts, numbers of
the prose under their keys.
"""
