"""Chapter 1 by the audit's route: what alarmed Moscow, and how large it was."""

from datetime import date

from audit import accessed, by, day, known, number, only, over, percent, row, row_of, span, table, words

PATH = "chapters/01-concerns.ipynb"
RUSSIA, US = "Russia", "United States/NATO"
PLACES = {found["adm1_code"]: found["name"] for found in table("provinces")}
FORCE = {"military-option": "force named or left open", "no-military-intervention": "force ruled out"}
TOPICS = {
    "ISIL-threat": "ISIL as a threat",
    "helicopters": "helicopters",
    "common-interest-with-Taliban": "common interest, Taliban",
    "US-bases": "US bases",
    "military-option": "force as an option",
}
SINGLE = ("K006", "K015", "K018", "K021", "K022", "K023", "K031", "K038", "K040", "K062")  # that the prose names
THE_SAME = {"S239"}  # one interview of October 2025, twice in the table of statements
REPEATS = {"S106", "S171"}  # tell the warning of 2017 again


def toll(dyad: str = "Government – IS") -> dict[int, tuple[int, int, int]]:
    """Year -> low, best, high of the government's fight with ISIL."""
    return {int(found["year"]): bounds(found) for found in only("battle_deaths", dyad=dyad)}


def bounds(found: dict[str, str]) -> tuple[int, int, int]:
    return int(found["low"]), int(found["best"]), int(found["high"])


def of_taliban() -> dict[int, tuple[int, int, int]]:
    return {int(found["year"]): bounds(found) for found in only("non_state_conflict", dyad="IS – Taliban")}


def war(year: int) -> tuple[int, int, int]:
    """Battle deaths of all conflicts placed in Afghanistan alone."""
    here = only("battle_deaths", year=str(year), only_afghanistan="TRUE")
    return tuple(map(sum, zip(*map(bounds, here))))


def share(year: int) -> tuple[float, float, float]:
    """Lowest: low with all others high; best; highest: the reverse."""
    (low, best, high), (all_low, all_best, all_high) = toll()[year], war(year)
    return low / (low + all_high - high), best / all_best, high / (high + all_low - low)


def violence(year: int) -> tuple[float, float, float]:
    """Share of ISIL's fights and killings in all deaths of organised violence in the country."""
    killed = row("one_sided_violence", actor="IS", year=str(year))
    own = [toll()[year], of_taliban().get(year, (0, 0, 0))]
    own.append(tuple(int(killed[end] or killed["best"]) for end in ("low", "best", "high")))
    low, best, high = map(sum, zip(*own))
    all_low, all_best, all_high = map(sum, zip(*map(bounds, only("violence_by_country", gwno="700", year=str(year)))))
    return low / (low + all_high - high), best / all_best, high / (high + all_low - low)


# ------------------------------------------------------------------------------------------------------ numbers of ISIL
def claims(then: bool = False) -> list[dict[str, str]]:
    """Comparable counts but those of the CSTO."""
    comparable = [
        found for found in table("isil_strength") if found["comparable"] == "TRUE" and found["side"] != "other"
    ]
    return [found for found in comparable if known(found) or not then]


def quarter(text: str) -> str | None:
    return f"{text[:4]}Q{(int(text[5:7]) + 2) // 3}" if len(text) > 4 else None


def pairs(then: bool = False) -> dict[str, list[dict[str, str]]]:
    """Quarter with counts of both sides -> those counts."""
    quarters: dict[str, list[dict[str, str]]] = {}
    for found in claims(then):
        if found["side"] in (RUSSIA, US) and quarter(found["date"]):
            quarters.setdefault(quarter(found["date"]), []).append(found)
    return {name: own for name, own in quarters.items() if {found["side"] for found in own} == {RUSSIA, US}}


def ends(own: list[dict[str, str]], side: str) -> tuple[int, int]:
    """Lowest and highest number of a side; an open end is the number that was named."""
    named = [int(found[end]) for found in own if found["side"] == side for end in ("low", "high") if found[end]]
    return min(named), max(named)


def ratio(own: list[dict[str, str]]) -> tuple[float, float]:
    (low, high), (us_low, us_high) = ends(own, RUSSIA), ends(own, US)
    return low / us_high, high / us_low


