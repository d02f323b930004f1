"""The menu and the hints of the header, without the script that the theme would load for them."""

from pathlib import Path

import pytest

from conftest import CHAPTERS
from evidence.pages import menus

TOGGLE, MENU = ".dropdown-download-buttons > button", ".dropdown-download-buttons > .dropdown-menu"


def test_the_script_goes_from_the_pages_and_from_the_book(tmp_path: Path):
    (tmp_path / menus.SCRIPT).parent.mkdir(parents=True)
    (tmp_path / menus.SCRIPT).touch()
    page = (
        '<link rel="preload" as="script" href="../_static/scripts/bootstrap.js?digest=1" />\n'
        '<script defer src="../_static/scripts/bootstrap.js?digest=1"></script>\n<script defer src="a.js"></script>'
    )
    assert menus.slim({"a.html": page}, tmp_path) == {"a.html": '<script defer src="a.js"></script>'}
    assert not (tmp_path / menus.SCRIPT).exists()


def test_no_page_asks_for_it(built_book: Path):
    for path in built_book.rglob("*.html"):
        assert "bootstrap.js" not in path.read_text("utf-8"), path.name
    assert not (built_book / menus.SCRIPT).exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_menu_opens_within_the_window_and_closes(width, address, watch):
    watched = watch(address, viewport={"width": width, "height": 800})
    page = watched.page
    page.goto(f"{address}/{CHAPTERS[0]}")
    toggle, menu = page.locator(TOGGLE), page.locator(MENU)
    assert not menu.is_visible()
    toggle.click()
    page.mouse.move(5, 700)  # under the pointer the theme shows it anyhow
    box, under = menu.bounding_box(), toggle.bounding_box()
    assert menu.is_visible() and toggle.get_attribute("aria-expanded") == "true"
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= under["y"] + under["height"] - 1
    toggle.click()
    page.mouse.move(5, 700)
    assert not menu.is_visible() and toggle.get_attribute("aria-expanded") == "false"
    toggle.click()
    page.mouse.click(5, 700)
    assert not menu.is_visible()
    assert watched.faults == []


def test_the_menu_is_used_by_keys(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    page.locator(TOGGLE).focus()
    page.keyboard.press("ArrowDown")
    items, focused = page.locator(f"{MENU} .dropdown-item"), "one => one === document.activeElement"
    assert page.locator(MENU).is_visible() and items.first.evaluate(focused)
    page.keyboard.press("ArrowDown")
    assert items.nth(1).evaluate(focused)
    page.keyboard.press("Escape")
    assert not page.locator(MENU).is_visible() and page.locator(TOGGLE).evaluate(focused)


def test_a_button_without_words_says_by_keyboard_what_it_does(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    buttons = page.locator("[data-bs-toggle=tooltip]:visible")
    assert buttons.count() >= 3
    for at in range(buttons.count()):
        assert buttons.nth(at).get_attribute("title")
    page.keyboard.press("Tab")  # from here on the browser shows where the keyboard is
    buttons.first.focus()
    shown = buttons.first.evaluate("one => getComputedStyle(one, '::after').content")
    assert shown == f'"{buttons.first.get_attribute("title")}"'


def test_contents_that_lie_over_a_page_make_way_for_the_place_that_is_chosen(served, watch):
    page = watch(served, viewport={"width": 390, "height": 844}, has_touch=True).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    page.locator(".secondary-toggle").first.tap()
    drawer = page.locator("#pst-secondary-sidebar-modal")
    drawer.wait_for()
    link = drawer.locator("a[href^='#']").nth(2)
    place = link.get_attribute("href")
    link.tap()
    drawer.wait_for(state="hidden")
    page.wait_for_url(f"**{place}")
    assert page.locator(place).bounding_box()["y"] < 844
