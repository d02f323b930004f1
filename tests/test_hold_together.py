"""Cells that must agree with each other, whichever table holds them: no source can have meant otherwise.

Nothing here repeats a value of a table. `benchmarks/mutations.py` says what these rules catch.
"""

import math
import re

import numpy as np
import pandas as pd
import pytest

from evidence import tables
from evidence.alike import SCALES

SAME = [  # table, what decides -> what it decides
    ("battle_deaths", "dyad_id", ("conflict_id", "dyad", "side_a", "side_b", "only_afghanistan")),
    ("civil_conflict_panel", "gwno", ("country", "post_soviet")),
    ("conflict_covariates", "covariate", ("unit", "source_id")),
    ("non_state_conflict", "dyad_id", ("conflict_id", "dyad", "side_a", "side_b")),
    ("one_sided_violence", "actor", ("actor_ucdp", "derived", "source_id")),
    ("violence_by_country", "gwno", ("country",)),
    ("events_2021_by_province", "dyad", ("type",)),
    ("external_support", "supporter", ("supporter_kind",)),
    ("external_support", "conflict_id", ("location",)),
    ("us_bases", "iso3", ("country",)),
    ("us_bases", "country", ("iso3",)),
    ("un_ideal_points", "country", ("iso3",)),
    ("interaction_windows", "copy", ("source_id",)),
    ("interaction_windows", "date", ("date_end", "copy")),
    ("interaction_scores", "date", ("days",)),
    ("attention_by_month", "medium", ("source_id",)),
    ("militarized_disputes", "highest_action", ("kind",)),
    ("signal_spells", "first_action", ("first_kind",)),
    ("signal_spells", "target", ("post_soviet",)),
    ("interventions", "gwno", ("target", "iso3", "post_soviet", "beyond_near_abroad")),
    ("visits", "person", ("from_side",)),
    ("contact_statements", "speaker", ("side",)),
    ("verbal_scales", "scale", ("source_id",)),
    ("word_survey", "survey", ("source_id",)),
    ("revisions", "table", ("release_was", "release_is", "source_id")),
    ("hypothesis_evidence", "item_id", ("label", "item", "table", "row_id", "date", "source_id")),
    ("shared_quotations", "quotation_id", ("source_id",)),
    ("gjp_questions", "outcome", ("came_true",)),
    ("visits", "role", ("level",)),
    ("isil_strength", "claimant", ("side",)),
    ("sources", "licence", ("redistribution",)),
    ("contact_statements", "row_id", ("table", "date", "side", "speaker", "source_id")),
    ("helicopter_reports", "row_id", ("table", "date", "source_id")),
    ("trade_points", "source_id", ("kind",)),
    ("claims", "sentence_ids", ("chapter",)),
    ("threats", "target_area", ("post_soviet",)),
]
WHOLE = {  # table -> what one series is; its years or months follow each other without a gap
    "interaction_events": ["sender", "target"],
    "interaction_scores": ["iso3_a", "iso3_b"],
    "attention_by_month": ["medium"],
    "exercises": ["power"],
    "violence_by_country": ["gwno", "type"],
    "un_ideal_points_spread": [],
}
WIDE = {  # table -> rows (by their first two cells) whose publisher is less sure than by a factor of seven
    "battle_deaths": {"726 1989", "727 1989"},
    "violence_by_country": {"365 1989", "365 1995", "630 1990", "700 1992", "703 2010"},
    "events_2021_by_province": {"AFG-1766 Government – NRF", "AFG-1769 Government – NRF"},
}
IN_TIME = {  # table -> by what its rows are ordered
    **dict.fromkeys(("events", "signal_spells", "un_roll_calls", "district_control", "district_control_lwj"), "date"),
    **dict.fromkeys(("gjp_questions", "darzab_reports", "weapons_released", "civilian_casualties"), "date"),
    **dict.fromkeys(("militarized_disputes", "sanctions", "exercises", "arms_deliveries"), "year"),
    "corrections": "date",
}
STEADY = {  # table -> what one series is, and columns that never grow or shrink tenfold from one row to the next
    "un_votes": (["iso3_a", "iso3_b", "vote_set"], ["n_votes"]),
    "us_strikes_by_province": (["adm1_code"], ["strikes"]),
    "isaf_rs_strength": (["mission"], ["troops", "nations"]),
    "military_spending": (["country"], ["share_of_gdp", "index"]),
    "exercises": (["power"], ["exercises", "median_participants"]),
    "arms_deliveries": (["supplier"], ["tiv"]),
    "attention_by_month": (["medium"], ["items"]),
    "district_control": (["series"], ["government", "contested", "insurgent", "base"]),
    "district_control_lwj": ([], ["government", "contested", "insurgent", "base"]),
    "sanctions": (["target", "sender", "type"], ["cases"]),
    "un_ideal_points_spread": ([], ["states", "lower_quartile", "median", "upper_quartile"]),
    "interaction_events": (
        ["sender", "target"],
        ["all_events", "verbal_cooperation", "verbal_conflict"],
    ),
    "isil_fights_2021": (["dyad"], ["events", "best", "high"]),
}
LOOKING_BACK = {  # pages of news that tell of times long past, too
    *("air-force-times-2017-09-13", "air-force-times-2018", "ap-2014-05-25", "ap-2021-05-01", "asia-plus-2019-05-29"),
    *("asia-plus-2020-04-07", "imi-quoting-the-washington-post-2017-07-19", "jejaktapak-2020-01-28", "tass-2022-07-28"),
    *("military-2016-07-28", "modern-diplomacy-2021-08-19", "news-front-2020-03-12", "proelium-law-2018-02-08"),
    *("sputnik-china-2017-03-03", "us-department-of-defense-1996-12-05", "washington-examiner-2022-02-13"),
    "us-state-department-troika-peaceful-settlement",
}
MIDDLE = 0.06  # of the width of an interval: how far from its middle the best estimate of an ideal point lies at most


