"""Chapter 4 by the audit's route: whether Afghanistan was a field of US–Russian rivalry."""

from collections import defaultdict
from datetime import date
from functools import cache
from math import exp, log
from statistics import mean

import numpy as np
from audit import accessed, by, day, known, number, only, over, percent, row, signed, table, words
from audit_1 import both, cells
from audit_2 import IDEAL, VOTES, agreement, arms

PATH = "chapters/04-us-russia-rivalry.ipynb"
WEST = "United States/NATO"
CODE = {"cooperation": 1, "break or criticism": -1, "accusation": -1}  # all else counts neither way
TWICE = {"P39": "G029", "P06": "G030", "P38": "G032"}  # drills that stand in both tables of exercises
SIDES = {"government": "government", "contested": "contested", "insurgent": "insurgents"}


def lane() -> list[dict]:
    """The coded events in the order of their middle days."""
    events = by("events", "event_id")
    own = [events[found["event_id"]] | found | {"code": CODE.get(found["kind"], 0)} for found in table("event_codings")]
    for found in own:
        found["source_id"] = events[found["event_id"]]["source_id"]
    return sorted(own, key=middle)


def middle(found: dict[str, str]) -> float:
    """The middle of the span that a date means, in days."""
    ends = found["date"] + {4: "-01-01", 7: "-01", 10: ""}[len(found["date"])], found["date_end"] or found["date"]
    first, last = ends[0], ends[1] + {4: "-12-31", 7: "-28", 10: ""}[len(ends[1])]
    return (date.fromisoformat(first).toordinal() + date.fromisoformat(last).toordinal()) / 2


def told(name: str, fragment: str) -> str:
    """The day of the one statement or event that has these words."""
    found = {
        own["date"]
        for own in table(name)
        if fragment in " ".join(own.get(part) or "" for part in ("quote", "translation", "summary", "note"))
    }
    (only_one,) = found
    return only_one


def balance() -> dict[str, str]:
    own = lane()
    codes = [found["code"] for found in own]
    then = [found for found in own if known(found)]
    year = [found for found in then if found["date"] >= "2016-08-15"]
    troika = [found for found in own if "Troika" in found["summary"]]
    recoded = [sum(codes) - code + other for code in codes for other in (-1, 0, 1)]
    height = max(sum(codes[: end + 1]) for end in range(len(codes)))
    return {
        "c4_n_lane": number(len(own)),
        "c4_balance_top": signed(height),
        "c4_balance_then": signed(sum(found["code"] for found in then)),
        "c4_balance_now": signed(sum(codes)),
        "c4_recoded": f"{signed(min(recoded))} and {signed(max(recoded))}",
        "c4_troika": number(len(troika)),
        "c4_troika_once": signed(sum(codes) - (len(troika) - 1)),
        "c4_of_2017": number(sum(found["date"][:4] == "2017" for found in own)),
        "c4_year_before": words(sum(found["code"] == -1 for found in year)),
        "c4_year_all": number(len(year)),
        "c4_first_troika": day(min(found["date"] for found in troika)[:7]),
        "c4_late_troika": day(max(found["date"] for found in troika)[:7]),
        "c4_first_accusation": day(min(found["date"] for found in own if found["kind"] == "accusation")[:7]),
    }


def stances(then: bool = True) -> dict[tuple[str, str], str]:
    """Occasion (speaker, date) of an American or NATO official -> how far it goes."""
    acts = defaultdict(set)
    for found in only("contact_statements", side=WEST):
        if found["date"] < "2019" and (known(found) or not then):
            acts[found["speaker"], found["date"]].add(found["act"])
    return {occasion: stance(own) for occasion, own in acts.items()}


def stance(acts: set[str]) -> str:
    if {"alleges", "no evidence"} <= acts:
        return "accuses and sees no proof"
    return "accuses" if "alleges" in acts else "sees no proof" if "no evidence" in acts else "leaves it open"


def occasions() -> dict[str, str]:
    own = list(stances().values())
    keys = {
        "accuse": "accuses",
        "possible": "leaves it open",
        "noproof": "sees no proof",
        "mixed": "accuses and sees no proof",
    }
    return {"c4_n_before": number(len(own))} | {f"c4_n_{key}": words(own.count(name)) for key, name in keys.items()}


