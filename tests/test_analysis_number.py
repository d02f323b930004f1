"""What the page on how the number was made shows: tables against the plain CSV and against counts by hand."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import answers, number
from evidence.forecast import AS_OF, known
from evidence.forecast.risk_set import SOVIET, WITH_US, WITHOUT_US
from tests import by_hand

WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.fixture(scope="module")
def codings() -> pd.DataFrame:
    return tables.load("intervention_codings")


@pytest.fixture(scope="module")
def then(codings) -> answers.Record:
    listed = answers.coded(tables.load("interventions"), codings)
    return answers.Record(known(tables.load("civil_conflict_panel")), known(listed), AS_OF.year - 1)


@pytest.fixture(scope="module")
def today(codings) -> answers.Record:
    return answers.Record(
        tables.load("civil_conflict_panel"), answers.coded(tables.load("interventions"), codings), 2024
    )


def test_the_life_table_is_that_of_the_plain_tables(then):
    lags = by_hand.then()[3]
    rows = number.life_table(then).set_index("wars")
    assert list(rows.index) == [SOVIET, WITHOUT_US, WITH_US] and rows.shape == (3, 5)
    for name in rows.index:
        assert list(rows.loc[name]) == ["{} of {}".format(*own[name]) for own in lags]
    assert rows.loc[SOVIET, "year_1"] == "4 of 26"


def test_the_old_risk_set_has_three_onsets_inside_and_the_new_one(then):
    conflicts, of, came, _ = by_hand.then()
    rows = number.two_risk_sets(then).set_index(["wars", "conflict"])
    for wars, inside in ((SOVIET, True), (number.OUTSIDE, False)):
        old = [r for at, r in conflicts.items() if r["at_risk"] and at[1] >= 1992 and r["post_soviet"] is inside]
        new = [at for at, name in of.items() if (name == SOVIET) is inside and at[1] < 2016]
        hits = sum("ucdp" in came.get((gwno, year + 1), ()) for gwno, year in new)
        counts = {"in the same year": (sum(r["onset"] for r in old), len(old)), "in the year before": (hits, len(new))}
        for conflict, (events, total) in counts.items():
            row = rows.loc[(wars, conflict)]
            assert (row["events"], row["chances"], row["share"]) == (events, total, events / total)
            assert (row["low"], row["high"]) == pytest.approx(by_hand.jeffreys(events, total)[1:])
    inside = rows.loc[SOVIET]
    assert inside[["events", "chances"]].to_numpy().tolist() == [[3, 27], [1, 26]]
    outside = rows.loc[number.OUTSIDE]
    assert inside["low"].iloc[0] > outside["high"].iloc[0] and inside["low"].iloc[1] < outside["high"].iloc[1]


def test_every_beginning_has_its_coding_and_what_it_rests_on(today, codings):
    rows = number.beginnings_coded(today, codings)
    came = by_hand.begun(by_hand.panel(), by_hand.coded("9999"))
    of = by_hand.chances(by_hand.panel())
    assert len(rows) == len(came) == 15 and rows["year"].is_monotonic_increasing
    no_chance = rows["wars"].isin([number.NO_WAR, number.IN_IT])
    assert (~no_chance).sum() == sum((gwno, year - 1) in of for gwno, year in came) == 8
    assert rows["basis"].ne("").all() and rows["source_id"].isin(set(tables.load("sources")["source_id"])).all()
    found = rows.set_index(["country", "year"])
    assert ("Afghanistan", 1993) not in found.index
    bosnia = found.loc[("Bosnia and Herzegovina", 1996)]
    assert bosnia[["answers", "wars"]].tolist() == ["units", WITHOUT_US] and bosnia["basis"].startswith("a brigade")
    tajikistan = found.loc[("Tajikistan", 1993), ["answers", "source_id"]]
    assert tajikistan.tolist() == ["units and a party in UCDP", "ucdp-prio-acd-25-1"]
    assert found.loc[("Syria", 2015), "answers"] == "a strike, units and a party in UCDP"
    assert found.loc[("Ukraine", 2014), "basis"].startswith("units occupied Crimea; denied by Moscow")
    assert found.loc[("Mali", 2024), "answers"] == "units and a party in UCDP"
    assert found.loc[("Mali", 2024), "source_id"] == "russian-interventions-compiled"
    assert found.loc[("Georgia", 2008), "wars"] == number.NO_WAR
    assert rows[rows["wars"] == number.IN_IT][["country", "year"]].values.tolist() == [["Ukraine", 2022]]
    before = {(int(row["gwno"]), int(row["year"]) + 1) for row in by_hand.table("civil_conflict_panel")}
    none = rows[rows["wars"] == number.NO_WAR].merge(today.panel.drop_duplicates("country"), on="country")
    assert not before & set(zip(none["gwno"], none["year_x"])), "no war at all was coded the year before"


def test_a_beginning_that_is_only_coded_differently_says_so_in_its_answers(today, codings):
    rows = number.beginnings_coded(today, codings).set_index(["country", "year"])["answers"]
    kinds = by_hand.begun(by_hand.panel(), by_hand.coded("9999"))
    said = {"strike": "a strike", "units": "units", "ucdp": "a party in UCDP"}
    for kind, words in said.items():
        assert rows.str.contains(words, regex=False).sum() == sum(kind in own for own in kinds.values())


def test_drawing_countries_makes_the_intervals_longer(then):
    rows = number.clustered(then).set_index(["wars", "interval"])
    _, of, came, _ = by_hand.then()
    own = by_hand.direct(of, set(came), 2016, 3)
    outside = [sum(own[name][at] for name in (WITHOUT_US, WITH_US)) for at in (0, 1)]
    assert rows.loc[SOVIET, ["events", "chances"]].to_numpy().tolist() == [list(own[SOVIET])] * 2 == [[4, 24]] * 2
    assert rows.loc[number.OUTSIDE, ["events", "chances"]].to_numpy().tolist() == [outside] * 2 == [[6, 604]] * 2
    for wars in (SOVIET, number.OUTSIDE):
        years, countries = (rows.loc[(wars, name)] for name in rows.loc[wars].index)
        assert countries["high"] - countries["low"] > years["high"] - years["low"]
        assert countries["low"] == 0 < years["low"]


def test_force_after_signals_has_the_counts_of_the_plain_tables():
    rows = number.followed_by_force(
        tables.load("militarized_disputes"), tables.load("signal_spells"), tables.load("threats")
    )
    disputes = [r for r in by_hand.table("militarized_disputes") if int(r["year"]) >= 1992 and r["kind"] != "none"]
    spells = [r for r in by_hand.table("signal_spells")
              if r["censored"] == "FALSE" and r["first_kind"] in ("threat", "display")]  # fmt: skip
    threats = [r for r in by_hand.table("threats")
               if r["row_type"] == "explicit threat" and r["threat_id"] != "T10"
               and (r["date_known"] or r["date"]) < "2017-08-15"]  # fmt: skip
    counts = [
        (sum(r["kind"] == "use of force" for r in disputes), len(disputes)),
        (sum(r["force"] == "TRUE" for r in spells), len(spells)),
        (sum(r["force_followed_24m"] == "TRUE" for r in threats), len(threats)),
    ]
    assert list(zip(rows["onsets"], rows["chances"])) == counts == [(25, 65), (3, 33), (2, 9)]
    for row, own in zip(rows.itertuples(), counts):
        assert (row.low, row.high) == pytest.approx(by_hand.jeffreys(*own)[1:])


def test_a_histogram_counts_every_draw_once():
    draws = pd.Series([0.0, 0.004, 0.005, 0.0099, 0.031])
    rows = number.histogram(draws, 0.005)
    assert rows[["from", "draws"]].to_numpy().tolist() == pytest.approx(np.array([[0, 2], [0.005, 2], [0.03, 1]]))
    assert rows["share"].sum() == pytest.approx(1) and (rows["to"] - rows["from"]).to_numpy() == pytest.approx(0.005)


# ------------------------------------------------------------------------------------------------ the page in words
PAGE = Path(__file__).resolve().parents[1] / "chapters" / "appendix" / "number.ipynb"


@pytest.fixture(scope="module")
def prose() -> str:
    return "\n".join(cell.source for cell in nbformat.read(PAGE, as_version=4).cells if cell.cell_type == "markdown")


def test_what_was_expected_and_what_came_are_those_of_the_plain_tables(prose):
    """The numbers of the page that `audit_5.py` takes from the page's own rows, or not at all."""
    said = {key: value for value, key in re.findall(r"\{n\}`([^`<]*) <num_([a-z0-9_]+)>`", prose)}
    by_wars = by_hand.foretold()
    foretold, hits = map(sum, zip(*by_wars.values()))
    elsewhere = [own for wars, own in by_wars.items() if wars != SOVIET]
    assert by_wars[SOVIET][1] == 0 and by_wars[SOVIET][0] > (foretold - hits) / 2, "more than half of the surplus"
    mine = {
        "expected_soviet": f"{by_wars[SOVIET][0]:.1f}",
        "expected_elsewhere": f"{sum(own for own, _ in elsewhere):.1f}",
        "came": WORDS[hits].capitalize(),
        "expected": f"{foretold:.1f}",
        "shortfall": f"{100 * by_hand.no_more(foretold, hits):.1f}%",
    }
    assert {key: said[key] for key in mine} == mine


