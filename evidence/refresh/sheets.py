"""A sheet of a workbook (.xlsx) as rows of text: what stands in its cells, without formats and formulas."""

import io
import re
import zipfile
from xml.etree import ElementTree

from evidence.matching import first
from evidence.refresh.upstream import Refused

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def rows(content: bytes, pattern: str, place: str, limit: int) -> list[list[str]]:
    """The cells of the one sheet whose name fits a pattern, "Constant (2023) US$" for one; all rows are equally wide.

    Raises Refused for another file, a workbook without that sheet, and one that is larger, unpacked, than ``limit``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            if sum(part.file_size for part in book.infolist()) > limit:
                raise Refused(f"{place}: larger than {limit:,} bytes, unpacked; was not read")
            path = _sheet(book, pattern, place)
            return _cells(_xml(book, path), _strings(book))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        raise Refused(f"{place}: no whole workbook (.xlsx): {error}") from error


def _xml(book: zipfile.ZipFile, path: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(path))


def _sheet(book: zipfile.ZipFile, pattern: str, place: str) -> str:
    """Where the sheet lies in the workbook."""
    sheets = {
        sheet.get("name", "").strip(): sheet.get(ID) for sheet in _xml(book, "xl/workbook.xml").iter(f"{MAIN}sheet")
    }
    fitting = [name for name in sheets if re.fullmatch(pattern, name)]
    if len(fitting) != 1:
        raise Refused(f"{place}: {len(fitting)} sheets are named like {pattern}; there are: {', '.join(sheets)}")
    targets = {one.get("Id"): one.get("Target", "") for one in _xml(book, "xl/_rels/workbook.xml.rels")}
    target = targets[sheets[fitting[0]]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _strings(book: zipfile.ZipFile) -> list[str]:
    """The texts that cells point at."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [_words(one) for one in _xml(book, "xl/sharedStrings.xml").iter(f"{MAIN}si")]


def _words(element: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _cells(sheet: ElementTree.Element, strings: list[str]) -> list[list[str]]:
    placed = [
        {_column(cell.get("r", "")): _content(cell, strings) for cell in row.iter(f"{MAIN}c")}
        for row in sheet.iter(f"{MAIN}row")
    ]
    width = 1 + max((at for row in placed for at in row), default=-1)
    return [[row.get(at, "").strip() for at in range(width)] for row in placed]


def _content(cell: ElementTree.Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _words(cell)
    value = cell.findtext(f"{MAIN}v", "")
    return strings[int(value)] if cell.get("t") == "s" else value


def _column(place: str) -> int:
    """Number of a column, from 0: "A1" -> 0, "AB7" -> 27."""
    number = 0
    for letter in first(r"\A[A-Z]+", place)[0]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
