"""What the built pages let one cite: every figure, table and claim, in files that libraries read, and by script."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse
from xml.etree import ElementTree

import pytest
import rispy
from bs4 import BeautifulSoup
from pybtex.database import parse_file
from pybtex.richtext import Text

from conftest import PUBLISHED_AT, until
from evidence import tables
from evidence.content import digest
from evidence.pages import citations, citing, held_back, works_cited
from evidence.pages.citations import FORMS, Work

CHAPTER = "chapters/02-kabul-moscow-ties"
PLACE = f"https://books.example/afghanistan/{CHAPTER}.html"
SCRIPTED = 'script[type="application/ld+json"]'


@cache
def soup(book: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((book / f"{name}.html").read_text("utf-8"), "html.parser")


def published(place: str) -> str:
    """The address of a place of the book, '' while the book has none."""
    return f"{PUBLISHED_AT}{place}" if PUBLISHED_AT else ""


def with_permalink(state: str, place: str) -> str:
    """What a record says of the state cited, and of its address once there is one."""
    return f"{state} Permalink: {published(place)}" if PUBLISHED_AT else state


def permalinks(shown: str) -> list[str]:
    return re.findall(r" Permalink: (\S+)", shown)


def beside(book: Path, name: str, ending: str) -> Path:
    return book / citing.FOLDER / f"{name.replace('/', '-')}.{ending}"


def entries(book: Path, name: str) -> dict[str, dict]:
    """What the page's script of citations holds."""
    text = beside(book, name, "js").read_text("utf-8")
    return json.loads(text.removeprefix("window.evCited = ").removesuffix(";\n"))


def held_then(book: Path, name: str) -> list[BeautifulSoup]:
    """The states of August 2017 that a page holds back."""
    text = (book / held_back.FOLDER / held_back.file_name(name, "2017")).read_text("utf-8")
    return [BeautifulSoup(one, "html.parser") for one in json.loads(text.partition('["2017"] = ')[2].rstrip(";\n"))]


@pytest.mark.parametrize("name", ["index", CHAPTER, citing.LEDGER, citing.REGISTER])
def test_three_libraries_read_the_same_of_every_part_of_a_page(name, built_book):
    bib = parse_file(beside(built_book, name, "bib"), "bibtex").entries
    ris = rispy.loads(beside(built_book, name, "ris").read_text("utf-8"))
    csl = json.loads(beside(built_book, name, "json").read_text("utf-8"))
    folds = {fold["data-cite"] for fold in soup(built_book, name).select(".ev-cite")}
    own = set(entries(built_book, name)) - {citing.ROW}
    assert len(bib) == len(ris) == len(csl) == len(own) and folds <= own
    for (key, one), two, three in zip(bib.items(), ris, csl):
        assert (
            key == three["id"]
            and two["type_of_reference"] == {"chapter": "CHAP", "book": "BOOK", "dataset": "DATA"}[three["type"]]
        )
        assert str(Text.from_latex(one.fields["title"])).replace("\xa0", " ") == two["title"] == three["title"]
        assert (
            str(Text.from_latex(one.fields.get("booktitle", "")))
            == two.get("secondary_title", "")
            == three.get("container-title", "")
        )
        [author] = one.persons["author"]
        assert (
            [str(Text.from_latex(str(author)))] == two["authors"] == [person["literal"] for person in three["author"]]
        )
        assert two["notes"][0].lower() in one.fields["note"] and two["notes"][0].lower() in three["note"]
        assert two["edition"] == three["version"] and f"Version {three['version']}; " in one.fields["note"]
        assert "DOI" not in three and ("URL" in three) == bool(PUBLISHED_AT)
        assert one.fields.get("url", "") == "".join(two.get("urls", [])) == three.get("URL", "")


@pytest.mark.parametrize(("name", "code"), [(CHAPTER, "en"), ("chapters/summaries/dari", "fa-AF")])
def test_a_page_is_cited_with_the_language_that_it_is_written_in(name, code, built_book):
    ris = rispy.loads(beside(built_book, name, "ris").read_text("utf-8"))
    csl = json.loads(beside(built_book, name, "json").read_text("utf-8"))
    tag = soup(built_book, name).select_one('meta[name="citation_language"]')
    assert ris[0]["language"] == csl[0]["language"] == tag["content"] == code


