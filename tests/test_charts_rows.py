"""Forms in rows: which marks tell, where the article stands, what becomes of marks that coincide."""

import pandas as pd
import pytest

from evidence.charts import ARTICLE, actor_scale, amounts, categories, decimal_year, years
from evidence.charts.rows import apart, bounded_bars, headed_axis, ranges, squares, tellings, with_headings
from evidence.charts.tips import with_tips
from evidence.forecast import AS_OF

X = years("first", 2010, 2020, [2010, 2015, 2020])
ACTORS = ["Russia", "Taliban"]


def leaves(chart) -> list[dict]:
    """The layers of a chart that hold a mark, each with its rows, as `figure` takes them."""
    spec = with_tips(chart.to_dict())

    def below(part: dict, data: dict) -> list[dict]:
        data = part.get("data", data)
        if "layer" in part:
            return [leaf for layer in part["layer"] for leaf in below(layer, data)]
        return [{**part, "rows": spec["datasets"][data["name"]]}]

    return below(spec, {})


def told(chart) -> dict[str, list[str]]:
    """Tips by kind of mark, of the marks that tell."""
    return {
        leaf["mark"]["type"]: [row["tip"] for row in leaf["rows"]]
        for leaf in leaves(chart)
        if leaf["mark"].get("aria") is not False
    }


def of_article(chart) -> list:
    return [row["at"] for leaf in leaves(chart) for row in leaf["rows"] if row.get("label") == "article"]


def test_a_heading_stands_once_before_its_lines():
    assert with_headings(["a|x", "a|y", "b|x"]) == ["a", "a|x", "a|y", "b", "b|x"]
    axis = headed_axis(["a|x", "b|x"]).to_dict()
    assert axis["sort"] == axis["scale"]["domain"] == ["a", "a|x", "b", "b|x"]


@pytest.fixture
def times() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": ["It|lasted", "It|goes on", "Said|once"],
            "side": ["Russia", "Taliban", "Russia"],
            "first": pd.to_datetime(["2011-01-01", "2015-01-01", "2013-01-01"]),
            "last": pd.to_datetime(["2012-01-01", None, "2013-01-01"]),
            "tip": ["it lasted a year", "it goes on", "said in 2013"],
            "open": [True, False, False],
        }
    )


def test_a_time_is_a_bar_a_day_a_dot_and_what_has_no_end_reaches_the_end_of_the_axis(times):
    chart = ranges(times, X)
    assert told(chart) == {"bar": ["it lasted a year", "it goes on"], "point": ["said in 2013"]}
    bars = next(leaf["rows"] for leaf in leaves(chart) if leaf["mark"]["type"] == "bar")
    assert [(row["first"], row["last"]) for row in bars] == [(2011, 2012), (2015, 2020)]
    assert of_article(chart) == [ARTICLE, ARTICLE]  # of the line and of its name
    assert chart.to_dict()["height"] == 27 * 5


def test_an_arrow_and_an_event_say_nothing_by_themselves(times):
    plain, chart = (ranges(times, X, **more) for more in ({}, {"earlier": "open", "event": ("ISIL-K", AS_OF)}))
    assert told(plain) == told(chart)
    [arrow] = [leaf for leaf in leaves(chart) if leaf["mark"].get("shape") == "triangle-left"]
    assert [(row["line"], row["first"]) for row in arrow["rows"]] == [("It|lasted", pytest.approx(2010.625))]
    line, name, *_ = leaves(chart)
    assert [row["at"] for row in line["rows"]] == [decimal_year(AS_OF)]
    assert name["mark"]["align"] == "right" and [row["label"] for row in name["rows"]] == ["ISIL-K"]


def test_a_bar_that_a_column_says_is_hollow_keeps_its_outline(times):
    chart = ranges(times, X, hollow="open")
    assert told(chart) == told(ranges(times, X))
    [bars] = [leaf for leaf in leaves(chart) if leaf["mark"]["type"] == "bar"]
    opacity = bars["encoding"]["fillOpacity"]
    assert opacity["condition"] == {"test": "datum['open']", "value": 0} and opacity["value"] == 1
    assert bars["encoding"]["stroke"]["field"] == bars["encoding"]["color"]["field"] == "side"
    assert [row["open"] for row in bars["rows"]] == [True, False]


@pytest.mark.parametrize("column", ["line", "side", "first", "last", "tip"])
def test_ranges_demand_their_columns(times, column):
    with pytest.raises(KeyError, match=column):
        ranges(times.drop(columns=column), X)


@pytest.fixture
def said() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": ["Arms|A", "Arms|A", "Arms|B"],
            "side": ["Russia", "Russia", "Taliban"],
            "middle": pd.to_datetime(["2015-01-01"] * 3),
            "tip": ["A said it", "A said it again", "B said it"],
        }
    )


