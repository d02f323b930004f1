"""The covariates of the model of onsets."""

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import covariates

PANEL = pd.DataFrame(
    {
        "gwno": [700, 700],
        "year": [2019, 2020],
        "mindist_russia_km": [1300.33, 1300.33],
        "mindist_carried_from_2019": [0, 1],
        "ru_arms_tiv_prev5": [0.0, 12.341],
    }
)


def test_one_row_per_country_year_and_covariate():
    long = covariates.conflict_covariates(PANEL)
    assert len(long) == 4
    distances = long[long["covariate"] == "distance_to_russia"].set_index("year")
    assert distances["value"].tolist() == [1300.3, 1300.3]
    assert distances["note"].tolist() == ["", covariates.CARRIED]
    arms = long[long["covariate"] == "russian_arms_previous_5_years"]
    assert arms["value"].tolist() == [0.0, 12.34]
    assert arms["unit"].unique().tolist() == ["million TIV"]


@pytest.mark.parametrize("bad", [float("nan"), -1.0])
def test_a_missing_or_negative_value_is_refused(bad):
    with pytest.raises(ValueError, match="missing or negative"):
        covariates.conflict_covariates(PANEL.assign(mindist_russia_km=bad))


def test_the_table_covers_the_panel_row_by_row():
    panel, long = tables.load("civil_conflict_panel"), tables.load("conflict_covariates")
    rows = set(zip(panel["gwno"], panel["year"]))
    for name, own in long.groupby("covariate"):
        assert set(zip(own["gwno"], own["year"])) == rows, name
    afghan = long[(long["gwno"] == 700) & (long["year"] == 2016)].set_index("covariate")["value"]
    assert afghan["distance_to_russia"] == 1300.3
