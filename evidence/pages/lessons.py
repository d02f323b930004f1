"""What a chapter teaches, out of its notebook: question, answer, the article's claim, findings, figures, discussion.

In: a notebook as committed, with its outputs. Out: texts as plain words or HTML, and the pictures that it shows, from
which `slides` and `handouts` are made, and the numbers and findings that the pages of the teacher name.
"""

import ast
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nbformat
from markdown_it import MarkdownIt
from nbformat import NotebookNode

from evidence.exhibits import trail
from evidence.exhibits.svg import without_tips
from evidence.matching import first
from evidence.pages import held_back
from evidence.pages.numbering import KINDS, WORDS, chapter_number, counted, shown

RECORD = "application/papermill.record/text/plain"
ROLE = re.compile(r"\{(?P<kind>n|gloss|fig|tab)\}`(?P<text>[^`<]*) <(?P<key>[^`>]*)>`")
CLAIMS = re.compile(r"\s*\{claim\}`(C\d+)`")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
ITEM = re.compile(r"^(?:- |\d+\. )(.*?)(?=\n(?:- |\d+\. )|\n\n|\n:::|\Z)", re.MULTILINE | re.DOTALL)
OBJECTIVES = re.compile(r":::\{admonition\} After this chapter you can\n(.*?)\n:::", re.DOTALL)
DISCUSSION = re.compile(r"\*\*For discussion\*\*\n(.*)", re.DOTALL)
STRIP = re.compile(r"```\{verdict-strip\} ?([C\d ]*)\n```")
FIGURE = re.compile(r'<figure class="ev-figure".*?</figure>', re.DOTALL)
CHART = re.compile(r'<div class="ev-chart( ev-phone)?"[^>]*>(<svg.*?</svg>)</div>', re.DOTALL)
NAME = re.compile(r"(<title[^>]*>)(.*?)</title>", re.DOTALL)  # of a picture
ANCHOR = re.compile(r"</?a\b[^>]*>")
TAKEN_OUT = re.compile(r'<p class="ev-(?P<part>measure|source)"[^>]*>(?P<text>.*?)</p>', re.DOTALL)
CANNOT = re.compile(r'<p class="ev-cannot"><strong>[^<]*</strong> (.*?)</p>', re.DOTALL)
DATA_TABLE = "row by row in the data table"  # where a line of sources that counts them says they are named
MARKDOWN = MarkdownIt("commonmark", {"html": False})


class LessonError(ValueError):
    """A chapter that lacks a part that a lesson needs. The message names both."""


@dataclass(frozen=True)
class Picture:
    """A figure of a chapter. Texts are HTML without links."""

    name: str
    label: str  # 'Figure 2.3'
    asked: str  # the heading that it stands under, as plain words
    finding: str
    measure: str
    cannot_show: str
    source: str
    wide: str  # SVG as wide as the column of a page
    narrow: str  # SVG for a phone: of the same picture, with larger type


@dataclass(frozen=True)
class Lesson:
    """One chapter. Texts are HTML, questions and titles plain words."""

    docname: str
    number: str
    question: str
    answer: str
    argues: str
    findings: tuple[str, ...]
    objectives: tuple[str, ...]
    discussion: tuple[str, ...]
    claims: tuple[str, ...]  # ids that the strip names; empty if it shows those of the chapter
    pictures: tuple[Picture, ...]


def of_chapter(path: Path, docname: str) -> Lesson:
    """The lesson of a chapter's notebook. Raises LessonError for a part that is missing."""
    return _of_chapter(path.read_text(encoding="utf-8"), docname)


@lru_cache(maxsize=16)
def _of_chapter(content: str, docname: str) -> Lesson:
    notebook = nbformat.reads(content, as_version=4)
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return Lesson(
        docname=docname,
        number=chapter_number(docname),
        question=plain(_found(r"^# ([^\n]+)$", prose, docname, "title")),
        answer=as_html(_found(r"^# [^\n]+\n\n(.*?)\n\n", prose, docname, "answer")),
        argues=as_html(_section("What the article argues", prose, docname)),
        findings=_items(_section("In brief", prose, docname)),
        objectives=_items(_found(OBJECTIVES, prose, docname, "objectives")),
        discussion=_items(_found(DISCUSSION, prose, docname, "questions for discussion")),
        claims=tuple(_found(STRIP, prose, docname, "strip of verdicts").split()),
        pictures=tuple(_pictures(notebook, docname)),
    )


