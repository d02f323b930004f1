"""The worked answers to exercises and labs, and the labs, by the audit's route."""

from datetime import date
from functools import cache
from math import ceil, log, sqrt
from statistics import mean

from audit import by, day, known, number, only, percent, row, row_of, signed, table, words
from audit_1 import RUSSIA, US, bounds, cells, claims, of_taliban, toll
from audit_2 import FIVE, SECOND_TERM, SEVEN, UNITY, agreement, arms, between, placebo, share, trips
from audit_2 import bounds as vote_bounds
from audit_3 import ACCOUNTS, FORMED, on_arms
from audit_4 import active, lane, stances, tiv
from audit_5 import PATH as CHAPTER_5
from audit_5 import choice, drawn, horizon
from audit_6 import chances
from by_hand import SOVIET, WITHOUT_US, direct, jeffreys, then

PATH = "chapters/teach/answers.ipynb"
LABS = "chapters/teach/labs.ipynb"
LAB_ANSWERS = "chapters/teach/lab-answers.ipynb"
WORDS = ("supported", "partly supported", "contested", "plausible but unproven", "not supported", "not verified")
REPUBLIC, TALIBAN = "Republic", "Taliban"


def isil() -> dict[str, str]:
    fight = toll()
    top = max(fight, key=lambda year: fight[year][0])
    least = fight[top][0]
    may = sorted(year for year, (_, _, high) in fight.items() if high >= least)
    (other,) = set(may) - {top}
    russian, american = ([found for found in claims(then=True) if found["side"] == side] for side in (RUSSIA, US))
    highest = max(int(found["high"] or found["low"]) for found in american)
    ratios = [value for value in map(nearest, russian) if value]
    return {
        "a11": row_of(may),
        "a11_top": str(top),
        "a11_least": number(least),
        "a11_other": str(other),
        "a11_high": number(fight[other][2]),
        "a12": number(fight[2016][1] / fight[2015][1], 1),
        "a12_2016": number(fight[2016][1]),
        "a12_2015": number(fight[2015][1]),
        "a12_more": number(fight[2016][1] - fight[2015][1]),
        "a12_rise": percent(fight[2016][1] / fight[2015][1] - 1),
        "a13": number(sum(int(found["low"]) > highest for found in russian)),
        "a13_all": number(len(russian)),
        "a13_american": number(highest),
        "a14": number(max(ratios)),
        "a14_least": number(min(ratios), 1),
        "a14_pairs": words(len(ratios)).capitalize(),
        "a15": number(len(only("isil_strength", comparable="FALSE"))),
    }


def said_on(found: dict[str, str]) -> float:
    text = found["date"]
    return date.fromisoformat(text + {4: "-07-02", 7: "-15", 10: ""}[len(text)]).toordinal()


def nearest(found: dict[str, str]) -> float | None:
    """A Russian count over the American one nearest in time, at most 90 days away; of a range the low end."""
    american = [own for own in claims(then=True) if own["side"] == US]
    near = min(american, key=lambda own: abs(said_on(own) - said_on(found)))
    low = int(near["low"] or near["high"])
    return int(found["low"]) / low if abs(said_on(near) - said_on(found)) <= 90 else None


def wide_from(left_out: str) -> int:
    """The first session from which on Russia's gap to four neighbours is wider than in any session up to 2011."""
    four = [state for state in FIVE if state != left_out]
    gaps = {
        y: mean(agreement("AFG", state, y) for state in four) - agreement("AFG", "RUS", y) for y in range(2002, 2020)
    }
    floor = max(gaps[year] for year in range(2002, 2012))
    return next(year for year in range(2012, 2020) if min(gaps[later] for later in range(year, 2020)) > floor)


