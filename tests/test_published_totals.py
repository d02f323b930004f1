"""Totals that publishers and notes state, reproduced from the rows of the package."""

import pytest

from evidence import tables


# ---------------------------------------------------------------------------------------------- powers
# Numbers that the notes of the upstream files state; each is recomputed from the rows of the package.
def test_published_strength_of_isaf_and_resolute_support():
    strength = tables.load("isaf_rs_strength").set_index(["mission", "date"]).troops
    assert strength["ISAF", "2012-04-18"] == 129_895
    assert strength["Resolute Support", "2017-06-29"] == 13_576  # the last count before the article


def test_nine_bases_requested_in_2013():
    bases = tables.load("us_bases")
    assert bases.requested_as.notna().sum() == 9
    assert set(bases.loc[bases.requested_as.notna(), "iso3"]) == {"AFG"}
    assert bases.iso3.value_counts().to_dict() == {"AFG": 9, "PAK": 6, "IRQ": 4}


def test_russia_abstained_twice_on_afghanistan():
    votes = tables.load("un_roll_calls")
    named = votes[(votes.subject == "Afghanistan") & (votes.session_year >= 1990)]
    assert list(named.resolution) == ["R/73/88", "A/RES/74/9"]
    assert set(named.russia) == {"abstain"} and set(named.afghanistan) == {"yes"}
    ukraine = votes[votes.resolution == "R/68/262"].iloc[0]
    assert (ukraine.russia, ukraine.afghanistan, ukraine.united_states) == ("no", "abstain", "yes")


def test_moscow_and_kabul_voted_no_on_every_resolution_of_the_soviet_war():
    votes = tables.load("un_roll_calls").query("subject == 'Afghanistan' and session_year < 1990")
    assert votes.session_year.agg(["min", "max", "size"]).tolist() == [1980, 1987, 11]
    assert set(votes.russia) == set(votes.afghanistan) == {"no"} and set(votes.united_states) == {"yes"}


def test_ideal_points_end_in_2023_and_cover_27_states():
    points = tables.load("un_ideal_points")
    assert points.year.max() == 2023 and points.iso3.nunique() == 27
    assert tables.load("un_ideal_points_spread").year.max() == 2023


def test_russian_cooperation_with_kabul_peaked_in_2002():
    """Events of Russia toward Afghanistan in the upstream's note, over Russia's own total of the year."""
    events = tables.load("interaction_events")
    share = events[(events.sender == "RUS") & (events.target == "AFG")].set_index("year").verbal_cooperation
    stated = {2002: (1070, 39236), 2003: (330, 37661), 2006: (72, 31367), 2009: (422, 36773), 2011: (447, 20375)}
    for year, (toward_kabul, sent) in stated.items():
        assert share[year] == pytest.approx(100 * toward_kabul / sent, abs=0.0006)
    assert share.idxmax() == 2002


def test_no_tone_series_covers_2015_to_2017():
    events, scores = tables.load("interaction_events"), tables.load("interaction_scores")
    assert events.year.max() == 2014 and scores.date.min() == "2018-01"
    assert scores.date.nunique() == 74


def test_russia_among_the_listed_supporters_of_the_taliban():
    support = tables.load("external_support")
    russia = support[support.supporter.str.startswith("Government of Russia")]
    taliban = russia[(russia.actor == "Taleban") & (russia.opponent == "Government of Afghanistan")]
    assert taliban.set_index("year").state_supporters.to_dict() == {2014: 4, 2015: 4, 2016: 3, 2017: 3}
    assert taliban.types.isna().all()  # none can be attributed to one of several
    kabul = russia[(russia.actor == "Government of Afghanistan") & (russia.opponent == "Taleban")]
    assert list(kabul.year) == [1996, 2003]


def test_154_exercises():
    exercises = tables.load("exercises")
    assert exercises.exercises.sum() == 154
    assert exercises[exercises.exercises > 0].year.agg(["min", "max"]).tolist() == [1994, 2010]


