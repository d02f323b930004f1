"""Nothing that is built names who built it, where, or on which machine. Slides, notebooks and data are in the book; the
teacher's pack, a PDF and a release are looked at where their tests make them."""

import getpass
import socket
import zipfile
from pathlib import Path

import pytest
from private import named, names


def test_the_book_names_no_folder_no_user_and_no_machine(built_book: Path):
    assert named(built_book) == []


@pytest.mark.parametrize(
    "text",
    ["built in {root}x", "file://{tmp}pytest-1/book.html", "\\u003cp>zarghuna@vm-of-zarghuna: done", "by zarghuna."],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_name_is_found_wherever_it_stands(tmp_path, monkeypatch, text, packed):
    monkeypatch.setattr(getpass, "getuser", lambda: "zarghuna")
    monkeypatch.setattr(socket, "gethostname", lambda: "vm-of-zarghuna")
    text = text.format(root=names()[0], tmp=[one for one in names() if one.endswith("/")][-1])
    (tmp_path / "a.js").write_text(text, "utf-8")
    if packed:
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.write(tmp_path / "a.js", "a.js")
        (tmp_path / "a.js").unlink()
    assert [name for name, _ in named(tmp_path)] == ["a.zip: a.js" if packed else "a.js"]


def test_words_that_hold_a_name_are_no_names(tmp_path, monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "anna")
    monkeypatch.setattr(socket, "gethostname", lambda: "vm")
    (tmp_path / "a.txt").write_text("Hanna, annals and savannas; .vm { color: red }", "utf-8")
    assert named(tmp_path) == []
