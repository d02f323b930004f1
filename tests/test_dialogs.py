"""The theme's dialogs (contents of the book, contents of the page, search): their names, and where the focus goes."""

import pytest

from conftest import CHAPTERS

WIDE = 1280
WIDTHS = [320, 390, WIDE]
OPENERS = {
    "Contents of the book": ".primary-toggle",
    "Contents of this page": ".secondary-toggle",
    "Search": ".search-button__button",
}
OPEN = "dialog[open]"
HAS_THE_FOCUS = "one => one === document.activeElement"


def outside(page) -> tuple[float, float]:
    """A point beside the dialog that is open."""
    box, size = page.locator(OPEN).bounding_box(), page.viewport_size
    x = box["x"] / 2 if box["x"] > 4 else (box["x"] + box["width"] + size["width"]) / 2
    if box["x"] <= 4 and box["x"] + box["width"] >= size["width"] - 4:
        return size["width"] / 2, (box["y"] + box["height"] + size["height"]) / 2
    return x, box["y"] + box["height"] / 2


def has_the_focus(opener, after) -> None:
    """It comes back when the browser has closed the dialog, which takes it a moment."""
    for _ in range(200):
        if opener.evaluate(HAS_THE_FOCUS):
            return
        opener.page.evaluate("() => new Promise(requestAnimationFrame)")
    pytest.fail(f"no focus after {after}")


def close(page, by: str) -> None:
    if by == "escape":
        page.keyboard.press("Escape")
    else:
        page.mouse.click(*outside(page))
    page.locator(OPEN).wait_for(state="hidden")


@pytest.mark.parametrize(
    ("width", "name"),
    [(width, name) for width in WIDTHS for name in OPENERS if width < WIDE or name == "Search"],
)
def test_a_dialog_has_a_name_and_gives_the_focus_back_to_what_opened_it(width, name, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    openers = page.locator(f"{OPENERS[name]}:visible")
    openers.first.wait_for()
    for opener in openers.all():
        for opened_by in ("mouse", "keyboard"):
            for closed_by in ("escape", "outside"):
                opener.click() if opened_by == "mouse" else opener.press("Enter")
                page.locator(OPEN).wait_for()
                assert page.get_by_role("dialog", name=name, exact=True).count() == 1
                close(page, closed_by)
                has_the_focus(opener, (name, opened_by, closed_by))


def test_on_a_wide_screen_the_contents_stand_beside_the_page_and_open_no_dialog(served, watch):
    page = watch(served, viewport={"width": WIDE, "height": 800}).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    beside = page.locator(".bd-sidebar-primary")
    beside.wait_for()
    page.locator(OPENERS["Contents of the book"]).first.click()
    beside.wait_for(state="hidden")
    assert page.locator(OPEN).count() == 0
    assert not page.locator(f"{OPENERS['Contents of this page']}:visible").count()


def test_the_search_by_its_keys_gives_the_focus_back_to_where_it_was(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    opener = page.locator(".search-button__button:visible").first
    opener.click()
    page.locator(OPEN).wait_for()
    close(page, "escape")
    has_the_focus(opener, "the mouse")
    link = page.locator("article a[href]:visible").first
    link.focus()
    page.keyboard.press("Control+k")
    page.locator(OPEN).wait_for()
    close(page, "escape")
    has_the_focus(link, "the keys")


def test_a_place_chosen_in_the_contents_is_where_the_keyboard_goes_on(served, watch):
    page = watch(served, viewport={"width": 390, "height": 800}).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    page.locator(".secondary-toggle:visible").press("Enter")
    link = page.locator(f"{OPEN} a[href^='#']").nth(2)
    place = link.get_attribute("href")
    link.press("Enter")
    page.locator(OPEN).wait_for(state="hidden")
    page.keyboard.press("Tab")
    assert page.evaluate(
        """(place) => {
            const there = document.querySelector(place).compareDocumentPosition(document.activeElement);
            return there & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY);
        }""",
        place,
    )
