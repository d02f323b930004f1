"""The forecasting lab: what 15 August 2017 could know, base rates one by one, and what is told after a forecast.

Tables in, frames and dicts out. What comes before a reader's numbers (`dossier`) and what comes after them (`bases`,
`outcome`, `marks`, `still_open`) are made apart, so that a page can hold the second back.
"""

import pandas as pd

from evidence.analysis.answers import TERM, Record, answers, years_ahead
from evidence.analysis.isil import FORCE
from evidence.forecast import AS_OF, known, words_to_range
from evidence.forecast.risk_set import AFGHANISTAN, ANY, QUESTIONS, SOVIET, WITH_US, WITHOUT_US, within
from evidence.periods import period
from evidence.precision import settled
from evidence.wording import count, span

FORECASTS, EVENTS = 4, 2  # the last so many; of events in each lane that has any
END = AS_OF + pd.DateOffset(years=TERM)  # of the window that the questions ask for
ASKED = [*QUESTIONS, ANY]
CLASSES = {  # short and full name, in the order in which they are shown: the class of Afghanistan in 2016 comes last
    SOVIET: ("former Soviet Union", "Civil wars in the former Soviet Union"),
    WITHOUT_US: ("elsewhere, no US troops", "Civil wars elsewhere, without American troops on the government's side"),
    WITH_US: (
        "elsewhere, with US troops",
        "Civil wars elsewhere, with American troops on the government's side, as in Afghanistan in 2016",
    ),
}
COLUMNS = ["kind", "row", "date", "text", "source_id"]


