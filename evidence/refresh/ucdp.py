"""UCDP: organised violence in Afghanistan and the region, and the panel of civil conflicts with Russian troops.

Upstream: UCDP Battle-Related Deaths (dyadic), Non-State Conflict, One-sided Violence, Country-Year, Candidate Events
and UCDP/PRIO Armed Conflict Dataset, CC BY 4.0, https://ucdp.uu.se/downloads/.
"""

from typing import Any

import pandas as pd

from evidence.refresh.layout import ANY, NUMBER, TEXT, reads

UNITED_STATES, RUSSIA = 2, 365  # Gleditsch-Ward state numbers, also used by UCDP
ROSTER = 12  # states beside side A that make a list of contributors; those of 2013–24 have 33 or more
POST_SOVIET = {359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705}  # without Russia itself
SHORT = {  # display names; UCDP's own spelling stays in side_a and side_b
    "Taleban": "Taliban",
    "Jam'iyyat-i Islami-yi Afghanistan": "Jam'iyyat-i Islami",
    "Hizb-i Islami-yi Afghanistan": "Hizb-i Islami",
    "Hizb-i Islami-yi Afghanistan - Khalis faction": "Hizb-i Islami (Khalis)",
    "Mahaz-i Milli-yi Islami-yi Afghanistan": "Mahaz-i Milli",
    "Junbish-i Milli-yi Islami": "Junbish-i Milli",
    "Military faction (forces of Shahnawaz Tanay)": "Tanay faction",
    "High Council of Afghanistan Islamic Emirate": "High Council",
    "Government of Afghanistan": "Government",
    "Government of United States of America": "USA",
    "Government of United Kingdom, Government of United States of America": "UK and USA",
    "High Council of Afghanistan Islamic Emirate, IS": "High Council and IS",
    "Government of Russia (Soviet Union)": "Russia",
    "Civilians": "civilians",
}
VIOLENCE = {1: "state-based", 2: "non-state", 3: "one-sided"}  # type_of_violence of the event datasets
PREFIXES = {"sb": "state-based", "ns": "non-state", "os": "one-sided"}  # columns of the country-year dataset
BOUNDS = ["low", "best", "high"]
FATALITIES = {f"{bound}_fatality_estimate": bound for bound in BOUNDS}
# What the releases must look like.
CONFLICT_TYPES = {"extrasystemic", "interstate", "intrastate", "II"}  # words of peacesciencer; the release has 1 to 4
BRD = {
    **dict.fromkeys(["conflict_id", "dyad_id", "year", "bd_low", "bd_best", "bd_high"], NUMBER),
    **dict.fromkeys(["location_inc", "battle_location", "side_a", "side_b"], TEXT),
    "side_a_2nd": TEXT,  # states beside side A, with commas between
}
OFFICIAL = {
    **dict.fromkeys(["conflict_id", "year", "gwno_a"], NUMBER),
    **dict.fromkeys(["gwno_a_2nd", "gwno_b_2nd"], ANY),  # a state, or several with commas between
    "type_of_conflict": ANY,  # numbers, which `parties` turns into words, or refuses
}
ACD: dict[str, str | set] = {
    **dict.fromkeys(["conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b_2nd"], NUMBER),
    "type_of_conflict": CONFLICT_TYPES,
}
DYADS = {
    **dict.fromkeys(["conflict_id", "dyad_id", "year"], NUMBER),
    **dict.fromkeys(["side_a_name", "side_b_name", "location"], TEXT),
}
ACTORS = {"actor_name": TEXT, "year": NUMBER, "location": TEXT}
KILLINGS = {"year": NUMBER, "os_dyad_names": TEXT} | {
    f"os_{kind}_killings_{bound}": NUMBER for kind in ("main_govt", "any_govt", "nsgroup") for bound in BOUNDS
}
COUNTRY_YEAR = {"country_id": NUMBER, "year": NUMBER, "country": TEXT} | {
    f"{prefix}_{what}": NUMBER
    for prefix in PREFIXES
    for what in ("dyad_count", *(f"total_deaths_{bound}" for bound in BOUNDS))
}
EVENTS = {"side_a": TEXT, "side_b": TEXT, **dict.fromkeys(BOUNDS, NUMBER)}
# Actors whose row in the one-sided dataset adds up many countries: the country-year dataset gives their Afghan part.
WORLDWIDE = ["IS", "Government of Russia (Soviet Union)"]


