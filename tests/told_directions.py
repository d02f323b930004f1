"""Sentences of the chapters that say which way a number goes, and the test or the few lines that find the same.

A word that is turned, "higher" to "lower", leaves its sentence missing on the page; a fact that turns fails the test
that is named, or the condition. What is measured in a figure's title stands in `audit_titles.py`.

Every other such word (higher, fewer, most, rose, halved, twice and their like) is a rule of reading, somebody else's or
one that no table holds: `told_as_read.py` names each. So a word that comes into a page anew has to go into one of both.
"""

from collections.abc import Callable
from itertools import pairwise
from math import prod

import audit_1 as one
import audit_2 as two
import audit_4 as four
from audit import CUT_OFF, drawn, only, row, table
from audit_5 import horizon, tree
from audit_5 import inside as beginnings
from by_hand import WITH_US, WITHOUT_US, horizons, then
from told import QUOTES
from told_years import PAGES

INDEX, ONE, TWO, THREE, FOUR, FIVE, SIX = PAGES[:7]
Found = dict[str, str | Callable[[], bool]]


def by(chapter: int, name: str) -> str:
    return f"test_findings_{chapter}.py::test_{name}"


def first_page() -> Found:
    fell = by(2, "agreement_with_russia_fell_from_the_session_of_2012_beyond_sampling_error")
    return {"By one measure agreement in UN votes (one is full) fell from": fell}


def chapter_1() -> Found:
    counts = by(1, "russian_counts_run_above_american_ones_from_2016_to_2018_and_overlap_in_2019")
    ratios = by(1, "the_ratios_of_the_quarters_by_hand")
    toll = by(1, "the_toll_stands_high_in_2017_and_2018_and_falls")
    share = by(1, "up_to_2021_the_share_of_the_war_is_highest_in_2017_and_later_it_rises")
    killings = by(1, "killings_of_civilians_follow_the_battles_until_2020_and_cannot_be_ranked")
    unama = by(1, "the_unama_share_of_early_2017_was_below_that_of_2016")
    envoy = by(1, "moscow_speaks_mostly_through_its_envoy_in_the_quarters_of_both_sides")
    war = by(1, "the_share_of_all_violence_by_hand")
    return {
        "envoy at times counted more than § times as many ISIL fighters as American officials": ratios,
        "Russian officials counted more ISIL fighters than American officials did": counts,
        "Russian officials named more ISIL fighters than American officials in every quarter": counts,
        "Moscow mostly through Kabulov": envoy,
        "Kabulov's figure is § to § times as high as American ones, or more": ratios,
        "In the quarter of the article Russian figures are § times as high or more": ratios,
        "In early 2018 they are § to § times as high": ratios,
        "§ have even the lowest Russian figure above the American ones": ratios,
        "is about twice the American": lambda: 1.8 < least("K023") / least("K022") < 2.2,
        "American counts fell until 2017": lambda: americans_fell(),
        "The government's fight with ISIL was deadliest in 2017 and 2018": toll,
        "Then the toll fell": toll,
        "with a smaller toll in each year": by(1, "the_taliban_fought_isil_too"),
        "when the toll had risen within a year from": toll,
        "The best estimate of § is higher by §, and the bounds overlap": toll,
        "Killings of civilians rose and fell with the battles until 2020, then parted from them": killings,
        "after a steep rise, and": lambda: int(one_period("2016")) > 10 * int(one_period("2015")),
        "in 2016, more than § times as many": lambda: int(one_period("2016")) > 10 * int(one_period("2015")),
        "and § in the first half of 2017": unama,
        "By battle deaths ISIL was the smaller war": share,
        "By 2021 its share had fallen": share,
        "it rose, in a far smaller toll": share,
        "All battle deaths rose from": war,
        "Mostly Moscow ruled force out": lambda: on_force("no-military-intervention") > on_force("military-option"),
        "as American ones, or more. Part": ratios,
        "Kabulov's § or more of that spring became § in September": lambda: least("K015") > least("K018"),
        "calls the smaller number the core": lambda: "(core)" in row("isil_strength", estimate_id="K018")["counted"],
        "In late 2015 the highest Russian figure, §, leaves supporters out": lambda: (
            highest_of_late_2015() == "K006" and "supporters" in row("isil_strength", estimate_id="K006")["counted"]
        ),
        "Later the sides come closer at times": counts,
        "one of them at most a quarter of the other": lambda: least("K018") <= least("K015") / 4,
    }


