"""UN General Assembly: roll calls by subject, agreement of pairs of states, and the spread of ideal points.

Upstream: United Nations General Assembly Voting Data (Voeten, Strezhnev and Bailey; R package unvotes), CC0, and the
ideal points of Bailey, Strezhnev and Voeten, doi:10.7910/DVN/LEJUQZ.
"""

import re

import pandas as pd

from evidence.refresh.layout import NUMBER, TEXT, check, reads

CODES = {"yes": 1, "abstain": 2, "no": 3}
FIRST_SESSION = 1945  # session n starts in the autumn of 1945 + n
MINUTES = r"The (?:\w+ )?President:"  # how a title starts that is none: the record of the meeting stands in its place
SUBJECTS = {  # the first that fits
    "Afghanistan": r"afghan|kabul|taliban|taleban",
    "Central Asia": r"central asia",
    "Russia's neighbours": r"ukrain|crimea|sevastopol|abkhazia|ossetia",
}


def subject(text: str) -> str:
    """Subject of a roll call by the words of its title, one of ``SUBJECTS``, or ""."""
    return next((name for name, words in SUBJECTS.items() if re.search(words, text, re.IGNORECASE)), "")


@reads(
    "UN votes",
    votes={
        "ga_number": NUMBER,
        **dict.fromkeys(["date", "short", "descr", "unres"], TEXT),
        "importantvote": {"0", "1"},
    },
)
def roll_calls(votes: pd.DataFrame, states: dict[str, str], first_session: int = 35) -> pd.DataFrame:
    """Roll calls that name Afghanistan, Central Asia or a neighbour whose territory Russia disputes.

    The first session, the 35th, is that of 1980, the first after Soviet troops came to Afghanistan.

    In: one row per roll call: rcid, ga_number (session), date, importantvote ("1" where the US State Department called
    it important, empty where it was not judged), short and descr (titles; what starts as the minutes of a meeting do
    is none), unres (resolution), and one column of votes per state, "yes", "abstain", "no" or empty (absent).
    ``states`` maps those columns to names.
    Out: roll_call, session_year, date, subject, resolution, title, us_important and one column per state.
    Raises ValueError for another word in a vote.
    """
    descr = votes.descr.fillna("").mask(votes.descr.str.match(MINUTES, na=False), "")
    text = votes.short.fillna("") + " " + descr
    chosen = votes.assign(descr=descr, subject=text.map(subject))
    chosen = chosen[(chosen.subject != "") & (chosen.ga_number.astype(int) >= first_session)].rename(
        columns={"rcid": "roll_call", "unres": "resolution", **states}
    )
    cast = chosen[list(states.values())].fillna("")
    if not cast.isin(["", *CODES]).all(axis=None):
        raise ValueError("UN votes: a vote is neither yes, abstain nor no")
    chosen["session_year"] = chosen.ga_number.astype(int) + FIRST_SESSION
    chosen["title"] = [_title(short, long) for short, long in zip(chosen.short.fillna(""), chosen.descr.fillna(""))]
    chosen["us_important"] = chosen.importantvote.map({"1": "true", "0": "false"}).fillna("")
    columns = ["roll_call", "session_year", "date", "subject", "resolution", "title", "us_important", *states.values()]
    return chosen[columns].fillna("").sort_values(["date", "roll_call"], ignore_index=True)


def _title(short: str, long: str) -> str:
    """The title in words: the long one, unless it is a catalogue number, without what was adopted by whom."""
    words = short if not long or re.match(r"A/\d", long) else long
    return re.split(r" ?: resolution /", words)[0].strip()


