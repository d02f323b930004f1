"""The vocabulary of charts: where dates and years stand, and what each form demands of its frame."""

import ast
import importlib
import inspect
import pkgutil
import re

import altair as alt
import pandas as pd
import pytest

from conftest import ROOT
from evidence import charts
from evidence.charts import (
    ARTICLE,
    across,
    amounts,
    article,
    categories,
    dates,
    decimal_year,
    estimates,
    tiles,
    within_year,
    yearly_estimates,
    years,
)
from evidence.charts.axes import article_among_days, field, on_axis
from evidence.charts.tips import with_tips


def rows_of(chart) -> list[dict]:
    """All rows of a chart's datasets."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def test_a_day_on_an_axis_of_dates_and_on_one_of_annual_values():
    assert decimal_year("2017-01-01") == 2017 and decimal_year("2017-07-02") == pytest.approx(2017.5, abs=0.002)
    assert within_year("2017-07-02") == pytest.approx(2017.0, abs=0.002), "the tick of a year is its middle"
    assert 2016.5 <= within_year("2017-01-01") < within_year("2017-12-31") < 2017.5


@pytest.mark.parametrize(("annual", "at"), [(False, ARTICLE), (True, ARTICLE - 0.5)])
def test_the_article_stands_where_its_axis_has_its_day(annual, at):
    x = years("year", 2014, 2020, [2015, 2020])
    assert {row["at"] for row in rows_of(article(x, annual=annual))} == {at}


def forms_on_two_axes() -> list:
    """Every form of every submodule that takes both an axis from left to right and one upwards."""
    modules = [
        importlib.import_module(f"{charts.__name__}.{one.name}") for one in pkgutil.iter_modules(charts.__path__)
    ]
    own = [
        form
        for module in modules
        for name, form in inspect.getmembers(module, inspect.isfunction)
        if form.__module__ == module.__name__ and not name.startswith("_") and name != "refuse_turned"
    ]
    kinds = [{name: one.annotation for name, one in inspect.signature(form).parameters.items()} for form in own]
    return [form for form, kind in zip(own, kinds) if (kind.get("x"), kind.get("y")) == (alt.X, alt.Y)]


@pytest.mark.parametrize("form", forms_on_two_axes(), ids=lambda form: form.__name__)
def test_axes_in_each_other_s_place_are_refused_with_what_makes_them(form):
    """Vega-Lite would say that an encoding is specified twice."""
    given = dict.fromkeys(inspect.signature(form).parameters, None) | {
        "x": across("best", 0, 9, [0, 9]),
        "y": categories("line", ["a", "b"]),
    }
    wanted = [one for one, own in inspect.signature(form).parameters.items() if own.default is own.empty]
    needed = {
        one: given[one]
        for one in wanted
        if inspect.signature(form).parameters[one].kind != inspect.Parameter.VAR_KEYWORD
    }
    with pytest.raises(ValueError, match="^x goes from left to right: years, .* y goes upwards: amounts or magnitudes"):
        form(**needed)


def test_most_forms_take_both_axes():
    assert len(forms_on_two_axes()) > 15


@pytest.fixture
def deaths() -> pd.DataFrame:
    return pd.DataFrame({"year": [2016, 2017], "low": [1, 2], "best": [3, 4], "high": [5, 6]})


def test_the_article_among_days_has_the_same_line_wherever_its_name_stands():
    x, y = dates("day", "2016-01-01", "2018-01-01"), amounts("n", 9, [0, 9])
    in_pixels, on_an_axis = article_among_days(x, alt.YValue(4)), article_among_days(x, y, 7, align="left")
    assert in_pixels[0].to_dict()["mark"] == on_an_axis[0].to_dict()["mark"] == article(x).to_dict()["layer"][0]["mark"]
    assert on_an_axis[1].data.to_dict("records") == [{"day": "2017-08-15", "label": "article", "n": 7}]
    assert in_pixels[1].to_dict()["encoding"]["y"] == {"value": 4}


@pytest.mark.parametrize("channel", [alt.X("year:Q"), alt.X("year", type="quantitative"), years("year:Q", 1, 2, [1])])
def test_an_axis_keeps_its_type_for_another_column(channel):
    other = on_axis(channel, "low").to_dict()
    assert (field(channel), other["field"], other["type"]) == ("year", "low", "quantitative")


@pytest.mark.parametrize("name", ["year", "year:Q"])
def test_a_form_takes_an_axis_with_or_without_the_type_in_its_name(deaths, name):
    assert estimates(deaths.assign(tip="One"), years(name, 2015, 2023, [2015]), amounts("best:Q", 9000, [0]), "#000")


def test_estimates_tell_each_value_once_and_demand_the_words(deaths):
    x, y = years("year", 2015, 2018, [2016, 2017]), amounts("best", 6, [0, 3, 6])
    with pytest.raises(KeyError, match="tip"):
        estimates(deaths, x, y, "#000")
    told = deaths.assign(tip=["2016: 3 deaths", "2017: 4 deaths"])
    layers = with_tips(estimates(told, x, y, "#000", left=[2017]).to_dict())["layer"]
    telling = [one["mark"]["type"] for one in layers if one["mark"].get("aria") is not False]
    assert telling == ["point"]


def test_tiles_tell_their_counts():
    counts = pd.DataFrame({"half": ["a", "b"], "kind": ["x", "x"], "n": [0, 2], "tip": ["a: none found", "b: two"]})
    layers = with_tips(tiles(counts, "half", "kind", "n", ["a", "b"], ["x"], "#000").to_dict())["layer"]
    assert [one["mark"]["type"] for one in layers if one["mark"].get("aria") is not False] == ["rect"]


def test_estimates_of_years_have_the_article_where_a_year_is_its_middle(deaths):
    x, y = years("year", 2015, 2018, range(2016, 2018)), amounts("best", 6, range(0, 7, 3))
    chart = yearly_estimates(deaths.assign(tip=["2016: 3 deaths", "2017: 4 deaths"]), x, y, "#000", left=[2017])
    assert {row["at"] for row in rows_of(chart) if "at" in row} == {ARTICLE - 0.5}
    assert {row["tip"] for row in rows_of(chart) if "tip" in row} == {"2016: 3 deaths", "2017: 4 deaths"}
    with pytest.raises(KeyError, match="low"):
        yearly_estimates(deaths.drop(columns="low").assign(tip="a tip"), x, y, "#000")


def test_axes_hold_what_they_are_given_and_have_no_title():
    names, amount = (
        categories("month", ["Feb", "Jan"]).to_dict(),
        across("effect", -15, 15, range(-15, 16, 5)).to_dict(),
    )
    assert names["sort"] == ["Feb", "Jan"] and amount["axis"]["values"] == [-15, -10, -5, 0, 5, 10, 15]
    assert amount["scale"]["domain"] == [-15, 15] and names["title"] is amount["title"] is None


def test_every_form_is_drawn_on_a_page_where_its_picture_is_looked_at():
    """`test_pictures.py` looks at every figure of the book: a form that no page draws would be looked at by nobody."""
    notebooks = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").rglob("*.ipynb"))]
    shown = "\n".join(path.read_text("utf-8") for path in notebooks if path.exists())
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted((ROOT / "evidence" / "charts").glob("*.py"))]
    forms = [node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef) and node.returns]
    forms = [node for node in forms if "Chart" in ast.unparse(node.returns) and not node.name.startswith("_")]
    called = {name.id for tree in trees for name in ast.walk(tree) if isinstance(name, ast.Name)}
    assert len(forms) > 30
    assert [form.name for form in forms if not re.search(rf"\b{form.name}\(", shown) and form.name not in called] == []