def short_name(side: str) -> str:
    """Short display name of a UCDP actor: "Government" is the government in Kabul, others go by their country."""
    return SHORT.get(side, side.removeprefix("Government of "))


@reads("UCDP BRD", brd=BRD)
def battle_deaths(brd: pd.DataFrame) -> pd.DataFrame:
    """Deaths per dyad and year in Afghanistan, from the dyadic release of UCDP Battle-Related Deaths.

    In: the release as downloaded, the whole world: conflict_id, dyad_id, location_inc, battle_location, side_a,
    side_a_2nd, side_b, year, bd_low, bd_best, bd_high (deaths). Rows that name Afghanistan neither as the place of the
    conflict nor as a place of its battles are left out.
    Out: one row per dyad and year, sorted; low, best, high in deaths. ``only_afghanistan`` says that the conflict is
    over Afghanistan alone; ``us_on_side_a`` that US troops fought on side A, as that side or beside it.
    Raises ValueError if a dyad has two rows in one year.
    """
    places = brd[["location_inc", "battle_location"]].fillna("")
    named = places.apply(lambda column: column.str.contains("Afghanistan")).any(axis=1)
    out = brd[named].rename(columns={"bd_low": "low", "bd_best": "best", "bd_high": "high"})
    if out.duplicated(["dyad_id", "year"]).any():
        raise ValueError("UCDP BRD: a dyad has two rows in one year")
    out["dyad"] = out.side_a.map(short_name) + " – " + out.side_b.map(short_name)
    out["only_afghanistan"] = out.location_inc == "Afghanistan"
    sides = out.side_a + ", " + out.side_a_2nd.fillna("")
    out["us_on_side_a"] = sides.str.contains("Government of United States of America")
    columns = "dyad_id year conflict_id dyad side_a side_b low best high only_afghanistan us_on_side_a"
    numbers = dict.fromkeys(["dyad_id", "year", "conflict_id", *BOUNDS], int)
    return out[columns.split()].astype(numbers).sort_values(["dyad_id", "year"], ignore_index=True)


@reads("UCDP ACD", official=OFFICIAL)
def parties(official: pd.DataFrame) -> pd.DataFrame:
    """The civil conflicts of the official ACD file, every combination of the secondary states a row of its own.

    In: the release as downloaded: conflict_id, year, gwno_a, type_of_conflict (3 intrastate, 4 internationalised; other
    types are left out), and gwno_a_2nd, gwno_b_2nd, comma lists of states in one cell.
    Out: conflict_id, year, gwno_a, gwno_a_2nd, gwno_b_2nd (numbers, NaN for none), type_of_conflict in words.
    Raises ValueError if no conflict is left, as it is where the codes are words already.
    """
    words = {"3": "intrastate", "4": "II"}
    civil = official.assign(type_of_conflict=official.type_of_conflict.astype(str).map(words))
    civil = civil.dropna(subset="type_of_conflict")
    if civil.empty:
        raise ValueError("UCDP ACD: no row of type 3 or 4; the file is not laid out as the official one")
    for column in ("gwno_a_2nd", "gwno_b_2nd"):
        civil[column] = civil[column].fillna("").astype(str).str.split(",")
        civil = civil.explode(column)
        civil[column] = pd.to_numeric(civil[column].str.strip().replace("", None))
    columns = ["conflict_id", "year", "gwno_a", "gwno_a_2nd", "gwno_b_2nd", "type_of_conflict"]
    return civil[columns].astype({"year": int, "gwno_a": int}).reset_index(drop=True)


