"""Checks of map outlines: GeoJSON of polygons, as the data package describes it. Pure functions.

The descriptor of such a resource has ``outlines``: ``key`` (the property that names a feature), ``properties`` (all of
them, in order), ``bounds`` (west, south, east, north in degrees) and perhaps ``reference`` (the table and the column
that hold exactly these keys).
"""

from typing import Any


def problems(file: str, features: dict, outlines: dict, keys: set[str] | None, source_ids: set[str]) -> list[str]:
    """What is wrong with the parsed GeoJSON ``features``, one line each; an empty list if nothing is.

    ``keys``: the keys that must all be there, and no other (None: any); ``source_ids``: the known sources.
    """
    if not isinstance(features, dict) or features.get("type") != "FeatureCollection" or not features.get("features"):
        return [f"{file}: not a GeoJSON FeatureCollection with features"]
    found, seen = [], []
    for at, feature in enumerate(features["features"], 1):
        where = f"{file}, feature {at}"
        properties = feature.get("properties") or {}
        if list(properties) != outlines["properties"]:
            found.append(f"{where}: the properties must be {', '.join(outlines['properties'])}")
            continue
        key = properties[outlines["key"]]
        if key in seen:
            found.append(f"{where}, property {outlines['key']}: {key!r} stands there twice")
        if keys is not None and key not in keys:
            found.append(f"{where}, property {outlines['key']}: {key!r} is not in the table")
        if properties["source_id"] not in source_ids:
            found.append(f"{where}, property source_id: {properties['source_id']!r} is not in data/sources.csv")
        seen.append(key)
        found += [f"{where}: {text}" for text in _shape_problems(feature.get("geometry") or {}, outlines["bounds"])]
    return found + [f"{file}: {key!r} has no outline" for key in sorted((keys or set()) - set(seen))]


def _shape_problems(geometry: dict, bounds: list[float]) -> list[str]:
    """Wrong type, open or short rings, rings that run the wrong way, points that are no numbers or out of bounds."""
    kind = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        return [f"a geometry of type {kind!r}, not a polygon"]
    west, south, east, north = bounds
    found = []
    try:
        for polygon in [coordinates] if kind == "Polygon" else coordinates:
            for at, ring in enumerate(polygon):
                if len(ring) < 4 or ring[0] != ring[-1]:
                    found.append("a ring that is not closed")
                elif not all(west <= x <= east and south <= y <= north for x, y in ring):
                    found.append(f"a point outside {bounds}")
                elif (_doubled_area(ring) < 0) != (at == 0):
                    found.append("a ring that runs the wrong way (outer rings clockwise, holes against the clock)")
    except (TypeError, ValueError):
        found.append("coordinates that are not pairs of numbers")
    return found


def _doubled_area(ring: list[list[float]]) -> float:
    """Twice the signed area; negative if the ring runs clockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:]))
