"""Citations, read back by the libraries made for each format, against CITATION.cff as it stands in the checkout."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
import rispy
import yaml
from bs4 import BeautifulSoup
from pybtex.database import parse_string
from pybtex.richtext import Text

from evidence import tables
from evidence.pages import citations, citing
from evidence.pages.citations import Author, Work

TITLE = "What alarmed Moscow in 2017, and how large was it?"
PEOPLE = (Author("Ibn Sina", "Ada Maria"), Author("The O'Neil & Sons #1_group"), Author("Ng", "Wei"))


@pytest.fixture
def cff(checkout) -> dict:
    return yaml.safe_load((checkout / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture
def book(checkout) -> Work:
    return replace(citations.read(checkout / "CITATION.cff"), data_as_of=date(2026, 11, 23))


@pytest.fixture
def chapter(book) -> Work:
    return citations.part(book, TITLE, "chapters/01-concerns")


def bib_entry(work: Work):
    [(key, entry)] = parse_string(citations.bibtex(work), "bibtex").entries.items()
    return key, entry, {name: str(Text.from_latex(value)) for name, value in entry.fields.items()}


def names(entry) -> list[str]:
    return [
        ", ".join(filter(None, (" ".join(person.last_names), " ".join(person.first_names + person.middle_names))))
        for person in entry.persons["author"]
    ]


def test_the_record_is_that_of_the_citation_file(book, cff, checkout):
    assert book.title == cff["title"] and book.version == cff["version"] and book.released == cff["date-released"]
    assert [author.inverted() for author in book.authors] == [entry["name"] for entry in cff["authors"]]
    config = yaml.safe_load((checkout / "_config.yml").read_text(encoding="utf-8"))
    project = (checkout / "pyproject.toml").read_text(encoding="utf-8")
    assert config["title"] == cff["title"] and f'version = "{cff["version"]}"' in project


def test_bibtex_of_a_chapter_agrees_with_the_citation_file(chapter, cff):
    key, entry, fields = bib_entry(chapter)
    assert entry.type == "incollection" and re.fullmatch(r"[a-z0-9-]+", key)
    assert fields == {
        "title": TITLE,
        "booktitle": cff["title"],
        "chapter": "1",
        "year": str(cff["date-released"].year),
        "month": "November",  # of a name that BibTeX knows, not a number
        "note": f"Version {cff['version']}; data as of 2026-11-23",
    }
    assert [str(Text.from_latex(name)) for name in names(entry)] == [one["name"] for one in cff["authors"]]


def test_ris_of_a_chapter_agrees_with_the_citation_file(chapter, cff):
    [record] = rispy.loads(citations.ris(chapter))
    assert record == {
        "type_of_reference": "CHAP",
        "authors": [one["name"] for one in cff["authors"]],
        "title": TITLE,
        "secondary_title": cff["title"],
        "section": "1",
        "year": str(cff["date-released"].year),
        "date": f"{cff['date-released']:%Y/%m/%d}",
        "edition": cff["version"],
        "notes": ["Data as of 2026-11-23"],
        "language": "en",
        "keywords": cff["keywords"],
    }


def test_apa_of_a_chapter_and_of_the_book(chapter, book, cff):
    author, year = cff["authors"][0]["name"], cff["date-released"].year
    whole = "Russia in Afghanistan: An evidence book"
    assert whole.casefold() == cff["title"].casefold()
    assert citations.apa(chapter) == f"{author}. ({year}). {TITLE} In {whole} (Version {cff['version']}, Chapter 1)."
    assert citations.apa(book) == f"{author}. ({year}). {whole} (Version {cff['version']})."


def test_the_tags_say_the_same(chapter, cff):
    tags = read_tags(citations.meta_tags(chapter))
    assert tags == {
        "citation_title": [TITLE],
        "citation_author": [f"{one['name']}," for one in cff["authors"]],
        "citation_publication_date": [f"{cff['date-released']:%Y/%m/%d}"],
        "citation_book_title": [cff["title"]],
        "citation_inbook_title": [cff["title"]],
        "citation_language": ["en"],
        "citation_keywords": ["; ".join(cff["keywords"])],
    }


def read_tags(markup: str) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for tag in BeautifulSoup(markup, "html.parser").find_all("meta"):
        tags.setdefault(tag["name"], []).append(tag["content"])
    return tags


def test_no_address_and_no_doi_before_there_is_one(chapter):
    everything = citing.panel(chapter, "", "x") + citing.script({"page": chapter}) + citations.meta_tags(chapter)
    assert not re.search(r"doi|https?:", unquote(everything), re.IGNORECASE)


def test_address_and_doi_appear_in_every_form(chapter):
    work = replace(chapter, url="https://example.org/book/chapters/01.html", doi="10.5281/zenodo.1")
    assert citations.apa(work).endswith("Chapter 1). https://doi.org/10.5281/zenodo.1")
    assert citations.apa(replace(work, doi="")).endswith(f"Chapter 1). {work.url}")
    fields = bib_entry(work)[2]
    assert (fields["url"], fields["doi"]) == (work.url, work.doi)
    [record] = rispy.loads(citations.ris(work))
    assert (record["urls"], record["doi"]) == ([work.url], work.doi)
    tags = read_tags(citations.meta_tags(work))
    assert (tags["citation_public_url"], tags["citation_doi"]) == ([work.url], [work.doi])


def test_people_groups_and_awkward_letters_survive_every_form():
    title = 'Is "50% of x_i" # & b\\c ~ <tag>, or Kabul’s – 2?'
    work = Work(PEOPLE, title, "1.0", date(2030, 2, 3), book="A & B", key="k")
    _, entry, fields = bib_entry(work)
    assert fields["title"].replace("\xa0", " ") == title and fields["booktitle"] == "A & B"
    inverted = ["Ibn Sina, Ada Maria", "The O'Neil & Sons #1_group", "Ng, Wei"]
    assert [str(Text.from_latex(name)) for name in names(entry)] == inverted
    [record] = rispy.loads(citations.ris(work))
    assert (record["title"], record["authors"]) == (title, inverted)
    tagged = ["Ibn Sina, Ada Maria", "The O'Neil & Sons #1_group,", "Ng, Wei"]
    assert read_tags(citations.meta_tags(work))["citation_author"] == tagged
    assert citations.apa(work).startswith("Ibn Sina, A. M., The O'Neil & Sons #1_group, & Ng, W. (2030). ")


def test_the_panel_shows_one_form_and_leads_to_the_files(chapter):
    soup = BeautifulSoup(citing.panel(replace(chapter, content="0a1b"), "../", "chapters-01"), "html.parser")
    assert soup.select_one(".ev-entry-text").get_text() == citations.apa(chapter)
    assert soup.select_one(".ev-entry-text em").get_text() == "Russia in Afghanistan: An evidence book"
    assert [a["href"] for a in soup.select("a.ev-save")] == [f"../cite/chapters-01.{e}" for e in ("bib", "ris", "json")]
    said = soup.select_one(".ev-meta").get_text()
    assert said.endswith(f" Version {chapter.version}, data as of 2026-11-23, content 0a1b. {citing.LICENCE}")


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ('<h1>T</h1>\n<p class="ev-minutes">About 10 minutes</p><h2>x</h2>', "minutes</p>\n<details"),
        ("<h1>T</h1>\n<p>Prose.</p><h2>x</h2>", "<h2>x</h2>\n<details"),
    ],
)
def test_the_panel_stands_under_the_reading_time_or_at_the_end(chapter, body, place):
    assert place in citing.with_panel(body, "<details></details>")


def test_braces_dollars_and_carets_neither_break_nor_leave_the_entry(chapter):
    entry = citations.bibtex(replace(chapter, title="a} = $b^{c"))
    [parsed] = parse_string(entry, "bibtex").entries.values()
    assert parsed.fields["title"] == r"{a\textbraceright{} = \$b\textasciicircum{}\textbraceleft{}c}"
    assert parsed.fields["year"] == str(chapter.released.year)


def test_titles_are_escaped_in_the_page(chapter):
    work = replace(chapter, title="<b>&amp;")
    soup = BeautifulSoup(citing.panel(work, "", "x") + citations.meta_tags(work), "html.parser")
    assert soup.select_one("p.ev-entry-text").get_text() == citations.apa(work) and soup.find("b") is None
    assert soup.find("meta", {"name": "citation_title"})["content"] == work.title


def split_as_zotero_does(author: str) -> tuple[str, str]:
    """Family and given name that Zotero's `cleanAuthor` makes of a tag; it is told whether there is a comma."""
    name = re.sub(r"[\s.,/\[\]:]+$", "", re.sub(r"^[\s.,/\[\]:]+", "", author))
    if "," in author:
        family, _, given = name.partition(",")
        return family, given.strip()
    given, _, family = name.rpartition(" ")
    return family, given


