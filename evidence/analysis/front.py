"""What the first page says: claims by kind, the word beside the number, ten dates, what each chapter found.

Tables of the data package in; frames, and texts by the key under which the prose asks for them, out.
"""

import pandas as pd

from evidence.analysis import isil
from evidence.forecast import words_to_range
from evidence.wording import count, date, decimal, in_hundred, in_words, percent

KINDS = {  # of claims, in the order of the page
    "fact": "Facts",
    "attribution": "Who said what",
    "evaluation": "Judgements",
    "causal": "Causes",
    "forecast": "Forecasts",
}
HELD = ("supported", "borne out")  # of a forecast the second
PARTLY = ("partly supported", "partly borne out")
ARTICLE, WARNING = "E101", "E174"
SUSPENDED, FORMED, ADMITTED = "E036", isil.ISIL_FORMED, "E062"
MOMENTS = {
    "E006": "Last Soviet troops leave",
    "E016": "American-led campaign begins",
    SUSPENDED: "NATO suspends cooperation over Crimea",
    FORMED: "ISIL’s Afghan branch, ISIL-K, announces itself",
    ADMITTED: "Moscow admits Taliban contacts",
    WARNING: "Earliest report found of the Russian warning",
    ARTICLE: "A page lists the article (which is of late July, inferred)",
    "E152": "Last American troops leave",
    "E160": "Attack on Crocus City Hall near Moscow; Islamic State claims it",
    "E168": "Russia recognises the Taliban’s rule",
}
SCALES = {  # scale -> its term that is nearest to “unlikely”, and who speaks so
    "ICD 203": ("unlikely", "American intelligence"),
    "IPCC": ("unlikely", "UN climate panel"),
    "Kent": ("probably not", "Sherman Kent, 1964: “probably not”"),
}
OWN = "This book, within three years"
EARLIEST_SESSION, FIRST_SESSION, LAST_SESSION = 2002, 2011, 2016  # of the UN, before the article


def by_kind(claims: pd.DataFrame) -> pd.DataFrame:
    """One line per kind of claim, in the order of KINDS: label, claims (how many), held and partly (of them, today)."""
    today = claims["verdict_today"]
    marked = claims.assign(held=today.isin(HELD), partly=today.isin(PARTLY))
    counts = marked.groupby("kind").agg(claims=("claim_id", "size"), held=("held", "sum"), partly=("partly", "sum"))
    return counts.loc[list(KINDS)].assign(label=list(KINDS.values()))


def claim_numbers(claims: pd.DataFrame) -> dict[str, str]:
    """How many claims there are, how many facts and causes are fully supported, how the forecasts came out."""
    kinds = by_kind(claims)
    facts, causes, forecasts = kinds.loc["fact"], kinds.loc["causal"], kinds.loc["forecast"]
    failed = int((claims["verdict_today"] == "not borne out").sum())
    return {
        "i_claims": count(len(claims)),
        "i_facts": f"{count(facts.held)} of {count(facts.claims)}",
        "i_causes": f"{count(causes.held) if causes.held else 'none'} of {count(causes.claims)}",
        "i_causes_partly": in_words(causes.partly),
        "i_forecasts": in_words(forecasts.claims),
        "i_came": in_words(forecasts.held),
        "i_partly": in_words(forecasts.partly),
        "i_failed": in_words(failed),
    }


def number_said(number: tuple[float, float, float]) -> dict[str, str]:
    """The book's number, as `answers.number` gives it, and the upper end of its range, both in a hundred."""
    probability, _, high = number
    return {"i_number": in_hundred(probability), "i_high": in_hundred(high).removeprefix("about ")}


def heard(scales: pd.DataFrame, number: tuple[float, float, float], source_id: str) -> pd.DataFrame:
    """“Unlikely” as three scales fix it, and the book's number under them, as rows for `charts.odds.intervals`.

    scales: `verbal_scales`. number: probability, low, high, as of `answers.number`; source_id: its source.
    """
    rows = []
    for scale, (term, who) in SCALES.items():
        low, high = words_to_range(scales, scale, term)
        source = scales.loc[(scales["scale"] == scale) & (scales["term"] == term), "source_id"].item()
        said = f"{percent(low)} to {percent(high)}"
        rows.append((who, low, high, float("nan"), said, f"{who}: {said}", source))
    probability, low, high = number
    said = f"{percent(probability)}, up to {percent(high)}"
    rows.append((OWN, low, high, probability, said, f"{OWN}: {said}", source_id))
    return pd.DataFrame(rows, columns=["label", "low", "high", "middle", "value", "tip", "source_id"]).assign(head=None)


def moments(events: pd.DataFrame) -> pd.DataFrame:
    """Ten events in the order of their dates: event_id, date (as written), when and what (in words), source_id."""
    own = events.set_index("event_id").loc[list(MOMENTS)].sort_values("date_start", kind="stable")
    own = own.assign(when=own["date"].map(date), what=own.index.map(MOMENTS))
    return own.reset_index()[["event_id", "date", "when", "what", "source_id"]]


def findings(events: pd.DataFrame, deaths: pd.DataFrame, votes: pd.DataFrame) -> dict[str, str]:
    """The numbers of the cards on chapters 1 to 4; those on 5 and 6 are of `number_said` and `claim_numbers`.

    deaths: `battle_deaths`. votes: `un_votes`.
    """
    share = isil.share_of_war(deaths).set_index("year")["share"]
    pair = votes.query("iso3_a == 'RUS' and iso3_b == 'AFG' and vote_set == 'all'").set_index("year")["agreement"]
    pair = pair.sort_index()
    days = events.set_index("event_id")["date_start"]
    return {
        "i_share": percent(share[2017]),
        "i_votes_before": decimal(pair.loc[EARLIEST_SESSION:FIRST_SESSION].mean(), 2),
        "i_votes_after": decimal(pair[LAST_SESSION], 2),
        "i_admitted": date(f"{days[ADMITTED]:%Y-%m}"),
        "i_days": count((days[FORMED] - days[SUSPENDED]).days),
    }
