"""Write what the check of each exercise accepts, as salted hashes: ``python -m evidence.build.accepted``.

`make update` runs it. What is right comes from `evidence.analysis.exercises`, which computes it from the tables.
"""

import json
from pathlib import Path

from evidence import answered, tables
from evidence.analysis.exercises import ACCEPTED
from evidence.answered import Exercise, hashed, text_of
from evidence.exercises import EXERCISES


def entries() -> dict[str, dict]:
    """What the file holds: id -> right and wrong as hashes, or the ids that a project may name.

    Raises ValueError if a foreseen wrong answer is right, or if two of them are one and have two messages.
    """
    return {one.id: _of(one) for one in EXERCISES.values()}


def _of(exercise: Exercise) -> dict:
    form = exercise.form
    if exercise.level == "project":
        return {"ids": sorted(tables.load(form.table)[form.key])} if form.kind == "rows" else {}
    right, foreseen = ACCEPTED[exercise.id]()
    texts = [text_of(exercise, answer) for answer, _ in foreseen]
    if text_of(exercise, right) in texts or len(set(texts)) < len(texts):
        raise ValueError(f"{exercise.id}: two of its answers are the same: {text_of(exercise, right)}, {texts}")
    wrong = {hashed(exercise.id, text): message for text, (_, message) in zip(texts, foreseen)}
    return {"right": hashed(exercise.id, text_of(exercise, right)), "wrong": wrong}


def written() -> str:
    """The text of the file."""
    return json.dumps(entries(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(target: Path = answered.FILE) -> None:
    target.write_text(written(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
