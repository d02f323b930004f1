"""Contents of files as short hashes: what changed is told by content, never by the time of a file."""

import hashlib
import os
from pathlib import Path


def digest(content: str | bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of ``content``: enough to notice a change."""
    content = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()[:16]


def hashes(root: Path, apart: set[str]) -> dict[str, str]:
    """Hash of every file of a checkout, by its path from there; hidden files, and folders named ``apart``, left out."""
    found = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in apart]
        for path in (Path(folder, name) for name in files if not name.startswith(".")):
            found[path.relative_to(root).as_posix()] = digest(path.read_bytes())
    return found
