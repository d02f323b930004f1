"""The teacher's pack in the book: what its pages take from the chapters, and slides and handouts beside them.

Roles of the pages of *Teach*: {said}`c1_share_2017` is what a chapter says under that key, {finding}`isil-strength` a
figure's title with a link to it, {slide}`isil-strength` the slide that shows it, {verdict}`C05` the verdict on a claim.
Directives: `lesson` leads to all parts of a chapter, `plan` counts minutes, `question` repeats a question for
discussion. So no number stands there that a chapter could contradict.

After a build the slides and handouts of the chapters that `handouts.CHOICES` names stand in the folder `teach/`.
"""

import re
from functools import lru_cache
from pathlib import Path

import nbformat
from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from evidence import tables
from evidence.pages import citing, handouts, lessons, slides
from evidence.pages.handouts import FOLDER
from evidence.pages.held_back import write_beside
from evidence.pages.lessons import Lesson, LessonError, Picture
from evidence.pages.numbering import chapter_number
from evidence.pages.policy import unstyled
from evidence.pages.roles import numbered_reference

logger = logging.getLogger(__name__)

STEP = re.compile(r"(?P<minutes>\d+) \| (?P<told>.+)")
LINKS = (
    '<p class="ev-meta"><a href="{up}{there}.html">The chapter</a> · '
    'handout: <a href="{up}{folder}/handout-{number}.html">first sheet</a>, '
    '<a href="{up}{folder}/handout-{number}-end.html">second sheet, for the end</a> · '
    '<a href="{up}{folder}/slides-{number}.html">ten slides</a> · '
    '<a href="{up}{there}.html#exercises">exercises</a></p>'
)
FOR_A_CLASS = (
    '<p class="ev-meta">For a class: <a href="{up}chapters/teach/plans.html">plan</a> · '
    '<a href="{up}{folder}/slides-{number}.html">slides</a> · '
    'handout: <a href="{up}{folder}/handout-{number}.html">first sheet</a>, '
    '<a href="{up}{folder}/handout-{number}-end.html">second sheet, for the end</a></p>\n'
)


def lesson(env: BuildEnvironment, docname: str) -> Lesson:
    """The lesson of a chapter; the page that asks for it is read again when the chapter changes."""
    path = env.doc2path(docname)
    env.note_dependency(path)
    return lessons.of_chapter(Path(path), docname)


def said(env: BuildEnvironment, key: str) -> str | None:
    """What the chapters say under a key, such as 'c1_share_2017'; None if none does."""
    for docname in filter(chapter_number, sorted(env.found_docs)):
        path = Path(env.doc2path(docname))
        texts = _said(path.read_text(encoding="utf-8")) if path.suffix == ".ipynb" else {}
        if key in texts:
            env.note_dependency(str(path))
            return texts[key]
    return None


@lru_cache(maxsize=16)
def _said(content: str) -> dict[str, str]:
    return lessons.said(nbformat.reads(content, as_version=4))


def said_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{said}`c1_share_2017` -> '15%', as the chapter's cells say it."""
    env = inliner.document.settings.env
    found = said(env, text)
    if found is None:
        logger.warning("no chapter says %r", text, location=(env.docname, lineno))
    return [nodes.Text(found or text)], []


def finding_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{finding}`isil-strength` -> the title of that figure in quotation marks, and its number as a link."""
    found = _picture(inliner.document.settings.env, text, lineno)
    if found is None:
        return [nodes.Text(text)], []
    title = lessons.words(found[1].finding)
    return [nodes.Text(f"“{title}” ("), numbered_reference(rawtext, kind="fig", target=text), nodes.Text(")")], []


def slide_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{slide}`isil-strength` -> 'slide 4', a link to the slide that shows the figure."""
    env = inliner.document.settings.env
    found = _picture(env, text, lineno)
    if found is None:
        return [nodes.Text(text)], []
    chapter, number = found[0], slides.place(*found)
    address = f"{'../' * env.docname.count('/')}{FOLDER}/slides-{chapter.number}.html#/slide-{number}"
    return [nodes.reference(rawtext, f"slide {number}", refuri=address, internal=True)], []


def _picture(env: BuildEnvironment, name: str, lineno: int) -> tuple[Lesson, Picture] | None:
    """The figure of that name and its chapter; what no chapter has is a warning."""
    for docname in handouts.choices(Path(env.srcdir)):
        chapter = lesson(env, docname)
        for picture in chapter.pictures:
            if picture.name == name:
                return chapter, picture
    logger.warning("no chapter has a figure %r", name, location=(env.docname, lineno))
    return None


def verdict_role(name, rawtext, text, lineno, inliner, options=None, content=None):
    """{verdict}`C05` -> 'contested', the verdict on that claim today."""
    verdicts = tables.load("claims").set_index("claim_id")["verdict_today"]
    if text not in verdicts.index:
        logger.warning("no claim is called %r", text, location=(inliner.document.settings.env.docname, lineno))
    return [nodes.emphasis(text, verdicts.get(text, text))], []


