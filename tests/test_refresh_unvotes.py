"""Roll calls, agreement and ideal points, on frames small enough to check by hand."""

import pandas as pd
import pytest

from evidence.refresh import unvotes

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
