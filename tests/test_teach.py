"""The teacher's pack: each chapter has every part, numbers are pulled, slides and handouts work, answers stay apart."""

import hashlib
import html
import io
import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from pypdf import PdfReader

from conftest import ROOT, until
from evidence import tables
from evidence.build import students, teach
from evidence.charts.colours import ACTORS, DARK
from evidence.pages import handouts, lab, lessons, slides, sphinx_ext, tall
from evidence.pages.teach import STEP, clocked
from tests.told import beside, squeezed

A4_WIDE = (842, 595)  # points
WHEN = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
CHAPTERS = {f"chapters/{path.stem}": path for path in sorted((ROOT / "chapters").glob("0*.ipynb"))}
NUMBERS = [name[10] for name in CHAPTERS]  # 'chapters/01-concerns' -> '1'
PLANS, KEY = ((ROOT / "chapters" / "teach" / f"{name}.md").read_text("utf-8") for name in ("plans", "key"))
ROLE = re.compile(r"\{(said|finding|slide|verdict)\}`([^`]+)`")
STATIC = sphinx_ext.STATIC


def lesson(docname: str) -> lessons.Lesson:
    return lessons.of_chapter(CHAPTERS[docname], docname)


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def both_sheets(book: Path, name: str, ending: str = "html") -> list[BeautifulSoup]:
    """The pages of a handout or of the lab on paper: what is given out first, and what at the end."""
    return [soup(book / "teach" / f"{name}{end}.{ending}") for end in ("", "-end")]


def for_a_class(number: str) -> list[str]:
    """The names of what a class sees of a chapter."""
    return [f"slides-{number}", f"handout-{number}", f"handout-{number}-end"]


