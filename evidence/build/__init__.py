"""From notebooks and tables to the book in `_build/html`: what is stale, execution, the build, the server, the status;
and out of the book what is printed, taught with, deposited.

In: a checkout. Out: notebooks with new outputs, the built book, its PDF files, the teacher's pack, a snapshot to
deposit. Entered by the command line: `python -m evidence.build` (``--execute``), and `python -m` with
`evidence.build.execute` (``--check``, ``--force``), `evidence.build.accepted` (what exercises accept),
`evidence.build.serve`, `evidence.build.linkcheck`, `evidence.build.licences`, `evidence.build.pdf`,
`evidence.build.teach`, `evidence.build.release`, `evidence.build.pictures` (of the
README); and by `sphinx_ext`, an extension that any run of Sphinx over the book loads.

To add a step, write a module that says what it reads and writes, call it from a target of the Makefile, and test it on
the small checkout of `tests/conftest.py`. Nothing to the left of this room knows it.
"""

from evidence import stopping

stopping.in_one_line()
