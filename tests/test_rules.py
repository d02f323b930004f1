"""Every rule of book.css acts: some page, in some state, looks different without it. A rule that none needs goes.

A rule is switched off in the sheet that pages load, and the computed styles of what it selects are compared. One of a
state that only a hand brings about (hover, focus) has to be in that sheet and select something once the state is there.
"""

import json
import re
from pathlib import Path

import pytest

from conftest import until
from evidence.pages import sphinx_ext

BOOK = (sphinx_ext.STATIC / "book.css").read_text("utf-8")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 800}
CHAPTERS = [
    f"chapters/{name}.html" for name in ("01-concerns", "04-us-russia-rivalry", "05-probability-of-intervention")
]
REGISTERS = [
    f"chapters/appendix/{name}.html"
    for name in ("people", "claims", "timeline", "sources", "data", "trace", "status", "rerun")
]
SUMMARIES = [f"chapters/summaries/{name}.html" for name in ("english", "dari", "russian")]
# Of book.css and of what the page loads: every rule with its conditions, its selector, and what it declares.
WALK = """
    const walk = (rules, conditions = []) => [...rules].flatMap((rule) => rule.selectorText
        ? [{ rule, conditions, key: [...conditions, rule.style.cssText].join(' | '), selector: rule.selectorText }]
        : 'conditionText' in rule ? walk(rule.cssRules, [...conditions, rule.conditionText]) : []);
    const own = new CSSStyleSheet();
    own.replaceSync(book);
    const loaded = [...document.styleSheets].flatMap((sheet) => walk(sheet.cssRules));
"""
RULES = f"""([book]) => {{ {WALK}
    const saying = walk(own.cssRules).filter(({{ rule }}) => rule.style.length); // not a frame for nested rules alone
    return saying.map((one) => `${{one.selector}} {{ ${{one.key}} }}`); }}"""
ACTING = f"""([book, waiting]) => {{ {WALK}
    const byHand = /:(hover|focus-visible|focus-within|focus|target|active)(?![\\w-])/g;
    const pseudo = /::[\\w-]+/;
    const parts = (selector) => {{ // at its commas, but for those in brackets
        const found = [""];
        let depth = 0;
        for (const sign of selector) {{
            depth += sign === "(" ? 1 : sign === ")" ? -1 : 0;
            if (sign === "," && !depth) found.push("");
            else found[found.length - 1] += sign;
        }}
        return found;
    }};
    const acts = ({{ conditions, key, selector }}) => {{
        if (!conditions.every((one) => matchMedia(one).matches)) return false;
        const same = loaded.filter((one) => one.key === key);
        return same.length && parts(selector).some((part) => {{
            const after = part.match(pseudo)?.[0] || null;
            const bare = part.replace(pseudo, '').replace(byHand, '').trim() || '*';
            const things = [...document.querySelectorAll(bare)].slice(0, 40);
            if (part.search(byHand) >= 0) return things.length > 0;
            const names = [...same[0].rule.style], css = same.map((one) => one.rule.style.cssText);
            const look = (style) => names.map((name) => style.getPropertyValue(name)).join();
            const seen = () => things.map((one) => look(getComputedStyle(one, after)));
            const before = seen();
            same.forEach((one) => {{ one.rule.style.cssText = ''; }});
            const without = seen();
            same.forEach((one, at) => {{ one.rule.style.cssText = css[at]; }});
            return before.some((one, at) => one !== without[at]);
        }});
    }};
    return walk(own.cssRules).map((one) => [`${{one.selector}} {{ ${{one.key}} }}`, one])
        .filter(([name, one]) => waiting.includes(name) && acts(one)).map(([name]) => name);
}}"""


def as_it_comes(page) -> None:
    pass


def printed(page) -> None:
    page.emulate_media(media="print")


def printed_while_a_badge_explains_itself(page) -> None:
    page.locator(".ev-badge > a").first.focus()
    printed(page)


def in_the_dark(page) -> None:
    page.emulate_media(color_scheme="dark")
    page.wait_for_selector("html[data-theme='dark']", state="attached")


def without_motion(page) -> None:
    page.emulate_media(reduced_motion="reduce")


def in_a_frame_without_full_screen(page) -> None:
    page.evaluate("document.documentElement.classList.add('ev-no-full-screen')")


def as_in_2017(page) -> None:
    for place in page.locator(".ev-hindsight").all():
        place.locator(".ev-states button[value='2017']").click()
    until(page, "[...document.querySelectorAll('.ev-hindsight')].every((one) => one.then && one.contains(one.then[0]))")


def with_its_drawers(page) -> None:
    for drawer in page.locator(".ev-drawer > summary").all():
        drawer.click()
    page.locator(".ev-drawer .ev-rows table").first.wait_for()


def with_a_citation(page) -> None:
    page.locator("#cite-this-page > summary").click()
    page.locator("#cite-this-page .ev-copy").first.wait_for()


def made_live(page) -> None:
    page.locator(".ev-move").click()
    page.wait_for_selector(".ev-zoom")


def told(page) -> None:
    page.locator(".ev-chart[tabindex]:visible").first.focus()
    page.keyboard.press("ArrowRight")


def sorted_by_a_column(page) -> None:
    page.locator(".ev-sort:visible").first.click()