def text(name: str) -> pd.DataFrame:
    """A table as it is written."""
    return pd.read_csv(tables.data_dir() / tables.resource(name)["path"], dtype=str, keep_default_na=False)


@pytest.mark.parametrize(("name", "decides", "decided"), SAME, ids=lambda one: one if isinstance(one, str) else "")
def test_what_one_cell_decides_is_the_same_in_every_row(name, decides, decided):
    rows = text(name)
    for column in decided:
        several = rows[rows[decides] != ""].groupby(decides)[column].unique()
        several = several[several.map(len) > 1]
        assert several.empty, f"{column} differs for {several.to_dict()}"


def month(when: str) -> int:
    return 12 * int(when[:4]) + int(when[5:7] or 1)


@pytest.mark.parametrize("name", WHOLE)
def test_a_series_has_no_gap(name):
    rows = text(name)
    time = "year" if "year" in rows else "date"
    step = 12 if time == "year" else 1
    for series, one in rows.groupby(WHOLE[name]) if WHOLE[name] else [("all", rows)]:
        months = sorted(map(month, one[time]))
        assert months == list(range(months[0], months[-1] + 1, step)), series


@pytest.mark.parametrize("name", STEADY)
def test_no_amount_grows_or_shrinks_tenfold_at_once(name):
    series, columns = STEADY[name]
    rows = text(name)
    time = next(column for column in ("year", "date", "month") if column in rows)
    for which, one in rows.sort_values(time).groupby(series) if series else [("all", rows)]:
        for column in columns:
            amounts = pd.to_numeric(one[column]).dropna() + 1  # so that nothing and a few are no step
            steps = np.abs(np.log10(amounts.to_numpy()[1:] / amounts.to_numpy()[:-1]))
            assert (steps < 1).all(), f"{which}, {column}"