def test_every_figure_table_and_claim_and_the_package_can_be_cited(built_book):
    page = soup(built_book, CHAPTER)
    shown = [one["id"] for one in page.select("figure.ev-figure, .ev-table[id]")]
    assert len(shown) > 5 and [fold["data-cite"] for fold in page.select(".ev-cite")] == [citing.PAGE, *shown]
    ledger = soup(built_book, citing.LEDGER)
    for claim in tables.load("claims")["claim_id"]:
        assert ledger.select_one(f"#{claim} > .ev-cite")["data-cite"] == claim
    fold = soup(built_book, citing.REGISTER).select_one(f"[data-cite='{citing.PACKAGE}']")
    assert fold.find_previous_sibling("p").a["href"].endswith(citing.ARCHIVE)


def test_every_file_says_where_in_the_book_a_thing_stands_and_its_address_once_there_is_one(built_book):
    for name in ("index", CHAPTER, citing.LEDGER, citing.REGISTER):
        bib = parse_file(beside(built_book, name, "bib"), "bibtex").entries
        for entry, key in zip(bib.values(), (key for key in entries(built_book, name) if key != citing.ROW)):
            anchor = "" if key in (citing.PAGE, citing.PACKAGE) else f"#{key}"
            said = str(Text.from_latex(entry.fields["note"])).split("; ")
            assert f"in the book at {name}.html{anchor}" in said
            assert entry.fields.get("url", "") == published(f"{name}.html{anchor}")
            page, _, place = f"{name}.html{anchor}".partition("#")
            own = place.removesuffix(citing.THEN)  # the state itself is told by a script
            assert (built_book / page).is_file() and (not own or soup(built_book, name).find(id=own))


def test_a_state_of_2017_is_cited_with_the_finding_of_that_state(built_book):
    held, differ = entries(built_book, CHAPTER), 0
    for state in held_then(built_book, CHAPTER):
        thing = state.select_one("[data-figure], [data-table]")
        label, title = re.fullmatch(r"(\w+ [\d.]+)\. (.*)", thing.select_one(".ev-title").get_text()[:-1]).groups()
        fold = thing.select_one(".ev-cite")
        assert fold["data-cite"] == f"{thing['id']}{citing.THEN}" and "August 2017" in fold.summary.get_text()
        today, then = held[thing["id"]], held[fold["data-cite"]]
        [record] = json.loads(then["forms"]["CSL-JSON"])
        assert record["title"] == f"{label}. {title} ({citing.AS_THEN})"
        assert then["anchor"] == fold["data-cite"] and then["state"] != today["state"]
        differ += title not in json.loads(today["forms"]["CSL-JSON"])[0]["title"]
    assert differ, "else today's title would do"


def test_the_address_of_a_state_of_2017_leads_to_that_state(built_book, address, watch):
    page = watch(address).page
    state = next(one for one in held_then(built_book, CHAPTER) if one.select_one("#fig-un-agreement"))
    then = state.select_one(".ev-title").get_text()
    page.goto(f"{address}/{CHAPTER}.html#fig-un-agreement{citing.THEN}")
    shown = page.locator(".ev-hindsight:has(#fig-un-agreement)")
    shown.get_by_role("button", name="as known in August 2017", pressed=True).wait_for()
    until(page, "() => Math.abs(document.querySelector('#fig-un-agreement').getBoundingClientRect().top) < 199")
    assert shown.locator(".ev-title").first.text_content() == then
    page.goto(f"{address}/{CHAPTER}.html#fig-un-placebos")
    assert shown.get_by_role("button", name="as known in August 2017", pressed=True).count() == 1, "it stays as chosen"


