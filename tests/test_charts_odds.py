"""Charts of probabilities and their tests: which marks tell, where names stand, what each form demands."""

import pandas as pd
import pytest

from evidence.charts import odds, tested, years
from evidence.charts.axes import amounts
from evidence.charts.tips import faulty, with_tips

RANGES = pd.DataFrame(
    {
        "label": ["a", "b", "c"],
        "low": [0.0, 0.1, 0.2],
        "high": [0.2, 0.3, 0.45],
        "middle": [0.1, 0.2, None],
        "value": ["10%", "20%", "20% to 45%"],
        "tip": ["a: one in ten", "b: one in five", "c: a range"],
        "head": ["One", "One", "Two"],
    }
)
COURSE = pd.DataFrame(
    {"at": [2014.0, 2014.25], "probability": [0.02, 0.03], "low": [0.0, 0.01], "high": [0.1, 0.1],
     "tip": ["early: two in a hundred", "later: three in a hundred"]}
)  # fmt: skip
EVENTS = pd.DataFrame({"at": [2014.1, 2014.2], "label": ["x", "y"], "height": [4, 22], "align": ["left", "right"]})
CHANCES = pd.DataFrame({"year": [1992, 1993], "chances": [20, 30], "tip": ["1992: 20 wars", "1993: 30 wars"]})
BEGAN = pd.DataFrame(
    {"year": [1992, 1993], "country": ["A", "B"], "level": [0, 1], "tip": ["A in 1992", "B in 1993"]}
)  # fmt: skip
BANDS = pd.DataFrame(
    {"said": [0.01, 0.2], "share": [0.02, 0.0], "share_low": [0.0, 0.0], "share_high": [0.1, 0.8],
     "label": ["2 of 90", "0 of 3"], "tip": ["said 1%: 2 of 90 came", "said 20%: 0 of 3 came"]}
)  # fmt: skip
COLUMNS = pd.DataFrame(
    {"from": [0.0, 0.01], "to": [0.01, 0.02], "share": [0.7, 0.3], "tip": ["0% to 1%: 70%", "1% to 2%: 30%"]}
)
MARKS = pd.DataFrame({"at": [0.008], "label": ["mean"], "height": [10], "align": ["left"]})
X, Y = years("at", 2014, 2015, [2014]), amounts("probability", 0.2, [0, 0.1])


def intervals(rows=RANGES, **options) -> dict:
    return odds.intervals(rows, (0, 0.5), [0, 0.25, 0.5], "#111111", **options).to_dict()


def over_time(rows=COURSE, events=EVENTS) -> dict:
    return odds.over_time(rows, X, Y, "#111111", events).to_dict()


def beginnings(chances=CHANCES, began=BEGAN) -> dict:
    return odds.beginnings(chances, began, years("year", 1991, 1994, [1992]), "#111111").to_dict()


def reliability(rows=BANDS) -> dict:
    return tested.reliability(rows, 0.5, [0, 0.1, 0.4], "#111111").to_dict()


def histogram(rows=COLUMNS, marks=MARKS) -> dict:
    return tested.histogram(rows, marks, 0.1, [0, 0.1], 0.8, [0, 0.5], "#111111").to_dict()


def leaves(spec: dict, data: dict | None = None) -> list[dict]:
    data = spec.get("data", data)
    parts = spec.get("layer") or spec.get("hconcat")
    return [leaf for one in parts for leaf in leaves(one, data)] if parts else [{**spec, "data": data}]


def data_of(spec: dict, leaf: dict) -> list[dict]:
    return spec["datasets"][leaf["data"]["name"]]


def telling(spec: dict) -> dict[str, list[str]]:
    """Kind of mark -> tips of those marks that tell."""
    marks = [one for one in leaves(with_tips(spec)) if one["mark"].get("aria") is not False]
    return {one["mark"]["type"]: [row["tip"] for row in data_of(spec, one)] for one in marks}


def texts(spec: dict, field: str) -> list[dict]:
    drawn = [one for one in leaves(spec) if one["encoding"].get("text", {}).get("field") == field]
    assert drawn, field
    return [row | {"align": one["mark"]["align"]} for one in drawn for row in data_of(spec, one)]


# --------------------------------------------------------------------------------------------------------- intervals
def test_a_range_with_a_middle_tells_by_its_dot_and_one_without_by_its_bar():
    assert telling(intervals()) == {"point": ["a: one in ten", "b: one in five"], "bar": ["c: a range"]}
    assert telling(intervals(RANGES[:2])) == {"point": ["a: one in ten", "b: one in five"]}
    assert telling(intervals(RANGES[2:])) == {"bar": ["c: a range"]}


