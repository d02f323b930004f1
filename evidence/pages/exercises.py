"""Exercises: numbered with their chapter ("Exercise 3.1"), folded without a script, with hint, check and answer.

`sphinx_exercise` counts over the whole book, so that a new exercise would rename those of later chapters, and leaves
the folding to scripts inside pages. What a check accepts comes from `accepted.json` and stands, for the exercises of a
page, in a script beside it, from which `static/check.js` builds the form once an exercise is opened.
"""

import json
import re
from dataclasses import asdict
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx_exercise.nodes import (
    depart_exercise_enumerable_node,
    depart_solution_node,
    exercise_enumerable_node,
    solution_node,
    visit_exercise_enumerable_node,
    visit_solution_node,
)

from evidence import answered
from evidence.exercises import EXERCISES
from evidence.pages.boxes import FOLDED, close_fold, open_fold
from evidence.pages.held_back import file_name, script, write_beside
from evidence.pages.numbering import chapter_number

logger = logging.getLogger(__name__)

KIND = "exercise"
CHECKS = "checks"  # of the script beside a page
MARK = 'data-check="'
ANSWERS = "chapters/teach/answers"
WORDS = {
    "right": answered.RIGHT,
    "in_form": answered.IN_FORM,
    "no_number": answered.NO_NUMBER,
    "share": answered.SHARE,
    "nearly": answered.NEARLY,
    "turned": answered.TURNED,
}
CODE = re.compile(r"`([^`]*)`")


def count_as_before(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Before Sphinx numbers: what it numbered the last time, so that it finds changes and nothing else."""
    env.toc_fignumbers = getattr(env, "evidence_fignumbers", env.toc_fignumbers)
    return []


def count_by_chapter(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After Sphinx has numbered: (7,), (8,) on chapters/03-… become (3, 1), (3, 2)."""
    env.evidence_fignumbers = env.toc_fignumbers
    env.toc_fignumbers = {name: _of_chapter(name, numbers) for name, numbers in env.toc_fignumbers.items()}
    return []


def _of_chapter(docname: str, numbers: dict[str, dict[str, tuple[int, ...]]]) -> dict[str, dict[str, tuple[int, ...]]]:
    chapter, own = chapter_number(docname), numbers.get(KIND)
    if not chapter or not own:
        return numbers
    order = sorted(own, key=own.__getitem__)
    return {**numbers, KIND: {label: (int(chapter), place) for place, label in enumerate(order, start=1)}}


# ----------------------------------------------------------------------------------------------- exercises in a page
def visit_exercise(self, node: exercise_enumerable_node) -> None:
    """Begin a fold that names number, title, level and kind; one that is not in the registry is a fault, and a box."""
    own = EXERCISES.get(node["label"])
    if own is None:
        logger.warning("no exercise is called %r: give it a row in evidence/exercises.py", node["label"], location=node)
        return visit_exercise_enumerable_node(self, node)
    title = node.pop(0).astext().strip().removeprefix("(").removesuffix(")")
    kind = "notebook" if own.code else "page"
    self.body.append(self.starttag(node, "details", CLASS="ev-exercise"))
    self.body.append(
        f'<summary><span class="caption-number">Exercise {own.number}</span> {self.encode(title)} '
        f'<span class="ev-meta">{own.level}, {kind}</span></summary>\n'
    )


def depart_exercise(self, node: exercise_enumerable_node) -> None:
    """End the fold with the hint, the place of the check, and the way to the worked answer."""
    own = EXERCISES.get(node["label"])
    if own is None:
        return depart_exercise_enumerable_node(self, node)
    there = f"{self.builder.get_relative_uri(self.builder.current_docname, ANSWERS)}#sol-{own.id}"
    self.body.append(
        f'<details class="ev-box" aria-label="Hint for Exercise {own.number}"><summary>Hint</summary>'
        f"<p>{hint(own.hint)}</p></details>\n"
        f'<div class="ev-check pst-js-only" {MARK}{own.id}" data-part="0"></div>\n'
        f'<p class="ev-answer"><a href="{there}">Worked answer to Exercise {own.number}</a></p></details>\n'
    )


def hint(text: str) -> str:
    """A hint as HTML; what stands between backticks is code."""
    return CODE.sub(r'<code class="literal">\1</code>', escape(text, quote=False))


def visit_solution(self, node: solution_node) -> None:
    if FOLDED not in node["classes"]:
        return visit_solution_node(self, node)
    open_fold(self, node, "ev-solution")


def depart_solution(self, node: solution_node) -> None:
    if FOLDED not in node["classes"]:
        return depart_solution_node(self, node)
    label = node["target_label"]
    docname = self.builder.env.sphinx_exercise_registry[label]["docname"]
    there = self.builder.get_relative_uri(self.builder.current_docname, docname)
    self.body.append(f'<p class="ev-answer"><a href="{there}#{label}">Back to the exercise</a></p>')
    close_fold(self)


# -------------------------------------------------------------------------------------------- what a check needs
def spec(identity: str) -> dict:
    """What the page's check of one exercise needs: its form, what it accepts, and what it says."""
    own = EXERCISES[identity]
    form = {"kind": own.form.kind, **asdict(own.form)}
    project = own.level == "project"
    return {"number": own.number, "project": project, "help": own.help, "form": form, **answered.accepted()[identity]}


def checks(identities: list[str]) -> str:
    """The script beside a page with the checks of some exercises."""
    content = {"words": WORDS, "exercises": {one: spec(one) for one in identities}}
    return script(CHECKS, [json.dumps(content, ensure_ascii=False, sort_keys=True)])


def hold(app: Sphinx, pagename: str, templatename: str, context: dict, doctree: nodes.document | None) -> None:
    """Write what the checks of a page need into the file beside it, from which `static/parts.js` takes it."""
    found = re.findall(f'{MARK}([^"]+)"', context.get("body", ""))
    if doctree is not None and found:
        write_beside(Path(app.outdir), file_name(pagename, CHECKS), checks(found))


def setup(app: Sphinx) -> None:
    app.add_node(exercise_enumerable_node, override=True, html=(visit_exercise, depart_exercise))
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
    app.connect("env-get-updated", count_as_before, priority=400)
    app.connect("env-get-updated", count_by_chapter, priority=600)
    app.connect("html-page-context", hold)