def test_a_content_hash_is_that_of_what_is_cited(built_book):
    notebook = digest((built_book / "_sources" / f"{CHAPTER}.ipynb").read_bytes())
    held = entries(built_book, CHAPTER)
    assert held[citing.PAGE]["state"].endswith(with_permalink(f", content {notebook}.", f"{CHAPTER}.html"))
    assert len({one["state"].partition(" Permalink: ")[0] for one in held.values()}) == len(held), "each has its own"
    names = ["datapackage.json", *(resource["path"] for resource in tables.package()["resources"])]
    listed = "".join(f"{digest((built_book / 'data' / name).read_bytes())}  {name}\n" for name in names)
    state = with_permalink(f", content {digest(listed)}.", f"{citing.REGISTER}.html")
    assert entries(built_book, citing.REGISTER)[citing.PACKAGE]["state"].endswith(state)


def test_a_claim_has_another_hash_once_its_verdict_or_its_evidence_is_another(monkeypatch):
    page = Work((citations.Author("A group"),), "The claims", "1", citing.of_book().released)
    before, load = citing.of_claims(page), tables.load

    def changed(name: str):
        frame = load(name).copy()
        if name == "claims":
            frame.loc[frame["claim_id"] == "C01", "verdict_today"] = "contested"
        if name == "claim_evidence":
            frame.loc[frame["claim_id"] == "C02", "what_it_shows"] = "Something else."
        return frame

    monkeypatch.setattr(tables, "load", changed)
    after = citing.of_claims(page)
    assert [claim for claim in before if before[claim] != after[claim]] == ["C01", "C02"]


def cited_at(address: str, book: Path) -> dict[str, Work]:
    """A chapter, one of its figures and one of its tables, as Python would cite them at an address, '' for none."""
    page, held = soup(book, CHAPTER), entries(book, CHAPTER)
    content = {key: re.search(r"content (\w+)", one["state"])[1] for key, one in held.items()}
    title = json.loads(held[citing.PAGE]["forms"]["CSL-JSON"])[0]["title"]
    works = {
        citing.PAGE: replace(
            citations.part(citing.of_book(), title, CHAPTER, address),
            content=content[citing.PAGE],
            place=f"{CHAPTER}.html",
        )
    }
    for kind, thing in (("figure", page.select_one("figure")), ("table", page.select_one(".ev-table[id]"))):
        key, [label, title] = (
            thing["id"],
            re.fullmatch(r"(\w+ [\d.]+)\. (.*)", thing.select_one(".ev-title").get_text().removesuffix("#")).groups(),
        )
        works[key] = citations.exhibit(works[citing.PAGE], kind, label, title, key, content[key])
    return works


def shown_forms(page, key: str) -> dict[str, str]:
    """Opens the fold of one thing; the name and the whole text of each form in it."""
    page.evaluate(
        """key => {
            const fold = document.querySelector(`[data-cite="${key}"]`);
            for (let one = fold; one; one = one.parentElement.closest("details")) one.open = true;
        }""",
        key,
    )
    fold = page.locator(f"[data-cite='{key}']")
    fold.locator(".ev-copy").first.wait_for()
    assert fold.locator(".ev-form").count() == len(FORMS)
    return {
        form.locator("strong").text_content(): form.locator(".ev-entry-text").text_content()
        for form in fold.locator(".ev-form").all()
    }


@pytest.mark.parametrize("at_home", [False, True])
def test_the_script_says_what_python_says_with_an_address_once_there_is_one(at_home, built_book, browser):
    """The address that `_config.yml` gives stands wherever the book is read; else that of the host it is read from."""
    place = PLACE.replace("https://books.example", "http://127.0.0.1:8000") if at_home else PLACE
    cited = published(f"{CHAPTER}.html") or ("" if at_home else PLACE)
    root, context = place.removesuffix(f"{CHAPTER}.html"), browser.new_context()
    page = context.new_page()
    page.route(
        f"{root}**", lambda route: route.fulfill(path=built_book / route.request.url.removeprefix(root).split("?")[0])
    )
    page.goto(place)
    for key, work in cited_at(cited, built_book).items():
        assert shown_forms(page, key) == {name: write(work).replace("\r", "") for name, write in FORMS.items()}
    said = page.locator("[data-cite='page'] .ev-meta").text_content()
    saved = page.locator("[data-cite='page'] a.ev-save[download$='.ris']").get_attribute("href")
    context.close()
    assert permalinks(said) == list(filter(None, [cited]))
    why = " No address yet: this copy is read from your own machine; add the address where others can read it."
    assert said.count("No address") == (not cited) == said.count(why)
    assert saved.startswith("data:text/plain") and "%0D%0AER" in saved


