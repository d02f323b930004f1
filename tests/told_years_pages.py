"""Every year that is typed on the first page and in the chapters, by the words around it, and where it comes from.

A row of a table, a few lines that count it anew, or a number of the page that holds with these years and is named with
them. A `Name` says why no row has the year. A sentence that is added with a year gets its line here.
"""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from statistics import mean

import audit_1 as one
import audit_2 as two
import audit_3 as three
import audit_4 as four
from audit import CUT_OFF, drawn, known, number, only, over, percent, row, said, signed, span, table, words
from audit_5 import inside as beginnings
from by_hand import AFGHANISTAN, foretold, panel
from told_years import PAGES, Name, at, inside

Told = dict[str, "list | Name"]
INDEX, ONE, TWO, THREE, FOUR, FIVE, SIX = PAGES[:7]
LAST_STRIKES = Name("2017-03", "where the lists of strikes end; their rows are sums by year")


def gives(page: str, key: str, text: Callable[..., str], *years) -> list:
    """Some years, if the number that the page asks for by a key is what a function gives for them; none otherwise."""
    return [*years] if text(*years) == said(page)[key] else []


def article() -> list[str]:
    return at("sources", "csrs-2017", column="date_published")


def year_after(dates: list[str]) -> int:
    return int(max(dates)[:4]) + 1


def last_counted() -> int:
    """The last full year before the cut-off."""
    return int(CUT_OFF[:4]) - 1


def years_after() -> tuple[int, int]:
    """First and last year after that of the article in the panel of civil conflicts."""
    return int(CUT_OFF[:4]) + 1, max(year for _, year in panel())


def window() -> list[str]:
    return [row("open_forecasts", forecast_id="O01")[end] for end in ("window_start", "window_end")]


def most_collected() -> list[str]:
    """The first and the last of the four years that have most Russian statements, if they follow on each other."""
    years = Counter(found["date"][:4] for found in only("statements", side="Russia"))
    most = sorted(year for year, _ in years.most_common(4))
    return [most[0], most[-1]] if int(most[-1]) - int(most[0]) == 3 else []


# ------------------------------------------------------------------------------------------------------ ISIL and deaths
def share_of_war(year: int) -> str:
    return percent(one.share(year)[1])


def ends(bounds: tuple[int, int, int]) -> str:
    return span(bounds[0], bounds[2])


def bracketed(bounds: tuple[int, int, int]) -> str:
    return f"{number(bounds[1])} ({ends(bounds)})"


def all_deaths(year: int) -> str:
    return number(one.war(year)[1])


def violence(year: int) -> str:
    return percent(one.violence(year)[1])


def deadliest() -> list[int]:
    return sorted(sorted(one.toll(), key=lambda year: one.toll()[year][1])[-2:])


def known_years() -> list[int]:
    """The years of the fight with ISIL that had ended by the article."""
    return [year for year in sorted(one.toll()) if over(str(year), CUT_OFF)]


def by_year() -> dict[int, dict[str, str]]:
    return {int(own["year"]): own for own in only("one_sided_violence", actor="IS")}


def killed(year: int) -> str:
    return number(int(by_year()[year]["best"]))


def parted() -> int:
    """The last year to which killings of civilians rose and fell with the battles."""
    years = sorted(one.toll())
    rose = {
        later: [
            one.toll()[later][1] > one.toll()[earlier][1],
            int(by_year()[later]["best"]) > int(by_year()[earlier]["best"]),
        ]
        for earlier, later in pairwise(years)
    }
    return next(year for year, (battles, killings) in rose.items() if battles != killings) - 1


def without_bounds() -> list[int]:
    """Of the two years with most killings, that whose estimate has no bounds."""
    most = sorted(by_year(), key=lambda year: int(by_year()[year]["best"]))[-2:]
    return [year for year in most if not by_year()[year]["low"]]


def unama(year: int) -> str:
    return one.by_period("ISIL-K", "attributed by UNAMA")[str(year)]["total"]


def unama_percent(year: int) -> str:
    return one.by_period("ISIL-K", "attributed by UNAMA")[str(year)]["share_pct"] + "%"


def unama_share(year: int) -> str:
    return percent(int(unama(year)) / int(row("civilian_casualties", period=str(year))["total_first"]))


def counted_more() -> list[str]:
    """First and last year with a quarter in which every Russian count is above every American one."""
    above = sorted(name[:4] for name, own in one.pairs().items() if one.ratio(own)[0] > 1)
    return [above[0], above[-1]]


def overlapping() -> list[str]:
    return [name[:4] for name, own in one.pairs().items() if one.ratio(own)[0] <= 1 <= one.ratio(own)[1]]


def lowest_american() -> str:
    own = [found for found in one.claims() if found["side"] == one.US]
    return min(own, key=lambda found: int(found["low"] or found["high"]))["date"][:4]


def worried() -> list[str]:
    """The years with a Russian statement on ISIL as a threat, to the last of an unbroken row."""
    years = sorted({found["half_year"][:4] for found in one.concern(False) if found["kind"] == "ISIL as a threat"})
    assert len(years) == int(years[-1]) - int(years[0]) + 1
    return years


def on_helicopters() -> list[str]:
    """The years with more than one Russian statement on helicopters."""
    told = Counter(found["half_year"][:4] for found in one.concern(False) if found["kind"] == "helicopters")
    return sorted(year for year, times in told.items() if times > 1)


def silent_on_force() -> list[int]:
    """The first and the last year between two statements on force around the warning, Kabulov's of 2015 aside."""
    own = [found for found in only("statements", side="Russia", topic="military-option")]
    years = sorted(int(found["date"][:4]) for found in own if found["statement_id"] != "S174")
    warned = int(CUT_OFF[:4])
    before, after = max(year for year in years if year < warned), min(year for year in years if year > warned)
    return [before + 1, after - 1]


def ruled_out(first: int, last: int) -> str:
    own = [found for found in one.russian(one.FORCE, one.THE_SAME) if found["topic"] == "no-military-intervention"]
    return words(sum(str(first) <= found["date"][:4] <= str(last) for found in own))


