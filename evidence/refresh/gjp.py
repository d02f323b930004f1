"""Good Judgment Project: what forecasters were asked before the article about Russia, Afghanistan and force.

Upstream: ifps.csv of the data of the Good Judgment Project (IARPA, Aggregative Contingent Estimation, 2011-2015),
doi:10.7910/DVN/BPCDH5, CC0. The file is in the encoding of old Macintoshes (``encoding="mac_roman"``).
"""

import re

import pandas as pd

from evidence.refresh.layout import ANY, TEXT, reads

ABOUT = {  # the first that the question names
    "Russia and its neighbours": r"Russia|Ukrain|Crimea|Georgia\b|Ossetia|Abkhaz|Tajik|Kyrgyz|Uzbek|Turkmen|Kazakh",
    "Afghanistan and the Taliban": r"Afghan|Taliban",
}
ELSEWHERE = "elsewhere"
FORCE = r"invade|lethal confrontation|armed forces|military force|airstrike|annex|interven|ground offensive"
KINDS = {"0": "question", **dict.fromkeys("12345", "branch"), "6": "ordered"}  # q_type
SPOILED = {"â€™": "’", "Ì©": "é"}  # letters that upstream wrote in one encoding and read in another
OPTION = re.compile(r"\(([a-e])\)\s*(.*?)\s*(?=,?\s*\([a-e]\)|$)")
DATES = {"date_start": "date", "date_to_close": "date_end", "date_closed": "date_closed"}


@reads(
    "GJP",
    ifps={
        **dict.fromkeys(["ifp_id", "q_text", "options", *DATES], TEXT),
        "q_type": {"0", "1", "2", "3", "4", "5", "6"},
        "q_status": {"closed", "voided"},
        "outcome": {"a", "b", "c", "d", "e"},
        "days_open": ANY,
    },
)
def questions(ifps: pd.DataFrame) -> pd.DataFrame:
    """Questions that name Russia, one of its neighbours, Afghanistan or the Taliban, or have a word of force.

    In: ifp_id, q_type, q_text, q_status, date_start, date_to_close, date_closed (m/d/yy), outcome (letter), options
    ("(a) Yes, (b) No"; those of a branch begin with its condition and a colon), days_open.
    Out: question_id, question, condition (of a branch), kind, about (`ABOUT`), force (a word of `FORCE`), status, date
    (asked), date_end (set for its close), date_closed (ISO), outcome (words of the option), came_true (a yes came;
    empty where the outcome is neither yes nor no, or was voided), days_open, sorted by date and question_id.
    Asterisks, which mark terms that the question defines, are left out. Raises ValueError for an outcome that is none
    of the options.
    """
    ifps = ifps.assign(**{column: _mended(ifps[column]) for column in ("q_text", "options")})
    text = ifps.q_text.str.replace("*", "").str.split().str.join(" ")
    about = pd.Series(ELSEWHERE, ifps.index)
    for name, words in reversed(ABOUT.items()):
        about = about.mask(text.str.contains(words), name)
    force = text.str.contains(FORCE)
    own = ifps.assign(question=text, about=about, force=force)[force | (about != ELSEWHERE)].fillna({"outcome": ""})
    condition = own.options.str.extract(r"^(.*?)\s*:\s*\(a\)")[0].str.strip()
    outcome = [_outcome(row) for row in own.itertuples()]
    out = own.assign(
        condition=condition,
        outcome=outcome,
        came_true=[True if words.startswith("Yes") else False if words == "No" else None for words in outcome],
        kind=own.q_type.map(KINDS),
        **{new: pd.to_datetime(own[old], format="%m/%d/%y").dt.strftime("%Y-%m-%d") for old, new in DATES.items()},
        days_open=pd.to_numeric(own.days_open).astype("Int64"),
    ).rename(columns={"ifp_id": "question_id", "q_status": "status"})
    columns = "question_id question condition kind about force status date date_end date_closed outcome came_true"
    return out[[*columns.split(), "days_open"]].sort_values(["date", "question_id"], ignore_index=True)


def _mended(texts: pd.Series) -> pd.Series:
    for spoiled, letter in SPOILED.items():
        texts = texts.str.replace(spoiled, letter)
    return texts


def _outcome(row) -> str:
    """Words of the option that came, "" for none."""
    options = dict(OPTION.findall(row.options))
    if row.outcome and row.outcome not in options:
        raise ValueError(f"GJP, question {row.ifp_id}: {row.outcome!r} is none of {row.options!r}")
    return options.get(row.outcome, "")