@pytest.mark.parametrize("name", IN_TIME)
def test_rows_stand_in_the_order_of_time(name):
    rows = text(name)
    when = rows[IN_TIME[name]]
    assert when.is_monotonic_increasing, rows[when < when.shift()].iloc[:, :3].to_string()


# ------------------------------------------------------------------------------------------------ arithmetic
def test_an_estimate_lies_between_its_bounds():
    for name in tables.names():
        rows = text(name)
        for low, middle, high in (("low", "best", "high"), ("low", "central", "high"), ("low", "low", "high")):
            if {low, middle, high} <= set(rows):
                bounds = rows[[low, middle, high]].apply(pd.to_numeric).dropna().to_numpy()
                assert (np.diff(bounds, axis=1) >= 0).all(), name


def test_shares_of_votes_are_votes():
    votes = tables.load("un_votes")
    half = votes["identical"] + (1 - votes["identical"] - votes["opposite"]) / 2
    assert (votes["agreement"] - half).abs().max() < 1.1e-4, "an abstention counts half"
    for share in ("identical", "opposite"):
        counted = votes[share] * votes["n_votes"]
        assert ((counted - counted.round()).abs() <= 0.6e-4 * votes["n_votes"]).all(), share


def test_the_best_ideal_point_lies_near_the_middle_of_its_interval():
    points = tables.load("un_ideal_points")
    place = (points["best"] - points["low"]) / (points["high"] - points["low"])
    assert place.between(0.5 - MIDDLE, 0.5 + MIDDLE).all()


def test_no_state_votes_more_often_than_all_others_in_a_year():
    for year, votes in tables.load("un_ideal_points").groupby("year")["n_votes"]:
        most = votes.sort_values(ascending=False).to_numpy()
        assert most[0] <= 1.1 * most[2], year


@pytest.mark.parametrize("name", ["one_sided_violence", "non_state_conflict", "isil_fights_2021", *WIDE])
def test_bounds_of_deaths_lie_within_an_order_of_magnitude(name):
    rows = numbers(name).assign(key=text(name).iloc[:, :2].agg(" ".join, axis=1))
    rows = rows[~rows["key"].isin(WIDE.get(name, ()))].dropna(subset=["low", "best", "high"])
    for low, high in (("low", "best"), ("best", "high")):
        assert ((rows[high] + 10) / (rows[low] + 10) < 7.5).all(), f"{low} and {high}"


def test_negative_days_are_days_of_the_month():
    scores = tables.load("interaction_scores")
    days = scores["negative_days"] * scores["days"] / 100
    assert (days - days.round()).abs().max() < 0.02
    months = pd.to_datetime(scores["date"].astype(str).str[:7]).dt.days_in_month
    assert (scores["days"] <= months).all()


def test_where_nobody_fought_nobody_died():
    deaths = tables.load("violence_by_country")
    assert ((deaths["dyads"] == 0) <= (deaths["high"].fillna(0) == 0)).all()


def test_deaths_by_dyad_are_those_of_the_country():
    """Of one publisher, by releases a year apart. Not 2001 and 2002: al-Qaida fought elsewhere too."""
    country = tables.load("violence_by_country").query("country == 'Afghanistan' and type == 'state-based'")
    dyads = tables.load("battle_deaths").query("only_afghanistan").groupby("year")["best"].sum()
    share = (dyads / country.set_index("year")["best"]).dropna().drop([2001, 2002])
    apart = share[~share.between(0.88, 1.03)].round(2).to_dict()
    advice = "Rows may be missing from a release. If both do say so, leave the year out above, with the reason."
    assert len(share) > 30 and not apart, f"deaths of all dyads as a share of the country's: {apart}. {advice}"


def test_a_question_was_open_from_its_first_to_its_last_day():
    asked = tables.load("gjp_questions").dropna(subset=["days_open"])
    closed = pd.to_datetime(asked["date_closed"], errors="coerce") - pd.to_datetime(asked["date"])
    assert (closed.dropna().dt.days == asked.loc[closed.notna(), "days_open"]).all()


