"""What moved between two states of the book: rows, numbers in the prose, figures, verdicts, forecasts.

In: a checkout, and a state before it: a revision of git or another folder. Both are read, neither is executed. Out: a
`report.Report` of plain parts, as text for a terminal, as Markdown for a pull request, as one page without scripts.
Entered by the command `python -m evidence.changes` (``BASE``, ``--markdown``), and by `evidence.build.execute`, which
ends an update with `command.in_short`.

To add something that is compared, write a module with one pure function of two states, give its findings a place in
`report.Report`, and a section in `told`; the three renderers need nothing new.
"""

from evidence import stopping

stopping.in_one_line()