def chapter_2() -> Found:
    fell = by(2, "agreement_with_russia_fell_from_the_session_of_2012_beyond_sampling_error")
    gap = by(2, "the_gap_to_the_neighbours_is_wider_from_2013_on_than_ever_before")
    away = by(2, "russia_moved_away_from_all_seven_and_kabul_from_russia_most")
    tajik = by(2, "tajikistan_falls_as_far_as_afghanistan_in_the_placebo_comparison")
    ideal = by(2, "the_ideal_points_swing_and_part_from_the_session_of_2021")
    news = by(2, "the_share_of_cooperation_peaks_in_2011_after_2002_and_its_rise_has_an_interval_with_zero")
    arms = by(2, "russian_deliveries_end_in_2014_and_little_of_them_was_aid")
    third = by(2, "russian_trips_to_kabul_lie_in_2002_to_2013_and_third_places_in_2009_to_2017")
    five = by(2, "one_of_five_intervals_excludes_zero_and_only_just")
    seats = by(2, "the_format_grew_from_three_states_to_six")
    return {
        "Afghanistan's agreement with Russia sank from": fell,
        "sank about as far, and a second measure shows no lasting rift": tajik,
        "The United States had paid for most of them": arms,
        "but more at summits elsewhere than in Moscow": third,
        "More journeys were not found": by(
            2, "the_list_has_nine_trips_before_the_second_term_three_in_it_and_ten_after"
        ),
        "Russia's agreement fell with §, and with no other of the": tajik,
        "so part of the rise is a region in the news": by(
            2, "the_shares_of_pakistan_and_tajikistan_peak_beside_kabuls"
        ),
        "It only just does, on three sessions against four": five,
        "Abdul Rashid Dostum and the foreign ministry asked twice": lambda: asked_since_2015() == [2, 2, 1, 1],
        "the line for Russia falls from 2012 on": fell,
        "agreement with Russia at the United Nations fell from the session of 2012": fell,
        "lay nearer to the five neighbours than in any earlier session shown; then it falls": gap,
        "halved by 2013, stayed low and jumped in 2016": by(
            2, "agreement_with_washington_halved_by_2013_stayed_low_and_jumped_in_2016"
        ),
        "points (hundredths) below that mean": gap,
        "the gap was wider than in any earlier session shown": gap,
        "points wider in 2013 and": gap,
        "More than from most, but no more than from Tajikistan": tajik,
        "Russia's agreement with Afghanistan had fallen § points more than with the others": tajik,
        "Taken by itself, Russia's agreement fell with all": away,
        "Russia's own agreement with the § fell by": away,
        "It grew to § in 2015 and nearly vanished in 2016": ideal,
        "when Russia's point dropped and Kabul's rose": ideal,
        "the share of 2002 was higher still": news,
        "The share rose until 2011": news,
        "and others paid for most": arms,
        "Kabul sat at a wider table": seats,
        "lies further below that of Kabul's neighbours": gap,
        "Agreement in votes fell; ideal points show no lasting change": five,
        "In the news a rise to 2011 can be chance": news,
        "and struck one that stood twice": lambda: row(
            "corrections", table="visits", column="(row)", **{"is": "the row is deleted"}
        )["why"].startswith("one visit stood twice"),
        "In the sessions from 2002 to 2011 the gap was at most": gap,
        "where one pair falls, the rest rise against it": away,
        "Pakistan and Tajikistan have at most": by(2, "the_shares_of_pakistan_and_tajikistan_peak_beside_kabuls"),
    }


