"""Map outlines: the two of the package, and every kind of damage refused with file and feature."""

import copy
import json
import shutil
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from evidence import outlines, tables

DATA = Path(__file__).resolve().parents[1] / "data"
DESCRIBED = {"key": "code", "properties": ["code", "source_id"], "bounds": [0, 0, 10, 10]}
SQUARE = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
GOOD = {
    "type": "FeatureCollection",
    "features": [
        {"properties": {"code": code, "source_id": "s"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
        for code in "ab"
    ],
}


def found(features, keys=("a", "b")) -> list[str]:
    return outlines.problems("map.geojson", features, DESCRIBED, set(keys), {"s"})


def damaged(part: str, key, value) -> dict:
    """GOOD with one thing changed in the ``properties`` or ``geometry`` of the second feature."""
    features = copy.deepcopy(GOOD)
    features["features"][1][part][key] = value
    return features


# ---------------------------------------------------------------------------------------------- the real ones
@pytest.mark.parametrize(("name", "count"), [("provinces_map", 34), ("region_map", 14)])
def test_outlines_of_the_package(name, count):
    features = tables.geo(name)["features"]
    shapes = [shape(feature["geometry"]) for feature in features]
    assert len(shapes) == count and all(shapely.is_valid(shapes)) and shapely.coverage_is_valid(shapes)
    assert (DATA / tables.resource(name)["path"]).stat().st_size < 80_000
    assert set(tables.sources(feature["properties"]["source_id"] for feature in features).redistribution) == {"yes"}


def test_provinces_contain_their_centroids_and_are_named_like_the_table():
    provinces = tables.load("provinces").set_index("adm1_code")
    for feature in tables.geo("provinces_map")["features"]:
        row = provinces.loc[feature["properties"]["adm1_code"]]
        assert feature["properties"]["name"] == row["name"]
        assert shape(feature["geometry"]).contains(shapely.Point(row.longitude, row.latitude))


def test_russia_ends_at_the_antimeridian():
    (russia,) = [f for f in tables.geo("region_map")["features"] if f["properties"]["iso3"] == "RUS"]
    west, _, east, _ = shape(russia["geometry"]).bounds
    assert 19 < west < 20 and east == 180


def test_geo_counts_as_loaded(monkeypatch):
    monkeypatch.setattr(tables, "_loaded", set())
    tables.geo("region_map")
    assert tables.loaded() == ["region_map"]
    assert "region_map" in tables.geo_names() and "region_map" not in tables.names()


# ---------------------------------------------------------------------------------------------- what is refused
def test_good_outlines():
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([], "map.geojson: not a GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "map.geojson: not a GeoJSON FeatureCollection"),
        (damaged("properties", "guess", 1), "feature 2: the properties must be code, source_id"),
        (damaged("properties", "code", "a"), "feature 2, property code: 'a' stands there twice"),
        (damaged("properties", "code", "z"), "feature 2, property code: 'z' is not in the table"),
        (damaged("properties", "source_id", "x"), "feature 2, property source_id: 'x' is not in data/sources.csv"),
        (damaged("geometry", "type", "Point"), "feature 2: a geometry of type 'Point'"),
        (damaged("geometry", "coordinates", [SQUARE[:-1]]), "feature 2: a ring that is not closed"),
        (damaged("geometry", "coordinates", [SQUARE[::-1]]), "feature 2: a ring that runs the wrong way"),
        (
            damaged("geometry", "coordinates", [[[0, 0], [1, 1], [0, 0], [0, 0]]]),
            "feature 2: a ring that runs the wrong",
        ),
        (damaged("geometry", "coordinates", [[[x + 10, y] for x, y in SQUARE]]), "feature 2: a point outside"),
        (damaged("geometry", "coordinates", [[[0, "y"], [0, 1], [1, 1], [0, "y"]]]), "feature 2: coordinates that"),
        (damaged("geometry", "coordinates", 5), "feature 2: coordinates that are not pairs of numbers"),
    ],
)
def test_damage_is_refused(features, says):
    assert any(says in problem for problem in found(features))


def test_every_key_needs_an_outline():
    assert found(GOOD, keys="abc") == ["map.geojson: 'c' has no outline"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "data/provinces.geojson: not readable as JSON"),
        ('{"type": "Feature"}', "data/provinces.geojson: not a GeoJSON FeatureCollection"),
        (None, "data/provinces.geojson: the file is missing"),
    ],
)
def test_damaged_file_is_refused(tmp_path, monkeypatch, content, says):
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "data" / "provinces.geojson"
    file.unlink() if content is None else file.write_text(content)
    with pytest.raises(tables.TableError, match=says):
        tables.geo("provinces_map")


def test_a_province_that_does_not_exist(tmp_path, monkeypatch):
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "data" / "provinces.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))
    features["features"][0]["properties"]["adm1_code"] = "AFG-9999"
    file.write_text(json.dumps(features))
    with pytest.raises(tables.TableError) as refused:
        tables.geo("provinces_map")
    assert refused.value.problems == [
        "data/provinces.geojson, feature 1, property adm1_code: 'AFG-9999' is not in the table",
        "data/provinces.geojson: 'AFG-1741' has no outline",
    ]
    with pytest.raises(tables.TableError, match="'AFG-9999' is not in the table"):
        tables.validate_package()