def test_force_has_a_day_and_an_action():
    spells = tables.load("signal_spells")
    assert (spells["force"] == spells["force_date"].notna()).all()
    assert (spells["force"] == spells["force_action"].notna()).all()
    threats = tables.load("threats")
    assert (threats["force_followed_24m"].fillna(False).astype(bool) <= threats["force_date"].notna()).all()


# ------------------------------------------------------------------------------------------------ sources
def printed(sources: pd.DataFrame) -> pd.Series:
    """The day on which a page was printed, as it, its address or its id says, for those of which one says it."""
    day = r"((?:19|20)\d\d)[/-]([01]\d)[/-]([0-3]\d)(?!\d)"
    found = {}
    for row in sources.itertuples():
        in_address = re.search(rf"/{day}", row.url_main)
        in_id = re.search(rf"-{day}$", row.source_id)
        told = row.date_published or "-".join((in_address or in_id).groups() if in_address or in_id else ())
        if told:
            found[row.source_id] = told
    return pd.Series(found)


@pytest.fixture(scope="module")
def dated_rows() -> pd.DataFrame:
    """Every row with a date and a source whose day is known: table, place, when, printed, kind."""
    sources = text("sources")
    days, kinds = printed(sources), sources.set_index("source_id")["kind"]
    found = []
    for name in set(tables.names()) - {"sources", "corrections"}:
        rows = text(name)
        when = next((column for column in ("date_known", "date", "year", "month") if column in rows), None)
        if when:
            rows = rows.assign(table=name, row=rows.iloc[:, 0], when=rows[when])
            if when == "date_known":
                rows["when"] = rows["date_known"].where(rows["date_known"] != "", rows["date"])
            found.append(rows[["table", "row", "when", "source_id"]])
    rows = pd.concat(found, ignore_index=True).query("when != ''")
    rows = rows.assign(printed=rows["source_id"].map(days), kind=rows["source_id"].map(kinds))
    return rows.dropna(subset=["printed"])


def test_no_row_is_later_than_the_page_that_it_cites(dated_rows):
    """Nor, where a later page of the row corrects it, than that one."""
    corrected = set(
        text("row_sources").query("role == 'corrects'")[["table", "row_id"]].itertuples(index=False, name=None)
    )
    rows = dated_rows.query("table != 'conflict_covariates'")  # borders that did not move since
    late = [
        (row.table, row.row, row.when, row.source_id)
        for row in rows.itertuples()
        if row.when[: len(row.printed)] > row.printed[: len(row.when)] and (row.table, row.row) not in corrected
    ]
    assert late == []


def months(days: pd.Series) -> pd.Series:
    """Months since the year 0; of a year alone, its middle."""
    return 12 * days.str[:4].astype(int) + pd.to_numeric(days.str[5:7].replace("", "6"))


def test_a_page_of_news_tells_of_its_own_quarter(dated_rows):
    """What looks back further says so: a page taken for another, or a year for the one before, would not."""
    news = dated_rows.query("kind in ('news', 'statement')")
    lag = months(news["printed"]) - months(news["when"])
    older = news[(lag > 3) & ~news["source_id"].isin(LOOKING_BACK)]
    assert older.empty, older.to_string()


# ------------------------------------------------------------------------------------------------ sums
def numbers(name: str) -> pd.DataFrame:
    """A table whose cells are numbers wherever they can be."""
    return text(name).apply(pd.to_numeric, errors="coerce")


def test_shares_of_districts_are_those_of_their_counts():
    for name in ("district_control", "district_control_lwj"):
        rows = numbers(name)
        for kind in {"government", "contested", "insurgent"} & {column.removesuffix("_pct") for column in rows}:
            if f"{kind}_pct" in rows:
                shares = (100 * rows[kind] / rows["base"] - rows[f"{kind}_pct"]).dropna()
                assert (shares.abs() < 0.6).all(), f"{name}, {kind}"
    shares = numbers("district_control")[["government_pct", "contested_pct", "insurgent_pct"]].dropna().sum(axis=1)
    assert shares.between(99.5, 100.5).all()


