"""Send every page only what it uses: one style sheet without unused rules, one script of the theme, no search index.

The theme, Sphinx and the extensions link some ten style sheets and ten scripts, most of whose content no page of the
book uses. After the build this module joins what all pages share, leaves out the rules whose classes and ids occur on
no page and in no script, and takes the search index off every page but the search page. The theme's files are not
changed, only what the pages load. `icons.slim` runs first.
"""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from posixpath import dirname, join, normpath

import tinycss2
from tinycss2.ast import Declaration

from evidence.matching import first

# The page for addresses that don't exist may be served at any depth; it keeps the absolute addresses it was given.
APART = "404.html"
OWN_FONTS = 'url("fonts/'  # beside the joint sheet; the theme's own fonts draw icons, which `icons` draws otherwise
SEARCH = "search.html"
STYLES, SCRIPTS = "_static/all.css", "_static/all.js"
TRIMMED = ".trimmed.css"  # beside the book, for the next build
STYLE_TAG = re.compile(r'<link\b(?=[^>]*\brel="stylesheet")[^>]*?\bhref="(?P<path>[^"?]+)[^"]*"[^>]*>\n?')
SCRIPT_TAG = re.compile(r'<script src="(?P<path>[^"?]+)[^"]*"></script>\n?')
SEARCH_TAG = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>\n?')
OF_SEARCH = ("searchindex.js", "language_data.js")
NAMES = re.compile(r"[A-Za-z_][\w-]*")
IN_PAGE = (re.compile(r' class="([^"]*)"'), re.compile(r' id="([^"]*)"'))  # a pattern that begins so is found fast
IN_PART = re.compile(r' (?:class|id)=\\"([^"\\]*)')  # as JSON writes them
URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?!data:|#|[a-z]+:)(?P<path>[^"')]+)(?P=quote)\s*\)""")
IMPORT = re.compile(r"""@import\s+(?:url\()?["']?(?P<path>[^"');]+)["']?\)?\s*;""")


def slim(pages: dict[str, str], book: Path) -> dict[str, str]:
    """The pages, each loading one style sheet and one script of the theme, which are written into the book.

    pages: path in the book -> HTML. book: folder of what the pages load.
    """
    whole = {path: text for path, text in pages.items() if path != APART}
    whole = {path: text if path == SEARCH else SEARCH_TAG.sub("", text) for path, text in whole.items()}
    styles = _linked(whole, STYLE_TAG)
    scripts = [one for one in _linked(whole, SCRIPT_TAG) if all(_names(p, text, one) for p, text in whole.items())]
    used = names_used(whole.values(), _scripts_of(book, whole))
    sheet = trimmed_once(book, "\n".join(_style_sheet(book, path) for path in styles), used)
    script = "\n;".join((book / path).read_text(encoding="utf-8") for path in scripts)
    (book / STYLES).write_text(sheet, encoding="utf-8", newline="")
    (book / SCRIPTS).write_text(script, encoding="utf-8", newline="")
    marks = {STYLES: _mark(sheet), SCRIPTS: _mark(script)}
    done = {
        path: _rewritten(text, "../" * path.count("/"), partial(_target, path), set(styles), set(scripts), marks)
        for path, text in whole.items()
    }
    if APART in pages:
        done[APART] = _rewritten_apart(pages[APART], set(styles), set(scripts), marks)
    return done


def _mark(content: str) -> str:
    """A short hash for the address, so that a browser does not keep an older edition."""
    return hashlib.sha256(content.encode()).hexdigest()[:8]


def _target(page: str, href: str) -> str:
    """'../_static/a.css' on chapters/01.html -> '_static/a.css'."""
    return normpath(join(dirname(page), href))


def _linked(pages: dict[str, str], tag: re.Pattern) -> list[str]:
    """What the pages link by a kind of tag, in the order of the pages' heads."""
    order: list[str] = []
    for page, text in pages.items():
        own = [_target(page, match["path"]) for match in tag.finditer(text)]
        for position, path in enumerate(own):
            if path not in order:
                after = order.index(own[position - 1]) + 1 if position else 0
                order.insert(after, path)
    return order


def _names(page: str, text: str, path: str) -> bool:
    return any(_target(page, match["path"]) == path for match in SCRIPT_TAG.finditer(text))


def _scripts_of(book: Path, pages: dict[str, str]) -> list[str]:
    """Texts of the scripts that pages load, but for the words of the search; of parts of pages classes and ids."""
    sources = {
        _target(page, href)
        for page, text in pages.items()
        for href in re.findall(r'<script\b[^>]*\bsrc="([^"?]+)', text)
        if not href.endswith(OF_SEARCH)
    }
    paths = [book / path for path in sorted(sources)]
    scripts = [path.read_text(encoding="utf-8") for path in paths if path.exists()]
    parts = [path.read_text(encoding="utf-8") for path in sorted((book / "_figures").glob("*.js"))]
    return scripts + [name for text in parts for name in IN_PART.findall(text)]