def chapter_3() -> Found:
    deadlier = by(3, "the_government_fought_the_deadlier_fight_in_each_year")
    return {
        "mostly left the question of arms open": by(3, "americans_alleged_arms_left_it_open_and_saw_no_evidence"),
        "The fight of the Afghan government and its allies was far deadlier": deadlier,
        "Each year the fight of the government and its allies with ISIL was the deadlier one": deadlier,
        "but others fought the deadlier war": deadlier,
        "In that year the bounds are widest": deadlier,
        "almost a year after its announcement": by(3, "the_first_admission_follows_isil_by_a_year"),
        "NATO's secretary general twice saw no proof of support in 2017": by(
            3, "kabul_and_nato_did_not_see_proof_and_kabul_differed_with_itself"
        ),
        "Fuel appears twice, after the article": by(3, "nothing_on_fuel_was_found_before_the_article"),
    }


def chapter_4() -> Found:
    votes = by(4, "moscow_and_washington_dip_in_2013_with_the_vote_on_crimea_late_and_their_ideal_points_part")
    presence = by(4, "the_presence_was_an_eighth_of_its_peak_and_air_power_near_its_low")
    districts = by(4, "the_government_lost_districts_before_the_article")
    spending = by(4, "military_spending_fell_before_the_article_and_doubled_after_it")
    lane = by(4, "the_breaks_precede_the_first_accusation_and_the_troika_follows")
    largest = by(4, "russia_drilled_more_often_and_the_largest_published_size_was_held_in_november_2017")
    paid = by(4, "washington_paid_for_three_quarters_of_russias_part")
    return {
        "They climb from at most § in 2001": lambda: (
            max(int(own["troops"]) for own in table("us_troops") if own["date"][:4] == "2001") == 2500
        ),
        "suspended cooperation with Russia over Crimea § days before ISIL-K announced itself": lane,
        "The quarrel over Ukraine came first, the quarrel over the Taliban later": lane,
        "and from autumn 2017 the two also talked": lane,
        "§ brought accusations, mostly one general's": by(
            4, "of_eleven_occasions_four_accuse_four_leave_arms_open_two_see_no_proof_and_one_does_both"
        ),
        "active duty in §, more with reserves": lambda: reserves()[-1] > 0,
        "Most lost districts became contested": lambda: became("contested_pct") > became("insurgent_pct") > 0,
        "Far fewer troops than at the peak, and an air war that grew again": presence,
        "over § times as many as the year before": presence,
        "alone had §, more than all of 2016": presence,
        "Contested and insurgent shares rise, most of it before November 2016": districts,
        "dipped in the session of 2013, about as low as in 2004–2008; their ideal points stood furthest apart": votes,
        "Afghanistan has its highest value in the session of 2016": lambda: highest_with_kabul() == 2016,
        "§ in 2016 and at most §, in §": votes,
        "fell to §, still above 2008's": votes,
        "Three sessions later it was §, then fell again": votes,
        "further apart in 2016 than in any session from 1991 to 2020, and a year later closer than in 2012": votes,
        "lately, further still": votes,
        "Most Russian arms for Kabul were paid for by Washington": paid,
        "Agreement of Kabul and Moscow fell from": lambda: (
            two.agreement("RUS", "AFG", 2011) > two.agreement("RUS", "AFG", 2016)
        ),
        "at constant prices the Russian fell by § in 2017, the American by": spending,
        "the Russian was § times that of 2017": spending,
        "The largest, that of Russia's alliance": largest,
        "Active duty fell from": lambda: four.active()["2011-09"] > four.active()["2015-06"],
    }


