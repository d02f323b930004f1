"""Sphinx extension of the book: its links and numbers, its own files, Vega, the data package to download."""

import filecmp
import os
import shutil
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx

from evidence.exhibits.appendix import ARCHIVE
from evidence.pages import (
    archives,
    boxes,
    citing,
    crossrefs,
    directions,
    exercises,
    figure_package,
    glosses,
    held_back,
    incremental,
    lab,
    languages,
    outlinks,
    reading,
    repository,
    sharing,
    teach,
    texts,
    unbroken,
)

STATIC = Path(__file__).parent / "static"
# Only on pages that hold one of these; in this order.
SCRIPTS = {
    "tips.js": ["ev-figure"],
    "figures.js": ["ev-spec"],
    "badges.js": ["ev-badge", "ev-gloss"],
    "sought.js": ["ev-table", "ev-list"],
    "tables.js": ["ev-table"],
    "scenario.js": ["ev-scenario"],
    "filters.js": ["ev-list"],
    "code.js": ["ev-show-code"],
    "countdown.js": ["ev-countdown"],
    "entries.js": ["data-entry"],
    "lab.js": ["ev-lab"],
    "check.js": ["ev-check", "ev-solution"],
}
# In the page from the start, so that nothing moves when its script comes; seen only where scripts run.
SHOW_CODE = '<button type="button" class="ev-show-code pst-js-only" aria-pressed="false">Show the code</button>'


def add_static(app: Sphinx) -> None:
    """Put the book's own files and Vega where the pages find them; nothing is fetched from elsewhere."""
    app.config.html_static_path += [str(vega_bundle(Path(app.srcdir) / "_build" / "vega").parent), str(STATIC)]


def vega_bundle(cache: Path) -> Path:
    """Vega, Vega-Lite and Vega-Embed as one script, made once per version of vl-convert (a few seconds)."""
    bundle = cache / vl_convert.__version__ / "vega.js"
    if not bundle.exists():
        bundle.parent.mkdir(parents=True, exist_ok=True)
        partial = bundle.with_name(f"{os.getpid()}.partial")
        # In a function of its own: Sphinx declares `_` on the page, and so does the bundle.
        partial.write_text(f"(function () {{\n{vl_convert.javascript_bundle()}\n}})();\n", encoding="utf-8")
        os.replace(partial, bundle)
    return bundle


def page_assets(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    up = "../" * pagename.count("/")
    body = hold_code(app, pagename, context.get("body", ""), f"{up}_sources/{pagename}.ipynb")
    body = hold_entries(app, pagename, context.get("title", ""), unbroken.unbroken(body))
    if "data-part=" in body:
        # Its name without kind and ending, from which the script makes those of what it loads.
        beside = f"{up}{held_back.FOLDER}/{held_back.file_name(pagename, '').removesuffix('.js')}"
        marked: dict[str, Any] = {"data-beside": beside}
        app.add_js_file("parts.js", defer="defer", **marked)
    for script, marks in SCRIPTS.items():
        if any(mark in body for mark in marks):
            app.add_js_file(script, defer="defer")
    if body:
        context["body"] = body
    if pagename == "search":
        app.add_js_file("search.js", defer="defer")


def hold_code(app: Sphinx, pagename: str, body: str, notebook: str) -> str:
    """A page's body with one control for its code, which goes into a script beside it, and the way to its notebook."""
    if languages.of(pagename):  # its code is English, counts the numbers of the text alone, and is the English page's
        return held_back.CODE.sub("", body)
    code: list[str] = []
    body = held_back.take_code(body, code)
    if not code:
        return body
    held_back.write_beside(Path(app.outdir), held_back.file_name(pagename, "code"), held_back.script("code", code))
    without_scripts = (
        f'<noscript><p class="ev-meta">Its code is in <a href="{notebook}">its notebook</a>.</p></noscript>'
    )
    control = f"{SHOW_CODE}{without_scripts}"
    if held_back.CODE_HERE in body:
        return body.replace(held_back.CODE_HERE, control)
    return reading.UNDER_TITLE.sub(lambda title: f"{title[0]}\n{control}", body, count=1)


def hold_entries(app: Sphinx, pagename: str, title: str, body: str) -> str:
    """A heavy register's body without the entries that it shows later, which go into a script and a page beside it."""
    if len(body) <= held_back.HEAVY or held_back.REGISTER not in body:
        return body
    entries: list[str] = []
    whole = held_back.file_name(pagename, "whole").replace(".js", ".htm")
    there = f"{'../' * pagename.count('/')}{held_back.FOLDER}/{whole}"
    short = held_back.take_entries(body, entries, there)
    if not entries:
        return body
    book = Path(app.outdir)
    held_back.write_beside(book, held_back.file_name(pagename, "entries"), held_back.script("entries", entries))
    held_back.write_beside(book, whole, held_back.whole_page(pagename, title, body))
    return reading.UNDER_TITLE.sub(
        lambda match: f"{match[0]}\n{held_back.NAMED.format_map({'there': there})}", short, count=1
    )


def add_data(app: Sphinx, failure: Exception | None) -> None:
    """Put the data package into the book, unless it is there: each file, and the whole as one archive."""
    if failure is None and app.builder.format == "html":
        files, folder, archive = citing.package_files(), Path(app.outdir) / "data", Path(app.outdir) / ARCHIVE
        if archive.exists() and _holds(folder, files):
            return
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for path in files:
            shutil.copyfile(path, folder / path.name)
        archives.write(archive, ((f"data/{path.name}", path.read_bytes()) for path in files))


def _holds(folder: Path, files: list[Path]) -> bool:
    names = [path.name for path in files]
    same, _, _ = filecmp.cmpfiles(files[0].parent, folder, names, shallow=False)
    return len(same) == len(files) == len(os.listdir(folder))


def setup(app: Sphinx) -> dict:
    crossrefs.setup(app)
    glosses.setup(app)
    citing.setup(app)
    sharing.setup(app)
    repository.setup(app)
    directions.setup(app)
    boxes.setup(app)
    exercises.setup(app)
    reading.setup(app)
    lab.setup(app)
    teach.setup(app)
    languages.setup(app)
    texts.setup(app)
    incremental.setup(app)
    app.add_css_file("book.css")
    app.add_js_file("first.js", priority=0)
    app.add_js_file("found.js")
    app.add_js_file("contents.js")
    app.connect("builder-inited", add_static)
    app.connect("html-page-context", page_assets)
    app.connect("build-finished", add_data, priority=50)  # before the pages are kept and slimmed
    app.connect("build-finished", figure_package.after_build, priority=940)
    app.connect("build-finished", outlinks.after_build, priority=950)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
