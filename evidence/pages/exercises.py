"""Exercises: numbered with their chapter ("Exercise 3.1"), their solutions folded without a script.

`sphinx_exercise` counts over the whole book, so that a new exercise would rename those of later chapters, and leaves
the folding to scripts inside pages.
"""

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_exercise.nodes import depart_solution_node, solution_node, visit_solution_node

from evidence.pages.boxes import FOLDED, close_fold, open_fold
from evidence.pages.numbering import chapter_number

KIND = "exercise"


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
    order = sorted(own, key=own.get)
    return {**numbers, KIND: {label: (int(chapter), place) for place, label in enumerate(order, start=1)}}


def visit_solution(self, node: solution_node) -> None:
    if FOLDED not in node["classes"]:
        return visit_solution_node(self, node)
    open_fold(self, node, "ev-solution")


def depart_solution(self, node: solution_node) -> None:
    if FOLDED not in node["classes"]:
        return depart_solution_node(self, node)
    close_fold(self)


def setup(app: Sphinx) -> None:
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
    app.connect("env-get-updated", count_as_before, priority=400)
    app.connect("env-get-updated", count_by_chapter, priority=600)
