"""Changes that say one thing are told once."""

import pytest

from evidence.alike import alike, in_text, named, step


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("9776", "9763", "-13"),
        ("1.50", "1.6", "+0.1"),
        ("100", "1100", "+1000"),
        ("", "5", ""),
        ("April 2024", "7", ""),
        ("2016-04", "2016-05", ""),
    ],
)
def test_the_step_of_a_number(was, now, told):
    assert step(was, now) == told


def test_the_same_change_is_one_and_so_is_the_same_step_of_three():
    changes = [
        (("best", "10", "8"),),
        (("name", "IS", "ISIL"),),
        (("best", "20", "18"),),
        (("name", "IS", "ISIL"),),
        (("best", "7", "5"),),
        (("low", "7", "5"),),
    ]
    assert alike(changes) == [([0, 2, 4], True), ([1, 3], False), ([5], False)]


def test_two_rows_of_one_step_and_words_that_differ_stand_alone():
    steps = [(("best", "10", "8"),), (("best", "20", "18"),)]
    words = [(("note", f"a{number}", "b"),) for number in range(3)]
    assert alike(steps + words) == [([at], False) for at in range(5)]


def test_many_rows_are_counted_and_a_few_named():
    assert named(["735|2016"]) == "735|2016"
    assert named(["1", "2"]) == "2 rows (1, 2)"
    assert named(list("12345")) == "5 rows (1, 2, 3, 4, 5)"
    assert named(list("1234567")) == "7 rows (1, 2, 3, 4, 5, ...)"


@pytest.mark.parametrize(
    "said", ["over 7,000 men", "7000", "свыше 7 тыс. боевиков", "7-thousand", "Seven thousand", "7 هزار"]
)
def test_a_number_is_found_in_a_text_by_its_scale_too(said):
    assert in_text("7000").search(said)


@pytest.mark.parametrize(
    "said", ["17,000", "7,000,000", "7 million", "70 thousand", "1.7 thousand", "7 men", "7000.5", "seven"]
)
def test_another_number_is_not(said):
    assert not in_text("7000").search(said)
    assert in_text("1700").search("1.7 thousand") and in_text("7").search("7 men")
