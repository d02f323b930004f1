"""The book that readers get, out of the pages as Sphinx wrote them: slimmed, mended, under a policy, with own icons."""

import contextlib
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from evidence.pages import held_back, icons, mends, menus, policy, slim, tall

NO_JEKYLL = ".nojekyll"  # without it GitHub Pages leaves out every folder that begins with an underscore
OWN = Path(__file__).parent / "static"
STATIC = "_static"
LOADED = re.compile(rf"\b{STATIC}/([\w./-]+)")


def write_final(raw: Path, book: Path) -> None:
    """Write the book into the folder ``book``, which is not there yet; ``raw`` stays as it is."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        place = Path(folder).relative_to(raw)
        return [name for name in names if is_page(place / name)]

    def copy(source: str, target: str) -> None:
        copy_or_link(raw, Path(source), target)

    pages = {
        path.relative_to(raw).as_posix(): tall.marked(mends.mended(path.read_text(encoding="utf-8")))
        for path in sorted(raw.rglob("*.html"))
        if is_page(path.relative_to(raw))
    }
    shutil.copytree(raw, book, ignore=left_out, copy_function=copy)
    pages = slim.slim(menus.slim(icons.slim(pages, book), book), book)
    leave_out_unnamed(book, pages.values())
    for name, text in pages.items():
        (book / name).write_text(policy.kept_to(text, name), encoding="utf-8", newline="")
    (book / NO_JEKYLL).touch()


def is_page(path: Path) -> bool:
    """Whether a file, by its path in the book, is one that readers read."""
    return path.suffix == ".html" and STATIC not in path.parts


def leave_out_unnamed(book: Path, pages: Iterable[str]) -> None:
    """Take out of `_static` what nothing names: no page, and no script or style sheet that is named itself.

    The book's own files stay, which pages load that are written later (slides), and so do licences. Maps of scripts go,
    though each script names its own: they are for those who write it.
    """
    static = book / STATIC
    beside = (path.read_text(encoding="utf-8") for path in (book / held_back.FOLDER).glob("*.htm"))
    named = {name for texts in (pages, beside) for text in texts for name in LOADED.findall(text)}
    left = {path for path in static.rglob("*") if path.is_file()}
    new = {path for path in left if _stays(path.relative_to(static), named)}
    while new:
        left -= new
        texts = [path.read_text(encoding="utf-8") for path in new if path.suffix in (".js", ".css")]
        new = {path for path in left if path.suffix != ".map" and any(path.name in text for text in texts)}
    for path in left:
        path.unlink()
    for folder in sorted((path for path in static.rglob("*") if path.is_dir()), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def _stays(path: Path, named: set[str]) -> bool:
    return path.as_posix() in named or (OWN / path).is_file() or "LICENSE" in path.name


def copy_or_link(raw: Path, source: Path, target: str) -> None:
    """A copy of what is written into in its place, which is what stands at the top of the book or of `_static`.

    Anything else gets a second name; who writes it anew takes the first away before.
    """
    if source.parent not in (raw, raw / STATIC):
        with contextlib.suppress(OSError):  # a file system without links
            os.link(source, target)
            return
    shutil.copy2(source, target)
