"""axe-core on every page of the book, in light and dark, on a phone and on a desk: WCAG 2.2, levels A and AA."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import pages

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
EXPECTED_PASSES = {"document-title", "html-has-lang", "link-name", "color-contrast"}


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(width, scheme, served, watch, built_book: Path):
    found = {}
    for name in pages(built_book):
        watched = watch(served, viewport={"width": width, "height": 900}, color_scheme=scheme)
        watched.page.goto(f"{served}/{name}")
        watched.page.wait_for_load_state("networkidle")
        result = Axe().run(watched.page, options=RULES).response
        assert {rule["id"] for rule in result["passes"]} >= EXPECTED_PASSES, f"{name}: axe looked at too little"
        for violation in result["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            found[name, violation["id"]] = (len(violation["nodes"]), nodes)
        watched.context.close()
    assert not found, found
