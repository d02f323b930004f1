"""The header of the pages at small widths and with large letters, and the way past it."""

import pytest

from conftest import PAGES

SIZES = [(320, 100), (320, 130), (320, 200), (360, 115), (390, 130), (390, 150), (640, 200), (768, 200), (1280, 200)]
BEYOND = """() => [...document.querySelectorAll('.bd-header-article :is(button, a, label, legend)')]
    .filter((one) => one.offsetParent && one.getClientRects().length)
    .filter((one) => one.getBoundingClientRect().left < -1 || one.getBoundingClientRect().right > innerWidth + 1)
    .map((one) => one.outerHTML.slice(0, 90))"""
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll('.bd-header-article :is(button, label)')]
        .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect()).filter((box) => box.width > 1);
    return boxes.filter((a, i) => boxes.slice(i + 1).some((b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
}"""


@pytest.mark.parametrize(("width", "letters"), SIZES)
@pytest.mark.parametrize(
    "name",
    [
        "chapters/01-concerns.html",
        *(pytest.param(f"{one}.html", marks=pytest.mark.prove) for one in ("index", "search")),
    ],
)
def test_the_header_stays_on_the_screen(name, width, letters, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/{name}")
    page.evaluate(f"document.documentElement.style.fontSize = '{letters}%'")
    assert page.evaluate(BEYOND) == []
    assert page.evaluate(OVERLAPS) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_the_screen_with_letters_twice_as_large(name, served, watch):
    page = watch(served, viewport={"width": 320, "height": 800}).page
    page.goto(f"{served}/{name}")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("name", PAGES)
def test_the_link_past_the_header_leads_to_the_text(name, served, watch):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    if name != "search.html":  # which begins in its field
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.locator(".skip-link a").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(
        "document.activeElement.matches('#ev-article') && !!document.activeElement.querySelector('h1')"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.bd-header-article')")


@pytest.mark.parametrize("name", PAGES)
def test_every_group_has_a_name_of_its_own(name, served, watch):
    page = watch(served).page
    page.goto(f"{served}/{name}")
    named = """all => all.filter((one) => one.getClientRects().length).map((one) => one.getAttribute('aria-label')
        || one.querySelector('legend')?.textContent
        || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent || '')"""
    folds = page.locator("details").evaluate_all(named)
    assert all(folds) and len(folds) == len(set(folds))
    assert all(page.locator("fieldset, [role=group], [role=region]").evaluate_all(named))
