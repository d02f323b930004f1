"""The figure renderer: complete, deterministic, safe, readable."""

import html
import json
import re
from urllib.parse import unquote
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest

from evidence import tables
from evidence.charts import amounts, categories, colour, estimates, themed
from evidence.exhibits import figure, table, trail
from evidence.exhibits.parts import FigureError, source_line
from evidence.exhibits.svg import prefix_ids
from tests.samples import TEXTS, draw


@pytest.fixture
def made(rows):
    return figure(draw(rows), name="is-deaths", data=rows, moves=True, **TEXTS).html


def pictures(made: str) -> list[str]:
    """The SVGs of a figure: for the column, for a phone."""
    return re.findall(r"<svg .*?</svg>", made, re.DOTALL)


def test_a_figure_begins_with_its_title_then_two_pictures_and_both_are_described(made):
    opening = (
        r'<figure class="ev-figure" id="fig-is-deaths" [^>]*>\s*<figcaption class="ev-caption">.*?</figcaption>\s*'
    )
    assert re.match(rf'{opening}<div class="ev-chart"><svg ', made, re.DOTALL)
    assert len(pictures(made)) == 2
    assert '<div class="ev-chart ev-phone" hidden><svg ' in made, "in JupyterLab, without the book's style, one is seen"
    space = "{http://www.w3.org/2000/svg}"
    for picture in pictures(made):
        svg = ElementTree.fromstring(picture)
        assert svg.get("role") == "img"
        assert not [
            part for part in svg.iter() if part is not svg and (part.get("role") or part.get("aria-roledescription"))
        ]
        assert (svg.find(f"{space}title").text, svg.find(f"{space}desc").text) == (
            TEXTS["title"],
            TEXTS["description"],
        )


def test_the_figure_carries_source_table_csv_and_specification(made, rows):
    source = tables.sources(rows["source_id"].unique()).iloc[0]
    assert html.escape(source["attribution_short"]) in made and f"{source['date_accessed']:%Y-%m-%d}" in made
    csv = unquote(html.unescape(re.search(r'href="data:text/csv;charset=utf-8,([^"]*)"', made)[1]))
    assert csv == rows.to_csv(index=False, lineterminator="\n")
    drawer = made[made.index('<details class="ev-drawer">') :]
    assert drawer.count("<tr>") == len(rows) + 1 and TEXTS["description"] in drawer
    spec = json.loads(re.search(r'class="ev-spec" data-phone="\d+">(.*?)</script>', made, re.S)[1])
    assert len(next(iter(spec["datasets"].values()))) == len(rows)


def test_the_same_chart_gives_the_same_bytes_whatever_was_drawn_before(rows, made):
    for height in (120, 130):
        figure(draw(rows, height=height), name="other", data=rows, **TEXTS)
    assert figure(draw(rows), name="is-deaths", data=rows, moves=True, **TEXTS).html == made


def test_only_a_figure_that_moves_carries_its_specification(rows, made):
    unmoved = made.replace(" data-moves", "")  # room for its button, before the specification is read
    assert unmoved != made and unmoved.replace(re.search(r"<script.*</script>\n", made)[0], "") == still(rows)
    assert "ev-spec" not in still(rows)


def still(rows, **words) -> str:
    return figure(draw(rows), name="is-deaths", data=rows, **{**TEXTS, **words}).html


