"""Chapter 2 by the audit's route: whether Kabul and Moscow drifted apart, and when."""

from datetime import date
from math import sqrt
from statistics import mean, variance

from audit import accessed, by, day, known, number, only, over, percent, row_of, signed, span, table, words
from audit_1 import both, cells
from scipy.stats import t as student

PATH = "chapters/02-kabul-moscow-ties.ipynb"
SECOND_TERM, UNITY = "2009-11-19", "2014-09-21"  # Karzai's second inauguration; the unity government
FIVE = {"CHN": "China", "IRN": "Iran", "PAK": "Pakistan", "TJK": "Tajikistan", "UZB": "Uzbekistan"}
SEVEN = FIVE | {"AFG": "Afghanistan", "IND": "India"}
CONFERENCES = {"W12", "W14", "W15", "W21", "W22"}  # by their summaries and notes: to, or beside, a meeting of several
MOTIVES = ("aid_tiv", "via_us_company_tiv", "financed_by_third_tiv", "financed_by_usa_tiv")
VOTES = {
    (pair, int(found["year"])): found
    for found in only("un_votes", vote_set="all")
    for pair in ((found["iso3_a"], found["iso3_b"]), (found["iso3_b"], found["iso3_a"]))
}
IDEAL = {(found["iso3"], int(found["year"])): float(found["best"]) for found in table("un_ideal_points")}


def agreement(one: str, other: str, year: int) -> float:
    return float(VOTES[(one, other), year]["agreement"])


def bounds(one: str, other: str, year: int) -> tuple[float, float]:
    """95% interval of the mean of a sample of roll calls, each of which gives 1, 1/2 or 0."""
    found = VOTES[(one, other), year]
    middle, same, opposite = (float(found[name]) for name in ("agreement", "identical", "opposite"))
    spread = same + (1 - same - opposite) / 4 - middle**2  # mean of the squares less the square of the mean
    half = 1.96 * sqrt(spread / int(found["n_votes"]))
    return middle - half, middle + half


def ahead(state: str, year: int) -> float:
    """Agreement of Kabul with a state less the mean of the five neighbours, hundredths."""
    return 100 * (agreement("AFG", state, year) - mean(agreement("AFG", other, year) for other in FIVE))


def gap(year: int) -> float:
    return -ahead("RUS", year)


def wide_from(last: int) -> int:
    """The first session from which on the gap is wider than in any session before it."""
    years = range(2002, last + 1)
    wide = [y for y in years if y > 2002 and min(map(gap, range(y, last + 1))) > max(map(gap, range(2002, y)))]
    return min(wide)


def change(later: list[float], earlier: list[float]) -> tuple[float, float, float]:
    """Difference of means and its 95% interval, by Welch."""
    parts = [variance(own) / len(own) for own in (later, earlier)]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(own) - 1) for part, own in zip(parts, (later, earlier)))
    difference, half = mean(later) - mean(earlier), student.ppf(0.975, freedom) * sqrt(sum(parts))
    return difference, difference - half, difference + half


def chance(later: list[float], earlier: list[float]) -> float:
    """Two-sided probability of so large a difference, by Welch."""
    parts = [variance(own) / len(own) for own in (later, earlier)]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(own) - 1) for part, own in zip(parts, (later, earlier)))
    return 2 * student.sf(abs(mean(later) - mean(earlier)) / sqrt(sum(parts)), freedom)


def apart_from_others(state: str, first: int, last: int) -> list[float]:
    """Russia's agreement with a state less the mean of its six other pairs, by session, hundredths."""
    others = [other for other in SEVEN if other != state]
    return [
        100 * (agreement("RUS", state, year) - mean(agreement("RUS", other, year) for other in others))
        for year in range(first, last + 1)
    ]


def placebo(state: str, last: int) -> tuple[float, float, float]:
    return change(apart_from_others(state, 2014, last), apart_from_others(state, 2002, 2013))


def steps(last: int = 2016) -> list[tuple[float, int, float]]:
    """What a single step at a session leaves unexplained, the session, the step; the best first."""
    series, found = apart_from_others("AFG", 2002, last), []
    for at in range(1, len(series)):
        parts = series[:at], series[at:]
        left = sum((value - mean(part)) ** 2 for part in parts for value in part)
        found.append((left, 2002 + at, mean(parts[1]) - mean(parts[0])))
    return sorted(found)


