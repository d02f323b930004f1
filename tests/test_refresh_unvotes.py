"""Roll calls, agreement and ideal points, on frames small enough to check by hand."""

from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import unvotes

UPSTREAM = Path(__file__).parent / "upstream" / "unvotes_part.csv"  # real rows, CC0: session 72, and the rolls chosen
NAMES = {
    **{"RU": "russia", "AF": "afghanistan", "US": "united_states", "CN": "china"},
    **{"PK": "pakistan", "IR": "iran", "IN": "india"},
}
CODES = {
    **{"RU": "RUS", "AF": "AFG", "US": "USA", "CN": "CHN", "PK": "PAK"},
    **{"IR": "IRN", "IN": "IND", "TJ": "TJK", "UZ": "UZB"},
}

COLUMNS = ["rcid", "ga_number", "date", "importantvote", "short", "descr", "unres", "RU", "AF"]


@pytest.fixture
def votes() -> pd.DataFrame:
    situation = ["The situation in Afghanistan", "A/73/251 40 - Situation", "R/73/88"]
    cut = "Status of refugees from Abkhazia, Georgia : resolution / adopted by the General Assem"
    return pd.DataFrame(
        [
            ["3", "73", "2018-12-06", None, *situation, "abstain", "yes"],
            ["1", "62", "2008-04-14", "0", "GUAM", cut, "R/62/249", "no", None],
            ["2", "73", "2018-10-01", "1", None, "Law of the sea", "R/73/1", "no", "yes"],
            ["4", "73", "2018-12-07", "1", None, "Oceans", None, "yes", "yes"],
        ],
        columns=COLUMNS,
    )


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("Emergency assistance to AFGHANISTAN", "Afghanistan"),
        ("Nuclear-weapon-free zone in Central Asia", "Central Asia"),
        ("Central Asia and Afghanistan", "Afghanistan"),
        ("Territorial integrity of Ukraine", "Russia's neighbours"),
        ("Situation in Georgia, United States", ""),
    ],
)
def test_subject(title, subject):
    assert unvotes.subject(title) == subject


def test_roll_calls(votes):
    out = unvotes.roll_calls(votes, {"RU": "russia", "AF": "afghanistan"})
    assert list(out.roll_call) == ["1", "3"] and list(out.session_year) == [2007, 2018]
    assert list(out.title) == ["Status of refugees from Abkhazia, Georgia", "The situation in Afghanistan"]
    assert list(out.afghanistan) == ["", "yes"]  # absent is not abstention
    assert list(out.us_important) == ["false", ""]
    with pytest.raises(ValueError, match="neither yes, abstain nor no"):
        unvotes.roll_calls(votes.replace("abstain", "absent"), {"RU": "russia"})


def test_agreement(votes):
    out = unvotes.agreement(votes, "RU", "AF").set_index("vote_set")
    assert list(out.year) == [2018, 2018]  # no common vote in 2007
    assert out.loc["all"].tolist() == [2018, 3, 0.5, 0.3333, 0.3333]  # distances 1, 2, 0
    assert out.loc["us_important"].tolist() == [2018, 2, 0.5, 0.5, 0.5]


@pytest.fixture(scope="module")
def real() -> pd.DataFrame:
    return pd.read_csv(UPSTREAM, dtype=str)


def test_the_table_holds_what_the_votes_of_a_session_give_for_every_pair(real):
    """Tajikistan and Uzbekistan too."""
    table = tables.load("un_votes")
    pairs = list(dict.fromkeys(zip(table.iso3_a, table.iso3_b)))
    session = real[real.ga_number == "72"].rename(columns=CODES)
    made = unvotes.agreement_of_pairs(session, pairs)
    assert len(pairs) == 15 and len(made) == 30
    key = ["iso3_a", "iso3_b", "vote_set", "year"]
    same = made.merge(table, on=key, suffixes=("", "_table"), validate="one_to_one")
    assert len(same) == 30
    for column in ("n_votes", "agreement", "identical", "opposite"):
        assert same[column].tolist() == same[f"{column}_table"].tolist(), column


def test_before_1991_the_seat_was_the_soviet_unions(votes):
    before = votes.assign(ga_number="45").rename(columns=CODES)
    assert (
        unvotes.agreement_of_pairs(pd.concat([before, votes.rename(columns=CODES)]), [("RUS", "AFG")]).year.min() > 1990
    )


def test_the_table_holds_the_roll_calls_with_whole_titles(real):
    made = unvotes.roll_calls(real, NAMES)
    table = tables.load("un_roll_calls").query("session_year >= 1990").reset_index(drop=True)
    assert len(made) == 19 and made.title.str.len().max() > 120
    for column in ("session_year", "date", "subject", "resolution", "title", *NAMES.values()):
        assert made[column].astype(str).tolist() == table[column].fillna("").astype(str).tolist(), column


def test_minutes_of_a_meeting_are_no_title(real):
    """Ukraine stands in the list of sponsors that the minutes read out."""
    minutes = real[real.rcid == "6003"]
    assert minutes.descr.str.contains("Ukraine").all() and "6003" not in set(unvotes.roll_calls(real, NAMES).roll_call)


def test_sessions_before_the_soviet_war_are_left_out(votes):
    early = votes.assign(ga_number="1")
    assert "1" not in set(unvotes.roll_calls(pd.concat([early, votes]), {"RU": "russia"}).session_year.astype(str))
    assert list(unvotes.roll_calls(early, {"RU": "russia"}, first_session=1).session_year) == [1946, 1946]


def test_ideal_points_and_their_spread():
    points = pd.DataFrame(
        [["AFG", "Afghanistan", 2023, -0.5, -0.7, -0.3, 80], ["USA", "United States", 2023, 3.0, 2.8, 3.2, 90]]
        + [["CHN", "China", 2023, -1.0, -1.2, -0.8, 90], ["AFG", "Afghanistan", 2024, None, None, None, None]],
        columns=["iso3c", "countryname", "year", "idealpointall", "q5all", "q95all", "nvotesall"],
    )
    out = unvotes.ideal_points(points)
    assert list(out.iso3) == ["AFG", "CHN", "USA"]  # no estimate for 2024
    assert out.loc[0, ["low", "best", "high", "n_votes"]].tolist() == [-0.7, -0.5, -0.3, 80]
    assert unvotes.spread(points).to_dict("records") == [
        {"year": 2023, "states": 3, "lower_quartile": -0.75, "median": -0.5, "upper_quartile": 1.25}
    ]
    with pytest.raises(ValueError, match="outside its bounds"):
        unvotes.ideal_points(points.replace(-0.5, 1.0))
