"""Glosses in a browser: the words explain themselves by pointer, keyboard and touch, once, and lead to their entry."""

import pytest

from conftest import ROOT
from evidence import tables

CHAPTERS = [f"chapters/{path.stem}.html" for path in sorted((ROOT / "chapters").glob("*.ipynb"))] + ["index.html"]
PAGE, TERM = "chapters/appendix/people.html", "isil-k"
SAYS = tables.load("glossary").set_index("term_id")["gloss"]
DESK, SMALL = {"width": 1280, "height": 900}, {"width": 320, "height": 700}
TOUCH = {"viewport": SMALL, "has_touch": True, "is_mobile": True}


def opened(watch, served, name=PAGE, **options):
    watched = watch(served, **options)
    watched.page.goto(f"{served}/{name}")
    return watched, watched.page.locator(f".ev-gloss:has(a[href$='#{TERM}'])").first


@pytest.mark.parametrize("size", [DESK, SMALL], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("scripts", [True, False])
def test_hover_and_focus_explain_without_scripts_too(size, scripts, served, watch):
    watched, gloss = opened(watch, served, viewport=size, java_script_enabled=scripts)
    tip, link, page = gloss.locator(".ev-tip"), gloss.locator("a"), watched.page
    assert not tip.is_visible()
    gloss.hover()
    assert tip.is_visible() and tip.inner_text() == SAYS[TERM]
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]
    page.mouse.move(0, 0)
    assert not tip.is_visible()
    link.focus()
    assert tip.is_visible()
    link.click()
    assert page.url.endswith(f"people.html#{TERM}")
    assert watched.faults == [] or not scripts, "what is preloaded fails where no script runs"


def test_escape_takes_the_explanation_away_until_the_pointer_comes_back(served, watch):
    watched, gloss = opened(watch, served)
    tip, page = gloss.locator(".ev-tip"), watched.page
    for come in (gloss.hover, gloss.hover, gloss.locator("a").focus):
        page.mouse.move(0, 0)
        come()
        assert tip.is_visible()
        page.keyboard.press("Escape")
        assert not tip.is_visible()


def test_the_first_tap_explains_and_the_second_leads_on(served, watch):
    watched, gloss = opened(watch, served, **TOUCH)
    tip, page = gloss.locator(".ev-tip"), watched.page
    gloss.locator("a").tap()
    assert tip.is_visible() and page.url.endswith("people.html")
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= SMALL["width"]
    gloss.locator("a").tap()
    page.wait_for_url(f"**/people.html#{TERM}")
    page.locator(f"tr#{TERM}").wait_for()  # which the list shows once its script has come
    assert watched.faults == []


@pytest.mark.parametrize(("name", "what"), [(PAGE, ".ev-gloss"), ("chapters/01-concerns.html", ".ev-badge")])
@pytest.mark.parametrize("touched", [True, False])
def test_a_card_says_that_a_second_tap_leads_on_where_there_are_taps(name, what, touched, served, watch):
    page = watch(served, **(TOUCH if touched else {"viewport": DESK})).page
    page.goto(f"{served}/{name}")
    card = page.locator(f"{what}:has(.ev-tip)").first
    link, tip = card.locator("a").first, card.locator(".ev-tip")
    if touched:
        link.tap()
    else:
        link.hover()
    assert tip.is_visible()
    said = tip.evaluate("one => getComputedStyle(one, '::after').content")
    assert ("Tap again" in said) is touched


@pytest.mark.parametrize(
    ("name", "what"),
    [(PAGE, ".ev-gloss"), ("chapters/01-concerns.html", ".ev-badge"), ("index.html", ".ev-kinds .ev-badge")],
)
@pytest.mark.parametrize("act", ["Enter", "click"])
def test_on_a_touch_screen_what_is_no_finger_leads_on_at_once(name, what, act, served, watch):
    """A keyboard's Enter, and a click that a screen reader makes: neither needs the card, which both have read out."""
    watched = watch(served, **TOUCH)
    page = watched.page
    page.goto(f"{served}/{name}")
    link = page.locator(f"{what}:has(.ev-tip)").first.locator("a").first
    target = link.evaluate("one => one.href")
    if act == "Enter":
        link.press(act)
    else:
        link.evaluate("one => one.click()")
    page.wait_for_url(target)
    assert watched.faults == []


def test_a_screen_reader_is_told_once(served, watch):
    watched, gloss = opened(watch, served, f"{PAGE}#{TERM}")  # which shows the entry, far down in its list
    gloss.locator("a").focus()
    page = watched.page
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [node for node in tree if node.get("description", {}).get("value") == SAYS[TERM]]
    assert [node["role"]["value"] for node in told] == ["link"], "the explanation describes the words"
    row = page.locator(f"tr#{TERM}").inner_text()
    assert SAYS[TERM] in row, "where the entry says it, it is text"
    own = [node for node in tree if not node["ignored"] and node.get("name", {}).get("value")]
    texts = [node for node in own if node["name"]["value"].strip() == SAYS[TERM]]
    assert {node["role"]["value"] for node in texts} <= {"StaticText", "InlineTextBox"}
    assert sum(node["role"]["value"] == "StaticText" for node in texts) == 1, "only the entry's own text"


def test_on_paper_stand_the_words_alone(served, watch):
    watched, gloss = opened(watch, served)
    gloss.locator("a").focus()
    watched.page.emulate_media(media="print")
    assert not gloss.locator(".ev-tip").is_visible() and gloss.locator("a").is_visible()


def test_the_entry_of_a_term_is_found_whatever_the_filters_hide(served, watch):
    watched, gloss = opened(watch, served)
    page = watched.page
    page.locator(".ev-filters select").select_option("Person")
    assert not page.locator(f"tr#{TERM}").is_visible() and page.locator("tr#votel").is_visible()
    gloss.locator("a").click()
    page.locator(f"tr#{TERM}").wait_for()  # the browser tells of a new address after the click


def test_a_gloss_of_a_chapter_leads_to_its_entry_and_the_entry_back(served, watch):
    watched = watch(served)
    page = watched.page
    page.goto(f"{served}/chapters/01-concerns.html")
    page.locator(".ev-gloss > a[href$='people.html#kabulov']").first.click()
    page.wait_for_url("**/people.html#kabulov")
    page.locator("#kabulov").get_by_role("link", name="chapter 1").click()
    page.wait_for_url("**/01-concerns.html#says-kabulov-*")


# The first line box of what a tip belongs to, without the tip and with it.
MOVED = """() => [...document.querySelectorAll(".ev-badge, .ev-gloss")].flatMap((owner) => {
  const tip = owner.querySelector(".ev-tip");
  const boxes = () => [...owner.firstElementChild.getClientRects()];
  const places = () => JSON.stringify(boxes().map(({ left, top }) => [left, top]));
  const without = places();
  tip.style.display = "block";
  const beside = places();
  tip.style.display = "";
  return without === beside ? [] : [owner.id];
})"""


@pytest.mark.parametrize("width", [320, 390, 1000, 1280])
def test_no_text_moves_when_a_tip_comes(width, built_book, watch):
    """Else the word slips from under the pointer, the tip goes again, and a press lands beside it, over and over."""
    page = watch(built_book.as_uri(), viewport={"width": width, "height": 900}).page
    found, asked = [], 0
    for name in CHAPTERS:
        page.goto(f"{built_book.as_uri()}/{name}")
        found += [f"{name}#{own}" for own in page.evaluate(MOVED)]
        asked += page.locator(".ev-badge .ev-tip, .ev-gloss .ev-tip").count()
    assert asked > 200 and found == []
