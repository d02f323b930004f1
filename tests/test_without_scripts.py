"""Without scripts a page shows nothing that does nothing, in any colour scheme and at any width."""

import pytest

from conftest import PAGES, sampled

BUTTONS = "button, input, select, textarea, [role=button], [onclick], a[href^='javascript:'], a:not([href])"


@pytest.mark.parametrize("name", sampled(PAGES))
def test_no_control_is_shown_that_needs_a_script(name, served, watch):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{name}")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        shown = [
            one.evaluate("one => one.outerHTML.slice(0, 120)")
            for one in page.locator(BUTTONS).all()
            if one.is_visible()
        ]
        assert not shown, f"{width} px"


@pytest.mark.parametrize("name", ["index.html", "chapters/01-concerns.html"])
def test_a_page_has_its_colours_and_leads_on(name, served, watch):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/{name}")
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert len(set(colours)) == 2 and "rgba(0, 0, 0, 0)" not in colours
    page.set_viewport_size({"width": 360, "height": 800})
    for contents in (page.locator(".prev-next-area a"), page.get_by_role("link", name="The claims", exact=True)):
        assert any(link.is_visible() for link in contents.all())


def test_the_search_says_what_it_needs(served, watch):
    page = watch(served, java_script_enabled=False).page
    page.goto(f"{served}/search.html")
    assert (
        "needs a script" in page.locator("main").inner_text() and page.locator("main a[href='index.html']").is_visible()
    )