def test_spending_is_an_index_of_2015():
    spending = tables.load("military_spending")
    base = spending[(spending.year == 2015) & spending["index"].notna()]
    assert (base["index"] == 100).all() and len(base) == 12
    assert set(spending.country) - set(base.country) == {"Syria", "Turkmenistan", "Uzbekistan"}
    assert spending[spending.country == "Afghanistan"].year.max() == 2021


def test_sanctions_start_where_the_copy_is_complete():
    sanctions = tables.load("sanctions")
    assert (sanctions.year.min(), sanctions.year.max()) == (2013, 2022)
    on_russia = sanctions[(sanctions.target == "Russia") & (sanctions.sender == "United States")]
    assert not on_russia[on_russia.year == 2014].empty and on_russia[on_russia.year == 2013].empty


# ---------------------------------------------------------------------------------------------- violence
def test_civilian_casualties_of_unama():
    """UNAMA as first published (2016, 2017, the halves of 2017 and 2018, 2020) and as printed in September 2020."""
    casualties = tables.load("civilian_casualties").set_index("period")
    first, revised = casualties.total_first.dropna().to_dict(), casualties.total_revised.dropna().to_dict()
    assert {year: first[year] for year in ("2016", "2017", "2018", "2020")} == {
        **{"2016": 11_418, "2017": 10_453},
        **{"2018": 10_993, "2020": 8_820},
    }
    assert (first["2017-H1"], first["2018-H1"], first["2021-08-15/2023-05-30"]) == (5_243, 5_122, 3_774)
    assert list(revised.values()) == [5969, 7162, 7842, 7590, 8638, 10535, 11035, 11452, 10459, 10993, 10392]
    assert casualties.killed_revised["2007"] == 1523 and casualties.killed_revised["2008"] == 2118
    assert (casualties.loc["2016", ["killed_first", "injured_first"]] == [3498, 7920]).all()
    assert (casualties.loc["2017", ["killed_first", "injured_first"]] == [3438, 7015]).all()


def test_civilian_casualties_by_actor():
    by_actor = tables.load("civilian_casualties_by_actor")
    attributed = by_actor[by_actor.basis == "attributed by UNAMA"].set_index(["period", "actor"])
    assert attributed.total.dropna().to_dict() == {
        ("2015", "ISIL-K"): 82,
        ("2016", "ISIL-K"): 899,
        ("2016", "Taliban"): 4953,
        ("2016", "undetermined anti-government elements"): 1099,
        ("2020", "Taliban"): 3960,
    }
    isil = attributed.xs("ISIL-K", level="actor").share_pct.dropna().to_dict()
    assert isil == {"2017": 10, "2017-H1": 5, "2018": 20, "2018-H1": 18, "2020": 8}
    parts = attributed.loc["2018"].share_pct.to_dict()
    assert parts.pop("all anti-government elements") == sum(parts.values()) == 63


def test_weapons_released_of_afcent():
    weapons = tables.load("weapons_released").set_index("period")
    years = weapons[weapons.kind == "year"].weapons.to_dict()
    assert years == {
        **{"2010": 5101, "2011": 5411, "2014": 2365, "2015": 947},
        **{"2016": 1337, "2017": 4361, "2018": 7362, "2019": 7423},
    }
    assert (weapons.loc["2017-09", ["weapons_first", "weapons"]] == [751, 414]).all()
    assert weapons.weapons["2017-01/2017-08"] == 2487


def test_taliban_against_is():
    """Best estimates that the note of UCDP Non-State 23.1 names; 2018 is uncertain."""
    deaths = tables.load("non_state_conflict")
    fights = deaths[deaths.dyad == "IS – Taliban"].set_index("year")
    assert fights.best.to_dict() == {2015: 292, 2016: 181, 2017: 343, 2018: 577, 2019: 51}
    assert fights.loc[2018, ["low", "high"]].tolist() == [300, 689]
    assert list(fights.index[~fights.only_afghanistan]) == [2017]