def ties() -> dict[str, str]:
    fell = {state: placebo(state, 2019) for state in SEVEN if placebo(state, 2019)[2] < 0}
    own = arms("Russia")
    total, usa, third = (
        sum(found[name] for found in own.values()) for name in ("tiv", "financed_by_usa_tiv", "financed_by_third_tiv")
    )
    most = total - usa - third
    sessions = [wide_from(state) for state in FIVE]
    news = share("AFG")
    ends = {
        (first, last): mean(between(news, 2010, last)) - mean(between(news, first, 2009))
        for first in (2002, 2003)
        for last in (2012, 2014)
    }
    (twin,) = set(fell) - {"AFG"}
    return {
        "a21": number(sum(found["date"] >= UNITY for found in trips())),
        "a21_before": words(sum(found["date"] < SECOND_TERM for found in trips())),
        "a21_second": words(sum(SECOND_TERM <= found["date"] < UNITY for found in trips())),
        "a22": row_of(sorted(SEVEN[state] for state in fell)),
        "a22_twin": SEVEN[twin],
        "a22_afghan": number(-fell["AFG"][0], 1),
        "a22_other": number(-fell[twin][0], 1),
        "a23": str(max(sessions)),
        "a23_first": row_of(sorted(set(sessions) - {max(sessions)})),
        "a24": percent(sum(found["aid_tiv"] for found in own.values()) / total),
        "a24_most": percent(most / total),
        "a24_times": number(tiv(2002, 2014, "United States") / most),
        "a25": signed(ends[2003, 2012], 2),
        "a25_end": number(ends[2003, 2012] - ends[2003, 2014], 2),
        "a25_begin": number(ends[2003, 2012] - ends[2002, 2012], 2),
    }


def taliban() -> dict[str, str]:
    government, own = toll(), of_taliban()
    times = {year: government[year][1] / own[year][1] for year in own}
    least, most = min(times, key=times.get), max(own, key=lambda year: own[year][1])
    joint = bounds(row("non_state_conflict", dyad="High Council and IS – Taliban"))
    narrow = {act: len(on_arms(act, "2017-08-15")) for act in ("alleges", "leaves open", "no evidence")}
    kabulov = (date(2014, 12, 31), date.fromisoformat(ACCOUNTS["S156"][1]))
    deaths = {
        key: sum(int(found["best"]) for found in only("isil_fights_2021", dyad=dyad, government=held))
        for key, dyad, held in (
            ("republic", "Government – IS", REPUBLIC),
            ("later", "Government – IS", TALIBAN),
            ("earlier", "IS – Taliban", REPUBLIC),
        )
    }
    reports = table("rescue_reports")
    return {
        "a31": str(least),
        "a31_times": number(times[least], 1),
        "a31_most": str(most),
        "a31_deaths": number(own[most][1]),
        "a31_then": number(times[most], 1),
        "a32": number(government[2015][1] / (own[2015][1] + joint[1]), 2),
        "a32_joint": number(joint[1]),
        "a32_taliban": number(own[2015][1]),
        "a32_government": number(government[2015][1]),
        "a32_without": number(times[2015], 2),
        "a32_lowest": number(government[2015][0] / (own[2015][2] + joint[2]), 2),
        "a33": number(narrow["alleges"] + narrow["leaves open"] - narrow["no evidence"]),
        "a33_narrow": number(narrow["alleges"] - narrow["no evidence"]),
        "a33_open": words(narrow["leaves open"]).capitalize(),
        "a34": number((FORMED - kabulov[0]).days),
        "a34_formed": day(FORMED.isoformat()),
        "a34_after": words((kabulov[1] - FORMED).days),
        "a35": number(deaths["republic"] / (deaths["later"] + deaths["earlier"]), 2),
        **{f"a35_{key}": number(count) for key, count in deaths.items()},
        "a36": words(len(reports)),
        "a36_follow": words(sum(bool(found["follows"]) for found in reports)).capitalize(),
    }


