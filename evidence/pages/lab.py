"""The forecasting lab: its parts in a page, and what the page holds back until the reader has locked her numbers.

The file beside the page has what tells the end. The page's text and the search do not. The lab on paper stands with the
handouts (`lab_sheet`).
"""

import json
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

from evidence import tables
from evidence.pages import lab_sheet
from evidence.pages.handouts import FOLDER
from evidence.pages.held_back import file_name, script, write_beside
from evidence.pages.policy import unstyled

KIND = "lab"  # of the script beside the page
MARK = 'class="ev-lab"'
PARTS = ("dossier", "questions", "steps")


def exhibit() -> ModuleType:
    """The exhibit, imported when a page asks for it: it needs SciPy, for which no other page of a build waits."""
    return import_module("evidence.exhibits.lab")


class Lab(Directive):
    """```{lab} dossier```, one of `PARTS`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        part = self.arguments[0]
        if part not in PARTS:
            raise self.error(f"the lab has no part {part!r}; there are {', '.join(PARTS)}")
        return [nodes.raw("", getattr(exhibit(), part)(), format="html")]


def asked() -> pd.DataFrame:
    """The questions in their order, with `question_id` as their index."""
    return tables.load("forecast_questions").set_index("question_id").loc[exhibit().lab.ASKED]


def hold(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Write what the lab's page holds back into the file beside it, from which `static/parts.js` takes it, and the lab
    on paper."""
    if doctree is not None and MARK in context["body"]:
        held = exhibit().held()
        content = json.dumps(held, ensure_ascii=False, sort_keys=True)
        write_beside(Path(app.outdir), file_name(pagename, KIND), script(KIND, [content]))
        for name, sheet in lab_sheet.sheets(asked(), held).items():
            write_beside(Path(app.outdir), name, unstyled(sheet), FOLDER)


def setup(app: Sphinx) -> None:
    app.add_directive("lab", Lab)
    app.connect("html-page-context", hold)