def _found(pattern: str | re.Pattern, prose: str, docname: str, what: str) -> str:
    match = re.search(pattern, prose, *(() if isinstance(pattern, re.Pattern) else (re.MULTILINE | re.DOTALL,)))
    if not match:
        raise LessonError(f"{docname}: it has no {what}")
    return match[1]


def _section(title: str, prose: str, docname: str) -> str:
    """The text under a heading of the second order, up to the next heading or box."""
    return _found(rf"^## {title}\n+(.*?)(?=\n+(?:## |:::|\Z))", prose, docname, f"section “{title}”")


def _items(source: str) -> tuple[str, ...]:
    return tuple(inline(item) for item in ITEM.findall(source))


# ---------------------------------------------------------------------------------------------------------------- words
def plain(source: str) -> str:
    """Words of the book's Markdown without its roles and links: numbers and names as they stand, no badges."""
    return LINK.sub(r"\1", ROLE.sub(_in_words, CLAIMS.sub("", source)))


def _in_words(match: re.Match) -> str:
    _, word = KINDS.get(match["kind"], ("", ""))
    return f"{word} {match['text']}".strip()


def as_html(source: str) -> str:
    """Paragraphs and lists of the book's Markdown as HTML without links."""
    return MARKDOWN.render(plain(source)).strip()


def inline(source: str) -> str:
    """One paragraph of the book's Markdown as HTML without links, for inside of an item."""
    return MARKDOWN.renderInline(plain(" ".join(source.split())))


# ------------------------------------------------------------------------------------------------- figures and numbers
def _pictures(notebook: NotebookNode, docname: str) -> Iterator[Picture]:
    """The figures of a notebook in order, as known today, each with the question that it answers."""
    numbers = {(kind, name): number for _, kind, name, number in counted([(docname, _shown(notebook))])}
    asked = ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            asked = ([asked] + [plain(title) for title in HEADING.findall(cell.source)])[-1]
        for markup in outputs(cell):
            for figure in FIGURE.findall(held_back.take_then(markup, [])):
                yield _picture(figure, asked, numbers)


def _shown(notebook: NotebookNode) -> list[tuple[str, str]]:
    return [item for cell in notebook.cells for markup in outputs(cell) for item in shown(markup)]


def outputs(cell: NotebookNode) -> list[str]:
    """The HTML that a cell shows."""
    return [found for one in cell.get("outputs", []) if (found := one.get("data", {}).get("text/html"))]


def _picture(figure: str, asked: str, numbers: dict[tuple[str, str], str]) -> Picture:
    ((kind, name),) = shown(figure)
    charts = dict(CHART.findall(figure))
    texts = {match["part"]: ANCHOR.sub("", match["text"]) for match in TAKEN_OUT.finditer(figure)}
    label = f"{WORDS[kind]} {numbers[kind, name]}"
    return Picture(
        name=name,
        label=label,
        asked=asked,
        finding=trail.title_of(figure),
        measure=texts["measure"],
        cannot_show=ANCHOR.sub("", first(CANNOT, figure)[1]),
        source=texts["source"].replace(DATA_TABLE, f"{DATA_TABLE} of {label} in the book"),
        wide=silent(charts[""]),
        narrow=silent(charts[" ev-phone"]),
    )


def silent(svg: str) -> str:
    """A picture without the tips of its marks, which need a script that slides and handouts do not load."""
    return without_tips(svg).replace(' data-tip=""', "")


def asking(svg: str, question: str) -> str:
    """A picture whose name is a question, for whoever is to look before the finding is told.

    Its name is what a screen reader says first, and the tip of a browser; its description stays.
    """
    return NAME.sub(lambda match: f"{match[1]}{html.escape(question)}</title>", svg)


def said(notebook: NotebookNode) -> dict[str, str]:
    """Key -> text of everything that the cells of a notebook said, as its outputs keep it."""
    found = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name and RECORD in output.get("data", {}):
                found[name] = ast.literal_eval(output["data"][RECORD])
    return found


def words(text: str) -> str:
    """HTML as plain words, for an attribute or the title of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())
