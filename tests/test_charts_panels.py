"""Parts of panels, on their specifications: which marks tell, where they stand, what a frame must hold."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts import amounts, panels, years
from evidence.charts.tips import with_tips

X, Y = years("year", 2014, 2020, [2015, 2020]), amounts("n", 6, [0, 3, 6])
SCALE = alt.Scale(domain=["a", "b"], range=["#000", "#777"])
FLOORS = {"to": 2, "from": 0}
LANES = panels.lane_axis("height", FLOORS, -1, 4)


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "year": [2015, 2016],
            "n": [0.0, 4.0],
            "low": [-1.0, 3.0],
            "high": [1.0, 5.0],
            "name": ["a", "b"],
            "part": ["a", "b"],
            "strength": [1, 0.5],
            "last": [2015.9, 2016.6],
            "lane": ["to", "to"],
            "level_in_stack": [0, 1],
            "counted": [1, 0],
            "tip": ["2015: none found", "2016: four found"],
        }
    )


FORMS = {
    "lines_with_points": lambda rows: panels.lines_with_points(rows, X, Y, "#000", by="name"),
    "lines_with_bounds": lambda rows: panels.lines_with_bounds(rows, X, Y, "name", SCALE),
    "intervals": lambda rows: [panels.intervals(rows, alt.X("n:Q"), "name", ["#000", "#777"], near=1)],
    "bars_in_parts": lambda rows: [panels.bars_in_parts(rows, X, Y, "#000")],
    "bars_that_span": lambda rows: [panels.bars_that_span(rows, X, "last", Y, "#000")],
    "squares_in_lanes": lambda rows: [panels.squares_in_lanes(rows, X, LANES, FLOORS, "lane", SCALE)],
}


def marks(charts: list) -> list[dict]:
    """The layers of some charts as they are drawn; a mark with data that has no tip is refused."""
    spec = with_tips(alt.layer(*charts).to_dict())
    flat = [inner for outer in spec["layer"] for inner in outer.get("layer", [outer])]
    return [one for one in flat if "mark" in one]


def rows_of(chart) -> list[dict]:
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


@pytest.mark.parametrize(
    ("form", "telling"),
    [
        ("lines_with_points", ["point"]),
        ("lines_with_bounds", ["point"]),
        ("intervals", ["point"]),
        ("bars_in_parts", ["bar"]),
        ("bars_that_span", ["rect"]),
        ("squares_in_lanes", ["square"]),
    ],
)
def test_each_row_is_told_once(rows, form, telling):
    drawn = marks(FORMS[form](rows))
    assert [one["mark"]["type"] for one in drawn if one["mark"].get("aria") is not False] == telling


@pytest.mark.parametrize(
    ("form", "column"),
    [
        *[(form, "tip") for form in FORMS],
        *[
            ("lines_with_points", "year"),
            ("lines_with_points", "n"),
            ("lines_with_points", "name"),
            ("lines_with_bounds", "low"),
            ("intervals", "high"),
        ],
        *[("bars_in_parts", "strength"), ("bars_that_span", "last"), ("squares_in_lanes", "level_in_stack")],
    ],
)
def test_a_frame_without_a_column_is_refused_by_its_name(rows, form, column):
    with pytest.raises(KeyError, match=column):
        FORMS[form](rows.drop(columns=column))


def test_rules_carry_no_data_and_end_where_they_are_told_to():
    (rule,) = marks([panels.rules([2016.5], X, ends=(20, 84), opacity=0.4)])
    assert rule["mark"]["aria"] is False and "description" not in rule["encoding"]
    assert (rule["encoding"]["y"], rule["encoding"]["y2"]) == ({"value": 20}, {"value": 84})
    assert rows_of(panels.rules([2016.5], X)) == [{"year": 2016.5}], "on the field of the axis it shares"


def test_labels_stand_to_the_side_that_their_row_says():
    words = pd.DataFrame({"year": 2015, "n": 3, "label": ["one", "two", "three"], "align": ["right", "left", "right"]})
    drawn = panels.labels(words, X, Y, baseline="bottom")
    assert [(chart.to_dict()["mark"]["align"], len(rows_of(chart))) for chart in drawn] == [("left", 1), ("right", 2)]
    at_pixel = panels.labels(words.drop(columns="n"), X, alt.YValue(34))
    assert at_pixel[0].to_dict()["encoding"]["y"] == {"value": 34}
    with pytest.raises(KeyError, match="label"):
        panels.labels(words.drop(columns="label"), X, Y)


def test_a_heading_keeps_to_the_edges_of_its_panel():
    left, right = (chart.to_dict() for chart in panels.heading("agreement", "warmer"))
    assert [one["encoding"]["x"] for one in (left, right)] == [{"value": 0}, {"value": "width"}]
    assert [(one["mark"]["align"], one["mark"]["dx"]) for one in (left, right)] == [("left", 4), ("right", -4)]


def test_lines_of_one_colour_stay_apart_and_those_of_two_differ_without_colour(rows):
    path, _ = panels.lines_with_points(rows, X, Y, "#000", by="name")
    assert path.to_dict()["encoding"]["detail"]["field"] == "name"
    _, path, points = (chart.to_dict()["encoding"] for chart in panels.lines_with_bounds(rows, X, Y, "name", SCALE))
    assert path["strokeDash"]["scale"]["range"] == panels.DASHES[:2]
    assert points["shape"]["scale"] == {"domain": ["a", "b"], "range": panels.SHAPES[:2]}


def test_intervals_keep_the_order_of_the_frame_and_no_value_stands_on_the_zero():
    rows = pd.DataFrame({"name": ["z", "a", "m"], "n": [-4, -1, 0], "low": -5, "high": 1, "tip": "a tip"})
    chart = panels.intervals(rows, alt.X("n:Q"), "name", ["#000"] * 3, near=3)
    zero, bars, _, *values = (one.to_dict() for one in chart.layer)
    assert zero["encoding"]["x"]["field"] == "n" and bars["encoding"]["y"]["sort"] == ["z", "a", "m"]
    assert [value["mark"].get("align") for value in values] == [None, "left", "right"]
    shown = [[row["name"] for row in rows_of(value)] for value in chart.layer[3:]]
    assert shown == [["z"], ["m"], ["a"]]


def test_parts_are_stacked_in_full_outline_and_a_span_that_counts_nothing_is_not_drawn(rows):
    bars = panels.bars_in_parts(rows, X, Y, "#123456").to_dict()
    assert bars["mark"]["stroke"] == "#123456" and bars["encoding"]["fillOpacity"]["field"] == "strength"
    spans = panels.bars_that_span(rows, X, "last", Y, "#000").to_dict()
    assert spans["transform"] == [{"filter": "datum['n'] > 0"}]
    assert spans["encoding"]["x2"]["field"] == "last" and spans["encoding"]["y2"] == {"datum": 0}


def test_squares_of_one_place_stand_on_one_another_in_their_lane(rows):
    squares = panels.squares_in_lanes(rows.assign(year=2015), X, LANES, FLOORS, "lane", SCALE)
    assert [(row["year"], row["height"]) for row in rows_of(squares)] == [(2015, 2), (2015, 3)]
    axis = LANES.to_dict()["axis"]
    assert axis["values"] == [2, 0]
    assert axis["labelExpr"] == "datum.value == 2 ? 'to' : datum.value == 0 ? 'from' : ''"
