"""What a page costs before the reader scrolls: bytes as a server sends them compressed, and requests."""

import gzip
from pathlib import Path

from conftest import pages

BUDGET = 220_000  # bytes, gzip
REQUESTS = 20


def test_every_page_is_light_and_loads_no_vega_at_first(served, watch, built_book: Path):
    heavy = {}
    for name in pages(built_book):
        watched = watch(served)
        answers = []
        watched.page.on("response", lambda answer, answers=answers: answers.append(answer))
        watched.page.goto(f"{served}/{name}")
        watched.page.wait_for_load_state("networkidle")
        bodies = [(answer.url, len(gzip.compress(answer.body()))) for answer in answers]
        total = sum(size for _, size in bodies)
        if total > BUDGET or len(bodies) > REQUESTS:
            heavy[name] = (total, len(bodies), sorted(bodies, key=lambda one: -one[1])[:4])
        assert not any(url.endswith("vega.js") for url, _ in bodies), name
        assert name == "search.html" or not any("searchindex" in url for url, _ in bodies), name
        watched.context.close()
    assert not heavy, heavy


def test_vega_comes_once_after_a_scroll(served, watch, built_book: Path):
    watched = watch(served)
    name = next(page for page in pages(built_book) if page.startswith("chapters/01"))
    watched.page.goto(f"{served}/{name}")
    watched.page.wait_for_load_state("networkidle")
    figures = watched.page.locator("figure.ev-figure")
    for index in range(figures.count()):
        figures.nth(index).scroll_into_view_if_needed()
        watched.page.mouse.wheel(0, 40)
        watched.page.wait_for_selector(f"figure.ev-figure.ev-live >> nth={index}", timeout=20_000)
    assert sum(url.endswith("/vega.js") for url in watched.requests) == 1
