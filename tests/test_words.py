"""Words of estimative probability as the published scales have them."""

import pytest

from evidence import tables
from evidence.forecast import terms_of, words_to_range


@pytest.fixture(scope="module")
def scales():
    return tables.load("verbal_scales")


@pytest.mark.parametrize(
    ("scale", "phrase", "expected"),
    [
        ("ICD 203", "unlikely", (0.20, 0.45)),
        ("ICD 203", "Almost no chance", (0.01, 0.05)),
        ("IPCC", "unlikely", (0, 0.33)),
        ("Kent", "probable", (0.75 - 0.12, 0.75 + 0.12)),
        ("Kent", "probably not", (0.30 - 0.10, 0.30 + 0.10)),
        ("Kent", "almost certainly not", (0.07 - 0.05, 0.07 + 0.05)),
    ],
)
def test_a_phrase_has_the_published_range(scales, scale, phrase, expected):
    assert words_to_range(scales, scale, phrase) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("scale", "phrase"), [("ICD 203", "there is a possibility"), ("Kent", "unlikely"), ("WHO", "unlikely")]
)
def test_a_scale_that_is_silent_gives_no_number(scales, scale, phrase):
    with pytest.raises(KeyError):
        words_to_range(scales, scale, phrase)


def test_icd_203_covers_its_span_without_gap_or_overlap(scales):
    own = scales[scales["scale"] == "ICD 203"].sort_values("low")
    assert (own["high"].iloc[:-1].to_numpy() == own["low"].iloc[1:].to_numpy()).all()
    assert (own["low"].iloc[0], own["high"].iloc[-1]) == (0.01, 0.99)


def test_a_number_finds_its_words(scales):
    assert terms_of(scales, 0.3) == {"ICD 203": ["unlikely"], "Kent": ["probably not"], "IPCC": ["unlikely"]}
    assert terms_of(scales, 0.004) == {
        "ICD 203": [],
        "Kent": [],
        "IPCC": ["exceptionally unlikely", "very unlikely", "unlikely"],
    }
    with pytest.raises(ValueError):
        terms_of(scales, 1.2)