def chapter_5() -> Found:
    return {
        "beginnings in § years, most early": lambda: (
            2 * sum(year < 2000 for _, year in beginnings()) > len(beginnings())
        ),
        "The choice of class moves the number more than periods, definitions and single countries do": lambda: (
            moved("class", "countries pooled") > moved("chances", "without", "peacekeepers", "contributors")
        ),
        "the lowest and the highest number of other choices of wars, the highest with the shelling of 1993": (
            "test_answers.py::test_what_was_filed_is_the_number_of_2024_and_what_other_classes_give"
        ),
        "“Unlikely” sounds like more".translate(QUOTES): lambda: heard("all") > horizon(3),
        "but most readers hear far more in it": lambda: heard("all") > 5 * horizon(3),
        "Readers with another first language than English hear less": lambda: (
            heard("other first language") < heard("all")
        ),
        "the sliders start at each middle, a little higher": lambda: tree()[0] < middles() < 1.5 * tree()[0],
        "With American troops listed the number is a little higher than without": lambda: (
            1 < horizon(3) / horizons(then()[3][:3], WITHOUT_US)[-1] < 2
        ),
        "Two choices together move it most. Most changes": lambda: choices()[-2:] == shelled(),
        "Two choices together move it most. Alone, counting": lambda: choices()[-2:] == shelled(),
        "the wars compared and the shelling of 1993 move it most": lambda: choices()[-2:] == shelled(),
        "The number halved": lambda: 1.7 < over_time()[0] / over_time()[-1] < 2.3,
        "The range is narrower since": lambda: range_of(-1) < range_of(0),
        "in a larger class": lambda: war_years(WITHOUT_US) > war_years(WITH_US),
        "Most other choices leave": lambda: 2 * sum(0.01 <= each < 0.03 for each in chosen()) > len(chosen()),
        "sinks with each quiet year and rises with": lambda: (
            rises() == ["2015-10-01", "2021-01-01", "2025-01-01"] and over_time()[0] > over_time()[-1]
        ),
        "only more than a year later, as one more step down": lambda: steps_of_the_departure() == ["2023-01-01"],
        "That does not make the danger smaller": lambda: war_years(WITHOUT_US) > war_years(WITH_US),
        "That is more than the counts give": lambda: tree()[0] > horizon(3),
    }


def chapter_6() -> Found:
    deaths = by(6, "battle_deaths_rose_to_2017_or_2018_which_cant_be_ranked_and_fell_after")
    killings = by(6, "killings_of_civilians_by_is_fell_only_after_2022")
    onset = by(6, "one_onset_came_and_not_where_the_rate_was_highest")
    ranked = by(6, "one_quiet_outcome_ranks_forecasts_by_their_probability")
    ten = by(6, "on_one_onset_never_scores_like_one_rate_and_only_ten_times_the_rate_stands_apart")
    met = by(6, "russian_counts_fell_rose_and_fell_and_met_those_of_the_un")
    return {
        "the lowest number always scores best": ranked,
        "more years of civil conflict since, none with Russian troops": by(6, "the_condition_ended_and_no_onset_came"),
        "UN reports stayed far below the first of these numbers": lambda: highest_of_the_un() < least("K026") / 2,
        "Deaths in battle with ISIL-K rose for a year or two and then fell": deaths,
        "more such deaths in 2018 or 2019 than in 2016, ISIL-K did grow": deaths,
        "fell with the battles until 2020, then rose": killings,
        "a group of more than § in December 2017": met,
        "more Russian statements rule troops out": lambda: bool(ruled_out_since() - shown_of_force()),
        "looked sharpest in 2017 but did no better: with the highest rate": onset,
        "Only ten times the one rate stands apart": ten,
    }


# -------------------------------------------------------------------------------------------------- conditions, by csv
def asked_since_2015() -> list[int]:
    """Requests under the unity government by first vice-president, foreign ministry, president, security adviser."""
    notes = [own["note"] for own in only("kabul_requests", stage="asked") if own["date"] > "2014-09-29"]
    who = ("first vice-president", "foreign minist", "by the president,", "security adviser")
    assert all(sum(name in note for name in who) == 1 for note in notes), "each request counts once"
    return [sum(name in note for note in notes) for name in who]


def least(key: str) -> int:
    (found,) = only("isil_strength", estimate_id=key)
    return int(found["low"] or found["high"])


def highest_of_late_2015() -> str:
    own = [found for found in one.claims() if found["side"] == one.RUSSIA and "2015-09" < found["date"] < "2016"]
    return max(own, key=lambda found: int(found["high"] or found["low"]))["estimate_id"]


