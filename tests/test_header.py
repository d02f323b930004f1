"""The header of the pages at small widths and with large letters."""

import pytest

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


@pytest.mark.parametrize("width", [390, 1280])
def test_each_control_of_the_header_shows_that_it_has_the_focus(width, served, watch):
    page = watch(served, viewport={"width": width, "height": 800}).page
    page.goto(f"{served}/chapters/01-concerns.html")
    met = {}
    for _ in range(90):  # behind the contents of the book where these stand open
        page.keyboard.press("Tab")
        name, shown = page.evaluate("""() => {
            const one = document.activeElement, style = getComputedStyle(one);
            const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
            const inside = one.closest(".bd-header-article") && one.matches("button, .btn");
            return [inside ? one.outerHTML.slice(0, 90) : "", marked];
        }""")
        if name:
            met[name] = shown
    assert len(met) >= 3 and all(met.values()), met
