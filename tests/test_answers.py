"""The model of chapter 5 by a second route (`tests.by_hand`), and that numbers of parts, horizons and days agree. What
its prose says of them is held by `audit_5.py`."""

import math
import re
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest

from evidence import tables
from evidence.analysis import answers
from evidence.forecast import AS_OF, known
from tests import by_hand
from tests.by_hand import AFGHANISTAN, SOVIET, WITH_US, WITHOUT_US

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = ROOT / "chapters" / "05-probability-of-intervention.ipynb"
MIDDLE = 2e-5  # relative: the book's grid against ours
NO_EVENT = 1e-3  # relative, where a lag has no event at all: its number hangs a little on where the grid begins
HIGH = 3e-3  # relative, of an upper end
LOW = 2e-5  # absolute, of a lower end, which may be nothing
WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.fixture(scope="module")
def then() -> answers.Record:
    panel, listed = tables.load("civil_conflict_panel"), tables.load("interventions")
    listed = answers.coded(listed, tables.load("intervention_codings"))
    return answers.Record(known(panel), known(listed), AS_OF.year - 1)


@pytest.fixture(scope="module")
def today() -> answers.Record:
    panel, listed = tables.load("civil_conflict_panel"), tables.load("interventions")
    return answers.Record(panel, answers.coded(listed, tables.load("intervention_codings")), 2024)


@pytest.fixture(scope="module")
def changed(then) -> pd.DataFrame:
    return answers.sensitivity(then).set_index("choice")


@pytest.fixture(scope="module")
def course(today) -> pd.DataFrame:
    """The number of every quarter, by its day."""
    days = pd.date_range("2014-01-01", "2026-10-01", freq="QS")
    return answers.over_time(today.panel, today.listed, list(days)).set_index("day")


def share_of(kind: str, of: dict, came: dict) -> tuple[int, int]:
    """Of the beginnings in the year after a chance: how many answer a question, of all."""
    kinds = [kinds for (gwno, year), kinds in came.items() if (gwno, year - 1) in of]
    return sum(kind in own for own in kinds), len(kinds)


def middle_within(lags: list[dict]) -> float:
    return MIDDLE if all(sum(events for events, _ in own.values()) for own in lags) else NO_EVENT


# --------------------------------------------------------------------------------------------------------- the record
def test_an_intervention_without_a_coding_is_refused():
    listed, codings = tables.load("interventions"), tables.load("intervention_codings")
    assert len(answers.coded(listed, codings)) == len(listed)
    with pytest.raises(ValueError, match="R17"):
        answers.coded(listed, codings[codings["intervention_id"] != "R17"])


@pytest.mark.parametrize("record", ["then", "today"])
def test_chances_and_beginnings_are_those_of_the_plain_tables(record, request):
    own = request.getfixturevalue(record)
    conflicts = by_hand.panel(last=own.last)
    of = by_hand.chances(conflicts)
    found = own.chances.set_index(["gwno", "year"])["reference_class"].to_dict()
    assert found == of
    came = by_hand.begun(conflicts, by_hand.coded(f"{own.last}-12-31"))
    rows = own.began.set_index(["gwno", "year"])[["strike", "units", "ucdp"]]
    assert {at: {kind for kind in rows if row[kind]} for at, row in rows.iterrows()} == {
        at: kinds for at, kinds in came.items() if at[1] <= own.last
    }
    assert own.began["any"].all()


def test_seven_beginnings_to_2016_came_in_the_year_after_a_chance_and_a_party_is_units_too(then):
    _, of, came, _ = by_hand.then()
    rows = answers.began_in_risk_set(then)
    inside = {at: kinds for at, kinds in came.items() if (at[0], at[1] - 1) in of}
    assert set(zip(rows["gwno"], rows["year"])) == set(inside)
    assert list(zip(rows["country"], rows["year"])) == [
        ("Georgia", 1992), ("Georgia", 1993), ("Tajikistan", 1993), ("Georgia", 1994),
        ("Bosnia-Herzegovina", 1996), ("Yugoslavia", 1999), ("Syria", 2015),
    ]  # fmt: skip
    assert inside[702, 1993] == {"units", "ucdp"}, "the list has its units of 1992 alone: these are UCDP's"
    assert all("units" in kinds for kinds in inside.values())
    assert (AFGHANISTAN, 1993) not in came, "the shelling is a doubt and so a no"