def americans_fell() -> bool:
    """American counts to the middle of 2017: the highest of each year lies below that of the year before."""
    tops: dict[str, int] = {}
    for found in one.claims():
        if found["side"] == one.US and found["date"] < "2017-07":
            year = found["date"][:4]
            tops[year] = max(tops.get(year, 0), int(found["high"] or found["low"]))
    by_year = [tops[year] for year in sorted(tops)]
    return by_year[0] >= by_year[1] > by_year[2]


def one_period(period: str) -> str:
    return one.by_period("ISIL-K", "attributed by UNAMA")[period]["total"]


def on_force(topic: str) -> int:
    return sum(found["topic"] == topic for found in one.russian(one.FORCE, one.THE_SAME))


def ruled_out_since() -> set[str]:
    """Days after the article on which Moscow ruled troops out."""
    spoken = one.russian(one.FORCE, one.THE_SAME)
    return {
        found["date"] for found in spoken if found["topic"] == "no-military-intervention" and found["date"] > CUT_OFF
    }


def shown_of_force() -> set[str]:
    return {found["date"] for found in drawn(SIX)["force-after"]}


def reserves() -> list[int]:
    """What the counts with reserves add to those of active duty."""
    own = only("us_troops", series="dod-with-reserves")
    return sorted((int(found["troops"]) - four.active()[found["date"]] for found in own), reverse=True)


def became(column: str) -> float:
    """Points by which a share of districts rose from the first assessment to the government's lowest of 2016."""
    first, low = (row("district_control", date=date) for date in ("2015-11", "2016-11-26"))
    return float(low[column]) - float(first[column])


def moved(*names: str) -> float:
    """How many times the number is divided or multiplied at most by choices with one of these words."""
    own = [choice for choice in drawn(FIVE)["sensitivity"] if any(name in choice["choice"] for name in names)]
    ratios = [float(choice["probability"]) / horizon(3) for choice in own]
    return max(max(ratio, 1 / ratio) for ratio in ratios)


def heard(group: str) -> float:
    return float(row("word_survey", survey="Mauboussin", term="unlikely", group=group)["median"])


def middles() -> float:
    links = table("scenario_links")
    return prod((float(link["low"]) + float(link["high"])) / 2 for link in links)


def highest_of_the_un() -> int:
    return max(int(found["high"] or found["low"]) for found in one.claims() if found["side"] == "UN")


def highest_with_kabul() -> int:
    return max(range(2002, 2020), key=lambda year: two.agreement("USA", "AFG", year))


def choices() -> list[str]:
    """The choices of the number, from the one that gives least to the one that gives most."""
    return [found["choice"] for found in sorted(drawn(FIVE)["sensitivity"], key=lambda own: float(own["probability"]))]


def shelled() -> list[str]:
    return ["the same, the shelling of 1993 counted", "the same, the shelling of 1993 counted there"]


def chosen() -> list[float]:
    return [float(found["probability"]) for found in drawn(FIVE)["sensitivity"]]


def over_time() -> list[float]:
    return [float(found["probability"]) for found in drawn(FIVE)["over-time"]]


def rises() -> list[str]:
    """The quarters at whose beginning the number is higher than a quarter before."""
    found = drawn(FIVE)["over-time"]
    return [own["date"] for last, own in pairwise(found) if float(own["probability"]) > float(last["probability"])]


def steps_of_the_departure() -> list[str]:
    """The quarters at whose beginning the class is another, and the number lower."""
    return [
        own["date"]
        for last, own in pairwise(drawn(FIVE)["over-time"])
        if own["reference_class"] != last["reference_class"] and own["probability"] < last["probability"]
    ]


def range_of(place: int) -> float:
    found = drawn(FIVE)["over-time"][place]
    return float(found["high"]) - float(found["low"])


def war_years(name: str) -> int:
    return sum(own == name for own in then()[1].values())


REGISTERED: dict[str, Callable[[], Found]] = {
    INDEX: first_page,
    ONE: chapter_1,
    TWO: chapter_2,
    THREE: chapter_3,
    FOUR: chapter_4,
    FIVE: chapter_5,
    SIX: chapter_6,
}
