"""Words that put numbers in relation ("far below", "about as low as", "no date on which all") hold in the tables.

A new release moves numbers, and the pages compute them anew; what a sentence takes for granted of them, no page does.
`told_directions.py` has the words of direction, such as "fell"; here stand those that no list of words finds. Each is
asked while it stands on a page.
"""

import json
import re
from collections.abc import Callable

import nbformat
import pandas as pd
import pytest

from conftest import ROOT
from evidence import tables
from evidence.analysis import isil, ties, ties_told
from evidence.build.execute import find_notebooks

NEIGHBOURS = ["CHN", "IRN", "PAK", "TJK", "UZB"]
FULL_YEARS = slice(2012, 2017)  # of the figure of state television
PAYERS = ["financed_by_usa_tiv", "financed_by_third_tiv", "via_us_company_tiv", "aid_tiv"]


def deaths() -> pd.DataFrame:
    return tables.load("battle_deaths").query("only_afghanistan and dyad != 'Government – IS' and 2015 <= year <= 2017")


def arms() -> pd.DataFrame:
    return tables.load("arms_deliveries")


def russian_arms() -> pd.DataFrame:
    return ties_told.russian(ties_told.deliveries(arms()))


def television() -> pd.DataFrame:
    return ties.attention_by_year(tables.load("attention_by_month"), "Channel One, headlines").loc[FULL_YEARS]


def headlines_a_day() -> pd.Series:
    rows = tables.load("attention_by_month").query("medium == 'Channel One, headlines'")
    return rows.groupby(rows["date"].str[:4])["items"].sum().loc["2012":"2017"] / 365.25


def agreement() -> pd.DataFrame:
    return ties.agreements(tables.load("un_votes"), "AFG", ["RUS", "USA", *NEIGHBOURS]).loc[2002:]


def positions() -> pd.DataFrame:
    points = tables.load("un_ideal_points")
    return points.pivot(index="year", columns="iso3", values="best").loc[2002:]


def troops_of(*years: int) -> pd.Series:
    rows = tables.load("us_troops")
    return rows[rows["date"].str[:4].isin(map(str, years))]["troops"]


def share_of_war() -> pd.DataFrame:
    return isil.share_of_war(tables.load("battle_deaths")).set_index("year")


def turns() -> set[int]:
    """The years in which three measures of chapter 2 turn: the peak of agreement, the low of distance, the last aid."""
    distance = ties.distance(tables.load("un_ideal_points"), "AFG", "RUS").set_index("year")["distance"].loc[2002:2016]
    aid = russian_arms()["aid_tiv"]
    return {int(agreement()["RUS"].loc[2010:].idxmax()), int(distance.idxmin()), int(aid[aid > 0].index.max())}


def effects() -> pd.Series:
    """How far each state moved against the others from the session of 2014 on, hundredths, from the lowest."""
    wide = ties_told.russian_agreement(tables.load("un_votes"))
    return ties.placebo_intervals(wide, 2014).set_index("state")["effect"].sort_values()


def moscow_and_washington() -> pd.Series:
    return ties.agreements(tables.load("un_votes"), "USA", ["RUS"])["RUS"]


def toll() -> pd.DataFrame:
    return isil.toll(tables.load("battle_deaths")).set_index("year")


def troops_and_weapons_part() -> bool:
    duty = tables.load("us_troops").query("series == 'dod-active-duty'").set_index("date")["troops"]
    weapons = tables.load("weapons_released").query("kind == 'year'").set_index("period")["weapons"].astype(float)
    return duty["2017-06"] < duty["2014-12"] and weapons["2017"] > weapons["2015"]


def over_the_cap() -> bool:
    in_march = tables.load("us_troops").query("date == '2017-03'").set_index("series")["troops"]
    return in_march["dod-active-duty"] > in_march["published-spot"]


def versions() -> set[str]:
    names = ("battle_deaths", "non_state_conflict", "one_sided_violence", "violence_by_country")
    return {re.sub(r"\D*", "", source) for name in names for source in tables.load(name)["source_id"]}


def revised_most() -> set[str]:
    rows = tables.load("revisions").query("table == 'military_spending'")
    was, now = (pd.to_numeric(rows[column], errors="coerce") for column in ("was", "is"))
    return set(((now - was).abs() / was).groupby(rows["row_id"].str.partition("|")[0]).mean().nlargest(3).index)