def test_casualties_are_killed_and_injured():
    rows = numbers("civilian_casualties")
    for print_ in ("first", "revised"):
        parts = rows[f"killed_{print_}"] + rows[f"injured_{print_}"] - rows[f"total_{print_}"]
        assert (parts.dropna() == 0).all() and len(parts.dropna()) > 10, print_
    rows = numbers("civilian_casualties_by_actor")
    assert ((rows["killed"] + rows["injured"] - rows["total"]).dropna() == 0).all()


@pytest.mark.parametrize(
    ("name", "whole", "parts"),
    [
        ("arms_deliveries", "tiv", ["financed_by_usa_tiv", "financed_by_third_tiv", "via_us_company_tiv", "aid_tiv"]),
        ("exercises", "exercises", ["with_afghanistan", "command_post", "warfighting", "peacekeeping"]),
        ("attention_by_month", "items", ["afghanistan", "taliban", "isil", "central_asia", "syria", "ukraine"]),
        ("us_strikes_by_province", "killed_high", ["killed_low", "civilians_high", "civilians_low"]),
        ("us_strikes_by_province", "strikes", ["without_number"]),
        ("signal_sensitivity", "spells", ["followed_by_force"]),
    ],
)
def test_no_part_exceeds_its_whole(name, whole, parts):
    rows = numbers(name)
    for part in parts:
        assert (rows[part] <= rows[whole]).all(), part


def test_a_longer_quiet_joins_spells_and_a_longer_window_sees_no_less_force():
    rows = tables.load("signal_sensitivity")
    by_quiet = rows.sort_values("quiet_days").groupby(["window_days", "target_group"])["spells"]
    assert by_quiet.apply(lambda spells: (spells.diff().dropna() <= 0).all()).all()
    parts = rows[rows["target_group"] != "all"].groupby(["quiet_days", "window_days"])
    every = rows[rows["target_group"] == "all"].set_index(["quiet_days", "window_days"])
    for column in ("spells", "followed_by_force"):
        assert (parts[column].sum().sort_index() == every[column].sort_index()).all(), column


def test_arms_that_kabul_received_are_those_of_the_covariate():
    """Of the five years before, by the same publisher; gwno 700 is Afghanistan."""
    arms = tables.load("arms_deliveries")
    arms = arms[arms["supplier"].isin(["Russia", "Soviet Union"])].set_index("year")["tiv"]
    own = tables.load("conflict_covariates").query("gwno == 700 and covariate == 'russian_arms_previous_5_years'")
    own = own[own["year"] >= arms.index.min() + 5]
    assert len(own) > 20
    for row in own.itertuples():
        before = arms[(arms.index >= row.year - 5) & (arms.index < row.year)].sum()
        assert row.value == pytest.approx(before, abs=0.006), row.year


def test_borders_do_not_move_for_a_year():
    """After those of the Soviet Union and of Yugoslavia had moved."""
    rows = tables.load("conflict_covariates").query("covariate == 'distance_to_russia' and year > 1992")
    for country, own in rows.sort_values("year").groupby("gwno")["value"]:
        before, after = own.diff().iloc[1:-1] != 0, own.diff(-1).iloc[1:-1] != 0
        assert not (before & after).any(), country


