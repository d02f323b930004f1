"""axe-core on every page of the book, in light and dark, on a phone and on a desk: WCAG 2.2, levels A and AA.

On the desk the folds are open, so that code, evidence and solutions are looked at too; the data of a figure, which
looks like any other table, stays folded. Two classes, so that two workers share the time.
"""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from conftest import pages

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],  # every node of these, one of the others: half the time
}
EXPECTED_PASSES = {"document-title", "html-has-lang", "link-name", "color-contrast"}
OPEN = "all => all.forEach((one) => { one.open = true; })"


class EveryPage:
    scheme: str

    @pytest.mark.parametrize("width", [390, 1280])
    def test_axe_finds_no_violation(self, width, served, watch, built_book: Path):
        found = {}
        for name in pages(built_book):
            screen = {"viewport": {"width": width, "height": 900}, "color_scheme": self.scheme}
            watched = watch(served, **screen, reduced_motion="reduce")  # no half-faded text
            watched.page.goto(f"{served}/{name}")
            watched.page.wait_for_load_state("networkidle")
            if width == 1280:
                watched.page.eval_on_selector_all("details:not(.ev-fold)", OPEN)
            result = Axe().run(watched.page, options=RULES).response
            assert {rule["id"] for rule in result["passes"]} >= EXPECTED_PASSES, f"{name}: axe looked at too little"
            for violation in result["violations"]:
                nodes = [node["html"][:160] for node in violation["nodes"][:3]]
                found[name, violation["id"]] = (len(violation["nodes"]), nodes)
            watched.context.close()
        assert not found, found


class TestLight(EveryPage):
    scheme = "light"


class TestDark(EveryPage):
    scheme = "dark"