# ------------------------------------------------------------------------------------------------------------ presence
def active() -> dict[str, int]:
    return {found["date"]: int(found["troops"]) for found in only("us_troops", series="dod-active-duty")}


def presence() -> dict[str, str]:
    own = active()
    before = max(month for month in own if over(month, "2017-08-15"))
    peak = max(own, key=own.get)
    low = min((month for month in own if month < "2017"), key=own.get)
    mission = [found for found in only("isaf_rs_strength", mission="Resolute Support") if known(found)][-1]
    weapons = {found["date"]: int(found["weapons"]) for found in only("weapons_released", kind="year")}
    return {
        "c4_troops_month": day(before),
        "c4_troops_2017": number(own[before]),
        "c4_troops_share": percent(own[before] / own[peak]),
        "c4_troops_peak": number(own[peak]),
        "c4_troops_peak_month": day(peak),
        "c4_troops_low": number(own[low]),
        "c4_troops_low_month": day(low),
        "c4_same_month": number(own["2017-03"]),
        "c4_cap": number(int(row("us_troops", series="published-spot", date="2017-03")["troops"])),
        "c4_mission": number(int(mission["troops"])),
        "c4_mission_date": day(mission["date"]),
        **{f"c4_weapons_{year}": number(weapons[year]) for year in ("2015", "2016", "2017")},
        "c4_weapons_times": words(int(weapons["2017"] / weapons["2016"])),
        "c4_weapons_half": number(int(row("weapons_released", period="2017-01/2017-06")["weapons"])),
        "c4_sites": words(len(only("us_bases", country="Afghanistan"))),
    }


def districts() -> dict[str, str]:
    own = table("district_control")
    first, before = own[0], [found for found in own if known(found) and found["contested_pct"]][-1]
    low = min((found for found in own if found["date"] < "2017"), key=lambda found: float(found["government_pct"]))
    return {
        "c4_gov_first": percent(float(first["government_pct"]) / 100),
        "c4_gov_low": percent(float(low["government_pct"]) / 100),
        "c4_gov_latest": percent(float(before["government_pct"]) / 100),
        "c4_contested_latest": percent(float(before["contested_pct"]) / 100),
        "c4_ins_latest": percent(float(before["insurgent_pct"]) / 100),
    }


# ------------------------------------------------------------------------------------------ votes, arms and exercises
def apart(year: int) -> float:
    return IDEAL["USA", year] - IDEAL["RUS", year]


def votes() -> dict[str, str]:
    calls = only("un_roll_calls", subject="Afghanistan")
    soviet = [found for found in calls if found["session_year"] < "1990"]
    later = [found for found in calls if "1990" <= found["session_year"] <= "2019"]
    crimea = row("un_roll_calls", resolution="R/68/262")
    assert {(found["russia"], found["afghanistan"], found["united_states"]) for found in soviet} == {
        ("no", "no", "yes")
    }
    return {
        **{f"c4_rus_us_{year}": number(agreement("RUS", "USA", year), 2) for year in (2013, 2016, 2019)},
        **{f"c4_rus_afg_{year}": number(agreement("RUS", "AFG", year), 2) for year in (2011, 2016)},
        "c4_mean_before": number(mean(agreement("RUS", "USA", year) for year in (2010, 2011, 2012)), 2),
        "c4_mean_after": number(mean(agreement("RUS", "USA", year) for year in (2014, 2015, 2016)), 2),
        **{f"c4_apart_{year}": number(apart(year), 2) for year in (2012, 2013, 2016)},
        "c4_on_afghanistan": words(len(later)),
        "c4_abstained": words(sum(found["russia"] == "abstain" for found in later)),
        "c4_soviet_war": number(len(soviet)),
        "c4_soviet_years": f"{soviet[0]['session_year']} to {soviet[-1]['session_year']}",
        "c4_crimea_vote": day(crimea["date"]),
    }


def tiv(first: int, last: int, suppliers: str = "", paid: bool | None = None) -> float:
    """Volume of a span: of a supplier or of all; what the United States financed, what not, or both."""
    total = 0.0
    for found in table("arms_deliveries"):
        if first <= int(found["year"]) <= last and suppliers in ("", found["supplier"]):
            own, usa = float(found["tiv"]), float(found["financed_by_usa_tiv"])
            total += own if paid is None else usa if paid else own - usa
    return total