def test_one_sided_violence_counts_is_in_afghanistan_alone():
    deaths = tables.load("one_sided_violence").set_index(["actor", "year"])
    assert deaths.loc["IS"].best.to_dict() == {
        **{2015: 13, 2016: 192, 2017: 239, 2018: 420, 2019: 183},
        **{2020: 164, 2021: 345, 2022: 453, 2023: 65, 2024: 53},
    }
    assert deaths.loc["IS"].derived.all() and deaths.best["Taliban", 2017] == 96


def test_organised_violence_in_afghanistan():
    deaths = tables.load("violence_by_country")
    best = deaths[deaths.country == "Afghanistan"].groupby("year").best.sum()
    published = {2017: 19_784, 2018: 26_895, 2019: 30_435, 2021: 36_386, 2022: 1_574, 2024: 353}
    assert {year: best[year] for year in published} == published
    assert len(deaths) == 350 * 3


def test_events_of_2021():
    """4,512 events and 36,396 deaths upstream, less 18 events and 168 deaths without a province."""
    events = tables.load("events_2021_by_province")
    assert (events.events.sum(), events.best.sum(), len(events)) == (4512 - 18, 36_396 - 168, 114)
    dyads = events.groupby("dyad")[["events", "best"]].sum()
    assert dyads.loc["Government – IS"].tolist() == [101, 263]
    assert dyads.loc["IS – civilians"].tolist() == [41, 337]
    assert dyads.loc["Government – NRF"].tolist() == [39, 534]
    assert dyads.loc["Iraq – IS"].tolist() == [3, 195]  # the label of UCDP for the attack on Kabul airport
    assert events.adm1_code.nunique() == 34


def test_mislabelled_provinces():
    provinces = tables.load("provinces").set_index("adm1_code")
    assert provinces[provinces.label_corrected].name.to_dict() == {"AFG-1753": "Daykundi", "AFG-1769": "Panjshir"}
    assert len(provinces) == 34 and provinces.natural_earth_name.nunique() == 32


# ---------------------------------------------------------------------------------------------- threat and force
def test_disputes_that_reached_force():
    """25 of the 65 disputes of Russia with at least a threat, 1992–2014; the Soviet Union 50 of 105."""
    disputes = tables.load("militarized_disputes")
    threat = disputes[disputes.kind != "none"].assign(force=lambda rows: rows.kind.isin(["use of force", "war"]))
    russia, union = threat[threat.year >= 1992], threat[threat.year < 1992]
    assert (len(disputes), (disputes.year >= 1992).sum()) == (215, 84)
    assert (russia.force.sum(), len(russia)) == (25, 65) and (union.force.sum(), len(union)) == (50, 105)
    groups = russia.groupby("target_group").force.agg(["sum", "size"])
    assert groups.loc["Afghanistan"].tolist() == [3, 6] and groups.loc["post-Soviet"].tolist() == [13, 31]
    hard = russia.highest_action.isin(["attack", "clash", "occupation of territory"])
    assert hard.sum() == 19


def test_signals_that_force_followed():
    """3 of 33; of 51 spells 10 start with force and 10 are censored."""
    spells = tables.load("signal_spells")
    signal = spells.first_kind.isin(["threat", "display"])
    assert (len(spells), (~signal).sum(), spells.censored.sum()) == (51, 10, 10)
    usable = spells[signal & ~spells.censored]
    assert (usable.force.sum(), len(usable)) == (3, 33)
    assert [f"{row.target} {row.date[:4]}" for row in usable[usable.force].itertuples()] == [
        "Afghanistan 1993",
        "Turkey 1999",
        "Japan 2006",
    ]


def test_other_thresholds_give_5_to_13_per_cent():
    counts = tables.load("signal_sensitivity")
    every = counts[counts.target_group == "all"]
    shares = every.followed_by_force / every.spells
    assert (round(shares.min(), 3), round(shares.max(), 3)) == (0.051, 0.13)
    book = every[(every.quiet_days == 730) & (every.window_days == 730)]
    assert book[["spells", "followed_by_force"]].to_numpy().tolist() == [[33, 3]]
    parts = counts[counts.target_group != "all"].groupby(["quiet_days", "window_days"]).spells.sum()
    assert (parts.to_numpy() == every.set_index(["quiet_days", "window_days"]).spells.to_numpy()).all()
