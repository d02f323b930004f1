"""Outlines for maps, simplified so that a map stays light and neighbours keep one common border."""

import altair as alt
import shapely
from shapely.geometry import mapping, shape

from evidence import tables
from evidence.precision import settled


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