def votes() -> dict[str, str]:
    early = [gap(year) for year in range(2002, 2012)]
    floor = max(range(2002, 2012), key=gap)
    own = [100 * turn("RUS", state) for state in SEVEN]
    best, second, third = steps()[:3]
    alike = [agreement("TJK", "AFG", year) for year in range(2002, 2020)]
    low, high = zip(bounds("RUS", "AFG", 2011), bounds("RUS", "AFG", 2016))
    shown = {"rus": "RUS", "chn": "CHN", "irn": "IRN", "ind": "IND", "pak": "PAK", "uzb": "UZB", "usa": "USA"}
    return {
        "c2_ru_before": number(mean(agreement("RUS", "AFG", year) for year in range(2002, 2012)), 2),
        "c2_ru_2016": number(agreement("RUS", "AFG", 2016), 2),
        "c2_ru_2011_bounds": span(low[0], high[0], lambda end: number(end, 2)),
        "c2_ru_2016_bounds": span(low[1], high[1], lambda end: number(end, 2)),
        "c2_wide_from": str(wide_from(2016)),
        "c2_gap_2013": number(gap(2013), 1),
        "c2_gap_2016": number(gap(2016), 1),
        "c2_gap_mean": number(mean(early), 1),
        "c2_gap_floor": number(gap(floor), 1),
        "c2_gap_floor_year": str(floor),
        "c2_gap_step": number(gap(2013) - mean(early), 1),
        "c2_gap_step_later": number(gap(2016) - mean(early), 1),
        "c2_others": words(len(SEVEN)),
        **{f"c2_did{end}": number(-value, 1) for end, value in zip(("", "_high", "_low"), placebo("AFG", 2016))},
        **{f"c2_tajik{end}": number(-value, 1) for end, value in zip(("", "_high", "_low"), placebo("TJK", 2016))},
        "c2_did_today": number(-placebo("AFG", 2019)[0], 1),
        "c2_tajik_today": number(-placebo("TJK", 2019)[0], 1),
        "c2_alike": span(min(alike), max(alike), lambda end: number(end, 2)),
        **{f"c2_bloc_{key}": signed(100 * turn("AFG", state), 1) for key, state in shown.items()},
        "c2_russia_least": number(-max(own), 1),
        "c2_russia_most": number(-min(own), 1),
        "c2_break": str(best[1]),
        "c2_break_step": number(-best[2], 1),
        "c2_break_next": str(second[1]),
        "c2_break_third": str(third[1]),
    }


def turn(one: str, other: str) -> float:
    """Mean agreement of the sessions from 2014 to 2016 less that of 2002 to 2013."""
    years = range(2014, 2017), range(2002, 2014)
    later, earlier = (mean(agreement(one, other, year) for year in own) for own in years)
    return later - earlier


def distance(year: int) -> float:
    return abs(IDEAL["RUS", year] - IDEAL["AFG", year])


def drop() -> int:
    """The session from which on the bands of both stay apart."""
    bands = {(found["iso3"], int(found["year"])): found for found in table("un_ideal_points")}
    last = max(year for state, year in bands if state == "AFG")
    own = [
        year for year in range(2002, last + 1) if float(bands["RUS", year]["high"]) < float(bands["AFG", year]["low"])
    ]
    return next(year for year in own if set(range(year, last + 1)) <= set(own))


def ideal() -> dict[str, str]:
    spans = {"before": (2002, 2009), "second": (2010, 2013), "unity": (2014, 2016), "without": (2014, 2015)}
    return {
        **{f"c2_apart_{key}": number(mean(map(distance, range(a, b + 1))), 2) for key, (a, b) in spans.items()},
        **{f"c2_apart_{year}": number(distance(year), 2) for year in (2013, 2014, 2015, 2016, 2022)},
        "c2_drop": str(drop()),
        "c2_apart_drop": number(distance(drop()), 2),
    }


def share(state: str) -> dict[int, float]:
    """Percent of what Russia was reported to say or promise in a friendly way that went to a state, by year."""
    own = only("interaction_events", sender="RUS", target=state)
    return {int(found["year"]): float(found["verbal_cooperation"]) for found in own}


def between(series: dict[int, float], first: int, last: int) -> list[float]:
    return [series[year] for year in range(first, last + 1)]


def news() -> dict[str, str]:
    own, pakistan, tajik = share("AFG"), share("PAK"), share("TJK")
    second = between(own, 2010, 2013)
    peak = max(pakistan, key=pakistan.get)
    assert peak == max(tajik, key=tajik.get)
    effects = {"": change(second, between(own, 2003, 2009)), "all": change(second, between(own, 2002, 2009))}
    return {
        "c2_share_first": f"{number(mean(between(own, 2003, 2009)), 1)} per cent",
        "c2_share_second": f"{number(mean(second), 1)} per cent",
        "c2_share_last": str(max(own)),
        "c2_share_effect": number(effects[""][0], 2),
        "c2_share_low": signed(effects[""][1], 2),
        "c2_share_high": number(effects[""][2], 2),
        "c2_share_all": number(effects["all"][0], 2),
        "c2_share_all_low": signed(effects["all"][1], 2),
        "c2_share_all_high": number(effects["all"][2], 2),
        **{f"c2_share_{year}": number(own[year], 1) for year in (2002, 2011, 2014)},
        "c2_pak_peak": number(pakistan[peak], 1),
        "c2_tjk_peak": number(tajik[peak], 1),
        "c2_pak_year": str(peak),
        "c2_tv_2015": number(of_thousand("afghanistan", "2015"), 1),
        "c2_tv_2017": number(of_thousand("afghanistan", "2017"), 1),
        "c2_tv_syria": number(of_thousand("syria", "2017")),
    }


