"""Natural Earth: province and country outlines made small and valid, and the join from UCDP province names to them.

Upstream: Natural Earth, https://www.naturalearthdata.com/, public domain. All coordinates are degrees (WGS 84).
"""

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping, shape

CORRECTED = {"AFG-1769": "Panjshir", "AFG-1753": "Daykundi"}  # upstream they bear the names of Parwan and Uruzgan
ANTIMERIDIAN = 180.0


def provinces(features: dict, crosswalk: pd.DataFrame) -> pd.DataFrame:
    """The join table of Afghan provinces.

    In: the province outlines as a GeoJSON dict (properties adm1_code, name, name_en); the crosswalk of UCDP names:
    ucdp_adm_1, adm1_code, events_agreeing_2021 (UCDP events of 2021 that carry the name and lie in the outline).
    Out: one row per province: adm1_code, ucdp_name, name (English; the plain name where the English one has a broken
    letter; corrected where upstream gives two provinces one name, then label_corrected is true), natural_earth_name (as
    upstream), events_agreeing_2021, longitude and latitude of the centroid.
    Raises ValueError if the two sides do not match one to one, two provinces get one name, or a centroid lies outside.
    """
    rows = []
    for feature in features["features"]:
        properties, outline = feature["properties"], shape(feature["geometry"])
        if not outline.contains(outline.centroid):
            raise ValueError(f"Natural Earth: the centroid of {properties['adm1_code']} lies outside it")
        code = properties["adm1_code"]
        rows.append(
            {
                "adm1_code": code,
                "name": CORRECTED.get(code, _english(properties)),
                "natural_earth_name": properties["name"],
                "label_corrected": code in CORRECTED,
                "longitude": round(outline.centroid.x, 3),
                "latitude": round(outline.centroid.y, 3),
            }
        )
    out = pd.DataFrame(rows)
    if sorted(out.adm1_code) != sorted(crosswalk.adm1_code) or out.name.duplicated().any():
        raise ValueError("Natural Earth: provinces and crosswalk do not match one to one")
    out = out.merge(crosswalk.rename(columns={"ucdp_adm_1": "ucdp_name"}), on="adm1_code")
    columns = "adm1_code ucdp_name name natural_earth_name label_corrected events_agreeing_2021 longitude latitude"
    return out[columns.split()].sort_values("adm1_code", ignore_index=True)


def _english(properties: dict) -> str:
    return properties["name"] if "?" in properties["name_en"] else properties["name_en"].removesuffix(" Province")


def simplify(features: dict, properties: list[dict], tolerance: float, smallest: float, decimals: int) -> dict:
    """Outlines for a book page: fewer points, and neighbours still share their borders.

    In: a GeoJSON dict of polygons; the properties of each feature of the result, in the same order; ``tolerance`` in
    degrees; parts of a feature smaller than ``smallest`` square degrees are dropped, except its largest one;
    coordinates are rounded to ``decimals``. What lies beyond 180° east is cut off.
    Out: a GeoJSON dict; outer rings run clockwise, as Vega (d3-geo) wants them. Raises ValueError if an outline comes
    out invalid.
    """
    outlines = [west_of_antimeridian(shape(feature["geometry"])) for feature in features["features"]]
    outlines = [_without_specks(outline, smallest) for outline in outlines]
    outlines = shapely.coverage_simplify(outlines, tolerance)
    outlines = shapely.transform(outlines, lambda points: np.round(points, decimals))
    if not all(shapely.is_valid(outlines)) or any(shapely.is_empty(outlines)):
        raise ValueError("Natural Earth: an outline is invalid after simplification; try another tolerance")
    found = [
        {"type": "Feature", "properties": own, "geometry": mapping(shapely.orient_polygons(outline, exterior_cw=True))}
        for own, outline in zip(properties, outlines, strict=True)
    ]
    return {"type": "FeatureCollection", "features": found}


def west_of_antimeridian(outline: shapely.Geometry) -> shapely.Geometry:
    """The outline as far as 180° east.

    A ring that jumps from 180° to -180° is first unrolled (its negative longitudes become 180° to 360°); a part that
    lies east of the antimeridian alone is dropped. Only for outlines that do not also reach west of Greenwich.
    """
    if outline.bounds[2] - outline.bounds[0] < ANTIMERIDIAN:
        return outline
    parts = shapely.get_parts(outline)
    unrolled = [shapely.transform(part, _unroll) for part in parts]
    clipped = shapely.intersection(unrolled, shapely.box(-ANTIMERIDIAN, -90, ANTIMERIDIAN, 90))
    return shapely.union_all([part for part in clipped if part.area > 0])


def _unroll(points: np.ndarray) -> np.ndarray:
    return np.column_stack([np.where(points[:, 0] < 0, points[:, 0] + 2 * ANTIMERIDIAN, points[:, 0]), points[:, 1]])


def _without_specks(outline: shapely.Geometry, smallest: float) -> shapely.Geometry:
    parts = shapely.get_parts(outline)
    largest = max(part.area for part in parts)
    kept = [part for part in parts if part.area >= min(smallest, largest)]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
