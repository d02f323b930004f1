"""The book on paper: charts as they stand, no controls, no code, addresses and verdicts as words."""

import re
from pathlib import Path

import pytest

from conftest import PUBLISHED_AT, ROOT, pages
from evidence.pages import citations

A4, LETTER = (718, 1046), (740, 980)  # px between the margins
CLOSELY = 90  # px from one place of the breaks to the next
NUMBERS = ["01", "05", *(pytest.param(number, marks=pytest.mark.prove) for number in ("02", "03", "04", "06"))]
SIZES = [(A4, 2 * CLOSELY), *(pytest.param(size, CLOSELY, marks=pytest.mark.prove) for size in (A4, LETTER))]
# The article as pages beside each other, as a printer breaks it; a spacer moves where the breaks fall. Titles whose
# lines stand on two pages, or on another page than the chart or the first row below them.
TORN = """([width, height, spacer]) => {
    const article = document.querySelector('article'), gap = 100;
    document.body.replaceChildren(article);
    Object.assign(document.body.style, { margin: 0, display: 'block' });
    const pages = { columnWidth: `${width}px`, columnGap: `${gap}px`, columnFill: 'auto' };
    const place = { width: `${width}px`, height: `${height}px`, maxWidth: 'none', padding: 0, margin: 0 };
    Object.assign(article.style, pages, place);
    article.prepend(Object.assign(document.createElement('div'), { style: `height: ${spacer}px` }));
    const pageOf = (box) => Math.floor((box.left - article.getBoundingClientRect().left) / (width + gap));
    const titles = [...document.querySelectorAll('.ev-title')].filter((title) => title.getClientRects().length);
    return titles.filter((title) => {
        const lines = document.createRange();
        lines.selectNodeContents(title);
        const below = title.closest('.ev-table, figure')?.querySelector('.ev-table tbody tr, .ev-chart svg');
        const boxes = [...lines.getClientRects(), ...(below ? [below.getClientRects()[0]] : [])];
        return new Set(boxes.map(pageOf)).size > 1;
    }).map((title) => title.textContent);
}"""
CONTROLS = (
    ".ev-states, .ev-filter, .ev-more, .ev-copy, .ev-show-code, .ev-move, .ev-zoom, .ev-says, .prev-next-area, "
    ".bd-sidebar-primary, .bd-header-article, .ev-cite"
)


def printed(watch, served, name, **options):
    page = watch(served, **options).page
    page.goto(f"{served}/{name}")
    page.wait_for_load_state("networkidle")
    page.emulate_media(media="print", color_scheme=options.get("color_scheme"))
    return page


@pytest.mark.parametrize("number", NUMBERS)
def test_sources_that_are_counted_lead_from_paper_to_their_table(number, served, watch, built_book: Path):
    """The drawer that names them row by row is not on the paper."""
    name = next(page for page in pages(built_book) if page.startswith(f"chapters/{number}-"))
    page = watch(served).page
    page.goto(f"{served}/{name}")
    counted = [one for one in page.locator(".ev-source").all() if "row by row in the data table" in one.text_content()]
    assert counted and not any("in the book" in one.inner_text() for one in counted)
    page.emulate_media(media="print")
    for one in counted:
        [csv] = re.findall(r"\(in the book: (\S+)\)", one.inner_text())
        assert (built_book / csv.removeprefix(PUBLISHED_AT)).is_file()


@pytest.mark.parametrize("number", NUMBERS)
def test_what_may_not_be_broken_leaves_little_of_a_sheet_empty(number, served, watch, built_book: Path):
    """A picture and its title go to the next sheet together; the notes below may be parted from them. A picture that
    would be too small on a part of a sheet has one to itself, and no more than that."""
    name = next(page for page in pages(built_book) if page.startswith(f"chapters/{number}-"))
    page = printed(watch, served, name, viewport={"width": A4[0], "height": A4[1]})
    whole = page.evaluate(
        """() => [...document.querySelectorAll("article *")].filter((one) => one.getClientRects().length
            && getComputedStyle(one).breakInside === "avoid").map((one) => one.matches(".ev-chart")
            ? [one.getBoundingClientRect().bottom - one.closest("figure").getBoundingClientRect().top,
               one.matches(".ev-tall")]
            : [one.getBoundingClientRect().height, false])"""
    )
    assert whole and max(height for height, alone in whole if not alone) < 0.7 * A4[1]
    assert all(height < LETTER[1] for height, alone in whole if alone)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_chart_is_on_the_paper_and_no_control_is(number, served, watch, built_book: Path):
    name = next(page for page in pages(built_book) if page.startswith(f"chapters/{number}-"))
    page = printed(watch, served, name)
    figures = page.locator("figure.ev-figure")
    assert figures.count() >= 3
    for index in range(figures.count()):
        box = figures.nth(index).locator(".ev-chart:not(.ev-phone) svg").bounding_box()
        assert box and box["width"] > 100 and box["height"] > 60
        assert figures.nth(index).locator(".ev-title").is_visible()
    assert page.locator(".ev-table tbody tr").evaluate_all("all => all.every((row) => row.offsetHeight)")
    for control in page.locator(CONTROLS).all():
        assert not control.is_visible()
    assert not any(fold.is_visible() for fold in page.locator("details.ev-drawer").all())


