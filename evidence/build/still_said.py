"""Cells that still say, in words, the old value of a number that was corrected.

Looked at are the words of its row, of rows that point at it, of rows that either names, and of rows that quote the same
words: a reading of it, the page that confirms it, the claim that rests on it. Not the sources, whose words are those of
who published them, nor records of what was done or found on a day; the pages that such a record names are.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.alike import NUMBER, in_text
from evidence.content import read
from evidence.descriptors import PACKAGE, TABULAR, listed

SHARED = "shared_quotations"  # rows of any tables that quote the same words of the same page
NOT_LOOKED_AT = ("sources", "corrections", "revisions", "measuring_pass", "second_pass", "mutations")
Row = dict[str, str]


class Tables:
    """The tables of a checkout as they are now, their keys, and which rows of others their rows name."""

    def __init__(self, root: Path):
        described = json.loads(read(root / "data" / PACKAGE) or b"{}").get("resources", [])
        wanted = [one for one in described if one.get("profile") == TABULAR]
        self.rows = {one["name"]: _rows(root / "data" / one["path"]) for one in wanted}
        self.keys = {one["name"]: listed(one["schema"]["primaryKey"]) for one in wanted}
        self.links = {one["name"]: one["schema"].get("foreignKeys", []) for one in wanted}

    def key(self, table: str, row: Row) -> str:
        return " ".join(row.get(column) or "" for column in self.keys[table])

    def about(self, table: str, key: str) -> Iterator[tuple[str, Row]]:
        """A row, those that point at it, and those that any of them names, each with its table, of those looked at."""
        own = [(table, row) for row in self.rows.get(table, []) if self.key(table, row) == key]
        pointing = [
            (name, row)
            for name, rows in self.rows.items()
            for row in rows
            if row.get("table") == table and (row.get("row_id") or "").replace("|", " ") == key
        ]
        found = own + pointing + [one for name, row in pointing for one in self._quoting_the_same(name, row)]
        found += [one for name, row in own + pointing for one in self._named_by(name, row)]
        yield from ((name, row) for name, row in found if name not in NOT_LOOKED_AT)

    def _quoting_the_same(self, table: str, row: Row) -> Iterator[tuple[str, Row]]:
        """The rows, of any table, that a row of `SHARED` says to have the same words as the one it points at."""
        if table == SHARED:
            group = [one for one in self.rows[SHARED] if one["quotation_id"] == row["quotation_id"]]
            for name, key in [(one["table"], one["row_id"]) for one in group if one != row]:
                yield from ((name, one) for one in self.rows.get(name, []) if self.key(name, one) == key)

    def _named_by(self, table: str, row: Row) -> Iterator[tuple[str, Row]]:
        for link in self.links[table]:
            there, columns = link["reference"]["resource"], listed(link["reference"]["fields"])
            wanted = [row.get(column) for column in listed(link["fields"])]
            yield from ((there, one) for one in self.rows.get(there, []) if [one[c] for c in columns] == wanted)


def _rows(path: Path) -> list[Row]:
    return [*csv.DictReader(io.StringIO((read(path) or b"").decode("utf-8-sig", "replace"), newline=""))]


def places(tables: Tables, cells: Sequence[tuple[str, str, str]]) -> list[str]:
    """ "table, row (columns)" of every cell that says one of these old values (table, key, value), each once."""
    found: dict[str, None] = {}
    for table, key, old in cells:
        if NUMBER.fullmatch(old):
            says = in_text(old)
            for name, row in tables.about(table, key):
                columns = [column for column, cell in row.items() if cell and not NUMBER.fullmatch(cell)]
                if named := [column for column in columns if says.search(row[column])]:
                    found[f"{name}, {tables.key(name, row)} ({', '.join(named)})"] = None
    return list(found)
