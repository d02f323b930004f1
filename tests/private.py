"""What of this machine must not stand in anything that is built: its folders, its name, its user's."""

import getpass
import io
import os
import re
import socket
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.generic import StreamObject

ROOT = Path(__file__).resolve().parents[1]
# Users and machines that are called so give nobody away, and books may hold these words.
COMMON = {"root", "user", "runner", "nobody", "localhost", "host", "docker", "admin", "debian", "ubuntu", "python"}
SHORTEST = 4  # letters; a machine called "vm" is found in any style sheet


def names() -> list[str]:
    """Folders of this machine, each with what may follow it, its name, and its user's."""
    folders = {str(ROOT), sys.prefix, tempfile.gettempdir(), str(Path.home())}
    who = {socket.gethostname(), *_user()} - COMMON
    return sorted({f"{one}/" for one in folders if one != os.sep} | {one for one in who if len(one) >= SHORTEST})


def _user() -> list[str]:
    try:
        return [getpass.getuser()]
    except (KeyError, OSError):  # a container whose user has a number only
        return []


def contents(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file and what it packs: an archive's files, the objects of a PDF, the lines of Sphinx's list of objects."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.namelist():
                yield from contents(f"{name}: {one}", archive.read(one))
    elif name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        for number in range(1, len(reader.xref[0]) + 1):
            one = reader.get_object(number)
            yield name, repr(one).encode() + (one.get_data() if isinstance(one, StreamObject) else b"")
    elif name.endswith("objects.inv"):
        yield name, zlib.decompress(content.split(b"\n", 4)[4])
    else:
        yield name, content


def named(folder: Path, *more: str) -> list[tuple[str, str]]:
    """(file, name) of each name of this machine in the files of a folder. more: names to look for beside those."""
    wanted = "|".join(re.escape(one) for one in [*names(), *more])
    pattern = re.compile(rb"(?<![\w-])(?:%s)(?!(?<=\w)\w)" % wanted.encode())
    return [
        (name, match[0].decode())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for name, content in contents(path.relative_to(folder).as_posix(), path.read_bytes())
        if (match := pattern.search(content))
    ]
