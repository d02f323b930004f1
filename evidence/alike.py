"""Changes that say one thing: the same cells moved from the same value to the same, or by the same step.

And values that are likely to be one cell's own, so that one can look for them elsewhere.
"""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from evidence.wording import WORDS

STEPS = 3  # rows that must move by the same step before they are told together
FEW = 5  # rows that are named of many
NUMBER, YEAR = re.compile(r"-?\d+(\.\d+)?"), re.compile(r"(19|20)\d\d")
# How a text may end a number that it says by its scale: "7 тыс.", "1.2 million". Beginnings of words.
SCALES = {1000: "thousand|тыс|آلاف|ألف|هزار|زره", 10**6: "million|mln|млн|миллион", 10**9: "billion|bn|миллиард|млрд"}
DIGITS, LONG = 4, 12  # of a number, and characters of a text, from which it is taken to be one cell's own

Cell = tuple[str, str, str]  # column, what stood there, what stands there now
Change = tuple[Cell, ...]  # of one row


def alike(changes: Sequence[Change]) -> list[tuple[list[int], bool]]:
    """The changes that say one thing: their places in the list, and whether the step alone is the same.

    In the order of the first of each; a change like no other stands alone.
    """
    often, steps = Counter(changes), [tuple(map(_step, change)) for change in changes]
    shared = Counter(step for change, step in zip(changes, steps) if often[change] == 1)
    found: dict[tuple[Change | tuple, bool], list[int]] = {}
    for at, (change, step) in enumerate(zip(changes, steps)):
        by_step = often[change] == 1 and all(told for _, told in step) and shared[step] >= STEPS
        found.setdefault((step if by_step else change, by_step), []).append(at)
    return [(places, by_step) for (_, by_step), places in found.items()]


def _step(cell: Cell) -> tuple[str, str]:
    return cell[0], step(*cell[1:])


def step(was: str, now: str) -> str:
    """By how much a number moved, "-13"; "" for what is no number, before or after."""
    if not (NUMBER.fullmatch(was) and NUMBER.fullmatch(now)):
        return ""
    return f"{(Decimal(now) - Decimal(was)).normalize():+f}"


def is_own(value: str) -> bool:
    """Whether a value is likely to be met nowhere else: a number of four digits that is no year, a text of some length.

    Noughts at the ends say little: 2100 and 0.012 have two digits.
    """
    if not NUMBER.fullmatch(value):
        return len(value) >= LONG
    return len(value.replace(".", "").strip("-0")) >= DIGITS and not YEAR.fullmatch(value)


def spoken(number: str) -> str:
    """A number as words of a text have it: '2141' -> '2,141'."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}"


def in_text(number: str) -> re.Pattern[str]:
    """What finds a number in a text, as it stands, with commas, or by its scale: '7000' in "over 7 thousand"."""
    ways = [re.escape(number), re.escape(spoken(number))]
    for scale, words in SCALES.items():
        fewer = Decimal(number) / scale
        if 1 <= abs(fewer) < 1000:
            said = [f"{fewer.normalize():f}"] + [word for at, word in enumerate(WORDS) if at == fewer]
            ways.append(rf"(?:{'|'.join(map(re.escape, said))})[\s-]*(?:{words})\w*")
    return re.compile(rf"(?<![\w.,-])(?:{'|'.join(ways)})(?!\w|[.,-]\d)", re.IGNORECASE)


def named(keys: Sequence[str], few: int = FEW) -> str:
    """The one row, or how many they are and the first few: "7 rows (735|2016, 735|2017, ...)"."""
    if len(keys) == 1:
        return keys[0]
    return f"{len(keys)} rows ({', '.join(keys[:few])}{', ...' if len(keys) > few else ''})"
