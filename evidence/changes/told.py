"""A report in words: sections of blocks of lines, which a terminal, a pull request and a page all show alike."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from evidence.changes.exhibits import REGISTER, WORDS, ExhibitChange, Pictures, Text, title
from evidence.changes.forecasts import Filed
from evidence.changes.report import Report
from evidence.changes.rows import ADDED, GONE, REVISED, Cell, Row, TableChange
from evidence.changes.sentences import Number
from evidence.changes.verdicts import VerdictChange
from evidence.wording import count

SIGNS = {ADDED: "+ ", GONE: "- ", REVISED: ""}
NOTHING = "Nothing changed"
LONG, AROUND = 60, 8  # characters from which a text is narrowed, and words shown around what differs
ALIKE = 0.6  # of two texts, from which their words are compared
FIRST_PAGE = "index.ipynb"
FRACTION, DIGITS = re.compile(r"-?\d+\.\d{5,}(?:e-?\d+)?"), 4  # a computed number, and the digits of it that are shown


class Moved(NamedTuple):
    """What stood somewhere, and what stands there now; '' for nothing."""

    old: str
    new: str


Line = tuple[str | Moved, ...]


@dataclass(frozen=True)
class Block:
    """One thing that changed, with a line for each of its parts, and its pictures before and after."""

    heading: str
    lines: tuple[Line, ...]
    pictures: tuple[Pictures, ...] = ()


@dataclass(frozen=True)
class Section:
    """All changes of one kind. said: how many, and where, in a few words."""

    title: str
    said: str
    blocks: tuple[Block, ...]


def many(number: int, noun: str) -> str:
    """1, 'row' -> '1 row'; 4,500, 'row' -> '4,500 rows'; of 'table of data' it is the first word."""
    head, space, rest = noun.partition(" ")
    word = f"{head} {rest}s" if head == "filed" else f"{head}s{space}{rest}"
    return f"{count(number)} {noun if number == 1 else word}"


def heading(report: Report) -> str:
    """What is compared with what."""
    return f"From {report.old} to {report.new}"


def headline(report: Report) -> Line:
    """What a reader of the first page is told now; () if nothing changed."""
    moved = [Moved(one.old, one.new) for one in _numbers_of(report, FIRST_PAGE)]
    if not moved:
        as_far = ", as far as could be told" if report.unsure else ""
        return () if report.nothing else (f"No number of the first page moved{as_far}.",)
    return ("On the first page: ", *(part for one in moved for part in (one, ", ")))[:-1]


def _numbers_of(report: Report, notebook: str) -> list[Number]:
    return [number for one in report.sentences if one.notebook == notebook for number in one.numbers]


def sections(report: Report) -> list[Section]:
    """Every kind of change that there is, in the order in which one asks for them; [] if nothing changed."""
    figures = [one for one in report.exhibits if one.is_moved_figure]
    others = [one for one in report.exhibits if one not in figures]
    found = [
        _tables(report),
        _prose(report),
        _figures(figures),
        _others(others, report),
        _verdicts(report.verdicts),
        _forecasts(report),
        _by_hand(report),
    ]
    return [section for section in found if section.blocks]


def unchanged(report: Report) -> str:
    """What is as it was, in one line."""
    if report.nothing:
        return f"{NOTHING}: {_listed(many(all_, kind) for kind, (all_, _) in report.stood.items())} are as they were."
    kept = [f"{count(same)} of {many(all_, kind)}" for kind, (all_, same) in report.stood.items()]
    as_far = " as far as could be told" if report.unsure else ""
    return f"Everything else is unchanged{as_far}: {_listed(kept)} are as they were."


def _listed(texts: Iterable[str]) -> str:
    *first, last = list(texts) or ["all files"]
    return f"{', '.join(first)} and {last}" if first else last


def _tables(report: Report) -> Section:
    blocks = [Block(f"{one.name}: {counts(one)}", tuple(_table_lines(one))) for one in report.tables]
    if report.package:
        blocks.append(Block("The data package", (("described otherwise: " + ", ".join(report.package),),)))
    said = "; ".join(block.heading for block in blocks)
    return Section("Rows of the tables", said, tuple(blocks))


def counts(change: TableChange) -> str:
    """'4 rows added, 5 revised (7 cells)'."""
    parts = [change.whole] if change.whole else []
    for what in (ADDED, GONE, REVISED):
        if number := change.count(what):
            parts.append(f"{many(number, 'row')} {what}")
    if change.cells:
        parts[-1] += f" ({many(change.cells, 'cell')})"
    parts += [f"{many(len(change.columns), 'column')} came or went"] if change.columns else []
    return ", ".join(parts + list(change.rest))


def _table_lines(change: TableChange) -> list[Line]:
    return [*((column,) for column in change.columns), *row_lines(change.rows, change.key)]


def row_lines(rows: Sequence[Row], key: Sequence[str], before: str = "") -> list[Line]:
    """A line for each row; rows in which the same cells moved from the same value to the same share one."""
    groups: dict[tuple[Cell, ...] | str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.cells if row.what == REVISED else row.key, []).append(row)
    return [row_line(_shared(same), key, before) for same in groups.values()]


def _shared(rows: Sequence[Row]) -> Row:
    """Rows that moved alike as one, which is called by how many they are and by all of their keys."""
    if len(rows) == 1:
        return rows[0]
    return rows[0]._replace(key=f"{count(len(rows))} rows ({', '.join(row.key for row in rows)})", label="")


def row_line(row: Row, key: Sequence[str], before: str = "") -> Line:
    """'dyad_id|year 735|2016 · best: 2141 -> 2142'; of a row that is new or gone, what it says.

    key: the columns that name the row, said where they are several. before: what stands before all of it.
    """
    named = f"{'|'.join(key)} {row.key}" if len(key) > 1 else row.key
    line: list[str | Moved] = [f"{before}{SIGNS[row.what]}{named or 'without a key'}"]
    line += [f" ({row.label})"] if row.label else []
    for cell in row.cells:
        line.append(f" · {cell.column}: ")
        line += narrowed(*_in_few_digits(cell.old, cell.new)) if row.what == REVISED else [cell.new or cell.old]
    return tuple(line)


def _in_few_digits(old: str, new: str) -> tuple[str, str]:
    """Two long fractions with the fewest digits, four at least, at which they still differ; other texts as they are."""
    if not (FRACTION.fullmatch(old) and FRACTION.fullmatch(new)):
        return old, new
    forms = ((f"{float(old):.{digits}g}", f"{float(new):.{digits}g}") for digits in range(DIGITS, 18))
    return next((form for form in forms if form[0] != form[1]), (old, new))


def narrowed(old: str, new: str) -> Line:
    """What moved; of two long texts that are alike, the words that differ with some of those around them."""
    then, now = old.split(), new.split()
    matcher = SequenceMatcher(None, then, now, autojunk=False)
    if min(len(old), len(new)) < LONG or then == now or matcher.ratio() < ALIKE:
        return (Moved(old, new),)
    codes = matcher.get_opcodes()
    line: list[str | Moved] = []
    for at, (what, i, j, k, m) in enumerate(codes):
        if line:
            line.append(" ")
        moved = Moved(" ".join(then[i:j]), " ".join(now[k:m]))
        line.append(_kept(now[k:m], at == 0, at == len(codes) - 1) if what == "equal" else moved)
    return tuple(line)


def _kept(words: list[str], first: bool, last: bool) -> str:
    """Words that did not move, without those that stand far from any that did."""
    before, after = words[: 0 if first else AROUND], words[len(words) if last else -AROUND :]
    if len(before) + len(after) >= len(words):
        return " ".join(words)
    return " ".join([*before, "...", *after])


def _prose(report: Report) -> Section:
    numbers = [number for sentence in report.sentences for number in sentence.numbers]
    places = list(dict.fromkeys(sentence.notebook for sentence in report.sentences))
    blocks = [
        Block(path, tuple(_sentence(one.pieces) for one in report.sentences if one.notebook == path)) for path in places
    ]
    said = f"{many(len(numbers), 'number')} in {many(len(report.sentences), 'sentence')} of {_listed(places)}"
    return Section("Numbers in the prose", said, tuple(blocks))


def _sentence(pieces: tuple[str | Number, ...]) -> Line:
    return tuple(Moved(piece.old, piece.new) if isinstance(piece, Number) else piece for piece in pieces)


def _figures(changes: list[ExhibitChange]) -> Section:
    blocks = tuple(_exhibit(one) for one in changes)
    return Section("Figures whose data changed", ", ".join(one.exhibit.called for one in changes), blocks)


def _exhibit(change: ExhibitChange) -> Block:
    """One exhibit: whether it came, went or stands elsewhere, its number, texts, rows, pictures."""
    lines = [*_place(change), *(_text(text) for text in change.texts)]
    for data in change.data:
        lines += row_lines(data.rows, data.key, f"{data.state}, data, ")
    if change.pictures and not change.data:
        lines.append(("the picture is another, its data are the same",))
    own, named = change.exhibit, title(change.exhibit)
    return Block(f"{own.called}{f', “{named}”' if named else ''} ({own.notebook})", tuple(lines), change.pictures)


def _place(change: ExhibitChange) -> list[Line]:
    if change.old is None or change.new is None:
        return [("is new" if change.old is None else "is gone",)]
    lines: list[Line] = [("number ", Moved(change.old.number, change.new.number))] if change.renumbered else []
    moved = change.old.notebook != change.new.notebook
    return lines + ([("stands in ", Moved(change.old.notebook, change.new.notebook))] if moved else [])


def _text(text: Text) -> Line:
    return (f"{text.state}, {text.part}: ", *narrowed(text.old, text.new))


def _others(changes: list[ExhibitChange], report: Report) -> Section:
    seen = [one for one in changes if not one.in_markup_alone]
    blocks = [_exhibit(one) for one in seen]
    for order in report.orders:
        blocks.append(Block(f"Order in {order.notebook}", ((Moved(", ".join(order.old), ", ".join(order.new)),),)))
    kinds = [one.exhibit.kind for one in seen]
    parts = [many(kinds.count(kind), WORDS[kind].lower()) for kind in WORDS if kind in kinds]
    named = [one.exhibit.called for one in seen if one.exhibit.kind != REGISTER]
    parts[-1:] = [f"{parts[-1]} ({', '.join(named)})"] if named else parts[-1:]
    parts += [f"{many(len(report.orders), 'notebook')} in another order"] if report.orders else []
    if same := [one.exhibit.called for one in changes if one.in_markup_alone]:
        blocks.append(
            Block("Links, settings or markup alone; words, rows and pictures are the same", ((", ".join(same),),))
        )
        parts.append(f"{count(len(same))} in links, settings or markup alone")
    return Section("Other exhibits: texts, rows, order, numbers", _listed(parts), tuple(blocks))


def _verdicts(changes: list[VerdictChange]) -> Section:
    broken = [one.claim for one in changes if one.breaks or one.broken]
    said = f"{many(len(changes), 'claim')} ({', '.join(one.claim for one in changes)}); the rule "
    said += f"is broken for {_listed(broken)}" if broken else "still holds for each"
    return Section("Verdicts in question", said, tuple(map(_verdict, changes)))


def _verdict(change: VerdictChange) -> Block:
    verdicts = f"in 2017 {change.verdict_2017}, today {change.verdict_today}"
    lines: list[Line] = [(f"verdicts: {verdicts}",)]
    lines += [(f"moved beneath it: {place}",) for place in change.because]
    lines += [(f"{cell.column} ", Moved(cell.old, cell.new)) for cell in change.edited]
    lines += [(f"the rule is broken: {problem}",) for problem in change.breaks]
    lines += [(f"the rule is broken, as it was before: {problem}",) for problem in change.broken]
    lines += [(f"the rule was broken before, and is not now: {problem}",) for problem in change.mended]
    if not change.breaks and not change.broken:
        lines.append(("the rule, run again, still allows these verdicts; whether they are right, a reader must judge",))
    return Block(f"{change.claim}: {change.paraphrase}", tuple(lines))


def _forecasts(report: Report) -> Section:
    blocks = [Block("Filed (open_forecasts)", tuple(map(_filed, report.filed)))] if report.filed else []
    places = list(dict.fromkeys(one.notebook for one in report.computed))
    for place in places:
        numbers = [one.number for one in report.computed if one.notebook == place]
        lines = tuple((f"{number.key} ", Moved(number.old, number.new)) for number in numbers)
        blocks.append(Block(f"Computed in {place}", lines))
    rows = len({one.forecast for one in report.filed})
    parts = [many(rows, "filed forecast") if rows else "no filed forecast"]
    parts += [f"{many(len(report.computed), 'number')} computed in {_listed(places)}"] if places else []
    return Section("Forecasts", _listed(parts), tuple(blocks))


def _filed(one: Filed) -> Line:
    what = narrowed(one.old, one.new) if one.what == REVISED else (one.new or one.old,)
    return (f"{SIGNS[one.what]}{one.forecast}, {one.column} ", *what)


def _by_hand(report: Report) -> Section:
    """What no run of a cell changes: words, code, whole notebooks."""
    paths = list(dict.fromkeys([*(one.notebook for one in report.wordings), *(one.notebook for one in report.code)]))
    blocks = [Block("Notebooks", tuple((one,) for one in report.whole))] if report.whole else []
    for path in paths:
        lines: list[Line] = [
            (f"code of {_listed(f'cell {at}' for at in one.cells)}" if one.cells else "code: cells came or went",)
            for one in report.code
            if one.notebook == path
        ]
        lines += [narrowed(one.old, one.new) for one in report.wordings if one.notebook == path]
        blocks.append(Block(path, tuple(lines)))
    parts = [many(len(report.wordings), "sentence")] if report.wordings else []
    parts += [f"the code of {many(len(report.code), 'notebook')}"] if report.code else []
    parts += [f"{many(len(report.whole), 'notebook')} came or went"] if report.whole else []
    return Section("Words and code of the notebooks", _listed(parts), tuple(blocks))
