"""What is written in one step is the old file or the new one, whole."""

import errno
import os
from pathlib import Path

import pytest

from evidence.build import book, whole


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def half(path: Path, text: str, **_):
    path.write_bytes(text[: len(text) // 2].encode())
    full()


@pytest.mark.parametrize(("owner", "name", "fault"), [(Path, "write_text", half), (os, "replace", full)])
def test_a_full_disk_leaves_the_old_file_and_no_part(tmp_path, monkeypatch, owner, name, fault):
    path = tmp_path / "accepted.json"
    whole.put(path, "old\n")
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, fault)
        with pytest.raises(OSError):
            whole.put(path, "new\n")
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [("accepted.json", "old\n")]
    whole.put(path, "new\n")
    assert path.read_bytes() == b"new\n"


def test_a_build_that_was_killed_while_it_changed_books_leaves_one_to_come_back(tmp_path, monkeypatch):
    target = tmp_path / "html"
    book.aside(target).mkdir()
    (book.aside(target) / "index.html").write_text("before", "utf-8")

    def failed(*_):
        raise book.BuildError("the book was not built")

    monkeypatch.setattr(book, "_jupyter_book", failed)
    with pytest.raises(book.BuildError):
        book.build(tmp_path, target)
    assert (target / "index.html").read_text("utf-8") == "before" and not book.aside(target).exists()
