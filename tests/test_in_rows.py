"""What stands beside a range and what its tip says; the chart that is drawn from it tells that."""

import pandas as pd
import pytest

from evidence import tables
from evidence.charts import odds
from evidence.charts.tips import faulty
from evidence.exhibits import in_rows, probabilities, words_heard

ROWS = pd.DataFrame({"probability": [0.0205, 0.0064, 0.5], "low": [0, 0.0003, 0.25], "high": [0.1372, 0.0889, 1.0]})
LABEL, HEAD = pd.Series(["Any", "A strike", "A coin"]), pd.Series(["One year", "One year", None])


def test_a_probability_is_said_with_its_range_in_per_cent():
    rows = probabilities(ROWS, LABEL, HEAD, " in three years")
    assert list(rows["value"]) == ["2.1%", "0.6%", "50.0%"]
    assert list(rows["tip"]) == [
        "Any in three years: 2.1% (0% to 13.7%)",
        "A strike in three years: 0.6% (0.03% to 8.9%)",
        "A coin in three years: 50.0% (25.0% to 100.0%)",
    ]
    assert list(rows["middle"]) == list(ROWS["probability"]) and list(rows["head"][:2]) == ["One year", "One year"]
    assert not faulty(list(rows["tip"]))
    odds.intervals(rows, (0, 1), [0, 1], "red")


@pytest.mark.parametrize("column", list(ROWS))
def test_a_probability_without_its_range_is_refused(column):
    with pytest.raises((KeyError, AttributeError), match=column):
        probabilities(ROWS.drop(columns=column), LABEL, HEAD)


def test_a_missing_number_is_refused():
    with pytest.raises(ValueError, match="not a number"):
        probabilities(ROWS.assign(high=None), LABEL, HEAD)


def test_what_is_even_is_said_of_the_same_side_in_heading_and_tip():
    rows = pd.DataFrame({"ratio": [1.0, 2.0, 0.5], "low": [1.0, 0.5, 0.25], "high": [1.0, 4.0, 2.0]})
    rows = in_rows.ratios(rows.assign(label=["a call", "a leak", "a vote"], item=["V1", "V2", "V3"]), "rivalry", "ISIL")
    assert list(rows["head"]) == [f"Likelier under {name}" for name in ("rivalry", "rivalry", "ISIL")]
    assert list(rows["tip"]) == [
        "V1: 1.0 : 1 for rivalry (1.0 : 1 for rivalry to 1.0 : 1 for rivalry)",
        "V2: 2.0 : 1 for rivalry (2.0 : 1 for ISIL to 4.0 : 1 for rivalry)",
        "V3: 2.0 : 1 for ISIL (4.0 : 1 for ISIL to 2.0 : 1 for rivalry)",
    ]


@pytest.fixture
def heard() -> pd.DataFrame:
    return words_heard(tables.load("verbal_scales"), tables.load("word_survey"), ["unlikely", "real possibility"])


def test_scales_come_first_and_have_a_range_without_a_middle(heard):
    fixed = heard["head"].str.startswith("Scales")
    assert fixed.is_monotonic_decreasing and heard.loc[fixed, "middle"].isna().all()
    icd = heard[fixed & (heard["scale"] == "ICD 203")].iloc[0]
    assert (icd["label"], icd["value"], icd["tip"]) == (
        "“unlikely”, ICD 203",
        "20% to 45%",
        "“unlikely”, ICD 203: 20% to 45%",
    )


def test_readers_have_a_median_and_eight_in_ten_and_who_did_not_grow_up_with_english_is_named(heard):
    readers = heard[heard["middle"].notna()]
    assert "first language English" not in set(readers["group"]) and set(readers["term"]) == {
        "unlikely",
        "real possibility",
    }
    other = readers[(readers["group"] == "other first language") & (readers["term"] == "unlikely")].iloc[0]
    assert other["label"] == "“unlikely”, 412 readers, not native speakers"
    assert (other["value"], other["tip"].split(": ")[1]) == ("10%", "median 10%, eight in ten readers 5% to 30%")
    all_of_them = readers[(readers["scale"] == "Mauboussin") & (readers["group"] == "all")]
    assert "“unlikely”, 1,861 readers" in set(all_of_them["label"])
    assert (readers["low"] <= readers["middle"]).all() and (readers["middle"] <= readers["high"]).all()


def test_a_term_that_nobody_asked_for_is_not_shown(heard):
    assert set(heard["term"]) == {"unlikely", "real possibility"}
    assert heard["source_id"].notna().all() and not faulty(list(heard["tip"]))
