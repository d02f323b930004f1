"""Questions of the Good Judgment Project, from real rows."""

from pathlib import Path

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import gjp

UPSTREAM = Path(__file__).parent / "upstream" / "gjp_ifps_part.csv"  # real rows, CC0; their long explanations left out


@pytest.fixture(scope="module")
def ifps() -> pd.DataFrame:
    return pd.read_csv(UPSTREAM, dtype=str)


def test_the_table_follows_from_the_real_rows(ifps):
    made = gjp.questions(ifps)
    assert len(ifps) == 26 and len(made) == 22, "Italy's debt, the price of gold and two more are left out"
    file = tables.data_dir() / "gjp_questions.csv"
    table = pd.read_csv(file, dtype=str, keep_default_na=False).set_index("question_id")
    text = (
        made.astype(object).fillna("").astype(str).replace({"True": "TRUE", "False": "FALSE"}).set_index("question_id")
    )
    pd.testing.assert_frame_equal(text, table.loc[text.index, list(text)], check_dtype=False)


def test_a_branch_keeps_its_condition_and_what_was_voided_has_no_outcome(ifps):
    made = gjp.questions(ifps).set_index("question_id")
    assert made.loc["1402-1", ["status", "outcome"]].tolist() == ["voided", ""] and made.came_true.isna()["1402-1"]
    assert made.loc["1402-2", "condition"] == (
        "If Russian armed forces do not invade or enter Kharkiv and/or Donetsk beforehand"
    )
    assert made.loc["1402-2", ["kind", "came_true", "date_closed"]].tolist() == ["branch", False, "2014-05-09"]
    assert "*" not in "".join(made.question)


def test_letters_that_upstream_spoiled_are_mended(ifps):
    made = gjp.questions(ifps).set_index("question_id")
    assert "Jerusalem’s city" in made.loc["1175-2", "condition"] and "Démocratiques" in made.loc["1465-6", "question"]


def test_only_a_yes_comes_true(ifps):
    made = gjp.questions(ifps).set_index("question_id")
    assert made.loc["1007-0", ["outcome", "came_true"]].tolist() == ["Yes, between 16 Oct and 31 Dec", True]
    assert made.loc["1002-0", "outcome"] == "Putin" and made.came_true.isna()["1002-0"]
    assert made.loc["1415-0", ["came_true", "days_open"]].tolist() == [True, 6]
    with pytest.raises(ValueError, match=r"question 1415-0: 'd' is none of '\(a\) Yes, \(b\) No'"):
        gjp.questions(ifps.assign(outcome=ifps.outcome.mask(ifps.ifp_id == "1415-0", "d")))


def test_one_of_five_questions_on_russian_force_came_true():
    table = tables.load("gjp_questions")
    force = table[table.force & table.came_true.notna()]
    russian = force[force.about == "Russia and its neighbours"]
    assert russian.came_true.tolist() == [False, False, False, True, False]
    assert russian.question.str.contains("Ukrain|Kharkiv").all() and (force.came_true.sum(), len(force)) == (7, 33)
    assert table.date.min() > "2011-08" and table.date_end.max() < pd.Timestamp("2015-07"), "before the article"
    assert not (table.force & (table.about == "Afghanistan and the Taliban")).any()
