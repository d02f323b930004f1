"""Forms made of others: panels in their order with their heights."""

import altair as alt
import pandas as pd
import pytest

from evidence.charts.arranged import under_each_other


def test_panels_stand_in_order_with_a_height_each():
    charts = [alt.Chart(pd.DataFrame({"n": [n]})).mark_point(aria=False).encode(x="n:Q") for n in (1, 2)]
    spec = under_each_other(charts, [290, 130]).to_dict()
    assert [panel["height"] for panel in spec["vconcat"]] == [290, 130]
    assert [spec["datasets"][panel["data"]["name"]] for panel in spec["vconcat"]] == [[{"n": 1}], [{"n": 2}]]
    with pytest.raises(ValueError, match="zip"):
        under_each_other(charts, [290])
