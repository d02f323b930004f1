"""The check of an answer to an exercise: its form, its text, its hash, and what is said to it.

What is right is computed from the tables (`evidence.analysis.exercises`); `python -m evidence.build.accepted` writes it
as salted hashes into `accepted.json`, which notebooks (`evidence.exhibits.exercises.check`) and pages
(`static/check.js`) read alike, by the same rules. A hash hides an answer from a glance, and from nobody who searches.
"""

import functools
import json
import math
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

FILE = Path(__file__).with_name("accepted.json")
LARGEST = 1e15  # beyond it a float does not count in whole steps
BASIS, PRIME, WIDTH = 0xCBF29CE484222325, 0x100000001B3, 2**64  # of FNV-1a, 64 bits
PLAIN = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
AROUND = re.compile(r"^[A-Za-z]+|[A-Za-z]+$")  # words about a number: 'in 2015', '1.95x'
COMMA = re.compile(r"[-+]?\d+,\d+")
SIGNS = str.maketrans({"−": "-", "٫": ".", "٬": ","})  # a minus of print; decimal and thousands of Arabic and Persian

RIGHT = "Right."
IN_FORM = "The form is right. No program can say whether the work is good: compare it with the worked answer."
NO_NUMBER = "This is no number. Write digits alone, for example 12.5."
SHARE = "This looks like a share of one. The exercise asks for percent."
NEARLY = "Nearly. Look at how you rounded, and round only once, at the end."
TURNED = "The size is right. Look at the direction: is it more or less?"


@dataclass(frozen=True)
class Number:
    """A number, rounded to so many decimals. unit: as the field names it; "percent" has a check of its own.

    measured: rounding may go wrong; a count has none. low, high: of a project, what is possible at all.
    """

    unit: str
    decimals: int = 0
    measured: bool = True
    low: int | None = None
    high: int | None = None
    kind = "number"


@dataclass(frozen=True)
class Choice:
    """One of some options, or, if `several`, each that fits."""

    options: tuple[str, ...]
    several: bool = False
    kind = "choice"


@dataclass(frozen=True)
class Rows:
    """Ids of rows of a table, at least so many; in a notebook also a frame that has them in `key`, with `columns`."""

    table: str
    key: str
    least: int
    columns: tuple[str, ...] = ()
    kind = "rows"


@dataclass(frozen=True)
class Exercise:
    """id: ex-2-1 is Exercise 2.1. level: easy, medium or project. code: needs a notebook. help: what a wrong answer
    gets that nobody foresaw."""

    id: str
    level: str
    code: bool
    form: Number | Choice | Rows
    hint: str
    help: str

    @property
    def chapter(self) -> int:
        """2 for ex-2-1."""
        return int(self.id.split("-")[1])

    @property
    def number(self) -> str:
        """'2.1' for ex-2-1."""
        return self.id.removeprefix("ex-").replace("-", ".")


class Reply(NamedTuple):
    """What a check says to an answer."""

    right: bool
    text: str

    def __repr__(self) -> str:
        return self.text


class NotUnderstood(ValueError):
    """An answer that has not the form that its exercise asks for; the message says why."""


# ------------------------------------------------------------------------------------------------- answers as texts
def hashed(exercise: str, text: str) -> str:
    """The salted hash of an answer's text: FNV-1a of 64 bits, sixteen digits. The salt is the exercise's id."""
    value = BASIS
    for byte in f"{text}|{exercise}".encode():
        value = ((value ^ byte) * PRIME) % WIDTH
    return f"{value:016x}"


def number(answer: Any) -> float:
    """A number, or a text as people write one: '12.5', '1,234', '12,5', '15 %', 'in 2015', '−3', '۱۵'.

    Raises NotUnderstood.
    """
    if isinstance(answer, Real) and not isinstance(answer, bool):
        value = float(answer)
    else:
        value = float(_as_typed(str(answer)))
    if not abs(value) < LARGEST:
        raise NotUnderstood(NO_NUMBER)
    return value


def _as_typed(text: str) -> str:
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in text.translate(SIGNS))  # digits of any script
    text = re.sub(r"\s", "", plain).removesuffix("%")
    text = AROUND.sub("", text)
    if GROUPED.fullmatch(text):
        return text.replace(",", "")
    text = text.replace(",", ".") if COMMA.fullmatch(text) else text
    if not PLAIN.fullmatch(text):
        raise NotUnderstood(NO_NUMBER)
    return text


