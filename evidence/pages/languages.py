"""Pages in another language than the book's: their language and direction, their fonts, and what on them stays English.

The text of such a page stands in an element that says its language, and so does the page as a whole, whose title it is.
What the book adds around the text (contents, header, how the page is cited) is English: the element `body` says that
for all of it. Where a page names one of another language, by its title or by the name of the language, it says which.
"""

import re
from html import escape

from sphinx.application import Sphinx

from evidence.analysis.languages import BY_PAGE, ENGLISH, LANGUAGES, Language

CODE = '<div class="cell '
OF_A_PAGE = re.compile(r'<div class="ev-language" lang="([\w-]+)"')
# What the theme shows of the text outside of it: its headings, twice, and its title on paper.
OF_ITS_TEXT = re.compile(r'<ul class="[^"]*\bpst-show_toc_level\b|(?<=class="onlyprint">\n    )<h1')
FONT = "_static/fonts/vazirmatn.woff"
# Asked for before the sheet that names it is read (static/first.js): the letters stand in this font from the start, and
# no line moves.
EARLY = '<meta name="ev-font" content="%s" />\n'


def of(docname: str) -> Language | None:
    """The language of a page that is not written in that of the book."""
    language = BY_PAGE.get(docname)
    return None if language is ENGLISH else language


def within(body: str, language: Language) -> str:
    """A page's body in an element of its language."""
    body = body.replace(CODE, f'<div lang="{ENGLISH.code}" dir="{ENGLISH.direction}" class="cell ')
    return f'<div class="ev-language" {_attributes(language)}>\n{body}</div>\n'


def called(markup: str, title: str, language: Language | None) -> str:
    """Markup that names a page in a language by its title, which says in which; as it was for one in the book's."""
    named = f"<bdi {_attributes(language)}>{escape(title)}</bdi>" if language else escape(title)
    return markup.replace(escape(title), named)


def _attributes(language: Language) -> str:
    return f'lang="{language.code}" dir="{language.direction}"'


def named(page: str) -> str:
    """A finished page whose links to other languages, which are called in their own script, say in which language.

    What is English around a text in another language says so, and what repeats of that text says its language.
    """
    for language in LANGUAGES:
        for end in ("</a>", "</span></a>"):  # of the contents; of a sentence
            page = page.replace(f">{language.name}{end}", f' lang="{language.code}">{language.name}{end}')
        page = page.replace(f"<bdi>{language.name}</bdi>", f'<bdi lang="{language.code}">{language.name}</bdi>')
    if own := OF_A_PAGE.search(page):
        page = page.replace("<body", f'<body lang="{ENGLISH.code}"', 1)
        page = OF_ITS_TEXT.sub(lambda tag: re.sub(r"<\w+", rf'\g<0> lang="{own[1]}"', tag[0], count=1), page)
    return page


def say(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Mark a page in another language than the book as that, from right to left where it is written so."""
    _, *neighbours = app.env.collect_relations().get(pagename, [None] * 3)
    for key, docname in zip(("prev", "next"), neighbours):
        other = of(docname) if docname else None
        if docname and other:
            title = app.env.titles[docname].astext()
            context[key] = {**context[key], "title": called(context[key]["title"], title, other)}
    language = of(pagename)
    if not language:
        return
    context["body"] = within(context["body"], language)
    context["language"] = language.code
    if language.direction == "rtl":
        context["metatags"] += EARLY % context["pathto"](FONT, resource=True)


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", say, priority=450)  # before the citations, which are English
