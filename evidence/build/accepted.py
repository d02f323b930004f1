"""Write what the check of each exercise accepts, as salted hashes: ``python -m evidence.build.accepted``.

`make update` runs it. What is right comes from `evidence.analysis.exercises`, which computes it from the tables.
"""

import json
from pathlib import Path

from evidence import answered, tables
from evidence.analysis.exercises import ACCEPTED
from evidence.answered import Exercise, Rows, hashed, text_of
from evidence.build.whole import put
from evidence.exercises import EXERCISES


def entries() -> dict[str, dict]:
    """What the file holds: id -> right and wrong as hashes, or the ids that a project may name.

    Of foreseen wrong answers that a change of the tables makes one, the first keeps its message.
    """
    return {one.id: _of(one) for one in EXERCISES.values()}


def _of(exercise: Exercise) -> dict:
    form = exercise.form
    if exercise.level == "project":
        return {"ids": sorted(tables.load(form.table)[form.key])} if isinstance(form, Rows) else {}
    right, foreseen = ACCEPTED[exercise.id]()
    wrong = {hashed(exercise.id, text_of(exercise, answer)): message for answer, message in reversed(foreseen)}
    return {"right": hashed(exercise.id, text_of(exercise, right)), "wrong": wrong}


def written() -> str:
    """The text of the file."""
    return json.dumps(entries(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(target: Path = answered.FILE) -> None:
    """Write the file, and say so if it changed."""
    text = written()
    if not target.exists() or target.read_text("utf-8") != text:
        put(target, text)
        print(f"{target.name}: what the checks of the exercises accept is written anew")


if __name__ == "__main__":
    main()