def test_a_group_survives_a_splitter_of_names_and_a_person_does_too(cff):
    group = cff["authors"][0]["name"]
    assert split_as_zotero_does(group) == ("book", group.removesuffix(" book")), "what it does to a bare name"
    assert split_as_zotero_does(Author(group).splittable()) == (group, "")
    assert split_as_zotero_does(Author("Ibn Sina", "Ada Maria").splittable()) == ("Ibn Sina", "Ada Maria")


def test_every_month_has_the_name_that_bibtex_knows(book):
    for month, name in enumerate(citations.MONTHS, start=1):
        entry = citations.bibtex(replace(book, released=date(2030, month, 1)))
        assert f"month = {name}," in entry
        [parsed] = parse_string(entry, "bibtex").entries.values()
        assert parsed.fields["month"].lower().startswith(name)


def test_every_page_says_the_day_of_its_data(built_book):
    days = tables.load("sources")["date_accessed"].max()
    for name in ("index.html", "chapters/02-kabul-moscow-ties.html", "chapters/appendix/claims.html"):
        soup = BeautifulSoup((built_book / name).read_text("utf-8"), "html.parser")
        assert f"data as of {days:%Y-%m-%d}" in soup.select_one("#cite-this-page .ev-meta").get_text()


def faults_of(cff: dict) -> list[str]:
    """What the schema of the Citation File Format finds; as it asks, days are handed to it as text."""
    schema = json.loads((Path(__file__).parent / "fixtures" / "cff-1.2.0.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    plain = json.loads(json.dumps(cff, default=date.isoformat))
    return [fault.message for fault in jsonschema.Draft7Validator(schema).iter_errors(plain)]


def test_the_citation_file_is_what_its_format_says(cff):
    assert faults_of(cff) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"authors": []},
        {"authors": [{"name": "A group", "given-names": "A."}]},
        {"doi": "https://doi.org/10.5281/zenodo.1"},
        {"date-released": "22 November 2026"},
        {"license": "BSD"},
        {"subtitle": "An evidence book"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_the_schema_refuses_a_citation_file_that_is_not(wrong, cff):
    assert faults_of({**cff, **wrong})


# Of Zotero's translator "Embedded Metadata", which reads a page that no translator of its own is for: the type that a
# tag makes of a page, the field that a tag goes to, and how a tag with authors is cut.
TYPES = {
    "citation_journal_title": "journalArticle",
    "citation_technical_report_institution": "report",
    "citation_conference_title": "conferencePaper",
    "citation_book_title": "bookSection",
    "citation_dissertation_institution": "thesis",
}
FIELDS = {
    "citation_title": "title",
    "citation_publication_date": "date",
    "citation_book_title": "bookTitle",
    "citation_doi": "DOI",
    "citation_public_url": "url",
    "citation_language": "language",
}


def as_zotero_files_it(markup: str) -> dict:
    tags = read_tags(markup)
    [kind] = [TYPES[tag] for tag in tags if tag in TYPES]
    item = {"itemType": kind} | {FIELDS[tag]: ", ".join(values) for tag, values in tags.items() if tag in FIELDS}
    authors = []
    for author in tags["citation_author"]:
        cut = re.split(r"\s*;\s*", author)
        by_comma = re.split(r"\s*,\s*", author)
        if len(cut) == 1 and len(by_comma) > 1 and " " in by_comma[0] and " " in by_comma[1]:
            cut = by_comma
        authors += [split_as_zotero_does(one) for one in cut if re.search(r"[^\s,\-.;]", one)]
    keywords = [word.strip() for value in tags["citation_keywords"] for word in value.split(";")]
    return item | {"creators": authors, "tags": keywords}


def test_zotero_files_a_chapter_as_a_section_of_the_book_by_its_group(chapter, cff):
    work = replace(chapter, url="https://example.org/book/chapters/01-concerns.html")
    assert as_zotero_files_it(citations.meta_tags(work)) == {
        "itemType": "bookSection",
        "title": TITLE,
        "bookTitle": cff["title"],
        "date": f"{cff['date-released']:%Y/%m/%d}",
        "language": "en",
        "url": work.url,
        "creators": [(one["name"], "") for one in cff["authors"]],
        "tags": cff["keywords"],
    }


@pytest.fixture
def figure(chapter) -> Work:
    page = replace(chapter, url="https://example.org/01.html", discusses='A group, "An article", 2017')
    return citations.exhibit(page, "figure", "Figure 1.2", "It fell by 50%", "fig-fall", "0a1b")


def test_every_form_of_a_figure_has_its_number_place_and_state(figure, cff):
    author, address = cff["authors"][0]["name"], "https://example.org/01.html#fig-fall"
    assert citations.apa(figure) == (
        f"{author}. (2026). Figure 1.2. It fell by 50%. In Russia in Afghanistan: An evidence book "
        f"(Version {cff['version']}, Chapter 1). {address}"
    )
    assert citations.chicago(figure) == (
        f"{author}. 2026. “Figure 1.2. It fell by 50%.” In {cff['title']}. "
        f"Version {cff['version']}, data as of 2026-11-23. {address}."
    )
    said = ["data as of 2026-11-23", "content 0a1b", 'discusses A group, "An article", 2017']
    key, _, fields = bib_entry(figure)
    assert key.endswith("-fig-fall") and fields["note"] == "; ".join([f"Version {cff['version']}", *said])
    [record] = rispy.loads(citations.ris(figure))
    assert record["notes"] == [f"{note[0].upper()}{note[1:]}" for note in said]
    assert record["type_of_work"] == "Figure" and record["urls"] == [fields["url"]] == [address]
    [record] = json.loads(citations.csl(figure))
    assert record["note"] == "; ".join(said) and record["genre"] == "figure"
    assert record["author"] == [{"literal": author}] and list(record)[-1] == "URL"


def test_chicago_of_a_chapter_of_the_book_and_of_people(chapter, book, cff):
    author, version = cff["authors"][0]["name"], f"Version {cff['version']}, data as of 2026-11-23."
    assert citations.chicago(chapter) == f"{author}. 2026. “{TITLE}” Chap. 1 in {cff['title']}. {version}"
    assert citations.chicago(book) == f"{author}. 2026. {cff['title']}. {version}"
    work = replace(chapter, authors=PEOPLE, title='What "alarmed" it')
    assert citations.chicago(work).startswith(
        "Ibn Sina, Ada Maria, The O'Neil & Sons #1_group, and Wei Ng. 2026. “What ‘alarmed’ it.” Chap. 1 in "
    )


def test_the_data_package_is_a_data_set_in_every_form(book, cff):
    work = replace(book, title="Rain: data", genre=citations.DATA_SET, key="data-package")
    assert citations.apa(work).endswith(f". (2026). Rain: Data (Version {cff['version']}) [Data set].")
    assert citations.chicago(work).endswith(
        f" 2026. Rain: data. Data set. Version {cff['version']}, data as of 2026-11-23."
    )
    _, entry, fields = bib_entry(work)
    [record] = rispy.loads(citations.ris(work))
    [csl] = json.loads(citations.csl(work))
    assert (entry.type, fields["howpublished"]) == ("misc", "Data set")
    assert (record["type_of_reference"], csl["type"]) == ("DATA", "dataset")


def test_a_row_of_any_year_does_not_discuss_the_article():
    """A quotation of 2000 says nothing of a paper of 2017; a chapter that shows it may."""
    page = replace(citing.of_book(), title="The statements", book="An evidence book", place="chapters/a.html")
    assert any("discusses" in note for note in citations.notes(page))
    assert not any("discusses" in note for note in citations.notes(citing.of_row(page)))
