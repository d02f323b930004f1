"""Another layout of an upstream file is an error that names upstream, column and value; never an empty table."""

import importlib
import inspect
import pkgutil
from pathlib import Path

import pandas as pd
import pytest

from evidence import refresh
from evidence.refresh import ucdp, unvotes
from evidence.refresh.layout import ANY, FLAG, NUMBER, TEXT, check, reads

INPUTS = Path(__file__).with_name("inputs")
GOOD = {ANY: ["a", 1], TEXT: ["a", None], NUMBER: [1, 2.5], FLAG: [0, 1]}
BAD = {TEXT: 5, NUMBER: "2, 365", FLAG: 2}
# One calls another derivation, one reads outlines, one compares tables, one reads sheets whose header stands in a row.
APART = {"sensitivity", "provinces", "revised", "measures"}
DERIVATIONS = [
    function
    for module in pkgutil.iter_modules(refresh.__path__)
    for _, function in inspect.getmembers(importlib.import_module(f"evidence.refresh.{module.name}"), callable)
    if module.name != "large"  # which declares the columns of its files itself, to Ibis
    and not function.__name__.startswith("_")
    and function.__module__ == f"evidence.refresh.{module.name}"
    and getattr(function, "__annotations__", {}).get("return") is pd.DataFrame
    and function.__name__ not in APART
]


NO_MISSIONS = pd.DataFrame({"gwno": [], "first_year": [], "last_year": []})


def frame(columns: dict) -> pd.DataFrame:
    """Two rows that fit."""
    cells = {name: sorted(kind)[:2] if isinstance(kind, set) else GOOD[kind] for name, kind in columns.items()}
    return pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in cells.items()})


def refusal(derive, name: str, changed: pd.DataFrame) -> str:
    given = {one: frame(columns) for one, columns in derive.frames.items()} | {name: changed}
    others = {one: None for one in inspect.signature(derive).parameters if one not in given}
    with pytest.raises(ValueError) as refused:
        derive(**given, **others)
    return str(refused.value)


CASES = [
    pytest.param(derive, name, column, kind, id=f"{derive.__name__}-{name}-{column}")
    for derive in DERIVATIONS
    for name, columns in getattr(derive, "frames", {}).items()
    for column, kind in columns.items()
]


def test_every_derivation_says_what_it_reads():
    assert len(DERIVATIONS) > 15
    assert [derive.__name__ for derive in DERIVATIONS if not hasattr(derive, "frames")] == []


@pytest.mark.parametrize(("derive", "name", "column", "kind"), CASES)
def test_a_column_that_is_gone_or_holds_something_else_is_named(derive, name, column, kind):
    good = frame(derive.frames[name])
    assert f": no column {column}; there are: " in refusal(derive, name, good.drop(columns=column))
    assert f": no column {column}; there are: " in refusal(derive, name, good.rename(columns={column: f"{column}_cy"}))
    if kind != ANY:
        bad = BAD.get(kind, "another code") if not isinstance(kind, set) else "another code"
        wrong = good.assign(**{column: pd.Series([good[column].iloc[0], bad], dtype=object)})
        assert f", column {column}: {bad!r} is not " in refusal(derive, name, wrong)
        assert "(1 of 2 rows)" in refusal(derive, name, wrong)
    assert ": the file has no rows" in refusal(derive, name, good.iloc[:0])


def test_the_official_release_of_the_conflicts_is_refused():
    """Its types are numbers and its states lists; read as the other layout, it gave an empty panel."""
    acd = pd.read_csv(INPUTS / "acd_release_rows.csv")
    with pytest.raises(ValueError, match=r"^UCDP ACD, column gwno_a_2nd: '2, 365' is not a number \(1 of 2 rows\)$"):
        ucdp.civil_conflict_panel(acd, {111: "Aland", 222: "Bland"}, NO_MISSIONS)
    with pytest.raises(ValueError, match="UCDP ACD, column type_of_conflict: 3, 4 is not II or extrasystemic or inter"):
        ucdp.civil_conflict_panel(acd.assign(gwno_a_2nd=None), {111: "Aland", 222: "Bland"}, NO_MISSIONS)


def test_a_file_of_which_nothing_is_left_is_refused():
    acd = pd.DataFrame({"conflict_id": [1], "year": [2015], "gwno_a": [1], "gwno_a_2nd": [None], "gwno_b_2nd": [None]})
    with pytest.raises(ValueError, match="UCDP ACD: no row of 1 is left; is it another file"):
        ucdp.civil_conflict_panel(acd.assign(type_of_conflict="interstate"), {}, NO_MISSIONS)


def test_the_release_of_the_whole_world_is_refused():
    deaths = frame(ucdp.non_state_conflict.frames["deaths"]).assign(location=["Afghanistan, Pakistan", "Mali"])
    with pytest.raises(
        ValueError, match="^UCDP Non-State: 1 of 2 rows lie outside Afghanistan, such as in Mali; select"
    ):
        ucdp.non_state_conflict(deaths)


@pytest.mark.parametrize("cells", [["Y", "N"], [1, 3], ["yes", "8"]])
def test_votes_in_other_words_are_refused(cells):
    votes = pd.DataFrame({"ga_number": [70, 71], "importantvote": ["0", "1"], "RUS": cells, "AFG": ["yes", "no"]})
    with pytest.raises(ValueError, match="^UN votes, column RUS: "):
        unvotes.agreement(votes, "RUS", "AFG")


def test_empty_cells_are_no_fault():
    columns = {"a": NUMBER, "b": FLAG, "c": {"x"}, "d": TEXT}
    check("U", pd.DataFrame({"a": [None, 1.5], "b": ["", 1], "c": ["x", None], "d": [None, "t"]}), columns)


def test_arguments_may_be_named_or_not():
    @reads("U", rows={"a": NUMBER})
    def derive(rows: pd.DataFrame, least: int = 0) -> pd.DataFrame:
        return rows[rows.a > least]

    rows = pd.DataFrame({"a": [1, 2]})
    assert len(derive(rows)) == len(derive(rows=rows)) == len(derive(rows, least=0)) == 2
    with pytest.raises(ValueError, match="U: no row of 2 is left"):
        derive(rows, 5)
