"""Map outlines from Natural Earth, on squares small enough to check by hand."""

import pandas as pd
import pytest
import shapely
from shapely.geometry import mapping, shape

from evidence.refresh import naturalearth

CROSSWALK = pd.DataFrame(
    {
        "ucdp_adm_1": ["Parwan province", "Panjsher province"],
        "adm1_code": ["AFG-1772", "AFG-1769"],
        "events_agreeing_2021": [36, 33],
    }
)


def collection(*outlines, **properties) -> dict:
    """Features with the n-th value of each property."""
    features = [
        {"properties": {name: values[at] for name, values in properties.items()}, "geometry": mapping(outline)}
        for at, outline in enumerate(outlines)
    ]
    return {"type": "FeatureCollection", "features": features}


def two_provinces(**changes) -> dict:
    labels = {"name": ["Parwan", "Parwan"], "name_en": ["Parwan Province", "Parwan Province"]} | changes
    codes = ["AFG-1772", "AFG-1769"]
    return collection(shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2), adm1_code=codes, **labels)


def test_provinces_are_named_right():
    table = naturalearth.provinces(two_provinces(), CROSSWALK)
    assert table.to_dict("records") == [
        {
            "adm1_code": "AFG-1769",
            "ucdp_name": "Panjsher province",
            "name": "Panjshir",
            "natural_earth_name": "Parwan",
            "label_corrected": True,
            "events_agreeing_2021": 33,
            "longitude": 3.0,
            "latitude": 1.0,
        },
        {
            "adm1_code": "AFG-1772",
            "ucdp_name": "Parwan province",
            "name": "Parwan",
            "natural_earth_name": "Parwan",
            "label_corrected": False,
            "events_agreeing_2021": 36,
            "longitude": 1.0,
            "latitude": 1.0,
        },
    ]
    broken = naturalearth.provinces(two_provinces(name=["Ghor", "-"], name_en=["Gh?r", "-"]), CROSSWALK)
    assert broken.name[1] == "Ghor"


def test_provinces_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="one to one"):
        naturalearth.provinces(two_provinces(), CROSSWALK.replace("AFG-1772", "AFG-1773"))
    with pytest.raises(ValueError, match="one to one"):
        naturalearth.provinces(two_provinces(name_en=["Panjshir", "-"]), CROSSWALK)
    crescent = shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 8, 9))
    with pytest.raises(ValueError, match="centroid of AFG-1 lies outside"):
        naturalearth.provinces(collection(crescent, adm1_code=["AFG-1"], name=["a"], name_en=["a"]), CROSSWALK)


def test_simplify_keeps_neighbours_together():
    crooked = [(2, 0), (2.004, 0.5), (1.996, 1), (2, 2)]  # the border both share
    left = shapely.Polygon([(0, 0), *crooked, (0, 2)])
    right = shapely.Polygon([(4, 0), *crooked, (4, 2)])
    island = shapely.box(9, 9, 9.1, 9.1)
    features = collection(left, shapely.MultiPolygon([right, island]))
    found = naturalearth.simplify(features, [{"id": "l"}, {"id": "r"}], tolerance=0.5, smallest=0.1, decimals=2)
    outlines = [shape(feature["geometry"]) for feature in found["features"]]
    assert [feature["properties"] for feature in found["features"]] == [{"id": "l"}, {"id": "r"}]
    assert outlines[0].equals(shapely.box(0, 0, 2, 2)) and outlines[1].equals(shapely.box(2, 0, 4, 2))
    assert shapely.coverage_is_valid(outlines)
    assert not any(outline.exterior.is_ccw for outline in outlines)


def test_simplify_refuses_an_invalid_outline():
    sliver = shapely.Polygon([(0, 0), (4, 0), (4, 0.4), (2, 0.001), (0, 0.4)])
    with pytest.raises(ValueError, match="invalid after simplification"):
        naturalearth.simplify(collection(sliver), [{}], tolerance=0.0, smallest=0, decimals=0)


def test_antimeridian():
    around = shapely.Polygon([(170, 60), (-170, 60), (-170, 70), (170, 70)])  # 20 degrees wide, drawn as 340
    west = naturalearth.west_of_antimeridian(around)
    assert west.equals(shapely.box(170, 60, 180, 70))
    beyond = shapely.box(-179, 60, -170, 70)
    both = naturalearth.west_of_antimeridian(shapely.MultiPolygon([shapely.box(30, 50, 60, 70), beyond]))
    assert both.equals(shapely.box(30, 50, 60, 70))
    untouched = shapely.box(-10, 0, 10, 9)
    assert naturalearth.west_of_antimeridian(untouched) is untouched