def test_whoever_codes_a_row_anew_reads_what_that_makes_of_the_beginnings(then):
    began = answers.began_in_risk_set(then)
    assert answers.said_of_beginnings(began) == {"units": "All", "strike": "one, Syria", "ucdp": "two"}
    railway = began["country"].eq("Georgia") & began["year"].eq(1994)
    anew = began.assign(units=began["units"] & ~railway, strike=began["strike"] | railway)
    assert answers.said_of_beginnings(anew) == {"units": "Six", "strike": "two, Georgia and Syria", "ucdp": "two"}
    assert answers.said_of_beginnings(began.assign(strike=False))["strike"] == "none"


def test_direct_counts_are_those_of_the_plain_tables(then):
    _, of, came, _ = by_hand.then()
    table = answers.counted(then).set_index(["reference_class", "years"])
    assert len(table) == 9
    for (name, years), row in table.iterrows():
        events, total = by_hand.direct(of, set(came), 2016, years)[name]
        assert (row["events"], row["chances"]) == (events, total)
        _, low, high = by_hand.jeffreys(events, total)
        assert (row["share"], row["low"], row["high"]) == pytest.approx((events / total, low, high), abs=1e-9)
    assert table.loc[(SOVIET, 1), ["events", "chances"]].tolist() == [4, 26]
    assert table.loc[(WITH_US, 1), ["events", "chances"]].tolist() == [0, 30]
    assert table.loc[(WITHOUT_US, 1), ["events", "chances"]].tolist() == [3, 631]
    words = answers.classes_in_words(then).set_index("wars")
    assert list(words) == ["within_1_year", "within_3_years", "within_5_years"]
    for name, row in words.iterrows():
        assert list(row) == [
            "{} of {}".format(*by_hand.direct(of, set(came), 2016, years)[name]) for years in (1, 3, 5)
        ]
    assert words.loc[WITHOUT_US].tolist() == ["3 of 631", "6 of 580", "6 of 535"]


# -------------------------------------------------------------------------------------------------------- the numbers
def test_the_numbers_of_the_union_are_those_of_another_grid(then):
    _, _, _, lags = by_hand.then()
    found = answers.answers(then).query("question == 'any'").set_index("years")
    horizons = by_hand.horizons(lags, WITH_US)
    for years, within in ((1, MIDDLE), (3, MIDDLE), (5, NO_EVENT)):
        assert found.loc[years, "probability"] == pytest.approx(horizons[years - 1], rel=within)
        low, high = by_hand.ends(lags[:years], WITH_US)
        assert found.loc[years, "low"] == pytest.approx(low, abs=LOW)
        assert found.loc[years, "high"] == pytest.approx(high, rel=HIGH)
    assert answers.number(then) == pytest.approx(found.loc[3, ["probability", "low", "high"]].tolist(), abs=1e-12)


def test_the_numbers_of_the_union_are_those_of_draws(then):
    _, _, _, lags = by_hand.then()
    random, size = np.random.default_rng(11), 200_000
    quiet = math.prod(1 - by_hand.Pooled(own).draws(WITH_US, random, size).mean() for own in lags[:3])
    found = answers.answers(then).set_index(["question", "years"]).loc[("any", 3)]
    assert found["probability"] == pytest.approx(1 - quiet, rel=0.02)
    assert found["high"] == pytest.approx(by_hand.drawn_ends(lags[:3], WITH_US)[1], rel=0.03)


