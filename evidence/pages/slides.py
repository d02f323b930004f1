"""Ten slides for each chapter: the question, the article's claim, the figures with findings, verdicts, discussion.

In: a lesson. Out: one page of HTML, which reveal.js shows slide by slide, and which stands as one page to scroll where
no script runs. Up to six figures stand on slides of their own; a chapter with fewer gets its findings, then its aims.
"""

from collections.abc import Callable
from html import escape

import pandas as pd

from evidence.exhibits.verdicts import SIGNS
from evidence.pages.lessons import Lesson, LessonError, Picture, asking
from evidence.pages.policy import META
from evidence.pages.tall import fitted

SLIDES, FIGURES = 10, 6
FEW = 8  # claims whose words can stand larger
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8" />
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1" />
<title>Slides: {title}</title>
<link rel="stylesheet" href="../_static/reveal/reveal.css" media="screen" />
<link rel="stylesheet" href="../_static/slides.css" />
<script defer src="../_static/reveal/reveal.js"></script>
<script defer src="../_static/slides.js"></script>
</head><body>
<main><div class="deck"><div class="slides">
{slides}
</div></div></main>
</body></html>
"""
FIRST = """<p class="kicker">{book} · chapter {number}</p>
<h1 id="{id}">{question}</h1>
<p class="task">Before we look: write down your answer in one sentence, and how sure you are.</p>
<p class="meta deck-only">→ next · ← back · G number: to a slide · F full screen · ? all keys</p>"""
FIGURE = """<p class="kicker">{label}</p>
<h2 id="{id}">{asked}</h2>
<p class="measure">{measure}</p>
<div class="picture"><div class="chart">{chart}</div><div class="beside">
<div class="fragment"><p class="finding">{finding}</p>
<p><strong>What this cannot show.</strong> {cannot_show}</p>
<p class="meta">{source}</p></div></div></div>"""


def page(lesson: Lesson, claims: pd.DataFrame, book: str, judged_in: dict[str, str]) -> str:
    """The slides of a chapter as a page of the book's folder `teach/`.

    claims: those whose verdicts the chapter shows, with `paraphrase` and `verdict_today`. book: its title. judged_in:
    claim -> the lab that asks students for its verdict, which no slide tells. Raises LessonError for one not shown.
    """
    if unknown := sorted(judged_in.keys() - set(claims["claim_id"])):
        raise LessonError(f"{lesson.docname} shows no verdict on {', '.join(unknown)}, which a lab is said to ask for")
    slides = "\n".join(
        f'<section id="slide-{at}" aria-labelledby="title-{at}" data-prevent-swipe>\n{write(f"title-{at}")}\n</section>'
        for at, write in enumerate(_slides(lesson, claims, book, judged_in), 1)
    )
    return PAGE.format_map({"policy": META, "title": escape(lesson.question), "slides": slides})


def place(lesson: Lesson, picture: Picture) -> int:
    """The number of the slide that shows a figure: those before it have the question and the article's claim."""
    return lesson.pictures.index(picture) + 3


def _slides(lesson: Lesson, claims: pd.DataFrame, book: str, judged_in: dict[str, str]) -> list[Callable[[str], str]]:
    """What writes each slide, given the id of its title."""
    shown = lesson.pictures[:FIGURES]
    more = [
        lambda at: _texts(at, "The answer in brief", f"{lesson.answer}{_list(lesson.findings)}"),
        lambda at: _texts(at, "After this chapter you can", _list(lesson.objectives, "ol")),
    ]
    return [
        lambda at: _first(at, lesson, book),
        lambda at: _texts(at, "What the article argues", lesson.argues),
        *(lambda at, picture=picture: _figure(at, picture) for picture in shown),
        *more[: SLIDES - len(shown) - 4],
        lambda at: _texts(at, "What the record carries", f"{lesson.answer}{_verdicts(claims, judged_in)}"),
        lambda at: _texts(at, "For discussion", _list(lesson.discussion) + _last(lesson)),
    ]


def _first(at: str, lesson: Lesson, book: str) -> str:
    parts = {"id": at, "book": escape(book), "number": lesson.number, "question": escape(lesson.question)}
    return FIRST.format_map(parts)


def _texts(at: str, title: str, content: str) -> str:
    return f'<h2 id="{at}">{title}</h2>\n{content}'


def _figure(at: str, picture: Picture) -> str:
    parts = {"id": at, "asked": escape(picture.asked), "chart": fitted(asking(picture.narrow, picture.asked))}
    return FIGURE.format_map(vars(picture) | parts)


def _list(items: tuple[str, ...], kind: str = "ul") -> str:
    return f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>"


def _verdicts(claims: pd.DataFrame, judged_in: dict[str, str]) -> str:
    """The claims under their verdicts of today, each verdict in words with its count, in the order of `SIGNS`.

    Behind them stand those whose verdicts students give themselves, by the lab that asks for it.
    """
    asked = claims["claim_id"].map(judged_in)
    groups = [
        f'<h3><span aria-hidden="true">{sign} </span>{verdict} ({len(own)} of {len(claims)})</h3>'
        + _list(tuple(escape(text) for text in own["paraphrase"]))
        for verdict, sign in SIGNS.items()
        if len(own := claims[(claims["verdict_today"] == verdict) & asked.isna()])
    ]
    groups += [
        f"<h3>for you to judge, in {escape(lab)} ({len(own)} of {len(claims)})</h3>"
        + _list(tuple(escape(text) for text in own["paraphrase"]))
        for lab, own in claims.groupby(asked)
    ]
    few = " few" if len(claims) <= FEW else ""
    return f'<div class="verdicts{few}">{"".join(groups)}</div>'


def _last(lesson: Lesson) -> str:
    handout = f'<a href="handout-{lesson.number}.html">sheet for the start</a>'
    return (
        f'<p class="meta"><a href="../{lesson.docname}.html">The chapter</a> has data, sources and evidence for all of '
        f"this. The handout has a {handout} and one for the end.</p>"
    )
