"""The numbers that a notebook says when every table comes with its rows in another order.

A process of its own (`tests/test_order_of_rows.py`), so that nothing computed before is taken from a cache:
`python -m tests.shuffled chapters/01-concerns.ipynb` prints key -> text as JSON.
"""

import contextlib
import io
import json
import sys
from pathlib import Path

import nbformat
import pandas as pd

from evidence import tables
from evidence.build.freshness import code_cells
from evidence.exhibits import numbers

SEED = 2017


def shuffle() -> None:
    """Every table that is loaded from now on comes in another order of its rows."""
    load = tables.load

    def shuffled(name: str, *args, **options) -> pd.DataFrame:
        return load(name, *args, **options).sample(frac=1, random_state=SEED).reset_index(drop=True)

    tables.load = shuffled


def said(path: Path) -> dict[str, str]:
    """What the cells of a notebook say, executed here: key -> text."""
    texts: dict[str, str] = {}
    numbers.glue = lambda key, text, display: texts.update({key: text})
    names: dict = {}
    for number, cell in enumerate(code_cells(nbformat.read(path, as_version=4))):
        exec(compile(cell.source, f"{path}, cell {number}", "exec"), names)
    return texts


if __name__ == "__main__":
    shuffle()
    with contextlib.redirect_stdout(io.StringIO()):
        told = said(Path(sys.argv[1]))
    print(json.dumps(told))