def claim(key: str) -> str:
    found = by("isil_strength", "estimate_id")[key]
    low, high = found["low"] or found["high"], found["high"] or found["low"]
    return number(int(low)) if low == high else span(int(low), int(high))


def fighters() -> dict[str, str]:
    ratios, then = {name: ratio(own) for name, own in pairs().items()}, pairs(then=True)
    everyone, comparable = table("isil_strength"), only("isil_strength", comparable="TRUE")
    at_times = sorted((least for name, (least, _) in ratios.items() if envoy(pairs()[name])), reverse=True)[1]
    strikes = table("us_strikes_by_province")
    nangarhar = [found for found in strikes if PLACES[found["adm1_code"]] == "Nangarhar"]
    return {
        "c1_over": words(int(at_times)),  # "at times": in two quarters at least
        "c1_all": number(len(everyone)),
        "c1_comparable": number(len(comparable)),
        "c1_apart": number(len(everyone) - len(comparable)),
        "c1_drawn": number(len(claims())),
        "c1_pact": words(len(comparable) - len(claims())),
        "c1_pairs": words(len(ratios)),
        "c1_pairs_known": words(len(then)),
        "c1_above": words(sum(least > 1 for least, _ in ratios.values())),
        "c1_2016q2_low": number(ratios["2016Q2"][0], 1),
        "c1_2016q2_high": words(round(ratios["2016Q2"][1])),
        "c1_2017q3_low": words(round(ratios["2017Q3"][0])),
        "c1_2018q1_low": words(round(ratios["2018Q1"][0])),
        "c1_2018q1_high": number(ratios["2018Q1"][1], 1),
        **{
            f"c1_{key.lower()}": claim(key)
            for key in ["K006", "K015", "K018", "K021", "K022", "K023", "K031", "K038", "K040", "K062"]
        },
        "c1_k059_date": day(by("isil_strength", "estimate_id")["K059"]["date"]),
        "c1_un_first": day(min(found["date"] for found in claims() if found["side"] == "UN")),
        "c1_afghan": words(sum(found["side"] == "Afghan government" for found in claims())),
        "c1_strikes": number(sum(int(found["strikes"]) for found in strikes)),
        "c1_strikes_nangarhar": number(sum(int(found["strikes"]) for found in nangarhar)),
    }


def envoy(own: list[dict[str, str]]) -> bool:
    return any(found["claimant"].startswith("Kabulov") for found in own)


# ------------------------------------------------------------------------------------------------------------- sayings
def russian(topics: dict[str, str], left_out: set[str] = frozenset()) -> list[dict[str, str]]:
    spoken = only("statements", side="Russia")
    return [found for found in spoken if found["topic"] in topics and found["statement_id"] not in left_out]


def half_year(text: str) -> str:
    return f"{text[:4]}-H{1 if int(text[5:7]) <= 6 else 2}"


def deaths() -> dict[str, str]:
    low, best, high = zip(*toll().values())
    peak, last = max(toll(), key=lambda year: toll()[year][1]), max(toll())
    last_known = max(year for year in toll() if over(str(year), "2017-08-15"))
    bracket = {year: f"{number(b)} ({span(a, c)})" for year, (a, b, c) in toll().items()}
    assert peak == 2018, (
        f"deadliest is {peak}: the chapter, its method and the answers speak of 2017 beside a later peak"
    )
    assert best[-1] == toll()[last][1]
    return {
        "c1_deaths_2015": number(toll()[2015][1]),
        "c1_deaths_2017": number(toll()[2017][1]),
        "c1_deaths_peak": number(max(best)),
        "c1_high_peak": number(toll()[peak][2]),
        "c1_last_known": str(last_known),
        "c1_deaths_known": number(toll()[last_known][1]),
        "c1_peak_year": str(peak),
        "c1_peak_margin": percent(toll()[peak][1] / toll()[2017][1] - 1, 1),
        "c1_range_2017": span(toll()[2017][0], toll()[2017][2]),
        "c1_range_peak": span(toll()[peak][0], toll()[peak][2]),
        "c1_toll_2022": bracket[2022],
        "c1_toll_last": bracket[last],
        "c1_toll_last_year": str(last),
    }


def by_period(actor: str, basis: str) -> dict[str, dict[str, str]]:
    return {found["period"]: found for found in only("civilian_casualties_by_actor", actor=actor, basis=basis)}


