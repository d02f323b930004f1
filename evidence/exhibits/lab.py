"""The forecasting lab as markup: the dossier, the questions, the place of the steps, and what a page holds back.

`static/lab.js` builds the steps in the place that `steps` leaves. What tells the outcome, the base rates or the book's
own number is in `held` alone, which the build writes into a file beside the page.
"""

import pandas as pd

from evidence import tables
from evidence.analysis import lab
from evidence.analysis.answers import TERM, Record, coded
from evidence.exhibits.gate import checked
from evidence.exhibits.links import escaped, safe_link
from evidence.forecast import AS_OF, known
from evidence.wording import count, date, in_words

KINDS = {
    "statement": "What Russian officials had said of force",
    "event": "What had happened",
    "forecast": "What others expected",
    "strength": "How many ISIL was said to have",
    "count": "What had been counted",
}
ALLEGED = "E118"  # of the events: the one strike that was alleged
HOW_IT_ENDED = "06-hindsight.html"  # the page that tells it
BASE_RATES = "05-probability-of-intervention.html"  # the page that has them, and tells how it ended


def dossier() -> str:
    """Everything that the reader may know: the rule of choice, then the rows by kind, each with its source."""
    rows = dossier_rows()
    sources = tables.sources(rows["source_id"]).set_index("source_id")
    lists = [
        f'<h3>{KINDS[kind]}</h3>\n<ol class="ev-dates">{"".join(_line(row, sources) for row in own.itertuples())}</ol>'
        for kind, own in rows.groupby("kind", sort=False)
    ]
    rule = (
        f"<p>A rule, no person, chose these {count(len(rows))} rows out of the book's tables. Each could be known "
        f"before {date(AS_OF)}, and its source, which has a date, was published before. They are: "
        "every statement on Russian force in Afghanistan, the last "
        f"{in_words(lab.FORECASTS)} forecasts by others, the last {in_words(lab.EVENTS)} events of each lane of the "
        "timeline with any by then, each side's last comparable numbers of ISIL's fighters on a dated page, "
        "and counts of the last full year. The only later dates are those on which a source "
        "was accessed for this book.</p>\n"
        "<p>Counts by UCDP, the conflict data of Uppsala University, come from today's releases, which their source "
        "lines name: revised since, and not what a reader of that day would have found.</p>\n"
    )
    return checked(rule + "\n".join(lists))


def dossier_rows() -> pd.DataFrame:
    """The rows of the dossier, counts last: columns as of `analysis.lab.dossier`."""
    events, statements, forecasts, strength, mission, sources = map(
        tables.load, ("events", "statements", "forecasts", "isil_strength", "isaf_rs_strength", "sources")
    )
    panel, deaths = known(tables.load("civil_conflict_panel")), known(tables.load("battle_deaths"))
    told = lab.dossier(events, statements, forecasts, strength, sources)
    return pd.concat([told, lab.counts(panel, deaths, mission, sources)], ignore_index=True)


def _line(row, sources: pd.DataFrame) -> str:
    source = sources.loc[row.source_id]
    return (
        f'<li><time datetime="{escaped(row.date)}">{date(row.date)}</time> <span>{escaped(row.text)}</span> '
        f'<span class="ev-meta">{safe_link(source["attribution_short"], source["url_main"])}, accessed '
        f"{source['date_accessed']:%Y-%m-%d}</span></li>"
    )


def questions() -> str:
    """The questions, each with what would be a yes, what would not count and who settles it."""
    rows = tables.load("forecast_questions").set_index("question_id").loc[lab.ASKED]
    asked = (
        f"<p>Each asks for the {in_words(TERM)} years from {date(AS_OF)} to {date(lab.END)}. The rules were written "
        "later, by people who knew the outcome, and use words of today.</p>\n"
    )
    return checked(asked + "\n".join(_question(row) for row in rows.itertuples()))