def of_thousand(what: str, year: str, medium: str = "Channel One, headlines") -> float:
    own = [found for found in only("attention_by_month", medium=medium) if found["date"][:4] == year]
    return 1000 * sum(int(found[what]) for found in own) / sum(int(found["items"]) for found in own)


# ------------------------------------------------------------------------------------------------------ arms and visits
def arms(supplier: str, first: int = 2002) -> dict[int, dict[str, float]]:
    own = [found for found in only("arms_deliveries", supplier=supplier) if int(found["year"]) >= first]
    return {int(found["year"]): {name: float(found[name]) for name in ("tiv", *MOTIVES)} for found in own}


def deliveries() -> dict[str, str]:
    own = arms("Russia")
    total, aid, via, third, usa = (sum(found[name] for found in own.values()) for name in ("tiv", *MOTIVES))
    years = {name: [year for year, found in own.items() if found[name]] for name in MOTIVES}
    return {
        "c2_last_russian": str(max(own)),
        "c2_russian_tiv": number(total),
        "c2_us_paid": number(usa),
        "c2_us_paid_share": percent(usa / total),
        "c2_us_paid_from": str(min(years["financed_by_usa_tiv"])),
        "c2_uae": number(third),
        "c2_uae_share": percent(third / total),
        "c2_uae_year": row_of(years["financed_by_third_tiv"]),
        "c2_via": number(via),
        "c2_via_year": row_of(years["via_us_company_tiv"]),
        "c2_aid": number(aid),
        "c2_aid_share": percent(aid / total),
        "c2_aid_years": row_of(years["aid_tiv"]),
        "c2_aid_last": str(max(years["aid_tiv"])),
        "c2_unsaid": number(total - aid - via - third - usa),
    }


def meetings() -> list[dict[str, str]]:
    return [found for found in table("visits") if over(found["date"], "2017-08-15")]


def trips() -> list[dict[str, str]]:
    return [found for found in meetings() if found["direction"] == "to Russia" and found["level"] != "ex-head of state"]


def visits() -> dict[str, str]:
    first = [found for found in trips() if found["date"] < SECOND_TERM]
    second = [found for found in trips() if SECOND_TERM <= found["date"] < UNITY]
    unity = [found for found in trips() if found["date"] >= UNITY]
    return {
        "c2_meetings": number(len(meetings())),
        "c2_unconfirmed": words(sum(found["note"].startswith("announced; not confirmed") for found in meetings())),
        "c2_conferences": words(sum(found["visit_id"] in CONFERENCES for found in unity)),
        "c2_trips_first": words(len(first)),
        "c2_trips_second": words(len(second)),
        "c2_trips_second_moscow": words(sum(found["place"] == "Moscow" for found in second)),
        "c2_trips_second_announced": words(sum("not confirmed" in found["note"] for found in second)),
        "c2_trips_unity": words(len(unity)),
    }


def filed() -> list[dict[str, str]]:
    """Events of Russia and Kabul from 2001 to the article, without publications."""
    own = only("events", lane="russia-kabul")
    return [found for found in own if found["date"] >= "2001" and known(found) and found["type"] != "publication"]


def periods() -> list[tuple[float, float, float]]:
    """Changes between periods with an interval: votes, votes, ideal points, ideal points, news."""
    spans = (2002, 2009), (2010, 2013), (2014, 2016)
    both = (
        {year: agreement("RUS", "AFG", year) for year in range(2002, 2017)},
        {y: distance(y) for y in range(2002, 2017)},
    )
    found = [
        change(between(series, *later), between(series, *earlier))
        for series in both
        for earlier, later in zip(spans, spans[1:])
    ]
    return [*found, change(between(share("AFG"), 2010, 2013), between(share("AFG"), 2003, 2009))]


