"""The one gate of numbers: what it rounds, how it prints, and that nothing goes around it."""

import ast
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

import nbformat
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from evidence.build.execute import find_notebooks
from evidence.build.freshness import code_cells
from evidence.exhibits.parts import download
from evidence.exhibits.svg import with_short_numbers
from evidence.precision import DIGITS, as_decimal, fixed, settled, shortest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = find_notebooks(ROOT)
ROOMS = ("analysis", "charts", "exhibits", "forecast", "pages")
MODULES = [path for room in ROOMS for path in sorted((ROOT / "evidence" / room).rglob("*.py"))]
MODULES += [ROOT / "evidence" / "wording.py"]
DATE_FORMAT = re.compile(r"%[YmdBb]")
# What Python formats by itself: a precision, a thousands separator, a sign, a type of number.
NUMBER_FORMAT = re.compile(r"[+,._]|[deEfFgGn%]$")
ROUNDINGS = {"around", "format", "format_float_positional", "rint", "round", "to_string"}
# A fraction in an output, but not in an address, a name, or the coordinates of a style.
CSV = re.compile(r"data:text/csv[^\"]*")
FRACTION = re.compile(r"(?<![\w.#%/-])-?(\d+\.\d+)(?:e-?\d+)?(?![\w.])")
PART = 1e-12


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (1 / 3, 0.3333333),
        (0.125, 0.125),
        (51.4895125, 51.48951),  # half-way at the eighth digit
        (51.489515, 51.48952),  # half-way at the seventh: away from zero
        (-51.489515, -51.48952),
        (123456.75, 123456.8),
        (2017.0, 2017.0),
        (34_123_456.0, 34_123_456.0),  # a count stays whole
        (34_123_456.75, 34_123_460.0),
        (123_456_789.95, 123_456_800.0),
        (5.6e-17, 0.0),  # left over from a subtraction
        (1e-9, 1e-9),
    ],
)
def test_a_number_and_its_neighbours_settle_on_one(value, rounded):
    assert {settled(value), settled(value * (1 - PART)), settled(value * (1 + PART))} == {rounded}


@given(some.floats(min_value=-1e9, max_value=1e9, allow_nan=False))
def test_settling_twice_is_settling_once_and_moves_little(value):
    once = settled(value)
    assert settled(once) == once
    assert abs(once - value) <= max(abs(value) * 0.5000001 * 10 ** (1 - DIGITS), 1e-12)


@given(some.decimals(min_value=0, max_value=99, places=5))
def test_a_printed_number_is_the_one_that_a_hand_would_round(exact):
    """The text is that of the decimal in the data, not of its binary neighbour."""
    assert Decimal(fixed(float(exact), 2)) == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (fixed(0.125, 0, times=100), "13"),
        (fixed(0.285, 0, times=100), "29"),  # 28.499999999999996 in binary
        (fixed(2841.5), "2,842"),
        (fixed(2.675, 2), "2.68"),
        (fixed(-0.0004, 2), "0.00"),
        (fixed(7, 1), "7.0"),
        (fixed(np.int64(1234567)), "1,234,567"),
        (shortest(1234.50), "1,234.5"),
        (shortest(2017.0, between=""), "2017"),
        (shortest(100), "100"),
        (shortest(0.00001), "0.00001"),
    ],
)
def test_printed(text, printed):
    assert text == printed


def test_a_count_stays_whole_however_long():
    assert settled(34_123_456_789_012.0) == 34_123_456_789_012.0
    assert fixed(34_123_456_789_012.0) == "34,123,456,789,012"


def test_whatever_holds_numbers_is_settled_and_nothing_else_changes():
    frame = pd.DataFrame(
        {"share": [1 / 3, None], "year": [2016, 2017], "who": ["x", None], "mixed": [2 / 3, "y"], "flag": [True, False]}
    )
    done = settled(frame, {"share": 2})
    assert done["share"].iloc[0] == 0.33 and np.isnan(done["share"].iloc[1])
    assert done["mixed"].tolist() == [0.6666667, "y"]
    pd.testing.assert_frame_equal(done[["year", "who", "flag"]], frame[["year", "who", "flag"]])
    assert frame["share"].iloc[0] == 1 / 3, "the frame itself stays"
    nested = settled({"a": [1 / 3, {"b": (2 / 3, "c", None, True, 5)}]})
    assert nested == {"a": [0.3333333, {"b": (0.6666667, "c", None, True, 5)}]}
    by_number = settled(pd.DataFrame({1: [1 / 3], 2: pd.Categorical([2 / 3])}))
    assert by_number[1].tolist() == [0.3333333] and by_number[2].tolist() == [0.6666667]
    assert settled(NamedTuple("Pair", [("low", float)])(1 / 3)).low == 0.3333333
    with pytest.raises(TypeError, match="Decimal"):
        fixed(Decimal("2.75"), 1)
    assert settled(np.array([[1 / 3, 0.5]])).tolist() == [[0.3333333, 0.5]]
    assert settled(pd.Series([1.23456789, None], dtype="Float64")).iloc[0] == 1.234568
    assert not as_decimal(-0.0).is_signed() and settled(-0.0).hex() == (0.0).hex()


