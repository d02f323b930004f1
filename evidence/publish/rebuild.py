"""What a build may keep of the build before it, so that an edited page costs the time of one page.

Sphinx reads a page again only if it changed, and warns only while it reads or writes: over its own cache a second
build passes what the first refused. So the cache is kept of builds alone that succeeded with every warning an error,
it is used up by the next build, which leaves one of its own only if it succeeds too, and it is thrown away when
anything but one page changed: a table, a module, the configuration, the list of pages, a package, two pages.
Pages that show or link to parts of the edited page are written again; if in doubt all are.
"""

import contextlib
import json
import os
import shutil
import sys
import sysconfig
from functools import partial
from pathlib import Path

from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from evidence.publish import slim
from evidence.publish.crossrefs import on_pages
from evidence.publish.freshness import digest, hashes

INPUTS = "inputs.json"  # where it stands in a work folder, the build is to leave something for the next
RAW = "html.raw"  # beside the folder of the pages: the pages before they are slimmed
PAGES = (".ipynb", ".md")
OWN = {"wordcount", "evidence"}  # metadata of a page that no other page shows
# What no page of the book depends on. Anything else in the checkout counts, hidden files apart.
APART = {"_build", "__pycache__", "benchmarks", "docs", "tests"}


def read_inputs(root: Path) -> dict[str, str]:
    """Hash of every file that the book may depend on, and of the interpreter and its packages."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    environment = digest(repr((sys.version, sys.prefix, packages)))
    return {"the interpreter and its packages": environment, **hashes(root, APART)}


def edited_page(before: dict[str, str], now: dict[str, str]) -> str | None:
    """The one page that changed, '' if nothing did, None if more than that: then a build starts from nothing."""
    changed = [name for name in before.keys() | now.keys() if before.get(name) != now.get(name)]
    page = changed[0] if changed else ""
    one_page = page.endswith(PAGES) and page in before and page in now
    return page if not changed or (len(changed) == 1 and one_page) else None


def shown(kept: Path) -> dict[str, str] | None:
    """Hashes of what the book of the last build was made of; None if that build failed, or there was none."""
    try:
        return json.loads((kept / INPUTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def take(kept: Path, work: Path, now: dict[str, str]) -> None:
    """Move what an earlier build left into the empty place of this one, if it may be used; in any case it is gone."""
    before = shown(kept)
    page = None if before is None else edited_page(before, now)
    if page is None:
        shutil.rmtree(kept, ignore_errors=True)
        work.mkdir(parents=True)
    else:
        os.replace(kept, work)
    (work / INPUTS).write_text(json.dumps(now), encoding="utf-8")
    if page:  # times of files say too little: an older edition put back must be read again
        name = Path(page).with_suffix("")
        pages = work / "_build" / "html"
        gone = (work / "_build" / ".doctrees" / f"{name}.doctree", pages / f"{name}.html", pages / "_sources" / page)
        for path in gone:
            path.unlink(missing_ok=True)


def leave(work: Path, kept: Path) -> None:
    """Keep the cache of a build that succeeded; its pages went to their place before."""
    os.replace(work / "_build" / RAW, work / "_build" / "html")
    shutil.rmtree(kept, ignore_errors=True)
    os.replace(work, kept)


def shared(env: BuildEnvironment) -> str:
    """Digest of what pages may show of other pages, or link to: titles, outlines, labels, figures, claims, numbers."""
    # As text: whether Sphinx has a title's translation at hand differs between processes, and nothing else does.
    objects = [sorted([*map(str, one)] for one in domain.get_objects()) for _, domain in sorted(env.domains.items())]
    exercises = getattr(env, "sphinx_exercise_registry", {}).items()
    glued = {name: data.get("glue") for name, data in getattr(env, "nb_metadata", {}).items()}
    by_page = [
        (
            name,
            env.titles[name].astext(),
            env.longtitles[name].astext(),
            [(link["anchorname"], link.astext()) for link in env.tocs[name].findall(nodes.reference)],
            repr({key: value for key, value in env.metadata[name].items() if key not in OWN}),
            repr((page.items, page.claims, page.titles, page.rows, page.sources, len(page.then)))
            if (page := on_pages(env).get(name))
            else "",
            json.dumps(glued.get(name), sort_keys=True, default=repr),
        )
        for name in sorted(env.found_docs)
    ]
    numbered = sorted((label, str(node.get("docname")), str(node.get("title"))) for label, node in exercises)
    return digest(repr((objects, numbered, by_page)))


def write_all_if_in_doubt(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """After reading: every page, unless the edited one looks to the others as it did. The sitemap needs them all."""
    before, env.evidence_shared = getattr(env, "evidence_shared", None), shared(env)
    if env.evidence_shared == before and not app.config.html_baseurl:
        return [name for name, page in on_pages(env).items() if page.tells_state]
    for path in Path(app.outdir).iterdir():  # a figure that is gone would leave its CSV
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return sorted(env.found_docs)


def keep_raw(app: Sphinx, failure: Exception | None) -> None:
    """Before the pages are slimmed, which happens to all of them together: keep them as they are for the next build."""
    book = Path(app.outdir)
    if failure is None and (book.parents[1] / INPUTS).is_file():
        raw, unused = book.with_name(RAW), book.with_name(slim.UNUSED.name)
        if has_unused := (book / slim.UNUSED).exists():
            os.replace(book / slim.UNUSED, unused)
        shutil.copytree(book, raw, copy_function=partial(_copy_or_link, book))
        if has_unused:
            os.replace(unused, raw / slim.UNUSED)


def _copy_or_link(book: Path, source: str, target: str) -> None:
    """A copy of what is written into in its place: pages, and what stands at the top of the book or of `_static`.

    Anything else gets a second name; who writes it anew takes the first away before.
    """
    path = Path(source)
    if path.suffix != ".html" and path.parent not in (book, book / "_static"):
        with contextlib.suppress(OSError):  # a file system without links
            os.link(source, target)
            return
    shutil.copy2(source, target)


def keep_templates(app: Sphinx) -> None:
    """Keep the theme's templates compiled, which takes as long as a page."""
    compiled = Path(app.doctreedir, "templates")
    compiled.mkdir(parents=True, exist_ok=True)
    app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(compiled))


def setup(app: Sphinx) -> dict:
    app.connect("builder-inited", keep_templates)
    app.connect("env-updated", write_all_if_in_doubt)
    app.connect("build-finished", keep_raw, priority=100)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
