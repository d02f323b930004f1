"""What the summaries in four languages say: the numbers of the first page and its cards, as each language writes them.

Tables of the data package in; texts by the key under which the prose of a summary asks for them, out.
"""

import re

import pandas as pd

from evidence.analysis import front
from evidence.analysis.languages import Language, date, days, number, phrase
from evidence.claims import FORECAST_VERDICTS, VERDICTS
from evidence.precision import fixed
from evidence.wording import count, in_hundred

LEFT = "E152"  # the last American troops


def told(
    language: Language,
    claims: pd.DataFrame,
    events: pd.DataFrame,
    deaths: pd.DataFrame,
    votes: pd.DataFrame,
    probability: tuple[float, float, float],
    ahead: tuple[int, int],
) -> dict[str, str]:
    """All numbers of one summary by their keys.

    deaths: `battle_deaths`. votes: `un_votes`. probability: the book's number with its range, as `answers.number`.
    ahead: the years that it speaks of, as `answers.years_ahead`.
    """
    cards = front.findings(events, deaths, votes)
    dates = events.set_index("event_id")["date"]
    part, whole = re.findall(r"[\d,]+", in_hundred(probability[0]))
    low, high = (fixed(end, times=100) for end in probability[1:])
    return {
        "s_claims": number(count(len(claims)), language),
        "s_number": phrase("in a hundred", language, part=part, whole=whole),
        "s_range": phrase("range", language, low=low, high=high, whole="100"),
        "s_share": number(cards["i_share"], language),
        "s_votes_before": number(cards["i_votes_before"], language),
        "s_votes_after": number(cards["i_votes_after"], language),
        "s_admitted": date(dates[front.ADMITTED][:7], language),
        "s_days": days(cards["i_days"], language),
        "s_left": date(dates[LEFT], language),
        "s_formed": date(dates[front.FORMED], language),
        "s_from": number(str(ahead[0]), language),
        "s_until": number(str(ahead[1]), language),
        "s_rest": language.words["between"].join(language.words[one] for one in rest(claims)),
        **tallies(language, claims),
    }


def rest(claims: pd.DataFrame) -> list[str]:
    """The verdicts of today that `tallies` does not count, in the order of `evidence.claims`."""
    counted, found = {*front.HELD, *front.PARTLY}, set(claims["verdict_today"])
    return [verdict for verdict in (*VERDICTS, *FORECAST_VERDICTS) if verdict in found - counted]


def tallies(language: Language, claims: pd.DataFrame) -> dict[str, str]:
    """For each kind of claim how many are supported, or borne out, and how many in part, today."""
    texts = {}
    for row in front.by_kind(claims).itertuples():
        word = "borne out" if row.Index == "forecast" else "supported"
        texts[f"s_{row.Index}"] = phrase(
            "tally",
            language,
            held=count(row.held) if row.held else language.words["none"],
            claims=count(row.claims),
            partly=count(row.partly),
            word=language.words[word],
            partly_word=language.words[f"partly {word}"],
        )
    return texts