def test_no_id_stands_twice_and_every_reference_resolves(rows):
    page = "".join(figure(draw(rows), name=name, data=rows, **TEXTS).html for name in ("one", "two"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)
    assert re.search(r"url\(#one-\d+\)", page), "the marks are clipped, so there is something to prefix"


def test_prefix_renames_references_with_their_ids():
    svg = (
        '<svg><clipPath id="clip7"/><g clip-path="url(#clip7)"/><use xlink:href="#clip7"/><a href="#elsewhere"/></svg>'
    )
    assert prefix_ids(svg, "f") == (
        '<svg><clipPath id="f-1"/><g clip-path="url(#f-1)"/><use xlink:href="#f-1"/><a href="#elsewhere"/></svg>'
    )


def test_text_and_axes_take_the_colour_of_the_page(made):
    svg = made[made.index("<svg ") : made.index("</svg>")]
    assert 'fill="currentColor"' in svg
    assert not re.search(r'<text[^>]*fill="#', svg)
    assert "white" not in svg


def test_cells_and_texts_arrive_escaped(rows):
    nasty = '<script>alert("x")</script>'
    rows["note"] = nasty
    words = {**TEXTS, "title": nasty, "description": "</script><b>"}
    made = figure(draw(rows), name="nasty", data=rows, moves=True, **words).html
    assert nasty not in made
    assert made.count("<script") == 1 == made.count("</script>")


@pytest.mark.parametrize("part", ["title", "measure", "description", "cannot_show"])
def test_a_figure_without_its_words_is_refused(rows, part):
    with pytest.raises(FigureError, match=part):
        figure(draw(rows), name="mute", data=rows, **{**TEXTS, part: " "})


def test_a_figure_without_rows_name_or_source_is_refused(rows):
    with pytest.raises(FigureError, match="no rows"):
        figure(draw(rows), name="empty", data=rows.iloc[:0], **TEXTS)
    with pytest.raises(FigureError, match="slug"):
        figure(draw(rows), name="No Slug", data=rows, **TEXTS)
    with pytest.raises(FigureError, match="source_id"):
        figure(draw(rows), name="unsourced", data=rows.drop(columns="source_id"), **TEXTS)
    with pytest.raises(tables.TableError, match="nobody"):
        figure(draw(rows), name="unsourced", data=rows.assign(source_id="nobody"), **TEXTS)


def test_a_figure_names_its_tables(rows, made):
    assert 'data-figure="is-deaths" data-rows="battle_deaths" data-moves>' in made
    with pytest.raises(FigureError, match="name the tables"):
        figure(draw(rows), name="rootless", data=rows, **{**TEXTS, "rows_of": []})
    with pytest.raises(tables.TableError, match="no table named 'nothing'"):
        table(rows, name="rootless", title="Deaths", rows_of=["nothing"])


def test_type_too_small_for_a_phone_is_refused(rows):
    with pytest.raises(FigureError, match="on a phone"):
        figure(draw(rows).configure_axis(labelFontSize=12), name="small", data=rows, **TEXTS)


@pytest.mark.parametrize(
    "channel",
    [
        alt.X("best:Q", scale=alt.Scale(domain=[0.5, 0])),
        alt.Y("best:Q", scale=alt.Scale(domain=[6, 0])),
        alt.X("day:T", scale=alt.Scale(domain=["2021-01-01", "2017-01-01"])),
    ],
    ids=["x", "y", "days"],
)
def test_an_axis_that_runs_backwards_is_refused(rows, channel):
    """So is one in a part of the chart. Rows that are counted from the top have no axis, and may."""
    axis, dated = "x" if isinstance(channel, alt.X) else "y", rows.assign(day="2018-01-01")
    part = alt.Chart(dated).mark_point(aria=False).encode(**{axis: channel})
    with pytest.raises(FigureError, match=f"backwards: the axis {axis} runs backwards, from "):
        figure(draw(rows) & part, name="backwards", data=rows, **TEXTS)
    counted = (
        alt.Chart(rows).mark_point(aria=False).encode(y=alt.Y("best:Q", axis=None, scale=alt.Scale(domain=[20000, 0])))
    )
    figure(draw(rows) & counted, name="from-the-top", data=rows, **TEXTS)


@pytest.mark.parametrize(
    ("channels", "past"),
    [
        ({"y": alt.Y("best:Q", scale=alt.Scale(domain=[0, 10]))}, "2141 lies past an end of the axis y"),
        ({"y": alt.Y("low:Q", scale=alt.Scale(domain=[0, 3000])), "y2": "high"}, "3009 lies past an end of the axis y"),
        ({"x": alt.X("day:T", scale=alt.Scale(domain=["2014-01-01", "2017-12-31"]))}, "2018-05-01T00:00:00 lies past"),
    ],
    ids=["value", "bound", "day"],
)
def test_a_value_past_the_end_of_its_axis_is_refused(rows, channels, past):
    """It would be drawn over what stands beside the plot, or cut: a new release may bring one."""
    days = pd.to_datetime(["2016-05-01", "2017-05-01", "2018-05-01"])
    made = pd.DataFrame(
        {"day": days, "low": [2100, 2738, 2770], "best": [2141, 2795, 2842], "high": [2544, 3009, 5149]}
    )
    part = alt.Chart(made).mark_bar(aria=False).encode(**channels)
    with pytest.raises(FigureError, match=f"past-its-end: {past}"):
        figure(draw(rows) & part, name="past-its-end", data=rows, **TEXTS)


@pytest.mark.parametrize("axis", ["x", "y"])
def test_a_name_that_is_cut_off_or_lies_on_its_neighbour_is_refused(rows, axis):
    """On x names hide each other; on y one ends in an ellipsis. Numbers of an axis may give way."""
    long = "a name of so many letters that no axis of a phone has the room for it"
    named = rows.assign(name=[f"{long} {at}" for at in range(len(rows))])
    channel = alt.X("name:N", axis=alt.Axis(labelAngle=0, labelLimit=0)) if axis == "x" else alt.Y("name:N")
    chart = alt.Chart(named).mark_point(aria=False).encode(**{axis: channel})
    with pytest.raises(FigureError, match=f"no room for “{long[:20]}"):
        figure(draw(rows) & chart, name="long", data=rows, **TEXTS)


@pytest.mark.parametrize("name", ["Embassy of the United States in Kabul, 2017-04-0", "Embassy with a long name "])
def test_names_too_long_for_an_axis_are_named_where_the_picture_fits_no_width(name):
    """Those at the ends stand out of the plot, and how far goes with which of them Vega hides."""
    names = [f"{name}{at}" for at in range(5)]
    rows = pd.DataFrame({"name": names, "best": range(1, 6), "low": 0, "high": 6, "tip": "A statement of some words."})
    chart = estimates(rows, categories("name", names), amounts("best", 6, [0, 3, 6]), colour("Russia"))
    with pytest.raises(FigureError, match=f"^long: no room for “{name[:20]}.*” on an axis or in a legend: shorten it"):
        figure(chart, name="long", data=rows, **TEXTS)


def test_what_a_chart_configures_itself_wins(rows):
    chart = draw(rows).configure_axis(labelFontSize=20)
    config = themed(chart).to_dict()["config"]
    assert config["axis"]["labelFontSize"] == 20
    assert config["axis"]["labelColor"] == "currentColor"


def test_many_sources_are_counted_and_few_are_named():
    ids = list(tables.load("sources")["source_id"][:6])
    assert source_line(pd.DataFrame({"source_id": ids})).startswith('<p class="ev-source">Sources: 6, named row by row')
    assert source_line(pd.DataFrame({"source_id": ids[:1]})).startswith('<p class="ev-source">Source: ')
    partly = source_line(pd.DataFrame({"source_id": [*ids[:2], None]}), ids, rows_of=["threats", "visits"])
    assert "Sources: 6, named row by row in the data of this book: threats and visits; accessed" in partly
    named = source_line(pd.DataFrame(), ids[:2], " CSV")
    assert named.startswith(f'<p class="ev-source" data-sources="{" ".join(ids[:2])}">Sources: ')
    assert named.endswith(". CSV</p>") and trail.shown_sources(named) == sorted(ids[:2])


def test_table_links_sources_aligns_numbers_and_leaves_years_alone(rows):
    two = pd.concat([rows, rows[:1].assign(source_id=tables.load("sources")["source_id"].iloc[0])])
    made = table(two, name="t", title="Deaths", rows_of=["battle_deaths"]).html
    assert '<td class="ev-num">2018</td><td class="ev-num">2,770</td>' in made
    source = tables.sources(rows["source_id"]).iloc[0]
    link = f'<td><a href="{source["url_main"]}">{html.escape(source["attribution_short"])}</a></td>'
    assert made.count(link) == len(rows)
    assert 'tabindex="0" role="region"' in made


def test_a_source_that_all_rows_share_is_named_below_the_table_alone(rows):
    made = table(rows, name="t", title="Deaths", rows_of=["battle_deaths"]).html
    assert ">source</th>" not in made and '<p class="ev-source">Source: <a href="' in made
    assert "source_id" in unquote(made), "the CSV has it"


def test_a_table_marks_the_rows_that_it_shows_first(rows):
    made = table(rows, name="t", title="Deaths", rows_of=["battle_deaths"], first=rows["year"] > 2018).html
    marked = re.findall(r'<tr class="ev-first"><td class="ev-num">(\d{4})', made)
    assert marked == [str(year) for year in rows["year"] if year > 2018] and len(marked) < len(rows)


def test_the_live_version_carries_vega_itself(rows, monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    figure(draw(rows), name="is-deaths", data=rows, **TEXTS).show_live()
    frame = html.unescape(shown[0].data)
    assert "<iframe" in frame and "vegaEmbed" in frame
    assert not re.search(r'<script[^>]+src="http', frame)
