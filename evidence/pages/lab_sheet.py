"""The forecasting lab on two sheets of paper, for students without scripts: questions with boxes, then what is told.

In: the table of the questions, and what the lab holds back (`evidence.exhibits.lab.held`). Out: for each
sheet a page of HTML without scripts, to print. The second has the base rates and the outcome, so it is given out later.
"""

from html import escape

import pandas as pd

from evidence.pages.handouts import FIRST, SECOND, sheet
from evidence.wording import count, date, percent

TITLE = "The forecasting lab, on paper"
START = """\
<p class="kicker"><span>The forecasting lab, on paper</span><span class="name">Name or word</span></p>
<h1>Will Russia use force in Afghanistan?</h1>
<p>It is {start}. Read the dossier, which is the first part of the <a href="../chapters/lab.html">lab</a>, and nothing
after it. Each question asks for the {term} years to {end}. Read what is a yes, and what does not count.</p>
{questions}
<h2>Your numbers, in percent</h2>
<table class="boxes"><thead><tr><th>Write in ink; what stands is locked</th>{names}</tr></thead><tbody>
{rows}
</tbody></table>
<p class="meta">Write numbers from 0.1 to 99.9. A yes to the third is a yes to the second, so it has at most
the number of the second. Any of them has at least the largest number of the others, and at most what the first
and the second have together. These rules were written later, by people who knew the outcome.</p>"""
END = """\
<p class="kicker"><span>The forecasting lab, on paper: second sheet, given out at the end</span></p>
<h1>Base rates, outcome and score</h1>
<h2>Base rates</h2>
<p>How often something of the kind began within {term} years after a year of civil war, up to {last}. The teacher reads
one row aloud, then everybody may revise.</p>
<table><thead><tr><th>Wars</th><th>War years</th>{names}</tr></thead><tbody>
{bases}
</tbody></table>
<h2>The outcome</h2>
{told}
<h2>Your score</h2>
<p>Write your last number as a share (5% is 0.05), subtract what came ({came}), and multiply the result by itself: the
smaller, the better. Do the same with your first number. {marks}</p>
<h2>What would you do otherwise next time, and what can one case not show?</h2>
<div class="lines" aria-hidden="true"></div>"""


def name(end: str) -> str:
    """The file of a sheet. end: `FIRST` or `SECOND`. Not .html: pages of that name get the look of the book."""
    return f"lab-sheet{end}.htm"


def sheets(questions: pd.DataFrame, held: dict) -> dict[str, str]:
    """The two sheets as pages of the book's folder `teach/`, by their names.

    questions: rows of `forecast_questions` in the order in which they are asked, with `question_id` as their index.
    """
    cells = "<td></td>" * len(questions)
    moments = ["After the dossier", *(f"After base rate {at}" for at in range(1, len(held["bases"]) + 1))]
    parts = {
        "start": date(pd.Timestamp(held["window"]["start"])),
        "end": date(pd.Timestamp(held["window"]["end"])),
        "term": held["term"],
        "last": held["last"],
        "questions": "\n".join(_question(one) for one in questions.itertuples()),
        "names": "".join(f"<th>{escape(name)}</th>" for name in questions["name"]),
        "rows": "\n".join(f"<tr><th>{moment}</th>{cells}</tr>" for moment in moments),
        "bases": "\n".join(_base(at, one, list(questions.index)) for at, one in enumerate(held["bases"], 1)),
        "told": "\n".join(f"<p>{escape(one)}</p>" for one in held["told"]),
        "came": " or ".join(sorted({"1 for a yes" if yes else "0 for a no" for yes in held["outcome"].values()})),
        "marks": _marks(held["marks"]),
    }
    return {
        name(FIRST): sheet(TITLE, START.format_map(parts)),
        name(SECOND): sheet(f"{TITLE}: second sheet", END.format_map(parts)),
    }


def _question(one) -> str:
    """A question with its rules; the last, which follows from the others, has none of its own."""
    rules = f" <em>Does not count:</em> {escape(one.not_counted)}." if one.not_counted != "as above" else ""
    return f"<p><strong>{escape(one.name)}.</strong> <em>Yes if:</em> {escape(one.threshold)}.{rules}</p>"


def _base(at: int, base: dict, order: list[str]) -> str:
    told = "".join(f"<td>{count(base['events'][key])} ({percent(base['share'][key], 1)})</td>" for key in order)
    return f"<tr><th>{at}. {escape(base['name'])}</th><td>{count(base['chances'])}</td>{told}</tr>"


def _marks(marks: list[dict]) -> str:
    """What the class may compare with: numbers for any of the questions."""
    texts = [f"{escape(one['label'])}: {percent(one['share']['any'], 1)}" for one in marks]
    return f"Beside yours, for any of them: {'; '.join(texts)}."