def rivalry() -> dict[str, str]:
    every, early = stances(then=False), stances(then=True)
    late = sorted(set(every) - set(early), key=lambda occasion: occasion[1])
    shares = [float(found["government_pct"]) for found in table("district_control") if found["date"] < "2017"]
    first, low = shares[0], min(shares)
    with_reserves = {found["date"]: int(found["troops"]) for found in only("us_troops", series="dod-with-reserves")}
    reserves = {month: 1 - active()[month] / with_reserves[month] for month in ("2010-09", "2017-03")}
    own = {found["event_id"]: found["code"] for found in lane() if known(found)}
    recoded = own | {"E081": 0, "E087": 0}
    without = {key: code for key, code in recoded.items() if key not in ("E031", "E068", "E100", "E103")}
    return {
        "a41": number(len(late)),
        "a41_all": number(len(every)),
        "a41_then": number(len(early)),
        "a41_who": row_of([f"{speaker} ({day(text)})" for speaker, text in late]),
        "a42": number(first - low),
        "a42_first": percent(first / 100),
        "a42_low": percent(low / 100),
        "a42_part": percent((first - low) / first),
        "a43": percent(reserves["2010-09"], 1),
        "a43_later": percent(reserves["2017-03"], 1),
        "a44": signed(sum(recoded.values())),
        "a44_before": signed(sum(own.values())),
        "a44_words": signed(sum(without.values())),
        "a45": number(len(lane())),
    }


@cache
def within_three_years(left_out: str = "") -> dict[bool, float]:
    """Share of war years followed within three years, by whether in the former Soviet Union, without a country."""
    conflicts, of, came, _ = then()
    kept = {at: name for at, name in of.items() if conflicts[at]["country"] != left_out}
    counts = direct(kept, set(came), 2016, 3)
    outside = [own for name, own in counts.items() if name != SOVIET]
    return {True: counts[SOVIET][0] / counts[SOVIET][1], False: sum(a for a, _ in outside) / sum(b for _, b in outside)}


def odds() -> dict[str, str]:
    conflicts, of, came, _ = then()
    chance, spans = horizon(3), 200
    spread = sqrt(spans * chance * (1 - chance))
    events, total = direct(of, set(came), 2016, 1)[WITHOUT_US]
    _, low, high = jeffreys(events, total)
    began = sorted({conflicts[gwno, year - 1]["country"] for gwno, year in came if (gwno, year - 1) in of})
    moved = {
        soviet: max(began, key=lambda name: abs(within_three_years(name)[soviet] - within_three_years()[soviet]))
        for soviet in (True, False)
    }
    others = [float(found["probability"]) for found in drawn(CHAPTER_5)["sensitivity"]]
    return {
        "a51": number(spans * chance),
        "a51_share": percent(chance, 1),
        "a51_few": number(spans * chance - spread),
        "a51_many": number(spans * chance + spread),
        "a52": percent(0.01 + 0.02),  # a strike and units; a party is always one of units
        "a52_least": percent(max(0.01, 0.02, 0.01)),
        "a53": number(silence(events / total)),
        "a53_high": words(silence(high)),
        "a53_low": number(silence(low)),
        "a54": moved[True],
        "a54_outside": moved[False],
        "a55": percent(float(choice("the number of this book")["probability"]), 1),
        "a55_low": percent(min(others), 1),
        "a55_high": percent(max(others), 1),
    }


def silence(rate: float) -> int:
    """Whole years after which a year without an event all along is less than 95 per cent likely."""
    return ceil(log(0.95) / log(1 - rate))


def later() -> dict[str, str]:
    own = table("claims")
    moved = [found["kind"] for found in own if found["verdict_2017"] != found["verdict_today"]]
    fight = toll()
    peak, last = max(fight, key=lambda year: fight[year][1]), max(fight)
    quiet = len([at for at, _, _ in chances(2017, 2023) if at[0] == 700])
    readings = [found["term"] for found in table("forecast_readings")]
    return {
        "a61": number(moved.count("forecast")),
        "a61_all": words(len(moved)),
        "a61_other": words(len(moved) - moved.count("forecast")),
        "a62": percent(1 - fight[last][2] / fight[peak][0]),
        "a62_peak": str(peak),
        "a62_last": str(last),
        "a62_low": number(fight[peak][0]),
        "a62_high": number(fight[last][2]),
        "a62_best": percent(1 - fight[last][1] / fight[peak][1]),
        "a63": number(0.1**2, 2),  # nothing came
        "a63_best": percent(0),
        "a64": number(ceil(log(0.05) / log(0.95))),
        "a64_one": percent(0.95),
        "a64_seen": words(quiet),
        "a64_still": percent(0.95**quiet),
        "a65": number(len(readings)),
        "a65_read": number(sum(map(bool, readings))),
    }


