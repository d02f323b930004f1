"""How every chart of the book looks: type, colours of the text, sizes."""

import altair as alt

SVG_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"  # metric-compatible: the same layout on every machine
WIDTH = 410  # units of the plot, before `evidence.exhibits.widths` fits the picture
FONT_SIZE = 16

CONFIG = {
    "background": "transparent",
    "aria": True,  # marks write their tips as labels, which `evidence.exhibits.svg` takes off them
    "font": SVG_FONT,
    "padding": 4,
    "view": {"stroke": None, "continuousWidth": WIDTH, "discreteWidth": WIDTH, "continuousHeight": 300},
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "domainColor": "currentColor",
        "tickColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.14,
        "domainOpacity": 0.5,
        "tickOpacity": 0.5,
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 220,
        "labelOverlap": True,
    },
    "legend": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "labelLimit": 320,
        "orient": "top",
        "columns": 2,
    },
    "header": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
    },
    "title": {"color": "currentColor", "subtitleColor": "currentColor", "fontSize": FONT_SIZE, "anchor": "start"},
    "text": {"color": "currentColor", "fontSize": FONT_SIZE, "font": SVG_FONT},
    "rule": {"color": "currentColor"},
    "line": {"strokeWidth": 2.5},
    "point": {"size": 70, "filled": True},
}


def themed(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart with the book's configuration; what the chart configures itself wins."""
    own = chart.config.to_dict() if not isinstance(chart.config, alt.utils.schemapi.UndefinedType) else {}
    return chart.properties(config=_merged(CONFIG, own))


def _merged(base: dict, own: dict) -> dict:
    merged = dict(base)
    for key, value in own.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        merged[key] = _merged(base[key], value) if both else value
    return merged
