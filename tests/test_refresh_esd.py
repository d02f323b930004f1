"""Lists of supporters taken apart, on frames small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import esd

RUSSIA, IRAN = "Government of Russia (Soviet Union)", "Government of Iran"


def actor_year(actor: str, listed: str, states: int, location: str = "Afghanistan: Government", **flags: int) -> dict:
    row = {"year": 2015, "active": 1, "actor_name": actor, "oppo_name": "Government", "conflict_id": 333}
    row |= {"location": location, "ext_name": listed, "ext_count_s": states}
    return row | dict.fromkeys([*esd.TYPES, *esd.FLAGS], 0) | flags


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


def test_a_cut_list_loses_its_last_name_and_gains_the_flagged():
    listed = ",".join([IRAN, "Government of " + "x" * 560, "Government of Niger"])[: esd.CUT + 1]
    assert len(listed) >= esd.CUT
    out = esd.support(pd.DataFrame([actor_year("Taleban", listed, 9, iran_supporter=1, usa_supporter=1)]))
    assert "Government of Niger" not in set(out.supporter)  # could be half of Nigeria
    assert {IRAN, "Government of United States of America"} <= set(out.supporter) and len(out) == 3
    assert not out.list_complete.any()