@pytest.mark.parametrize("record", ["then", "today"])
def test_a_question_gets_its_share_of_the_union(record, request):
    own = request.getfixturevalue(record)
    conflicts = by_hand.panel(last=own.last)
    of, came = by_hand.chances(conflicts), by_hand.begun(conflicts, by_hand.coded(f"{own.last}-12-31"))
    found = answers.answers(own).set_index(["question", "years"])
    for kind in ("strike", "units", "ucdp"):
        for years in (1, 3, 5):
            union, part = found.loc[("any", years)], found.loc[(kind, years)]
            mean, low, high = by_hand.jeffreys(*share_of(kind, of, came))
            assert part["probability"] == pytest.approx(union["probability"] * mean, rel=1e-9)
            assert part["low"] == pytest.approx(union["low"] * low, abs=1e-12)
            assert part["high"] == pytest.approx(union["high"] * high, rel=1e-9)


# ------------------------------------------------------------------------------------------------------ what moves it
def contributors_counted(conflicts: dict) -> dict:
    there = {at for at, row in conflicts.items() if row["russia_troops_listed"]}
    return {
        at: row
        | {
            "russia_troops": at in there,
            "us_troops_gov": row["us_troops_gov_listed"],
            "onset": at in there and (at[0], at[1] - 1) not in there and at[1] > 1989,
        }
        for at, row in conflicts.items()
    }


def recount(conflicts: dict, listed: list[dict], first: int = 1991) -> list[dict]:
    return by_hand.lags(by_hand.chances(conflicts, first), set(by_hand.begun(conflicts, listed)), 2016)


def with_shelling(row: dict) -> bool:
    return row["strike"] or (row["gwno"], row["year"]) == (AFGHANISTAN, 1993)


def reclassed(name_of, shelling: bool = False, last: int = 2016) -> list[dict]:
    conflicts, listed = by_hand.panel(last=last), by_hand.coded(f"{last}-12-31")
    if shelling:
        listed = [row | {"strike": with_shelling(row)} for row in listed]
    of = {at: name_of(at, name) for at, name in by_hand.chances(conflicts).items() if name_of(at, name)}
    return by_hand.lags(of, set(by_hand.begun(conflicts, listed)), last)


def recoded(**columns) -> list[dict]:
    listed = [row | {kind: rule(row) for kind, rule in columns.items()} for row in by_hand.coded()]
    return recount(by_hand.panel(last=2016), listed)


def without(gwno: int) -> list[dict]:
    conflicts = {at: row for at, row in by_hand.panel(last=2016).items() if at[0] != gwno}
    return recount(conflicts, [row for row in by_hand.coded() if row["gwno"] != gwno])


def since(first: int) -> list[dict]:
    return recount(by_hand.panel(first, 2016), by_hand.coded(), first)


def same_year() -> list[dict]:
    conflicts, _, came, _ = by_hand.then()
    counts: dict = {}
    for at, row in conflicts.items():
        if row["at_risk"] and at[1] >= 1992:
            own = counts.setdefault(by_hand.class_of(row), [0, 0])
            own[0] += at in came
            own[1] += 1
    return [counts] * 3


def where_none_stood() -> list[dict]:
    _, of, came, _ = by_hand.then()
    stood = {
        (row["gwno"], year)
        for row in by_hand.coded()
        if row["units"]
        for year in range(row["year"], int(row["last_date"][:4] or 2016) + 1)
    }
    return by_hand.lags({at: name for at, name in of.items() if at not in stood}, set(came), 2016)


def outside_in_one(at: tuple[int, int], name: str) -> str:
    return SOVIET if name == SOVIET else "outside"


def by_country(at: tuple[int, int], name: str) -> int | None:
    return None if name == SOVIET else at[0]


def outside_alone(at: tuple[int, int], name: str) -> str | None:
    return None if name == SOVIET else name


def alone(at: tuple[int, int], name: str) -> str:
    return "own" if at[0] == AFGHANISTAN else name


def alone_without_us(at: tuple[int, int], name: str) -> str:
    return "own" if at[0] == AFGHANISTAN and name == WITHOUT_US else name