def said() -> dict[str, str]:
    events, visited = by("events", "event_id"), by("visits", "visit_id")
    trilateral, second, rabbani = (events[key]["date"] for key in ("E076", "E080", "E078"))
    days = {
        "unity": "E038",
        "formed": "E186",
        "ufa": "E050",
        "admitted": "E062",
        "rifles": "E066",
        "rifles_2010": "E194",
        "trilateral": "E076",
        "second": "E080",
    }
    assert visited["W20"]["date"] == rabbani
    used = ("un_votes", "un_ideal_points", "interaction_events", "arms_deliveries", "visits", "events", "statements")
    changes = periods()
    return {
        "c2_accessed": accessed(*map(table, used)),
        **{f"c2_{key}": day(events[event]["date"]) for key, event in days.items()},
        "c2_days_next": number(days_between(trilateral, second)),
        "c2_days_visit": number(days_between(trilateral, rabbani)),
        "c2_states_next": words(len(events["E080"]["actors"].split(";"))),
        "c2_asked": words(len(only("kabul_requests", stage="asked"))),
        "c2_asked_before": words(
            sum(found["date"] < events["E038"]["date"] for found in only("kabul_requests", stage="asked"))
        ),
        "c2_asked_since": min(found["date"] for found in only("kabul_requests", stage="asked"))[:4],
        "c2_events": number(len(filed())),
        "c2_first_event": min(found["date"] for found in filed())[:4],
        "c2_intervals": words(len(changes)),
        "c2_excluding": words(sum(low * high > 0 for _, low, high in changes)),
        "c2_votes_after": signed(changes[1][0], 2),
        **votes(),
        **ideal(),
        **news(),
        **deliveries(),
        **visits(),
    }


def days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


# ---------------------------------------------------------------------------------------------------------------- rows
def last_session(then: bool) -> int:
    return 2016 if then else 2019


def lines(then: bool) -> list[dict]:
    states = FIVE | {"RUS": "Russia", "USA": "United States"}
    return [
        {"year": year, "state": name, "gap_points": ahead(state, year)}
        | cells([VOTES[("AFG", state), year]], "agreement", "identical", "n_votes")[0]
        for year in range(2002, last_session(then) + 1)
        for state, name in states.items()
    ]


def placebos(then: bool) -> list[dict]:
    last = last_session(then)
    return [
        dict(zip(("points", "low", "high"), placebo(state, last)))
        | {"state": name, "p_value": chance(apart_from_others(state, 2014, last), apart_from_others(state, 2002, 2013))}
        for state, name in SEVEN.items()
    ]


def points(then: bool) -> list[dict[str, str]]:
    own = [found for found in table("un_ideal_points") if found["iso3"] in ("AFG", "RUS") and found["year"] >= "2002"]
    named = [found | {"state": {"AFG": "Afghanistan", "RUS": "Russia"}[found["iso3"]]} for found in own]
    return cells(
        [found for found in named if not then or found["year"] <= "2016"], "year", "state", "low", "best", "high"
    )


def delivered(then: bool) -> list[dict]:
    groups: dict[tuple[str, int], dict[str, float]] = {}
    for supplier in {found["supplier"] for found in table("arms_deliveries")}:
        group = supplier if supplier in ("Russia", "United States") else "all others"
        for year, found in arms(supplier).items():
            if not then or year <= 2016:
                own = groups.setdefault((group, year), dict.fromkeys(("tiv", *MOTIVES), 0.0))
                groups[group, year] = {name: own[name] + found[name] for name in own}
    return [
        {"group": group, "year": year, "other_tiv": own["tiv"] - sum(own[name] for name in MOTIVES)} | own
        for (group, year), own in groups.items()
    ]


def measures(then: bool) -> list[dict]:
    years = range(2002, last_session(then) + 1)
    gifts = arms("Russia")
    of = {
        "UN agreement": {year: agreement("RUS", "AFG", year) for year in years},
        "distance of ideal points": {year: distance(year) for year in years},
        "Russian major arms as aid, TIV": {year: gifts.get(year, {}).get("aid_tiv", 0.0) for year in years},
        "share of Russia's cooperation, %": share("AFG"),
        "Afghan trips to Russia": {
            year: sum(found["date"][:4] == str(year) for found in trips()) for year in range(2002, 2018)
        },
    }
    return [{"measure": name, "year": year, "value": value} for name, own in of.items() for year, value in own.items()]


def rows() -> dict[str, list[dict]]:
    return {
        "kabul-moscow-visits": cells(meetings(), "visit_id", "date", "person", "place", "direction", "source_id"),
        **both("un-agreement", lines),
        **both("un-placebos", placebos),
        **both("ideal-points", points),
        **both("arms-deliveries", delivered),
        "kabul-requests": cells(table("kabul_requests"), "date", "item", "stage", "note", "source_id"),
        "kabul-moscow": [
            {"row_id": found["event_id"]} | cells([found], "date", "summary", "source_id")[0] for found in filed()
        ],
        **both("all-measures", measures),
    }
