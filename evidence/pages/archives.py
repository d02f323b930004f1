"""Zip archives whose bytes follow from their files: one order, one time, one mode, wherever they were made."""

import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)  # that an archive can hold
UNIX, PLAIN_FILE = 3, 0o100644 << 16  # readable by all, writable by its owner


def write(target: Path, files: Iterable[tuple[str, bytes]], when: datetime = EARLIEST) -> None:
    """Zip files, pairs of a name and a content, in the order that they come in. when: the time that each bears."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, when.timetuple()[:6])
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