THERE = "the same, the shelling of 1993 counted there"
CLASSES = {  # choice -> classes, that of Afghanistan, whether the shelling counts
    "one class outside the former Soviet Union": (outside_in_one, "outside", False),
    "countries pooled, not classes": (by_country, AFGHANISTAN, False),
    "Afghanistan as a class of its own": (alone, "own", False),
    "the same, the shelling of 1993 counted": (alone, "own", True),
    "Afghanistan without US troops (1991 to 2002)": (alone_without_us, "own", False),
    THERE: (alone_without_us, "own", True),
}
SHELLING, ANY_FORCE = "the shelling of 1993 counts as a strike", "any force or units, denied or not"
PEACE, SUPPORT = ("peacekeeping", "peace operation"), ("external support", "evacuation")
BASE = (lambda: by_hand.then()[3], WITH_US)
ROUTES = {  # choice -> counts by lag, class of Afghanistan, prior
    "the number of this book": BASE,
    "even prior on the mean": (*BASE, {"mean_prior": (1, 1)}),
    "prior of a tenth of an event": (*BASE, {"mean_prior": (0.1, 0.1)}),
    "spread of the classes flat in logs": (*BASE, {"spread": "log"}),
    "one rate for all classes": (*BASE, {"spread": "none"}),
    **{
        choice: (lambda own=own, counted=counted: reclassed(own, counted), name)
        for choice, (own, name, counted) in CLASSES.items()
    },
    "chances from 2000 on": (lambda: since(2000), WITH_US),
    "chances of 2007 to 2015 alone": (lambda: since(2007), WITH_US),
    "peacekeepers are no combat units": (
        lambda: recoded(units=lambda row: row["units"] and not row["type"].startswith(PEACE)),
        WITH_US,
    ),
    SHELLING: (lambda: recoded(strike=with_shelling), WITH_US),
    ANY_FORCE: (
        lambda: recoded(units=lambda row: not row["type"].startswith(SUPPORT)),
        WITH_US,
    ),
    "contributors of UN missions count": (
        lambda: recount(contributors_counted(by_hand.panel(last=2016)), by_hand.coded()),
        WITH_US,
    ),
    "without Syria": (lambda: without(652), WITH_US),
    "without Georgia": (lambda: without(372), WITH_US),
    "without Tajikistan": (lambda: without(702), WITH_US),
    "without Yugoslavia": (lambda: without(345), WITH_US),
    "without Bosnia": (lambda: without(346), WITH_US),
    "without the former Soviet Union": (lambda: reclassed(outside_alone, False), WITH_US),
    "conflict in the same year, as in the first edition": (same_year, WITH_US),
    "without places where Russian units stood": (where_none_stood, WITH_US),
}
ALONE = "no pooling: the class alone"


def test_every_choice_has_a_second_route(changed):
    assert set(changed.index) == {*ROUTES, ALONE} and changed.index.is_unique


@pytest.mark.parametrize("choice", ROUTES)
def test_what_a_choice_does_is_what_another_grid_says(choice, changed):
    counts, name, *prior = ROUTES[choice]
    lags, prior, row = counts()[:3], prior[0] if prior else {}, changed.loc[choice]
    assert row["probability"] == pytest.approx(by_hand.horizons(lags, name, **prior)[-1], rel=middle_within(lags))
    low, high = by_hand.ends(lags, name, **prior)
    assert row["low"] == pytest.approx(low, abs=LOW, rel=5e-3)
    assert row["high"] == pytest.approx(high, rel=HIGH)


def test_the_class_alone_multiplies_jeffreys_means_and_ends(changed):
    own = [by_hand.jeffreys(*lag[WITH_US]) for lag in by_hand.then()[3][:3]]
    by_product = [1 - math.prod(1 - lag[at] for lag in own) for at in range(3)]
    assert changed.loc[ALONE, ["probability", "low", "high"]].tolist() == pytest.approx(by_product)


def test_every_choice_moves_the_number_and_any_force_adds_the_shelling_alone(changed):
    base = changed["probability"].iloc[0]
    same = changed.index[(changed["probability"] - base).abs() < 1e-12]
    assert list(same) == ["the number of this book"]
    assert changed.loc[ANY_FORCE].tolist() == changed.loc[SHELLING].tolist()


def test_the_shelling_moves_the_number_only_where_afghanistan_is_a_class_of_its_own(changed):
    own = ["Afghanistan as a class of its own", "Afghanistan without US troops (1991 to 2002)"]
    assert changed.loc[[SHELLING, *own], "probability"].between(0.02, 0.035).all()
    assert (changed.loc[["the same, the shelling of 1993 counted", THERE], "probability"] > 0.08).all()


