"""The book that readers get, out of the pages as Sphinx wrote them: slimmed, mended, under a policy, with own icons."""

import contextlib
import os
import shutil
from pathlib import Path

from evidence.pages import icons, mends, menus, policy, slim

NO_JEKYLL = ".nojekyll"  # without it GitHub Pages leaves out every folder that begins with an underscore
# For programs and not for pages: the theme's menus in other languages, and parts of its templates.
UNUSED = {Path("_static", name) for name in ("locales", "webpack-macros.html", "sbt-webpack-macros.html")}


def write_final(raw: Path, book: Path) -> None:
    """Write the book into the folder ``book``, which is not there yet; ``raw`` stays as it is."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        place = Path(folder).relative_to(raw)
        return [name for name in names if place / name in UNUSED or is_page(place / name)]

    def copy(source: str, target: str) -> None:
        copy_or_link(raw, Path(source), target)

    pages = {
        path.relative_to(raw).as_posix(): mends.mended(path.read_text(encoding="utf-8"))
        for path in sorted(raw.rglob("*.html"))
        if is_page(path.relative_to(raw))
    }
    shutil.copytree(raw, book, ignore=left_out, copy_function=copy)
    pages = slim.slim(menus.slim(icons.slim(pages, book), book), book)
    for name, text in pages.items():
        (book / name).write_text(policy.kept_to(text, name), encoding="utf-8", newline="")
    (book / NO_JEKYLL).touch()


def is_page(path: Path) -> bool:
    """Whether a file, by its path in the book, is one that readers read."""
    return path.suffix == ".html" and "_static" not in path.parts


def copy_or_link(raw: Path, source: Path, target: str) -> None:
    """A copy of what is written into in its place, which is what stands at the top of the book or of `_static`.

    Anything else gets a second name; who writes it anew takes the first away before.
    """
    if source.parent not in (raw, raw / "_static"):
        with contextlib.suppress(OSError):  # a file system without links
            os.link(source, target)
            return
    shutil.copy2(source, target)
