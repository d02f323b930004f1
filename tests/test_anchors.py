"""What the address of a page names: found however it is written, and no fault where it cannot be read."""

import pytest

from conftest import CHAPTERS, both_ways, until

LEDGER = "chapters/appendix/claims.html"
ANSWERS = "chapters/teach/answers.html"
REGISTER = "chapters/appendix/sources.html"


@pytest.mark.parametrize(("name", "address"), both_ways([CHAPTERS[0], LEDGER, ANSWERS, REGISTER]), indirect=["address"])
@pytest.mark.parametrize("asked", ["#%", "#%E0%A4%A", "?found=russia#%"])
def test_an_address_that_cannot_be_read_is_no_fault(asked, name, address, watch):
    watched = watch(address)
    page = watched.page
    page.goto(f"{address}/{name}{asked}")
    if "found" in asked:
        page.locator(".ev-found output").wait_for()
    page.evaluate("location.hash = '#%25%'")  # scripts hear of the change
    page.evaluate("scrollTo(0, 2000)")
    page.wait_for_url("**%")
    assert watched.faults == []


def encoded(anchor: str) -> str:
    return "".join(f"%{ord(one):02X}" for one in anchor)


def test_a_claim_is_found_and_opened_by_an_encoded_address(served, watch):
    watched = watch(served)
    page = watched.page
    page.goto(f"{served}/{LEDGER}#{encoded('C49')}")
    until(page, "[...document.querySelectorAll('#C49 details:not(.ev-cite)')].every((one) => one.open)")
    assert page.locator("#C49 details:not(.ev-cite)").count() and watched.faults == []


def test_the_state_of_2017_is_found_by_an_encoded_address(served, watch):
    page = watch(served).page
    page.goto(f"{served}/{CHAPTERS[0]}")
    own = page.locator(".ev-hindsight figure").first.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{served}/{CHAPTERS[0]}#{encoded(f'{own}-2017')}")
    page.locator(f".ev-hindsight:has(#{own}) button[value='2017'][aria-pressed='true']").wait_for()
