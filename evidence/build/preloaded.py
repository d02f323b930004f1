"""What the process holds that builds are forked from (`evidence.build.serve`): imported modules, tables, notebooks.

Importing this module is what fills it. Tables and notebooks are kept by content, so a build never meets an old one.
"""

import contextlib
import importlib

from sphinx.application import builtin_extensions

from evidence import tables
from evidence.build.execute import check_package, find_notebooks
from evidence.build.freshness import parsed

# Nearly all that a build imports. Sphinx imports whatever is not here when the build asks for it.
MODULES = (
    "evidence.build.book",
    "evidence.build.sphinx_ext",
    "evidence.pages.sphinx_ext",
    "a11y_pygments",
    "jupyter_book.sphinx",
    "myst_nb.sphinx_ext",
    "sphinx_book_theme",
    "sphinx_exercise",
    "sphinx_external_toc",
    *builtin_extensions,
)
TABLES = ("claims", "claim_evidence", "events", "statements", "forecasts")  # what pages are linked by

for module in MODULES:
    importlib.import_module(module)
with contextlib.suppress(tables.TableError, OSError, ValueError):  # the build will say what is wrong
    check_package(tables.root())
    for table in TABLES:
        tables.load(table)
    for notebook in find_notebooks(tables.root()):
        parsed(notebook.read_text(encoding="utf-8"))