def rounded(value: float, decimals: int) -> str:
    """A number as the text that is hashed: its nearest multiple of the last decimal, halves away from zero, as a count.

    The same arithmetic as in the page, so that both give the same text: 0.305 to two decimals is '31'.
    """
    steps = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9)
    return f"-{steps}" if value < 0 and steps else str(steps)


def chosen(form: Choice, answer: Any) -> str:
    """Options as the text that is hashed. Raises NotUnderstood for what is no option."""
    given = [str(one).strip().lower() for one in _listed(answer, r"[;\n]")]
    known = [one.lower() for one in form.options]
    if odd := [one for one in given if one not in known]:
        raise NotUnderstood(f"“{odd[0]}” is none of the options: {'; '.join(form.options)}.")
    if not given or (len(set(given)) > 1 and not form.several):
        raise NotUnderstood("Choose at least one." if form.several else "Choose one.")
    return ";".join(one for one in known if one in given)


def _listed(answer: Any, between: str) -> list:
    if isinstance(answer, str):
        return [one for one in re.split(between, answer) if one.strip()]
    return list(answer) if isinstance(answer, Iterable) else [answer]


def text_of(exercise: Exercise, answer: Any) -> str:
    """The text of a right or a foreseen wrong answer of an exercise that has one."""
    form = exercise.form
    if isinstance(form, Rows):
        raise TypeError(f"{exercise.id} is answered with rows, which have no text")
    return rounded(number(answer), form.decimals) if isinstance(form, Number) else chosen(form, answer)


# ------------------------------------------------------------------------------------------------------- the check
@functools.cache
def accepted() -> dict[str, dict]:
    """What `accepted.json` holds: id -> right (a hash), wrong (hash -> message), ids (of a project)."""
    return json.loads(FILE.read_text("utf-8"))


def reply(exercise: Exercise, answer: Any) -> Reply:
    """What is to be said to an answer: whether it is right, and what may be wrong, without giving it away."""
    try:
        if exercise.level == "project":
            return Reply(True, _in_form(exercise, answer))
        return _compared(exercise, accepted()[exercise.id], answer)
    except NotUnderstood as wrong:
        return Reply(False, str(wrong))


def _compared(exercise: Exercise, known: dict, answer: Any) -> Reply:
    found = hashed(exercise.id, text_of(exercise, answer))
    if found == known["right"]:
        return Reply(True, RIGHT)
    if found in known["wrong"]:
        return Reply(False, known["wrong"][found])
    form = exercise.form
    slip = _slip(exercise.id, form, known["right"], number(answer)) if isinstance(form, Number) else ""
    return Reply(False, slip or exercise.help)


def _slip(name: str, form: Number, right: str, value: float) -> str:
    """What is often wrong with a number, whatever it is: a share for percent, its rounding, its sign."""

    def fits(other: float) -> bool:
        return hashed(name, rounded(other, form.decimals)) == right

    if form.unit == "percent" and fits(value * 100):
        return SHARE
    step = 10.0**-form.decimals
    fine = 2 * step < abs(value)  # else one step is no slip of rounding: nought for 0.01, two for one
    if form.measured and fine and (fits(value - step) or fits(value + step)):
        return NEARLY
    return TURNED if fits(-value) else ""


def _in_form(exercise: Exercise, answer: Any) -> str:
    form = exercise.form
    if isinstance(form, Number):
        assert form.low is not None and form.high is not None, exercise.id
        if not form.low <= number(answer) <= form.high:
            raise NotUnderstood(f"Not possible: it has to lie between {form.low} and {form.high}.")
        return IN_FORM
    assert isinstance(form, Rows), exercise.id  # no project is a choice
    return _with_rows(form, accepted()[exercise.id]["ids"], answer)


def _with_rows(form: Rows, known: Collection[str], answer: Any) -> str:
    if isinstance(answer, pd.DataFrame):
        if missing := [name for name in (form.key, *form.columns) if name not in answer]:
            raise NotUnderstood(f"Your table has no column “{missing[0]}”.")
        answer = answer[form.key]
    given = dict.fromkeys(str(one).strip().upper() for one in _listed(answer, r"[\s,;]+"))
    if odd := [one for one in given if one not in known]:
        raise NotUnderstood(f"“{odd[0]}” is no {form.key} of the table {form.table}.")
    if len(given) < form.least:
        raise NotUnderstood(f"Rows that you handed in: {len(given)}. The exercise asks for at least {form.least}.")
    return IN_FORM
