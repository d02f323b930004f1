"""Derivations from the smaller UCDP releases, each on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import ucdp

FATALITIES = ["low_fatality_estimate", "best_fatality_estimate", "high_fatality_estimate"]


def test_non_state_conflict():
    deaths = pd.DataFrame(
        [
            [2, 20, "IS", "Taleban", 2017, "Afghanistan, Pakistan", 318, 343, 396],
            [1, 10, "Hizb-i Islami-yi Afghanistan", "Taleban", 1995, "Afghanistan", 42, 42, 202],
        ],
        columns=["conflict_id", "dyad_id", "side_a_name", "side_b_name", "year", "location", *FATALITIES],
    )
    out = ucdp.non_state_conflict(deaths)
    assert list(out.dyad) == ["Hizb-i Islami – Taliban", "IS – Taliban"]
    assert list(out.only_afghanistan) == [True, False]
    assert out.loc[1, ["side_b", "low", "best", "high"]].tolist() == ["Taleban", 318, 343, 396]
    with pytest.raises(ValueError, match="two rows in one year"):
        ucdp.non_state_conflict(pd.concat([deaths, deaths]))


def country_year(rows: list[list]) -> pd.DataFrame:
    """year, actors, then low/best/high of the own government, all governments, and groups."""
    kinds = ("main_govt", "any_govt", "nsgroup")
    columns = [f"os_{kind}_killings_{bound}" for kind in kinds for bound in ("low", "best", "high")]
    return pd.DataFrame(rows, columns=["year", "os_dyad_names", *columns])


def test_one_sided_violence():
    one_sided = pd.DataFrame(
        [
            ["IS", 2016, "Afghanistan, Iraq", 4311, 4393, 4728],  # the whole world
            ["Government of Russia (Soviet Union)", 1995, "Afghanistan, Russia (Soviet Union)", 141, 141, 2471],
            ["Taleban", 2016, "Afghanistan, Pakistan", 149, 149, 285],
            ["Government of Afghanistan", 2022, "Afghanistan", 127, 188, 240],
        ],
        columns=["actor_name", "year", "location", *FATALITIES],
    )
    actors = "Government of Afghanistan - Civilians; IS - Civilians"
    rows = [
        [1995, "Government of Russia (Soviet Union) - Civilians", 0, 0, 0, 3, 4, 9, 0, 0, 0],
        [2016, f"{actors}; Taleban - Civilians", 15, 15, 15, 15, 15, 15, 336, 341, 519],
        [2022, actors, 189, 189, 189, 189, 189, 189, 232, 453, 921],
        [2023, "NO_DYAD", 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    out = ucdp.one_sided_violence(one_sided, country_year(rows)).astype(object)
    columns = ["actor", "year", "low", "best", "high", "only_afghanistan", "derived"]
    assert list(out[columns].where(out.notna(), None).itertuples(index=False, name=None)) == [
        ("Government", 2022, 127, 188, 240, True, False),
        ("IS", 2016, None, 192, None, True, True),  # 341 - 149
        ("IS", 2022, 232, 453, 921, True, True),
        ("Russia", 1995, 3, 4, 9, True, True),
        ("Taliban", 2016, 149, 149, 285, False, False),
    ]
    with pytest.raises(ValueError, match="no row for Taleban in 2016, so IS cannot be derived"):
        ucdp.one_sided_violence(one_sided[one_sided.actor_name != "Taleban"], country_year(rows))


def test_violence_by_country():
    counts = {"sb": [4, 6314, 7673, 5823], "ns": [0, 0, 0, 0], "os": [1, 145, 145, 149]}
    row = {"country_id": 365, "year": 2024, "country": "Russia (Soviet Union)"}
    for prefix, values in counts.items():
        row |= dict(zip([f"{prefix}_dyad_count", *(f"{prefix}_total_deaths_{b}" for b in ucdp.BOUNDS)], values))
    out = ucdp.violence_by_country(pd.DataFrame([row])).astype(object)
    assert list(out.where(out.notna(), None).itertuples(index=False, name=None)) == [
        (365, 2024, "non-state", "Russia", 0, 0, 0, 0, None),
        (365, 2024, "one-sided", "Russia", 1, 145, 145, 149, None),
        (365, 2024, "state-based", "Russia", 4, None, 7673, None, "bounds out of order upstream: low 6314, high 5823"),
    ]


def test_events_by_province():
    events = pd.DataFrame(
        [
            [1, 1, "Government of Afghanistan", "Taleban", "Ghor province", 7, 6, 16],
            [2, 1, "Government of Afghanistan", "Taleban", "Ghor province", 1, 4, 4],
            [3, 3, "IS", "Civilians", "Ghor province", 3, 2, 2],
            [4, 3, "IS", "Civilians", None, 9, 9, 9],  # no province
        ],
        columns=["id", "type_of_violence", "side_a", "side_b", "adm_1", "low", "best", "high"],
    )
    out = ucdp.events_by_province(events, {"Ghor province": "AFG-1747"}).astype(object)
    assert list(out.where(out.notna(), None).itertuples(index=False, name=None)) == [
        ("AFG-1747", "Government – Taliban", "state-based", 2, 8, 10, 20, None),
        ("AFG-1747", "IS – civilians", "one-sided", 1, None, 2, None, "bounds out of order upstream: low 3, high 2"),
    ]
    with pytest.raises(ValueError, match=r"no code for \['Ghor province'\]"):
        ucdp.events_by_province(events, {})


def test_fights_by_month_tells_who_held_kabul():
    events = pd.DataFrame(
        [
            ["Government of Afghanistan", "IS", "2021-08-01", 1, 2, 3],
            ["Government of Afghanistan", "IS", "2021-08-15", 4, 5, 6],
            ["Government of Afghanistan", "IS", "2021-08-30", 0, 1, 1],
            ["IS", "Taleban", "2021-08-01", 0, 7, 7],
            ["IS", "Civilians", "2021-08-01", 9, 9, 9],
            ["Government of Iraq", "IS", "2021-08-26", 9, 9, 9],
        ],
        columns=["side_a", "side_b", "date_start", "low", "best", "high"],
    )
    assert ucdp.fights_by_month(events, "2021-08-15").values.tolist() == [
        ["2021-08", "Government – IS", "Republic", 1, 1, 2, 3],
        ["2021-08", "Government – IS", "Taliban", 2, 4, 6, 7],
        ["2021-08", "IS – Taliban", "Republic", 1, 0, 7, 7],
    ]
