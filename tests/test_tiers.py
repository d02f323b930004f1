"""The tiers of the tests: each a target of the Makefile, explained, and none of them about time."""

import re
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
TIERS = ("check", "test", "prove")
# A limit that a slow machine would not keep. Polls sleep between two looks; what they wait for has no limit of its own.
CLOCKS = re.compile(
    r"timeout=\d|wait_for_timeout|time\.(?:time|monotonic|perf_counter)|deadline=(?!None)"
    r"|^ *time\.sleep\((?!0\.1\))",
    re.MULTILINE,
)


@pytest.mark.parametrize("tier", TIERS)
def test_each_tier_is_a_target_and_is_explained(tier):
    assert re.search(rf"^{tier}: .*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for page in ("README.md", "CONTRIBUTING.md"):
        assert re.search(rf"(?:`|^)make {tier}\b", (ROOT / page).read_text("utf-8"), re.MULTILINE), page


def test_how_long_the_loop_of_an_editor_takes_is_said_once_and_of_which_machine():
    """It took more than twice as long on a busy one."""
    texts = [(ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md", "Makefile")]
    said = re.findall(r"two minutes[^.;:]*", " ".join(" ".join(texts).split()))
    assert said == ["two minutes on a quiet machine with two cores, more on a busy one"]


def test_no_test_has_a_deadline():
    assert settings.default.deadline is None
    own = [path for path in sorted((ROOT / "tests").glob("*.py")) if path.name != Path(__file__).name]
    assert not {path.name: found for path in own if (found := CLOCKS.findall(path.read_text("utf-8")))}


def test_the_gate_tries_the_same_examples_each_time_and_a_release_tries_others():
    assert settings.get_profile("book").derandomize and not settings.get_profile("prove").derandomize
    recipes = dict(re.findall(r"^(test|prove):.*\n\t(.*)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert "--hypothesis-profile=prove" in recipes["prove"] and "hypothesis" not in recipes["test"]
