"""Chapter 6 by the audit's route: what happened next."""

from functools import cache
from math import log, prod

from audit import accessed, by, day, known, number, only, percent, row, span, table, words
from audit_1 import cells, claim, of_taliban, toll
from by_hand import jeffreys, panel, true
from scipy.stats import poisson

PATH = "chapters/06-hindsight.ipynb"
AFTER = "2017-08-15"
STRENGTH = {
    "russia_2017": "K026",
    "russia_2019": "K040",
    "russia_2022": "K050",
    "russia_last": "K058",
    "un_2019": "K035",
    "un_low": "K043",
    "un_2022": "K048",
    "un_last": "K057",
    "families": "K051",
}
DAYS = {"fall": "E147", "left": "E152", "crocus": "E160", "fuel": "E157", "recognised": "E168", "agreement": "E192"}
MONTHS = {"doha": "E134", "embassy": "E156", "border": "E190", "defence": "E191"}


def chances(first: int, last: int, which=lambda at, found: True) -> list[tuple[tuple[int, int], dict, bool]]:
    """Years of conflict without Russian troops, and whether UCDP newly names them in the year after."""
    own, all_of_it = panel(1989, last), panel()
    return [
        (at, found, all_of_it.get((at[0], at[1] + 1), {}).get("onset", False))
        for at, found in own.items()
        if at[1] >= first and not found["russia_troops"] and which(at, found)
    ]


@cache
def first_fought() -> dict[int, int]:
    """Country -> the first year in which UCDP names Russian troops there."""
    years: dict[int, int] = {}
    for (gwno, year), found in panel().items():
        if found["russia_troops"]:
            years[gwno] = min(year, years.get(gwno, year))
    return years


def fought(at: tuple[int, int]) -> bool:
    """Whether UCDP named Russian troops in a country in an earlier year of the panel."""
    return first_fought().get(at[0], at[1]) < at[1]


CLASSES = {
    "All civil conflicts": lambda at, found: True,
    "Former Soviet Union": lambda at, found: found["post_soviet"],
    "Elsewhere": lambda at, found: not found["post_soviet"],
    "US troops on the government's side": lambda at, found: found["us_troops_gov"],
    "Moscow had fought there before": lambda at, found: fought(at),
}


@cache
def counts(name: str, first: int, last: int) -> tuple[int, int]:
    own = chances(first, last, CLASSES[name])
    return sum(came for _, _, came in own), len(own)


def expected(name: str) -> float:
    """Onsets of 2018 to 2024 by the share of 1992 to 2016; the chances are the years before."""
    events, total = counts(name, 1991, 2015)
    return counts(name, 2017, 2023)[1] * events / total


def brier(rate_of) -> float:
    own = chances(2017, 2023)
    return sum((rate_of(found) - came) ** 2 for _, found, came in own) / len(own)


def listed() -> int:
    """Cases of 2018 to 2024 if contributors of UN missions counted."""
    there = {at for at, found in panel().items() if found["russia_troops_listed"]}
    return sum((gwno, year - 1) not in there for gwno, year in there if 2018 <= year <= 2024)


def within(events: int, total: int, years: int = 3) -> float:
    """Probability of an onset within so many years, averaged over what the rate may be (Jeffreys)."""
    a, b = events + 0.5, total - events + 0.5
    return 1 - prod((b + year) / (a + b + year) for year in range(years))


def middle(scale: str, term: str) -> float:
    found = row("verbal_scales", scale=scale, term=term)
    return (float(found["low"]) + float(found["high"])) / 2


def scores() -> dict[str, str]:
    (events, total), soviet, outside = (
        counts("All civil conflicts", 1991, 2015),
        counts("Former Soviet Union", 1991, 2015),
        counts("Elsewhere", 1991, 2015),
    )
    one, inside, elsewhere = events / total, soviet[0] / soviet[1], outside[0] / outside[1]
    came, years = counts("All civil conflicts", 2017, 2023)
    low, high = jeffreys(events, total)[1:]
    unlikely, ruled = middle("ICD 203", "unlikely"), middle("ICD 203", "almost no chance")
    here = [at for at, _, _ in chances(2017, 2023) if at[0] == 700]
    return {
        "expected_all": number(expected("All civil conflicts"), 1),
        "expected_soviet": number(expected("Former Soviet Union"), 1),
        "expected_elsewhere": number(expected("Elsewhere"), 1),
        "expected_range": span(low * years, high * years, lambda end: number(end, 1)),
        "observed_all": words(came),
        "observed": words(came),
        "observed_soviet": words(counts("Former Soviet Union", 2017, 2023)[0]),
        "observed_elsewhere": words(counts("Elsewhere", 2017, 2023)[0]),
        "listed": words(listed()),
        "us_then": "{} of {}".format(*counts("US troops on the government's side", 1991, 2015)),
        "us_today": "{} of {}".format(*counts("US troops on the government's side", 1991, 2023)),
        "scored": number(years),
        "scored_here": words(len(here)),
        "quiet": percent(0.95 ** len(here)),
        "brier_one": number(brier(lambda found: one), 4),
        "brier_two": number(brier(lambda found: inside if found["post_soviet"] else elsewhere), 4),
        "brier_never": number(brier(lambda found: 0), 4),
        "brier_ten": number(brier(lambda found: 10 * one), 4),
        "brier_itself": number(brier(lambda found: came / years), 4),
        "term": words(3),  # the book's choice, which the prose names
        "score_article": number(unlikely**2, 3),
        "score_ruled": number(ruled**2, 4),
        "score_kent": number(middle("Kent", "probably not") ** 2, 3),
        "score_ipcc": number(middle("IPCC", "unlikely") ** 2, 3),
        "score_all": number(within(events, total) ** 2, 4),
        "score_soviet": number(within(*soviet) ** 2, 3),
        "log_article": number(-log(1 - unlikely), 2),
        "log_ruled": number(-log(1 - ruled), 2),
    }


