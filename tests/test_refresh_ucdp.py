"""Derivations from the smaller UCDP releases, each on a frame small enough to check by hand."""

from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import revisions, ucdp

UPSTREAM = Path(__file__).parent / "upstream"  # real rows: UCDP, CC BY 4.0
ACD = UPSTREAM / "ucdp_prio_acd_25_1_part.csv"

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


# ------------------------------------------------------------------------------------------ two releases of one dataset
@pytest.fixture(scope="module")
def newer() -> pd.DataFrame:
    """Release 24.1: all rows of Afghanistan, and every 97th other row of the world."""
    return ucdp.battle_deaths(pd.read_csv(UPSTREAM / "ucdp_brd_24_1_part.csv"))


def test_the_table_is_what_release_24_1_says(newer):
    table = tables.load("battle_deaths")
    assert len(newer) == 110 and newer.year.max() == 2023, "19 rows of the rest of the world are left out"
    pd.testing.assert_frame_equal(newer, table[newer.columns], check_dtype=False)


def test_what_the_newer_release_moved_is_named(newer):
    """Release 23.1: the rows of the six dyads in which something changed."""
    older = ucdp.battle_deaths(pd.read_csv(UPSTREAM / "ucdp_brd_23_1_part.csv"))
    same_dyads = newer[newer.dyad_id.isin(older.dyad_id)]
    moved = revisions.revised(older, same_dyads, ["dyad_id", "year"])
    listed = tables.load("revisions").query("table == 'battle_deaths'").fillna("")
    assert moved.to_numpy().tolist() == listed[moved.columns].to_numpy().tolist()
    assert moved.column.value_counts().to_dict() == {"best": 5, "(row)": 4, "high": 4, "low": 3}


# ------------------------------------------------------------------------------------------ contributors of UN missions
@pytest.fixture(scope="module")
def acd() -> pd.DataFrame:
    """Mali, the Central African Republic, Afghanistan, Iraq and Syria, and every other row that lists Russia."""
    return ucdp.parties(pd.read_csv(ACD, dtype=str))


def panel(acd: pd.DataFrame, missions: pd.DataFrame) -> pd.DataFrame:
    names = tables.load("civil_conflict_panel").set_index("gwno")["country"].to_dict()
    return ucdp.civil_conflict_panel(acd, names, missions)


def later_onsets(frame: pd.DataFrame) -> list[str]:
    later = frame[frame.onset & (frame.year > 2017)].sort_values(["year", "country"])
    return [f"{row.country} {row.year}" for row in later.itertuples()]


def test_onsets_of_russian_troops_after_the_article(acd):
    missions = tables.load("un_missions")
    assert later_onsets(panel(acd, missions)) == ["Mali 2024"]
    assert later_onsets(panel(acd, missions.iloc[:0])) == [
        "Central African Republic 2022",
        "Central African Republic 2024",
        "Mali 2024",
    ]


def test_contributors_stay_visible(acd):
    frame = panel(acd, tables.load("un_missions")).set_index(["country", "year"])
    rows = frame.loc["Central African Republic"]
    assert rows.index[rows.russia_troops_listed].tolist() == [2022, 2024] and not rows.russia_troops.any()
    assert rows.index[rows.us_troops_gov_listed].tolist() == [2014, 2015, 2022] and not rows.us_troops_gov.any()
    mali = frame.loc["Mali"]
    assert mali.index[mali.us_troops_gov_listed].tolist() == list(range(2013, 2024)) and not mali.us_troops_gov.any()
    assert mali.russia_troops[2024], "listed in 2024, the mission gone, among few"


def test_coalitions_that_fought_are_no_missions(acd):
    """Afghanistan and Iraq list as many states as Mali: the count alone would strike them out."""
    frame = panel(acd, tables.load("un_missions")).set_index(["country", "year"])
    for country, years in (("Afghanistan", range(2003, 2015)), ("Iraq", [2005, 2014, 2016])):
        assert frame.loc[country].us_troops_gov[list(years)].all(), country


def test_few_states_are_no_roster_even_beside_a_mission():
    """Russia alone beside the government of a country with a mission is a party of its own."""
    missions = pd.DataFrame({"gwno": [482], "first_year": [2014], "last_year": [pd.NA]})
    rows = [[1, 2022, 482, 365, None, "II"], [1, 2022, 482, 517, None, "II"]]
    few = pd.DataFrame(rows, columns=["conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b_2nd", "type_of_conflict"])
    assert not ucdp.on_roster(few, missions).any()
    many = pd.concat([few, *(few.iloc[1:].assign(gwno_a_2nd=600 + n) for n in range(10))], ignore_index=True)
    assert ucdp.on_roster(many, missions).all()
    assert not ucdp.on_roster(many.assign(year=2013), missions).any(), "before the mission"


def test_the_panel_follows_the_rule(acd):
    """The committed table says of these countries what the rule makes of the real rows."""
    made = panel(acd, tables.load("un_missions")).query("year > 1989 and gwno in [432, 482, 652]")
    table = tables.load("civil_conflict_panel").query("year > 1989 and gwno in [432, 482, 652]")
    pd.testing.assert_frame_equal(made.reset_index(drop=True), table[made.columns].reset_index(drop=True))


def test_parties_refuses_another_layout():
    official = pd.read_csv(ACD, dtype=str)
    with pytest.raises(ValueError, match="no row of type 3 or 4"):
        ucdp.parties(official.assign(type_of_conflict="II"))