# ------------------------------------------------------------------------------------------------------ votes and words
def with_russia(year: int) -> str:
    return number(two.agreement("RUS", "AFG", year), 2)


def mean_with_russia(first: int, last: int) -> str:
    return number(mean(two.agreement("RUS", "AFG", year) for year in range(first, last + 1)), 2)


def with_washington(year: int) -> str:
    return number(two.agreement("RUS", "USA", year), 2)


def mean_with_washington(first: int, last: int) -> str:
    return number(mean(two.agreement("RUS", "USA", year) for year in range(first, last + 1)), 2)


def interval(year: int) -> str:
    return span(*two.bounds("RUS", "AFG", year), lambda end: number(end, 2))


def first_session() -> int:
    """The first whole session that began after the Taliban lost Kabul."""
    return int(at("events", "E019")[0][:4]) + 1


def fell_from() -> int:
    """The first session from which on agreement with Russia is lower than in any before it."""
    own = {year: two.agreement("RUS", "AFG", year) for year in range(2002, 2018)}
    return next(y for y in range(2003, 2018) if max(two.between(own, y, 2017)) < min(two.between(own, 2002, y - 1)))


def nearest() -> int:
    """The last session before the fall with a smaller gap to the neighbours than any before it."""
    return max(y for y in range(2003, fell_from()) if two.gap(y) < min(map(two.gap, range(2002, y))))


def halved() -> int:
    """The first session with half the agreement with Washington of the last one before the fall, or less."""
    before = fell_from() - 1
    half = two.agreement("AFG", "USA", before) / 2
    return next(year for year in range(before, 2020) if two.agreement("AFG", "USA", year) <= half)


def jumped() -> int:
    """The session with the greatest rise of agreement with Washington."""
    return max(
        range(2003, 2018), key=lambda year: two.agreement("AFG", "USA", year) - two.agreement("AFG", "USA", year - 1)
    )


def wider(year: int) -> str:
    return number(two.gap(year) - mean(map(two.gap, range(2002, 2012))), 1)


def turned(first: int, last: int) -> float:
    """Mean agreement of Kabul and Moscow in some sessions less that of all before them."""
    own = {year: two.agreement("AFG", "RUS", year) for year in range(2002, last + 1)}
    return mean(two.between(own, first, last)) - mean(two.between(own, 2002, first - 1))


def compared(later: int, first: int, last: int) -> str:
    found = two.change(two.apart_from_others("AFG", later, 2016), two.apart_from_others("AFG", first, last))
    return number(-found[0], 1)


def mean_after(first: int) -> float:
    own = {year: two.agreement("AFG", "RUS", year) for year in range(2002, 2017)}
    return mean(two.between(own, first, 2016)) - mean(two.between(own, 2010, first - 1))


def distance(year: int) -> str:
    return number(two.distance(year), 2)


def mean_distance(first: int, last: int) -> str:
    return number(mean(map(two.distance, range(first, last + 1))), 2)


def in_the_news(year: int) -> str:
    return number(two.share("AFG")[year], 1)


def later_peak() -> int:
    """The year after 2002 with the largest share of friendly words for Kabul."""
    own = two.share("AFG")
    return max((year for year in own if year > 2002), key=own.get)


def rise(first: int, last: int, later_first: int, later_last: int) -> str:
    own = two.share("AFG")
    return number(two.change(two.between(own, later_first, later_last), two.between(own, first, last))[0], 2)


def on_television(year: int) -> str:
    return number(two.of_thousand("afghanistan", str(year)), 1)


def apart(year: int) -> str:
    return number(four.apart(year), 2)


def furthest_apart() -> int:
    return max(range(1991, still_further()), key=four.apart)


def still_further() -> int:
    """The first session after that of the article's months in which the two stood further apart than in it."""
    own = int(CUT_OFF[:4]) - 1
    return next(year for year in range(own + 1, 2024) if four.apart(year) > four.apart(own))


def dipped() -> int:
    return min(range(2009, 2017), key=lambda year: two.agreement("RUS", "USA", year))


def as_low_as_in_the_dip() -> list[int]:
    """First and last of the earlier sessions with about the agreement of the dip, or less."""
    limit = two.agreement("RUS", "USA", dipped()) + 0.02
    low = [year for year in range(2002, dipped()) if two.agreement("RUS", "USA", year) <= limit]
    return [low[0], low[-1]]


def last_lower() -> int:
    """The last session before the dip in which Moscow and Washington agreed less."""
    limit = two.agreement("RUS", "USA", dipped())
    return max(year for year in range(2002, dipped()) if two.agreement("RUS", "USA", year) < limit)


def roll_calls(first: int, last: int) -> str:
    calls = only("un_roll_calls", subject="Afghanistan")
    return words(sum(str(first) <= found["session_year"] <= str(last) for found in calls))


# -------------------------------------------------------------------------------------------- arms, visits and fighting
def paid_since(first: int) -> str:
    own = two.arms("Russia", first).values()
    return percent(sum(found["financed_by_usa_tiv"] for found in own) / sum(found["tiv"] for found in own))


def filed_since(first: int) -> str:
    own = only("events", lane="russia-kabul")
    return number(sum(found["date"] >= str(first) and known(found) and found["type"] != "publication" for found in own))


def lane_since(first: int) -> str:
    own = [found for found in only("events", lane="russia-taliban") if known(found)]
    return words(sum(found["date"] >= str(first) and found["type"] not in ("military", "publication") for found in own))


def supporters(first: int) -> list[dict[str, str]]:
    own = only("external_support", actor="Taleban", opponent="Government of Afghanistan", supporter_kind="state")
    return [found for found in own if found["year"] >= str(first)]


def supporters_since(first: int) -> str:
    return number(len(supporters(first)))


def supported_by_russia() -> list[str]:
    return sorted(found["year"] for found in supporters(2002) if found["supporter"].startswith("Government of Russia"))


def taliban_bounds(year: int) -> str:
    return ends(one.of_taliban()[year])


def taliban_part(year: int) -> str:
    taliban, government = one.of_taliban()[year][1], one.toll()[year][1]
    return percent(taliban / (taliban + government))


