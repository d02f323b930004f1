"""The icons of the pages without the theme's icon script."""

import pytest

from evidence.pages import icons

SCRIPT = (
    'x={"bars":[448,512,["navicon"],"f0c9","M0 96"],'
    'angle:[320,512,[],"f104","M9 9"],"angle":[320,512,[],"f104","M1 2z"]}'
)
PAGE = (
    '<html><head><script defer src="../_static/scripts/fontawesome.js?digest=1"></script></head>'
    '<span class="fas fa-bars"></span>'
    '<i class="theme-switch fa-solid fa-angle fa-lg"></i><p class="fa-nothing"></p></html>'
)


def test_icons_of_a_page():
    assert icons.icons_in(PAGE) == {"bars", "angle"}


def test_the_solid_outline_is_taken_and_escaped():
    sheet = icons.style_sheet(SCRIPT, ["angle", "bars"])
    assert "%3Cpath d=%22M1 2z%22/%3E" in sheet and "M9" not in sheet
    assert "<" not in sheet, "a tag within an address"
    assert ".fa-bars { --ev-icon: url(" in sheet


def test_an_icon_that_the_script_lacks_is_an_error():
    with pytest.raises(icons.IconError, match="'moon'"):
        icons.style_sheet(SCRIPT, ["moon"])


def test_slim_swaps_script_for_styles(tmp_path):
    script = tmp_path / icons.SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text(SCRIPT + ',"xmark":[384,512,[],"f00d","M3 3"]')
    page = icons.slim({"chapters/one.html": PAGE}, tmp_path)["chapters/one.html"]
    assert '<link rel="stylesheet" href="../_static/icons.css" />' in page
    assert "fontawesome" not in page and not script.exists()
    assert ".fa-xmark" in (tmp_path / icons.STYLES).read_text()
