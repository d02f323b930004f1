"""What is declared of an upstream: where its file comes from, what must stand in it, and which table it becomes.

Releases differ in layout: columns end in `_cy`, types are numbers or words, cells have blanks behind them. Each
difference that is known is declared in a `File`; any other is refused with the name of what is missing, and where.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from evidence.refresh.layout import Columns


class Refused(ValueError):
    """A table can't be refreshed; the message says what happened and what to do."""


@dataclass(frozen=True)
class Page:
    """A page that links to every release of a file: the newest is taken, and no address is guessed.

    link: a regular expression of the end of an address; its group ``version`` orders the releases.
    """

    address: str
    link: str


@dataclass(frozen=True)
class File:
    """One file of an upstream.

    upstream: what messages call it. pattern: its name, also inside a zip; the groups of the regular expression are the
    version. columns: as for `layout.check`. source: its source_id, with {version}. where: a page, or words that say how
    it is had by hand, or that it has ended. names: other names that layouts give a column. codes: what a code of the
    release means here; a code that is not among them is refused. select: which rows are wanted. begins: the first cell
    of the header, where words stand before it. dated: a regular expression of the day among those words, the version
    of an export that has none (18 May 2026). sheet: the name of a sheet, where the file is a workbook; it is handed on
    as it is, and the derivation finds its header. released: what a version in a name of a file stands for. decimals:
    how many are kept of the numbers of a file of Stata, which has them in 32 bits.
    """

    upstream: str
    pattern: str
    columns: Columns
    source: str
    where: Page | str
    names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, dict[str, str | int]] = field(default_factory=dict)
    select: Callable[[pd.DataFrame], pd.Series] | None = None
    encoding: str = "utf-8-sig"
    begins: str = ""
    dated: str = ""
    sheet: str = ""
    released: dict[str, str] = field(default_factory=dict)
    decimals: int = 4

    def version_of(self, name: str) -> str:
        """Version in the name of a file: "BattleDeaths_v24_1.csv" -> "24.1"; "" if it has none or is another file."""
        found = re.fullmatch(self.pattern, name, re.IGNORECASE)
        return ".".join(found.groups()).replace("_", ".") if found else ""

    def fits(self, name: str) -> bool:
        return re.fullmatch(self.pattern, name, re.IGNORECASE) is not None

    def source_id(self, version: str) -> str:
        return self.source.format(version=version.replace(".", "-"))

    def release_of(self, source_id: str) -> str | None:
        """The version in a source_id, None if it is no release of this file: "ucdp-brd-24-1" -> "24-1"."""
        before, _, after = self.source.partition("{version}")
        found = re.fullmatch(f"{re.escape(before)}([0-9]+(?:-[0-9]+)*){re.escape(after)}", source_id)
        return found and found[1]


@dataclass(frozen=True)
class Upstream:
    """One table and the files that it is made from.

    tidy: the derivation of the table, without source_id, from the frames of the files, in their order. made_from: which
    file (number, from 0) each row is from; without it, the first. fewer: how many rows of the table may be gone.
    """

    table: str
    files: tuple[File, ...]
    tidy: Callable[..., pd.DataFrame]
    made_from: Callable[[pd.DataFrame], pd.Series] | None = None
    fewer: int = 3

    @property
    def by_hand(self) -> str:
        """How its files are had, or why there will be no more; "" if all are fetched."""
        return "; ".join(dict.fromkeys(file.where for file in self.files if isinstance(file.where, str)))


def newer(version: str) -> tuple[int, ...]:
    """What orders versions: "24.1" comes after "9.1"."""
    return tuple(map(int, re.findall(r"\d+", version)))


def ending(columns: Columns, end: str) -> dict[str, tuple[str, ...]]:
    """The names of a layout in which every column has one more ending."""
    return {column: (f"{column}{end}",) for column in columns}
