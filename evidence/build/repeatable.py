"""What in the outputs of a notebook cannot come out a second time, or on another machine. It reads the clock alone.

Every notebook is executed twice at once, by two kernels whose clocks stand on different days, whose temporary files lie
in different folders, and whose process ids differ: what is not the same was made of the time, of chance, of an address
in memory or of the process. What both share is looked for in the text: folders of this machine, and today's date.
"""

import json
import os
import re
from datetime import UTC, date, datetime, timedelta

from nbformat import NotebookNode

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")  # of an object: <function f at 0x7f0c>
ZONES = {"<+14>-14": 14, "<-12>+12": -12}  # for TZ, and the hours they are ahead of UTC
AROUND = 40  # characters shown before and after a difference
ADVICE = "seed what is random, leave out times, paths and process ids, and keep warnings from showing"


def other_zone(now: datetime, here: date) -> str:
    """A time zone, for the variable TZ, in which it is another day than ``here`` at the moment ``now`` (UTC)."""
    return next(zone for zone, ahead in ZONES.items() if (now + timedelta(hours=ahead)).date() != here)


def unlike(cell: NotebookNode, again: NotebookNode) -> str:
    """What differs between the outputs of one cell and those of another execution of it; '' if nothing does."""
    one, other = _text(cell), _text(again)
    if one == other:
        return ""
    at = len(os.path.commonprefix([one, other]))
    shown = (repr(text[max(at - AROUND, 0) : at + AROUND]) for text in (one, other))
    return f"it gives something else each time: {' and '.join(shown)}; {ADVICE}"


def of_this_machine(cell: NotebookNode, folders: list[str], known: str) -> str:
    """What in the outputs of a cell belongs to this machine or to today; '' if nothing does.

    folders: paths that only this machine has. known: text in which today's date may stand for a reason: the code, and
    whatever tables say.
    """
    text = _text(cell)
    places = "|".join(re.escape(folder.rstrip(os.sep)) for folder in folders if len(folder) > 1)
    if place := re.search(rf"(?<![\w./-])(?:{places})[/\\][^\s\"'<>]*", text):
        return f"it shows a path of this machine, {place[0]!r}; {ADVICE}"
    if address := ADDRESS.search(text):
        return f"it shows an address in memory, {address[0]!r}; show what the object says instead"
    today = datetime.now(UTC).date().isoformat()
    if today in text and today not in known:
        return f"it shows today's date, {today}; {ADVICE}"
    return ""


def _text(cell: NotebookNode) -> str:
    return json.dumps(cell.get("outputs", []), ensure_ascii=False, sort_keys=True)
