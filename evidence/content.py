"""Contents of files as short hashes: what changed is told by content, never by the time of a file."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def digest(content: str | bytes) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of ``content``: enough to notice a change."""
    content = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(content).hexdigest()[:16]


def read(path: Path) -> bytes | None:
    """The content of a file; None where there is none to read: a dangling link, a pipe, a file just taken away."""
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def hashes(root: Path, apart: set[str]) -> dict[str, str]:
    """Hash of every file of a checkout, by its path from there; hidden files, and folders named ``apart``, left out."""
    found = {}
    for path in _walk(root, apart):
        if not path.name.startswith(".") and (content := read(path)) is not None:
            found[path.relative_to(root).as_posix()] = digest(content)
    return found


def no_files(root: Path, apart: set[str]) -> list[str]:
    """Paths from a checkout of what stands among its files and is none: dangling links, pipes, sockets, and links to
    a folder above, in which one could go round for ever."""
    odd = [path for path in _walk(root, apart) if not path.is_file() and not _leads_on(path)]
    return sorted(path.relative_to(root).as_posix() for path in odd)


def _leads_on(path: Path) -> bool:
    """Whether it is a link to a folder that does not hold the link itself."""
    return path.is_dir() and path.resolve() not in path.parent.resolve().joinpath(path.name).parents


def _walk(root: Path, apart: set[str]) -> Iterator[Path]:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in apart]
        yield from (Path(folder, name) for name in files)
        yield from (link for link in (Path(folder, name) for name in folders) if link.is_symlink())