def test_a_heading_stands_once_above_its_first_row_and_takes_room():
    spec = intervals()
    heads = texts(spec, "head")
    names = {row["label"]: row["place"] for row in texts(spec, "label")}
    assert [row["head"] for row in heads] == ["One", "Two"]
    assert heads[0]["place"] < names["a"] < names["b"] < heads[1]["place"] < names["c"]
    assert names["b"] - names["a"] == odds.ROW and names["c"] - names["b"] == odds.ROW + odds.HEAD
    assert spec["height"] == 3 * odds.ROW + 2 * odds.HEAD
    bare = intervals(RANGES.assign(head=None))
    assert bare["height"] == 3 * odds.ROW
    assert not [one for one in leaves(bare) if one["encoding"].get("text", {}).get("field") == "head"]


def test_rows_whose_index_is_not_in_order_keep_the_order_they_came_in():
    places = [(row["label"], row["place"]) for row in texts(intervals(RANGES.iloc[[2, 0, 1]]), "label")]
    assert [label for label, _ in sorted(places, key=lambda own: own[1])] == ["c", "a", "b"]


def test_a_reference_is_marked_on_every_bar_and_the_scale_is_the_one_asked_for():
    spec = intervals(kind="sqrt", reference=0.15)
    [tick] = [one for one in leaves(spec) if one["encoding"].get("x", {}).get("field") == "at"]
    assert [row["at"] for row in data_of(spec, tick)] == [0.15] * 3 and tick["mark"]["aria"] is False
    scales = [one["encoding"]["x"]["scale"] for one in leaves(spec) if "scale" in one["encoding"].get("x", {})]
    assert all((one["type"], one["domain"]) == ("sqrt", [0, 0.5]) for one in scales) and scales
    assert not [one for one in leaves(intervals()) if one["encoding"].get("x", {}).get("field") == "at"]


def test_named_ticks_and_what_each_side_means_stand_above_and_below():
    named = {0.1: "10 : 1", 0.25: "even"}
    spec = odds.intervals(RANGES, (0, 0.5), named, "#111111", sides=("less", "more")).to_dict()
    words = [one for one in leaves(spec) if "value" in one["encoding"].get("y", {})]
    at = [(one["encoding"]["y"]["value"], [row["label"] for row in data_of(spec, one)]) for one in words]
    height = spec["height"]
    assert [place for place, labels in at if labels == list(named.values())] == [-14, height + 16]
    assert [(place > height, labels) for place, labels in at[2:]] == [
        (False, ["less"]), (False, ["more"]), (True, ["less"]), (True, ["more"]),
    ]  # fmt: skip
    axes = [one["encoding"]["x"]["axis"] for one in leaves(spec) if "axis" in one["encoding"].get("x", {})]
    assert all(axis["grid"] and not axis["labels"] and axis["values"] == list(named) for axis in axes) and axes


# ----------------------------------------------------------------------------------------------------------- hundred
def test_a_hundred_squares_are_filled_from_the_top_left():
    blocks = odds.in_a_hundred({"one": 0.0205, "other": 0.155}, ["#111111", "#222222"])
    assert list(blocks["filled"]) == [2, 16] and list(blocks["tip"]) == [
        "one: 2 in a hundred",
        "other: 16 in a hundred",
    ]
    spec = odds.hundred(blocks, "nothing began").to_dict()
    assert [one["title"]["text"] for one in spec["hconcat"]] == ["one", "other"]
    for one, filled in zip(leaves(spec), (2, 16)):
        rows = data_of(spec, one)
        assert len(rows) == 100 and [row["filled"] for row in rows] == [True] * filled + [False] * (100 - filled)
        assert (rows[0]["line"], rows[0]["column"]) == (0, 0) and rows[filled]["tip"] == "nothing began"
        assert rows[11] | {"filled": 0, "tip": ""} == {"line": 1, "column": 1, "filled": 0, "tip": ""}
    assert not faulty([row["tip"] for rows in spec["datasets"].values() for row in rows])


@pytest.mark.parametrize(("share", "filled"), [(0, 0), (0.0049, 0), (0.005, 1), (1, 100)])
def test_a_share_fills_the_nearest_whole_number_of_squares(share, filled):
    assert list(odds.in_a_hundred({"a": share}, ["red"])["filled"]) == [filled]