def test_coordinates_of_a_picture_are_short_and_its_words_and_colours_stay():
    svg = (
        '<path d="M9.123456,1e-7L12.5,3.10002C5.68e-14,0-1.23456789h100" fill="#12e345"></path><text>1.23456789</text>'
    )
    assert with_short_numbers(svg) == (
        '<path d="M9.12,0L12.5,3.1C0,0-1.23h100" fill="#12e345"></path><text>1.23456789</text>'
    )


def test_the_name_of_a_view_is_no_number():
    """Its digest may look like one: 6e0822 would be infinite."""
    named = '<g class="mark-rect role-mark view_d6e0822df21d19be_0_marks"></g>'
    assert with_short_numbers(named) == named


def own_roundings(source: str) -> list[str]:
    """Places of a piece of Python that round or format a number by themselves."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            found += [f"line {node.lineno}: {name}()"] if name in ROUNDINGS else []
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
            found += [f"line {node.lineno}: %"] if isinstance(node.left.value, str) else []
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            parts = node.format_spec.values
            form = "".join(part.value for part in parts if isinstance(part, ast.Constant))
            is_number = NUMBER_FORMAT.search(form) and not DATE_FORMAT.search(form)
            found += [f"line {node.lineno}: {form}"] if is_number or not form else []
    return found


def unstable_sorts(source: str) -> list[str]:
    """Sorts by one key, which leave rows with the same value in an order of the processor's.

    numpy sorts numbers with whatever instructions there are; several keys, and kind="stable", are sorted by pandas.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "sort_values":
            by = node.args[0] if node.args else next((one.value for one in node.keywords if one.arg == "by"), None)
            several = isinstance(by, ast.List) and len(by.elts) > 1
            stable = any(one.arg == "kind" for one in node.keywords)
            found += [] if several or stable else [f"line {node.lineno}: {ast.unparse(node)[-60:]}"]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_leaves_the_order_of_equals_to_the_processor(path):
    assert not unstable_sorts(path.read_text("utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_chapter_leaves_the_order_of_equals_to_the_processor(path):
    cells = enumerate(code_cells(nbformat.read(path, as_version=4)))
    assert not {number: found for number, cell in cells if (found := unstable_sorts(cell.source))}


def test_an_unstable_sort_is_found():
    assert len(unstable_sorts("a.sort_values('x'); a.sort_values(['x']); a.sort_values(); a.sort_values(by='x')")) == 4
    assert not unstable_sorts("a.sort_values(['x', 'y']); a.sort_values('x', kind='stable'); sorted(a)")


@pytest.mark.parametrize(
    "path",
    MODULES,
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_module_rounds_by_itself(path):
    assert not own_roundings(path.read_text("utf-8"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_chapter_rounds_by_itself(path):
    cells = enumerate(code_cells(nbformat.read(path, as_version=4)))
    assert not {number: found for number, cell in cells if (found := own_roundings(cell.source))}


@pytest.mark.parametrize(
    "source",
    [
        'f"{x:.1f}"',
        'f"{x:,}"',
        'f"{x:_}"',
        'f"{x:+d}"',
        'f"{x:.{n}g}"',
        'f"{x:{form}}"',
        'f"{x:.0%}"',
        '"%.1f" % x',
        '"{:.1f}".format(x)',
        'format(x, ".1f")',
        "round(x, 2)",
        "frame.round(3)",
        "np.around(x)",
    ],
)
def test_a_rounding_of_its_own_is_found(source):
    assert own_roundings(source)


@pytest.mark.parametrize("source", ['f"{day:%Y-%m-%d}"', 'f"{x}"', 'f"{x!r}"', "settled(x, 2)", 'f"{name:>9}"'])
def test_what_is_no_rounding_passes(source):
    assert not own_roundings(source)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_output_shows_a_fraction_of_more_digits_than_it_means(path):
    """The numbers of charts, tables, CSV files and prose, wherever they come from."""
    for number, cell in enumerate(code_cells(nbformat.read(path, as_version=4))):
        for output in cell.outputs:
            data = output.get("data", {"text/plain": output.get("text", "")})
            long = too_long("\n".join(str(part) for part in data.values()))
            assert not long, f"{path.name}: cell {number} shows {sorted(long)[:5]}"


def too_long(output: str) -> set[str]:
    """Fractions of more than seven digits in an output, those of the CSV in its data addresses included."""
    shown = FRACTION.findall(CSV.sub(lambda match: unquote(match[0]), output))
    return {one for one in shown if len(one.replace(".", "").strip("0")) > DIGITS}


def test_a_fraction_of_too_many_digits_is_found_in_prose_and_in_a_csv():
    rows = pd.DataFrame({"year": [2016], "share": [0.123456789]})
    assert too_long("a share of 0.123456789 of") == {"0.123456789"}
    assert too_long(download("x", rows)) == {"0.123456789"}
    assert too_long(download("x", settled(rows))) == set()
