"""The risk set: which country-years give Russia a chance to intervene, and after which of them something began.

A chance is a country-year with a civil conflict in which UCDP does not name Russia as a party of its own. What counts
is what begins in the years after it. So a chance never waits for the conflict that it is to explain, as it would if
the conflict had to exist in the year of the onset itself.

Pure functions on `civil_conflict_panel` and `interventions`.
"""

import numpy as np
import pandas as pd

QUESTIONS = ("strike", "units", "ucdp")  # the columns of `beginnings`
ANY = "any"  # their union: at least one of the three
FIRST_CHANCE = 1991  # so that what begins counts from 1992, the first full year of the Russian Federation
LONGEST = 5  # years for which a chance is followed
AFGHANISTAN = 700  # Gleditsch-Ward number

SOVIET = "Former Soviet Union"
WITH_US = "Elsewhere, with US troops"
WITHOUT_US = "Elsewhere, without US troops"


def chances(panel: pd.DataFrame, first: int = FIRST_CHANCE) -> pd.DataFrame:
    """Country-years from `first` on with a civil conflict and without Russian troops as a party of their own, by
    country and year: draws of whole countries take them in this order.

    Returns gwno, country, year and reference_class: former Soviet Union; elsewhere, with or without US troops on the
    government's side. Each country-year is in one class, so that no case is counted twice.
    """
    rows = panel[(panel["year"] >= first) & ~panel["russia_troops"]].sort_values(["gwno", "year"])
    elsewhere = np.where(rows["us_troops_gov"], WITH_US, WITHOUT_US)
    classes = np.where(rows["post_soviet"], SOVIET, elsewhere)
    return rows[["gwno", "country", "year"]].assign(reference_class=classes).reset_index(drop=True)


def of_the_year_after(panel: pd.DataFrame) -> pd.DataFrame:
    """The panel with the chances that a year of conflict gives to the year after: `at_risk` and `onset` of year t are
    those of t + 1, whether or not a conflict is coded then. The panel's last year, which has none yet, is left out."""
    begun = set(panel.loc[panel["onset"], ["gwno", "year"]].itertuples(index=False, name=None))
    came = np.array([(row.gwno, row.year + 1) in begun for row in panel.itertuples()], dtype=bool)
    rows = panel.assign(at_risk=~panel["russia_troops"], onset=came & ~panel["russia_troops"])
    return rows[rows["year"] < panel["year"].max()]


def beginnings(panel: pd.DataFrame, interventions: pd.DataFrame) -> pd.DataFrame:
    """Country-years in which something began that answers a question: gwno, year, strike, units, ucdp, any (bool).

    panel: its `onset` marks the first year for which UCDP names Russia as a party of its own, which takes regular
    troops by its definition of a secondary warring party, so it answers the question on units too. interventions:
    `gwno`, `date_start` and the codings `strike` and `units`, each for what began on that date.
    """
    listed = interventions[interventions["strike"] | interventions["units"]]
    parts = [
        listed.assign(year=listed["date_start"].dt.year, ucdp=False)[["gwno", "year", *QUESTIONS]],
        panel.loc[panel["onset"], ["gwno", "year"]].assign(strike=False, units=True, ucdp=True),
    ]
    rows = pd.concat(parts, ignore_index=True).astype({"gwno": "int64", "year": "int64"})
    return rows.groupby(["gwno", "year"], as_index=False)[list(QUESTIONS)].any().assign(**{ANY: True})


def followed(chances: pd.DataFrame, began: pd.DataFrame, question: str, last: int) -> pd.DataFrame:
    """The chances with `after`: years from the chance to the first beginning in t+1 … t+5; missing where none came.

    `seen` is the number of those years that had ended by the year `last`: a chance of last - 2 was seen for two.
    Chances of the year `last` itself, of which nothing was seen yet, are left out.
    """
    own = began.loc[began[question], ["gwno", "year"]]
    came = pd.concat([own.assign(year=own["year"] - ahead, after=ahead) for ahead in range(1, LONGEST + 1)])
    came = came[came["year"] + came["after"] <= last].groupby(["gwno", "year"], as_index=False)["after"].min()
    rows = chances[chances["year"] < last].merge(came, on=["gwno", "year"], how="left")
    return rows.assign(seen=(last - rows["year"]).clip(upper=LONGEST))


def within(rows: pd.DataFrame, years: int, by: str = "reference_class") -> pd.DataFrame:
    """Direct counts over t+1 … t+years: per group, events and chances seen for that long. rows: as of `followed`."""
    seen = rows[rows["seen"] >= years]
    came = seen["after"] <= years
    return came.groupby(seen[by]).agg(events="sum", chances="count").astype("int64")


def by_lag(rows: pd.DataFrame, by: str = "reference_class") -> pd.DataFrame:
    """Counts year by year after a chance, as in a life table: index (lag, group), columns events and chances.

    At lag j a chance counts if it was seen for j years and nothing had begun before; it is an event if something began
    in t+j. At one lag each country-year that is looked into counts once. rows: as of `followed`.
    """
    counts = {}
    for lag in range(1, LONGEST + 1):
        open_still = rows[(rows["seen"] >= lag) & ~(rows["after"] < lag)]
        came = open_still["after"] == lag
        counts[lag] = came.groupby(open_still[by]).agg(events="sum", chances="count")
    return pd.concat(counts, names=["lag", by]).astype("int64")


def after_a_chance(began: pd.DataFrame, chances: pd.DataFrame, how: str = "inner") -> pd.DataFrame:
    """The beginnings with country and reference_class of the chance in the year before.

    A beginning without one is left out, or has nothing there if `how` is "left".
    """
    before = chances.assign(year=chances["year"] + 1)
    return began.merge(before[["gwno", "year", "country", "reference_class"]], on=["gwno", "year"], how=how)


def shares(began: pd.DataFrame, chances: pd.DataFrame, last: int) -> pd.DataFrame:
    """Of the beginnings that came in the year after a chance, up to `last`: how many answer each question.

    Returns one row per question: question, of_these, all (counts). Beginnings in a country without a conflict the year
    before are no part of the risk set and don't count here either.
    """
    own = after_a_chance(began[began["year"] <= last], chances)
    counts = [(question, int(own[question].sum()), len(own)) for question in QUESTIONS]
    return pd.DataFrame(counts, columns=["question", "of_these", "all"])
