"""One specification for two widths: each picture fills its width, and only its plots take up the difference."""

import re

import altair as alt
import pandas as pd
import pytest

from evidence.charts import themed
from evidence.charts.maps import province_shapes
from evidence.exhibits import figure
from evidence.exhibits.figures import specification
from evidence.exhibits.parts import FigureError
from evidence.exhibits.widths import COLUMN, PHONE, fitted
from tests.samples import TEXTS, draw


def size(svg: str) -> tuple[float, float]:
    return tuple(float(re.search(rf' {name}="([\d.]+)"', svg)[1]) for name in ("width", "height"))


def type_sizes(svg: str) -> set[float]:
    """In px, as shown: units of the viewBox times how large one is."""
    units = float(re.search(r'viewBox="0 0 ([\d.]+) ', svg)[1])
    return {float(one) * size(svg)[0] / units for one in re.findall(r'font-size="([\d.]+)px"', svg)}


def charts(rows) -> dict[str, alt.TopLevelMixin]:
    one = draw(rows)
    return {
        "one": one,
        "beside": one | one,
        "below": one & one,
        "both": (one | one) & one,
        "narrow": one.properties(width=90),
        "wide": one.properties(width=900),
    }


@pytest.mark.parametrize("width", [COLUMN, PHONE])
@pytest.mark.parametrize("form", ["one", "beside", "below", "both", "narrow", "wide"])
def test_a_picture_fills_its_width_with_type_of_one_size(form, width, rows):
    svg, _ = fitted(specification(charts(rows)[form]), width)
    assert size(svg)[0] == pytest.approx(width.shown, abs=2)
    assert all(one == pytest.approx(width.type, rel=0.01) for one in type_sizes(svg))


def test_the_specification_itself_stays(rows):
    spec = specification(draw(rows))
    before = str(spec)
    _, narrow = fitted(spec, PHONE)
    assert str(spec) == before and narrow["width"] < PHONE.units


def test_a_map_keeps_its_shape():
    ground = (
        alt.Chart(province_shapes({})).mark_geoshape(aria=False).project("mercator").properties(width=400, height=300)
    )
    _, spec = fitted(themed(ground).to_dict(), COLUMN)
    assert spec["height"] / spec["width"] == pytest.approx(300 / 400)


def test_what_cannot_be_narrow_is_refused_by_name(rows):
    word = "a label as long as nobody reads on a phone " * 3
    far = (
        alt.Chart(pd.DataFrame({"word": [word]}))
        .mark_text(aria=False, align="left")
        .encode(x=alt.value(0), text="word:N")
    )
    with pytest.raises(FigureError, match="long: at 690 px the chart is .* units wide"):
        figure(draw(rows) + far, name="long", data=rows, **TEXTS)
