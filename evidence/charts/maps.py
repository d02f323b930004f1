"""Outlines for maps, simplified so that a map stays light and neighbours keep one common border."""

import altair as alt
import shapely
from shapely.geometry import mapping, shape

from evidence import tables
from evidence.precision import settled

NAME_AT = {  # where a name has room outside the borders: longitude, latitude, which end of the name stands there
    "Faryab": (63.4, 37.1, "right"),
    "Sar-e Pol": (64.5, 38.3, "right"),
    "Jowzjan": (65.84, 37.9, "center"),
    "Samangan": (67.0, 38.75, "center"),
    "Kunduz": (69.1, 38.2, "center"),
    "Badakhshan": (71.9, 36.2, "left"),
    "Baghlan": (71.9, 35.5, "left"),
    "Nangarhar": (71.5, 34.1, "left"),
    "Ghazni": (69.6, 31.9, "left"),
}


def province_shapes(properties: dict[str, dict], tolerance: float = 0.06) -> alt.Data:
    """Provinces of Afghanistan as data for `mark_geoshape`.

    properties: adm1_code -> what the chart needs of it. tolerance: degrees; borders are simplified as one coverage
    (shapely.coverage_simplify), so that no gaps open between neighbours.
    """
    features = tables.geo("provinces_map")["features"]
    simple = shapely.coverage_simplify([shape(feature["geometry"]) for feature in features], tolerance)
    values = [
        {
            "type": "Feature",
            "geometry": settled(mapping(shapely.orient_polygons(outline, exterior_cw=True)), decimals=2),
            "properties": {
                "name": feature["properties"]["name"],
                **properties.get(feature["properties"]["adm1_code"], {}),
            },
        }
        for feature, outline in zip(features, simple)
    ]
    return alt.Data(values=values)