def section(text: str, number: str, file: str) -> str:
    """What a page of the teacher says of a chapter, below its heading."""
    found = re.search(rf"^## Chapter {number}\b(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    (name,) = (f"{docname}.ipynb" for docname in CHAPTERS if docname[10] == number)
    assert found, f"{name} has no section: add `## Chapter {number}: …` to chapters/teach/{file}"
    return found[1]


def words(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


# ----------------------------------------------------------------------------------------------------- every part
def test_every_chapter_has_a_handout_and_ten_words_of_the_glossary():
    chosen = handouts.choices(ROOT)
    missing = [docname for docname in CHAPTERS if docname not in chosen]
    assert not missing, f"no handout: add a section for {missing} to chapters/teach/handouts.toml"
    assert list(chosen) == list(CHAPTERS), "chapters/teach/handouts.toml has another order, or what is no chapter"
    for docname, choice in chosen.items():
        own = [term for term, _ in choice.own_words]
        assert len({*choice.words, *own}) == handouts.WORDS and choice.task.strip(), docname
        assert choice.figure in {picture.name for picture in lesson(docname).pictures}


@pytest.mark.parametrize("docname", CHAPTERS)
def test_a_chapter_gives_a_lesson(docname):
    found = lesson(docname)
    assert len(found.findings) == 3 and len(found.objectives) >= 3 and len(found.discussion) >= 3
    assert found.question.endswith("?") and found.answer.startswith("<p>") and found.argues.count("<p>") >= 2
    for picture in found.pictures:
        assert picture.asked.endswith("?") and picture.finding and picture.cannot_show
        assert picture.source.startswith("Source")
        assert "data-tip" not in picture.narrow + picture.wide and "<a" not in picture.source
    everything = repr(found)
    assert not re.search(r"\{(n|gloss|fig|tab|claim)\}|:::|```", everything)


@pytest.mark.parametrize("docname", CHAPTERS)
def test_each_chapter_has_ten_slides_with_findings_and_two_sheets(docname, built_book: Path):
    found, number = lesson(docname), docname[10]
    deck, (first, second) = (
        soup(built_book / "teach" / f"slides-{number}.html"),
        both_sheets(built_book, f"handout-{number}"),
    )
    shown = [words(str(one)) for one in deck.select("section")]
    assert len(shown) == slides.SLIDES and len(first.select(".sheet")) == len(second.select(".sheet")) == 1
    for picture in found.pictures:
        slide, texts = shown[slides.place(found, picture) - 1], (picture.finding, picture.cannot_show, picture.source)
        assert all(words(text) in slide for text in (picture.label, *texts))
    assert found.question in shown[0] and words(found.argues) in words(shown[1])
    claims = tables.load("claims")
    own = claims[claims.claim_id.isin(found.claims)] if found.claims else claims[claims.chapter == docname[9:]]
    assert all(" ".join(one.split()) in shown[8] for one in own.paraphrase) and f"of {len(own)})" in shown[8]
    assert all(words(one) in shown[9] for one in found.discussion)
    assert len(first.select("dt")) == handouts.WORDS and len(second.select("ol > li")) == 3
    assert found.question in first.h1.get_text() and len(first.select("figure svg")) in (2, 4)
    for page in (deck, first, second):
        assert page.html["lang"] == "en" and page.title.get_text() and not page.select("script:not([src]), [onclick]")
        assert "script-src 'self'" in page.select_one("meta[http-equiv]")["content"]


def test_no_slide_tells_a_verdict_that_a_lab_asks_for(built_book: Path):
    """The lab names the claim; whoever meets its verdict on a slide has nothing left to judge."""
    labs = (nbformat.read(ROOT / "chapters" / "teach" / "labs.ipynb", as_version=4)).cells
    asked = {name for cell in labs if cell.cell_type == "markdown" for name in re.findall(r"\bC\d\d\b", cell.source)}
    claims = tables.load("claims").set_index("claim_id")
    found = {}
    for number in NUMBERS:
        deck = soup(built_book / "teach" / f"slides-{number}.html")
        for head in deck.select(".verdicts h3"):
            own = [words(str(one)) for one in head.find_next_sibling("ul").select("li")]
            found |= {name: words(str(head)) for name in asked if " ".join(claims.paraphrase[name].split()) in own}
        shown = words(str(deck))
        assert not [name for name in asked if name in shown]
    assert asked and found == {name: "for you to judge, in lab 4 (1 of 13)" for name in asked}


def test_the_handout_says_whose_reading_of_a_word_its_median_is():
    """Most students have another first language than English, and those heard less in it."""
    said = lessons.said(nbformat.read(CHAPTERS["chapters/05-probability-of-intervention"], as_version=4))
    [own] = [one for one in lesson("chapters/05-probability-of-intervention").findings if "(median)" in one]
    assert f"all readers hears {said['c5_median']}" in own
    assert f"another first language than English {said['c5_other']}" in own


def test_a_lab_judges_only_what_the_chapter_shows():
    docname = "chapters/03-russia-and-the-taliban"
    claims = tables.load("claims").query("chapter == @docname[9:]")
    with pytest.raises(lessons.LessonError, match="no verdict on C99"):
        slides.page(lesson(docname), claims, "A book", {"C99": "lab 4"})


@pytest.mark.parametrize("docname", CHAPTERS)
def test_the_first_sheet_has_article_figure_and_task_and_no_finding(docname, built_book: Path):
    choice = handouts.choices(ROOT)[docname]
    first, second = both_sheets(built_book, f"handout-{docname[10]}")
    shown = next(one for one in lesson(docname).pictures if one.name == choice.figure)
    assert words(lesson(docname).argues) in words(str(first)) and first.select("figure svg")
    told = [*lesson(docname).findings, shown.finding, shown.cannot_show]
    assert not [one for one in told if words(one) in words(str(first))]
    assert all(words(one) in words(str(second)) for one in told)
    assert not [one["href"] for one in first.select("a[href]")], "nor a way to one"


@pytest.mark.parametrize("number", NUMBERS)
def test_the_ten_words_of_a_handout_stand_on_it(number, built_book: Path):
    pages = both_sheets(built_book, f"handout-{number}")
    terms = [one.get_text() for page in pages for one in page.select("dt")]
    for page in pages:
        for one in page.select("dl, svg title, svg desc"):
            one.extract()
    text = " ".join(page.main.get_text(" ") for page in pages).lower()
    assert [term for term in terms if not re.search(rf"\b{re.escape(term.split()[-1].lower())}\b", text)] == []


ELSEWHERE = re.compile(
    r"\b(?:tables?|figures?|charts?|pictures?|boxes|box|section|list)\s+(?:below|above|beside)\b"
    r"|\b(?:next|previous|preceding|following|last)\s+(?:table|figure|chart|section|box)\b"
    r"|\b(?:the|this)\s+table\b(?!\s+of\b)|\b[Ss]ee\s+(?:below|above|overleaf)\b"
)


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_class_sees_points_at_nothing_that_is_not_there(number, built_book: Path):
    """Slides and sheets repeat sentences of a chapter without its tables: whatever they name stands on them."""
    for name in for_a_class(number):
        page = soup(built_book / "teach" / f"{name}.html")
        for picture in page.select("svg, script"):
            picture.extract()
        told = " ".join(page.get_text(" ").split())
        assert len(told) > 500 and [told[max(0, at.start() - 60) : at.end()] for at in ELSEWHERE.finditer(told)] == []


@pytest.mark.parametrize(
    "text", ["in the table below", "the table names the date", "is not in the table.", "see the next figure"]
)
def test_a_sentence_that_points_elsewhere_would_be_found(text):
    assert ELSEWHERE.search(text) and not ELSEWHERE.search("The table of events, and row by row in the data table")


def test_a_tall_picture_stands_in_two_columns_and_loses_no_mark():
    found = next(one for one in lesson("chapters/03-russia-and-the-taliban").pictures if one.name == "contact-matrix")
    parted = BeautifulSoup(tall.fitted(found.narrow), "html.parser")
    left, axis, right = [tuple(map(float, one["viewbox"].split())) for one in parted.select(".columns svg")]
    whole = tuple(map(float, BeautifulSoup(found.narrow, "html.parser").svg["viewbox"].split()))
    assert left[1] == 0 and left[3] == right[1] and right[1] + right[3] == whole[3] == axis[1] + axis[3]
    assert right[1] < axis[1] and len(parted.select("[id]")) == len(set(one["id"] for one in parted.select("[id]")))
    assert (
        tall.fitted(lesson("chapters/01-concerns").pictures[0].wide) == lesson("chapters/01-concerns").pictures[0].wide
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_a_chapter_has_two_plans_whose_minutes_add_up_and_what_goes_wrong(number):
    own = section(PLANS, number, "plans.md")
    for whole in (45, 90):
        plan = re.search(rf"```{{plan}} {whole}\n(.*?)```", own, re.DOTALL)
        assert plan, f"chapters/teach/plans.md, chapter {number}: no ```{{plan}} {whole}"
        steps = plan[1].strip().splitlines()
        assert sum(int(STEP.fullmatch(step)["minutes"]) for step in steps) == whole and 5 <= len(steps) <= 10
    assert own.count("\n- **") >= 3 and "**Leave out**" in own and "**Students need**" in own and "**You need**" in own


def test_the_forecasting_lab_has_a_plan_for_files_a_shared_computer_and_no_network():
    own = re.search(r"^## The forecasting lab\n(.*?)(?=^## )", PLANS, re.MULTILINE | re.DOTALL)[1]
    steps = re.search(r"```{plan} 90\n(.*?)```", own, re.DOTALL)[1].strip().splitlines()
    minutes = [int(STEP.fullmatch(step)["minutes"]) for step in steps]
    locked, class_mode = (
        [at for at, step in enumerate(steps) if word in step] for word in ("locked their last", "Class mode")
    )
    assert sum(minutes) == 90 and locked[0] < class_mode[0]
    told = " ".join(own.split())
    for part in (
        "How twenty files reach you",
        "One computer for two or three",
        "Without a network",
        "when all have locked",
    ):
        assert part in told
    assert own.count("\n- **") >= 3 and "**Leave out**" in own and "**Students need**" in own and "**You need**" in own


def test_what_a_plan_asks_stands_where_students_can_see_it(built_book: Path):
    """A figure that is on no sheet is not marked; a table that is on no slide needs the chapter on a screen."""
    on_sheets = {choice.figure for choice in handouts.choices(ROOT).values()}
    marked = re.findall(r"\{slide\}`([\w-]+)`[^\n]*\bMark\b", PLANS)
    assert set(marked) <= on_sheets and "the chapter on a screen" in section(PLANS, "5", "plans.md")
    assert "as a share (5% is 0.05)" in section(PLANS, "6", "plans.md")
    rests = [words(str(both_sheets(built_book, f"handout-{number}")[0].select(".sheet .meta")[1])) for number in "45"]
    assert "rests on this page alone;" in rests[0] and "rests on this page and on the people you ask;" in rests[1]


def test_the_lab_on_paper_asks_on_one_side_and_tells_on_the_other(built_book: Path):
    first, second = both_sheets(built_book, "lab-sheet", "htm")
    asked, held = lab.asked(), lab.exhibit().held()
    shown, told = words(str(first)), words(str(second))
    assert all(words(text) in shown for text in [*asked["threshold"], *asked["name"]]) and "15 August 2017" in shown
    rows = [[words(str(cell)) for cell in row.select("th, td")] for row in first.select("tbody tr")]
    moments = ["After the dossier", "After base rate 1", "After base rate 2", "After base rate 3"]
    assert rows == [[moment, "", "", "", ""] for moment in moments]
    assert not [text for text in held["told"] if text in shown] and "%" not in shown
    assert "at most what the first and the second have together" in shown
    assert all(text in told for text in held["told"]) and "0 for a no" in told and "1 for a yes" not in told
    for base, row in zip(held["bases"], second.select("tbody tr"), strict=True):
        cells = [words(str(cell)) for cell in row.select("th, td")]
        assert cells[0].endswith(base["name"]) and cells[1] == str(base["chances"])
        assert [int(cell.split()[0]) for cell in cells[2:]] == [base["events"][key] for key in asked.index]
        assert all(
            float(cell.split("(")[1][:-2]) == pytest.approx(100 * share, abs=0.06)
            for cell, share in zip(cells[2:], base["share"].values())
        )
    assert words(str(second.select_one("th + th + th"))) == asked["name"].iloc[0]


def test_a_plan_that_takes_more_than_its_time_is_refused():
    assert clocked(["5 | a", "40 | b"], 45)[2:] == ["| 0–5 | a |", "| 5–45 | b |"]
    for wrong in (["5 | a"], ["five | a", "40 | b"], ["45"]):
        with pytest.raises(lessons.LessonError):
            clocked(wrong, 45)


def test_the_page_of_plans_has_outlines_a_rubric_and_leads_to_everything(built_book: Path):
    page = soup(built_book / "chapters/teach/plans.html")
    told = page.get_text()
    assert all(one in told for one in ("One session", "Three sessions", "Six weeks", "A rubric"))
    assert len(page.select("details.ev-box")) == 3 * len(CHAPTERS) + 2  # the lab has a plan, and what goes wrong
    assert len(page.select("article ol")) >= len(CHAPTERS)
    there = {one["href"].partition("#")[0] for one in page.select("article a[href]")} - {""}
    wanted = {f"../../teach/{name}.html" for number in NUMBERS for name in for_a_class(number)}
    wanted |= {f"../../{name}.html" for name in CHAPTERS}
    assert wanted | {"../lab.html", "../../teach/lab-sheet.htm", "../../teach/lab-sheet-end.htm"} <= there
    assert all((built_book / "chapters" / "teach" / one).resolve().is_file() for one in there if "://" not in one)


@pytest.mark.parametrize("docname", CHAPTERS)
def test_the_key_answers_every_question_and_the_task(docname):
    own = section(KEY, docname[10], "key.md")
    asked = re.findall(rf"```{{question}} {docname[9:]} (\d|task)\n```\n\n(.+?)(?=\n\n```|\Z)", own, re.DOTALL)
    questions = [str(place) for place in range(1, len(lesson(docname).discussion) + 1)]
    assert [place for place, _ in asked] == [*questions, "task"]
    assert all(len(answer.split()) >= 40 for _, answer in asked)


# ----------------------------------------------------------------------------------------------------- numbers
def typed(text: str) -> list[str]:
    """Digits of a teacher's page that are neither pulled nor years, minutes, chapters or the marks of a list."""
    text = re.sub(r"```\{(?:plan|lesson|question)\}.*?```", " ", text, flags=re.DOTALL)
    text = re.sub(r"^(?:\d+\. |#+ .*)", "", ROLE.sub(" ", text), flags=re.MULTILINE)
    text = re.sub(
        r"\b(?:45|90) minutes\b|\b(?:[Cc]hapters?|[Ll]abs?) \d\b|\bC\d\d\b|(?<!\d)(?:19|20)\d\d(?!\d)", " ", text
    )
    return re.findall(r"\S*\d\S*", text)


def test_no_number_is_typed_in_the_plans_and_the_key():
    assert typed(PLANS) == [] and typed(KEY) == []
    assert typed("from 679 in 2016, chapter 3, 45 minutes") == ["679"]


def test_numbers_and_findings_are_those_of_the_chapters(built_book: Path):
    said = {}
    for path in CHAPTERS.values():
        said |= lessons.said(nbformat.read(path, as_version=4))
    found = {one.name: (own, one) for own in map(lesson, CHAPTERS) for one in own.pictures}
    verdicts = tables.load("claims").set_index("claim_id").verdict_today

    def shown(role: re.Match) -> str:
        kind, key = role.groups()
        if kind in ("said", "verdict"):
            return {"said": said, "verdict": verdicts}[kind][key]
        own, picture = found[key]
        if kind == "slide":
            return f"slide {slides.place(own, picture)}"
        return f"“{words(picture.finding)}” ({picture.label})"

    for name, source in (("plans", PLANS), ("key", KEY)):
        page = squeezed(words((built_book / "chapters" / "teach" / f"{name}.html").read_text("utf-8")))
        asked = list(beside(source, ROLE, shown))
        assert len(asked) == len(ROLE.findall(source)) > 40
        assert [one for one in asked if one not in page] == []


@pytest.mark.parametrize("docname", CHAPTERS)
def test_whoever_hears_or_points_at_a_picture_is_asked_before_told(docname, built_book: Path):
    found = lesson(docname)
    deck, first = (soup(built_book / "teach" / f"{kind}-{docname[10]}.html") for kind in ("slides", "handout"))
    for picture in found.pictures:
        [slide] = deck.select(f"#slide-{slides.place(found, picture)}")
        assert [one.get_text() for one in slide.select("svg title")] == [picture.asked]
        told = slide.select_one("svg desc").get_text()
        assert told and not six_words(words(picture.finding)) & six_words(told), picture.name
    chosen = next(one for one in found.pictures if one.name == handouts.choices(ROOT)[docname].figure)
    names = {one.get_text() for one in first.select("svg title")}
    assert names == {chosen.asked} and first.select_one("svg desc").get_text()


def six_words(text: str) -> set[str]:
    own = text.split()
    return {" ".join(own[at : at + 6]) for at in range(len(own) - 5)}


# ----------------------------------------------------------------------------------------------------- in a browser
PROVE = [pytest.mark.prove]
DECKS = [pytest.param(number, marks=[] if number == "2" else PROVE) for number in NUMBERS]


@pytest.mark.parametrize("number", DECKS)
def test_slides_open_from_a_disk_and_walk_to_the_end_by_keyboard(number, watch, built_book: Path):
    watched = watch(built_book.as_uri(), viewport={"width": 1280, "height": 720})
    page = watched.page
    page.goto(f"{built_book.as_uri()}/teach/slides-{number}.html")
    page.wait_for_selector(".reveal.ready")
    seen, fits = [], "() => [Reveal.getCurrentSlide()].every((one) => one.scrollHeight <= one.clientHeight)"
    small = "() => Math.min(...[...document.querySelectorAll('section.present :is(.beside, .measure) p')].map((one) =>"
    small += " parseFloat(getComputedStyle(one).fontSize)))"
    while True:
        seen.append(page.evaluate("Reveal.getCurrentSlide().id"))
        assert page.evaluate(fits) and page.evaluate(small) >= 20, seen[-1]
        hidden = page.locator("section.present .fragment")
        assert all(not one.is_visible() for one in hidden.all())  # first the question
        if page.evaluate("Reveal.isLastSlide()"):
            break
        for _ in range(hidden.count()):
            page.keyboard.press("ArrowRight")
        assert all(one.is_visible() for one in hidden.all()) and page.evaluate(fits), seen[-1]
        page.keyboard.press("ArrowRight")
    assert seen == [f"slide-{at}" for at in range(1, slides.SLIDES + 1)]
    until(page, "last => location.hash === `#/${last}`", seen[-1])  # written a little later
    assert watched.faults == [] and all(url.startswith(built_book.as_uri()) for url in watched.requests)


def test_a_slide_that_one_comes_to_out_of_order_asks_before_it_tells(watch, built_book: Path):
    page = watch(built_book.as_uri(), viewport={"width": 1280, "height": 720}).page
    page.goto(f"{built_book.as_uri()}/teach/slides-3.html#/slide-4")
    page.wait_for_selector(".reveal.ready")
    told, finding = page.locator("section.present .finding"), page.locator("section.present .finding").text_content()
    heard = "([finding, yes]) => [document.querySelector('.aria-status').textContent].every((said) =>"
    heard += " said && said.includes(finding) === yes)"
    until(page, heard, [finding, False])
    page.keyboard.press("ArrowRight")
    assert told.is_visible()
    until(page, heard, [finding, True])
    for keys, at in (("ArrowLeft ArrowLeft", 3), ("g 4 Enter", 4), ("PageDown", 4), ("g 3 Enter", 3)):
        for key in keys.split():
            page.keyboard.press(key)
        until(page, "at => Reveal.getCurrentSlide().id === `slide-${at}`", at)
        assert told.is_visible() == (keys == "PageDown"), keys


@pytest.mark.parametrize("number", DECKS)
def test_slides_are_read_on_a_phone_and_change_with_the_colours(number, watch, built_book: Path):
    watched = watch(built_book.as_uri(), viewport={"width": 390, "height": 800}, color_scheme="dark")
    page = watched.page
    page.goto(f"{built_book.as_uri()}/teach/slides-{number}.html#/slide-4")
    page.wait_for_selector(".reveal.ready")
    small = "() => Math.min(...[...document.querySelectorAll('section.present :is(p, h2, svg text)')].map((one) =>"
    small += " parseFloat(getComputedStyle(one).fontSize) * (one.ownerSVGElement?.getScreenCTM().a ?? 1)))"
    assert page.evaluate(small) >= 11 and page.evaluate("document.documentElement.scrollWidth") <= 390
    ground = "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor"
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(ground) != dark and watched.faults == []


@pytest.mark.prove
@pytest.mark.parametrize("name", [name for number in NUMBERS for name in for_a_class(number)])
def test_axe_finds_no_violation_on_slides_and_handouts(name, watch, built_book: Path):
    for scheme, width in (("light", 1280), ("dark", 390)):
        options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "bypass_csp": True}
        page = watch(built_book.as_uri(), **options).page
        page.goto(f"{built_book.as_uri()}/teach/{name}.html")
        for at in (0, 3, 8) if name.startswith("slides") else [0]:  # a slide of each kind
            if name.startswith("slides"):
                page.evaluate("at => { Reveal.slide(at); Reveal.navigateFragment(9); }", at)
            assert Axe().run(page).response["violations"] == [], at


def test_without_scripts_slides_are_a_page_and_on_paper_ten(watch, built_book: Path):
    address = f"{built_book.as_uri()}/teach/slides-2.html"
    plain = watch(built_book.as_uri(), java_script_enabled=False).page
    plain.goto(address)
    assert all(one.is_visible() for one in plain.locator("section, .fragment").all())
    assert not plain.locator(".deck-only").is_visible() and plain.locator("section svg:visible").count() == 6
    page = watch(built_book.as_uri()).page
    page.goto(address)
    page.wait_for_selector(".reveal.ready")
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [tuple(map(round, one.mediabox[2:])) for one in sheets] == [A4_WIDE] * slides.SLIDES


def test_whoever_wants_slides_on_paper_and_pdf_files_is_told_where_they_are():
    for path, slides_print in (
        ("README.md", "slides print as A4 pages"),
        ("chapters/teach/plans.md", "Slides print one"),
    ):
        said = " ".join((ROOT / path).read_text("utf-8").split())
        assert all(words in said for words in (slides_print, "PDF files", "`make teach`", "`_build/teach`")), path
    assert "its print command gives them as A4 pages" in teach.README


@pytest.mark.parametrize("docname", CHAPTERS)
def test_a_chapter_leads_to_what_a_class_needs(docname, built_book: Path):
    there = {one["href"] for one in soup(built_book / f"{docname}.html").select("article p.ev-meta a[href]")}
    kinds = {f"../teach/{name}.html" for name in for_a_class(docname[10])}
    assert {*kinds, "../chapters/teach/plans.html"} <= there


def test_each_sheet_prints_alone_on_one_page_and_nothing_is_cut(watch, built_book: Path):
    """Whoever prints what students write on does not print what was found as well."""
    watched = watch(built_book.as_uri())
    page = watched.page
    cut = "all => all.map((one) => one.scrollHeight - one.clientHeight).filter(Boolean)"
    named = [f"handout-{number}{end}.html" for number in NUMBERS for end in ("", "-end")]
    for name in ("lab-sheet.htm", "lab-sheet-end.htm", *named):
        page.emulate_media(media="print")
        page.goto(f"{built_book.as_uri()}/teach/{name}")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1, name
        page.set_viewport_size({"width": 703, "height": 1028})  # A4 less 12 mm
        assert page.eval_on_selector_all(".sheet, .sheet figure", cut) == [], name
        if "-end" in name:
            assert page.locator(".lines").bounding_box()["height"] > 100, "room to write"
        page.set_viewport_size({"width": 390, "height": 800})
        page.emulate_media(media="screen")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        if page.locator("figure").count():
            assert page.locator("figure svg:visible").count() == 1 and page.locator(".narrow svg").is_visible()
    assert watched.faults == []


@pytest.fixture(scope="module")
def sheets_of(built_book: Path, browser, tmp_path_factory):
    """Of the plans, the labs and the key, by their names: the text of each sheet that is printed, and their titles."""
    folder = tmp_path_factory.mktemp("pack")
    (folder / "_static").mkdir()
    shutil.copy(built_book / "_static" / "handout.css", folder / "_static")
    key, labs = "chapters/teach/key.html", "chapters/teach/labs.html"
    own = [*teach.PAGES.items(), (labs, teach.LABS[labs]), (key, "handouts/a.html"), (key, "slides/a.html")]
    for there, here in own:
        (folder / here).parent.mkdir(exist_ok=True)
        (folder / here).write_text(teach.alone(built_book / there), "utf-8")
    teach.print_sheets(folder, browser, WHEN)
    assert {path.parent.name for path in folder.rglob("*.pdf")} == {"handouts", "plans", teach.TEACHERS}
    return {
        path.stem: (
            [one.extract_text() for one in PdfReader(path).pages],
            [one.get_text() for one in soup(path.with_suffix(".html")).select("h2")],
        )
        for path in folder.rglob("*.pdf")
    }


@pytest.mark.parametrize("name", ["plans", "labs", "key"])
def test_each_part_for_teachers_prints_on_numbered_sheets_of_its_own(name, sheets_of):
    """A teacher copies the plan or the key of one chapter without those of another, and puts the sheets in order."""
    sheets, titles = sheets_of[name]
    lines = [[" ".join(line.split()) for line in sheet.splitlines() if line.strip()] for sheet in sheets]
    assert [one.pop(0) for one in lines] == [f"{number} / {len(sheets)}" for number in range(1, len(sheets) + 1)]
    heads = [[line for line in one if line in titles] for one in lines]
    assert sum(heads, []) == titles and all(len(one) <= 1 for one in heads), "one title a sheet, each in one line"
    later = [(one, head) for one, head in zip(lines[1:], heads[1:]) if head]
    assert len(later) >= len(titles) - 1 and all(one[0] == head for one, [head] in later)
    assert not [one[-1] for one in lines if one[-1] in titles or re.fullmatch(r"(Minute )?\d+ minutes", one[-1])]


# ----------------------------------------------------------------------------------------------------- students
def sentences(text: str) -> set[str]:
    """What a model answer says in its own words, in pieces that are long enough to be told from chance."""
    plain = " ".join(ROLE.sub("|", re.sub(r"```.*?```", "", text, flags=re.DOTALL)).split())
    return {piece.strip() for piece in re.split(r"[.|:;?“”\"]", plain) if len(piece.split()) >= 8}


def answers() -> set[str]:
    """Pieces of the key and of the worked answers, their code too, but for words that a chapter has itself."""
    found, chapters = set(), " ".join(" ".join(path.read_text("utf-8").split()) for path in CHAPTERS.values())
    for name in ("answers", "lab-answers"):
        cells = nbformat.read(ROOT / "chapters" / "teach" / f"{name}.ipynb", as_version=4).cells
        found |= {cell.source for cell in cells if cell.cell_type == "code" and len(cell.source) > 60}
        prose = [re.sub(r"\{\w+\}`[^`]*`", "|", cell.source) for cell in cells if cell.cell_type == "markdown"]
        found |= {piece for text in prose for piece in sentences(text)}
    return sentences(KEY) | {one for one in found if one not in chapters}


def test_no_answer_is_in_what_students_get(built_book: Path):
    hints = "evidence/exercises.py"  # which students may read, and which a worked answer may repeat
    given = {name: content.decode("utf-8") for name, content in students.contents(ROOT).items() if name != hints}
    given |= {name: words(text.decode("utf-8")) for name, text in teach.for_students(built_book).items()}
    given |= {path.name: words(path.read_text("utf-8")) for path in (built_book / "teach").glob("*.html")}
    kept_back = answers()
    assert len(kept_back) > 100
    for name, text in given.items():
        flat = " ".join(text.split())
        assert not [one for one in kept_back if one in text or one in flat], name
    names = " ".join(given)
    assert "answers" not in names.replace("evidence/analysis/answers.py", "") and "key" not in names
    outside = ("evidence/pages", "evidence/build", "evidence/refresh", "tests", "evidence/analysis/exercises.py")
    assert not [name for name in given if name.startswith(outside)]


def test_student_notebooks_have_every_exercise_with_a_place_to_work_and_all_that_they_import():
    given = students.contents(ROOT)
    for docname, path in CHAPTERS.items():
        told = f"students get no {path.name}: add a section for {docname} to chapters/teach/handouts.toml"
        assert path.name in given, told
        whole, own = nbformat.read(path, as_version=4), nbformat.reads(given[path.name].decode(), as_version=4)
        prose = "\n".join(cell.source for cell in own.cells if cell.cell_type == "markdown")
        told = "\n".join(cell.source for cell in whole.cells)
        asked = re.findall(r"```\{exercise\} (.+)", told)
        numbered = [f"**Exercise {path.stem[1]}.{at}: {title}**" for at, title in enumerate(asked, 1)]
        assert len(asked) >= 3 and all(one in prose for one in numbered)
        places = [cell.source.splitlines()[0] for cell in own.cells if cell.get("id", "").startswith("work-")]
        assert places == [f"# Your work on Exercise {path.stem[1]}.{at}" for at in range(1, len(asked) + 1)]
        assert not re.search(r"\{[a-z-]+\}`|```|:::", prose)
        assert "evidence" not in own.metadata and set(whole.metadata.evidence.parts.files) <= given.keys()
        nbformat.validate(own)


def test_a_chapter_that_holds_a_solution_is_not_handed_out():
    cell = nbformat.v4.new_markdown_cell("```{solution-start} ex-2-1\n:class: dropdown\n```")
    with pytest.raises(lessons.LessonError, match="chapter 2 holds a solution"):
        students.to_work_in(nbformat.v4.new_notebook(cells=[cell]), "2")


def test_a_place_to_work_calls_the_check_where_there_is_one():
    cells = [students.place_to_work("2.1", label).source for label in ("ex-2-1", "c2-neighbours")]
    assert cells[0].endswith('# check("ex-2-1", answer)') and cells[1] == "# Your work on Exercise 2.1"


def test_the_students_archive_is_the_same_bytes_and_says_two_commands(tmp_path):
    for name in ("one.zip", "two.zip"):
        students.write(ROOT, tmp_path / name, WHEN)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == sorted(archive.namelist())
        readme = archive.read("students/README.md").decode()
    assert len(re.findall(r"^    \S", readme, re.MULTILINE)) == 2 and "requirements.txt" in readme


def test_what_was_not_tried_is_not_told_to_students_as_tried():
    """Until the list of environments has it; and a program whose version is not pinned is said to have none."""
    tried = (ROOT / "docs" / "environments.md").read_text("utf-8")
    for system in ("Windows", "macOS"):
        told = re.findall(rf"\b{system}\b(.{{15}})", students.README, re.DOTALL)
        assert system in tried or all(words.startswith(" (not verified)") for words in told), system
    assert set(re.findall(r"3\.\d+", students.README)) <= set(re.findall(r"Python (3\.\d+)", tried))
    pinned = "\njupyterlab==" in (ROOT / "requirements.txt").read_text("utf-8")
    assert pinned != ("JupyterLab is not among it" in students.README)


@pytest.mark.prove
@pytest.mark.parametrize("name", CHAPTERS)
def test_what_students_unpack_in_an_empty_place_runs(name, tmp_path, monkeypatch):
    students.write(ROOT, tmp_path / "students.zip", WHEN)
    zipfile.ZipFile(tmp_path / "students.zip").extractall(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    place = tmp_path / students.INSIDE
    notebook = nbformat.read(place / f"{name[9:]}.ipynb", as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import evidence\nprint(evidence.__file__)"))
    NotebookClient(notebook, timeout=None, resources={"metadata": {"path": str(place)}}).execute()
    assert notebook.cells[-1].outputs[0]["text"].startswith(str(place))


# ----------------------------------------------------------------------------------------------------- what is shipped
def test_reveal_is_as_npm_has_it_with_its_licence():
    note = (STATIC / "reveal" / "VERSION.md").read_text("utf-8")
    for name in ("reveal.js", "reveal.css"):
        said = re.search(rf"\| `{re.escape(name)}` \| `([0-9a-f]{{64}})` \|", note)[1]
        assert hashlib.sha256((STATIC / "reveal" / name).read_bytes()).hexdigest() == said
    assert "Permission is hereby granted, free of charge" in (STATIC / "reveal" / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("name", ["slides.css", "handout.css"])
def test_marks_have_the_colours_of_the_dark(name):
    sheet = (STATIC / name).read_text("utf-8")
    for actor, light in ACTORS.items():
        for what in ("fill", "stroke"):
            assert f'[{what}="{light}"] {{ {what}: {DARK[actor]}; }}' in sheet
