"""Archives that the book ships: who unpacks one can let others read it, and the same files give the same bytes."""

import zipfile
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import archives, sphinx_ext

FILES = [("data/a.csv", b"a\n1\n"), ("data/b.csv", b"b\n2\n")]


def test_the_data_package_is_readable_by_all_once_it_is_unpacked(tmp_path):
    sphinx_ext.add_data(SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path), None)
    with zipfile.ZipFile(tmp_path / ARCHIVE) as archive:
        entries = archive.infolist()
    assert len(entries) > 20 and {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}, "as on Unix, wherever it was made"


@pytest.mark.parametrize("when", [archives.EARLIEST, datetime(2026, 11, 26, 9, 30, 4, tzinfo=UTC)])
def test_the_same_files_give_the_same_bytes_and_each_bears_the_time(tmp_path, when):
    for name in ("one.zip", "two.zip"):
        archives.write(tmp_path / name, iter(FILES), when)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert [(one.filename, archive.read(one)) for one in archive.infolist()] == FILES
        assert {one.date_time for one in archive.infolist()} == {when.timetuple()[:6]}
