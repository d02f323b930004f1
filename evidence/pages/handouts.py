"""A handout for each chapter, two sheets of A4. The first has question, article, figure, task and words; the second,
for the end, what was found.

In: a lesson, and what `chapters/teach/handouts.toml` chooses for it. Out: for each sheet a page of HTML without
scripts, so that whoever prints the first does not hand out the second. They hold no model answer: students get them.
"""

import tomllib
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import pandas as pd

from evidence.pages.citations import Work, apa_parts
from evidence.pages.lessons import Lesson, LessonError, asking, inline
from evidence.pages.policy import META
from evidence.pages.tall import fitted, is_tall

CHOICES = Path("chapters", "teach", "handouts.toml")  # of the checkout
FOLDER = "teach"  # of the book, in which handouts stand
WORDS = 10
FIRST, SECOND = "", "-end"  # end the names of the sheets
SHEET = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8" />
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>{title}</title>
<link rel="stylesheet" href="../_static/handout.css" />
</head><body><main>
<div class="sheet">
{body}
</div>
</main></body></html>
"""
START = """<p class="kicker"><span>{book} · chapter {number}</span><span class="name">Name</span></p>
<h1>{question}</h1>
<h2>What the article says</h2>
{argues}
<figure>
<figcaption><p class="asked">{label}. {asked}</p><p class="meta">{measure}</p></figcaption>
<div class="wide">{chart}</div>
<div class="narrow">{narrow}</div>
</figure>
<h2>Your task</h2>
<p>{task}</p>
<p class="meta">Write on the back. Your answer rests on {rests_on}; what the book found stands on a second sheet.</p>
<h2>Ten words</h2>
<dl>{words}</dl>"""
END = """<p class="kicker"><span>{book} · chapter {number}: second sheet, given out at the end</span></p>
<h1>What this book found</h1>
<p class="asked">{question}</p>
<ol>{findings}</ol>
<p class="finding">{label}. {finding}</p>
<p><strong>What this cannot show.</strong> {cannot_show}</p>
<p class="meta">{source}</p>
<h2>Where this comes from</h2>
<p>{before}<em>{title}</em>{after} Text and figure: CC BY 4.0. Data, evidence for each claim and exercises are in
<a href="../{docname}.html">the chapter</a>.</p>
<h2>What would you change in your answer now?</h2>
<div class="lines" aria-hidden="true"></div>"""


@dataclass(frozen=True)
class Choice:
    """What a handout shows of its chapter. figure: its name. words: terms of the glossary. task: Markdown.

    own_words: pairs of a word that the glossary has not, and its meaning. rests_on: what an answer may use.
    judged_in: claim -> the lab that asks students for its verdict, so that no slide tells it.
    """

    figure: str
    words: list[str]
    task: str
    own_words: list[list[str]]
    rests_on: str = "this page alone"
    judged_in: dict[str, str] = field(default_factory=dict)


def choices(root: Path) -> dict[str, Choice]:
    """Document -> what its handout shows, in the order of the chapters; empty where a checkout has no such file."""
    path = root / CHOICES
    told = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {f"chapters/{name}": Choice(**one) for name, one in told.items()}


def sheet(title: str, body: str) -> str:
    """A sheet as a page of the book's folder `teach/`. title: plain words. body: HTML, no more than fits on a side."""
    return SHEET.format_map({"policy": META, "title": escape(title), "body": body})


def sheets(lesson: Lesson, choice: Choice, glossary: pd.DataFrame, work: Work) -> dict[str, str]:
    """The two sheets of a chapter's handout, by how their names end.

    glossary: the table of that name. work: the record of the chapter. Raises LessonError for a figure or a word that
    is not there.
    """
    pictures = {picture.name: picture for picture in lesson.pictures}
    if choice.figure not in pictures:
        raise LessonError(f"{CHOICES}: {lesson.docname} has no figure {choice.figure!r}")
    before, title, after = map(escape, apa_parts(work))
    picture = pictures[choice.figure]
    wide, narrow = (asking(svg, picture.asked) for svg in (picture.wide, picture.narrow))
    chart = fitted(narrow if is_tall(narrow) else wide)
    parts = vars(picture) | {"asked": escape(picture.asked), "chart": chart, "narrow": narrow}
    parts |= {"before": before, "title": title, "after": after}
    parts |= {
        "book": escape(work.book),
        "number": lesson.number,
        "docname": lesson.docname,
        "question": escape(lesson.question),
        "argues": lesson.argues,
        "findings": "".join(f"<li>{one}</li>" for one in lesson.findings),
        "task": inline(choice.task),
        "rests_on": escape(choice.rests_on),
        "words": _words(choice, glossary, lesson.docname),
    }
    return {
        FIRST: sheet(f"Handout: {lesson.question}", START.format_map(parts)),
        SECOND: sheet(f"Handout, second sheet: {lesson.question}", END.format_map(parts)),
    }


def _words(choice: Choice, glossary: pd.DataFrame, docname: str) -> str:
    rows = glossary.set_index("term_id")
    unknown = [term for term in choice.words if term not in rows.index]
    if unknown:
        raise LessonError(f"{CHOICES}: {docname} names words that the glossary has not: {', '.join(unknown)}")
    told = [*rows.loc[choice.words, ["term", "gloss"]].itertuples(index=False), *choice.own_words]
    return "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(gloss)}</dd></div>" for term, gloss in told)
