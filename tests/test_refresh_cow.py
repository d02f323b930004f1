"""Derivations from Militarized Interstate Disputes, each on a frame small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import cow


def test_kind_of_an_action():
    assert [cow.kind(code) for code in (0, 1, 7, 12, 13, 19, 20)] == [
        "none",
        "threat",
        "display",
        "display",
        "use of force",
        "use of force",
        "war",
    ]
    with pytest.raises(ValueError, match="no action code 22"):
        cow.kind(22)


def test_disputes():
    rows = pd.DataFrame(
        [
            [4054, "1993-03-03", "1994-02-21", 1, 0.0, 17, "clash"],
            [3561, "1992-06-13", "1993", 0, 1.0, 16, "attack"],
            [2053, "1980-03-01", "1982-04-14", 0, None, 0, "no militarized action"],
        ],
        columns=[
            "dispnum",
            "start",
            "end",
            "afghanistan_is_target",
            "target_post_soviet",
            "russia_hiact",
            "russia_hiact_label",
        ],
    )
    assert list(cow.disputes(rows).itertuples(index=False, name=None)) == [
        (2053, 1980, 1982, "other", "no militarized action", "none"),
        (3561, 1992, 1993, "post-Soviet", "attack", "use of force"),
        (4054, 1993, 1994, "Afghanistan", "clash", "use of force"),
    ]
    with pytest.raises(ValueError, match="two rows"):
        cow.disputes(pd.concat([rows, rows]))


INCIDENTS = pd.DataFrame(
    [
        [1, 11, "2000-01-01", "A;B", 7, "show of force", 0],
        [1, 12, "2000-06", "A", 16, "attack", 0],  # within the window of A; B saw none
        [2, 21, "2001-03-01", "B", 0, "no militarized action", 0],  # no action: ends no quiet time
        [3, 31, "2003-01-01", "B", 14, "occupation of territory", 0],  # a new spell that starts with force
        [4, 41, "2013-06-01", "C", 1, "threat to use force", 1],  # two years on, the data have ended
    ],
    columns=["dispnum", "incidnum", "start", "targets", "action", "action_label", "post_soviet"],
)


def test_signal_spells():
    spells = cow.signal_spells(INCIDENTS).astype(object)
    columns = ["target", "date", "dispute", "first_kind", "force", "force_date", "force_action", "censored"]
    assert list(spells[columns].where(spells.notna(), None).itertuples(index=False, name=None)) == [
        ("A", "2000-01-01", 1, "display", True, "2000-06", "attack", False),
        ("B", "2000-01-01", 1, "display", False, None, None, False),
        ("B", "2003-01-01", 3, "use of force", False, None, None, False),
        ("C", "2013-06-01", 4, "threat", False, None, None, True),
    ]
    assert list(spells.post_soviet) == [False, False, False, True]


def test_quiet_time_decides_what_one_spell_is():
    assert len(cow.signal_spells(INCIDENTS, quiet_days=100)) == 5  # the attack on A starts a spell of its own
    assert not cow.signal_spells(INCIDENTS, window_days=100).force.any()


def test_sensitivity():
    counts = cow.sensitivity(INCIDENTS, [730], [100, 365]).set_index(["window_days", "target_group"])
    assert counts.loc[(100, "all"), ["spells", "followed_by_force"]].tolist() == [3, 0]
    assert counts.loc[(365, "all"), ["spells", "followed_by_force"]].tolist() == [3, 1]
    assert counts.loc[(365, "post-Soviet"), ["spells", "followed_by_force"]].tolist() == [1, 0]