RELATIONS: dict[str, Callable[[], object]] = {
    "far less often than Syria or Ukraine": lambda: (
        television()[["syria", "ukraine"]].min(axis=1) > 2 * television()["afghanistan"]
    ).all(),
    "about fifteen": lambda: headlines_a_day().between(14, 16).all(),
    "some are paid for by the United States": lambda: (
        ties_told.deliveries(arms()).query("group == 'all others'")["financed_by_usa_tiv"].sum() > 0
    ),
    "for part of it no payer is named": lambda: russian_arms()["tiv"].sum() > russian_arms()[PAYERS].sum().sum(),
    "United Arab Emirates (2008, 2010) and India (2019)": lambda: (
        set(arms().query("financed_by_third_tiv > 0")["year"]) == {2008, 2010, 2019}
    ),
    "Nearly all the rest is the government's war with the Taliban": lambda: (
        deaths().query("dyad == 'Government – Taliban'")["best"].sum() > 0.95 * deaths()["best"].sum()
    ),
    "Russia mostly above Afghanistan": lambda: (positions()["RUS"] > positions()["AFG"]).mean() > 0.5,
    "that the United States stretches on one side": lambda: (positions().idxmax(axis=1) == "USA").all(),
    "The United States stays far below": lambda: (
        agreement()["USA"].max() < agreement().drop(columns="USA").min().min() - 0.08
    ),
    "sank about as far": lambda: abs(effects()["Tajikistan"] - effects()["Afghanistan"]) < 2,
    "no date on which all": lambda: len(turns()) == 3,
    "about as low as in 2004": lambda: (
        abs(moscow_and_washington()[2013] - moscow_and_washington().loc[2004:2008].mean()) < 0.05
    ),
    "Russia runs beside them": lambda: (agreement()[NEIGHBOURS].min(axis=1) <= agreement()["RUS"]).loc[2010:2011].all(),
    "then falls to": lambda: agreement()["RUS"].idxmin() == 2017,
    "stand apart on the left": lambda: effects().iloc[2] - effects().iloc[1] > 3,
    "The finding survives its uncertainty": lambda: (
        toll()["high"].iloc[-1] < toll().loc[toll()["best"].idxmax(), "low"]
    ),
    "Why do they go different ways": troops_and_weapons_part,
    "exceed the announced force level": over_the_cap,
    "They climb from at most": lambda: troops_of(2001).max() < troops_of(2002).max() < troops_of(2011).max(),
    "it rose, in a far smaller toll": lambda: (
        share_of_war().loc[2022:, "share"].min() > share_of_war().loc[2021, "share"]
        and share_of_war().loc[2022:, "isil_deaths"].max() < share_of_war().loc[:2021, "isil_deaths"].min()
    ),
    "come from several releases of UCDP": lambda: len(versions()) > 1,
    "of Kyrgyzstan, Tajikistan and Uzbekistan (revisions)": lambda: (
        revised_most() == {"Kyrgyz Republic", "Tajikistan", "Uzbekistan"}
    ),
    "Taliban's count ends with 2022": lambda: (
        set(tables.load("non_state_conflict")["source_id"]) == {"ucdp-non-state-23-1"}
    ),
    "Release 26.1 goes to 2025 and is not taken in": lambda: (
        set(tables.load("battle_deaths")["source_id"]) == {"ucdp-brd-24-1"}
    ),
}


@pytest.fixture(scope="module")
def words() -> str:
    """All that is written by hand: notebooks, plans, code that composes words, descriptions of the tables."""
    cells = [cell.source for path in find_notebooks(ROOT) for cell in nbformat.read(path, as_version=4).cells]
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "chapters").rglob("*.md"))]
    code = [path.read_text("utf-8") for path in sorted((ROOT / "evidence").rglob("*.py"))]
    described = json.dumps(json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8")), ensure_ascii=False)
    one_text = re.sub(r'"\s*\n\s*f?"', "", "\n".join([*cells, *pages, *code, described]))
    return re.sub(r"\s+", " ", one_text)


@pytest.mark.parametrize("said", RELATIONS)
def test_what_words_put_in_relation_holds_in_the_tables(said, words):
    assert said in words, (
        "these words are gone from the pages: take them out here, or put those that came in their place"
    )
    assert RELATIONS[said](), f"“{said}” does not hold in the tables of now: look at the sentence"