def armed() -> dict[str, str]:
    own = arms("Russia")
    paid = [year for year, found in own.items() if found["financed_by_usa_tiv"]]
    return {
        "c4_last_russian": str(max(own)),
        "c4_russian_us_paid": percent(tiv(2002, 2014, "Russia", True) / tiv(2002, 2014, "Russia")),
        "c4_russian_share": percent(tiv(2002, 2014, "Russia") / tiv(2002, 2014)),
        "c4_paid_years": f"{paid[0]} to {paid[-1]}",
        "c4_paid": number(tiv(2002, 2014, "Russia", True)),
        "c4_us_share_late": percent(tiv(2015, 2021, "United States") / tiv(2015, 2021)),
    }


def exercises() -> dict[str, str]:
    listed = {
        power: sum(
            int(found["exercises"]) for found in only("exercises", power=power) if "1996" <= found["year"] <= "2010"
        )
        for power in ("Russia", "United States", "both")
    }
    posture = by("posture", "posture_id")
    drills = [
        key for key, found in posture.items() if found["type"] == "exercise" and people(found) and key not in TWICE
    ]
    sizes = table("exercise_sizes")
    largest = max(sizes, key=lambda found: int(found["troops"]))
    spent = {
        (found["country"], int(found["year"])): float(found["index"])
        for found in table("military_spending")
        if found["index"]
    }
    russia = {year: value for (country, year), value in spent.items() if country == "Russia"}
    usa = {year: value for (country, year), value in spent.items() if country == "United States of America"}
    may = posture["P16"]
    return {
        "c4_drills_russia": number(listed["Russia"]),
        "c4_drills_us": number(listed["United States"]),
        "c4_drills_both": words(listed["both"]),
        "c4_sized": words(len(drills) + len(sizes)),
        "c4_largest": number(int(largest["troops"])),
        "c4_largest_date": day(largest["date"]),
        "c4_may": day(may["date"]),
        "c4_may_russians": number(int(may["number"])),
        "c4_may_all": number(int(may["number"]) + 3000),  # "3,000 Tajik troops" in the note
        "c4_spent_2017": percent(1 - russia[2017] / russia[2016]),
        "c4_spent_us_2017": percent(1 - usa[2017] / usa[2016]),
        "c4_spent_last": str(max(russia)),
        "c4_spent_times": number(russia[max(russia)] / russia[2017], 1),
    }


def people(found: dict[str, str]) -> bool:
    return (
        any(word in found["unit_of_number"] for word in ("troops", "servicemen")) and int(found["number"] or 0) >= 500
    )


# ------------------------------------------------------------------------------------------------------------- motives
@cache
def codings() -> dict[tuple[str, str, str], dict[str, str]]:
    return {(found["coder"], found["item_id"], found["hypothesis_id"]): found for found in table("hypothesis_codings")}


def items(then: bool = False) -> list[str]:
    own = {found["item_id"]: found for found in table("hypothesis_evidence")}
    return [key for key, found in own.items() if over(found["date"], "2017-08-15") or not then]


def ratio(
    coder: str, item: str, end: str = "central", other: str = "central", motives: tuple[str, str] = ("H1", "H2")
) -> float:
    return float(codings()[coder, item, motives[0]][end]) / float(codings()[coder, item, motives[1]][other])


def episodes(coder: str, motives: tuple[str, str] = ("H1", "H2"), then: bool = False) -> list[float]:
    """The log of how much likelier each episode is under one motive: the mean of its items."""
    found = defaultdict(list)
    for item in items(then):
        found[codings()[coder, item, "H1"]["episode"]].append(log(ratio(coder, item, motives=motives)))
    return [mean(own) for own in found.values()]


def kappa() -> float:
    """Agreement of the steps of both coders beyond chance, a distance counted by its square."""
    both_of = [
        tuple(int(codings()[coder, item, motive]["step"]) for coder in "AB")
        for item in items()
        for motive in ("H1", "H2", "H3")
    ]
    apart_by = mean((a - b) ** 2 for a, b in both_of)
    by_chance = mean((a - b) ** 2 for a, _ in both_of for _, b in both_of)
    return 1 - apart_by / by_chance


