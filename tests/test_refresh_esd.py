"""Lists of supporters taken apart, on frames small enough to check by hand and on real rows."""

from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import esd

UPSTREAM = Path(__file__).parent / "upstream" / "ucdp_esd_18_1_part.csv"  # real rows: UCDP, CC BY 4.0
RUSSIA, IRAN = "Government of Russia (Soviet Union)", "Government of Iran"


def actor_year(actor: str, listed: str, states: int, location: str = "Afghanistan: Government", **flags: int) -> dict:
    row = {"year": 2015, "active": 1, "actor_name": actor, "oppo_name": "Government", "conflict_id": 333}
    row |= {"location": location, "ext_name": listed, "ext_count_s": states}
    return row | dict.fromkeys(esd.TYPES, 0) | flags


def test_types_only_for_a_single_state():
    rows = [
        actor_year("Taleban", f"al-Qaida ,{IRAN},{RUSSIA}", 2, ext_w_s=1),
        actor_year("UIFSA", f"{RUSSIA},IMU", 1, ext_w_s=1, ext_f_s=1),
        actor_year("IS", "", 0),
        actor_year("Rebels", f"{IRAN},{RUSSIA}", 2, location="Syria: Government"),
        actor_year("Loyalists", IRAN, 1, location="Syria: Government"),
        actor_year("Taleban", RUSSIA, 1) | {"year": 1988},
    ]
    out = esd.support(pd.DataFrame(rows))
    assert list(out[["actor", "supporter", "supporter_kind", "types"]].itertuples(index=False, name=None)) == [
        ("IS", esd.NONE, "none", ""),
        ("Rebels", RUSSIA, "state", ""),  # elsewhere Russia alone
        ("Taleban", IRAN, "state", ""),
        ("Taleban", RUSSIA, "state", ""),  # one of two: no type
        ("Taleban", "al-Qaida", "non-state", ""),
        ("UIFSA", RUSSIA, "state", "weapons; funding"),
        ("UIFSA", "IMU", "non-state", ""),
    ]
    assert out.list_complete.all() and out.active.all()
    taliban = out[(out.actor == "Taleban") & (out.supporter_kind == "state")]
    assert list(taliban.types_of_group) == ["weapons"] * 2  # the group's, given with each of its states
    assert list(out[out.supporter_kind != "state"].types_of_group) == [""] * 3
    with pytest.raises(ValueError, match="Taleban 2015 lists 2 states of 1"):
        esd.support(pd.DataFrame([actor_year("Taleban", f"{IRAN},{RUSSIA}", 1)]))


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    """Actor-years of the government in Kabul and of the Taliban against each other, and one of Libya."""
    return pd.read_csv(UPSTREAM, keep_default_na=False)


def test_the_longest_list_is_whole(real):
    kabul = esd.support(real[real.actor_name == "Government of Afghanistan"])
    assert real.ext_name.str.len().max() == 1206
    states = kabul[kabul.supporter_kind == "state"].groupby("year").size()
    assert (states.idxmax(), states.max()) == (2011, 51) and kabul.list_complete.all()
    assert {"Government of Albania", "Government of United States of America"} <= set(kabul.supporter)


def test_a_list_that_names_fewer_states_than_upstream_counts_is_marked(real):
    libya = esd.support(real[real.location.str.startswith("Libya")])
    assert libya[["supporter", "state_supporters", "list_complete"]].to_numpy().tolist() == [[RUSSIA, 6, False]]


def test_the_table_follows_from_the_real_rows(real):
    """Blanks behind a name of upstream are cut off."""
    padded = real.assign(actor_name=real.actor_name + " ")
    made, table = esd.support(padded), tables.load("external_support")
    row = ["conflict_id", "actor", "opponent", "year"]
    same = table.merge(made[row].drop_duplicates(), on=row).sort_values([*row, "supporter"])
    same = same.assign(types=same.types.fillna(""), types_of_group=same.types_of_group.fillna(""))
    pd.testing.assert_frame_equal(made, same[made.columns].reset_index(drop=True), check_dtype=False)
