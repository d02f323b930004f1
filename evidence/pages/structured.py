"""What search engines read of a page: schema.org in JSON-LD, a block of data that no browser runs.

The first page is a `Book`, a chapter a `Chapter` of it, the register of data a `Dataset`, and each claim of the ledger
a `ClaimReview` by the book of what the article says. A verdict is words and no number, so a rating bears the words, and
names the scale that they belong to. Addresses are relative to the page until `baseurl` gives it one.
"""

import json
from urllib.parse import urljoin

from evidence import tables
from evidence.claims import FORECAST_VERDICTS, VERDICTS
from evidence.exhibits.appendix import ARCHIVE
from evidence.pages.citations import Author, Work

CONTEXT = "https://schema.org"
TEXT_LICENCE = "https://creativecommons.org/licenses/by/4.0/"  # of prose and charts: LICENSE, section 2
ARTICLE = "csrs-2017"  # the source that the book discusses
AUTHOR, DISCUSSED, REVIEWER = "#article-author", "#article", "#reviewer"  # names in a block, for what is said once


def tag(found: dict[str, Work], key: str, package: str) -> str:
    """The block of a page's head, or nothing for a page that is none of these.

    found: what can be cited on the page, by its key there. key, package: those of the page and of the data package.
    """
    page = found[key]
    claims = {own: work for own, work in found.items() if work.genre == "claim"}
    if package in found:
        record = dataset(found[package])
    elif claims:
        record = {"@graph": [article(), *reviewers(page), *reviews(claims)]}
    elif page.chapter:
        record = chapter(page)
    elif not page.book:
        record = {"@type": "Book", **_common(page, TEXT_LICENCE), **_discussed()}
    else:
        return ""
    text = json.dumps({"@context": CONTEXT, **record}, ensure_ascii=False, separators=(",", ":"))
    text = text.replace("<", r"\u003c")  # no tag in a script
    return f'<script type="application/ld+json">{text}</script>\n'


def _common(work: Work, licence: str | list[dict]) -> dict:
    record = {
        "name": work.title,
        "author": [_author(one) for one in work.authors],
        "version": work.version,
        "datePublished": work.released.isoformat(),
        "inLanguage": work.language,
        "license": licence,
        "url": work.url,
        "sameAs": f"https://doi.org/{work.doi}" if work.doi else "",
    }
    return {name: value for name, value in record.items() if value}


def _author(author: Author) -> dict:
    if author.given:
        return {"@type": "Person", "familyName": author.family, "givenName": author.given}
    return {"@type": "Organization", "name": author.family}


def article() -> dict:
    """The article that the book discusses, as its table of sources knows it; empty where the table does not."""
    sources = tables.load("sources")
    for row in sources[sources["source_id"] == ARTICLE].to_dict("records"):
        author = {"@type": "Organization", "@id": AUTHOR, "name": row["producer"]}
        about = {"name": row["title"], "author": author, "datePublished": row["date_published"]}
        return {"@type": "Article", "@id": DISCUSSED, **about}
    return {}


def _discussed() -> dict:
    return {"about": about} if (about := article()) else {}


def chapter(work: Work) -> dict:
    """A chapter, the book that it is part of, and the article that it is about and cites."""
    book = {"@type": "Book", "name": work.book, "version": work.version}
    own = {**_common(work, TEXT_LICENCE), "position": work.chapter, "isPartOf": book, **_discussed()}
    return {"@type": "Chapter", **own, **({"citation": {"@id": DISCUSSED}} if "about" in own else {})}


def dataset(work: Work) -> dict:
    """The data package, each licence that its descriptor names, and its archive."""
    named = [one for resource in tables.package()["resources"] for one in resource.get("licenses", [])]
    licences = list({json.dumps(one, sort_keys=True): _licence(one) for one in named}.values())
    return {
        "@type": "Dataset",
        **_common(work, licences),
        "keywords": list(work.keywords),
        "description": tables.package()["description"],
        "identifier": f"content {work.content}",
        "dateModified": work.data_as_of.isoformat() if work.data_as_of else None,
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/zip",
            "contentUrl": urljoin(work.url, f"../../{ARCHIVE}"),
        },
    }


def _licence(entry: dict) -> dict:
    title = {"name": entry.get("title") or entry["name"]}
    return {"@type": "CreativeWork", **title, **({"url": entry["path"]} if "path" in entry else {})}


def reviewers(work: Work) -> list[dict]:
    """The authors of the book, each under a name in the block."""
    return [{"@id": f"{REVIEWER}-{number}", **_author(one)} for number, one in enumerate(work.authors, start=1)]


def reviews(claims: dict[str, Work]) -> list[dict]:
    """The book's verdict on each claim: today's as the rating, that of August 2017 as its explanation."""
    rows = tables.load("claims").set_index("claim_id")
    return [_review(work, rows.loc[claim], claim) for claim, work in claims.items()]


def _review(work: Work, row, claim: str) -> dict:
    scale = FORECAST_VERDICTS if row["kind"] == "forecast" else VERDICTS
    return {
        "@type": "ClaimReview",
        "url": work.url or f"#{claim}",
        "datePublished": work.released.isoformat(),
        "author": [{"@id": one["@id"]} for one in reviewers(work)],
        "claimReviewed": row["paraphrase"],
        "itemReviewed": {"@type": "Claim", "author": {"@id": AUTHOR}, "appearance": {"@id": DISCUSSED}},
        "reviewRating": {
            "@type": "Rating",
            "alternateName": row["verdict_today"],
            "reviewAspect": f"verdict today, one of: {', '.join(scale)}",
            "ratingExplanation": f"Verdict of August 2017: {row['verdict_2017']}",
        },
    }