def test_squares_of_one_day_stand_side_by_side_and_each_tells(said):
    chart = squares(said, years("at", 2010, 2020, [2015]), ["Arms|B", "Arms|A"])
    assert told(chart) == {"square": ["A said it", "A said it again", "B said it"]}
    at = [row["at"] for row in leaves(chart)[-1]["rows"]]
    assert at == [2015, pytest.approx(2015 + 10 * 9.5 / 230), 2015]
    assert of_article(chart) == [ARTICLE, ARTICLE]
    with pytest.raises(KeyError, match="tip"):
        squares(said.drop(columns="tip"), years("at", 2010, 2020, [2015]), ["Arms|A"])


def test_marks_that_would_cover_each_other_stand_side_by_side():
    at, lines = pd.Series([1.0, 1.0, 1.25, 3.0, 1.0]), pd.Series(["a", "a", "a", "a", "b"])
    assert apart(at, lines, 0.5).tolist() == [1.0, 1.5, 2.0, 3.0, 1.0]


@pytest.fixture
def reports() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "line": ["It|first", "It|second"],
            "side": ["Russia", "Taliban"],
            "date_start": pd.to_datetime(["2017-05-01", "2017-07-15"]),
            "date_end": pd.to_datetime(["2017-05-31", "2017-07-15"]),
            "follows_line": [None, "It|first"],
            "tip": ["told in May", "told again"],
        }
    )


def test_a_telling_is_linked_to_the_one_it_takes_up(reports):
    chart = tellings(reports, list(reports["line"]), "2017-04-28", "2017-07-20")
    assert told(chart) == {"bar": ["told in May"], "point": ["told again"]}
    [bar] = [leaf for leaf in leaves(chart) if leaf["mark"]["type"] == "bar"]
    assert bar["encoding"]["x"]["axis"]["values"] == ["2017-05-01", "2017-06-01", "2017-07-01"]
    [link] = [row for leaf in leaves(chart) for row in leaf["rows"] if "at_of" in row]
    assert (link["line"], link["follows_line"]) == ("It|second", "It|first")
    assert (link["at"][:10], link["at_of"][:10]) == ("2017-07-15", "2017-05-16")
    assert {day[:10] for day in of_article(chart)} == {f"{AS_OF:%Y-%m-%d}"}
    with pytest.raises(KeyError, match="follows_line"):
        tellings(reports.drop(columns="follows_line"), ["It|first"], "2017-04-28", "2017-07-20")


@pytest.fixture
def estimates() -> pd.DataFrame:
    return pd.DataFrame(
        {"year": [2015], "ends": [2015.4], "middle": [2015.2], "low": [1], "best": [2], "high": [4], "side": ["Russia"]}
    ).assign(tip="Russia, 2015: 2 deaths")


def test_bars_tell_their_estimate_and_the_lines_of_bounds_are_silent(estimates):
    x, y, paints = years("year", 2014, 2019, [2015]), amounts("best", 5, [0, 5]), actor_scale(ACTORS)
    chart = bounded_bars(estimates, x, y, "side", paints, ends="ends", middle="middle")
    assert told(chart) == {"bar": ["Russia, 2015: 2 deaths"]}
    bar, bounds, *_ = leaves(chart)
    assert bar["encoding"]["x2"]["field"] == "ends" and bounds["encoding"]["x"]["field"] == "middle"
    assert (bounds["encoding"]["y"]["field"], bounds["encoding"]["y2"]["field"]) == ("low", "high")
    assert of_article(chart) == [ARTICLE - 0.5] * 2, "where a year is its middle"
    for column in ("low", "high", "tip", "side", "year", "best", "ends", "middle"):
        with pytest.raises(KeyError, match=column):
            bounded_bars(estimates.drop(columns=column), x, y, "side", paints, ends="ends", middle="middle")


def test_bars_of_names_stand_in_their_order_without_the_article(estimates):
    x, y = categories("side", ["Taliban", "Russia"]), amounts("best", 5, [0, 5])
    chart = bounded_bars(estimates, x, y, "side", actor_scale(ACTORS), legend="Who")
    bar, bounds = leaves(chart)
    assert (
        bar["encoding"]["x"]["sort"] == ["Taliban", "Russia"] and bar["encoding"]["color"]["legend"]["title"] == "Who"
    )
    assert bounds["encoding"]["x"]["field"] == "side" and of_article(chart) == []


def test_values_stand_over_the_bounds_of_their_bars(estimates):
    x, y = categories("side", ["Russia"]), amounts("best", 5, [0, 5])
    *_, value = leaves(bounded_bars(estimates, x, y, "side", actor_scale(ACTORS), valued=True))
    assert value["encoding"]["text"]["field"] == "best" and value["encoding"]["y"]["field"] == "high"
    assert value["mark"]["dy"] < 0