def test_the_class_without_american_troops_is_afghanistan_of_1991_to_2002():
    years = {at[1] for at, name in by_hand.then()[1].items() if alone_without_us(at, name) == "own"}
    assert years == set(range(1991, 2003))


def test_rows_of_one_kind_stand_together_those_that_move_most_first(changed):
    rows = changed.reset_index()
    order = answers.order_by_kind(rows)
    assert sorted(order) == list(range(len(rows))) and order[0] == 0
    kinds = [rows["kind"][at] for at in order]
    assert (
        kinds[1] == "class"
        and len([kind for kind, before in zip(kinds[1:], kinds) if kind != before]) == len(set(kinds)) - 1
    )


# -------------------------------------------------------------------------------------------------------- by countries
def test_ends_by_countries_are_those_of_our_own_draws(then):
    _, of, came, _ = by_hand.then()
    found = answers.by_countries(then, 400)
    random = np.random.default_rng(5)
    for key, inside in ((SOVIET, True), (answers.OUTSIDE, False)):
        own: dict[int, list[int]] = {}
        for (gwno, year), name in of.items():
            if (name == SOVIET) is inside and year + 3 <= 2016:
                after = by_hand.first_after((gwno, year), set(came), 2016)
                own.setdefault(gwno, []).append(after is not None and after <= 3)
        groups = list(own.values())
        drawn = []
        for _ in range(4000):
            chosen = [groups[at] for at in random.integers(len(groups), size=len(groups))]
            drawn.append(sum(map(sum, chosen)) / sum(map(len, chosen)))
        assert found[key] == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.05 if inside else 0.004)


# ----------------------------------------------------------------------------------------------------------- over time
def on(day: str) -> tuple[list[dict], str]:
    """Counts by lag as dated by a day, and the class of Afghanistan then."""
    year, full = int(day[:4]), min(int(day[:4]) - 1, 2024)
    conflicts = by_hand.panel(last=full)
    listed = [row for row in by_hand.coded("9999") if by_hand.over(row["date"], day)]
    of, came = by_hand.chances(conflicts), set(by_hand.begun(conflicts, listed))
    past = by_hand.lags(of, came, full)
    if year <= 2024:
        elapsed = (pd.Timestamp(day).day_of_year - 1) / 365.25
        for before, running in zip(past, by_hand.lags(of, came, year)):
            for name, (events, total) in running.items():
                old = before.get(name, [0, 0])
                total = old[1] + elapsed * (total - old[1])
                before[name] = [min(events, total), total]
    return past, by_hand.class_of(conflicts[AFGHANISTAN, full])


@pytest.mark.parametrize(
    "day", ["2014-01-01", "2015-10-01", "2017-07-01", "2021-10-01", "2024-04-01", "2025-04-01", "2026-10-01"]
)
def test_the_number_of_a_day_is_that_of_the_rows_dated_by_then(day, today):
    row = answers.over_time(today.panel, today.listed, [pd.Timestamp(day)]).iloc[0]
    counts, name = on(day)
    counts = [{key: own for key, own in lag.items() if own[1] > 0} for lag in counts[:3]]
    assert row["reference_class"] == name
    assert row["probability"] == pytest.approx(by_hand.horizons(counts, name)[-1], rel=middle_within(counts))


def test_syria_raises_the_number_of_the_quarter(today):
    days = [pd.Timestamp(day) for day in ("2015-07-01", "2015-09-30", "2015-10-01")]
    summer, before, after = answers.over_time(today.panel, today.listed, days)["probability"]
    assert before < summer < after, "quiet months lower it, what begins raises it"


def test_the_number_rises_with_a_beginning_alone_and_has_halved(course):
    line = course["probability"]
    rises = line.index[line.diff() > 0]
    assert [f"{day:%Y-%m}" for day in rises] == ["2015-10", "2021-01", "2025-01"], "Syria, Nagorno-Karabakh, Mali"
    assert line.iloc[-1] / line.iloc[0] == pytest.approx(0.5, abs=0.05)


