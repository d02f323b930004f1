"""Pages in another language than the book's: their language and direction, their fonts, and what on them stays English.

The text of such a page stands in an element that says its language. What the book adds around it (the control for
code, how the page is cited) and the code itself are English and stand outside of it, or say so. The contents name each
language in its own script.
"""

from sphinx.application import Sphinx

from evidence.analysis.languages import BY_PAGE, ENGLISH, LANGUAGES, Language
from evidence.pages import held_back

CODE = '<div class="cell '
FONT = "_static/fonts/vazirmatn.woff"
# Asked for before the sheet that names it is read (static/first.js): the letters stand in this font from the start, and
# no line moves.
EARLY = '<meta name="ev-font" content="%s" />\n'


def of(docname: str) -> Language | None:
    """The language of a page that is not written in that of the book."""
    language = BY_PAGE.get(docname)
    return None if language is ENGLISH else language


def within(body: str, language: Language) -> str:
    """A page's body in an element of its language; the control for its code comes behind."""
    attributes = f'lang="{language.code}" dir="{language.direction}"'
    body = body.replace(CODE, f'<div lang="{ENGLISH.code}" dir="{ENGLISH.direction}" class="cell ')
    return f'<div class="ev-language" {attributes}>\n{body}</div>\n{held_back.CODE_HERE}\n'


def named(page: str) -> str:
    """A finished page whose links to other languages, which are called in their own script, say in which language."""
    for language in LANGUAGES:
        for end in ("</a>", "</span></a>"):  # of the contents; of a sentence
            page = page.replace(f">{language.name}{end}", f' lang="{language.code}">{language.name}{end}')
        page = page.replace(f"<bdi>{language.name}</bdi>", f'<bdi lang="{language.code}">{language.name}</bdi>')
    return page


def say(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Mark a page in another language than the book as that, from right to left where it is written so."""
    language = of(pagename)
    if not language:
        return
    context["body"] = within(context["body"], language)
    if language.direction == "rtl":
        context["metatags"] += EARLY % context["pathto"](FONT, resource=True)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", say, priority=450)  # before the citations, which are English
