"""The one gate through which every number passes on its way to a reader: a chart's data, a table, a CSV, prose, a page.

Mathematics libraries of two processors differ in the last of some sixteen digits, and a digit that differs may turn a
rounding, an order, the name of a dataset. So a number is brought to what it means before anything is done with it that
a reader can see: to seven significant digits at the most, halves away from zero, as one does by hand.

`settled` gives numbers, `fixed` and `shortest` their text. Nothing else in the book rounds or formats a fraction; tests
hold it to that.
"""

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

import numpy as np
import pandas as pd

DIGITS = 7  # significant ones that a reader may see
# First of all down to this many, so that a value which stands half-way at the eighth digit (51.4895125) is half-way on
# every processor, and not below on one of them.
EXACT = 10
LONGEST = 2.0**53  # up to here a float counts in whole steps
NOTHING = 1e-12  # what is smaller is left over from a subtraction
WIDE = Context(prec=400, rounding=ROUND_HALF_UP)  # holds any float with all its digits


def settled(value: Any, decimals: int | Mapping[str, int] | None = None) -> Any:
    """A value with every fraction in it rounded: numbers, arrays, frames, and lists and dicts of these.

    decimals: digits after the point, if it means less than seven significant digits; for a frame also by column. Whole
    numbers stay whole, however long: they count something. Texts, dates, booleans and missing values pass.
    """
    match value:
        case pd.DataFrame():
            own = decimals if isinstance(decimals, Mapping) else dict.fromkeys(value.columns, decimals)
            rounded = value.copy()
            for name in value.columns:
                if _may_hold_fractions(value[name].dtype):
                    rounded[name] = settled(value[name], own.get(name))
            return rounded
        case pd.Series() if not _may_hold_fractions(value.dtype):
            return value
        case pd.Series():
            dtype = object if isinstance(value.dtype, pd.CategoricalDtype) else value.dtype
            return pd.Series([settled(one, decimals) for one in value], value.index, dtype, name=value.name)
        case np.ndarray() if value.ndim:
            return np.array([settled(one, decimals) for one in value])
        case dict():
            return {key: settled(one, decimals) for key, one in value.items()}
        case list() | tuple():
            rounded = [settled(one, decimals) for one in value]
            return type(value)(*rounded) if hasattr(value, "_fields") else type(value)(rounded)
        case float() | np.floating() if math.isfinite(value):
            if isinstance(decimals, Mapping):
                raise TypeError("decimals by column are for a frame")
            return float(as_decimal(value, decimals))
        case _:
            return value


def as_decimal(value: float, decimals: int | None = None) -> Decimal:
    """A finite number as the exact decimal that is shown; never minus zero. Raises TypeError for another kind."""
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return _to(Decimal(int(value)), -(decimals or 0))
    if not isinstance(value, float | np.floating):
        raise TypeError(f"a whole number or a float, not {value!r}")
    if abs(value) < NOTHING:
        exact = Decimal(0)
    elif abs(value) < LONGEST and abs(value - np.rint(value)) <= abs(value) / 10**EXACT:
        exact = Decimal(int(np.rint(value)))  # a count: whole, but for what a processor may have left on it
    else:
        exact = Decimal(f"{value:.{EXACT - 1}e}")
        exact = _to(exact, exact.adjusted() - DIGITS + 1)
    return _to(exact, -decimals) if decimals is not None else exact


def fixed(value: float, decimals: int = 0, times: int = 1) -> str:
    """The text of a number with a fixed count of decimals and commas between thousands: 2841.5 -> '2,842'.

    times: what the number is multiplied with, 100 for percentages. The product is exact, so 0.125 is 12.5 and not less.
    """
    return f"{_to(as_decimal(value) * times, -decimals):,f}"


def shortest(value: float, between: str = ",") -> str:
    """The text of a number with as many decimals as it needs: 1234.5 -> '1,234.5', 2017 with between='' -> '2017'."""
    return f"{as_decimal(value).normalize():,f}".replace(",", between)


def _to(exact: Decimal, exponent: int) -> Decimal:
    rounded = exact.quantize(Decimal(1).scaleb(exponent), context=WIDE)
    return abs(rounded) if rounded.is_zero() else rounded  # never minus zero


def _may_hold_fractions(dtype) -> bool:
    dtype = dtype.categories.dtype if isinstance(dtype, pd.CategoricalDtype) else dtype
    return pd.api.types.is_float_dtype(dtype) or pd.api.types.is_object_dtype(dtype)