def served_at(page, book: Path) -> None:
    """The built book at the address of ``PLACE``."""
    root = PLACE.removesuffix(f"{CHAPTER}.html")
    page.route(f"{root}**", lambda route: route.fulfill(path=book / route.request.url.removeprefix(root).split("?")[0]))


def rows_to_cite() -> list[tuple[str, str, str]]:
    """Page of the appendix, id and words: one of each kind, and the source with the oddest letters."""
    event = tables.load("events").set_index("event_id").loc["E050"]
    spoken = tables.load("statements").set_index("statement_id").loc["S010"]
    known = tables.load("sources").set_index("source_id")
    sources = known["citation_full"]
    odd = sources[sources.str.contains("&", regex=False) & sources.str.contains('"', regex=False)].index[0]
    before, _, after = sources[odd].partition(", http")
    happened, said = (known.loc[row["source_id"]].fillna("") for row in (event, spoken))
    where, by = (f"(source: {one['producer']}, {one['date_published'] or 'undated'})" for one in (happened, said))
    return [
        ("timeline", "E050", f"Event E050. {event['date']}: {event['summary']} {where}"),
        ("statements", "S010", f"Statement S010. {spoken['date']}: {spoken['speaker']}: “{spoken['quote']}” {by}"),
        ("sources", odd, f"Source {odd}. {before}{re.sub(r'^[^ ]*?(?=,? accessed|$)', '', after)}"),
        ("data", "table-events", f"Data table events. {tables.resource('events')['title']}"),
    ]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_row_a_source_and_a_table_of_data_can_be_cited_where_the_address_names_them(width, built_book, watch):
    page = watch(PLACE, viewport={"width": width, "height": 800}).page
    served_at(page, built_book)
    for name, own, title in rows_to_cite():
        docname = f"chapters/appendix/{name}"
        place = f"{PLACE.removesuffix(f'{CHAPTER}.html')}{docname}.html"
        page.goto(f"{place}#{own}")
        fold = page.locator(".ev-cite[data-cite='row']")
        fold.locator("summary").click()
        fold.locator(".ev-copy").first.wait_for()
        [record] = json.loads(entries(built_book, docname)[citing.PAGE]["forms"]["CSL-JSON"])
        state = re.search(r"content (\w+)", record["note"])[1]
        cited = published(f"{docname}.html") or place
        whole = citations.part(citing.of_book(), record["title"], docname, cited)
        whole = replace(whole, content=state, place=f"{docname}.html")
        work = replace(citations.exhibit(whole, "row", "", "", own, state), title=title, discusses="")
        shown = {
            form.locator("strong").text_content(): form.locator(".ev-entry-text").text_content()
            for form in fold.locator(".ev-form").all()
        }
        assert shown == {form: write(work).replace("\r", "") for form, write in FORMS.items()}
        assert permalinks(fold.locator(".ev-meta").text_content()) == [f"{cited}#{own}"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(("name", "own"), [("statements", "S150"), ("timeline", "E050")])
def test_one_press_on_the_id_of_a_row_shows_how_it_is_cited(name, own, width, built_book, watch):
    """And the row is seen, with its frame below the head of the table."""
    watched = watch(built_book.as_uri(), viewport={"width": width, "height": 800})
    page = watched.page
    page.goto(f"{built_book.as_uri()}/chapters/appendix/{name}.html")
    page.evaluate("() => window.evFilled?.()")
    page.get_by_role("searchbox").first.fill(own)
    for _ in range(2):  # a second press on the same id shows it again
        page.evaluate("() => scrollTo(0, 0)")
        page.locator(f"[id='{own}'] > th > a").click()
        page.locator(".ev-cite[data-cite='row'][open] .ev-form").first.wait_for()
        until(page, """() => [document.querySelector(".ev-cite[data-cite='row'] .ev-form")].every((form) => {
            const { top, bottom } = form.getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
        })""")  # fmt: skip
    assert page.locator(".ev-cite[data-cite='row']").count() == 1 and watched.faults == []


@pytest.mark.parametrize("width", [700, 1280])
def test_the_frame_of_a_row_that_an_address_names_is_below_the_head_of_its_table(width, built_book, watch):
    page = watch(built_book.as_uri(), viewport={"width": width, "height": 800}).page
    for name, own in (("statements", "S150"), ("timeline", "E050")):
        page.goto(f"{built_book.as_uri()}/chapters/appendix/{name}.html#{own}")
        page.locator(".ev-cite[data-cite='row']").wait_for()
        until(
            page,
            """own => {
                const row = document.getElementById(own), head = row.closest("table").querySelector("thead th");
                const { outlineWidth, outlineOffset } = getComputedStyle(row);
                const frame = parseFloat(outlineWidth) + parseFloat(outlineOffset);
                return row.getBoundingClientRect().top - frame >= head.getBoundingClientRect().bottom;
            }""",
            own,
        )
        kept_in_place = page.locator(f"[id='{own}'] > th")  # it lies over the frame of its row, so it draws its part
        assert kept_in_place.evaluate("cell => getComputedStyle(cell).boxShadow") != "none"


def test_a_claim_is_cited_above_its_evidence(built_book, watch):
    """Who comes to a claim to cite it finds how before a list that may be screens long."""
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/chapters/appendix/claims.html#C39")
    summaries = page.locator("#C39 summary")
    summaries.nth(1).wait_for()
    assert [one.partition(" (")[0] for one in summaries.all_text_contents()] == ["Cite C39", "Evidence"]


def test_a_source_leads_to_how_it_is_cited_and_no_search_in_the_list_finds_that(built_book, watch):
    watched = watch(built_book.as_uri(), viewport={"width": 390, "height": 800})
    page = watched.page
    page.goto(f"{built_book.as_uri()}/chapters/appendix/sources.html")
    page.locator(".ev-group > summary").first.click()
    link = page.get_by_role("link", name=re.compile("^Cite ")).first
    own = link.get_attribute("href").removeprefix("#")
    assert page.locator(f"[id='{own}']").text_content().strip().endswith(".")
    link.click()
    page.locator(f"[id='{own}'] .ev-cite[open] .ev-copy").first.wait_for()
    assert page.url.endswith(f"#{own}") and watched.faults == []


@pytest.mark.parametrize("entry", tables.load("sources").iloc[::97]["source_id"])
def test_a_source_itself_is_an_entry_under_its_id(entry, built_book):
    """The page that a row rests on, not the book's entry for it: read by a library, beside the table."""
    row = tables.load("sources").astype({"date_accessed": str}).fillna("").set_index("source_id").loc[entry]
    named = built_book / citing.FOLDER / works_cited.NAME
    bib = parse_file(named.with_suffix(".bib"), "bibtex").entries
    csl = {one["id"]: one for one in json.loads(named.with_suffix(".json").read_text("utf-8"))}
    assert len(bib) == len(csl) == len(tables.load("sources"))
    one, other = bib[entry], csl[entry]
    assert str(Text.from_latex(one.fields["title"])).replace("\xa0", " ") == other["title"] == row["title"]
    assert str(Text.from_latex(str(one.persons["author"][0]))) == other["author"][0]["literal"] == row["producer"]
    assert one.fields.get("url", "") == other.get("URL", "") == row["url_main"]
    assert (
        one.fields.get("year", "") == row["date_published"][:4]
        and f"accessed {row['date_accessed']}" in one.fields["note"]
    )
    assert other["accessed"]["date-parts"] == [[int(part) for part in row["date_accessed"].split("-")]]
    assert one.fields["urldate"] == row["date_accessed"]
    assert other.get("note", "") == (f"via {row['via']}" if row["via"] else "")
    assert str(Text.from_latex(one.fields.get("howpublished", ""))).replace("\xa0", " ") == other.get("note", "")


def test_no_entry_of_a_source_names_a_day_that_is_not_recorded(built_book):
    bib = parse_file(built_book / citing.FOLDER / f"{works_cited.NAME}.bib", "bibtex").entries
    without = [one.fields for one in bib.values() if "urldate" not in one.fields]
    assert len(without) == tables.load("sources")["date_accessed"].isna().sum() > 0
    assert not [one["note"] for one in without if "accessed" in one["note"]]


def test_an_entry_of_a_claim_says_its_verdict_and_does_not_assert_it(built_book):
    """Whoever reads the entry alone may not take the article's claim for the book's."""
    entries = parse_file(built_book / citing.FOLDER / "chapters-appendix-claims.bib", "bibtex").entries
    for claim in tables.load("claims").itertuples():
        (entry,) = [own for key, own in entries.items() if key.endswith(f"-{claim.claim_id}")]
        title = str(Text.from_latex(entry.fields["title"])).replace("\xa0", " ")
        assert f"{claim.verdict_2017} in August 2017, {claim.verdict_today} today" in title


def test_who_cites_a_source_is_led_to_the_source_itself(built_book, watch):
    watched = watch(built_book.as_uri())
    page = watched.page
    page.goto(f"{built_book.as_uri()}/{citing.SOURCES}.html#tass-1986707")
    page.evaluate("window.evFilled?.()")  # entries that come later take the place of what was there
    page.locator("[id='tass-1986707'] .ev-cite > summary").click()
    led = page.locator("[id='tass-1986707'] .ev-cite[open]").get_by_role("link", name="BibTeX", exact=True)
    led.wait_for()
    there = Path(unquote(urlparse(led.evaluate("one => one.href")).path))
    assert "@misc{tass-1986707," in there.read_text("utf-8") and watched.faults == []


def test_a_figure_can_be_cited_from_a_disk(watch, built_book):
    watched = watch(built_book.as_uri())
    watched.page.goto(f"{built_book.as_uri()}/{CHAPTER}.html")
    forms = shown_forms(watched.page, "fig-un-agreement")
    [record] = json.loads(forms["CSL-JSON"])
    assert record["genre"] == "figure" and record.get("URL", "") == published(f"{CHAPTER}.html#fig-un-agreement")
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_saved_with_its_colours_and_the_words_that_it_needs(scheme, watch, built_book, browser, tmp_path):
    """What the style sheet says goes with it; so do finding, sources, book, state and licence."""
    watched = watch(built_book.as_uri(), color_scheme=scheme)
    page = watched.page
    page.goto(f"{built_book.as_uri()}/{CHAPTER}.html")
    shown_forms(page, "fig-un-agreement")
    figure = page.locator("#fig-un-agreement")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    ink = figure.evaluate("one => getComputedStyle(one).color")
    save = figure.locator(".ev-picture a")
    assert save.get_attribute("download") == "fig-un-agreement.svg"
    saved = tmp_path / "picture.svg"
    saved.write_text(unquote(save.get_attribute("href").partition(",")[2]), "utf-8")
    said = ElementTree.parse(saved).getroot()
    told = " ".join(" ".join(one.itertext()) for one in said.iter("{http://www.w3.org/2000/svg}text"))
    title = figure.locator(".ev-title").inner_text().removesuffix("#")
    for words in (" ".join(title.split()), "Source", "evidence book", "Version 0.", "data as of", "CC BY 4.0"):
        assert words in told
    assert watched.faults == [], "before the file is opened"
    page = browser.new_page()
    page.goto(saved.as_uri())
    drawn = "one => [getComputedStyle(one).fill, one.getBoundingClientRect()]"
    sheet, words = page.locator("svg > rect").first.evaluate(drawn), page.locator("svg > text").last.evaluate(drawn)
    assert (sheet[0], words[0]) == (ground, ink)
    assert words[1]["y"] + words[1]["height"] <= sheet[1]["y"] + sheet[1]["height"]
    assert words[1]["x"] + words[1]["width"] <= sheet[1]["x"] + sheet[1]["width"]
    page.close()


def test_without_scripts_there_is_one_citation_and_the_way_to_files(watch, built_book):
    page = watch(built_book.as_uri(), java_script_enabled=False).page
    page.goto(f"{built_book.as_uri()}/{CHAPTER}.html")
    panel = page.locator("#cite-this-page")
    panel.locator("summary").click()
    assert panel.locator(".ev-entry-text").is_visible()
    for link in panel.locator("a").all():
        assert link.is_visible() and (built_book / "chapters" / link.get_attribute("href")).resolve().is_file()
    page.locator(".ev-drawer > summary").first.click()
    assert not any(fold.is_visible() for fold in page.locator(".ev-cite:not(#cite-this-page)").all())


def test_a_link_to_a_claim_opens_its_evidence_and_not_how_to_cite_it(watch, built_book):
    page = watch(built_book.as_uri()).page
    page.goto(f"{built_book.as_uri()}/{citing.LEDGER}.html#C03")
    page.locator("#C03 > details[open] li").first.wait_for()
    assert page.locator("#C03 > .ev-cite").get_attribute("open") is None


def block(book: Path, name: str) -> dict:
    [script] = soup(book, name).select(SCRIPTED)
    record = json.loads(script.string)
    assert record.pop("@context") == "https://schema.org"
    return record


def test_a_chapter_says_what_it_is_part_of_and_what_it_discusses(built_book):
    chapter, article = block(built_book, CHAPTER), tables.sources(["csrs-2017"]).iloc[0]
    assert chapter["@type"] == "Chapter" and chapter["position"] == "2"
    assert chapter["isPartOf"] == {"@type": "Book", "name": citing.of_book().title, "version": citing.of_book().version}
    assert chapter["about"]["name"] == article["title"] and chapter["about"]["author"]["name"] == article["producer"]
    assert chapter["citation"] == {"@id": chapter["about"]["@id"]}
    assert block(built_book, "index")["@type"] == "Book"


def test_the_package_is_a_dataset_with_every_licence_and_its_archive(built_book):
    data = block(built_book, citing.REGISTER)
    assert data["@type"] == "Dataset" and data["name"] == tables.package()["title"]
    named = {one.get("title") for resource in tables.package()["resources"] for one in resource["licenses"]}
    assert {licence["name"] for licence in data["license"]} == named
    page = published(f"{citing.REGISTER}.html") or (built_book / f"{citing.REGISTER}.html").as_uri()
    root = PUBLISHED_AT or f"{built_book.as_uri()}/"
    assert urljoin(page, data["distribution"]["contentUrl"]) == f"{root}{citing.ARCHIVE}"
    assert (built_book / citing.ARCHIVE).is_file()


def test_each_claim_is_reviewed_in_the_words_of_its_verdict(built_book):
    graph = block(built_book, citing.LEDGER)["@graph"]
    named = {one["@id"]: one for one in graph if "@id" in one}
    reviews = [one for one in graph if one["@type"] == "ClaimReview"]
    claims = tables.load("claims")
    assert [one["claimReviewed"] for one in reviews] == claims["paraphrase"].tolist()
    for review, row in zip(reviews, claims.itertuples()):
        rating = review["reviewRating"]
        own = f"#{row.claim_id}"
        assert (
            review["url"] == (published(f"{citing.LEDGER}.html{own}") or own)
            and rating["alternateName"] == row.verdict_today
        )
        assert row.verdict_today in rating["reviewAspect"].partition(": ")[2].split(", ")
        assert rating["ratingExplanation"] == f"Verdict of August 2017: {row.verdict_2017}"
        article = named[review["itemReviewed"]["appearance"]["@id"]]
        assert article["author"]["@id"] == review["itemReviewed"]["author"]["@id"]
        assert [named[one["@id"]]["name"] for one in review["author"]] == [citing.of_book().authors[0].family]
