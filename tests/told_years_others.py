"""Every year that is typed on the other pages: appendix, summaries, teacher's pack and lab. Rules as for the chapters.

Years in code that readers are to run are held as well: by a row, or by the words or the other block that mean the same.
The summaries in other languages have the years of the English one, in their own digits.
"""

import re
from collections.abc import Callable
from statistics import mean

import audit_1 as one
import audit_2 as two
import audit_4 as four
from audit import CUT_OFF, drawn, number, only, percent, row, signed, table, words
from audit_5 import NUMBER, spells
from audit_answers import LAB_ANSWERS, LABS, sides
from audit_answers import PATH as ANSWERS
from audit_pages import APPENDIX, MINISTRY, SUMMARIES, attention
from by_hand import begun, chances, coded, panel, then
from told_years import ROOT, Name, at, blocks_of, inside
from told_years_pages import (
    FIVE,
    LAST_STRIKES,
    ONE,
    Told,
    article,
    deadliest,
    expected_since,
    fell_from,
    gives,
    last_counted,
    mean_with_russia,
    most_early,
    nearest,
    share_of_war,
    unama_share,
    window,
    with_russia,
    years_after,
)

ABOUT, DATA, RERUN = (f"{APPENDIX}/{name}" for name in ("about.md", "data.ipynb", "rerun.md"))
ENGLISH = SUMMARIES["english"]


# ------------------------------------------------------------------------------------------------- the book's own days
def looked_up_in(name: str) -> list[str]:
    """The months in which the rows of a table were looked up."""
    return sorted({found["checked_on"][:7] for found in table(name)})


