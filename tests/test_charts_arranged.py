"""Forms made of others: panels in their order with their heights, the matrix of evidence."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts.arranged import READINGS, ROW, evidence_matrix, under_each_other
from evidence.charts.tips import with_tips


def test_panels_stand_in_order_with_a_height_each():
    charts = [alt.Chart(pd.DataFrame({"n": [n]})).mark_point(aria=False).encode(x="n:Q") for n in (1, 2)]
    spec = under_each_other(charts, [290, 130]).to_dict()
    assert [panel["height"] for panel in spec["vconcat"]] == [290, 130]
    assert [spec["datasets"][panel["data"]["name"]] for panel in spec["vconcat"]] == [[{"n": 1}], [{"n": 2}]]
    with pytest.raises(ValueError, match="zip"):
        under_each_other(charts, [290])


CELLS = pd.DataFrame(
    {
        "hypothesis": ["a", "b"] * 2,
        "label": ["one", "one", "two", "two"],
        "reading": ["consistent", "inconsistent", "neutral", "inconsistent"],
        "tip": ["a fits", "b does not", "a is neutral", "b does not either"],
    }
)


def drawn(cells: pd.DataFrame) -> dict:
    against = pd.Series({"a": 0, "b": 2})
    return with_tips(evidence_matrix(cells, "hypothesis", "label", ["one", "two"], against).to_dict())


def test_a_matrix_of_evidence_signs_each_reading_and_counts_what_is_against():
    spec = drawn(CELLS)
    boxes, _, totals = spec["layer"]
    rows = spec["datasets"][boxes.get("data", spec.get("data"))["name"]]
    assert [row["sign"] for row in rows] == READINGS["sign"][CELLS["reading"]].tolist()
    assert [row["text"] for row in spec["datasets"][totals["data"]["name"]]] == ["0 −", "2 −"]
    assert spec["height"] == 3 * ROW


@pytest.mark.parametrize("column", ["hypothesis", "label", "reading", "tip"])
def test_a_matrix_demands_its_columns(column):
    with pytest.raises(KeyError, match=column):
        drawn(CELLS.drop(columns=column))