@pytest.mark.parametrize("number", NUMBERS)
def test_code_that_a_reader_shows_stays_off_the_paper(number, served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{next(page for page in pages(built_book) if page.startswith(f'chapters/{number}-'))}")
    page.locator(".ev-show-code").click()
    lines = page.locator(".ev-code pre")
    lines.first.wait_for()
    assert lines.count() >= 3 and all(one.is_visible() for one in lines.all())
    page.emulate_media(media="print")
    assert not any(one.is_visible() for one in lines.all())


def test_a_print_says_what_it_is_of_and_under_which_licence(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/{next(name for name in pages(built_book) if name.startswith('chapters/03-'))}")
    said = page.locator(".ev-on-paper")
    assert not said.is_visible()
    page.emulate_media(media="print")
    assert said.is_visible()
    work = citations.read(ROOT / "CITATION.cff")
    assert work.title.lower() in said.inner_text().lower()
    for word in (f"Version {work.version}", "data as of", "CC BY 4.0"):
        assert said.inner_text().lower().count(word.lower()) == 1, "said, and once"


def test_links_show_their_addresses_and_badges_their_words(served, watch, built_book: Path):
    page = printed(watch, served, next(name for name in pages(built_book) if name.startswith("chapters/01-")))
    after = "one => getComputedStyle(one, '::after').content"
    link = page.locator(".ev-source a[href^='http']").first
    assert link.get_attribute("href") in link.evaluate(after)
    badge = page.locator(".ev-badge").first
    verdict = badge.get_attribute("data-verdict").replace("-", " ")
    assert badge.locator("a").inner_text().endswith(f"{verdict}\xa0({badge.get_attribute('data-claim')})")


def test_a_dark_page_prints_dark_on_white(served, watch, built_book: Path):
    name = next(page for page in pages(built_book) if page.startswith("chapters/01-"))
    page = printed(watch, served, name, color_scheme="dark")
    colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    ink, paper = page.locator("body").evaluate(colours)
    assert (ink, paper) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert page.locator(".ev-chart").first.evaluate("one => getComputedStyle(one).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize(("size", "by"), SIZES, ids=["A4", "A4 closely", "Letter"])
@pytest.mark.parametrize("number", NUMBERS)
def test_titles_stay_in_one_piece_and_with_what_they_name(number, size, by, served, watch, built_book: Path):
    name = next(page for page in pages(built_book) if page.startswith(f"chapters/{number}-"))
    page = printed(watch, served, name, viewport={"width": size[0], "height": size[1]})
    article = page.locator("article").evaluate("one => one.outerHTML")
    for spacer in range(0, size[1], by):
        page.evaluate("markup => { document.querySelector('article').outerHTML = markup; }", article)
        assert page.evaluate(TORN, [*size, spacer]) == [], f"{spacer} px lower"


def test_a_long_table_begins_on_the_page_of_its_title(served, watch, built_book: Path):
    """What scrolls, or may not be broken, goes to a new page whole, and leaves the one before half empty."""
    page = printed(watch, served, next(name for name in pages(built_book) if name.startswith("chapters/03-")))
    style = "(one, name) => getComputedStyle(one)[name]"
    found = page.locator(".ev-table table").all()
    boxes = page.locator(".cell_output .output:has(.ev-table), .ev-table .ev-scroll").all()
    assert found and boxes
    for one in found:
        assert one.evaluate(style, "breakInside") == "auto"
    for box in boxes:
        assert box.evaluate(style, "overflow") == "visible"


# Of what a reader can type, choose, press or open: what is on the paper, and the folds of which the title alone is.
LEFT = """() => {
    const seen = (one) => one.checkVisibility() && one.getClientRects().length > 0;
    const asking = [...document.querySelectorAll("article :is(input, select, textarea, button:not(.ev-sort))")];
    const folds = [...document.querySelectorAll("article details")].filter(
        (one) => seen(one) && ![...one.children].some((child) => !child.matches("summary") && seen(child)));
    return [...asking.filter(seen), ...folds].map((one) => one.outerHTML.slice(0, 120));
}"""
ON_PAPER = [
    "chapters/lab",
    "chapters/05-probability-of-intervention",
    "chapters/appendix/data",
    *(pytest.param(name, marks=pytest.mark.prove) for name in ("chapters/01-concerns", "chapters/appendix/claims")),
    pytest.param("chapters/teach/labs", marks=pytest.mark.prove),
]


@pytest.mark.parametrize("name", ON_PAPER)
def test_nothing_that_is_of_use_only_on_a_screen_is_an_empty_box_on_paper(name, served, watch):
    page = printed(watch, served, f"{name}.html")
    assert page.evaluate(LEFT) == []


def test_the_boxes_of_a_chapter_are_open_on_paper_and_its_sliders_say_their_setting(served, watch):
    page = printed(watch, served, "chapters/05-probability-of-intervention.html")
    boxes = page.locator("article details.ev-box.dropdown").all()
    assert boxes and all(box.locator("p, li").first.is_visible() for box in boxes)
    shown = page.locator(".ev-slider output").all()
    assert shown and all(one.is_visible() and one.inner_text().endswith("%") for one in shown)


def test_what_was_typed_in_the_lab_is_on_the_paper(served, watch):
    page = watch(served).page
    page.goto(f"{served}/chapters/lab.html")
    field = page.locator(".ev-lab fieldset input[name='strike']")
    field.fill("7")
    page.emulate_media(media="print")
    assert field.is_visible() and not page.locator(".ev-lab button, .ev-lab textarea").first.is_visible()
