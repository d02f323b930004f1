"""Parts of panels, on their specifications: which marks tell, where they stand, what a frame must hold."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts import ARTICLE, amounts, colour, panels, years
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


NAMES = [(2015, 1, "one", "left"), (2016, 2, "two", "right")]
WORDS = [(2015, 1, "one", "left"), (2016, 2, "two", "right")]


def lanes_over_time(rows):
    periods = {"year": [2014, 2016.5], "text": ["1 trip", "2 trips"], "name": ["before", "second term"]}
    periods = pd.DataFrame(periods)
    lanes = {"to": (2, "Russia"), "from": (0, "other")}
    return panels.lanes_over_time(rows, X, "lane", lanes, 4, periods)


def lines_of_actors(rows):
    return panels.lines_of_actors(rows, X, Y, "name", {"b": "other", "a": "Russia"}, WORDS, [2016.5], named=9)


def panels_in_parts(rows):
    return panels.panels_in_parts(rows, X, Y, "name", {"a": "Russia", "b": "other"}, (170, 100), NAMES)


def measure_panels(rows):
    look = {"low": [0.5, 0], "top": [1.0, 4.0], "digits": [1, 0], "counted": [False, True], "word": ["up", "down"]}
    own = rows.rename(columns={"name": "measure", "n": "value"}).assign(first=rows["year"])
    return panels.measure_panels(own, X, pd.DataFrame(look, ["a", "b"]), [2016.5], "#000")


FORMS = {
    "lines_with_points": lambda rows: panels.lines_with_points(rows, X, Y, "#000", by="name"),
    "lines_with_bounds": lambda rows: panels.lines_with_bounds(rows, X, Y, "name", SCALE),
    "intervals": lambda rows: [panels.intervals(rows, alt.X("n:Q"), "name", {"a": "Russia"}, near=1)],
    "bars_in_parts": lambda rows: [panels.bars_in_parts(rows, X, Y, "#000")],
    "bars_that_span": lambda rows: [panels.bars_that_span(rows, X, "last", Y, "#000")],
    "squares_in_lanes": lambda rows: [panels.squares_in_lanes(rows, X, LANES, FLOORS, "lane", SCALE)],
    "lanes_over_time": lambda rows: [lanes_over_time(rows)],
    "lines_of_actors": lambda rows: [lines_of_actors(rows)],
    "bounded_lines": lambda rows: [panels.bounded_lines(rows, X, Y, "name", SCALE, WORDS)],
    "panels_in_parts": lambda rows: [panels_in_parts(rows)],
    "measure_panels": lambda rows: [measure_panels(rows)],
}


def marks(charts: list) -> list[dict]:
    """The layers of some charts as they are drawn; a mark with data that has no tip is refused."""
    whole = charts[0] if isinstance(charts[0], alt.VConcatChart) else alt.layer(*charts)
    return leaves(with_tips(whole.to_dict()))


def leaves(spec: dict, data: dict | None = None) -> list[dict]:
    """Every single view of a specification, with the data that it inherits."""
    data, parts = spec.get("data", data), spec.get("layer", spec.get("vconcat"))
    return [leaf for part in parts for leaf in leaves(part, data)] if parts else [{**spec, "data": data}]


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
        ("lanes_over_time", ["square"]),
        ("lines_of_actors", ["point", "point"]),
        ("bounded_lines", ["point"]),
        ("panels_in_parts", ["bar", "bar"]),
        ("measure_panels", ["point", "rect"]),
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
        *[("lanes_over_time", "counted"), ("lines_of_actors", "name"), ("bounded_lines", "high")],
        *[("panels_in_parts", "part"), ("measure_panels", "last")],
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
    chart = panels.intervals(rows, alt.X("n:Q"), "name", {"a": "Russia"}, near=3)
    zero, bars, _, *values = (one.to_dict() for one in chart.layer)
    assert zero["encoding"]["x"]["field"] == "n" and bars["encoding"]["y"]["sort"] == ["z", "a", "m"]
    assert [value["mark"].get("align") for value in values] == [None, "left", "right"]
    shown = [[row["name"] for row in rows_of(value)] for value in chart.layer[3:]]
    assert shown == [["z"], ["m"], ["a"]]
    assert bars["encoding"]["color"]["scale"]["range"] == [colour("other"), colour("Russia"), colour("other")]


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


@pytest.mark.parametrize(
    ("form", "at"),
    [
        (lanes_over_time, {ARTICLE}),
        (lines_of_actors, {ARTICLE}),
        (lambda rows: FORMS["bounded_lines"](rows)[0], {ARTICLE}),
        (panels_in_parts, {ARTICLE - 0.5}),
        (measure_panels, set()),
    ],
)
def test_a_picture_has_the_articles_date_and_its_name_once(rows, form, at):
    chart = form(rows)
    assert {row["at"] for row in rows_of(chart) if "at" in row} == at
    named = [view for view in leaves(chart.to_dict()) if view["mark"]["type"] == "text"]
    datasets = chart.to_dict()["datasets"]
    words = [row.get("label") for view in named for row in datasets[view["data"]["name"]]]
    assert words.count("article") == 1


def test_lanes_have_a_rule_where_a_period_begins_and_each_name_over_its_number(rows):
    first, *others = leaves(lanes_over_time(rows).to_dict())
    datasets = lanes_over_time(rows).to_dict()["datasets"]
    assert [row["year"] for row in datasets[first["data"]["name"]]] == [2016.5], "none where the first begins"
    counted, over = [view for view in others if view["mark"].get("dx") == 5]
    assert over["encoding"]["y"] == {"value": -6} and over["mark"]["align"] == counted["mark"]["align"] == "left"
    named = [(row["year"], row["label"]) for row in datasets[over["data"]["name"]]]
    assert named == [(2014, "before"), (2016.5, "second term")]
    assert [(row["year"], row["y"]) for row in datasets[counted["data"]["name"]]] == [(2014, 3.1), (2016.5, 3.1)]


def test_lines_of_no_actor_are_thin_and_lie_behind(rows):
    paths = [view["mark"] for view in leaves(lines_of_actors(rows).to_dict()) if view["mark"]["type"] == "line"]
    assert [(path["color"], path["strokeWidth"]) for path in paths] == [
        (colour("other"), panels.THIN),
        (colour("Russia"), panels.THICK),
    ]


def test_panels_in_parts_have_their_names_heights_and_words_beside_parts_of_the_first(rows):
    spec = panels_in_parts(rows).to_dict()
    assert [panel["height"] for panel in spec["vconcat"]] == [170, 100]
    written = [{row["label"] for row in rows_of(panel) if "label" in row} for panel in panels_in_parts(rows).vconcat]
    assert written == [{"a", "article", "one", "two"}, {"b", "article"}]


def test_a_panel_per_measure_has_its_axis_its_words_and_a_line_or_bars(rows):
    chart = measure_panels(rows)
    marks_of = [[view["mark"]["type"] for view in leaves(panel)] for panel in chart.to_dict()["vconcat"]]
    assert [("line" in kinds, "rect" in kinds) for kinds in marks_of] == [(True, False), (False, True)]
    axes = [view["encoding"]["y"] for view in leaves(chart.to_dict()) if view["mark"]["type"] in ("line", "rect")]
    assert [axis["scale"]["domain"] for axis in axes] == [[0.5, 1.25], [0, 6]]
    assert [axis["axis"]["values"] for axis in axes] == [[0.5, 1.0], [0, 4.0]]
    written = [[row["label"] for row in rows_of(panel) if "label" in row] for panel in chart.vconcat]
    assert [{"a", "up"} <= set(words) for words in written] == [True, False] and {"b", "down"} <= set(written[1])
