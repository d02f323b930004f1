"""US troops and bases abroad, after the R package troopdata: DMDC reports told apart by what each number is.

Upstream: troopdata (Allen, Flynn and Machain Martinez), https://github.com/meflynn/troopdata; counts by the US
Department of Defense (DMDC). The compilation is in a GPL package: publish what is derived from it, not the file.
"""

import pandas as pd

from evidence.refresh.layout import FLAG, NUMBER, TEXT, reads

MONTHS = {"March": 3, "June": 6, "September": 9, "December": 12}


@reads(
    "troopdata",
    quarters={
        **dict.fromkeys(["year", "troops_ad", "troops_all", "total_selected_reserve", "troops_ad_checked"], NUMBER),
        "month": set(MONTHS),
        "source": TEXT,
        "flag": {"doubled", "missing-not-zero", "announced-or-imputed"},
    },
)
def splice(quarters: pd.DataFrame) -> pd.DataFrame:
    """US troops in one country as series of one definition each; persons.

    In: one row per quarter: year, month (name), source (report month such as "June 2014", "Kane 2006", or empty),
    troops_ad, troops_all, total_selected_reserve (persons), troops_ad_checked (active duty in the single report),
    flag ("doubled", "missing-not-zero", "announced-or-imputed" or empty).
    Out: series, date, troops, basis. A row exists only where there is a count:
    ``kane-annual`` one yearly value, before there were quarterly reports; ``dod-active-duty`` one DMDC report, the
    checked value where the quarter is doubled; ``dod-with-reserves`` the same report with reserves, where it counts
    any and is not doubled; ``announced`` one rounded yearly figure that the upstream repeats in every quarter.
    Missing reports (printed as zero) and yearly values repeated in June are left out.
    Raises ValueError if an announced figure changes within a year.
    """
    q = quarters.assign(flag=quarters.flag.fillna(""), source=quarters.source.fillna(""))
    q["date"] = [f"{year}-{MONTHS[month]:02d}" for year, month in zip(q.year, q.month)]
    reported = q[q.source.str.fullmatch(r"(March|June|September|December) \d{4}") & (q.flag != "missing-not-zero")]
    single = reported.flag != "doubled"
    active = reported.assign(troops=reported.troops_ad_checked.fillna(reported.troops_ad.where(single)))
    reserves = reported[(reported.total_selected_reserve > 0) & single]
    reserves = reserves.assign(troops=reserves.troops_all)
    yearly = q.assign(troops=q.troops_ad_checked, date=q.year.astype(str))
    kane = yearly[q.source == "Kane 2006"]
    announced = yearly[q.flag == "announced-or-imputed"].drop_duplicates(["year", "troops"])
    if announced.dropna(subset=["troops"]).duplicated("year").any():
        raise ValueError("troopdata: an announced figure changes within a year")
    parts = {
        "kane-annual": kane.assign(basis="yearly value (Kane 2006), rounded, month unknown"),
        "dod-active-duty": active.assign(basis=active.source + " report, active duty"),
        "dod-with-reserves": reserves.assign(basis=reserves.source + " report, with reserves"),
        "announced": announced.assign(basis="rounded figure for the year, announced or imputed, no report"),
    }
    out = pd.concat([part.assign(series=name) for name, part in parts.items()]).dropna(subset=["troops"])
    out = out.astype({"troops": int})[["series", "date", "troops", "basis"]]
    return out.sort_values(["series", "date"], ignore_index=True)


@reads(
    "troopdata",
    sites={
        **dict.fromkeys(["countryname", "iso3c", "basename"], TEXT),
        **dict.fromkeys(["lat", "lon"], NUMBER),
        **dict.fromkeys(["base", "lilypad"], FLAG),
    },
)
def bases(sites: pd.DataFrame, requested: dict[str, str]) -> pd.DataFrame:
    """US base sites, and which of them bear the name of a place on a list of requested bases.

    In: one row per site: countryname, iso3c, basename, lat, lon (degrees), base, lilypad (0/1). ``requested`` maps the
    basename of a site to the place named in the request.
    Out: country, iso3, site, latitude, longitude (degrees, four decimals), kind ("base" or "lilypad", a small site),
    requested_as (place named, or empty), sorted. Raises ValueError for a request that no site answers to, and for a
    site that is neither a base nor a lilypad.
    """
    if unknown := sorted(set(requested) - set(sites.basename)):
        raise ValueError(f"troopdata: no site named {', '.join(unknown)}")
    if (sites.base + sites.lilypad != 1).any():
        raise ValueError("troopdata: a site is not exactly one of base and lilypad")
    names = {"countryname": "country", "iso3c": "iso3", "basename": "site", "lat": "latitude", "lon": "longitude"}
    out = sites.rename(columns=names).round({"latitude": 4, "longitude": 4})
    out["kind"] = out.base.map({1: "base", 0: "lilypad"})
    out["requested_as"] = out.site.map(requested)
    columns = ["country", "iso3", "site", "latitude", "longitude", "kind", "requested_as"]
    return out[columns].sort_values(["country", "site"], ignore_index=True)
