"""Bureau of Investigative Journalism: American strikes in Afghanistan that reports told of, by province and year.

Upstream: the Bureau's lists of US air and drone strikes, 2015 to 2017, https://www.thebureauinvestigates.com. Students
copied them (GitHub ninaray/usa-dronestrikes) and gave each strike a province. Single strikes are not republished; sums
may be shown with credit.
"""

import pandas as pd

from evidence.refresh.layout import ANY, TEXT, reads

AMOUNTS = {  # columns of the copy; "-" is a cell without a number
    "MinTotal": "killed_low",
    "MaxTotal": "killed_high",
    "MinCivilians": "civilians_low",
    "MaxCivilians": "civilians_high",
}


@reads("TBIJ", strikes={"Region": TEXT, "Date": TEXT, **dict.fromkeys(AMOUNTS, ANY)})
def strikes_by_province(strikes: pd.DataFrame, codes: dict[str, str]) -> pd.DataFrame:
    """Strikes per province and year, and the sums of what was reported of the dead.

    In: one row per strike: Region (province, Natural Earth's spelling, blanks around it), Date (day/month/year and
    month/day/year mixed, years of two or four digits: only the year can be told), MinTotal, MaxTotal, MinCivilians,
    MaxCivilians (persons, "-" for no number). ``codes`` maps a province to adm1_code.
    Out: adm1_code, year, strikes (number), killed_low, killed_high, civilians_low, civilians_high (persons; sums of the
    lowest and the highest report of each strike), without_number (strikes whose report names none), sorted.
    Raises ValueError for a province without a code, and for a date that does not end in a year.
    """
    province = strikes.Region.str.strip()
    if unknown := sorted(set(province) - set(codes)):
        raise ValueError(f"TBIJ: no code for {unknown}")
    year = strikes.Date.str.strip().str.extract(r"/(?:20)?(\d{2})$")[0]
    if year.isna().any():
        raise ValueError(f"TBIJ: no year at the end of {strikes.Date[year.isna()].iloc[0]!r}")
    amounts = strikes[list(AMOUNTS)].apply(pd.to_numeric, errors="coerce").rename(columns=AMOUNTS)
    placed = (
        amounts.fillna(0)
        .astype(int)
        .assign(
            adm1_code=province.map(codes),
            year=2000 + year.astype(int),
            strikes=1,
            without_number=amounts.killed_low.isna().astype(int),
        )
    )
    columns = ["strikes", *AMOUNTS.values(), "without_number"]
    return placed.groupby(["adm1_code", "year"])[columns].sum().reset_index()