def test_a_row_dated_by_month_counts_once_the_month_is_over(today):
    syria = today.listed["intervention_id"] == "R17"
    by_month = today.listed.copy()
    by_month.loc[syria, ["date_start", "date_end"]] = [pd.Timestamp("2015-09-01"), pd.Timestamp("2015-09-30")]

    def on_days(listed: pd.DataFrame) -> list[float]:
        days = [pd.Timestamp(day) for day in ("2015-09-15", "2015-10-01")]
        return list(answers.over_time(today.panel, listed, days)["probability"])

    without, with_it = on_days(today.listed[~syria]), on_days(by_month)
    assert with_it[0] == without[0] and with_it[1] > without[1]


def test_a_year_that_the_panel_lacks_adds_nothing(today):
    days = [pd.Timestamp(day) for day in ("2025-01-01", "2025-10-01", "2026-10-01")]
    rows = answers.over_time(today.panel, today.listed, days)
    assert rows["probability"].nunique() == rows["low"].nunique() == rows["high"].nunique() == 1


# ----------------------------------------------------------------------------------------------------- what was filed
def test_the_last_number_over_time_is_the_one_that_was_filed(today):
    last = answers.over_time(today.panel, today.listed, [pd.Timestamp("2026-10-01")]).iloc[0]
    filed = tables.load("open_forecasts").query("question_id == 'any'").iloc[0]
    assert last["probability"] == pytest.approx(filed["probability"], abs=5e-4)
    assert last["reference_class"] == WITHOUT_US


def same_as_written(value: float, text: str) -> bool:
    """Whether a number, rounded to the digits of a text, is that text."""
    return abs(value - float(text)) <= 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9


@pytest.mark.parametrize("question", ["any", "strike", "units", "ucdp"])
def test_what_was_filed_is_the_number_of_2024_and_what_other_classes_give(question):
    conflicts, listed = by_hand.panel(), by_hand.coded("2024-12-31")
    of, came = by_hand.chances(conflicts), by_hand.begun(conflicts, listed)
    counted = by_hand.begun(
        conflicts, [row | {"strike": with_shelling(row)} for row in listed]
    )  # in the highest number
    share, of_more = (
        1.0 if question == "any" else by_hand.jeffreys(*share_of(question, of, own))[0] for own in (came, counted)
    )
    number = by_hand.horizons(by_hand.lags(of, set(came), 2024)[:3], WITHOUT_US)[-1]
    others = [
        by_hand.horizons(reclassed(own, shelling, 2024)[:3], name)[-1] for own, name, shelling in CLASSES.values()
    ]
    [filed] = [row for row in by_hand.table("open_forecasts") if row["question_id"] == question]
    assert same_as_written(share * number, filed["probability"])
    assert same_as_written(share * min(others), filed["low"]) and same_as_written(of_more * max(others), filed["high"])
    assert filed["window_end"] < filed["resolves_by"]


def test_the_classes_of_2024_are_those_of_the_plain_tables(today):
    assert set(answers.CLASSES) == set(CLASSES)
    for choice, (own, name, counted) in CLASSES.items():
        lags = reclassed(own, counted, 2024)[:3]
        found = answers.CLASSES[choice](today)[0]
        assert found == pytest.approx(by_hand.horizons(lags, name)[-1], rel=middle_within(lags)), choice


# ----------------------------------------------------------------------------------------------------------- coherence
def coherent(rows: pd.DataFrame) -> None:
    """No part above the union, no longer horizon below a shorter one, at any end."""
    wide = rows.pivot(index="years", columns="question", values=["low", "probability", "high"])
    for end in ("low", "probability", "high"):
        for kind in ("strike", "units", "ucdp"):
            assert (wide[end][kind] <= wide[end]["any"]).all(), (end, kind)
        assert (wide[end].diff().iloc[1:] >= 0).all(axis=None), end
    assert (rows["low"] <= rows["probability"]).all() and (rows["probability"] <= rows["high"]).all()
    assert rows["low"].ge(0).all() and rows["high"].le(1).all()