def ahead(then: bool) -> float:
    """In how many samples of episodes, drawn with replacement, rivalry is ahead; half of the samples for each coder."""
    random = np.random.default_rng(11)
    shares = []
    for coder in "AB":
        own = np.array(episodes(coder, then=then))
        shares.append(float((own[random.integers(0, len(own), (100_000, len(own)))].sum(axis=1) > 0).mean()))
    return mean(shares)


def motives() -> dict[str, str]:
    firmly = {  # the whole range of both coders lies below one half
        motive: sum(all(float(codings()[coder, item, motive]["high"]) < 0.5 for coder in "AB") for item in items())
        for motive in ("H1", "H2", "H3")
    }
    third = min(exp(sum(episodes(coder, ("H3", other)))) for coder in "AB" for other in ("H1", "H2"))
    return {
        "c4_items": number(len(items())),
        **{f"c4_against_{motive.lower()}": words(count) for motive, count in firmly.items()},
        "c4_kappa": number(kappa(), 2),
        "c4_odds_a": number(exp(sum(episodes("A"))), 1),
        "c4_odds_b": number(exp(-sum(episodes("B"))), 1),
        "c4_third": number(int(third)),
        "c4_ahead": percent(ahead(False)),
        "c4_ahead_then": percent(ahead(True)),
    }


def said() -> dict[str, str]:
    events, statements = by("events", "event_id"), by("statements", "statement_id")
    suspended, closed = (date.fromisoformat(events[key]["date"]) for key in ("E036", "E048"))
    formed = date.fromisoformat(events["E186"]["date"])
    verdicts = [(found["kind"], found["verdict_today"]) for found in only("claims", chapter="04-us-russia-rivalry")]
    today = [verdict for _, verdict in verdicts]
    forecasts = [verdict for kind, verdict in verdicts if kind == "forecast"]
    days = {
        "bases_asked": statements["S011"]["date"][:7],
        "bases_again": told("statements", "nine big military bases")[:7],
        "bases_2013": told("statements", "nine powerful military bases")[:7],
        "bases_2021": told("statements", "Of the 19 known to us")[:7],
        "stay": told("statements", "We don’t insist Americans be pulled out")[:7],
        "responsible": told("statements", "a political and moral responsibility")[:7],
        "failed": told("events", "US campaign has failed")[:7],
        "lethal": told("events", "transit of American troops and weapons")[:7],
        "suspended": events["E036"]["date"],
        "closed": events["E048"]["date"][:7],
        "nicholson_pentagon": told("events", "Nicholson's Pentagon press conference"),
        "nicholson_senate": told("events", "Nicholson tells the Senate Armed Services Committee"),
        "small_arms": row("contact_statements", speaker="Senior US military official (anonymous)")["date"][:7],
        "stoltenberg_again": only("contact_statements", speaker="Jens Stoltenberg")[-1]["date"][:7],
        "smuggled": told("events", "Russian arms are smuggled")[:7],
        "tashkent": events["E114"]["date"][:7],
        "joint": events["E136"]["date"][:7],
        "bounties": told("events", "assess with low to moderate confidence")[:7],
        "insider": row("contact_statements", speaker="The Insider and Der Spiegel")["date"],
        "bounties_press": row("contact_statements", speaker="The New York Times")["date"],
        "left_kabul": told("events", "US military leaves Kabul airport"),
        "pentagon": row("claim_evidence", evidence_id="C48-03")["date"][:7],
        "bagram": told("events", "Lavrov opposes foreign military infrastructure")[:7],
    }
    used = (
        "events",
        "statements",
        "contact_statements",
        "us_troops",
        "un_votes",
        "hypothesis_evidence",
        "weapons_released",
    )
    return {
        "c4_accessed": accessed(*(table(name) for name in used)),
        **{f"c4_{key}": day(text) for key, text in days.items()},
        "c4_days_before": number((formed - suspended).days),
        "c4_days_after": number((closed - formed).days),
        "c4_months_old": words(2017 * 12 + 8 - (2016 * 12 + 12)),  # in early August 2017
        "c4_claims": number(len(verdicts)),
        "c4_supported": words(today.count("supported")),
        "c4_partly": words(today.count("partly supported")),
        "c4_plausible": words(today.count("plausible but unproven")),
        "c4_contested": words(today.count("contested")),
        "c4_forecasts": words(len(forecasts)),
        "c4_partly_out": words(forecasts.count("partly borne out")),
        "c4_not_out": words(forecasts.count("not borne out")),
        **balance(),
        **occasions(),
        **presence(),
        **districts(),
        **votes(),
        **armed(),
        **exercises(),
        **motives(),
    }


