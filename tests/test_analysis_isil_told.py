"""What the rows of `isil` say: marks with their tips, descriptions, numbers of the prose."""

import pandas as pd

from evidence import tables
from evidence.analysis import isil, isil_told
from evidence.forecast import known


def statements(*rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["statement_id", "topic", "side", "speaker", "role", "date", "quote"])
    return frame.assign(date_start=pd.to_datetime(frame["date"]), date_end=pd.to_datetime(frame["date"]))


def test_a_statement_on_force_stands_once_is_stacked_and_says_who_spoke():
    force = isil_told.force(
        statements(
            ("S107", "military-option", "Russia", "A", "minister", "2017-07-31", "we may"),
            ("S171", "military-option", "Russia", "A", "minister", "2017-07-31", "we may"),
            ("S220", "military-option", "Russia", "B", None, "2017-08-01", "we could"),
            ("S001", "no-military-intervention", "Russia", "C", None, "2019-01-01", "no"),
            ("S002", "no-military-intervention", "UN", "D", None, "2015-01-01", "no"),
        )
    )
    assert force["tip"].tolist() == [
        "A, minister, 31 July 2017: force named or left open",
        "B, 1 August 2017: force named or left open",
        "C, 1 January 2019: force ruled out",
    ]
    assert force["level"].tolist() == [0, 1, 0] and force["at"].iloc[2] == 2019
    assert force["beside"].tolist() == ["the warning:", "Lavrov", "Kremlin spokesman"]
    assert isil_told.force_numbers(force) == {"c1_force_all": "three", "c1_out_later": "one"}
    assert "left open in 2017: 2 statements. It is ruled out in 2019: 1 statements." in isil_told.force_described(force)


def test_the_mark_of_the_warning_counts_the_reports_of_2017():
    force = isil_told.force(tables.load("statements")).set_index("statement_id")
    assert force.at[isil_told.COUNTED_FOR_ALL, "beside"] == "four reports"
    named = force[force["beside"].isin(["the warning:", "four reports"])].sort_values("level")
    assert named["level"].tolist() == [1, 2] and named["beside"].iloc[1] == "the warning:", "beside the middle ones"
    assert force.at["S004", "beside"] == "ministry sources" and force.at["S004", "speaker"].endswith("sources")
    assert force.at["S174", "before"] == "Kabulov" and force["before"].count() == 1


def test_counts_are_of_four_sides_and_told_with_what_was_counted():
    counts = isil_told.counts(tables.load("isil_strength"))
    assert set(counts["side"]) == set(isil_told.DRAWN) and not {"K007", "K008"} & set(counts["estimate_id"])
    row = counts.set_index("estimate_id").loc["K015"]
    assert row["claimant"] == "Kabulov (Russian foreign ministry)" and row["tip"].startswith(row["claimant"])
    assert counts.set_index("estimate_id").at["K014", "claimant"] == "NATO mission (Brig. Gen. Wilson Shoffner)"
    assert not counts["claimant"].str.contains(r"MFA|Resolute|\bBG\b|CENTCOM|DoD|\bIG\b").any()
    assert row["fighters"] == "10,000 or more" and row["tip"].endswith(f"{row['fighters']}. Counted: {row['counted']}")
    assert (counts.loc[counts["side"] == "UN", "shift"] >= isil_told.UN_APART - 6).all()
    numbers = isil_told.count_numbers(tables.load("isil_strength"), counts)
    assert int(numbers["c1_drawn"]) == len(counts) < int(numbers["c1_comparable"]) < int(numbers["c1_all"])
    assert numbers["c1_k021"] == "2,000–3,500"


def test_the_description_of_counts_ends_where_the_rows_end():
    counts = isil_told.counts(tables.load("isil_strength"))
    now, then = isil_told.counts_described(counts), isil_told.counts_described(known(counts))
    assert "February 2026" in now and "2018" in now and now.startswith(f"{len(counts)} claims: ")
    assert then.endswith("in January 2017.") and "2018" not in then


def test_ratios_in_words():
    index = ["2016Q1", "2016Q2", "2016Q3", "2017Q3", "2018Q1"]
    ratios = pd.DataFrame({"lowest": [3, 10 / 3, 1.5, 7, 2], "highest": [10, 10, 2, 7, 4]}, index)
    numbers = isil_told.ratio_numbers(ratios, ratios.iloc[:3])
    assert (numbers["c1_pairs"], numbers["c1_pairs_known"], numbers["c1_above"]) == ("five", "three", "five")
    assert numbers["c1_over"] == "three"
    assert (numbers["c1_2016q2_low"], numbers["c1_2016q2_high"], numbers["c1_2018q1_high"]) == ("3.3", "ten", "4.0")
    corrected = isil_told.ratio_numbers(ratios.replace(7, 6.5), ratios)
    assert (numbers["c1_2017q3_low"], corrected["c1_2017q3_low"]) == ("seven", "6.5"), (
        "a corrected row stops no chapter"
    )