@reads("UCDP ACD", acd=ACD)
def civil_conflict_panel(
    acd: pd.DataFrame, countries: dict[int, str], missions: pd.DataFrame, first_year: int = 1989
) -> pd.DataFrame:
    """Country-years with a civil conflict, and whether Russian or US troops fought in it.

    In: the UCDP/PRIO Armed Conflict Dataset, one row per conflict, year and combination of secondary parties:
    conflict_id, year, gwno_a (government), gwno_a_2nd, gwno_b_2nd (states with troops on side A or B), type_of_conflict
    ("intrastate" or "II", internationalised; other types are left out). ``countries`` maps gwno to a name.
    ``missions``: the table `un_missions`: gwno, first_year, last_year (empty: it goes on).
    Out: one row per country and year from ``first_year``; Russia's own conflicts are left out.
    ``russia_troops``, ``us_troops_gov``: the state is a party of its own; with ``_listed``: UCDP lists it at all, also
    as one of the contributors of a UN mission (`on_roster`). ``at_risk``: no Russian troops fought there the year
    before; ``onset``: at risk, and they do this year.
    Raises ValueError for a country without a name.
    """
    civil = acd[acd.type_of_conflict.isin(["intrastate", "II"])].copy()
    civil["gwno"] = civil.gwno_a.astype(int)
    civil = civil[civil.gwno != RUSSIA]
    allies, foes = pd.to_numeric(civil.gwno_a_2nd), pd.to_numeric(civil.gwno_b_2nd)
    roster = on_roster(civil, missions)
    civil["russia_troops_listed"] = (allies == RUSSIA) | (foes == RUSSIA)
    civil["us_troops_gov_listed"] = allies == UNITED_STATES
    civil["russia_troops"] = ((allies == RUSSIA) & ~roster) | (foes == RUSSIA)
    civil["us_troops_gov"] = (allies == UNITED_STATES) & ~roster
    flags = ["russia_troops", "russia_troops_listed", "us_troops_gov", "us_troops_gov_listed"]
    panel = civil.groupby(["gwno", "year"])[flags].any().reset_index()
    present = set(map(tuple, panel.loc[panel.russia_troops, ["gwno", "year"]].to_numpy()))
    panel["russia_troops_prev_year"] = [(gwno, year - 1) in present for gwno, year in zip(panel.gwno, panel.year)]
    panel["at_risk"] = ~panel.russia_troops_prev_year
    panel["onset"] = panel.at_risk & panel.russia_troops
    panel["post_soviet"] = panel.gwno.isin(POST_SOVIET)
    panel = panel[panel.year >= first_year]
    if unnamed := sorted(set(panel.gwno) - set(countries)):
        raise ValueError(f"UCDP ACD: no country name for {unnamed}")
    panel["country"] = panel.gwno.map(countries)
    columns = "gwno year country post_soviet russia_troops russia_troops_listed russia_troops_prev_year us_troops_gov "
    columns += "us_troops_gov_listed at_risk onset"
    return panel[columns.split()].sort_values(["gwno", "year"], ignore_index=True)


def on_roster(civil: pd.DataFrame, missions: pd.DataFrame) -> pd.Series:
    """Whether the state beside side A is listed as one of the contributors of a UN mission, per row.

    That is so where a mission of ``missions`` was in the country in that year and the conflict lists at least `ROSTER`
    states beside side A: UCDP then names, in alphabetical order, everybody who sent men to the mission. ACD has no mark
    for it, and the count alone would hit the coalitions that fought in Afghanistan and Iraq.
    """
    hosted = {
        (mission.gwno, year)
        for mission in missions.itertuples()
        for year in range(
            mission.first_year, (civil.year.max() if pd.isna(mission.last_year) else mission.last_year) + 1
        )
    }
    states = civil.groupby(["conflict_id", "year"])["gwno_a_2nd"].transform("nunique")
    in_mission = pd.Series([place in hosted for place in zip(civil.gwno_a.astype(int), civil.year)], civil.index, bool)
    return in_mission & (states >= ROSTER)


@reads("UCDP Non-State", deaths={**DYADS, **dict.fromkeys(FATALITIES, NUMBER)})
def non_state_conflict(deaths: pd.DataFrame) -> pd.DataFrame:
    """Deaths per dyad of organised groups and year, from UCDP Non-State Conflict.

    In: conflict_id, dyad_id, side_a_name, side_b_name, year, location, low/best/high_fatality_estimate (deaths).
    Out: one row per dyad and year, sorted; low, best, high in deaths. ``only_afghanistan``: no other country is listed.
    Raises ValueError if a dyad has two rows in one year.
    """
    _check_place("UCDP Non-State", deaths)
    out = deaths.rename(columns={**FATALITIES, "side_a_name": "side_a", "side_b_name": "side_b"})
    if out.duplicated(["dyad_id", "year"]).any():
        raise ValueError("UCDP Non-State: a dyad has two rows in one year")
    out["dyad"] = out.side_a.map(short_name) + " – " + out.side_b.map(short_name)
    out["only_afghanistan"] = out.location == "Afghanistan"
    columns = ["dyad_id", "year", "conflict_id", "dyad", "side_a", "side_b", *BOUNDS, "only_afghanistan"]
    return out[columns].sort_values(["dyad_id", "year"], ignore_index=True)


