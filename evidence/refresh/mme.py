"""Multinational Military Exercises: how many per year, with Russia, with the USA or with both.

Upstream: Multinational Military Exercises v7 (D'Orazio and Galambos 2021), doi:10.7910/DVN/KHFODX. Aggregates only.
"""

import pandas as pd

from evidence.refresh.layout import ANY, FLAG, NUMBER, TEXT, reads

KINDS = {"cpx": "command_post", "warfighting": "warfighting", "peacekeeping": "peacekeeping"}


@reads(
    "MME",
    participants={
        **dict.fromkeys(["start_year", "participant_count"], NUMBER),
        "mme_id": ANY,
        "country": TEXT,
        **dict.fromkeys(["with_russia", "with_usa", *KINDS], FLAG),
    },
)
def exercises_by_year(participants: pd.DataFrame, first_year: int, last_year: int) -> pd.DataFrame:
    """Exercises per year by the power that took part; a year without one has a row with zero.

    In: one row per exercise and participant: mme_id, start_year, country, participant_count, with_russia, with_usa,
    cpx (command-post exercise), warfighting, peacekeeping (0/1).
    Out: year, power ("Russia", "United States", "both"), exercises, of which with_afghanistan, command_post,
    warfighting, peacekeeping (numbers of exercises), median_participants (states; empty where there was none).
    Raises ValueError for an exercise with neither power, or with unlike values in its rows.
    """
    columns = ["start_year", "participant_count", "with_russia", "with_usa", *KINDS]
    by_exercise = participants.groupby("mme_id")
    if (by_exercise[columns].nunique() > 1).any(axis=None):
        raise ValueError("MME: the rows of an exercise differ")
    exercises = by_exercise[columns].first()
    afghan = participants[participants.country == "Afghanistan"].mme_id
    exercises["with_afghanistan"] = exercises.index.isin(set(afghan)).astype(int)
    power = exercises.with_russia + 2 * exercises.with_usa
    if (power == 0).any():
        raise ValueError("MME: an exercise has neither Russia nor the USA")
    exercises["power"] = power.map({1: "Russia", 2: "United States", 3: "both"})
    grouped = exercises.rename(columns={"start_year": "year", **KINDS}).groupby(["year", "power"])
    sums = grouped[["with_afghanistan", *KINDS.values()]].sum()
    sums.insert(0, "exercises", grouped.size())
    years = range(first_year, last_year + 1)
    every = pd.MultiIndex.from_product([years, ["Russia", "United States", "both"]], names=["year", "power"])
    out = sums.reindex(every, fill_value=0)
    out["median_participants"] = grouped.participant_count.median()
    return out.reset_index()