def test_deaths_of_both_fights_in_words():
    toll, fights = isil.toll(tables.load("battle_deaths")), isil.taliban_toll(tables.load("non_state_conflict"))
    numbers = isil_told.toll_numbers(toll)
    assert (numbers["c1_peak_year"], numbers["c1_deaths_peak"], numbers["c1_last_known"]) == ("2018", "2,842", "2016")
    assert numbers["c1_toll_2022"] == "253 (181–404)"
    by_fight = isil_told.by_fight(toll, fights)
    assert by_fight["year"].max() == isil_told.LATEST and list(by_fight["fight"].unique()) == isil_told.FIGHTS
    now, then = (isil_told.deaths_described(rows) for rows in (by_fight, known(by_fight)))
    assert "2,842 in 2018" in now and "577 in 2018" in now
    assert then.endswith("Taliban against ISIL: 292 and 181.") and "2017" not in then


def test_civilians_in_words():
    names = ("one_sided_violence", "civilian_casualties_by_actor", "civilian_casualties", "sources")
    numbers = isil_told.civilian_numbers(*(tables.load(name) for name in names))
    assert (numbers["c1_worst"], numbers["c1_killed_worst"], numbers["c1_killed_bounds"]) == ("2022", "453", "232–921")
    assert (numbers["c1_unama_half"], numbers["c1_unama_2018"], numbers["c1_unama_share_2016"]) == ("5%", "20%", "8%")


def test_shares_in_words():
    shares = isil_told.shares(tables.load("battle_deaths"))
    assert shares["year"].max() == isil_told.LATEST and shares["share"].iloc[2] == 0.1473
    assert shares["tip"].str.startswith("Government – ISIL-K").all()
    assert isil_told.shares_described(shares.head(2)).startswith("2 annual shares: 4% in 2015, ")
    others = (tables.load(name) for name in ("non_state_conflict", "one_sided_violence", "violence_by_country"))
    violence = isil.share_of_all_violence(tables.load("battle_deaths"), *others)
    numbers = isil_told.share_numbers(isil.share_of_war(tables.load("battle_deaths")), violence)
    assert (numbers["c1_share_2017"], numbers["c1_share_bounds"], numbers["c1_share_2021"]) == (
        "15%",
        "13% to 16%",
        "0.7%",
    )
    assert (numbers["c1_share_2022"], numbers["c1_all_2022"]) == ("29%", "870")
    assert (numbers["c1_share_last"], numbers["c1_all_last"]) == ("67%", "223")


def test_half_years_tell_their_zeros_too():
    rows = statements(
        ("S1", "ISIL-threat", "Russia", "A", None, "2014-08-01", "x"),
        ("S2", "ISIL-threat", "Russia", "B", None, "2014-09-01", "x"),
        ("S3", "helicopters", "Russia", "B", None, "2015-02-01", "x"),
        ("S4", "helicopters", "UN", "B", None, "2015-02-01", "x"),
        ("S5", "helicopters", "Russia", "B", None, "2016-02-01", "x"),
    )
    spoken = isil_told.spoken(rows, "2014-H2", "2015-H1")
    assert spoken["statement_id"].tolist() == ["S1", "S2", "S3"]
    grid = isil_told.half_years(spoken, "2014-H2", "2015-H1")
    tips = grid.set_index(["kind", "half_year"])["tip"]
    assert tips["ISIL as a threat", "2014-H2"] == "ISIL as a threat, second half of 2014: two Russian statements found"
    assert tips["helicopters", "2015-H1"] == "Helicopters, first half of 2015: one Russian statement found"
    assert tips["US bases", "2015-H1"].endswith("no Russian statement found") and len(tips) == 5 * 2
    assert isil_told.half_years_described(grid).startswith(
        "A grid of 5 topics by 2 half-years. The largest number is 2,"
    )
    assert isil_told.half_years_described(grid).endswith(
        "from the first half of 2015 on, force as an option in none of them."
    )


def test_a_report_that_repeats_the_warning_is_no_second_occasion():
    spoken = isil_told.spoken(tables.load("statements"), "2017-H2", "2017-H2")
    warnings = spoken[spoken["topic"] == "military-option"]
    assert warnings["statement_id"].tolist() == ["S194", "S107"], "one of July and one of August"
    notes = tables.load("statements").set_index("statement_id")["note"]
    assert "same agency: count once" in notes["S171"] and "close to a text of 23 July" in notes["S106"]


def test_places_are_told_and_shaded_by_what_was_reported():
    names = tables.load("provinces").set_index("adm1_code")["name"]
    rows_of = {name: tables.load(name) for name in isil.REPORT_KEYS}
    chain = known(isil.report_chain(tables.load("helicopter_reports"), rows_of, names)).dropna(subset=["adm1_code"])
    places = isil_told.places(chain, names, tables.geo("provinces_map")["features"]).set_index("name")
    assert set(places.index[places["shade"] > 0.5]) == {"Nangarhar", "Sar-e Pol", "Ghazni", "Jowzjan", "Faryab"}
    assert places.at["Kunduz", "tip"].startswith("Kunduz: ") and places["tip"].str.contains("(", regex=False).all()
    assert "flights told of in 2009: Baghlan, Kunduz, Samangan." in isil_told.places_described(places.reset_index())
    assert isil_told.place_numbers(chain, names) == {
        "c1_map_landings": "Ghazni, Nangarhar and Sar-e Pol",
        "c1_map_drops": "Faryab, Jowzjan and Sar-e Pol",
        "c1_held": "two",
    }
