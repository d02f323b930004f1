"""What the model of onsets knows of a country-year beside UCDP's coding: its distance, and the arms Russia had sent.

Upstream: CShapes 2.0 (Schvitz et al. 2022) for the smallest distance between borders, by way of the R package
peacesciencer; SIPRI Arms Transfers Database for deliveries of major arms, summed here over five years.
"""

import pandas as pd

from evidence.refresh.layout import FLAG, NUMBER, reads

COVARIATES = {  # column of the panel -> name, unit, source, decimals
    "mindist_russia_km": ("distance_to_russia", "kilometres", "cshapes-2-0", 1),
    "ru_arms_tiv_prev5": ("russian_arms_previous_5_years", "million TIV", "sipri-arms-transfers-2026-05-18", 2),
}
CARRIED = "distance of 2019, the last year measured"


@reads(
    "covariates",
    panel={**dict.fromkeys(["gwno", "year", *COVARIATES], NUMBER), "mindist_carried_from_2019": FLAG},
)
def conflict_covariates(panel: pd.DataFrame) -> pd.DataFrame:
    """One row per country-year and covariate.

    In: gwno, year, mindist_russia_km (kilometres), mindist_carried_from_2019 (0/1), ru_arms_tiv_prev5 (million TIV,
    sum of the five years before). Out: gwno, year, covariate, value, unit, note, source_id, sorted.
    Raises ValueError for a missing or negative value.
    """
    parts = []
    for column, (name, unit, source, decimals) in COVARIATES.items():
        part = panel[["gwno", "year"]].assign(covariate=name, value=panel[column].round(decimals), unit=unit)
        carried = (panel["mindist_carried_from_2019"] == 1) & (name == "distance_to_russia")
        parts.append(part.assign(note=carried.map({True: CARRIED, False: ""}), source_id=source))
    long = pd.concat(parts)
    if not (long["value"] >= 0).all():
        raise ValueError("covariates: a value is missing or negative")
    return long.sort_values(["gwno", "year", "covariate"], ignore_index=True)