def released() -> list[str]:
    return re.findall(r"^date-released: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)


def added_requests() -> list[str]:
    """The first and the last year of the requests that came in on the day of the release."""
    added = only("corrections", table="kabul_requests", column="(row)", date=released()[0])
    days = sorted(at("kabul_requests", *[found["row_id"] for found in added]))
    return [days[0], days[-1]]


def new_party() -> list[int]:
    """The years since the article in which a party newly appears in the panel."""
    return [year for (_, year), own in panel().items() if own["onset"] and str(year) > CUT_OFF[:4]]


# ------------------------------------------------------------------------------------------------------ what is counted
def fall_of_kabul() -> list[str]:
    return at("events", "E147")


def loudest() -> list[str]:
    """The year in which the ministry named Afghanistan most often, if it is that of the fall of Kabul."""
    most = max(attention(MINISTRY), key=lambda found: found["Afghanistan"])["year"]
    return sorted({most, fall_of_kabul()[0][:4]})


def windows_of_events() -> list[str]:
    return sorted({found["date"][:4] for found in table("interaction_windows")})


def countries_before(year: int) -> str:
    return number(len({gwno for gwno, when in then()[1] if when < year}))


def forecasts_from(first: int) -> str:
    return number(sum(first - 1 <= year < years_after()[1] for _, year in chances(panel())))


def alerts_of(month: str) -> str:
    return number(sum(found["date"].startswith(month) for found in spells()))


def first_begun() -> int:
    return min(year for _, year in begun(panel(), coded("9999")))


def tolls() -> list[int]:
    """The years of the fight with ISIL in a figure of the labs."""
    return sorted(int(found["year"]) for found in drawn(LABS)["lab-toll"])


def ebbed() -> int:
    """The first year from which on every toll is below both of the deadliest."""
    least = min(one.toll()[year][0] for year in deadliest())
    return next(y for y in tolls() if y > deadliest()[1] and all(one.toll()[z][2] < least for z in tolls() if z >= y))


def best(year: int) -> str:
    return number(one.toll()[year][1])


def highest(year: int) -> str:
    return number(one.toll()[year][2])


def counted_in_the_season_of(year: int) -> str:
    own = only("isil_strength", comparable="TRUE")
    return words(sum(f"{year}-03" <= found["date"] < f"{year}-10" for found in own))


def month_after_the_season() -> str:
    year, month = max(found["date"] for found in drawn(LABS)["lab-strength"])[:7].split("-")
    return f"{year}-{int(month) + 1:02}"


def agreement(year: int) -> float:
    return two.agreement("RUS", "AFG", year)


def lowest_session() -> int:
    return min(range(2009, 2020), key=agreement)


def rose_again() -> int:
    return next(year for year in range(fell_from() + 1, 2020) if agreement(year) > agreement(year - 1))


def with_reserves(month: str) -> str:
    """The share of reserves in all American troops of a month."""
    return percent(
        1 - four.active()[month] / int(row("us_troops", series="dod-with-reserves", date=month)["troops"]), 1
    )


def friendlier(first: int, last: int) -> float:
    """Russia's share of friendly reports from 2010 to a year, less that of a year to 2009."""
    own = two.share("AFG")
    return mean(two.between(own, 2010, last)) - mean(two.between(own, first, 2009))


def of_both_ends(first: int, last: int) -> str:
    return signed(friendlier(first, last), 2)


def ended_earlier(last: int, instead_of: int) -> str:
    return number(friendlier(2003, last) - friendlier(2003, instead_of), 2)


def without_the_first(left_out: int) -> str:
    return number(friendlier(left_out + 1, 2012) - friendlier(left_out, 2012), 2)


def other_block(pattern: str, page: str = RERUN) -> list[str]:
    """The year that the other place of some recipes names, of two that mean one row or one count."""
    return re.findall(pattern, blocks_of(page))


# ------------------------------------------------------------------------------------------------------------- appendix
def about() -> Told:
    return {
        "evidence dated before 15 August 2017, the": [CUT_OFF],
        "not those of 2017. A row": article(),
        "as known in August 2017 if its": [CUT_OFF],
        "forecast, as of August 2017 |": [CUT_OFF],
        "second time in November 2026, against": looked_up_in("row_checks"),
        "once after August 2017, in Mali in 2024; without": [CUT_OFF, *new_party()],
        "Its date, 23 to 29 July 2017, is inferred": inside("sources", "csrs-2017", "note"),
        "Until November 2026 the book had it": at("corrections", "COR1596"),
        "Emirate of Afghanistan. From August 2021 it is": fall_of_kabul(),
        "formed in September 2014. UCDP": at("events", "E038"),
        ": 15 August 2017, the one cut-off": [CUT_OFF],
        "0.2.0 (27 November 2026)": released(),
        "Requests of 2002 to 2016 that were missing": added_requests(),
        "tested on the years since 2000: how": gives(FIVE, "c5_expected", expected_since, 2000),
        "judges the years since 2017 by": [CUT_OFF],
        "two states, of 2017 and": [CUT_OFF],
        "0.1.0 (22 November 2026)": Name("2026-11-22", "the day of an earlier release, which only this list keeps"),
    }


def data() -> Told:
    return {
        "windows of 2018, 2019 and 2021. Each": windows_of_events(),
        "list of the press, 2015": [min(found["year"] for found in table("us_strikes_by_province"))],
        "to March 2017; killed": LAST_STRIKES,
        "most often in 2021, the year in which Kabul fell": loudest(),
    }


def how_the_number_was_made() -> Told:
    return {
        "not those of 2017. And": article(),
        "rule was chosen in 2026, by": at("open_forecasts", "O01", column="filed_on"),
        "countries before 2016.": gives(NUMBER, "num_countries", countries_before, 2016),
        "three kinds, to 2016. One": [last_counted()],
        "onset. Georgia in 2008 and Ukraine in 2014 had": at("interventions", "R13", "R14"),
        "beginnings to 2016 came": [last_counted()],
        "in Ukraine in 2022, where": at("interventions", "R21"),
        "own, made in 2026. Three": at("sources", "russian-interventions-compiled", column="date_accessed"),
        "from Tajikistan in 1993 is": at("interventions", "R01"),
        "that began from 1992 to §": [first_begun()],
        "Each year from 2000 to § §": gives(NUMBER, "num_forecasts", forecasts_from, 2000),
        "the early 1990s, which": [most_early()],
        "one alert of April 1999, once": gives(NUMBER, "num_alert", alerts_of, "1999-04"),
        "signals 1992 to 2014, threats 2000 to the article": [
            min(found["date"] for found in table("signal_spells")),
            max(found["year_end"] for found in table("militarized_disputes")),
            min(found["date"] for found in table("threats")),
        ],
        "The warning of 2017 is in none": at("statements", "S107"),
        "still open in August 2017 and counts": [CUT_OFF],
        "In 2000 the Kremlin threatened": at("statements", "S001"),
        "In 2014 and 2015 Kabulov, the president's envoy, ruled": at("statements", "S016", "S038"),
        "the remark of 2017 as pressure": at("statements", "S107"),
        "Afghanistan, 2000 to August 2017": [min(own["date"] for own in drawn(NUMBER)["words-on-force"]), CUT_OFF],
        "words of December 2015 the day is inferred. For 2017 the date": at("statements", "S038", "S107"),
    }


def recipes() -> Told:
    peaks = {max(one.toll(), key=lambda year: one.toll()[year][end]) for end in (0, 1, 2)}
    assert len(peaks) == 1, f"low, best and high peak in {peaks}: say so in the recipes, which name one year"
    (peak,) = peaks
    last = int(fall_of_kabul()[0][:4])
    return {
        '& (table["year"] == "2016") table.loc': other_block(r"and year == '(\d+)'"),
        "and year == '2016'\").iloc": other_block(r'\["year"\] == "(\d+)"'),
        "year <= 2021": [last],
        'years("year", 2014.6, 2021.8, range(2015, 2022))': [min(one.toll()) - 1, last, min(one.toll()), last + 1],
        "The deaths peaked in 2018": [peak],
        "highest in 2018.": [peak],
        "For 2016 it lists": other_block(r'query\("year == (\d+)"\)'),
        'query("year == 2016")': other_block(r"For (\d+) it lists"),
    }


# ------------------------------------------------------------------------------------------------------------ summaries
def of_votes() -> list:
    return gives(ENGLISH, "s_votes_before", mean_with_russia, 2002, 2011) + gives(
        ENGLISH, "s_votes_after", with_russia, 2016
    )


def of_deaths() -> list:
    return gives(ENGLISH, "s_share", share_of_war, 2017)


def english() -> Told:
    return {
        "In summer 2017 the": article(),
        "battle deaths in 2017. 2.": of_deaths(),
        "(mean of 2002–2011) to § (2016), where": of_votes(),
        "no lasting rift up to 2020. 3.": [two.drop() - 1],
        "was open, and from 2021 on Russia": [two.drop()],
        "It says now: up to 2020.": [two.drop() - 1],
        "At first a day of August 2017 was": [CUT_OFF],
        "In November 2026 a second translator": Name("2026-11", "no table holds when translations were checked"),
    }


def dari() -> Told:
    return {
        "در تابستان سال ۲۰۱۷ میلادی": article(),
        "نبردهای افغانستان در سال ۲۰۱۷ در": of_deaths(),
        "(میانگین ۲۰۰۲ تا ۲۰۱۱) به § (در ۲۰۱۶)": of_votes(),
        "شاخص دیگری تا سال ۲۰۲۰ شکاف": [two.drop() - 1],
    }


def pashto() -> Told:
    return {
        "د ۲۰۱۷ کال په اوړي": article(),
        "په ۲۰۱۷ کال کې د افغانستان": of_deaths(),
        "(له ۲۰۰۲ تر ۲۰۱۱ اوسط) څخه § ته (په ۲۰۱۶ کې)": of_votes(),
        "بل شاخص تر ۲۰۲۰ کال پورې": [two.drop() - 1],
    }


def russian() -> Told:
    return {
        "Летом 2017 года": article(),
        "в Афганистане в 2017 году": of_deaths(),
        "за 2002–2011 годы) до § (в 2016 году)": of_votes(),
        "показатель вплоть до 2020 года": [two.drop() - 1],
    }


# ------------------------------------------------------------------------------------------------------- teacher's pack
def answers() -> Told:
    return {
        "could be known by 15 August 2017, counts": [CUT_OFF],
        "ever before up to 2011. The": [fell_from() - 1],
        "unity government of 2014. So": at("events", "E038"),
        "a reader of 2017 could": article(),
        "in the news, 2003 to 2012: §": gives(ANSWERS, "a25", of_both_ends, 2003, 2012),
        "Ending in 2012 instead of 2014 adds": gives(ANSWERS, "a25_end", ended_earlier, 2012, 2014),
        "leaving out 2002 adds": gives(ANSWERS, "a25_begin", without_the_first, 2002),
        "ends on 31 December 2014, and": [f"{at('events', 'E033')[0]}-12-31"],
        "hands on 15 August 2021. Split": fall_of_kabul(),
        "as known in August 2017. Those": [CUT_OFF],
        "In March 2017 it was §, a little": gives(ANSWERS, "a43_later", with_reserves, "2017-03"),
        "forecast of 2017 was open in 2017: what": [*article(), CUT_OFF],
        "day, which changed in 2021.": fall_of_kabul(),
    }


def key() -> Told:
    return {
        "In spring 2016 Kabulov named § or more, in": at("isil_strength", "K015"),
        "of the war in 2017, and less": gives(ONE, "c1_share_2017", share_of_war, 2017),
        "to it in 2016 after a": gives(ONE, "c1_unama_share_2016", unama_share, 2016),
        "\"In spring 2016 Russia's envoy, Zamir Kabulov,": at("isil_strength", "K015"),
        "the session of 2011, when": [nearest()],
        "Kabulov spoke in 2021, years": at("statements", "S156"),
        '"Since December 2015 Russian officials': at("events", "E062"),
        "from 2018 to 2021 each": [years_after()[0], *fall_of_kabul()],
        "Afghanistan after 2021 alone": at("events", "E152"),
        "shelling of 1993 counts": at("interventions", "R01"),
        "last day of 2019 the": Name("2019", "the last day of a forecast that a model answer makes up"),
        "One strike, of 2018, was": at("events", "E118"),
        "\"In spring 2016 Russia's envoy Kabulov": at("isil_strength", "K015"),
    }


def plans() -> Told:
    return {
        "worried Moscow in 2017, and": article(),
        "the threat of 2017 a new": at("statements", "S107"),
        "the years after 2017. Ask": article(),
        "stopped in 2021. The": fall_of_kabul(),
        "legal dates before 2021, and": fall_of_kabul(),
        "check it in 2021. Groups": fall_of_kabul(),
        "forecast for 2027 to 2029 look bad": window(),
        "nobody expected in 2017. 5": article(),
        "fighters after 2021. A rubric": fall_of_kabul(),
    }


def labs() -> Told:
    return {
        "In 2016 the Afghan government": gives(LABS, "l_best", best, 2016),
        'table["year"] == "2016"': gives(LABS, "l_high", highest, 2016),
        "In spring 2016 Moscow": gives(LABS, "l_claims", counted_in_the_season_of, 2016),
        "print in October 2016. Hand": [month_after_the_season()],
        "In 2018 the fight with ISIL was four times as deadly as in 2017": deadliest()[::-1],
        "ISIL-K since 2015, best": [tolls()[0]],
        "The toll of 2017 and 2018 can't be told apart, and from 2019 on": [*deadliest(), ebbed()],
        "bars for 2015 to 2021. Those of 2017 and 2018 are": [tolls()[0], tolls()[-1], *deadliest()],
        "From August 2021 the government": fall_of_kabul(),
        "again in the session of 2018": [rose_again()],
        "until 2011 that falls in steps to § in 2017; it is at § in 2018 and § in 2019.": [
            fell_from() - 1,
            lowest_session(),
            lowest_session() + 1,
            max(year for _, year in two.VOTES),
        ],
    }


def lab_answers() -> Told:
    on_rivalry = {found["evidence_id"]: found["date"] for own in sides().values() for found in own}
    return {
        "toll of 2016 was": gives(LAB_ANSWERS, "a_best", best, 2016),
        "In March 2016 he put": at("isil_strength", "K068"),
        "range of 2018 runs": gives(LAB_ANSWERS, "a_to", highest, 2018),
        "§ in 2018 to § in 2019 and § in 2021. What": [
            year for name in (2018, 2019, 2021) for year in gives(LAB_ANSWERS, f"a_{name}", best, name)
        ],
        "rose until 2017 or 2018 and then": deadliest(),
        "the session of 2012, before": [fell_from()],
        "In February 2017 the American": [on_rivalry["C36-01"]],
        "quoted in December 2016 that": [on_rivalry["C36-02"]],
        "said in April 2017 that": [on_rivalry["C36-03"]],
        "quoted in January 2017 that": [on_rivalry["C36-04"]],
        "written after August 2017. Analysts": [CUT_OFF],
        "Contested, in 2017 and": [CUT_OFF],
    }


REGISTERED_OTHERS: dict[str, Callable[[], Told]] = {
    ABOUT: about,
    f"{APPENDIX}/claims.ipynb": lambda: {"as of August 2017 and": [CUT_OFF]},
    f"{APPENDIX}/corrections.ipynb": lambda: {"second time, in November 2026, and": looked_up_in("row_checks")},
    DATA: data,
    NUMBER: how_the_number_was_made,
    f"{APPENDIX}/people.ipynb": lambda: {"highest in 2017 and 2018: §": deadliest()},
    RERUN: recipes,
    f"{APPENDIX}/sources.ipynb": lambda: {"again in November 2026, with": looked_up_in("deciding_pages")},
    f"{APPENDIX}/status.ipynb": lambda: {"In November 2026 every row": looked_up_in("row_checks")},
    "chapters/lab.md": lambda: {"in Kabul on 15 August 2017. Russia's": [CUT_OFF]},
    SUMMARIES["dari"]: dari,
    ENGLISH: english,
    SUMMARIES["pashto"]: pashto,
    SUMMARIES["russian"]: russian,
    ANSWERS: answers,
    "chapters/teach/key.md": key,
    LAB_ANSWERS: lab_answers,
    LABS: labs,
    "chapters/teach/plans.md": plans,
}
