"""What a chapter says of many rows at once, from templates: tips of marks, lists, numbers for the prose.

A template names columns or values in braces and, behind a colon, the form of `evidence.wording` that prints
them: "{kind}, {date:date}: {troops:count} troops", "{agreement:decimal 2}" with two digits.
"""

from collections.abc import Callable, Mapping
from string import Formatter

import pandas as pd

from evidence import tables
from evidence.exhibits.numbers import say
from evidence.wording import count, date, decimal, in_words, percent, signed

FORMS = {form.__name__: form for form in (count, date, decimal, in_words, percent, signed)}
SHORT = r",.*| [\d.]+$"  # of an attribution: what follows its first comma, and a version


class _Words(Formatter):
    def format_field(self, value, spec: str) -> str:
        form, *digits = spec.split() or [""]
        return FORMS[form](value, *map(int, digits)) if form else str(value)


def worded(template: str, values: Mapping) -> str:
    """The template with its values, each in its form. Raises KeyError for a value or a form that is not there."""
    return _Words().vformat(template, (), values)


def listed(rows: pd.DataFrame, template: str, between: str = "; ") -> str:
    """What the template says of each row, as one text."""
    return between.join(worded(template, row) for row in rows.to_dict("records"))


def tipped(rows: pd.DataFrame, template: str, by: str | None = "short") -> pd.DataFrame:
    """The rows with a column `tip`: what the template says of each, and whose number it is.

    by: "short" for the short name of the row's source, a column of `sources` for what stands there, None for a template
    that names the source itself. Raises KeyError for rows that are to name it and have no `source_id`, or an
    unknown one.
    """
    said = [worded(template, row) for row in rows.to_dict("records")]
    if by is None:
        return rows.assign(tip=said)
    sources = tables.load("sources").set_index("source_id")
    names = sources["attribution_short"].str.replace(SHORT, "", regex=True) if by == "short" else sources[by]
    return rows.assign(tip=[f"{text} {name}" for text, name in zip(said, names.loc[rows["source_id"]])])


def each(form: Callable[..., str], values: Mapping, *arguments) -> dict[str, str]:
    """The text of each value by its name: each(decimal, {"a": 0.5}, 2) -> {"a": "0.50"}.

    values: a dict or a Series; its names are texts or years. arguments: what `form` takes after the value.
    """
    return {str(name): form(value, *arguments) for name, value in values.items()}


def say_all(prefix: str, texts: Mapping[str, str]) -> None:
    """`say` several texts, each under its name behind the prefix: say_all("c1", {"days": "19"}) says c1_days."""
    say(**{f"{prefix}_{name}": text for name, text in texts.items()})