def civilians() -> dict[str, str]:
    killed = {found["year"]: found for found in only("one_sided_violence", actor="IS")}
    worst = max(killed, key=lambda year: int(killed[year]["best"]))
    unama = by_period("ISIL-K", "attributed by UNAMA")
    total = int(by("civilian_casualties", "period")["2016"]["total_first"])
    return {
        **{f"c1_killed_{year}": number(int(killed[year]["best"])) for year in ("2015", "2017", "2018")},
        "c1_worst": worst,
        "c1_killed_worst": number(int(killed[worst]["best"])),
        "c1_killed_bounds": span(int(killed[worst]["low"]), int(killed[worst]["high"])),
        "c1_unama_share_2016": percent(int(unama["2016"]["total"]) / total),
        "c1_unama_half": f"{unama['2017-H1']['share_pct']}%",
        "c1_unama_times": words(int(int(unama["2016"]["total"]) / int(unama["2015"]["total"]))),
        "c1_unama_half_date": day(by("civilian_casualties", "period")["2017-H1"]["date_known"]),
        **{f"c1_unama_{year}": f"{unama[year]['share_pct']}%" for year in ("2017", "2018", "2020")},
    } | {f"c1_unama_{year}": unama[year]["total"] for year in ("2015", "2016")}


def shares() -> dict[str, str]:
    low, _, high = share(2017)
    least, best, most = violence(2022)
    last = max(toll())
    return {
        **{f"c1_share_{year}": percent(share(year)[1]) for year in (2015, 2017, 2022)},
        "c1_share_bounds": f"{percent(low)} to {percent(high)}",
        "c1_share_2021": percent(share(2021)[1], 1),
        "c1_share_last": percent(share(last)[1]),
        **{f"c1_all_{year}": number(war(year)[1]) for year in (2017, 2021, 2022)},
        "c1_all_last": number(war(last)[1]),
        "c1_violence_2017": percent(violence(2017)[1]),
        "c1_violence_2022": percent(best),
        "c1_violence_bounds": f"{percent(least)} to {percent(most)}",
    }


def reports(*acts: str, **cells: str) -> list[dict[str, str]]:
    return [found for found in only("helicopter_reports", **cells) if found["act"] in acts and known(found)]


def kinds() -> dict[str, dict[str, str]]:
    """Kind of report -> the provinces that such reports name, each with the source of the first of them."""
    told = sorted(reports("asserts", "repeats"), key=lambda found: found["date"])
    recent = [found for found in told if found["date"] >= "2015" and found["adm1_code"]]
    return {
        "landing reported, 2015–2017": placed([found for found in recent if "air drops" not in found["note"]]),
        "air drops, taken up by Moscow, 2017": placed([found for found in recent if "air drops" in found["note"]]),
        "named only in the ministry's answer": placed(reports("cannot confirm")),
        "flights told of in 2009": placed([found for found in told if found["date"] < "2015"]),
    }


def placed(told: list[dict[str, str]]) -> dict[str, str]:
    return {found["adm1_code"]: found["source_id"] for found in reversed(told)}


def helicopters() -> dict[str, str]:
    events, statements = by("events", "event_id"), by("statements", "statement_id")
    landings, drops, *_ = ([PLACES[code] for code in codes] for codes in kinds().values())
    held = {found["adm1_code"] for found in table("helicopter_reports") if found["held_by"] == "Taliban"}
    return {
        "c1_map_landings": row_of(sorted(landings)),
        "c1_map_drops": row_of(sorted(drops)),
        "c1_held": words(len(held)),
        "c1_landing": day(events["E090"]["date"]),
        "c1_tora_bora": day(events["E096"]["date"]),
        "c1_ghazni": day(statements["S095"]["date"]),
    }


def said() -> dict[str, str]:
    events = by("events", "event_id")
    first, second, older = (events[key]["date"] for key in ("E174", "E102", "E012"))  # July, August 2017, May 2000
    everything = russian(FORCE, THE_SAME)
    later = [found for found in everything if found["topic"] == "no-military-intervention"]
    used = ("isil_strength", "statements", "battle_deaths", "helicopter_reports")
    return {
        "c1_accessed": accessed(*map(table, used)),
        "c1_first_print": day(first),
        "c1_days": number((date.fromisoformat(second) - date.fromisoformat(first)).days),
        "c1_threat_2000": day(older),
        "c1_span": number(int(second[:4]) - int(older[:4])),
        "c1_force_all": number(len(everything)),
        "c1_out_later": words(sum("2019" <= found["date"] < "2022" for found in later)),
        **fighters(),
        **deaths(),
        **civilians(),
        **shares(),
        **helicopters(),
    }


