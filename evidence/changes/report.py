"""Everything that differs between two states, as plain parts that a renderer needs not understand."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.build import prose
from evidence.changes.exhibits import ExhibitChange, Order, exhibit_changes, exhibits
from evidence.changes.forecasts import FILED, Computed, Filed, forecast_changes
from evidence.changes.rows import TableChange, table_changes
from evidence.changes.sentences import Code, Sentence, Wording, sentence_changes
from evidence.changes.state import State, StateError
from evidence.changes.verdicts import CLAIMS, VerdictChange, verdict_changes


@dataclass(frozen=True)
class Report:
    """What differs from the state ``old`` to the state ``new``, which are their names.

    package: what the data package says otherwise of itself. whole: notebooks that came or went, such as '+ a.ipynb'.
    stood: how many there are of each kind in the new state, and how many of them are as they were. unsure: what could
    not be compared, or not in full, one sentence each.
    """

    old: str
    new: str
    tables: list[TableChange]
    sentences: list[Sentence]
    exhibits: list[ExhibitChange]
    orders: list[Order]
    verdicts: list[VerdictChange]
    filed: list[Filed]
    computed: list[Computed]
    wordings: list[Wording]
    code: list[Code]
    package: list[str]
    whole: list[str]
    stood: dict[str, tuple[int, int]]
    unsure: list[str]

    @property
    def nothing(self) -> bool:
        """Whether the two states are equal in all that is compared."""
        found = (self.tables, self.sentences, self.exhibits, self.orders, self.verdicts, self.filed, self.computed)
        return not any((*found, self.wordings, self.code, self.package, self.whole))


def compare(old: State, new: State) -> Report:
    """Compare two states; nothing is executed, and what can't be read is said."""
    tables = table_changes(old, new)
    unsure: list[str] = []
    sentences, wordings, code = sentence_changes(old, new)
    shown, orders = exhibit_changes(old, new)
    filed, computed = forecast_changes(old, new, tables)
    verdicts: list[VerdictChange] = []
    with _said_in(unsure):
        verdicts = verdict_changes(old, new, tables)
    package = [
        key
        for key in dict.fromkeys([*new.package, *old.package])
        if key != "resources" and old.package.get(key) != new.package.get(key)
    ]
    whole = [f"+ {path}" for path in new.notebooks if path not in old.notebooks]
    whole += [f"- {path}" for path in old.notebooks if path not in new.notebooks]
    return Report(
        old.name,
        new.name,
        tables,
        sentences,
        shown,
        orders,
        verdicts,
        filed,
        computed,
        wordings,
        code,
        package,
        whole,
        _stood(old, new, tables, shown, verdicts, filed),
        [*old.unreadable, *new.unreadable, *unsure],
    )


@contextlib.contextmanager
def _said_in(unsure: list[str]) -> Iterator[None]:
    try:
        yield
    except StateError as error:
        unsure.append(str(error))


def _stood(old: State, new: State, tables, shown, verdicts, filed) -> dict[str, tuple[int, int]]:
    """Kind -> how many there are now, and how many of them are as they were."""
    own, numbers, then = exhibits(new), _numbers(new), set(_numbers(old))
    counts = {
        "table of data": (len(new.resources), sum(change.name in new.resources for change in tables)),
        "number in the prose": (len(numbers), sum(one not in then for one in numbers)),
        "figure": (_of(own, "figure"), sum(bool(one.new) and one.new.kind == "figure" for one in shown)),
        "table of the pages": (_of(own, "table"), sum(bool(one.new) and one.new.kind == "table" for one in shown)),
        "claim": (len(new.sheet(CLAIMS).rows), len(verdicts)),
        "filed forecast": (len(new.sheet(FILED).rows), len({one.forecast for one in filed if one.what != "gone"})),
    }
    return {kind: (all_, all_ - moved) for kind, (all_, moved) in counts.items() if all_}


def _numbers(state: State) -> list[tuple[str, str, str]]:
    """Notebook, value and key of every number in the prose."""
    cells = [(path, cell) for path, one in state.notebooks.items() for cell in one.cells]
    return [(path, *found) for path, cell in cells for found in prose.NUMBER.findall(cell.source)]


def _of(own: dict, kind: str) -> int:
    return sum(one == kind for one, _ in own)
