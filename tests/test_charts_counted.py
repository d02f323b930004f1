"""Expected and observed, squares by kind: which marks tell, what is hollow or moved, what each form demands."""

import pandas as pd
import pytest

from evidence.charts.counted import STEP, expected_and_observed, squares_by_kind
from evidence.charts.tips import with_tips

CLASSES = pd.DataFrame(
    {
        "name": ["all", "some"],
        "expected": [1.3, 0.0],
        "low": [0.0, 0.0],
        "high": [4.0, 1.0],
        "observed": [1, 0],
        "expected_tip": ["all: 1.3 expected", "some: none expected"],
        "observed_tip": ["all: one observed", "some: none observed"],
    }
)
CLAIMS = pd.DataFrame(
    {"row": [1, 1, 2], "place": [1, 2, 1], "moved": [False, True, False], "tip": ["C1 yes", "C2 yes now", "C3 no"]}
)
ENDS = pd.DataFrame({"verdict": ["yes", "no"], "row": [1, 2], "place": [2, 1], "label": ["2, 1 new", "1"]})


def classes(rows=CLASSES) -> dict:
    return expected_and_observed(rows, "name", -0.2, 4.3, [0, 1, 2, 3, 4]).to_dict()


def board(rows=CLAIMS, ends=ENDS) -> dict:
    return squares_by_kind(rows, ends, "verdict", "moved").to_dict()


def telling(spec: dict) -> list[tuple[str, str]]:
    marks = [one for one in with_tips(spec)["layer"] if one["mark"].get("aria") is not False]
    return [(one["mark"].get("shape", "circle"), one["encoding"]["description"]["field"]) for one in marks]


def rows_of(spec: dict, at: int) -> list[dict]:
    leaf = spec["layer"][at]
    return spec["datasets"][leaf.get("data", spec.get("data"))["name"]]


def test_what_was_expected_and_what_came_are_told_apart():
    spec = classes()
    assert telling(spec) == [("circle", "expected_tip"), ("diamond", "observed_tip")]
    assert [row["row"] for row in rows_of(spec, 1)] == [0, 1], "the first row on top"
    assert (
        spec["layer"][1]["encoding"]["y"]["scale"]["domain"][0]
        > spec["layer"][1]["encoding"]["y"]["scale"]["domain"][1]
    )
    assert all(row["row"] < at for at, row in enumerate(rows_of(spec, 4))), "names stand above their marks"


def test_squares_are_counted_in_rows_and_what_moved_is_a_diamond():
    spec = board()
    assert telling(spec) == [("square", "tip"), ("diamond", "tip")] and spec["height"] == 2 * STEP
    filters = [one["transform"][0]["filter"] for one in spec["layer"][:2]]
    assert filters == ["!datum['moved']", "datum['moved']"]
    assert [row["label"] for row in rows_of(spec, 2)] == ["2, 1 new", "1"]


@pytest.mark.parametrize("column", list(CLASSES))
def test_expected_and_observed_demand_their_columns(column):
    with pytest.raises(KeyError, match=column):
        classes(CLASSES.drop(columns=column))


@pytest.mark.parametrize("column", [*CLAIMS, "verdict", "label"])
def test_squares_demand_their_columns(column):
    with pytest.raises(KeyError, match=column):
        board(CLAIMS.drop(columns=column, errors="ignore"), ENDS.drop(columns=column, errors="ignore"))
