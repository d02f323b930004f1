"""The locator map: which borders it draws, and what its places say."""

from pathlib import Path

import pandas as pd
import pytest
import shapely
from shapely.geometry import shape

from evidence import tables
from evidence.charts.maps import PLACE_AT, WINDOW, region_map
from tests.test_charts_marks import drawn, telling, texts, without

REPO = Path(__file__).resolve().parents[1]
KINDS = {"city": ("circle", "#111"), "province": ("square", "#222"), "Russian base": ("diamond", "#333")}
INSIDE = shapely.box(*WINDOW)


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch):
    monkeypatch.chdir(REPO)


@pytest.fixture
def places() -> pd.DataFrame:
    rows = tables.load("places")
    return rows.assign(tip=rows["name"] + ": " + rows["what"])


def mapped(rows: pd.DataFrame):
    return region_map(rows, KINDS, "province")


def outline(iso3: str):
    features = tables.geo("region_map")["features"]
    return next(shape(one["geometry"]) for one in features if one["properties"]["iso3"] == iso3)


def features_of(view: dict) -> list[dict]:
    return view["values"]["values"]


def test_every_place_tells_and_is_named(places):
    views = drawn(mapped(places))
    assert telling(views) == ["geoshape", "point"]
    shapes = next(view for view in views if view["mark"]["type"] == "geoshape" and "encoding" in view)
    [signs] = [view for view in views if view["mark"]["type"] == "point"]
    told = [one["properties"]["tip"] for one in features_of(shapes)] + [row["tip"] for row in signs["values"]]
    assert sorted(told) == sorted(places["tip"])
    states, *names = texts(views)
    assert sorted(name for own in names for name in own) == sorted(places["name"]) and "Tajikistan" in states
    assert signs["encoding"]["shape"]["scale"] == {"domain": list(KINDS), "range": ["circle", "square", "diamond"]}
    assert signs["encoding"]["color"]["scale"]["range"] == ["#111", "#222", "#333"]


def test_the_borders_are_those_of_afghanistan_and_none_is_of_kashmir(places):
    ground, borders, *_ = drawn(mapped(places))
    [[country], [feature]] = features_of(ground), features_of(borders)
    assert shape(country["geometry"]).equals_exact(outline("AFG"), 0.01)
    lines = shape(feature["geometry"])
    near = lines.buffer(0.05)
    assert near.covers(outline("AFG").boundary.simplify(0)), "the whole border of Afghanistan"
    assert INSIDE.buffer(0.01).covers(lines)
    for one, other in (("PAK", "IND"), ("PAK", "CHN"), ("IND", "CHN")):
        common = outline(one).boundary.intersection(outline(other).boundary)
        beyond = common.difference(outline("AFG").buffer(0.1))
        assert common.length > 1 and not lines.buffer(0.01).intersects(beyond), f"{one} and {other}"


def test_the_map_demands_its_columns_and_room_for_each_name(places):
    without(places, mapped, ["name", "kind", "adm1_code", "longitude", "latitude", "tip"])
    with pytest.raises(KeyError, match="Atlantis"):
        mapped(places.replace("Kabul", "Atlantis"))


def test_the_names_of_the_base_do_not_stand_on_afghan_ground(places):
    """A letter of a name is about 0.36 degrees wide and as high."""
    for row in places[places["kind"] == "Russian base"].itertuples():
        x, y, end = PLACE_AT[row.name]
        west, east = (x, x + 0.36 * len(row.name)) if end == "left" else (x - 0.36 * len(row.name), x)
        assert not outline("AFG").intersects(shapely.box(west, y - 0.18, east, y + 0.18)), row.name


def test_places_are_few_words_each_and_provinces_stand_at_their_centres():
    places, provinces = tables.load("places"), tables.load("provinces").set_index("adm1_code")
    assert places["what"].str.split().str.len().max() <= 15
    assert set(places["name"]) == set(PLACE_AT)
    for row in places[places["adm1_code"].notna()].itertuples():
        own = provinces.loc[row.adm1_code]
        assert (row.name, row.longitude, row.latitude) == (own["name"], own["longitude"], own["latitude"])
    further = tables.load("row_sources").query("table == 'places'")
    assert set(further["row_id"]) == set(places["place_id"]), "what is said of a place has a source of its own"