@pytest.mark.parametrize("record", ["then", "today"])
@pytest.mark.parametrize("name", [SOVIET, WITHOUT_US, WITH_US])
def test_parts_and_horizons_agree_in_every_class(record, name, request):
    rows = answers.answers(request.getfixturevalue(record), name)
    assert sorted(set(rows["years"])) == [1, 3, 5] and len(rows) == 12
    coherent(rows)


NOW = (2014, 2018, 2025)
YEARS = [year if year in NOW else pytest.param(year, marks=pytest.mark.prove) for year in range(2014, 2026)]


@pytest.mark.parametrize("year", YEARS)
def test_parts_and_horizons_agree_in_every_year_of_the_line_of_time(year, today):
    day, full = pd.Timestamp(year, 1, 1), min(year - 1, 2024)
    past = answers.Record(today.panel[today.panel["year"] <= full], known(today.listed, day), full)
    own = past.chances.query("gwno == @AFGHANISTAN and year == @full")["reference_class"].item()
    coherent(answers.answers(past, own))


def test_a_number_of_every_quarter_lies_within_its_ends(course):
    assert (course["low"] <= course["probability"]).all() and (course["probability"] < course["high"]).all()
    assert course["probability"].between(0.005, 0.05).all() and len(course) == 52


# --------------------------------------------------------------------------------------------------- the chapter's own
def prose() -> dict[str, set[str]]:
    cells = [cell for cell in nbformat.read(CHAPTER, as_version=4).cells if cell.cell_type == "markdown"]
    found: dict[str, set[str]] = {}
    for value, key in re.findall(r"\{n\}`([^`<]*) <([a-z0-9_]+)>`", "\n".join(cell.source for cell in cells)):
        found.setdefault(key, set()).add(value)
    return found


def test_most_choices_leave_the_number_between_one_and_three_in_a_hundred(changed):
    others = changed["probability"].drop("the number of this book")
    assert 2 * others.between(0.01, 0.03).sum() > len(others)


def test_the_sliders_are_measured_against_the_strike_of_this_book_too(then):
    [shown] = [cell.outputs[0].data["text/html"] for cell in nbformat.read(CHAPTER, 4).cells if cell.id == "sliders"]
    strike = answers.answers(then).set_index(["question", "years"]).probability["strike", 3]
    row = shown.split("a strike: this book")[1].split("</tr>")[0]
    assert f"{100 * strike:.2f}%" in row and WITH_US not in shown


def test_what_was_expected_and_what_came_are_those_of_the_plain_tables():
    foretold, hits = map(sum, zip(*by_hand.foretold().values()))
    mine = {
        "c5_expected": WORDS[math.floor(foretold + 0.5)],
        "c5_came": WORDS[hits],
        "c5_shortfall": f"about {100 * by_hand.no_more(foretold, hits):.0f} in 100",
    }
    said = prose()
    assert {key: said[key] for key in mine} == {key: {text} for key, text in mine.items()}


# ------------------------------------------------------------------------------------------ the years that it speaks of
FROM_A_DAY = re.compile(r"years\s+(?:of|from|after)\s+(?:\{n\}`)?(?:15 )?August 2017")
TELL_THE_NUMBER = [CHAPTER, ROOT / "chapters/appendix/number.ipynb", ROOT / "chapters/summaries/english.ipynb"]


def test_the_number_is_that_of_the_whole_years_after_the_last_that_was_counted(then, today):
    first, last = answers.years_ahead(then)
    assert (first, last - first + 1) == (then.panel["year"].max() + 1, answers.TERM) and first == AS_OF.year
    days = [pd.Timestamp(year=first, month=1, day=1), AS_OF]
    at_new_year, in_august = answers.over_time(today.panel, today.listed, days)["probability"]
    assert answers.number(then)[0] == pytest.approx(at_new_year) and in_august < 0.95 * at_new_year


@pytest.mark.parametrize("path", TELL_THE_NUMBER, ids=lambda path: path.stem)
def test_no_page_gives_the_number_to_three_years_from_the_day_of_the_article(path):
    page = nbformat.read(path, as_version=4)
    assert [found for cell in page.cells for found in FROM_A_DAY.findall(cell.source)] == []
