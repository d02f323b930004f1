"""A link to a row of a register leads to where the row is read: nothing lies over its first line."""

import pytest

from conftest import until
from evidence import tables

REGISTERS = {"corrections": ("corrections", "correction_id"), "statements": ("statements", "statement_id")}
COVERED = """(id) => {
  const cell = document.getElementById(id).querySelector("td, th").getBoundingClientRect();
  const seen = document.elementFromPoint(cell.left + 8, cell.top + 8);
  return !document.getElementById(id).contains(seen);
}"""
IN_PLACE = "(id) => { const at = document.getElementById(id)?.getBoundingClientRect(); return at && at.top > 0; }"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", REGISTERS)
def test_a_row_that_a_link_names_is_not_under_the_head_of_its_table(page, width, served, watch):
    table, key = REGISTERS[page]
    rows = tables.load(table)[key]
    row = rows.iloc[len(rows) * 3 // 4]
    view = watch(served, viewport={"width": width, "height": 800}).page
    view.goto(f"{served}/chapters/appendix/{page}.html#{row}")
    until(view, f"({IN_PLACE})('{row}')")
    until(view, f"!({COVERED})('{row}')")  # the scroll of the box follows that of the page
