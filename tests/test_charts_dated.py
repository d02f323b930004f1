"""Events in lanes and counts above years: which marks tell, where names stand, what each form demands."""

import pandas as pd
import pytest

from evidence.charts import ARTICLE, amounts, years
from evidence.charts.dated import counts_above_years, events_in_lanes
from evidence.charts.tips import with_tips
from evidence.forecast import AS_OF

LANES = {"one": ("First", "Russia"), "two": ("Second", "Taliban")}
EVENTS = pd.DataFrame(
    {
        "lane": ["one", "one", "two"],
        "row": [1.0, 2.0, 4.0],
        "date_start": pd.to_datetime(["2018-01-01", "2023-01-01", "2020-01-01"]),
        "label": ["a", "b", "c"],
        "tip": ["a, 2018", "b, 2023", "c, 2020"],
    }
)
COUNTS = pd.DataFrame(
    {"at": [2010.5, 2011.5, 2021.9], "troops": [90, 80, 1], "stretch": [0, 0, 1], "tip": ["90 men", "80 men", "1 man"]}
)
OTHERS = pd.DataFrame({"at": [2018.5], "troops": [14], "tip": ["about 14 men"]})
MARKS = pd.DataFrame({"at": [2016.5, 2022.5], "row": -11, "there": [True, False], "tip": ["with them", "without them"]})
WORDS = pd.DataFrame({"at": [2010.0], "row": [-20], "label": ["years of conflict"]})
X, Y = years("at", 2008, 2024, [2010, 2020]), amounts("troops", 100, [0, 100], bottom=-30)


def lanes(rows=EVENTS) -> dict:
    return events_in_lanes(rows, LANES, "2017-01-01", "2024-01-01", ["2020-01-01"], turn="2021-06-01").to_dict()


def above(counts=COUNTS, others=OTHERS, marks=MARKS, words=WORDS) -> dict:
    return counts_above_years(counts, others, marks, "there", X, Y, "#111111", words).to_dict()


def leaves(spec: dict) -> list[dict]:
    own = [{"data": spec.get("data"), **one} for one in spec["layer"]]
    return [leaf for one in own for leaf in (leaves(one) if "layer" in one else [one])]


def data_of(spec: dict, leaf: dict) -> list[dict]:
    return spec["datasets"][leaf["data"]["name"]]


def telling(spec: dict) -> list[str]:
    return [one["mark"]["type"] for one in leaves(with_tips(spec)) if one["mark"].get("aria") is not False]


def test_each_event_is_told_once_and_each_lane_has_its_heading_above_its_first():
    spec = lanes()
    assert telling(spec) == ["point"]
    rule, _, heads, *_ = leaves(spec)
    assert [row["date_start"] for row in data_of(spec, rule)] == [f"{AS_OF:%Y-%m-%d}"]
    assert [(row["heading"], row["row"]) for row in data_of(spec, heads)] == [("First", 0), ("Second", 3)]


def test_names_of_late_events_stand_left_of_their_dots():
    names = [one for one in leaves(lanes()) if "transform" in one]
    assert [(one["mark"]["align"], one["mark"]["dx"]) for one in names] == [("left", 10), ("right", -10)]
    rules = [one["transform"][0]["filter"] for one in names]
    assert "2021-06-01" in rules[0] and rules[1] == f"!({rules[0]})"


def test_counts_break_between_stretches_and_each_kind_of_mark_tells():
    spec = above()
    assert telling(spec) == ["point"] * 4, "reports, others, years with and without"
    at = [data_of(spec, one)[0]["at"] for one in leaves(spec) if one["mark"]["type"] == "rule"]
    assert at == [ARTICLE]
    [line] = [one for one in leaves(spec) if one["mark"]["type"] == "line"]
    assert line["encoding"]["detail"]["field"] == "stretch"
    kept = {one["mark"]["shape"]: one["transform"][0]["filter"] for one in leaves(spec) if "transform" in one}
    assert kept == {"square": "datum['there']", "circle": "!datum['there']"}


@pytest.mark.parametrize("column", list(EVENTS))
def test_lanes_demand_their_columns(column):
    with pytest.raises(KeyError, match=column):
        lanes(EVENTS.drop(columns=column))


@pytest.mark.parametrize(("name", "rows"), [("counts", COUNTS), ("others", OTHERS), ("marks", MARKS), ("words", WORDS)])
def test_counts_above_years_demand_their_columns(name, rows):
    for column in rows:
        with pytest.raises(KeyError, match=column):
            above(**{name: rows.drop(columns=column)})
