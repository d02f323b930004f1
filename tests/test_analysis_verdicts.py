"""Counts of verdicts."""

import pandas as pd

from evidence import tables
from evidence.analysis import verdicts


def test_claims_are_counted_by_verdict_and_a_verdict_without_claims_is_none():
    claims = pd.DataFrame({"verdict_2017": ["open", "supported"], "verdict_today": ["partly borne out", "supported"]})
    found = verdicts.tally(claims)
    assert (found["claims"], found["forecasts"], found["supported"], found["partly_out"]) == (2, 1, 1, 1)
    assert found["contested"] == found["plausible"] == 0


def test_the_verdicts_of_a_chapter_add_up():
    own = tables.load("claims").query("chapter == '04-us-russia-rivalry'")
    found = verdicts.tally(own)
    assert sum(found[name] for name in verdicts.VERDICTS) == found["claims"] == len(own)
    assert found["forecasts"] == found["partly_out"] + found["not_out"]