def names_used(pages: Iterable[str], scripts: Iterable[str]) -> set[str]:
    """Classes and ids of the pages, and every word of the scripts, which may set any of them."""
    values = {value for text in pages for pattern in IN_PAGE for value in pattern.findall(text)}
    used = {name for value in values for name in value.split()}
    return used | {word for text in scripts for word in NAMES.findall(text)}


def _style_sheet(book: Path, path: str) -> str:
    """A style sheet with its imports inside it and its addresses relative to the joint sheet."""
    text = (book / path).read_text(encoding="utf-8")

    def imported(match: re.Match) -> str:
        return _style_sheet(book, normpath(join(dirname(path), match["path"])))

    def moved(match: re.Match) -> str:
        target = normpath(join(dirname(path), match["path"]))
        return f'url("{target.removeprefix(dirname(STYLES) + "/")}")'

    return IMPORT.sub(imported, URL.sub(moved, text))


def trimmed(sheet: str, used: set[str]) -> str:
    """A style sheet without the rules, selectors and variables that nothing uses."""
    rules = list(_kept(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True), used))
    text = "\n".join(rules)
    while (fewer := _without_unused_variables(text)) != text:  # a variable may be used by an unused one only
        text = fewer
    return text


def trimmed_once(book: Path, sheet: str, used: set[str]) -> str:
    """As `trimmed`, which takes seconds: a build that would get the same result takes it from the build before."""
    made_of = (Path(__file__).read_text(encoding="utf-8"), sheet, sorted(used))
    key = f"/* {hashlib.sha256(repr(made_of).encode()).hexdigest()} */\n"
    kept = book.parent / TRIMMED
    if kept.exists() and (before := kept.read_text(encoding="utf-8")).startswith(key):
        return before.removeprefix(key)
    result = trimmed(sheet, used)
    kept.write_text(key + result, encoding="utf-8", newline="")
    return result


def _kept(rules: list, used: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = selectors_in_use(rule.prelude, used)
            body = _declarations(rule.content)
            if selectors and body:
                yield f"{selectors}{{{body}}}"
        elif rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in ("media", "supports"):
            inner = "".join(_kept(tinycss2.parse_rule_list(rule.content, True, True), used))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and (rule.lower_at_keyword != "font-face" or OWN_FONTS in rule.serialize()):
            yield rule.serialize()


def selectors_in_use(prelude: list, used: set[str]) -> str:
    """Those selectors of a rule that can match: every class and id that they demand is in use.

    prelude: tokens of tinycss2. '.a .b:not(.c)' demands a and b; what stands in a function narrows or lists.
    """
    selectors: list[str] = []
    one: list = []  # tokens
    for token in [*prelude, None]:
        if token is None or token == ",":
            if demanded(one) <= used:
                selectors.append(tinycss2.serialize(one).strip())
            one = []
        else:
            one.append(token)
    return ",".join(selectors)


def demanded(selector: list) -> set[str]:
    """Classes and ids that stand in a selector outside of its functions and attributes."""
    after_dot = {
        second.value for first, second in zip(selector, selector[1:]) if first == "." and second.type == "ident"
    }
    return after_dot | {token.value for token in selector if token.type == "hash"}


def _declarations(content: list) -> str:
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(_text(item) for item in parsed if item.type != "error")


def _text(item) -> str:
    if not isinstance(item, Declaration):
        return item.serialize()
    important = "!important" if item.important else ""
    return f"{item.name}:{tinycss2.serialize(item.value).strip()}{important}"


def _without_unused_variables(sheet: str) -> str:
    asked = set(re.findall(r"var\(\s*(--[\w-]+)", sheet))
    return re.sub(
        r"(?<=[{;])(--[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=\}))",
        lambda match: match[0] if match[1] in asked else "",
        sheet,
    )


def _rewritten(text: str, up: str, target: Callable, styles: set[str], scripts: set[str], marks: dict[str, str]) -> str:
    """A page with the joint files in place of the last of those that they replace.

    up: how the page reaches the root of the book. target: from an address on the page to a path in the book.
    """
    tags = {
        STYLES: f'<link rel="stylesheet" href="{up}{STYLES}?v={marks[STYLES]}" />\n',
        SCRIPTS: f'<script src="{up}{SCRIPTS}?v={marks[SCRIPTS]}"></script>\n',
    }
    for tag, own, joint in ((STYLE_TAG, styles, STYLES), (SCRIPT_TAG, scripts, SCRIPTS)):
        found = [match for match in tag.finditer(text) if target(match["path"]) in own]
        for match in reversed(found):
            text = text[: match.start()] + (tags[joint] if match is found[-1] else "") + text[match.end() :]
    return text


def _rewritten_apart(text: str, styles: set[str], scripts: set[str], marks: dict[str, str]) -> str:
    """The page whose addresses begin at the server's root, with the folder that the book will stand in."""
    root = first(STYLE_TAG, text)["path"].partition("_static/")[0]
    text = SEARCH_TAG.sub("", text)
    return _rewritten(text, root, lambda href: href.removeprefix(root), styles, scripts, marks)
