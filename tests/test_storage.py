"""Where a browser keeps nothing (a frame of a learning platform, cookies off), every control works all the same."""

from pathlib import Path

import pytest

CHAPTER = "chapters/05-probability-of-intervention.html"
FRAME = (
    '<!doctype html><title>Course</title><iframe src="{}" sandbox="allow-scripts" width="760" height="700"></iframe>'
)
# What browsers do that keep nothing: Chromium with cookies off, Firefox with storage off, a full or a private one.
WITHOUT = {
    "forbidden": "get() { throw new DOMException('denied', 'SecurityError'); }",
    "off": "value: null",
    "full": "value: { getItem: () => null, setItem() { throw new DOMException('full', 'QuotaExceededError'); } }",
}
BOTH = """for (const one of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, one, {{configurable: true, {}}});"""


def works(page) -> None:
    """Colours, contents, sliders and the search. page: a page or a frame."""
    page.wait_for_selector(".ev-scenario.ev-live")
    modes = []
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        modes.append(page.evaluate("document.documentElement.dataset.mode"))
    assert set(modes) == {"light", "dark", "auto"}, "each press gives another"
    page.locator(".primary-toggle").click()
    contents = page.locator("#pst-primary-sidebar-modal")
    assert contents.is_visible() and contents.get_by_role("link", name="The claims").is_visible()
    contents.press("Escape")
    contents.wait_for(state="hidden")
    before = page.locator(".ev-product output").inner_text()
    page.locator(".ev-presets button").last.click()
    assert page.locator(".ev-product output").inner_text() != before
    page.locator(".search-button__button:visible").first.click()
    page.locator("#pst-search-dialog input").fill("helicopters")
    page.locator("#pst-search-dialog input").press("Enter")
    page.locator("#search-results .context").first.wait_for()
    page.wait_for_load_state("networkidle")  # a page that is left cuts off what it was still asking for
    page.locator("#search-results li a").first.click()
    page.locator(".ev-found").wait_for()
    assert page.locator(".ev-found output").inner_text().startswith("1 of ")


@pytest.mark.parametrize("kind", WITHOUT)
def test_every_control_works_where_nothing_is_kept(kind, address, watch):
    watched = watch(address, viewport={"width": 760, "height": 700})
    watched.page.add_init_script(BOTH.format(WITHOUT[kind]))
    watched.page.goto(f"{address}/{CHAPTER}")
    works(watched.page)
    assert watched.faults == []


def test_every_control_works_in_a_frame_that_may_run_scripts_and_nothing_else(served, watch):
    watched = watch(served, viewport={"width": 800, "height": 760})
    page = watched.page
    page.route("**/course.html", lambda route: route.fulfill(body=FRAME.format(CHAPTER), content_type="text/html"))
    page.goto(f"{served}/course.html")
    frame = page.frames[1]
    works(frame)
    assert watched.faults == []
    assert not frame.locator(".btn-fullscreen-button").is_visible(), "what the frame forbids is not offered"
    frame.locator(".dropdown-download-buttons > button").click()
    frame.locator(".btn-download-pdf-button").click()
    assert "not allowed" in frame.locator(".btn-download-pdf-button").inner_text()


def test_what_a_browser_keeps_is_kept(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/index.html")
    page.locator(".theme-switch-button:visible").first.click()
    chosen = page.get_attribute("html", "data-mode")
    page.goto(f"{served}/{CHAPTER}")
    assert page.get_attribute("html", "data-mode") == chosen != "auto"
    assert page.evaluate("localStorage instanceof Storage && localStorage.getItem('ev-tried') === null")


def test_printing_is_asked_for_once(served, watch):
    page = watch(served).page
    page.add_init_script(
        "window.asked = 0; window.print = () => { window.asked += 1; dispatchEvent(new Event('beforeprint')); };"
    )
    page.goto(f"{served}/{CHAPTER}")
    page.locator(".dropdown-download-buttons > button").click()
    page.locator(".btn-download-pdf-button").click()
    assert page.evaluate("window.asked") == 1 and page.locator(".btn-download-pdf-button").is_enabled()