# ---------------------------------------------------------------------------------------------------------------- rows
def coded(then: bool) -> list[dict]:
    return cells(
        [found for found in lane() if known(found) or not then],
        "event_id",
        "date",
        "kind",
        "code",
        "acting",
        "source_id",
    )


def accusations(then: bool) -> list[dict[str, str]]:
    own = stances(then)
    once = {(found["row_id"], found["speaker"], found["date"]) for found in only("contact_statements", side=WEST)}
    return [
        {"row_id": key, "speaker": speaker, "date": text, "stance": own[speaker, text]}
        for key, speaker, text in once
        if (speaker, text) in own
    ]


def troops(then: bool) -> list[dict[str, str]]:
    return cells(
        [found for found in table("us_troops") if known(found) or not then], "date", "series", "troops", "source_id"
    )


def weapons(then: bool) -> list[dict[str, str]]:
    own = [found for found in only("weapons_released", kind="year") if known(found) or not then]
    return cells(own, "date", "weapons", "weapons_first", "derived")


def held(then: bool) -> list[dict[str, str]]:
    return [
        {"date": found["date"], "side": SIDES[side], "percent": found[f"{side}_pct"], "derived": found["derived"]}
        for found in table("district_control")
        for side in SIDES
        if found[f"{side}_pct"] and (known(found) or not then)
    ]


def pairs(then: bool) -> list[dict]:
    named = {"Russia – Afghanistan": ("RUS", "AFG"), "Russia – US": ("RUS", "USA"), "US – Afghanistan": ("USA", "AFG")}
    years = range(2001, 2017 if then else 2020)
    agreed = [
        {"pair": name, "year": year, "distance": ""} | cells([VOTES[pair, year]], "agreement", "n_votes")[0]
        for name, pair in named.items()
        for year in years
    ]
    apart_by = {"pair": "Russia – US", "agreement": "", "n_votes": ""}
    sessions = range(2001, 2017 if then else 2024)
    return agreed + [apart_by | {"year": year, "distance": apart(year)} for year in sessions]


def weighed(then: bool) -> list[dict]:
    evidence = {found["item_id"]: found for found in table("hypothesis_evidence")}
    return [
        {
            "item_id": item,
            "date": evidence[item]["date"],
            "ratio": exp(mean(log(ratio(coder, item)) for coder in "AB")),
            "low": min(ratio(coder, item, "low", "high") for coder in "AB"),
            "high": max(ratio(coder, item, "high", "low") for coder in "AB"),
        }
        for item in items(then)
    ]


def financed(then: bool) -> list[dict]:
    last = 2016 if then else 2021
    spans = {"2002–2014": (2002, 2014), f"2015–{last}": (2015, last)}
    of = {
        "United States": lambda years: tiv(*years, "United States"),
        "Russia, financed by the United States": lambda years: tiv(*years, "Russia", True),
        "Russia, other": lambda years: tiv(*years, "Russia", False),
        "Other suppliers, financed by the United States": lambda years: (
            tiv(*years, paid=True) - tiv(*years, "Russia", True)
        ),
        "Other suppliers, other": lambda years: (
            tiv(*years, paid=False) - tiv(*years, "Russia", False) - tiv(*years, "United States", False)
        ),
    }
    return [
        {"supplier and payer": name}
        | {f"TIV {text}": volume(years) for text, years in spans.items()}
        | {f"share {text}": percent(volume(years) / tiv(*years)) for text, years in spans.items()}
        for name, volume in of.items()
    ]


def rows() -> dict[str, list[dict]]:
    return {
        **both("rivalry-lane", coded),
        **both("rivalry-accusations", accusations),
        **both("rivalry-us-troops", troops),
        **both("weapons-released", weapons),
        **both("rivalry-districts", held),
        **both("rivalry-un-votes", pairs),
        **both("rivalry-arms", financed),
        **both("hypotheses", weighed),
    }