def joint_side() -> str:
    return row("non_state_conflict", dyad="High Council and IS – Taliban")["year"]


def most_coded() -> str:
    return Counter(found["date"][:4] for found in four.lane()).most_common(1)[0][0]


def weapons(period: int | str) -> str:
    return number(int(row("weapons_released", period=str(period))["weapons"]))


def without_weapons() -> list[int]:
    years = [int(found["period"]) for found in only("weapons_released", kind="year")]
    return sorted(set(range(min(years), max(years))) - set(years))


def on_duty(month: str) -> str:
    return number(four.active()[month])


def most_reserves() -> str:
    """The month with most reserves among the American troops."""
    own = {found["date"]: int(found["troops"]) for found in only("us_troops", series="dod-with-reserves")}
    return max(own, key=lambda month: own[month] - four.active()[month])


def mission(month: str) -> str:
    return number(int(row("isaf_rs_strength", mission="Resolute Support", date=month)["troops"]))


def fewest_districts() -> str:
    """The day before the article with the government's smallest share."""
    own = [found for found in table("district_control") if found["date"] < CUT_OFF]
    return min(own, key=lambda found: float(found["government_pct"]))["date"]


def spent(year: int) -> float:
    return float(row("military_spending", country="Russia", year=str(year))["index"])


def drills(first: int, last: int) -> str:
    own = [found for found in only("exercises", power="Russia") if str(first) <= found["year"] <= str(last)]
    return number(sum(int(found["exercises"]) for found in own))


# ------------------------------------------------------------------------------------------------- wars and hindsight
def begun_between(first: int, last: int) -> str:
    return words(sum(first <= year <= last for _, year in beginnings()))


