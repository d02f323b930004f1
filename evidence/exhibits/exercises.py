"""The check of an exercise, for a notebook: `check("ex-1-1", answer)`; without an answer it gives the hint."""

from typing import Any

from evidence.answered import Reply, reply
from evidence.exercises import EXERCISES

ASKED = object()  # no answer was given; None is one


def check(exercise: str, answer: Any = ASKED) -> Reply:
    """What is to be said to an answer, which prints itself; its `right` says whether it was accepted.

    answer: a number, or an option as its text, or a list of options or of ids of rows, or a frame. Raises KeyError for
    an exercise that the book does not have.
    """
    if exercise not in EXERCISES:
        raise KeyError(f"no exercise {exercise!r}; there are {', '.join(EXERCISES)}")
    own = EXERCISES[exercise]
    return Reply(False, f"Hint: {own.hint}") if answer is ASKED else reply(own, answer)