@reads("UN votes", votes={"ga_number": NUMBER, "importantvote": {"0", "1"}})
def agreement(votes: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """How often two states voted alike, per session and set of votes.

    In: roll calls as in ``roll_calls``, with ``a`` and ``b`` the columns of the two states.
    Out: vote_set ("all", "us_important"), year (start of the session), n_votes (roll calls in which both voted),
    agreement (1 - mean distance / 2 with yes 1, abstain 2, no 3), identical and opposite (shares, 0-1, four decimals).
    Absences are dropped; a session without a common vote has no row.
    """
    check("UN votes", votes, {a: set(CODES), b: set(CODES)})
    distance = (votes[a].map(CODES) - votes[b].map(CODES)).abs()
    both = votes.assign(distance=distance, year=votes.ga_number.astype(int) + FIRST_SESSION)[distance.notna()]
    sets = {"all": both, "us_important": both[both.importantvote == "1"]}
    frames = [_shares(rows).assign(vote_set=name) for name, rows in sets.items()]
    columns = ["vote_set", "year", "n_votes", "agreement", "identical", "opposite"]
    return pd.concat(frames)[columns].reset_index(drop=True)


@reads("UN votes", votes={"ga_number": NUMBER, "importantvote": {"0", "1"}})
def agreement_of_pairs(votes: pd.DataFrame, pairs: list[tuple[str, str]], first_session: int = 46) -> pd.DataFrame:
    """`agreement` of each pair of states, with their names in iso3_a and iso3_b; columns of ``votes`` are named so.

    The first session, the 46th, is that of 1991: before it Russia's seat was the Soviet Union's.
    """
    own = votes[votes.ga_number.astype(int) >= first_session]
    return pd.concat([agreement(own, a, b).assign(iso3_a=a, iso3_b=b) for a, b in pairs], ignore_index=True)


def _shares(both: pd.DataFrame) -> pd.DataFrame:
    by_year = both.groupby("year").distance
    return pd.DataFrame(
        {
            "n_votes": by_year.size(),
            "agreement": (1 - by_year.mean() / 2).round(4),
            "identical": by_year.apply(lambda distance: (distance == 0).mean()).round(4),
            "opposite": by_year.apply(lambda distance: (distance == 2).mean()).round(4),
        }
    ).reset_index()


@reads(
    "UN ideal points",
    points={
        **dict.fromkeys(["iso3c", "countryname"], TEXT),
        **dict.fromkeys(["year", "idealpointall", "q5all", "q95all", "nvotesall"], NUMBER),
    },
)
def ideal_points(points: pd.DataFrame) -> pd.DataFrame:
    """Ideal points with their bounds; years without an estimate are left out.

    In: iso3c, countryname, year, idealpointall, q5all, q95all (latent scale), nvotesall (votes).
    Out: iso3, country, year, low, best, high (5 % bound, point, 95 % bound; latent scale), n_votes, sorted.
    Raises ValueError if a point lies outside its bounds.
    """
    names = {"iso3c": "iso3", "countryname": "country", "q5all": "low", "idealpointall": "best", "q95all": "high"}
    out = points.dropna(subset=["idealpointall"]).rename(columns={**names, "nvotesall": "n_votes"})
    if not ((out.low <= out.best) & (out.best <= out.high)).all():
        raise ValueError("UN ideal points: a point lies outside its bounds")
    out = out.astype({"n_votes": int})[["iso3", "country", "year", "low", "best", "high", "n_votes"]]
    return out.sort_values(["iso3", "year"], ignore_index=True)


@reads("UN ideal points", points={"iso3c": TEXT, "year": NUMBER, "idealpointall": NUMBER})
def spread(points: pd.DataFrame) -> pd.DataFrame:
    """How the ideal points of all states lie in each year.

    In: iso3c, year, idealpointall (latent scale; rows without a value are left out).
    Out: year, states (number), lower_quartile, median, upper_quartile (latent scale, four decimals).
    """
    by_year = points.dropna(subset=["idealpointall"]).groupby("year").idealpointall
    quartiles = by_year.quantile([0.25, 0.5, 0.75]).unstack().round(4)
    quartiles.columns = ["lower_quartile", "median", "upper_quartile"]
    return quartiles.assign(states=by_year.size()).reset_index()[["year", "states", *quartiles.columns]]
