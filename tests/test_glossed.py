"""Everybody and every abbreviation that a chapter names has its gloss there, at the first use."""

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from glossed import CAPITALS, UNGLOSSED, first_uses, forms, missing, prose, surnames

from evidence import tables
from evidence.build.execute import find_notebooks

ROOT = Path(__file__).resolve().parents[1]
CHAPTERS = [path for path in find_notebooks(ROOT) if path.parent.name == "chapters"]
KABULOV, ISIL = "{gloss}`Zamir Kabulov <kabulov>`", "{gloss}`ISIL <isil>`"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_everybody_and_every_abbreviation_is_glossed_at_its_first_use(path):
    cells = prose(nbformat.read(path, as_version=4))
    lacking = missing(cells)
    assert not lacking, "\n".join(f"{path.stem}: {reason}" for reason in lacking)


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [
        ([f"{KABULOV} warned of {ISIL}. Kabulov said of ISIL."], []),
        (["One. Kabulov's words. Two."], ["'Kabulov' has no gloss at its first use: Kabulov's words."]),
        ([f"Kabulov warned. {KABULOV} did."], ["'Kabulov' has no gloss at its first use: Kabulov warned."]),
        (["The NATO-led mission"], ["'NATO' has no gloss at its first use: The NATO-led mission"]),
        (["# Kabulov and NATO\n\n`NATO`, {claim}`C01`, {n}`NATO <x>`, [NATO](a)\n\n![NATO](b)"], []),
        (["the ABCD came"], ["'ABCD' is not in the glossary: the ABCD came"]),
        (["said General Smith."], ["'General Smith' is not in the glossary: said General Smith."]),
        (["In Moscow Zakharova denied."], ["'Zakharova' is not in the glossary: In Moscow Zakharova denied."]),
        (["US troops, an American word"], []),
        (['Tables as of today. The passage: "Russia and NATO".'], []),
        (["The UN said.", "## Exercises\n\nWhat is NATO?"], ["'UN' has no", "'NATO' has no"]),
        ([":::{admonition} Box\nNATO\n:::\n\n{gloss}`NATO <nato>` came."], []),
        ([":::{admonition} Box\n{gloss}`NATO <nato>`\n:::\n\nNATO came."], ["'NATO' has no gloss"]),
        (["{gloss}`UN <un>`. ## Exercises", "## Exercises\n\nUN"], []),
        (["The\nUnited\nNations"], ["'United\\nNations' has no gloss at its first use: The United Nations"]),
    ],
)
def test_what_is_missing_is_said_with_its_sentence(cells, lacking):
    found = missing(cells)
    assert len(found) == len(lacking) and all(
        one.startswith(beginning) for one, beginning in zip(sorted(found), sorted(lacking))
    ), found


def test_longer_names_are_not_taken_for_shorter_ones():
    uses = first_uses(["ISIL-K, then ISIL, the Islamic State, IS. It IS so; ISILs are none."])
    assert [(use.term, use.words) for use in uses] == [("isil-k", "ISIL-K"), ("isil", "ISIL"), ("", "ISILs")]


def test_every_surname_of_the_record_is_a_name():
    assert {"Kabulov", "Zakharova", "Karzai", "Ramani"} <= surnames()
    assert not [name for name in surnames() if not name[0].isupper() or name in ("Ministry", "News", "Troika")]


def test_one_form_belongs_to_one_term():
    rows = [("a", "One", "Two"), ("b", "Two", None)]
    with pytest.raises(ValueError, match="'Two' is written for two terms: a and b"):
        forms(pd.DataFrame(rows, columns=["term_id", "term", "written"]))


def test_an_exception_is_a_word_that_the_rule_would_demand_and_no_term():
    written = forms(tables.load("glossary"))
    assert UNGLOSSED and all(CAPITALS.fullmatch(word) and word not in written for word in UNGLOSSED)
