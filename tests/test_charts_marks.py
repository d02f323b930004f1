"""Claims over time, panels of estimates and named provinces: what their specifications hold."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts import ARTICLE, years
from evidence.charts.axes import dates, magnitudes
from evidence.charts.marks import claims_over_time, estimate_panels, named_provinces
from evidence.charts.tips import with_tips
from evidence.forecast import AS_OF

MARKS = ("rule", "point")


def leaves(spec: dict, datasets: dict | None = None) -> list[dict]:
    """Every single view of a specification, with its rows under `values`."""
    datasets = spec.get("datasets", datasets)
    views = spec.get("layer", spec.get("vconcat"))
    if views is None:
        return [{**spec, "values": datasets.get(spec["data"].get("name"), spec["data"]) if "data" in spec else []}]
    inherited = {"data": spec["data"]} if "data" in spec else {}
    return [leaf for view in views for leaf in leaves({**inherited, **view}, datasets)]


def drawn(chart: alt.TopLevelMixin) -> list[dict]:
    return leaves(with_tips(chart.to_dict()))


def telling(views: list[dict]) -> list[str]:
    return [view["mark"]["type"] for view in views if view["mark"].get("aria") is not False]


def texts(views: list[dict]) -> list[list[str]]:
    """What each layer of text writes."""
    return [
        [row[view["encoding"]["text"]["field"]] for row in view["values"]]
        for view in views
        if view["mark"]["type"] == "text"
    ]


def without(rows: pd.DataFrame, draw, columns: list[str]) -> None:
    """The form refuses the frame without any of these columns, by name."""
    for column in columns:
        with pytest.raises(KeyError, match=column):
            draw(rows.drop(columns=column))


@pytest.fixture
def claims() -> pd.DataFrame:
    rows = [("Russia", "2016-01-01", 100, 300, "range", 0), ("Russia", "2016-02-01", 100, 100, "one value", -6)]
    rows += [("UN", "2016-02-01", 100, None, "at least", 6), ("UN", "2016-03-01", 500, 500, "at most", 0)]
    frame = pd.DataFrame(rows, columns=["side", "day", "value", "high", "kind", "shift"])
    return frame.assign(
        day=pd.to_datetime(frame["day"]), tip=[f"{row.side}: {row.value} men" for row in frame.itertuples()]
    )


def claimed(rows: pd.DataFrame) -> alt.LayerChart:
    x, y = dates("day", "2015-01-01", "2018-01-01", 2), magnitudes("value", 50, 900, [100, 500])
    return claims_over_time(rows, x, y, ["UN", "Russia", "Taliban"], name_at=800)


def test_an_axis_of_dates_is_labelled_where_years_begin():
    spec = dates("day", "2015-07-01", "2018-03-01", 2).to_dict()
    assert spec["axis"]["values"] == ["2016-01-01", "2018-01-01"]
    assert spec["scale"]["domain"] == ["2015-07-01", "2018-03-01"]


def test_a_range_is_a_bar_and_what_is_open_points_where(claims):
    views = drawn(claimed(claims))
    assert set(telling(views)) == {"rule", "point"} and texts(views) == [["article"]]
    assert {row["day"][:10] for row in views[0]["values"]} == {f"{AS_OF:%Y-%m-%d}"}
    bars, points = ([row for view in views if view["mark"]["type"] == kind for row in view["values"]] for kind in MARKS)
    assert [row["kind"] for row in bars if "kind" in row] == ["range"]
    assert {row["kind"] for row in points} == {"one value", "at least", "at most"}
    [paint] = {str(view["encoding"]["color"]["scale"]["domain"]) for view in views if "color" in view["encoding"]}
    assert paint == "['UN', 'Russia']", "an actor without a claim is not in the legend"
    [shape] = {str(view["encoding"]["shape"]["scale"]) for view in views if view["mark"]["type"] == "point"}
    assert shape.index("one value") < shape.index("at least") and shape.index("triangle-up") < shape.index("down")


def test_claims_that_coincide_stand_beside_each_other(claims):
    views = [view for view in drawn(claimed(claims)) if view["mark"]["type"] == "point"]
    places = [(row["day"], row["value"], view["mark"]["xOffset"]) for view in views for row in view["values"]]
    assert len(places) == 3 and len(set(places)) == 3
    assert {view["mark"]["xOffset"] for view in views} == {-6, 0, 6}


def test_shaded_times_lie_behind_the_claims_and_say_nothing(claims):
    spans = pd.DataFrame({"first": pd.to_datetime(["2016-01-01"]), "last": pd.to_datetime(["2016-03-31"])})
    x, y = dates("day", "2015-01-01", "2018-01-01", 2), magnitudes("value", 50, 900, [100, 500])
    ground, *others = drawn(claims_over_time(claims, x, y, ["UN", "Russia"], name_at=800, spans=spans))
    assert ground["mark"]["type"] == "rect" and ground["mark"]["aria"] is False and len(ground["values"]) == 1
    assert (ground["encoding"]["x"]["field"], ground["encoding"]["x2"]["field"]) == ("first", "last")
    assert len(others) == len(drawn(claimed(claims)))


def test_claims_demand_their_columns(claims):
    without(claims, claimed, ["day", "value", "high", "side", "kind", "shift", "tip"])


@pytest.fixture
def fights() -> pd.DataFrame:
    rows = [("x", 2016, 1, 3, 5), ("x", 2017, 2, 4, 6), ("y", 2016, 10, 30, 50)]
    frame = pd.DataFrame(rows, columns=["fight", "year", "low", "best", "high"])
    return frame.assign(tip=[f"{row.fight}, {row.year}: {row.best} deaths" for row in frame.itertuples()])


def panels(rows: pd.DataFrame) -> alt.VConcatChart:
    x = years("year", 2015, 2018, [2016, 2017])
    return estimate_panels(rows, x, "fight", {"y": (60, [0, 60], 200), "x": (8, [0, 8], 100)}, "#000", left=[2017])


def test_each_panel_has_its_name_its_rows_and_a_scale_of_its_own(fights):
    spec = with_tips(panels(fights).to_dict())
    assert [panel["height"] for panel in spec["vconcat"]] == [200, 100]
    own = [leaves(panel, spec["datasets"]) for panel in spec["vconcat"]]
    dots = [next(view for view in views if view["mark"]["type"] == "point") for views in own]
    assert [[row["best"] for row in view["values"]] for view in dots] == [[30], [3, 4]]
    assert [view["encoding"]["y"]["scale"]["domain"] for view in dots] == [[0, 60], [0, 8]]
    assert [telling(views) for views in own] == [["point"], ["point"]]
    assert [texts(views)[-1] for views in own] == [["y"], ["x"]]
    assert own[0][0]["values"][0]["at"] == ARTICLE - 0.5, "a year's dot stands in its middle"


def test_panels_demand_their_columns(fights):
    without(fights, panels, ["year", "fight", "low", "best", "high", "tip"])


@pytest.fixture
def places() -> pd.DataFrame:
    rows = [("AF-GHA", "Ghazni", "seen", 68.2, 33.5, 0.7), ("AF-KDZ", "Kunduz", "heard of", 68.8, 36.7, 0.15)]
    frame = pd.DataFrame(rows, columns=["adm1_code", "name", "kind", "longitude", "latitude", "shade"])
    return frame.assign(tip=frame["name"] + ": " + frame["kind"])


def placed(rows: pd.DataFrame) -> alt.LayerChart:
    return named_provinces(rows, "kind", {"seen": "square", "heard of": "circle"}, "#000")


def test_only_provinces_that_are_told_of_tell_and_each_has_a_sign_and_its_name(places):
    views = drawn(placed(places))
    assert telling(views) == ["geoshape"] and "isValid" in str(views[1]["transform"])
    [signs] = [view for view in views if view["mark"]["type"] == "point"]
    assert [row["kind"] for row in signs["values"]] == ["seen", "heard of"]
    assert signs["encoding"]["shape"]["scale"] == {"domain": ["seen", "heard of"], "range": ["square", "circle"]}
    assert sorted(name for names in texts(views) for name in names) == ["Ghazni", "Kunduz"]
    assert {view["mark"]["align"] for view in views if view["mark"]["type"] == "text"} == {"left", "center"}


def test_the_map_demands_its_columns_and_room_for_each_name(places):
    without(places, placed, ["adm1_code", "name", "kind", "shade", "tip", "longitude", "latitude"])
    with pytest.raises(KeyError, match="Atlantis"):
        placed(places.replace("Ghazni", "Atlantis"))
