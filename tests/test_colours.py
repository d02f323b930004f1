"""The two palettes: each stands out on its page, and what the style sheet puts in place on the dark one is `DARK`."""

import re
from pathlib import Path

import pytest

from evidence.charts.colours import ACTORS, DARK, colour

SHEET = (Path(__file__).resolve().parents[1] / "evidence" / "pages" / "static" / "book.css").read_text("utf-8")
DARK_PAGE = "#121212"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("actor", ACTORS)
def test_an_actor_stands_out_on_the_light_page_and_more_so_on_the_dark_one(actor):
    assert contrast(colour(actor), "#FFFFFF") >= 3 and contrast(colour(actor), DARK_PAGE) >= 3
    assert contrast(DARK[actor], DARK_PAGE) >= 4.5


def test_the_style_sheet_puts_the_dark_palette_in_place():
    rule = re.compile(r'data-theme="dark"\] \.ev-chart \[(fill|stroke)="(#\w{6})"\] \{ (\w+): (#\w{6}); \}')
    found = {(kind, light): dark for kind, light, changed, dark in rule.findall(SHEET) if kind == changed}
    assert found == {(kind, ACTORS[actor]): DARK[actor] for actor in ACTORS for kind in ("fill", "stroke")}