def others() -> dict[str, str]:
    forecasts, readings = table("forecasts"), by("forecast_readings", "forecast_id")
    term = {found["forecast_id"]: readings[found["forecast_id"]]["term"] for found in forecasts}
    excluded = [found for found in forecasts if term[found["forecast_id"]] == "almost no chance"]
    silent = [found for found in forecasts if not term[found["forecast_id"]]]
    plausible = [found for found in silent if found["direction"] == "intervention plausible"]
    of_2000 = [found for found in silent if found["date"][:4] == "2000"]
    officials = [
        found["author"] for found in excluded if "uss" in found["affiliation"] and "ex-" not in found["affiliation"]
    ]
    asked = [found for found in only("gjp_questions", force="TRUE", status="closed") if found["came_true"]]
    russia = [found for found in asked if found["about"].startswith("Russia")]
    return {
        "all_forecasts": number(len(forecasts)),
        "before": number(sum(map(known, forecasts))),
        "excluded": words(len(excluded)),
        "unlikely": words(list(term.values()).count("unlikely")),
        "silent": number(len(silent)),
        "plausible": words(len(plausible)),
        "of_2000": words(len(of_2000)),
        "elsewhere": number(len(silent) - len(plausible) - len(of_2000)),
        "statements": words(len(officials)),
        "officials": words(len(set(officials))),
        "asked": number(len(asked)),
        "asked_yes": words(sum(true(found["came_true"]) for found in asked)),
        "asked_russia": words(len(russia)),
        "asked_russia_yes": words(sum(true(found["came_true"]) for found in russia)),
    }


def presence() -> dict[str, str]:
    active = by("us_troops", "date") | {found["date"]: found for found in only("us_troops", series="dod-active-duty")}
    afghan = [at for at, found in panel().items() if at[0] == 700 and at[1] >= 2022 and not found["russia_troops"]]
    mission = {found["date"]: found for found in only("isaf_rs_strength", mission="Resolute Support")}
    return {
        "troops_then": number(int(active["2017-09"]["troops"])),
        "troops_end": words(int(active["2021-12"]["troops"])),
        "us_april": number(int(row("us_troops", date="2021-04")["troops"])),
        "mission": number(int(mission["2021-02"]["troops"])),
        "mission_other": number(int(mission["2021-04"]["troops"])),
        "years_without": words(len(afghan)),
        "years_without_start": words(len(afghan)).capitalize(),
        "afghan_high": percent(jeffreys(0, len(afghan))[2]),
    }


def isil() -> dict[str, str]:
    fight = toll()
    peak, last = max(fight, key=lambda year: fight[year][1]), max(fight)
    killed = {found["year"]: number(int(found["best"])) for found in only("one_sided_violence", actor="IS")}
    named = ", ".join(f"{killed[year]} in {year}" for year in ("2018", "2020", "2021", "2022"))
    return {
        **{key: claim(own) for key, own in STRENGTH.items()},
        **{f"best_{year}": number(fight[year][1]) for year in (2016, 2017)},
        "peak": str(peak),
        "last": str(last),
        "best_peak": number(fight[peak][1]),
        "best_last": number(fight[last][1]),
        "bounds_2017": span(fight[2017][0], fight[2017][2]),
        "bounds_peak": span(fight[peak][0], fight[peak][2]),
        "taliban_2018": number(of_taliban()[2018][1]),
        "civilians": named,
        "civilians_after": f"{killed['2023']} and {killed['2024']}",
    }