def _question(row) -> str:
    facts = {"Yes if": row.threshold, "Does not count": row.not_counted, "Settled by": row.resolved_by}
    lines = "".join(f"<dt>{word}</dt><dd>{escaped(text)}</dd>" for word, text in facts.items())
    whole = row.Index == lab.ANY
    rules = f"<p>{escaped(row.threshold)}.</p>" if whole else f'<dl class="ev-facts">{lines}</dl>'
    return f"<h3>{escaped(row.name)}</h3>\n{'' if whole else f'<p>{escaped(row.event)}.</p>'}{rules}"


def steps() -> str:
    """Where the script builds the steps; where none runs, the way to the page that tells the end."""
    names = tables.load("forecast_questions").set_index("question_id").loc[lab.ASKED, "name"].map(escaped)
    listed = "".join(f'<li data-question="{escaped(key)}">{name}</li>' for key, name in names.items())
    return checked(
        f'<section class="ev-lab" id="lab" aria-label="The lab" data-part="0">'
        f"<ul hidden>{listed}</ul><noscript>{_on_paper(names)}</noscript></section>"
    )


def _on_paper(names: pd.Series) -> str:
    """How to do the lab, and score it, without a script. names: question -> markup."""
    listed = ", ".join(f"“{name}”" for name in names)
    parts = [
        f"Write down a number for each of {listed}: from 0.1 to 99.9, in percent, and why. “{names['ucdp']}” has at "
        f"most the number of “{names['units']}”. “{names[lab.ANY]}” has at least the largest of the others, and at "
        f"most what “{names['strike']}” and “{names['units']}” have together.",
        f'<a href="{BASE_RATES}">Chapter 5</a> has base rates, and tells the end too. Let somebody who has read it say '
        "them to you, and write new numbers under the first, or leave them out.",
        f'Read the <a href="{HOW_IT_ENDED}">Outcome</a>, a page that tells the end.',
        "Score the last number for each question: write it as a share (7% is 0.07), subtract 1 if it came or 0 if not, "
        "and square the result. This is the Brier score, and lower is better.",
    ]
    return (
        "<p>Locking and scoring need a script. On paper the lab works too:</p>"
        f"<ol>{''.join(f'<li>{part}</li>' for part in parts)}</ol>"
    )


def held() -> dict:
    """What is told after the reader's numbers: term (in words) and window, bases and the last year that they know,
    outcome (question -> bool), told (paragraphs) and the page at its end, marks, open."""
    panel, listed = (
        tables.load("civil_conflict_panel"),
        coded(*map(tables.load, ("interventions", "intervention_codings"))),
    )
    then = Record(known(panel), known(listed), AS_OF.year - 1)
    came = lab.outcome(Record(panel, listed, int(panel["year"].max())))
    return {
        "term": in_words(TERM),
        "last": AS_OF.year - 1,
        "window": {"start": f"{AS_OF:%Y-%m-%d}", "end": f"{lab.END:%Y-%m-%d}"},
        "bases": lab.bases(then),
        "outcome": came,
        "told": told(came),
        "end": HOW_IT_ENDED,
        "marks": lab.marks(then, tables.load("verbal_scales"), tables.load("word_survey")),
        "open": lab.still_open(tables.load("open_forecasts")),
    }


def told(came: dict[str, bool]) -> list[str]:
    """How it ended, in sentences. Raises ValueError if the record has a yes: then they have to be written anew."""
    if came[lab.ANY]:
        raise ValueError(f"the lab tells that nothing came, and the record has {came}")
    events = tables.load("events").set_index("event_id")
    alleged, read = events.loc[ALLEGED], tables.sources(events["source_id"])["date_accessed"].max()
    return [
        f"No Russian strike or deployment inside Afghanistan from {date(AS_OF)} to {date(lab.END)} was found in the "
        f"sources, which were read to {date(read)}. UCDP names Russian troops as a party there in none of these years. "
        "So every question resolves no.",
        f"One strike was alleged ({date(alleged['date'])}): {alleged['summary']}. The rule asks for a strike that "
        "Moscow owns. “Not found” is not “did not happen”.",
    ]