# --------------------------------------------------------------------------------------------------------- over time
def test_points_tell_the_course_and_events_are_named_at_their_height():
    spec = over_time()
    assert telling(spec) == {"point": list(COURSE["tip"])}
    named = {}
    for one in leaves(spec):
        if one["encoding"].get("text", {}).get("field") == "label":
            named |= {row["label"]: (one["mark"]["align"], one["encoding"]["y"]["value"]) for row in data_of(spec, one)}
    assert named == {"x": ("left", 4), "y": ("right", 22)}
    kinds = [one["mark"]["type"] for one in leaves(spec)]
    assert kinds[0] == "area" and kinds[-1] == "point" and kinds.count("rule") == 2
    assert {one["mark"].get("interpolate") for one in leaves(spec)[:2]} == {"step-after"}
    values = [one for one in leaves(spec) if one["encoding"].get("text", {}).get("field") == "probability"]
    assert [row["probability"] for one in values for row in data_of(spec, one)] == [0.02, 0.03], "first and last"


# -------------------------------------------------------------------------------------------------------- beginnings
def test_bars_and_dots_tell_and_a_name_stands_on_the_level_of_its_dot():
    spec = beginnings()
    assert telling(spec) == {"bar": list(CHANCES["tip"]), "point": list(BEGAN["tip"])}
    names = texts(spec, "country")
    assert [(row["country"], row["height"]) for row in names] == [("A", 22), ("B", 44)]
    assert [row["align"] for row in names] == ["left", "right"], "the name of a late one stands left of its dot"
    alone = beginnings(began=BEGAN[:1])
    assert [row["align"] for row in texts(alone, "country")] == ["left"]
    bars = next(one for one in leaves(spec) if one["mark"]["type"] == "bar")
    assert bars["encoding"]["y"]["scale"]["domain"][1] > CHANCES["chances"].max() * 1.5, "room for the names"


# ------------------------------------------------------------------------------------------------- said against come
def test_bands_tell_by_their_dots_and_their_counts_stand_beside_them():
    spec = reliability()
    assert telling(spec) == {"point": list(BANDS["tip"])}
    assert [row["label"] for row in texts(spec, "label")] == ["2 of 90", "0 of 3"]
    even = next(one for one in leaves(spec) if one["mark"]["type"] == "line")
    assert [(row["said"], row["share"]) for row in data_of(spec, even)] == [(0, 0), (0.5, 0.5)]
    rule = next(one for one in leaves(spec) if one["mark"]["type"] == "rule")
    assert [row["share_high"] for row in data_of(spec, rule)] == [0.1, 0.5], "cut at the end of the axis"


# --------------------------------------------------------------------------------------------------------- histogram
def test_columns_start_at_nothing_and_leave_a_gap_and_a_mark_is_named():
    spec = histogram()
    assert telling(spec) == {"rect": list(COLUMNS["tip"])}
    columns = next(one for one in leaves(spec) if one["mark"]["type"] == "rect")
    rows = data_of(spec, columns)
    assert [row["zero"] for row in rows] == [0, 0] and rows[0]["from"] < rows[0]["to"] < rows[1]["from"]
    assert columns["encoding"]["y"]["field"] == "zero" and columns["encoding"]["y2"]["field"] == "share"
    [mark] = texts(spec, "label")
    assert (mark["at"], mark["label"]) == (0.008, "mean")


# ---------------------------------------------------------------------------------------------------- what is demanded
DEMANDED = [
    *((intervals, RANGES, column) for column in RANGES),
    *((over_time, COURSE, column) for column in COURSE),
    *((beginnings, CHANCES, column) for column in CHANCES),
    *((reliability, BANDS, column) for column in BANDS),
    *((histogram, COLUMNS, column) for column in COLUMNS),
]


@pytest.mark.parametrize(("form", "rows", "column"), DEMANDED)
def test_a_form_demands_its_columns(form, rows, column):
    form(rows)
    with pytest.raises(KeyError, match=column):
        form(rows.drop(columns=column))


@pytest.mark.parametrize("column", list(EVENTS))
def test_named_events_have_a_place(column):
    with pytest.raises(KeyError, match=column):
        over_time(events=EVENTS.drop(columns=column))
    with pytest.raises(KeyError, match=column):
        histogram(marks=MARKS.drop(columns=column))
