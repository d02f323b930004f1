"""Headlines and messages counted by month, on texts made up for it: the real ones may not be republished."""

import pandas as pd
import pytest

from evidence import tables
from evidence.refresh import attention

SUBJECTS = ["afghanistan", "taliban", "isil", "central_asia", "syria", "ukraine"]


def items(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["date", "text"])


def test_months_and_subjects_are_counted():
    rows = items(
        ("2017-05-03", "В Кабуле талибы и ИГИЛ | In Kabul the Taliban and ISIS"),
        ("2017-05-30", "Погода в Москве"),
        ("2017-06-01", "СИРИЯ: заявление МИД Узбекистана"),
        ("2017-06-02", "игра сборной Исландии"),  # neither the two letters of the group nor a place
        ("2017-08-01", "Crimea and central asia; members of the islamic state"),
    )
    out = attention.by_month(rows, "made up")
    assert out[["date", "items", *SUBJECTS]].to_numpy().tolist() == [
        ["2017-05", 2, 1, 1, 1, 0, 0, 0],
        ["2017-06", 2, 0, 0, 0, 1, 1, 0],
        ["2017-08", 1, 0, 0, 1, 1, 0, 1],
    ], "July has no items, and no row"
    assert set(out.medium) == {"made up"}
    with pytest.raises(ValueError, match="'May 2017' is no day"):
        attention.by_month(items(("May 2017", "x")), "made up")


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("боевики ИГ в Мосуле", "isil"),
        ("Исламского государства", "isil"),
        ("Daesh fighters", "isil"),
        ("в Донбассе", "ukraine"),
        ("Средней Азии", "central_asia"),
        ("киргизского", "central_asia"),
        ("сирийский", "syria"),
    ],
)
def test_words_of_a_subject(text, subject):
    counts = attention.by_month(items(("2017-05-03", text)), "made up").iloc[0]
    assert [name for name in SUBJECTS if counts[name]] == [subject]


def test_the_sample_of_television_has_about_fifteen_headlines_a_day():
    table = tables.load("attention_by_month")
    television = table[table.medium == "Channel One, headlines"]
    assert (television["items"].sum(), len(television)) == (144_944, 315)
    by_year = television.groupby(television.date.str[:4])["items"].sum()
    assert by_year["2000":"2025"].between(5_300, 5_700).all()
    assert not (television[SUBJECTS].gt(television["items"], axis=0)).any(axis=None)