def test_what_the_page_says_in_words_holds(prose, then):
    _, of, came, _ = by_hand.then()
    soviet = [at for at in came if of.get((at[0], at[1] - 1)) == SOVIET]
    assert "Georgia alone has most of the beginnings" in prose
    assert 2 * sum(gwno == 372 for gwno, _ in soviet) > len(soviet)
    for country, year in ((372, 2008), (369, 2014)):
        assert "Georgia in 2008 and Ukraine in 2014 had none coded the year before" in prose
        assert (country, year - 1) not in by_hand.panel() and (country, year) in by_hand.panel()
    abroad = [
        row
        for row in by_hand.table("threats")
        if row["row_type"] == "explicit threat" and row["date"] < "2017" and row["post_soviet"] == "FALSE"
    ]
    assert "no public threat outside the former Soviet Union" in prose
    assert abroad and all(row["force_followed_24m"] == "FALSE" for row in abroad)
    assert "cannot prove skill" in prose
    assert "not those of 2017" in prose and "by people who knew that nothing had begun" in prose


def test_the_page_has_at_most_six_figures_and_each_says_what_it_cannot_show():
    outputs = [output for cell in nbformat.read(PAGE, as_version=4).cells for output in cell.get("outputs", [])]
    shown = "\n".join(output.get("data", {}).get("text/html", "") for output in outputs)
    assert shown.count('<figure class="ev-figure"') == shown.count("What this cannot show.") == 6
