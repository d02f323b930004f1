"""Lines, bars of years and rows of points: which marks tell, where the article stands, what coincides."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts import ARTICLE, amounts, years
from evidence.charts import lines as forms
from evidence.charts.tips import with_tips

X, Y = years("at", 2014, 2020, [2015, 2020]), amounts("n", 9, [0, 9])
SCALE = alt.Scale(domain=["a", "b"], range=["#111111", "#222222"])
WORDS = pd.DataFrame(
    {"at": [2015, 2016, 2017], "n": [1, 2, 3], "label": ["one", "two", "three"], "side": ["right", "left", "right"]}
)


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": [2016.0, 2015.0, 2017.0],
            "n": [2, 1, 3],
            "kind": ["a", "b", "a"],
            "who": ["a", "b", "b"],
            "level": [0, 0, 1],
            "segment": ["s", "s", "t"],
            "beside": ["it", None, None],
            "before": [None, None, "that"],
            "hollow": [True, False, False],
            "reading": ["yes", "no", "yes"],
            "tip": ["2016: two", "2015: one", "2017: three"],
        }
    )


def headed_rows(rows):
    return forms.headed_rows(rows, X, "kind", {"a": "First", "b": "Second"}, "who", SCALE, ["square", "circle"])


def standing_rows(rows):
    return forms.headed_rows(
        rows,
        X,
        "kind",
        {"a": "First", "b": "Second"},
        "kind",
        SCALE,
        ["square", "circle"],
        forms.STANDING,
        ("beside", "before"),
    )


def counts_by_series(rows, words=WORDS):
    return forms.counts_by_series(rows, X, Y, "kind", ["a", "b"], ["#111111", "#222222"], words, named=6)


def yearly_bars(rows):
    return forms.yearly_bars(rows, X, Y, "#111111", "d")


def lines_by_dash(rows, words=WORDS):
    return forms.lines_by_dash(rows, X, Y, "kind", SCALE, [[1, 0], [5, 3]], words, named=6)


def lines_with_hollow(rows, words=WORDS):
    return forms.lines_with_hollow(rows, X, Y, "kind", SCALE, "hollow", words, named=6)


def headed_line(rows):
    return forms.headed_line(rows, X, Y, "#111111", "Heading", [2016.0], "d")


TELLING = {
    headed_rows: ["point"],
    standing_rows: ["point"],
    counts_by_series: ["point", "tick", "point"],
    yearly_bars: ["bar"],
    lines_by_dash: ["point"],
    lines_with_hollow: ["point"],
    headed_line: ["point"],
}
NEEDED = {
    headed_rows: {"at", "kind", "who", "level", "tip"},
    standing_rows: {"at", "kind", "level", "tip", "beside", "before"},
    counts_by_series: {"at", "n", "kind", "segment", "tip"},
    yearly_bars: {"at", "n", "tip"},
    lines_by_dash: {"at", "n", "kind", "tip"},
    lines_with_hollow: {"at", "n", "kind", "hollow", "tip"},
    headed_line: {"at", "n", "tip"},
}


def leaves(spec: dict) -> list[dict]:
    """All single marks of a specification in order, article and texts included, with the data that they inherit."""
    own = [{"data": spec.get("data"), **one} for one in spec["layer"]]
    return [leaf for one in own for leaf in (leaves(one) if "layer" in one else [one])]


def data_of(spec: dict, leaf: dict) -> list[dict]:
    return spec["datasets"][leaf["data"]["name"]]


def drawn(form, rows) -> tuple[dict, list[dict]]:
    spec = form(rows).to_dict()
    return spec, leaves(spec)


def texts(spec: dict, marks: list[dict], channel: str = "label") -> list[list]:
    """Of each mark of text: what it writes."""
    shown = [data_of(spec, mark) for mark in marks if mark["mark"]["type"] == "text"]
    return [[row[channel] for row in data] for data in shown if channel in data[0]]


@pytest.mark.parametrize(("form", "telling"), TELLING.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_each_row_is_told_once(form, telling, rows):
    spec = with_tips(form(rows).to_dict())
    told = [one for one in leaves(spec) if one["mark"].get("aria") is not False]
    assert [one["mark"]["type"] for one in told] == telling
    said = [row["tip"] for one in told for row in data_of(spec, one)]
    assert sorted(said) == sorted(rows["tip"])


@pytest.mark.parametrize(("form", "needed"), NEEDED.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_a_form_needs_the_columns_that_it_names_and_no_other(form, needed, rows):
    form(rows[list(needed)])
    for column in needed:
        with pytest.raises(KeyError, match=column):
            form(rows.drop(columns=column))


@pytest.mark.parametrize("form", [lines_by_dash, lines_with_hollow, counts_by_series])
def test_texts_need_a_side_and_stand_on_it(form, rows):
    spec, marks = drawn(form, rows)
    assert [mark["mark"]["align"] for mark in marks if "align" in mark["mark"]][:2] == ["right", "left"]
    assert texts(spec, marks) == [["one", "three"], ["two"], ["article"]]
    with pytest.raises(KeyError, match="side"):
        form(rows, WORDS.drop(columns="side"))


@pytest.mark.parametrize(
    ("form", "at"),
    [
        (headed_rows, ARTICLE),
        (standing_rows, ARTICLE),
        (counts_by_series, ARTICLE),
        (lines_by_dash, ARTICLE),
        (lines_with_hollow, ARTICLE),
        (headed_line, ARTICLE),
        (yearly_bars, ARTICLE - 0.5),
    ],
)
def test_the_article_stands_where_its_axis_has_its_day(form, at, rows):
    spec, marks = drawn(form, rows)
    rules = [data_of(spec, mark)[0] for mark in marks if mark["mark"]["type"] == "rule"]
    assert [row["at"] for row in rules if "at" in row] == [at]


def test_a_panel_under_another_does_not_name_the_article_again_and_writes_the_values_asked_for(rows):
    spec, marks = drawn(headed_line, rows)
    assert texts(spec, marks) == [["Heading"]] and texts(spec, marks, "n") == [[2]]


def test_rows_have_headings_from_the_top_and_marks_that_hang_levels_below(rows):
    spec, marks = drawn(headed_rows, rows)
    points, heads = (data_of(spec, mark) for mark in marks[2:])
    assert [row["label"] for row in heads] == ["First", "Second"] and heads[0]["place"] > heads[1]["place"]
    assert [row["place"] for row in points] == [0, -1, -0.15]
    bottom, top = marks[2]["encoding"]["y"]["scale"]["domain"]
    assert all(bottom < row["place"] < top for row in points + heads)
    with pytest.raises(ValueError, match="unknown"):
        headed_rows(rows.assign(kind="unknown"))


def test_marks_that_stand_have_a_floor_between_rows_and_names_right_or_left(rows):
    spec, marks = drawn(standing_rows, rows)
    _, _, floors, points, beside, before, heads = (data_of(spec, mark) for mark in marks)
    place = [row["place"] for row in points]
    assert place[1] < floors[0]["place"] < place[0] < place[2] < heads[0]["place"] and len(floors) == 1
    assert [row["beside"] for row in beside] == ["it"] and [row["before"] for row in before] == ["that"]
    assert marks[3]["encoding"]["color"]["legend"] is None, "the headings tell what the shapes are"


def test_a_line_breaks_at_its_segments_and_series_are_told_apart_by_form(rows):
    more = pd.concat([rows, rows.assign(kind="c")])
    spec, marks = drawn(counts_by_series, more)
    assert marks[0]["encoding"]["detail"]["field"] == "segment"
    others, dashes, dots = marks[1:4]
    assert others["mark"]["shape"] == "diamond" and {row["kind"] for row in data_of(spec, others)} == {"c"}
    assert [{row["kind"] for row in data_of(spec, one)} for one in (dashes, dots)] == [{"b"}, {"a"}]
    assert [row["at"] for row in data_of(spec, dots)] == [2016.0, 2017.0]


def test_the_value_of_the_articles_year_stands_beside_its_line_and_no_value_twice(rows):
    spec, marks = drawn(yearly_bars, rows)
    values = {mark["mark"]["dx"]: data_of(spec, mark) for mark in marks if "dy" in mark["mark"]}
    assert {dx: [row["n"] for row in data] for dx, data in values.items()} == {-10: [3], 0: [2, 1]}
    earlier = yearly_bars(rows[rows["at"] < 2017]).to_dict()
    assert len(leaves(earlier)) == len(marks) - 1, "no empty layer for a year that is not there"


def test_lines_differ_by_dash_and_hollow_dots_are_told_by_the_row(rows):
    _, marks = drawn(lines_by_dash, rows)
    assert marks[0]["encoding"]["strokeDash"]["scale"] == {"domain": ["a", "b"], "range": [[1, 0], [5, 3]]}
    _, marks = drawn(lines_with_hollow, rows)
    fill = marks[1]["encoding"]["fill"]
    assert fill["condition"] == {"test": "datum['hollow']", "value": "transparent"} and fill["field"] == "kind"