@reads("UCDP One-sided", one_sided={**ACTORS, **dict.fromkeys(FATALITIES, NUMBER)}, country_year=KILLINGS)
def one_sided_violence(one_sided: pd.DataFrame, country_year: pd.DataFrame) -> pd.DataFrame:
    """Civilians killed on purpose in Afghanistan, per actor and year.

    In: UCDP One-sided Violence: actor_name, year, location, low/best/high_fatality_estimate (deaths); the rows of
    Afghanistan in UCDP Country-Year: year, os_dyad_names, and _low, _best, _high (deaths) of os_main_govt_killings,
    os_any_govt_killings and os_nsgroup_killings.
    Out: actor, actor_ucdp, year, low, best, high (deaths), only_afghanistan, derived. The rows of WORLDWIDE actors are
    left out. Derived rows replace them: the country total of the same kind of actor (government, group) minus the best
    estimates of the other actors listed; low and high only where nothing was subtracted.
    Raises ValueError where an actor to subtract has no row in that year.
    """
    _check_place("UCDP One-sided", one_sided)
    local = one_sided[~one_sided.actor_name.isin(WORLDWIDE)].rename(columns={**FATALITIES, "actor_name": "actor_ucdp"})
    local = local.assign(only_afghanistan=local.location == "Afghanistan", derived=False)
    best = local.set_index(["actor_ucdp", "year"]).best
    derived = []
    for row in country_year.itertuples():
        actors = [name.removesuffix(" - Civilians") for name in row.os_dyad_names.split("; ")]
        derived += [_afghan_part(actor, actors, row, best) for actor in WORLDWIDE if actor in actors]
    out = pd.concat([local, pd.DataFrame(derived)], ignore_index=True)
    out["actor"] = out.actor_ucdp.map(lambda name: "IS" if name == "IS" else short_name(name))
    out = out.astype(dict.fromkeys(BOUNDS, "Int64"))
    columns = ["actor", "year", "actor_ucdp", *BOUNDS, "only_afghanistan", "derived"]
    return out[columns].sort_values(["actor", "year"], ignore_index=True)


def _check_place(upstream: str, rows: pd.DataFrame) -> None:
    """The whole release would give rows of the whole world, and none of them looks wrong."""
    elsewhere = rows.location[~rows.location.str.contains("Afghanistan", na=False)]
    if len(elsewhere):
        raise ValueError(
            f"{upstream}: {len(elsewhere)} of {len(rows)} rows lie outside Afghanistan, such as in "
            f"{elsewhere.iloc[0]}; select those of Afghanistan first"
        )


def _afghan_part(actor: str, actors: list[str], row: Any, best: pd.Series) -> dict:
    """What ``actor`` killed in the country and year of ``row``, given the best estimates of the other actors there."""
    if actor.startswith("Government of "):  # foreign: the government of the country itself is counted apart
        low, middle, high = (
            getattr(row, f"os_any_govt_killings_{bound}") - getattr(row, f"os_main_govt_killings_{bound}")
            for bound in BOUNDS
        )
        others: list[str] = []
    else:
        low, middle, high = (getattr(row, f"os_nsgroup_killings_{bound}") for bound in BOUNDS)
        others = [name for name in actors if name != actor and not name.startswith("Government of ")]
    if missing := [name for name in others if (name, row.year) not in best.index]:
        raise ValueError(f"UCDP One-sided: no row for {missing[0]} in {row.year}, so {actor} cannot be derived")
    middle -= sum(best[(name, row.year)] for name in others)
    low, high = (None, None) if others else (low, high)
    own = {"actor_ucdp": actor, "year": row.year, "low": low, "best": middle, "high": high}
    return {**own, "only_afghanistan": True, "derived": True}