def sorted_downwards(page) -> None:
    page.locator(".ev-sort:visible").first.click()
    page.locator(".ev-sort:visible").first.click()


def with_its_code(page) -> None:
    page.locator(".ev-show-code").click()
    page.locator(".ev-show-code[aria-pressed='true']").wait_for()


def filtered(page) -> None:
    page.locator(".ev-filters input").fill("Kabulov")


def tapped_away(page) -> None:
    page.locator(".ev-badge:visible").first.hover()
    page.keyboard.press("Escape")


def walked_to_the_end(page) -> None:
    """Of the lab: a number is wrong, the others are there, and a class has been read."""
    page.get_by_role("button", name="Lock these numbers").click()
    page.get_by_role("button", name="Open the class mode now").click()
    numbers = dict.fromkeys(("strike", "units", "ucdp", "any"), 5)
    state = {"format": "evidence-lab", "version": 1, "past": [{"numbers": numbers}], "open": []}
    file = {"name": "one.json", "mimeType": "application/json", "buffer": json.dumps(state).encode()}
    page.locator("#lab-class input[type=file]").set_input_files(file)
    page.locator("#lab-class svg").wait_for()


def set_by_a_preset(page) -> None:
    page.locator(".ev-presets button").last.click()


def with_exercises_answered(page) -> None:
    for own, answer in (("#ex-1-2", "3.2"), ("#ex-1-3", "none")):
        page.locator(f"{own} > summary").click()
        page.locator(f"{own} .ev-check input").fill(answer)
        page.locator(f"{own} .ev-check button").click()
    for own in ("#ex-1-1", "#ex-1-5"):
        page.locator(f"{own} > summary").click()
        page.locator(f"{own} fieldset").wait_for()


STATES = [
    *(
        (name, size, do)
        for name in ("index.html", *CHAPTERS, *REGISTERS, *SUMMARIES, "search.html")
        for size in (DESK, PHONE)
        for do in (as_it_comes,)
    ),
    *(
        (name, DESK, printed)
        for name in (
            "index.html",
            *CHAPTERS,
            *(f"chapters/appendix/{name}.html" for name in ("claims", "data", "people")),
        )
    ),
    *((name, size, as_in_2017) for name in CHAPTERS for size in (DESK, PHONE)),
    ("chapters/appendix/timeline.html", DESK, made_live),
    ("chapters/appendix/timeline.html", PHONE, filtered),
    *(
        (CHAPTERS[0], DESK, do)
        for do in (told, with_its_code, with_its_drawers, with_a_citation, tapped_away, in_the_dark, without_motion)
    ),
    (CHAPTERS[0], DESK, with_exercises_answered),
    *((CHAPTERS[0], DESK, do) for do in (printed_while_a_badge_explains_itself, in_a_frame_without_full_screen)),
    *(("chapters/appendix/status.html", DESK, do) for do in (sorted_by_a_column, sorted_downwards)),
    ("chapters/05-probability-of-intervention.html", DESK, set_by_a_preset),
    *(("chapters/lab.html", size, walked_to_the_end) for size in (DESK, PHONE)),
    (f"{CHAPTERS[0]}?found=helicopt#in-brief", DESK, as_it_comes),
    *((f"chapters/{name}.html", DESK, in_the_dark) for name in ("03-russia-and-the-taliban", "04-us-russia-rivalry")),
]
WITHOUT_SCRIPTS = [
    *(("index.html", PHONE), ("chapters/appendix/timeline.html", DESK)),
    *((name, size) for name in CHAPTERS for size in (DESK, PHONE)),
]
TOUCH = {"has_touch": True, "is_mobile": True}
TABLET, LAPTOP = {"width": 820, "height": 900}, {"width": 1100, "height": 900}
# What room is kept for, until scripts have come.
UNTIL_SCRIPTS = [(name, size) for name in (*CHAPTERS, "chapters/appendix/timeline.html") for size in (DESK, PHONE)]


@pytest.mark.prove  # two styles of every page for every rule: minutes
def test_every_rule_acts_somewhere(served, watch, built_book: Path):
    page = watch(served).page
    page.goto(f"{served}/index.html")
    waiting = page.evaluate(RULES, [BOOK])
    shown = [
        *((name, {"viewport": size}, do) for name, size, do in STATES),
        *((name, {"viewport": size, "java_script_enabled": False}, as_it_comes) for name, size in WITHOUT_SCRIPTS),
        *((name, {"viewport": size}, as_it_comes) for name in CHAPTERS for size in (TABLET, LAPTOP)),
        (CHAPTERS[0], {"viewport": PHONE, **TOUCH}, as_it_comes),
    ]
    for name, options, do in shown:
        page = watch(served, **options).page
        page.goto(f"{served}/{name}")
        do(page)
        acting = page.evaluate(ACTING, [BOOK, waiting])
        waiting = [one for one in waiting if one not in acting]
        page.context.close()
    for name, size in UNTIL_SCRIPTS:
        page = watch(served, viewport=size).page
        page.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
        page.goto(f"{served}/{name}")
        acting = page.evaluate(ACTING, [BOOK, waiting])
        waiting = [one for one in waiting if one not in acting]
        page.context.close()
    assert waiting == [], "\n".join(waiting)