def said() -> dict[str, str]:
    return isil() | ties() | taliban() | rivalry() | odds() | later()


# ---------------------------------------------------------------------------------------------------------------- labs
def told(key: str) -> str:
    found = by("isil_strength", "estimate_id")[key]
    low, high = int(found["low"] or found["high"]), int(found["high"] or found["low"])
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def sides() -> dict[str, list[dict[str, str]]]:
    own = only("claim_evidence", claim_id="C36")
    names = {"for": "supports", "against": "contradicts", "context": "context"}
    return {side: [found for found in own if found["stance"] == stance] for side, stance in names.items()}


def of_2016() -> list[dict[str, str]]:
    """Comparable counts from March to September 2016."""
    return [found for found in only("isil_strength", comparable="TRUE") if "2016-03" <= found["date"] < "2016-10"]


def labs() -> dict[str, str]:
    _, best, high = toll()[2016]
    return {
        "l_best": number(best),
        "l_high": number(high),
        "l_claims": words(len(of_2016())),
        "l_kabulov": words(sum(found["claimant"].startswith("Kabulov") for found in of_2016())),
        **{f"l_{side}": words(len(own)) for side, own in sides().items()},
        "l_verdicts": row_of(one for one in WORDS if any(found["verdict_today"] == one for found in table("claims"))),
    }


def lab_answers() -> dict[str, str]:
    fight, cut = toll(), 2780  # where the axis of the picture begins
    spring, autumn = (int(by("isil_strength", "estimate_id")[key]["low"]) for key in ("K068", "K018"))
    days = [date.fromisoformat(by("isil_strength", "estimate_id")[key]["date"]) for key in ("K018", "K019")]
    return {
        "a_best": number(fight[2016][1]),
        "a_high": number(fight[2016][2]),
        "a_taliban": number(of_taliban()[2016][1]),
        "a_times": number(fight[2016][1] / of_taliban()[2016][1], 1),
        "a_times_high": number(fight[2016][2] / of_taliban()[2016][1], 1),
        "a_spring": number(spring),
        "a_autumn": number(autumn),
        "a_part": words(spring // autumn),
        "a_april": told("K016"),
        "a_july": told("K017"),
        "a_september": told("K019"),
        "a_days": words((days[1] - days[0]).days),
        "a_cut": number(cut),
        "a_bars": number((fight[2018][1] - cut) / (fight[2017][1] - cut), 1),
        **{f"a_{year}": number(fight[year][1]) for year in (2017, 2018, 2019, 2021)},
        "a_grown": percent(fight[2018][1] / fight[2017][1] - 1, 1),
        "a_low": number(fight[2018][0]),
        "a_to": number(fight[2018][2]),
        "a_years": words(sum(year <= 2021 for year in fight)),
        "a_for": words(len(sides()["for"])),
        "a_against": words(len(sides()["against"])),
        "a_later": words(sum(not known(found) for found in sides()["for"])),
    }


def lab_rows() -> dict[str, list[dict]]:
    evidence = [found | {"side": side} for side, own in sides().items() for found in own]
    return {
        "lab-strength": cells(of_2016(), "estimate_id", "date", "side", "low", "high", "source_id"),
        "lab-toll": [
            dict(zip(("year", "low", "best", "high"), (year, *own))) for year, own in toll().items() if year <= 2021
        ],
        "lab-votes": [
            {"year": year, "agreement": agreement("RUS", "AFG", year)}
            | dict(zip(("low", "high"), vote_bounds("RUS", "AFG", year)))
            for year in range(2009, 2020)
        ],
        "lab-sides": cells(evidence, "evidence_id", "side", "stance", "date", "source_id"),
    }
