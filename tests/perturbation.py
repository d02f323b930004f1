"""Every fraction that reaches an exhibit, or leaves a model, moved by one part in 10^12: what another processor may do.

Run by a kernel before the first cell of a notebook (`tests/test_perturbation.py`). `moved` counts the fractions.
"""

import dataclasses
import functools
import itertools
from types import ModuleType

import altair as alt
import numpy as np
import pandas as pd

from evidence import exhibits, forecast, wording
from evidence.exhibits import spoken

PART = 1e-12
# What takes no number of its own: texts, days, what was shown before, and rows that pass through `worded`.
APART = {"date", "dated", "hindsight", "joined", "listed", "say", "say_all", "tipped"}
SHOWN = sorted(set(exhibits.__all__) - APART)
FORMATS = ["bare_percent", "count", "decimal", "in_words", "percent", "signed", "span"]  # where analysis asks for them
NO_MODELS = {"known"}  # it hands rows of tables on
signs = itertools.cycle((1, -1, -1, 1, 1, -1))
moved = 0
installed = False  # wholly: what fails while a kernel starts is not told


def perturbed(value):
    """The value with each fraction in it moved; anything that is no fraction as it is."""
    global moved
    match value:
        case pd.DataFrame():
            fractions = [name for name in value if pd.api.types.is_float_dtype(value[name])]
            return value.assign(**{name: perturbed(value[name]) for name in fractions})
        case pd.Series() if pd.api.types.is_float_dtype(value):
            return pd.Series([perturbed(one) for one in value], value.index, value.dtype, name=value.name)
        case np.ndarray() if value.ndim and value.dtype.kind == "f":
            return np.array([perturbed(one) for one in value])
        case dict():
            return {key: perturbed(one) for key, one in value.items()}
        case list() | tuple():
            return type(value)(perturbed(one) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):  # a fitted model
            return dataclasses.replace(value, **perturbed(vars(value)))
        case float() | np.floating():
            moved += 1
            return value * (1 + next(signs) * PART)
        case _:
            return value


def with_moved_arguments(function):
    @functools.wraps(function)
    def called(*args, **options):
        return function(*perturbed(args), **perturbed(options))

    return called


def with_moved_result(function):
    @functools.wraps(function)
    def called(*args, **options):
        return perturbed(function(*args, **options))

    return called


def install() -> None:
    """Stand between the notebook and its exhibits and models; submodules take no number themselves."""
    global installed
    for name in SHOWN:
        shown = getattr(exhibits, name)
        if isinstance(shown, ModuleType):
            continue
        setattr(exhibits, name, with_moved_arguments(shown))
        if shown.__module__ == spoken.__name__:  # chapters name that module to keep their first lines short
            setattr(spoken, name, with_moved_arguments(shown))
    for name in FORMATS:
        setattr(wording, name, with_moved_arguments(getattr(wording, name)))
    for name in forecast.__all__:
        found = getattr(forecast, name)
        if callable(found) and not isinstance(found, type) and name not in NO_MODELS:
            setattr(forecast, name, with_moved_result(found))
    alt.TopLevelMixin.to_dict = with_moved_result(alt.TopLevelMixin.to_dict)
    installed = True
