"""SIPRI: arms deliveries per year and supplier, and military spending as shares and indices.

Upstream: SIPRI Arms Transfers Database, trade register, https://www.sipri.org/databases/armstransfers, and SIPRI
Military Expenditure Database, https://www.sipri.org/databases/milex. Neither may be republished as it is; sums, shares
and indices derived from them may be shown with attribution.
"""

import pandas as pd

from evidence.refresh.layout import NUMBER, TEXT, check, reads

PARTS = {  # words of a comment on a deal that say who paid; the first that fits counts
    "financed_by_usa_tiv": r"(?:financed|funded) by USA",
    "financed_by_third_tiv": r"financed by (?!USA)",
    "via_us_company_tiv": r"bought via US company",
    "aid_tiv": r"\b[Aa]id\b",
}


@reads(
    "SIPRI",
    register={"supplier": TEXT, "years_of_delivery": TEXT, "tiv_delivered": NUMBER, "comments": TEXT},
)
def year_supplier_tiv(register: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Value delivered per year and supplier, in million TIV (SIPRI trend-indicator values: not prices).

    In: one row per deal: supplier, years_of_delivery ("2011; 2012", empty if nothing was delivered), tiv_delivered
    (million TIV), comments. Each deal is split equally over its delivery years, so the sums differ from SIPRI's own.
    Out: year, supplier, tiv, and the parts of it whose comment says who paid: PARTS (gifts of the USA are aid, and not
    financed_by_usa_tiv). What is left has no word on it. Years before ``first_year`` are cut after the split.
    Raises ValueError where a value was delivered in no year.
    """
    deals = register.assign(year=register.years_of_delivery.fillna("").str.split(r"\s*;\s*", regex=True))
    deals["year"] = deals.year.map(lambda years: [int(year) for year in years if year])
    spread = deals.year.map(len)
    if ((spread == 0) & (deals.tiv_delivered > 0)).any():
        raise ValueError("SIPRI: a deal has a delivered value but no year of delivery")
    deals["tiv"] = deals.tiv_delivered / spread.where(spread > 0)
    comments, taken = deals.comments.fillna(""), pd.Series(False, index=deals.index)
    for part, words in PARTS.items():
        own = comments.str.contains(words, regex=True) & ~taken
        deals[part], taken = deals.tiv.where(own, 0.0), taken | own
    deals = deals.explode("year").dropna(subset=["year"])
    deals = deals[deals.year >= first_year]
    sums = deals.groupby(["year", "supplier"])[["tiv", *PARTS]].sum().round(3).reset_index()
    return sums.astype({"year": int})


def measures(share_of_gdp: pd.DataFrame, constant: pd.DataFrame, countries: list[str], first_year: int) -> pd.DataFrame:
    """The long table that `military_spending` reads, from two sheets of the workbook of military expenditure.

    In: the sheets "Share of GDP" and "Constant (...) US$" as they are, without a header: titles, then a row that starts
    with "Country" and holds the years, then countries between names of regions. A cell that is no number ("...", "xxx")
    has no value. The prices are those of the year that the name of the sheet gives.
    Out: country, year, measure (share_of_gdp, constant_usd_millions), value; ``countries`` from ``first_year`` on.
    Raises ValueError for a sheet without that row, and for a country that is not there once.
    """
    sheets = {"share_of_gdp": share_of_gdp, "constant_usd_millions": constant}
    return pd.concat([_measure(sheet, name, countries, first_year) for name, sheet in sheets.items()])


def _measure(sheet: pd.DataFrame, name: str, countries: list[str], first_year: int) -> pd.DataFrame:
    heads = sheet.index[sheet[0] == "Country"]
    if len(heads) != 1:
        raise ValueError(f"SIPRI, {name}: {len(heads)} rows start with 'Country'; is it another sheet?")
    years = pd.to_numeric(sheet.loc[heads[0]], errors="coerce")
    own = sheet[sheet[0].isin(countries)].set_index(0)
    if sorted(own.index) != sorted(countries):
        raise ValueError(f"SIPRI, {name}: not one row each of {', '.join(sorted(countries))}")
    values = own[years.index[years >= first_year]].apply(pd.to_numeric, errors="coerce")
    values.columns = years[years >= first_year].astype(int)
    long = values.rename_axis("country").melt(ignore_index=False, var_name="year", value_name="value")
    return long.reset_index().assign(measure=name)


@reads("SIPRI", milex={"country": TEXT, "year": NUMBER, "measure": TEXT, "value": NUMBER})
def military_spending(milex: pd.DataFrame, base_year: int, least_share: float = 0.001) -> pd.DataFrame:
    """Military spending as a share of GDP, and as an index of its value in constant prices.

    In: one row per country, year and measure: country, year, measure ("share_of_gdp", a fraction, or
    "constant_usd_millions"), value (empty where SIPRI has none). Other measures are not used.
    Out: country, year, share_of_gdp (%), index (``base_year`` = 100; empty for a country without a value in that year),
    implausible_share (a share below ``least_share`` of GDP, an artefact of a currency reform, is left out); rows
    without any value are dropped. Raises ValueError if a country has two values of one measure in a year.
    """
    wide = milex.set_index(["country", "year", "measure"]).value
    if wide.index.duplicated().any():
        raise ValueError("SIPRI: a country has two values of one measure in a year")
    wide = wide.unstack("measure")
    check("SIPRI", wide, {"share_of_gdp": NUMBER, "constant_usd_millions": NUMBER})
    real = wide["constant_usd_millions"]
    base = real.xs(base_year, level="year").reindex(real.index.get_level_values("country")).to_numpy()
    implausible = wide.share_of_gdp < least_share
    out = pd.DataFrame(
        {
            "share_of_gdp": (100 * wide.share_of_gdp.mask(implausible)).round(2),
            "index": (100 * real / base).round(1),
            "implausible_share": implausible,
        }
    )
    return out.dropna(subset=["share_of_gdp", "index"], how="all").reset_index()