def most_early() -> int:
    """The decade in which most began."""
    return Counter(year // 10 * 10 for _, year in beginnings()).most_common(1)[0][0]


def expected_since(first: int) -> str:
    return words(round(sum(expected for expected, _ in foretold(first).values())))


def unlisted() -> list[int]:
    """Years of the American campaign before the article in which UCDP lists no American troops."""
    own = {year: found["us_troops_gov_listed"] for (gwno, year), found in panel(2001).items() if gwno == AFGHANISTAN}
    return [year for year, listed in own.items() if not listed and year <= last_counted()]


def after_the_article(lane: str) -> list[str]:
    """The days of the events that the timeline of the last chapter shows in a lane."""
    shown = [found["event_id"] for found in drawn(SIX)["timeline-after"] if found["lane"] == lane]
    return sorted(at("events", *shown))


def longest_silence(lane: str) -> list[str]:
    """The years between which a lane of that timeline is empty longest."""
    years = [day[:4] for day in after_the_article(lane)]
    return [*max(pairwise(years), key=lambda pair: int(pair[1]) - int(pair[0]))]


# ------------------------------------------------------------------------------------------------------------ the pages
def first_page() -> Told:
    return {
        "evidence book In 2017 an article": article(),
        "battle deaths in 2017. container}": gives(INDEX, "i_share", share_of_war, 2017),
        "§ (mean of 2002–2011) to § (2016). Another": gives(INDEX, "i_votes_before", mean_with_russia, 2002, 2011)
        + gives(INDEX, "i_votes_after", with_russia, 2016),
        "no lasting rift to 2020. container}": [two.drop() - 1],
        "its date, late July 2017, is": inside("sources", "csrs-2017", "note"),
        "be known before 15 August 2017, and": [CUT_OFF],
    }


def words_and_fighters() -> Told:
    return {
        "alarmed Moscow in 2017, and": article(),
        "battle deaths in 2017. Russia's": gives(ONE, "c1_share_2017", share_of_war, 2017),
        "on record from 2014. From 2016 to 2018 Russian officials": [worried()[0], *counted_more()],
        "article, of summer 2017 (its day": article(),
        "inference, to late 2016. §": at("statements", "S254"),
        "against Afghanistan, in 2000. Mostly": at("statements", "S001"),
        "Two dots of December 2014 are one": at("statements", "S016"),
        "the reports of 2017 are of": at("statements", "S107"),
        "agency. That of March 2020 is on": at("statements", "S249"),
        "The warning of 2017 stands almost": at("statements", "S107"),
        "we found between 2001 and 2019 names Russian": silent_on_force(),
        "would do; in October 2015 Kabulov only": at("statements", "S174"),
        "about strikes. In March 2020 Kabulov was": at("statements", "S249"),
        "Russian statements. In May 2000 sources in": at("statements", "S004"),
        "were planned. In October 2015 Kabulov's reason": at("statements", "S174"),
        "operate there. From 2019 to 2021 § statements": gives(ONE, "c1_out_later", ruled_out, 2019, 2021),
        "the president. In July 2021 the foreign": at("statements", "S220"),
        "(three months) from 2016 to 2018 that we": counted_more(),
        "Kabulov. In late 2015 the ranges": overlapping(),
        "overlap. In spring 2016 Kabulov's figure": gives(
            ONE, "c1_2016q2_low", lambda year: number(one.ratio(one.pairs()[f"{year}Q2"])[0], 1), 2016
        ),
        "counts fell until 2017; they": [lowest_american()],
        "Russian § of May 2018, for": at("isil_strength", "K031"),
        "north. In late 2015 the highest": at("isil_strength", "K006"),
        "article. In early 2018 they are": gives(
            ONE, "c1_2018q1_high", lambda year: number(one.ratio(one.pairs()[f"{year}Q1"])[1], 1), 2018
        ),
        "figures, § in March 2017, is": at("isil_strength", "K023"),
        "at times. In December 2019 Nikolai Patrushev,": at("isil_strength", "K040"),
        "reports told of from 2015": [min(own["year"] for own in table("us_strikes_by_province"))],
        "to March 2017, § were in": LAST_STRIKES,
        "What was said in July and August 2017, and": at("statements", "S107"),
    }


def deaths_and_concern() -> Told:
    return {
        "was deadliest in 2017 and 2018 (§). The": deadliest(),
        "overlap: § in 2017 and §": gives(ONE, "c1_range_2017", lambda year: ends(one.toll()[year]), 2017),
        "than any of 2017. The": article(),
        "§ lives in 2022 and §": gives(ONE, "c1_toll_2022", lambda year: bracketed(one.toll()[year]), 2022),
        "in §. Since August 2021 the government": at("events", "E147"),
        "the battles until 2020, then": [parted()],
        "on purpose in 2017, and": gives(ONE, "c1_killed_2017", killed, 2017),
        "to ISIL in 2016, after": gives(ONE, "c1_unama_share_2016", unama_share, 2016),
        "first half of 2017. That": at("civilian_casualties", "2017-H1"),
        "§ killed in 2015 and § in 2018. The": gives(ONE, "c1_killed_2015", killed, 2015)
        + gives(ONE, "c1_killed_2018", killed, 2018),
        "and that of 2018 has none,": without_bounds(),
        "to ISIL in 2015 and § in 2016, more": gives(ONE, "c1_unama_2015", unama, 2015)
        + gives(ONE, "c1_unama_2016", unama, 2016),
        "first half of 2017 is of": at("civilian_casualties", "2017-H1"),
        "copy), § for 2018, § for 2020. Was": gives(ONE, "c1_unama_2018", unama_percent, 2018)
        + gives(ONE, "c1_unama_2020", unama_percent, 2020),
        "of them in 2015, § in 2017 (§). Nearly": gives(ONE, "c1_share_2015", share_of_war, 2015)
        + gives(ONE, "c1_share_2017", share_of_war, 2017),
        "By 2021 its share": gives(ONE, "c1_share_2021", lambda year: percent(one.share(year)[1], 1), 2021),
        "battle deaths in 2017 has bounds": gives(
            ONE, "c1_share_bounds", lambda year: " to ".join(percent(one.share(year)[end]) for end in (0, 2)), 2017
        ),
        "of §; in 2021 the share": gives(ONE, "c1_share_2021", lambda year: percent(one.share(year)[1], 1), 2021),
        "from § in 2017 to § in 2021. Under": gives(ONE, "c1_all_2017", all_deaths, 2017)
        + gives(ONE, "c1_all_2021", all_deaths, 2021),
        "of § in 2022 and §": gives(ONE, "c1_all_2022", all_deaths, 2022),
        "made § in 2017. In 2022 they made": gives(ONE, "c1_violence_2017", violence, 2017)
        + gives(ONE, "c1_violence_2022", violence, 2022),
        'expansion". "Fast" fits 2015; "mysterious"': inside("claim_evidence", "C18-04", "what_it_shows"),
        "the time. In January 2015 a group": at("events", "E186"),
        "had warned in 2014 that Taliban": at("statements", "S177"),
        "field study of 2016 describes the": at("claim_evidence", "C18-04"),
        "its stall. In June 2017 the American": at("events", "E185"),
        "A headline of February 2018 has Washington": at("statements", "S257"),
        "said himself in February 2018: their": at("statements", "S257"),
        "every year from 2014 to 2018 (§). §": [worried()[0], worried()[-1]],
        "every year from 2014 to §;": worried()[:1],
        "the end of 2016": at("events", "E183"),
        "of them for 2015 to 2018. Of": most_collected(),
        "the warning of 2017 those that": at("statements", "S107"),
        "a topic of 2017 and 2018; one": on_helicopters(),
        "one report of December 2016, on": at("statements", "S181"),
        "years, and in June 2017 Moscow complained": at("statements", "S099"),
        "other way. In February 2016 Russia handed": at("events", "E066"),
        "Up to August 2017 landings or": [CUT_OFF],
        "of defence, to 15 August 2017. Sign:": [CUT_OFF],
        "held the ground. § In May 2017 the Afghan": at("statements", "S098"),
        "in Afghanistan: in October 2009 Hamid Karzai,": at("claim_evidence", "C08-05"),
        "Afghan reports in May 2017. In": at("statements", "S098"),
        "deaths as in 2015 did the": [known_years()[0]],
        "fight cost in 2016? Give": [known_years()[1]],
        "figures up to 15 August 2017 stand above": [CUT_OFF],
        "later: § for 2017 (published in 2018 and": gives(ONE, "c1_unama_2017", unama_percent, 2017)
        + at("sources", "cloudhostinghq-2018-02-15", column="date_published"),
    }


def visits_and_votes() -> Told:
    return {
        "yes: from 2013 Russia's": [two.wide_from(2016)],
        "average up to 2011 to §": gives(TWO, "c2_ru_before", lambda last: mean_with_russia(2002, last), 2011),
        "shows no lasting rift up to 2020. Second": [two.drop() - 1],
        "the session of 2016; one": gives(TWO, "c2_ru_2016", with_russia, 2016),
        "Hamid Karzai (2009–2014). A": at("visits", "W08") + at("events", "E038"),
        "article of summer 2017 tells of": article(),
        'fall. Relations after 2001 were "relatively': at("events", "E019"),
        'visited Moscow". From 2014 the unity': at("events", "E038"),
        "direction of travel, 2002 to the": [min(own["date"] for own in two.meetings())[:4]],
        "Karzai's visit of 2015, does": at("visits", "W13"),
        "gaps: readings in November 2026 added fourteen": at("corrections", "COR0421"),
        "entries, all but one before 2014, and": [year_after(at("visits", "W53"))],
        "Karzai's visit of 2002, one": at("visits", "W03"),
        "Afghan debt in 2007, reportedly": at("visits", "W46"),
        "on drugs in 2009, one": at("visits", "W06"),
        "the economy in 2011, and": at("events", "E029"),
        "aid, reported in 2016.": at("events", "E210"),
        "Russia falls from 2012 on. §": [fell_from()],
        "the session of 2012 §": [fell_from()],
        "In 2011 the line": [nearest()],
        "States halved by 2013, stayed": [halved()],
        "and jumped in 2016. The": [jumped()],
        "of § in 2011 and of": gives(TWO, "c2_ru_2011_bounds", interval, 2011),
        "of § in 2016. The": gives(TWO, "c2_ru_2016_bounds", interval, 2016),
        "The session of 2017 opened after": [CUT_OFF[:4]],
        "unchanged. Up to 2011 Russia lay": gives(
            TWO, "c2_gap_mean", lambda last: number(mean(map(two.gap, range(2002, last + 1))), 1), 2011
        ),
        "then, § in 2016. Much": gives(TWO, "c2_gap_2016", lambda year: number(two.gap(year), 1), 2016),
        "what came after 2014. admonition}": at("events", "E038"),
        "the sessions from 2002 to 2011 the gap": gives(
            TWO, "c2_gap_floor", lambda first, last: number(max(map(two.gap, range(first, last + 1))), 1), 2002, 2011
        ),
        "points wider in 2013 and § in 2016. The": gives(TWO, "c2_gap_step", wider, 2013)
        + gives(TWO, "c2_gap_step_later", wider, 2016),
        "known in August 2017 Russia's agreement": [CUT_OFF],
        "the sessions to 2019 the values": gives(
            TWO, "c2_did_today", lambda last: number(-two.placebo("AFG", last)[0], 1), 2019
        ),
        "or Kabul. From 2014 to 2016 Afghanistan's mean": gives(
            TWO, "c2_bloc_rus", lambda first, last: signed(100 * turned(first, last), 1), 2014, 2016
        ),
        "the sessions to 2016 choose where": gives(TWO, "c2_break", lambda last: str(two.steps(last)[0][1]), 2016),
        "sessions 2014 to § against 2002 to 2013, hundredths": gives(TWO, "c2_did", compared, 2014, 2002, 2013),
    }


def ideal_points_news_and_arms() -> Told:
    return {
        "shows up to 2020. An": [two.drop() - 1],
        "to § in 2015 and": gives(TWO, "c2_apart_2015", distance, 2015),
        "nearly vanished in 2016, when": [min(range(2002, 2017), key=two.distance)],
        "sessions up to 2009 and from 2010 to 2013. From 2014 to 2016 the mean": gives(
            TWO, "c2_apart_before", lambda last: mean_distance(2002, last), 2009
        )
        + gives(TWO, "c2_apart_second", mean_distance, 2010, 2013)
        + gives(TWO, "c2_apart_unity", mean_distance, 2014, 2016),
        "is §, without 2016 §. The": gives(
            TWO,
            "c2_apart_without",
            lambda left_out: number(mean(two.distance(year) for year in (2014, 2015, 2016) if year != left_out), 2),
            2016,
        ),
        "is § in 2013, § in 2014 and § in 2016, where": [
            *gives(TWO, "c2_apart_2013", distance, 2013),
            *gives(TWO, "c2_apart_2014", distance, 2014),
            *gives(TWO, "c2_apart_2016", distance, 2016),
        ],
        "to § in 2022 belongs to": gives(TWO, "c2_apart_2022", distance, 2022),
        "to Afghanistan from 2003 to Karzai's": gives(
            TWO,
            "c2_share_first",
            lambda first: f"{number(mean(two.between(two.share('AFG'), first, 2009)), 1)} per cent",
            2003,
        ),
        "the share of 2002 was higher": [max(two.share("AFG"), key=two.share("AFG").get)],
        "not shown. In 2015, out": at("statements", "S188"),
        "two spans are 2003 to 2009 and 2010 to 2013. The": gives(TWO, "c2_share_effect", rise, 2003, 2009, 2010, 2013),
        "to §). In 2002 the share": gives(TWO, "c2_share_2002", in_the_news, 2002),
        "share rose until 2011, to": gives(TWO, "c2_share_2011", in_the_news, later_peak()),
        "was § in 2014. Pakistan": gives(TWO, "c2_share_2014", in_the_news, 2014),
        "the news. For 2015 to 2017 there is": [max(two.share("AFG")) + 1, *article()],
        "thousand headlines in 2015 and § in 2017, Syria": gives(TWO, "c2_tv_2015", on_television, 2015)
        + gives(TWO, "c2_tv_2017", on_television, 2017),
        "(the gifts of 2010 and 2016), ammunition,": at("kabul_requests", "R12", "R08"),
        "written off in 2007. A": at("events", "E207"),
        "than any of 2017; the": article(),
        "Russian volume since 2002, the": gives(TWO, "c2_us_paid_share", paid_since, 2002),
        "What stopped in 2014 was paid": [max(two.arms("Russia"))],
        "and Kabul from 2001 to the": gives(TWO, "c2_events", filed_since, 2001),
        "Kabul, from 2001 to the article. A convenience": gives(TWO, "c2_events", filed_since, 2001),
        "Karzai's visit of 2011 the first": at("events", "E028"),
        "In April and November 2015 members of": at("events", "E058"),
        "§ Suspicion. In June 2017 Moscow complained": at("statements", "S099"),
        "troops idle (2018, on": at("statements", "S196"),
        "fought ISIL (2021, after": at("statements", "S210"),
        "left out in December 2016 and at": at("events", "E076"),
        "in February and April 2017": at("events", "E085"),
        "Distrust remained: in April 2017 the Russian": at("statements", "S081"),
        "its own unit, 2002 to 2019 at most.": [first_session(), max(year for _, year in two.VOTES)],
        "a rise to 2011 can be": [later_peak()],
        "in votes after 2014, §.": gives(TWO, "c2_votes_after", lambda year: signed(mean_after(year), 2), 2014),
        "session up to 2011. Which": [fell_from() - 1],
        "Russian deliveries since 2002 does the": gives(TWO, "c2_us_paid_share", paid_since, 2002),
        "a reader of 2017 could have": article(),
        "the meeting of December 2016 as a": at("events", "E076"),
    }


def chapter_3() -> Told:
    return {
        "Taliban go? In 2017 they went,": article(),
        "§ deaths in 2016 against §.": gives(THREE, "c3_gov_2016", lambda year: number(one.toll()[year][1]), 2016),
        "article argues In 2017 the Center": article(),
        "ruled Afghanistan until 2001. Russia,": inside("glossary", "taliban", "gloss")[1:2],
        'years ago" of 2018 is not': at("statements", "S250"),
        '"since at least 2007". Stephen': at("events", "E022"),
        "shared intelligence since 2013. Alexander": inside("forecasts", "F13", "forecast"),
        "Afghan Senate in 2016 of contacts": at("events", "E211"),
        "Russian pilot, in 2013 or 2014. Kabulov": inside("events", "E211", "note"),
        'Kabulov said in 2018 "a few': at("statements", "S250"),
        'threats", and in July 2021 "seven years': at("statements", "S156"),
        'years ago" is 2014, before': at("events", "E033"),
        'before", and in September 2014 he had': at("statements", "S177"),
        "Russia gave. In December 2015 the foreign": at("statements", "S037"),
        "wrote in December 2015 of": at("statements", "S226"),
        'countries"; in January 2017, by one': at("statements", "S264"),
        "denied arms. Up to 2018 American officials": at("statements", "S173"),
        "themselves. Up to 2018 they left": gives(
            THREE, "c3_us_open", lambda last: words(len(three.on_arms("leaves open", f"{last + 1}-01-01"))), 2018
        ),
        "in Afghanistan, in 2018. In 2020 Nicholson, retired": [*at("statements", "S173"), *at("statements", "S261")],
        "Iran. In July 2020 Nicholson": at("statements", "S261"),
        "officers. In 2020 Kabulov said": at("statements", "S269"),
        "and money. In May 2017 General Vincent": at("statements", "S092"),
        "of support in 2017. Kabul": at("statements", "S236"),
        "third lower. In April 2021 officials had": at("events", "E141"),
        "and reports from 2015 up to": gives(THREE, "c3_lane_before", lane_since, 2015),
        "the record of 2017 can carry.": article(),
        "are §; in 2017 also §.": supported_by_russia()[-1:],
        "§ entries since 2002 only §": gives(THREE, "c3_state_years", supporters_since, 2002),
        "The first year, 2014, agrees": supported_by_russia()[:1],
        "also strikes of 2019 and 2020 that by": inside("events", "E251", "summary"),
        "high bounds. In 2016 the Taliban's": gives(THREE, "c3_tal_2016_bounds", taliban_bounds, 2016),
        "was § in 2015, § in 2016 and § in 2018. In": [
            *gives(THREE, "c3_part_2015", taliban_part, 2015),
            *gives(THREE, "c3_part_2016", taliban_part, 2016),
            *gives(THREE, "c3_part_2018", taliban_part, 2018),
        ],
        "single months. In August 2016, as": at("statements", "S227"),
        "drug revenue. In June 2017 they fought": at("claim_evidence", "C29-01"),
        "northern district, in 2018, claims": at("darzab_reports", "Z05"),
        "In 2021 the count": at("events", "E147"),
        "§ deaths of 2021 in the": [table("isil_fights_2021")[0]["month"][:4]],
        "per month of 2021 coded Government": [table("isil_fights_2021")[0]["month"][:4]],
        "who said in 2021 that they": at("statements", "S159"),
        '1). § In 2017 "through the': article(),
        '"objectively coincide"; in 2018 Foreign Minister': at("statements", "S133"),
        "The Taliban's 2015 statement": at("statements", "S226"),
        "the Taliban. In 2024 Putin called": at("statements", "S221"),
        "an interview of November 2016, read": at("statements", "S053"),
        "a hint in 2017, at": article(),
        "at Kabul. In August 2021, a": at("statements", "S210"),
        "southern Nangarhar in March 2020. The rival": at("statements", "S215"),
        "troops are of January 2017, as": at("statements", "S061"),
        "it, May to July 2017. Colour:": at("rescue_reports", "N06"),
        "line; in spring 2017 the palace": at("statements", "S082"),
        "and unsafe. In 2019 the Taliban": at("rescue_reports", "N08"),
        "In December 2015 Kabulov was": at("statements", "S263"),
        "In November 2016 he called": at("statements", "S050"),
        "political faction; in April 2017, by": at("statements", "S081"),
        "more, and in 2017 the Taliban": article(),
        "then fast. In November 2023, with": at("statements", "S165"),
        ":label: ex-3-2 In 2015 UCDP has": [joint_side()],
        "the ratio of 2015 then, to": [joint_side()],
        "the calendar year 2014. How": at("events", "E033"),
        "```{exercise} Give 2021 back to": at("events", "E147"),
        "the deaths of 2021 after 15": at("events", "E147"),
        "Kabulov's dating of 2021 makes Moscow": at("statements", "S156"),
        "Taliban's dating of 2016 makes them": at("claim_evidence", "C27-02"),
        "any contact in April 2016, another": at("events", "E181"),
        "§ dated before 15 August 2017.": [CUT_OFF],
        "In 2016, the last year known in 2017, the": [known_years()[-1], *article()],
    }


def accusations_and_presence() -> Told:
    return {
        "and from autumn 2017 the two": at("events", "E106"),
        "article argues In 2001 Russia backed": at("events", "E017"),
        "selection, densest in 2017, where": [most_coded()],
        "After September 2001 Moscow offered": at("events", "E015"),
        "freight pass in 2008, American": at("events", "E023"),
        "accusations. In autumn 2017 the two": at("events", "E106"),
        "§ are of 2017, since": gives(
            FOUR, "c4_of_2017", lambda year: number(sum(own["date"][:4] == str(year) for own in four.lane())), 2017
        ),
        "worry. Yet in July 2017 Kabul's defence": at("statements", "S246"),
        "at most § in 2001 to §": [min(own["date"][:4] for own in table("us_troops"))],
        "was found for 2012 and 2013.": without_weapons(),
        "§ weapons in 2017, over": gives(FOUR, "c4_weapons_2017", weapons, 2017),
        "in §. For March 2017 the same": gives(FOUR, "c4_same_month", on_duty, "2017-03"),
        "§ weapons in 2015 and § in 2016. The": gives(FOUR, "c4_weapons_2015", weapons, 2015)
        + gives(FOUR, "c4_weapons_2016", weapons, 2016),
        "first half of 2017 alone had": gives(
            FOUR, "c4_weapons_half", lambda year: weapons(f"{year}-01/{year}-06"), 2017
        ),
        "than all of 2016. Kabulov's": gives(FOUR, "c4_weapons_2016", weapons, 2016),
        "Kabulov's objection of 2016 went on:": at("statements", "S051"),
        "Yes, mostly in 2016; how": [fewest_districts()[:4]],
        "of it before November 2016.": [fewest_districts()],
        "§ at 2016's low": [fewest_districts()],
        "ground lost in 2016, not": [fewest_districts()],
    }


def votes_arms_and_motives() -> Told:
    return {
        "the session of 2013, about": [dipped()],
        "low as in 2004–2008; their ideal": as_low_as_in_the_dip(),
        "the session of 2016. Below,": [max(range(2002, 2020), key=lambda year: two.agreement("USA", "AFG", year))],
        "is § in 2012, § in 2016 and at most": gives(FOUR, "c4_apart_2012", apart, 2012)
        + gives(FOUR, "c4_apart_2016", apart, 2016),
        "the session of 2019. The article": [max(year for _, year in two.VOTES)],
        "of that of 2016.": [int(CUT_OFF[:4]) - 1],
        "the session of 2013, which": gives(FOUR, "c4_rus_us_2013", with_washington, 2013),
        "above 2008's. Three": [last_lower()],
        "further apart in 2016 than in": [furthest_apart()],
        "any session from 1991 to 2020, and": [
            min(year for pair, year in two.VOTES if "RUS" in pair),
            still_further() - 1,
        ],
        "closer than in 2012; lately": gives(FOUR, "c4_apart_2012", apart, 2012),
        "From 2002 to §": gives(
            FOUR,
            "c4_russian_us_paid",
            lambda first: percent(four.tiv(first, 2014, "Russia", True) / four.tiv(first, 2014, "Russia")),
            2002,
        ),
        "the sessions of 2010 to 2012, §": gives(FOUR, "c4_mean_before", mean_with_washington, 2010, 2012),
        "in those of 2014 to 2016. In 2019 it was": gives(FOUR, "c4_mean_after", mean_with_washington, 2014, 2016)
        + gives(FOUR, "c4_rus_us_2019", with_washington, 2019),
        "§ apart in 2012, § in 2013, § in 2016. Agreement": [
            *gives(FOUR, "c4_apart_2012", apart, 2012),
            *gives(FOUR, "c4_apart_2013", apart, 2013),
            *gives(FOUR, "c4_apart_2016", apart, 2016),
        ],
        "from § (2011) to § (2016): see": gives(FOUR, "c4_rus_afg_2011", with_russia, 2011)
        + gives(FOUR, "c4_rus_afg_2016", with_russia, 2016),
        "chapter 2. From 1990 to 2019 § roll": gives(FOUR, "c4_on_afghanistan", roll_calls, 1990, 2019),
        "yes. Votes after 2019 are not": [max(year for _, year in two.VOTES)],
        "major arms of 2002–2014 was §.": gives(
            FOUR,
            "c4_russian_share",
            lambda first, last: percent(four.tiv(first, last, "Russia") / four.tiv(first, last)),
            2002,
            2014,
        ),
        "of those of 2015–2021. Military": gives(
            FOUR,
            "c4_us_share_late",
            lambda first, last: percent(four.tiv(first, last, "United States") / four.tiv(first, last)),
            2015,
            2021,
        ),
        "by § in 2017, the": gives(
            FOUR, "c4_spent_2017", lambda year: percent(1 - spent(year) / spent(year - 1)), 2017
        ),
        "times that of 2017. From 1996 to 2010 the data": gives(
            FOUR, "c4_spent_times", lambda year: number(spent(2024) / spent(year), 1), 2017
        )
        + gives(FOUR, "c4_drills_russia", drills, 1996, 2010),
        "ended and took 2014 as before": at("events", "E033"),
        "was known in August 2017 in §.": [CUT_OFF],
        "the talks of 2017 and 2018: Moscow": at("events", "E080", "E115"),
        "A memo of July 2020 had the": Name("2020-07", "no row holds this memo"),
        "the day in July 2017 is": at("statements", "S236"),
        "the gifts of 2010 and 2016 are missing": at("kabul_requests", "R12", "R08"),
        "absence in October 2021.": at("events", "E153"),
        "were open in 2017, §": article(),
        "```{exercise} Known in August 2017 :label: ex-4-1": [CUT_OFF],
        "was known before 15 August 2017 counts? Does": [CUT_OFF],
        "its low of 2016? ```": [fewest_districts()[:4]],
        "American troops of September 2010 were reserves,": [most_reserves()],
        "the other before March 2017? ```": gives(FOUR, "c4_same_month", on_duty, "2017-03"),
        "be checked in 2021. Then": at("events", "E147"),
        "have cited in 2017, and": article(),
        "be checked in 2021. Which": at("events", "E147"),
    }


def chapter_5() -> Told:
    return {
        "Russian shelling of 1993, which": at("interventions", "R01"),
        "it: one for 2017, made": [CUT_OFF],
        "and one from 2027 on, which": at("open_forecasts", "O01", column="window_start"),
        "settles another. In 1999 Russian soldiers": at("interventions", "R09"),
        "struck nobody. In 1993, by": at("interventions", "R01"),
        "lists it before 2017, though": [CUT_OFF],
        "years ahead, from 2017 on. What": [CUT_OFF],
        "a beginning from 1992 to 2016: a": gives(FIVE, "c5_began", begun_between, 1992, 2016),
        "before: Georgia in 2008, Crimea": at("interventions", "R13"),
        "and Donbas in 2014. Such": at("interventions", "R14"),
        "Up to 2016 something began": [last_counted()],
        "Afghan villages in 1993. That": at("interventions", "R01"),
        "in Georgia in 2008 and Ukraine": at("interventions", "R13"),
        "and Ukraine in 2014, where": at("interventions", "R14"),
        "of Afghanistan in 2017 nothing had": [CUT_OFF],
        "the years since 2000, the": gives(FIVE, "c5_expected", expected_since, 2000),
        "Counts end with 2016, and": [last_counted()],
        "the first is 2017, which": [CUT_OFF],
        "the test since 2000 is one": gives(FIVE, "c5_expected", expected_since, 2000),
        "carries the early 1990s on,": [most_early()],
        "five years from 2017 on (counts": [CUT_OFF],
        "(counts end with 2016), with": [last_counted()],
        "anyone held in 2017. The": [CUT_OFF],
        "is Afghanistan in 1993, which": at("interventions", "R01"),
        "the warning of 2017, by": at("statements", "S107"),
        "the shelling of 1993 move it": at("interventions", "R01"),
        "the shelling of 1993 changes": at("interventions", "R01"),
        "halved: § in 2014, §": [drawn(FIVE)["over-time"][0]["date"]],
        "wars ends in 2024. Nagorno-Karabakh": [max(year for _, year in panel())],
        "American departure of August 2021 shows only": at("events", "E152"),
        "states, Afghanistan in 1993 among them,": at("interventions", "R01"),
        "was filed in November 2026 for the": at("open_forecasts", "O01", column="filed_on"),
        "for the years 2027 to 2029. Pages": window(),
        "Filed on 26 November 2026, for 2027 to 2029": at("open_forecasts", "O01", column="filed_on") + window(),
        "air strike of 2018, in": at("events", "E118"),
        "for Afghanistan in 2017, name": [CUT_OFF],
        "for Afghanistan in August 2017? Name": [CUT_OFF],
        "The forecast for 2027–2029 leaves out": window(),
        "the recognition of 2025. Would": at("events", "E168"),
        "Written in November 2026, with": at("sources", "own-forecast-questions", column="date_published"),
        "of our list, the shelling of 1993": at("interventions", "R01"),
        "its horizon by 2016. A": [last_counted()],
        "the shelling of 1993 counted": at("interventions", "R01"),
    }


def chapter_6() -> Told:
    return {
        "four lanes from August 2017 on. §.": [CUT_OFF],
        "is empty between 2021 and 2025; the": longest_silence("russia-taliban"),
        "three entries from 2021 on.": [after_the_article("isil-k")[0]],
        "Russia's steps since 2019 :class: dropdown": at("posture", "P20"),
        "the north-east, in August 2018, and": at("events", "E118"),
        "is thin for 2026: its": at("events", "E192"),
        "by UCDP from 1992, after": [min(year for gwno, year in panel(1992) if gwno == AFGHANISTAN)],
        "listed, also in 2001 and 2002, though": unlisted(),
        "duty there in September 2017 and, though": gives(SIX, "c6_troops_then", on_duty, "2017-09"),
        "left, § in December 2021. The": gives(
            SIX, "c6_troops_end", lambda month: words(four.active()[month]), "2021-12"
        ),
        "all nations in February 2021, by": gives(SIX, "c6_mission", mission, "2021-02"),
        "condition is of September 2017: the": at("forecasts", "F22"),
        "the government in 2016, §": gives(SIX, "c6_best_2016", lambda year: number(one.toll()[year][1]), 2016),
        "than § in December 2017, and": at("isil_strength", "K026"),
        "§ fighters in July 2022. UN": at("isil_strength", "K050"),
        "battle deaths in 2017 (bounds §),": gives(SIX, "c6_bounds_2017", lambda year: ends(one.toll()[year]), 2017),
        "such deaths in 2018 or 2019 than in 2016, ISIL-K": inside("scenario_links", "growth", "event"),
        "the Republic until August 2021 and the": at("events", "E147"),
        "the battles until 2020, then": [parted()],
        "§ deaths in 2018. In December 2019 Nikolai Patrushev,": gives(
            SIX, "c6_taliban_2018", lambda year: number(one.of_taliban()[year][1]), 2018
        )
        + at("isil_strength", "K040"),
        "February (§). In February 2026 the Russian": at("isil_strength", "K058"),
        "from § in 2021 to nearly": at("isil_strength", "K043"),
        "nearly § in 2022 and §": at("isil_strength", "K048"),
        "the end of 2025; those of 2023 give §": at("isil_strength", "K057", "K051"),
        "known by mid-August 2017 names the": [CUT_OFF],
        "civil conflicts to 2016, UCDP": [last_counted()],
        "§ times in 2018–2024. It": [*years_after()],
        "After 2017 UCDP newly": [CUT_OFF],
        "a civil conflict, 2018–2024. Circle:": [*years_after()],
        "the rate to 2016; bar:": [last_counted()],
        "looked sharpest in 2017 but did no": [CUT_OFF],
        "it. Mali's is 2024 by that": [year for (_, year), own in panel().items() if own["onset"] and year > 2017],
        "the words of 2017 on §": article(),
        "Its forecast for 2027 to 2029 can still": window(),
        "of conflict of 2017–2023, country": [year - 1 for year in years_after()],
        "the rate of 2018–2024 itself (§).": [*years_after()],
        "what began by 2016. Only": [last_counted()],
        "them known by 15 August 2017. The": [CUT_OFF],
        "were possible. From 2011 to 2015 the Good": [
            min(own["date"] for own in table("gjp_questions")),
            max(own["date_end"] for own in table("gjp_questions")),
        ],
        "RAND's sentence of 2019 is read": at("forecasts", "F34"),
        "the threat of 2000, and": at("forecasts", "F01"),
        "words of March 2020 meant": at("statements", "S249"),
        "that changed since 2017. §": [CUT_OFF],
        "Kizlyar in 2017 and 2018, and": [*at("events", "E259"), *at("events", "E261")],
        "been given in 2017? ```": [CUT_OFF],
        "year for Afghanistan, 2018–2024. What": [*years_after()],
        "conditions changed from August 2021 on. Which": at("events", "E147"),
        "the recognition of July 2025 a surprise": at("events", "E168"),
    }


REGISTERED: dict[str, Callable[[], Told]] = {
    INDEX: first_page,
    ONE: lambda: words_and_fighters() | deaths_and_concern(),
    TWO: lambda: visits_and_votes() | ideal_points_news_and_arms(),
    THREE: chapter_3,
    FOUR: lambda: accusations_and_presence() | votes_arms_and_motives(),
    FIVE: chapter_5,
    SIX: chapter_6,
}