def of_its_time(rows: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Rows that could be known on 15 August 2017 and whose source was published before that day.

    A source that does not tell its date is taken for a later one. sources: the table.
    """
    published = sources.set_index("source_id")["date_published"].map(lambda text: period(text)[1])
    return known(rows)[lambda own: own["source_id"].map(published) < AS_OF]


def dossier(
    events: pd.DataFrame,
    statements: pd.DataFrame,
    forecasts: pd.DataFrame,
    strength: pd.DataFrame,
    sources: pd.DataFrame,
) -> pd.DataFrame:
    """What a reader of 15 August 2017 could have read, chosen by rule: kind, row, date, text, source_id.

    Of the rows that pass `of_its_time`: every statement on Russian force in Afghanistan; the last four forecasts by
    others; of each side the comparable estimates of ISIL's fighters of the last day that has any, and how many later
    ones are left out; of each lane that has any, the last two events whose source does not stand among the statements.
    Rows of a kind stand in the order of their dates. Texts are English: a statement in another language is translated.
    Raises ValueError for a kind without rows.
    """
    said, others = of_its_time(statements, sources), of_its_time(forecasts, sources)
    said = said[said["topic"].isin(list(FORCE))]
    counted = last_of_sides(known(strength[strength["comparable"]]), sources)
    happened = of_its_time(events, sources).sort_values("date_end", kind="stable")
    happened = happened[~happened["source_id"].isin(said["source_id"])]
    parts = {
        "statement": (said, "statement_id", _words),
        "event": (happened.groupby("lane").tail(EVENTS), "event_id", lambda row: row.summary),
        "forecast": (others.sort_values("date_end", kind="stable").tail(FORECASTS), "forecast_id", _expected),
        "strength": (counted, "estimate_id", _fighters),
    }
    for kind, (rows, _, _) in parts.items():
        if rows.empty:
            raise ValueError(f"the dossier has no {kind}")
    return pd.concat([_told(kind, *part) for kind, part in parts.items()], ignore_index=True)


def last_of_sides(strength: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Of the estimates that could be known, each side's of the last day that a dated source gives, with `left_out`:
    how many later ones of that side have a source without a date of before 15 August 2017."""
    dated = of_its_time(strength, sources)
    last = dated.groupby("side")["date_end"].transform("max")
    shown = dated[dated["date_end"] == last]
    of_side = {side: own["date_end"] for side, own in strength.groupby("side")}
    return shown.assign(left_out=[int((of_side[row.side] > row.date_end).sum()) for row in shown.itertuples()])


def _told(kind: str, rows: pd.DataFrame, key: str, words) -> pd.DataFrame:
    rows = rows.sort_values(["date_start", "date_end", key], kind="stable")
    told = [(kind, getattr(row, key), row.date, words(row), row.source_id) for row in rows.itertuples()]
    return pd.DataFrame(told, columns=COLUMNS)


def _words(row) -> str:
    translated = isinstance(row.translation, str)
    who = f"{row.speaker}, {row.role}" if isinstance(row.role, str) else row.speaker
    return f"{who}: “{row.translation if translated else row.quote}”{' (translated)' if translated else ''}"


def _expected(row) -> str:
    who = f"{row.author}, {row.affiliation}" if isinstance(row.affiliation, str) else row.author
    return f"{who}: {row.forecast}"


def _fighters(row) -> str:
    told = f"{row.claimant}: {span(row.low, row.high)}. Counted: {row.counted}"
    if not row.left_out:
        return told
    later = f"{count(row.left_out)} later {'number' if row.left_out == 1 else 'numbers'} of this side"
    return f"{told}. Not here: {later}, on pages that show no day before the article"


def counts(panel: pd.DataFrame, deaths: pd.DataFrame, mission: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Counts of the last year that had ended, in today's releases, and of the last months: columns as of `dossier`.

    panel: `civil_conflict_panel`. deaths: `battle_deaths`. mission: `isaf_rs_strength`.
    """
    last = AS_OF.year - 1
    wars = panel[panel["year"] == last]
    fought = deaths[(deaths["year"] == last) & (deaths["side_a"] == "Government of Afghanistan")]
    names = {"Taleban": "the Taliban", "IS": "ISIL"}
    led = of_its_time(mission, sources).sort_values("date_end", kind="stable").iloc[-1]
    rows = [
        (
            f"UCDP codes a civil conflict in {count(len(wars))} countries, and names Russian troops as a party in "
            f"{count(wars['russia_troops'].sum())}: {' and '.join(wars.loc[wars['russia_troops'], 'country'])}",
            str(last),
            wars["source_id"].iloc[0],
        ),
        *(
            (
                f"UCDP counts {count(row.best)} deaths ({span(row.low, row.high)}) in battles of the Afghan government "
                f"and its allies with {names[row.side_b]}",
                str(last),
                row.source_id,
            )
            for row in fought.itertuples()
        ),
        (f"{led.mission}, the mission led by NATO: {count(led.troops)} troops of all nations", led.date, led.source_id),
    ]
    told = [("count", f"count-{at}", date, text, source) for at, (text, date, source) in enumerate(rows, 1)]
    return pd.DataFrame(told, columns=COLUMNS)


def bases(then: Record) -> list[dict]:
    """One entry for each class of wars, in the order of `CLASSES`: short, name, chances, events (question -> count) and
    share (question -> share of one): what began within `TERM` years after a war year."""
    found = {question: within(then.seen(question), TERM) for question in ASKED}
    return [
        {
            "short": short,
            "name": name,
            "chances": int(found[ANY].loc[own, "chances"]),
            "events": {question: int(table.loc[own, "events"]) for question, table in found.items()},
            "share": {
                question: settled(table.loc[own, "events"] / table.loc[own, "chances"])
                for question, table in found.items()
            },
        }
        for own, (short, name) in CLASSES.items()
    ]


def outcome(today: Record) -> dict[str, bool]:
    """Whether each question, and any of them, had a yes from 15 August 2017 to `END`, by today's record.

    UCDP codes by year: every year that the window touches counts. Raises ValueError if the record ends before.
    """
    if today.last < END.year:
        raise ValueError(f"the record ends in {today.last}, before the window does")
    listed = today.listed[(today.listed["gwno"] == AFGHANISTAN) & today.listed["date_start"].between(AS_OF, END)]
    years = today.panel[(today.panel["gwno"] == AFGHANISTAN) & today.panel["year"].between(AS_OF.year, END.year)]
    party = bool(years["russia_troops"].any())
    came = {"strike": bool(listed["strike"].any()), "units": bool(listed["units"].any()) or party, "ucdp": party}
    return came | {ANY: any(came.values())}


def marks(then: Record, scales: pd.DataFrame, survey: pd.DataFrame) -> list[dict]:
    """What a reader's numbers are scored beside, apart from base rates: label and share (question -> share of one).

    The word “unlikely” speaks of an intervention, so it has a share for any of the three alone.
    """
    numbers = answers(then).query("years == @TERM").set_index("question")["probability"]
    low, high = words_to_range(scales, "ICD 203", "unlikely")
    first, last = years_ahead(then)
    own = f"This book's number, for {first} to {last}"
    median = survey.query("term == 'unlikely' and group == 'all'")["median"].unique().item()
    return [
        {"label": own, "share": {question: settled(numbers[question]) for question in ASKED}},
        {"label": "“Unlikely”, middle of the American scale (ICD 203)", "share": {ANY: settled((low + high) / 2)}},
        {"label": "“Unlikely”, as the median reader hears it", "share": {ANY: settled(median)}},
    ]


def still_open(filed: pd.DataFrame) -> dict:
    """The open questions: start, end and resolves (ISO dates), filed, share, outcome (question -> value; no outcome
    yet: None). filed: the table `open_forecasts`; of a question filed twice the last row counts."""
    rows = filed.sort_values(["filed_on", "forecast_id"], kind="stable").groupby("question_id").tail(1)
    rows = rows.set_index("question_id").loc[ASKED]
    days = {name: rows[column].iloc[0] for name, column in DAYS.items()}
    came = {question: None if pd.isna(value) else str(value) for question, value in rows["outcome"].items()}
    return {
        **{name: f"{day:%Y-%m-%d}" for name, day in days.items()},
        "share": {question: settled(float(value)) for question, value in rows["probability"].items()},
        "outcome": came,
    }


DAYS = {"start": "window_start", "end": "window_end", "resolves": "resolves_by", "filed": "filed_on"}