def verdicts() -> dict[str, str]:
    own = table("claims")
    moved = [found for found in own if found["verdict_2017"] != found["verdict_today"]]
    today = [found["verdict_today"] for found in own]
    return {
        "claims": number(len(own)),
        "forecasts": words(sum(found["kind"] == "forecast" for found in own)),
        "supported": number(today.count("supported")),
        "unproven": number(today.count("plausible but unproven")),
        "moved": words(len(moved)),
        "moved_facts": words(sum(found["kind"] != "forecast" for found in moved)).capitalize(),
    }


def told(words_of: str) -> str:
    """The month in which a statement was made, by some of its words."""
    (found,) = (found for found in table("statements") if words_of in found["quote"])
    return found["date"][:7]


def said() -> dict[str, str]:
    events, posture = by("events", "event_id"), by("posture", "posture_id")
    later = [found for found in events.values() if found["date"] >= AFTER]
    alleged = [found for found in later if found["type"] == "air strike"]
    attacks = [found for found in later if found["type"] == "attack" and "Russia" in found["actors"].split(";")]
    branch = [found for found in attacks if "ISIL-K claims it" in found["summary"]]
    group = [found for found in attacks if "Islamic State claims it" in found["summary"]]
    at_home = [found for found in attacks if "Russian embassy" not in found["summary"]]
    assert len(branch) + len(group) == len(attacks) and group == at_home  # those in Russia are the group's
    used = (
        "events",
        "statements",
        "us_troops",
        "civil_conflict_panel",
        "battle_deaths",
        "isil_strength",
        "forecasts",
        "claims",
    )
    own = {
        "accessed": accessed(*map(table, used)),
        "later_events": number(len(later)),
        "alleged": words(len(alleged)),
        "attacks": words(len(attacks)),
        "attacks_branch": words(len(branch)),
        "attacks_group": words(len(group)).capitalize(),
        "last_event": day(max(found["date"] for found in events.values())[:7]),
        **{key: day(events[event]["date"]) for key, event in DAYS.items()},
        **{key: day(events[event]["date"][:7]) for key, event in MONTHS.items()},
        "arm": events["E167"]["date"][:4],
        "coordinated": day(told("members of the Wilayat Khorasan group")),
        "recruited": day(told("физически находясь в Афганистане")),
        "missiles": day(posture["P20"]["date"][:7]),
        **presence(),
        **isil(),
        **scores(),
        **others(),
        **verdicts(),
    }
    return {f"c6_{key}": text for key, text in own.items()}


# ---------------------------------------------------------------------------------------------------------------- rows
def seen(then: bool) -> list[dict]:
    series = {"dod-active-duty": "US personnel", "announced": "announced or published figure"}
    troops = [
        {"what": series[found["series"]], "date": found["date"], "year": "", "troops": found["troops"], "state": ""}
        for found in table("us_troops")
        if found["series"] in series and (known(found) or not then)
    ]
    april = row("us_troops", date="2021-04")
    troops += (
        []
        if then
        else [{"what": series["announced"], "date": "2021-04", "year": "", "troops": april["troops"], "state": ""}]
    )
    years = [
        {
            "what": "conflict year",
            "date": "",
            "year": year,
            "troops": "",
            "state": "US troops listed" if us else "none listed",
        }
        for (gwno, year), us in ((at, found["us_troops_gov_listed"]) for at, found in panel().items())
        if gwno == 700 and year >= 1992 and (year <= 2016 or not then)
    ]
    return troops + years


def observed() -> list[dict]:
    rows_of = []
    for name in CLASSES:
        events, total = counts(name, 1991, 2015)
        came, years = counts(name, 2017, 2023)
        chance = poisson(jeffreys(events, total)[0] * years)
        rows_of.append(
            {"reference_class": name, "country_years": years, "expected": events / total * years, "observed": came}
            | {"low": chance.ppf(0.025), "high": chance.ppf(0.975)}
        )
    return rows_of


def forecasters(then: bool) -> list[dict[str, str]]:
    readings = by("forecast_readings", "forecast_id")
    own = [found | {"reading": readings[found["forecast_id"]]["term"] or "no odds"} for found in table("forecasts")]
    own = [found | {"why": readings[found["forecast_id"]]["reason"]} for found in own if known(found) or not then]
    return cells(own, "forecast_id", "date", "author", "forecast", "reading", "why")


def rows() -> dict[str, list[dict]]:
    return {
        "us-presence": seen(False),
        "us-presence-2017": seen(True),
        "expected-observed": observed(),
        "forecasters": forecasters(False),
        "forecasters-2017": forecasters(True),
        "verdict-board": cells(table("claims"), "claim_id", "kind", "verdict_2017", "verdict_today"),
        "verdict-board-2017": cells(table("claims"), "claim_id", "kind", "verdict_2017"),
    }
