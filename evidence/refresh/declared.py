"""Every table that is derived from an upstream, and what is known of its files: one entry each.

Names of files, and the ends of addresses, are those of releases that were seen; addresses are read off the pages of
upstream. A release of another layout needs a line here, and one in the tests.
"""

import pandas as pd

from evidence import tables
from evidence.refresh import ucdp
from evidence.refresh.layout import ANY, TEXT
from evidence.refresh.upstream import File, Page, Upstream, ending

UCDP = "https://ucdp.uu.se/downloads/"
TYPES = {"type_of_conflict": {"1", "2", "3", "4"}}  # extrasystemic, interstate, intrastate, internationalised
WORDS = {"extrasystemic": "1", "interstate": "2", "intrastate": "3", "II": "4"}  # the same, in peacesciencer
REGION = {
    365,
    630,
    700,
    701,
    702,
    703,
    704,
    705,
    710,
    770,
}  # Russia, Afghanistan and its neighbours, Kazakhstan, Kyrgyzstan
KABUL_FELL = "2021-08-15"


def _in_afghanistan(rows: pd.DataFrame) -> pd.Series:
    return rows.location.fillna("").str.contains("Afghanistan")


def _of_afghanistan(rows: pd.DataFrame) -> pd.Series:
    return rows.country == "Afghanistan"


BRD = File(
    "UCDP BRD",
    r"BattleDeaths_v(\d+_\d+)\b.*\.csv",
    {**ucdp.BRD, **TYPES, "incompatibility": {"1", "2", "3"}},
    "ucdp-brd-{version}",
    Page(UCDP, r"ucdp-brd-dyadic-(?P<version>\d+)-csv(_\d)?\.zip"),
)
NON_STATE = File(
    "UCDP Non-State",
    r"Nonstate_v(\d+_\d+)\b.*\.csv",
    {**ucdp.non_state_conflict.frames["deaths"], "org": {"1", "2", "3"}},
    "ucdp-non-state-{version}",
    Page(UCDP, r"ucdp-nonstate-(?P<version>\d+)-csv(_\d)?\.zip"),
    select=_in_afghanistan,
)
ONE_SIDED = File(
    "UCDP One-sided",
    r"OneSided_v(\d+_\d+)\b.*\.csv",
    {**ucdp.one_sided_violence.frames["one_sided"], "is_government_actor": {"0", "1"}},
    "ucdp-one-sided-{version}",
    Page(UCDP, r"ucdp-onesided-(?P<version>\d+)-csv(_\d)?\.zip"),
    select=_in_afghanistan,
)
_COUNTRY_YEAR = dict(
    upstream="UCDP Country-Year",
    pattern=r"(?:organizedviolencecy_v|OrganizedViolenceCYDataSet)(\d+_\d+)\b.*\.csv",
    source="ucdp-country-year-{version}",
    where=Page(UCDP, r"organizedviolencecy-(?P<version>\d+)-csv(_\d)?\.zip"),
)
KILLINGS = File(
    columns={**ucdp.KILLINGS, "country": TEXT},
    names=ending({**ucdp.KILLINGS, "country": TEXT}, "_cy"),
    select=_of_afghanistan,
    **_COUNTRY_YEAR,
)
COUNTRY_YEAR = File(
    columns=ucdp.COUNTRY_YEAR,
    names=ending(ucdp.COUNTRY_YEAR, "_cy"),
    select=lambda rows: rows.country_id.isin(REGION),
    **_COUNTRY_YEAR,
)
ACD = File(
    "UCDP ACD",
    r"UcdpPrioConflict_v(\d+_\d+)\b.*\.csv",
    {**ucdp.OFFICIAL, "gwno_a": ANY, "intensity_level": {"1", "2"}},  # wars between states list several in gwno_a
    "ucdp-prio-acd-{version}",
    Page(UCDP, r"ucdp-prio-acd-(?P<version>\d+)-csv(_\d)?\.zip"),
    codes={"type_of_conflict": {**{code: code for code in "1234"}, **WORDS}},
    select=lambda rows: rows.type_of_conflict.isin(["3", "4"]),
)
CANDIDATE = "a file by hand: Candidate Events of 2021, superseded since; the table stands for that year"
EVENTS = File(
    "UCDP Candidate",
    r"GEDEvent_v(\d+_\d+_\d+_\d+)\b.*\.csv",
    {**ucdp.EVENTS, "adm_1": TEXT, "type_of_violence": TEXT, "date_start": TEXT, "country": TEXT},
    "ucdp-candidate-{version}",
    CANDIDATE,
    codes={"type_of_violence": {"1": 1, "2": 2, "3": 3}},
    select=_of_afghanistan,
)


def _panel(official: pd.DataFrame) -> pd.DataFrame:
    names = tables.load("civil_conflict_panel").set_index("gwno")["country"].to_dict()
    return ucdp.civil_conflict_panel(ucdp.parties(official), names, tables.load("un_missions"))


def _by_province(events: pd.DataFrame) -> pd.DataFrame:
    codes = tables.load("provinces").set_index("ucdp_name")["adm1_code"].to_dict()
    return ucdp.events_by_province(events, codes)


def _fights(events: pd.DataFrame) -> pd.DataFrame:
    return ucdp.fights_by_month(events, KABUL_FELL)


UPSTREAMS = (
    Upstream("battle_deaths", (BRD,), ucdp.battle_deaths),
    Upstream("non_state_conflict", (NON_STATE,), ucdp.non_state_conflict),
    Upstream(
        "one_sided_violence",
        (ONE_SIDED, KILLINGS),
        ucdp.one_sided_violence,
        made_from=lambda rows: rows.derived.astype(int),
    ),
    Upstream("violence_by_country", (COUNTRY_YEAR,), ucdp.violence_by_country),
    Upstream("civil_conflict_panel", (ACD,), _panel),
    Upstream("events_2021_by_province", (EVENTS,), _by_province),
    Upstream("isil_fights_2021", (EVENTS,), _fights),
)