# ---------------------------------------------------------------------------------------------------------------- rows
def cells(rows: list[dict[str, str]], *columns: str) -> list[dict[str, str]]:
    return [{column: found[column] for column in columns} for found in rows]


def force(then: bool) -> list[dict[str, str]]:
    named = [
        found | {"stance": FORCE[found["topic"]]} for found in russian(FORCE, THE_SAME) if known(found) or not then
    ]
    return cells(named, "statement_id", "date", "speaker", "role", "stance", "source_id")


def concern(then: bool) -> list[dict[str, str]]:
    spoken = [found for found in russian(TOPICS, REPEATS) if "2014" <= found["date"] < "2019"]
    named = {(found["date"], found["speaker"], found["topic"]): found for found in spoken}.values()
    named = [found | {"half_year": half_year(found["date"]), "kind": TOPICS[found["topic"]]} for found in named]
    named = [found for found in named if known(found) or not then]
    return cells(named, "half_year", "kind", "statement_id", "date", "speaker", "source_id")


def fights(then: bool) -> list[dict]:
    both = {"government against ISIL": toll(), "Taliban against ISIL": of_taliban()}
    return [
        {"fight": name, "year": year, "low": low, "best": best, "high": high}
        for name, own in both.items()
        for year, (low, best, high) in own.items()
        if year <= (2016 if then else 2021)
    ]


def year_shares(then: bool) -> list[dict]:
    return [
        dict(
            zip(
                ("year", "isil_deaths", "all_deaths", "lowest", "share", "highest"),
                (year, best, war(year)[1], *share(year)),
            )
        )
        for year, (_, best, _) in toll().items()
        if year <= (2016 if then else 2021)
    ]


def printed(found: dict[str, str]) -> str:
    low, high = found["low"], found["high"]
    if not (low and high):
        return f"{number(int(low))} or more" if low else f"up to {number(int(high))}"
    return number(int(low)) if low == high else f"{number(int(low))} to {number(int(high))}"


def paired(then: bool) -> list[dict[str, str]]:
    kept = pairs(then)
    return [
        {"quarter": name, "fighters": printed(found)} | cells([found], "date", "side", "source_id")[0]
        for name in kept
        for found in pairs()[name]
    ]


def told(then: bool) -> list[dict[str, str]]:
    """One line for each row that tells of helicopters: its provinces together."""
    lines: dict[str, list[dict[str, str]]] = {}
    for found in table("helicopter_reports"):
        if known(found) or not then:
            lines.setdefault(found["row_id"], []).append(found)
    return [
        {"province": ", ".join(PLACES[found["adm1_code"]] for found in own if found["adm1_code"])}
        | cells(own, "date", "act", "source_id")[0]
        for own in lines.values()
    ]


def both(name: str, rows) -> dict[str, list[dict]]:
    """The state of today and that of August 2017."""
    return {name: rows(False), f"{name}-2017": rows(True)}


def rows() -> dict[str, list[dict]]:
    warning = [by("statements", "statement_id")[key] for key in ("S106", "S194", "S107", "S171")]
    first = {code: (kind, source) for kind, own in reversed(kinds().items()) for code, source in own.items()}
    places = [
        {"adm1_code": code, "kind": kind, "name": PLACES[code], "source_id": source}
        for code, (kind, source) in first.items()
    ]
    return {
        "warning-2017": cells(warning, "statement_id", "date", "speaker", "source_id"),
        **both("force-statements", force),
        **both(
            "isil-strength", lambda then: cells(claims(then), "estimate_id", "date", "side", "low", "high", "source_id")
        ),
        **both("isil-strength-pairs", paired),
        **both("isil-battle-deaths", fights),
        **both("isil-death-share", year_shares),
        **both("concern-by-half-year", concern),
        **both("helicopters", told),
        "helicopter-map": places,
    }