@reads("UCDP Country-Year", country_year=COUNTRY_YEAR)
def violence_by_country(country_year: pd.DataFrame) -> pd.DataFrame:
    """Deaths in organised violence per country, year and type of violence, from UCDP Country-Year.

    In: country_id, country, year, and for each prefix sb, ns, os: _dyad_count, _total_deaths_low, _best and _high.
    Out: gwno, year, type, country, dyads (count), low, best, high (deaths; 0 is a coded zero), note. Bounds that
    upstream prints out of order are left empty, and note quotes them.
    """
    parts = []
    for prefix, violence in PREFIXES.items():
        part = country_year[["country_id", "year", "country"]].rename(columns={"country_id": "gwno"})
        part["country"] = part.country.str.replace(" (Soviet Union)", "", regex=False)
        part["type"] = violence
        part["dyads"] = country_year[f"{prefix}_dyad_count"]
        for bound in BOUNDS:
            part[bound] = country_year[f"{prefix}_total_deaths_{bound}"]
        parts.append(part)
    out = _without_impossible_bounds(pd.concat(parts))
    columns = ["gwno", "year", "type", "country", "dyads", *BOUNDS, "note"]
    return out[columns].sort_values(["gwno", "year", "type"], ignore_index=True)


@reads("UCDP Candidate", events={**EVENTS, "adm_1": TEXT, "type_of_violence": {1, 2, 3}})
def events_by_province(events: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    """Events and deaths per province and dyad, from UCDP Candidate Events. Events without a province are left out.

    In: id, type_of_violence (1-3), side_a, side_b, adm_1, low, best, high (deaths); ``codes`` maps adm_1 to adm1_code.
    Out: adm1_code, dyad, type, events (count), low, best, high (sums, deaths), note. Bounds that are out of order once
    summed, because upstream prints them so for single events, are left empty, and note quotes them.
    Raises ValueError for a province without a code.
    """
    placed = events.dropna(subset=["adm_1"])
    if unknown := sorted(set(placed.adm_1) - set(codes)):
        raise ValueError(f"UCDP Candidate: no code for {unknown}")
    placed = placed.assign(
        adm1_code=placed.adm_1.map(codes),
        dyad=placed.side_a.map(short_name) + " – " + placed.side_b.map(short_name),
        type=placed.type_of_violence.map(VIOLENCE),
    )
    sums = placed.groupby(["adm1_code", "dyad", "type"])[BOUNDS].sum()
    sums.insert(0, "events", placed.groupby(["adm1_code", "dyad", "type"]).size())
    return _without_impossible_bounds(sums.reset_index())


@reads("UCDP Candidate", events={**EVENTS, "date_start": TEXT})
def fights_by_month(events: pd.DataFrame, handover: str) -> pd.DataFrame:
    """Fights with IS per month, dyad and holder of the government in Kabul, from UCDP Candidate Events.

    In: side_a, side_b, date_start (ISO), low, best, high (deaths). Kept are events between IS and the government or the
    Taliban of Afghanistan. From the day `handover` on, the government is the Taliban.
    Out: month (YYYY-MM), dyad, government ("Republic" or "Taliban"), events (count), low, best, high (sums, deaths).
    """
    dyad = events.side_a.map(short_name) + " – " + events.side_b.map(short_name)
    fights = events.assign(dyad=dyad)[dyad.isin(["Government – IS", "IS – Taliban"])]
    fights = fights.assign(
        month=fights.date_start.str[:7],
        government=fights.date_start.ge(handover).map({True: "Taliban", False: "Republic"}),
    )
    keys = ["month", "dyad", "government"]
    sums = fights.groupby(keys)[BOUNDS].sum()
    sums.insert(0, "events", fights.groupby(keys).size())
    return sums.reset_index()


def _without_impossible_bounds(deaths: pd.DataFrame) -> pd.DataFrame:
    """Empty low and high where low <= best <= high does not hold; a column note says what upstream gives."""
    wrong = (deaths.low > deaths.best) | (deaths.best > deaths.high)
    out = deaths.astype({"low": "Int64", "high": "Int64"})
    said = "bounds out of order upstream: low " + deaths.low.astype(str) + ", high " + deaths.high.astype(str)
    out["note"] = said.where(wrong)
    out.loc[wrong, ["low", "high"]] = pd.NA
    return out
