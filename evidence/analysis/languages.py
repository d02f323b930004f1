"""How the languages of the summaries write numbers, dates and verdicts: one record for each language.

In: numbers as `evidence.wording` prints them in English, rounded already, and ISO dates. Out: the same in a language.
A word for a verdict or for a kind of claim stands here alone, so that a page can't call one thing by two names.
"""

import re
from dataclasses import dataclass
from datetime import date as calendar

PERSIAN = dict(zip("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٬"))  # of Dari and Pashto; 4, 5 and 6 are not those of Arabic
SPACE, NARROW_SPACE = "\u00a0", "\u202f"  # neither breaks


@dataclass(frozen=True)
class Language:
    """A language of the summaries. `date` and `month` are templates of day, month and year."""

    code: str  # of BCP 47
    name: str  # in the language itself
    page: str  # its document
    months: tuple[str, ...]  # as they stand behind a day
    words: dict[str, str]  # see WORDS
    date: str
    month: str
    months_alone: tuple[str, ...] = ()  # behind "in", if they differ
    few_days: str = ""  # the phrase "days" of 2 to 4, 22 to 24 and so on, if it differs
    signs: dict[str, str] | None = None  # digits and signs of English numbers -> its own
    direction: str = "ltr"


WORDS = {  # what every language has a word for: kinds of claims, verdicts, and how it counts
    *("fact", "attribution", "evaluation", "causal", "forecast"),
    *("supported", "partly supported", "contested", "plausible but unproven", "not supported", "not verified"),
    *("borne out", "partly borne out", "not borne out"),
    *("tally", "none", "in a hundred", "range", "days", "between"),
}
ENGLISH = Language(
    code="en",
    name="English",
    page="chapters/summaries/english",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    date="{day} {month} {year}",
    month="{month} {year}",
    words={
        "fact": "Facts",
        "attribution": "Who said what",
        "evaluation": "Judgements",
        "causal": "Causes",
        "forecast": "Forecasts",
        "supported": "supported",
        "partly supported": "partly supported",
        "contested": "contested",
        "plausible but unproven": "plausible but unproven",
        "not supported": "not supported",
        "not verified": "not verified",
        "borne out": "borne out",
        "partly borne out": "partly borne out",
        "not borne out": "not borne out",
        "none": "none",
        "tally": "{held} of {claims} {word}, {partly} {partly_word}",
        "in a hundred": "{part} in {whole}",
        "range": "{low} to {high} in {whole}",
        "days": "{days} days",
        "between": "; ",
    },
)
DARI = Language(
    code="fa-AF",
    name="دری",
    page="chapters/summaries/dari",
    direction="rtl",
    signs={**PERSIAN, "%": f"{SPACE}درصد"},
    months=(
        *("جنوری", "فبروری", "مارچ", "اپریل", "می", "جون"),
        *("جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر"),
    ),
    date="{day} {month} {year}",
    month="{month} {year}",
    words={
        "fact": "واقعیت‌ها",
        "attribution": "چه کسی چه گفت",
        "evaluation": "ارزیابی‌ها",
        "causal": "علت‌ها",
        "forecast": "پیش‌بینی‌ها",
        "supported": "تأییدشده",
        "partly supported": "تا حدی تأییدشده",
        "contested": "مورد اختلاف",
        "plausible but unproven": "محتمل اما ثابت‌نشده",
        "not supported": "تأییدنشده",
        "not verified": "راستی‌آزمایی‌نشده",
        "borne out": "تحقق‌یافته",
        "partly borne out": "تا حدی تحقق‌یافته",
        "not borne out": "تحقق‌نیافته",
        "none": "صفر",  # the digit is a mere dot
        "tally": "از {claims} مورد، {held} {word} و {partly} {partly_word}",
        "in a hundred": "{part} در {whole}",
        "range": "{low} تا {high} در {whole}",
        "days": "{days} روز",
        "between": "؛ ",
    },
)
PASHTO = Language(
    code="ps-AF",
    name="پښتو",
    page="chapters/summaries/pashto",
    direction="rtl",
    signs={**PERSIAN, "%": f"{SPACE}سلنه"},
    months=(
        *("جنوري", "فبروري", "مارچ", "اپرېل", "مې", "جون"),
        *("جولای", "اګست", "سپټمبر", "اکتوبر", "نومبر", "ډسمبر"),
    ),
    date="د {year} کال د {month} پر {day}مه",
    month="د {year} کال د {month}",
    words={
        "fact": "واقعیتونه",
        "attribution": "چا څه ویلي",
        "evaluation": "ارزونې",
        "causal": "لاملونه",
        "forecast": "وړاندوینې",
        "supported": "تایید شوې",
        "partly supported": "تر یوه حده تایید شوې",
        "contested": "د اختلاف وړ",
        "plausible but unproven": "محتملې خو ثابتې شوې نه دي",
        "not supported": "نه تایید شوې",
        "not verified": "نه تصدیق شوې",
        "borne out": "رښتیا شوې",
        "partly borne out": "تر یوه حده رښتیا شوې",
        "not borne out": "نه رښتیا شوې",
        "none": "صفر",
        "tally": "له {claims} ادعاوو څخه {held} {word}، {partly} {partly_word}",
        "in a hundred": "په {whole} کې {part}",
        "range": "په {whole} کې د {low} او {high} ترمنځ",
        "days": "{days} ورځې",
        "between": "؛ ",
    },
)
RUSSIAN = Language(
    code="ru",
    name="Русский",
    page="chapters/summaries/russian",
    signs={".": ",", ",": NARROW_SPACE, "%": f"{NARROW_SPACE}%"},
    months=(
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
    months_alone=(
        *("январе", "феврале", "марте", "апреле", "мае", "июне"),
        *("июле", "августе", "сентябре", "октябре", "ноябре", "декабре"),
    ),
    date="{day} {month} {year} года",
    month="{month} {year} года",
    few_days="{days} дня",
    words={
        "fact": "Факты",
        "attribution": "Кто что сказал",
        "evaluation": "Оценки",
        "causal": "Причины",
        "forecast": "Прогнозы",
        "supported": "подтверждено",
        "partly supported": "частично подтверждено",
        "contested": "спорно",
        "plausible but unproven": "правдоподобно, но не доказано",
        "not supported": "не подтверждено",
        "not verified": "не проверено",
        "borne out": "сбылось",
        "partly borne out": "частично сбылось",
        "not borne out": "не сбылось",
        "none": "0",
        "tally": "{word}: {held} из {claims}; {partly_word}: {partly}",
        "in a hundred": "{part} из {whole}",
        "range": "от {low} до {high} из {whole}",
        "days": "{days} дней",
        "between": "; ",
    },
)
LANGUAGES = (ENGLISH, DARI, PASHTO, RUSSIAN)
BY_PAGE = {language.page: language for language in LANGUAGES}


def number(text: str, language: Language) -> str:
    """A number as the book prints it in English, with the digits and signs of a language: '0.85' -> '۰٫۸۵', '0,85'."""
    signs: dict[str, str | int | None] = {**(language.signs or {})}
    return text.translate(str.maketrans(signs))


def date(iso: str, language: Language) -> str:
    """A day or a month of the Gregorian calendar: '2021-08-30' -> '30 августа 2021 года', '2015-12' -> 'دسمبر ۲۰۱۵'.

    Raises ValueError for a date that is none, or a year alone.
    """
    day = calendar.fromisoformat(f"{iso}-01"[:10])
    alone = len(iso) == len("2015-12")
    names = (alone and language.months_alone) or language.months
    template = language.month if alone else language.date
    numbers = {"day": number(str(day.day), language), "year": number(str(day.year), language)}
    return template.format_map({**numbers, "month": names[day.month - 1]})


def days(text: str, language: Language) -> str:
    """A count of days as the book prints it in English, with the noun that it asks for: '284' -> '284 дня'."""
    few = re.search(r"(?<!1)[234]$", text)  # 2, 3, 24, but not 12; a lone day is told in words
    template = (few and language.few_days) or language.words["days"]
    return template.format_map({"days": number(text, language)})


def phrase(name: str, language: Language, **parts: str) -> str:
    """A phrase out of WORDS; its parts are words of the language, or numbers as the book prints them in English."""
    return language.words[name].format_map({key: number(part, language) for key, part in parts.items()})
