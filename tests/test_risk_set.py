"""Chances, beginnings and what followed, on panels small enough to be counted by hand."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.forecast.risk_set import (
    LONGEST,
    QUESTIONS,
    SOVIET,
    WITH_US,
    WITHOUT_US,
    beginnings,
    by_lag,
    chances,
    followed,
    shares,
    within,
)

FLAGS = ("post_soviet", "russia_troops", "us_troops_gov", "onset")


def panel(*rows: tuple) -> pd.DataFrame:
    """Rows of (gwno, year, names of the flags that are true)."""
    return pd.DataFrame(
        [{"gwno": gwno, "year": year, "country": f"c{gwno}", **{name: name in flags for name in FLAGS}}
         for gwno, year, *flags in rows],
        columns=["gwno", "year", "country", *FLAGS],
    ).astype(dict.fromkeys(FLAGS, bool))  # fmt: skip


def listed(*rows: tuple) -> pd.DataFrame:
    """Rows of (gwno, day, names of what began)."""
    return pd.DataFrame(
        {
            "gwno": [row[0] for row in rows],
            "date_start": pd.to_datetime([row[1] for row in rows]),
            "strike": ["strike" in row[2:] for row in rows],
            "units": ["units" in row[2:] for row in rows],
        }
    )


def began(*rows: tuple) -> pd.DataFrame:
    """Rows of (gwno, year, names of the questions)."""
    frame = pd.DataFrame(
        [{"gwno": gwno, "year": year, **{name: name in kinds for name in QUESTIONS}} for gwno, year, *kinds in rows],
        columns=["gwno", "year", *QUESTIONS],
    )
    return frame.assign(any=True)


def after(chance_rows: pd.DataFrame, *came: tuple, last: int, question: str = "any") -> dict:
    rows = followed(chance_rows, began(*came), question, last)
    return {(row.gwno, row.year): (None if pd.isna(row.after) else row.after, row.seen) for row in rows.itertuples()}


# ----------------------------------------------------------------------------------------------------------- chances
def test_a_chance_is_a_war_without_russian_troops_from_the_first_year_on_in_one_class_each():
    rows = chances(
        panel(
            (1, 1990),
            (1, 1991),
            (1, 1992, "russia_troops"),
            (2, 1995, "post_soviet", "us_troops_gov"),
            (3, 1995, "us_troops_gov"),
        )
    )
    assert list(zip(rows["gwno"], rows["year"], rows["reference_class"])) == [
        (1, 1991, WITHOUT_US),
        (2, 1995, SOVIET),
        (3, 1995, WITH_US),
    ]


def test_no_chance_at_all_gives_empty_counts():
    none = chances(panel((1, 1995, "russia_troops")))
    assert none.empty
    rows = followed(none, began((1, 1996, "units")), "any", 2000)
    assert rows.empty and by_lag(rows).empty and within(rows, 3).empty


# -------------------------------------------------------------------------------------------------------- beginnings
def test_what_began_in_one_year_is_one_beginning_with_all_its_answers():
    rows = beginnings(
        panel((1, 1999), (1, 2000, "onset"), (2, 2001)),
        listed((1, "2000-05-01", "units"), (1, "2000-09-30", "strike"), (2, "2001-01-01"), (3, "1999-12-31", "units")),
    )
    found = {(row.gwno, row.year): (row.strike, row.units, row.ucdp, row.any) for row in rows.itertuples()}
    assert found == {(1, 2000): (True, True, True, True), (3, 1999): (False, True, False, True)}


def test_nothing_listed_and_no_onset_is_no_beginning():
    assert beginnings(panel((1, 1999)), listed((1, "1999-02-01"))).empty


# ----------------------------------------------------------------------------------------------------- what followed
def test_the_first_of_two_beginnings_in_one_country_counts_and_each_chance_sees_its_own():
    of = chances(panel(*((1, year) for year in range(2000, 2006))))
    found = after(of, (1, 2002, "units"), (1, 2005, "strike"), last=2010)
    assert found == {
        (1, 2000): (2, 5),
        (1, 2001): (1, 5),
        (1, 2002): (3, 5),
        (1, 2003): (2, 5),
        (1, 2004): (1, 5),
        (1, 2005): (None, 5),
    }
    assert after(of, (1, 2002, "units"), (1, 2005, "strike"), last=2010, question="strike")[(1, 2000)] == (5, 5)


def test_a_beginning_in_the_year_of_the_chance_or_after_five_years_is_none():
    of = chances(panel((1, 2000)))
    assert after(of, (1, 2000, "units"), last=2010) == {(1, 2000): (None, 5)}
    assert after(of, (1, 2005, "units"), last=2010) == {(1, 2000): (5, 5)}
    assert after(of, (1, 2006, "units"), last=2010) == {(1, 2000): (None, 5)}


def test_a_chance_is_seen_up_to_the_last_year_and_the_last_year_gives_none():
    of = chances(panel(*((1, year) for year in range(2000, 2004))))
    assert after(of, (1, 2004, "units"), last=2003) == {
        (1, 2000): (None, 3),
        (1, 2001): (None, 2),
        (1, 2002): (None, 1),
    }


def test_a_beginning_that_answers_no_question_asked_is_not_seen():
    of = chances(panel((1, 2000)))
    assert after(of, (1, 2001, "units"), last=2010, question="ucdp") == {(1, 2000): (None, 5)}


# ----------------------------------------------------------------------------------------------------------- counts
@pytest.fixture
def seen() -> pd.DataFrame:
    """Two classes: country 1 with a beginning in 2002, country 2 inside the former Soviet Union without one."""
    rows = [(1, year) for year in (2000, 2001, 2003)] + [(2, year, "post_soviet") for year in (2000, 2003)]
    return followed(chances(panel(*rows)), began((1, 2002, "units")), "any", 2004)


def test_direct_counts_take_the_chances_that_were_watched_to_the_end(seen):
    assert within(seen, 1).T.to_dict("list") == {SOVIET: [0, 2], WITHOUT_US: [1, 3]}
    assert within(seen, 2).T.to_dict("list") == {SOVIET: [0, 1], WITHOUT_US: [2, 2]}, "2003 was seen for one year"
    assert within(seen, 5).empty


def test_a_life_table_drops_a_chance_once_something_began(seen):
    counts = by_lag(seen)
    assert counts.loc[1].T.to_dict("list") == {SOVIET: [0, 2], WITHOUT_US: [1, 3]}
    assert counts.loc[2].T.to_dict("list") == {SOVIET: [0, 1], WITHOUT_US: [1, 1]}, "that of 2001 has had its own"
    assert counts.loc[3].T.to_dict("list") == {SOVIET: [0, 1]}
    assert list(counts.index.unique("lag")) == [1, 2, 3, 4]


def test_a_class_without_events_has_its_chances_and_a_zero(seen):
    assert by_lag(seen).loc[(1, SOVIET)].tolist() == [0, 2]
    assert by_lag(seen, by="gwno").loc[(1, 2)].tolist() == [0, 2]


def test_shares_count_only_what_came_in_the_year_after_a_chance_up_to_the_last_year():
    of = chances(panel((1, 2000), (1, 2001), (2, 2004)))
    came = began((1, 2001, "units", "strike"), (1, 2002, "ucdp"), (2, 2004, "units"), (2, 2005, "strike"))
    assert shares(came, of, 2004).set_index("question").T.to_dict("list") == {
        "strike": [1, 2],
        "units": [1, 2],
        "ucdp": [1, 2],
    }
    assert shares(came, of, 2005).set_index("question").loc["strike"].tolist() == [2, 3]


def test_a_question_that_is_none_is_refused(seen):
    with pytest.raises(KeyError):
        followed(chances(panel((1, 2000))), began((1, 2001, "units")), "nonsense", 2004)


places = st.sets(st.tuples(st.integers(1, 4), st.integers(1991, 2004)), min_size=1, max_size=25)


@given(places, places, st.integers(1995, 2006))
def test_tables_agree_with_a_count_one_by_one(wars, came, last):
    of = chances(panel(*sorted(wars)))
    rows = followed(of, began(*((gwno, year, "units") for gwno, year in sorted(came))), "any", last)
    alive = {at: next((j for j in range(1, LONGEST + 1) if (at[0], at[1] + j) in came and at[1] + j <= last), 99)
             for at in wars if at[1] < last}  # fmt: skip
    table, flat = by_lag(rows), within
    for lag in range(1, LONGEST + 1):
        watched = [first for (_, year), first in alive.items() if year + lag <= last]
        open_still = [first for first in watched if first >= lag]
        own = table.loc[lag].sum() if lag in table.index.unique("lag") else {"events": 0, "chances": 0}
        assert (own["events"], own["chances"]) == (sum(first == lag for first in open_still), len(open_still))
        total = flat(rows, lag).sum()
        assert (total["events"], total["chances"]) == (sum(first <= lag for first in watched), len(watched))
