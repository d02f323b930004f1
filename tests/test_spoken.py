"""Templates: tips, lists and numbers that are printed alike."""

import pandas as pd
import pytest

from evidence.exhibits.spoken import each, listed, tipped, worded
from evidence.wording import count, decimal

ROWS = pd.DataFrame(
    {"year": [2015, 2016], "deaths": [1204.0, 2.5], "day": ["2015-07", "2016"], "source_id": ["unvotes"] * 2}
)


def test_a_template_prints_each_value_in_its_form_and_a_plain_one_as_it_is():
    said = worded(
        "{year}: {deaths:count}, {share:decimal 2} of {part:percent}",
        {"year": 2015, "deaths": 1204.0, "share": 0.5, "part": 0.25},
    )
    assert said == "2015: 1,204, 0.50 of 25%"
    assert listed(ROWS, "{day:date}: {deaths:decimal}") == "July 2015: 1,204.0; 2016: 2.5"


SOURCES = {"aan-2017-02": "Afghanistan Analysts Network", "ucdp-brd-24-1": "UCDP BRD"}


@pytest.mark.parametrize("template", ["{nothing}", "{deaths:pounds}"])
def test_a_column_or_a_form_that_is_not_there_is_refused(template):
    with pytest.raises(KeyError, match="nothing|pounds"):
        listed(ROWS, template)


def test_a_missing_number_is_never_printed():
    with pytest.raises(ValueError, match="not a number"):
        worded("{deaths:count}", {"deaths": float("nan")})


def test_a_tip_ends_with_whose_number_it_is():
    said = ROWS.assign(source_id=list(SOURCES))
    assert tipped(said, "{year}.")["tip"].tolist() == [
        f"{year}. {name}" for year, name in zip((2015, 2016), SOURCES.values())
    ]
    assert tipped(said, "{year}. UCDP", by=None)["tip"].tolist() == ["2015. UCDP", "2016. UCDP"]
    assert tipped(said, "{year}.", by="kind")["tip"].str.len().gt(6).all()
    with pytest.raises(KeyError, match="nobody"):
        tipped(ROWS.assign(source_id="nobody"), "{year}.")
    with pytest.raises(KeyError, match="source_id"):
        tipped(ROWS.drop(columns="source_id"), "{year}.")


def test_values_that_are_printed_alike_keep_their_names():
    assert each(count, {"a": 1204, "b": 3}) == {"a": "1,204", "b": "3"}
    assert each(decimal, pd.Series({2015: 0.5}), 2) == {"2015": "0.50"}