class ForTeachers(Directive):
    """A directive whose parts are read as the page's own Markdown."""

    def page(self) -> tuple[BuildEnvironment, str]:
        """The environment, and the way from the directive's page to the root of the book."""
        env = self.state.document.settings.env
        return env, "../" * env.docname.count("/")

    def parsed(self, lines: list[str]) -> list[nodes.Node]:
        """Lines of Markdown as nodes of the page."""
        inside = nodes.container()
        self.state.nested_parse(StringList(lines, ""), self.content_offset, inside)
        return inside.children


class LessonHead(ForTeachers):
    """```{lesson} 01-concerns```: links to the parts of a chapter, and what its students can do afterwards."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        env, up = self.page()
        found = lesson(env, f"chapters/{self.arguments[0]}")
        links = LINKS.format_map({"up": up, "there": found.docname, "folder": FOLDER, "number": found.number})
        aims = "".join(f"<li>{aim}</li>" for aim in found.objectives)
        return [nodes.raw("", f"{links}\n<p>After it students can</p>\n<ol>{aims}</ol>", format="html")]


class Plan(ForTeachers):
    """```{plan} 45``` with a line `5 | what to do` for each step; the steps have to fill the time."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        try:
            return self.parsed(clocked(list(filter(None, self.content)), int(self.arguments[0])))
        except LessonError as error:
            raise self.error(str(error)) from error


def clocked(steps: list[str], whole: int) -> list[str]:
    """A table in Markdown of the steps of a plan, each 'minutes | what to do', with the minutes that it fills.

    Raises LessonError for a line that is no step, and for steps that take more or less than the whole.
    """
    clock, rows = 0, [f"| Minute | {whole} minutes |", "|---|---|"]
    for line in steps:
        step = STEP.fullmatch(line)
        if not step:
            raise LessonError(f"a step of a plan is `minutes | what to do`, not {line!r}")
        rows.append(f"| {clock}–{clock + int(step['minutes'])} | {step['told']} |")
        clock += int(step["minutes"])
    if clock != whole:
        raise LessonError(f"the steps take {clock} minutes, the plan has {whole}")
    return rows


class Question(ForTeachers):
    """```{question} 01-concerns 2```: the second question for discussion of a chapter; `task`: that of its handout."""

    required_arguments = 2

    def run(self) -> list[nodes.Node]:
        env, _ = self.page()
        docname = f"chapters/{self.arguments[0]}"
        texts = {str(place): text for place, text in enumerate(lesson(env, docname).discussion, 1)}
        texts["task"] = f"Task of the handout: {lessons.inline(handouts.choices(Path(env.srcdir))[docname].task)}"
        if self.arguments[1] not in texts:
            raise self.error(f"{docname} has {', '.join(texts)}, and no {self.arguments[1]!r}")
        return [nodes.raw("", f"<p><strong>{texts[self.arguments[1]]}</strong></p>", format="html")]


def lead(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """End a chapter with the way to its plan, slides and handout."""
    if doctree is not None and pagename in handouts.choices(Path(app.srcdir)):
        parts = {"up": "../" * pagename.count("/"), "folder": FOLDER, "number": chapter_number(pagename)}
        context["body"] += FOR_A_CLASS.format_map(parts)


def write(app: Sphinx, failure: Exception | None) -> None:
    """Put slides and handouts into the book that readers get, after its pages were written."""
    if failure is not None or app.builder.format != "html":
        return
    chosen = handouts.choices(Path(app.srcdir))
    if not chosen:
        return
    book, claims, glossary = citing.of_book().title, tables.load("claims"), tables.load("glossary")
    for docname, choice in chosen.items():
        found = lessons.of_chapter(Path(app.env.doc2path(docname)), docname)
        own = claims["claim_id"].isin(found.claims) if found.claims else claims["chapter"] == docname.split("/")[-1]
        pages = {f"slides-{found.number}": slides.page(found, claims[own], book, choice.judged_in)}
        sheets = handouts.sheets(found, choice, glossary, citing.of_page(app, docname))
        pages |= {f"handout-{found.number}{end}": sheet for end, sheet in sheets.items()}
        for name, page in pages.items():
            write_beside(Path(app.outdir), f"{name}.html", unstyled(page), FOLDER)


def setup(app: Sphinx) -> None:
    app.add_role("said", said_role)
    app.add_role("finding", finding_role)
    app.add_role("slide", slide_role)
    app.add_role("verdict", verdict_role)
    app.add_directive("lesson", LessonHead)
    app.add_directive("plan", Plan)
    app.add_directive("question", Question)
    app.connect("html-page-context", lead)
    app.connect("build-finished", write, priority=920)  # after the book's pages, whose look these do not share
