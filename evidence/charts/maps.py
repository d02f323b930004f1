"""Outlines for maps, simplified so that a map stays light and neighbours keep one common border, and a locator map."""

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from evidence import tables
from evidence.charts.theme import WIDTH
from evidence.precision import settled

NAME_AT = {  # where a name has room, off all that is marked: longitude, latitude, which end of the name stands there
    "Faryab": (63.4, 37.1, "right"),
    "Sar-e Pol": (65.1, 34.75, "right"),
    "Jowzjan": (65.84, 37.9, "center"),
    "Samangan": (67.0, 38.75, "center"),
    "Kunduz": (69.1, 38.2, "center"),
    "Badakhshan": (71.9, 36.2, "left"),
    "Baghlan": (71.9, 35.5, "left"),
    "Nangarhar": (71.5, 34.1, "left"),
    "Ghazni": (69.6, 31.9, "left"),
}
WINDOW = (58.8, 29.2, 76.3, 39.7)  # of the locator map: west, south, east, north
BORDERED = ("AFG", "IRN", "TKM", "TJK")  # whose borders hold all of Afghanistan's and none of those beyond Pakistan
STATE_AT = {  # where the name of a state stands
    "Afghanistan": (65.0, 33.1),
    "Iran": (59.7, 33.0),
    "Turkmenistan": (61.5, 38.4),
    "Uzbekistan": (65.4, 39.4),
    "Tajikistan": (73.4, 38.1),
    "China": (74.95, 39.1),
    "Pakistan": (71.4, 31.0),
}
PLACE_AT = {  # where the name of a place stands, and which end of it
    "Kabul": (68.75, 34.55, "right"),
    "Nangarhar": (71.5, 34.1, "left"),
    "Jowzjan": (65.9, 35.5, "center"),
    "Kunduz": (69.0, 35.95, "center"),
    "Dushanbe": (69.15, 38.7, "left"),
    "Bokhtar": (68.45, 37.84, "right"),
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


def region_map(rows: pd.DataFrame, kinds: dict[str, tuple[str, str]], area: str) -> alt.LayerChart:
    """Afghanistan and its neighbours with some places in them, each named and with a tip.

    rows: one line per place: name (one of PLACE_AT), kind, adm1_code (of a province, drawn as an outline; where
    it is missing, a sign is drawn), longitude, latitude, tip. kinds: kind -> shape and colour of its sign, in the order
    of the legend. area: the kind of provinces. Raises KeyError for a column or a place that is not there.

    Of the borders between Pakistan, India and China, and so of Kashmir, none is drawn.
    """
    rows = rows[["name", "kind", "adm1_code", "longitude", "latitude", "tip"]]
    at = pd.DataFrame([PLACE_AT[name] for name in rows["name"]], columns=["x", "y", "end"], index=rows.index)
    provinces, points = rows[rows["adm1_code"].notna()], rows[rows["adm1_code"].isna()]
    ground, lines, own = (alt.Chart(one) for one in (*_ground_and_borders(), _told(provinces)))
    states = pd.DataFrame([(name, *place) for name, place in STATE_AT.items()], columns=["name", "x", "y"])
    there = {"longitude": "x:Q", "latitude": "y:Q", "text": "name:N"}
    names = [
        alt.Chart(one[["x", "y", "name"]]).mark_text(align=end, fontWeight="bold").encode(**there)
        for end, one in at.assign(name=rows["name"]).groupby("end")
    ]
    drawn = alt.layer(
        ground.mark_geoshape(fill="currentColor", fillOpacity=0.08, aria=False),
        lines.mark_geoshape(fill=None, stroke="currentColor", strokeOpacity=0.6, aria=False),
        own.mark_geoshape(fill=kinds[area][1], fillOpacity=0.35, stroke="currentColor").encode(
            description="properties.tip:N"
        ),
        alt.Chart(states).mark_text(fontStyle="italic").encode(**there),
        _signs(points, kinds),
        *names,
    )
    return drawn.project("mercator").properties(width=WIDTH, height=300)


def _signs(points: pd.DataFrame, kinds: dict[str, tuple[str, str]]) -> alt.Chart:
    """A sign at each place, its shape and colour after its kind, with a legend."""
    scales = [alt.Scale(domain=list(kinds), range=[sign[part] for sign in kinds.values()]) for part in (0, 1)]
    legend = alt.Legend(title=None, columns=len(kinds), symbolSize=110)
    signs = alt.Chart(points[["kind", "longitude", "latitude", "tip"]]).mark_point(size=130, opacity=1)
    return signs.encode(
        longitude="longitude:Q",
        latitude="latitude:Q",
        shape=alt.Shape("kind:N", scale=scales[0], legend=legend),
        color=alt.Color("kind:N", scale=scales[1], legend=legend),
        description="tip:N",
    )


def _ground_and_borders() -> tuple[alt.Data, alt.Data]:
    """Afghanistan, and its borders and those of its neighbours to the west and the north, as far as the window goes."""
    features = tables.geo("region_map")["features"]
    outlines = {one["properties"]["iso3"]: shape(one["geometry"]) for one in features}
    borders = shapely.union_all([outlines[iso3].boundary for iso3 in BORDERED])
    lines = shapely.line_merge(shapely.intersection(borders, shapely.box(*WINDOW)))
    ground = shapely.orient_polygons(outlines["AFG"], exterior_cw=True)
    return _feature(ground), _feature(lines)


def _feature(geometry: shapely.Geometry) -> alt.Data:
    return alt.Data(values=[{"type": "Feature", "geometry": settled(mapping(geometry), decimals=2), "properties": {}}])


def _told(provinces: pd.DataFrame) -> alt.Data:
    """The outlines of some provinces, each with its tip."""
    told = provinces.set_index("adm1_code")[["tip"]].to_dict("index")
    return alt.Data(values=[one for one in province_shapes(told).values if "tip" in one["properties"]])