# ------------------------------------------------------------------------------------------------ words
SAID = {  # table -> column -> rows (by their first cell) whose words say the number otherwise, or leave it to the page
    "posture": {"number": {"P01", "P04", "P12", "P14", "P31", "P32", "P37", "P40"}},
    "exercise_sizes": {"troops": set()},
    "isaf_rs_strength": {"troops": set()},
    "isil_strength": {"low": {"K009", "K014", "K030", "K069", "K071"}, "high": {"K009", "K030", "K069", "K071"}},
    "interventions": {"troops": {"R13", "R22"}},
    "civilian_casualties_by_actor": {
        "killed": set(),
        "injured": set(),
        "total": set(),
        "share_pct": {"2017-H1", "2020"},
    },
    "weapons_released": {"weapons": {"2018-12"}, "weapons_first": set()},
    "trade_points": {"value": {"X09", "X15"}},
}
IN_MILLIONS = {"trade_points"}  # of dollars; other numbers are counts
WORDS = ("quote", "translation", "note", "summary", "counted", "troops_note")


def said(words: str, unit: float) -> set[float]:
    """The numbers of a text, in some unit, without what parts their thousands. One that a word of scale follows, or
    that begins a range before one, is that many; another one is taken to be in the unit as it stands."""
    plain = re.sub(r"(?<=\d)[,.\s](?=\d{3}(?!\d))", "", words)
    found = set()
    for number, upper, scaled in re.findall(r"(\d+(?:\.\d+)?)(?:(?:-| to | or )(\d+(?:\.\d+)?))?[\s-]*(\w*)", plain):
        scale = next((times / unit for times, word in SCALES.items() if re.match(word, scaled, re.IGNORECASE)), 1)
        found |= {float(one) * scale for one in (number, upper) if one}
    return found


@pytest.mark.parametrize("name", SAID)
def test_a_number_stands_in_the_words_of_its_row(name):
    rows = text(name)
    words = rows[[column for column in WORDS if column in rows]].agg(" ".join, axis=1)
    unit = 1e6 if name in IN_MILLIONS else 1.0
    for column, otherwise in SAID[name].items():
        for key, number, told in zip(rows.iloc[:, 0], rows[column], words):
            if number and key not in otherwise:
                assert any(math.isclose(float(number), one) for one in said(told, unit)), (
                    f"{name} {key}: {column} is {number}, which its words do not say: {told.strip()} "
                    "A number that was corrected goes with its quote; one that words can't say stands in SAID."
                )


def test_rows_of_a_dataset_are_borne_out_by_datasets():
    """A page of news that stands beside a row of a release was put there by a slip."""
    kinds = text("sources").set_index("source_id")["kind"]
    beside = text("row_sources").query("role == 'supports'")
    made = [name for name in beside["table"].unique() if "derivation" in tables.resource(name)]  # by a program
    of_data = [name for name in made if set(text(name)["source_id"].map(kinds)) == {"dataset"}]
    assert {"one_sided_violence", "provinces"} <= set(of_data)
    found = beside[beside["table"].isin(set(of_data) - {"us_bases"})]  # newspapers name bases too
    assert found[found["source_id"].map(kinds) != "dataset"].values.tolist() == []


EARLIER = {
    ("events", "E153"): "it announced the meeting of the next day",
    ("events", "E211"): "its page is of a meeting five days earlier, where the ambassador spoke of the pilot too",
    ("interventions", "R23"): "the year is that in which UCDP codes the party; the page has it in the war before",
}


def test_a_page_that_bears_a_row_out_is_not_older_than_what_the_row_tells():
    """So a source that was put in another one's place is noticed by its day, half of the time."""
    published = text("sources").set_index("source_id")["date_published"]
    early, asked = set(), 0
    for name, rows in text("row_sources").query("role == 'supports'").groupby("table"):
        column = next((one for one in ("date", "date_start", "as_of") if one in text(name)), None)
        days = dict(zip(text(name).iloc[:, 0], text(name)[column])) if column else {}
        for key, source in rows[["row_id", "source_id"]].itertuples(index=False, name=None):
            day, page = days.get(key, ""), published[source]
            asked += bool(day and page)
            if day and page and page[: len(day)] < day[: len(page)]:
                early.add((name, key))
    assert asked > 100 and early == set(EARLIER)
