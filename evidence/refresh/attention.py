"""What Moscow talked about: how many headlines of state television, and messages of the foreign ministry, name a place.

Upstream: Channel One, https://www.1tv.ru/news, and the English Telegram channel of the Russian Ministry of Foreign
Affairs, as a researcher scraped them (GitHub lobsterbush/kremlin-speeches). The texts are not republished, only counts.
"""

import pandas as pd

from evidence.refresh.layout import TEXT, reads

SUBJECTS = {  # words in Russian and English; a text can count for several
    "afghanistan": r"афган|кабул|afghan|kabul",
    "taliban": r"талиб|taliban",
    "isil": r"\bигил|\bдаиш|\bиг\b|исламск\w+ государств|\bisil\b|\bisis\b|\bdaesh|islamic state|\bigil\b",
    "central_asia": r"таджик|узбек|киргиз|кыргыз|туркмен|(?:центральн|средн)\w+ ази|"
    r"tajik|uzbek|kyrgyz|kirgiz|turkmen|central asia",
    "syria": r"сири[йяиюе]|syria",
    "ukraine": r"украин|донбас|\bкрым|ukrain|donbas|crimea",
}


@reads("attention", items={"date": TEXT, "text": TEXT})
def by_month(items: pd.DataFrame, medium: str) -> pd.DataFrame:
    """How many items of a medium each month has, and how many of them name each of `SUBJECTS`.

    In: one row per headline or message: date (YYYY-MM-DD), text (what is searched: a title and its translation).
    Out: medium, date (YYYY-MM), items, and one column per subject (items), sorted. A month without items has no row.
    Raises ValueError for a date of another form.
    """
    if (odd := ~items.date.str.fullmatch(r"\d{4}-\d{2}-\d{2}")).any():
        raise ValueError(f"attention: {items.date[odd].iloc[0]!r} is no day")
    text, month = items.text.str.lower(), items.date.str[:7]
    named = pd.DataFrame({subject: text.str.contains(words) for subject, words in SUBJECTS.items()})
    counts = named.groupby(month).sum()
    counts.insert(0, "items", named.groupby(month).size())
    return counts.reset_index().assign(medium=medium)[["medium", "date", "items", *SUBJECTS]]
