"""Marks that would touch: the level of each, by hand."""

from evidence.analysis.placing import free_levels


def test_a_mark_takes_the_lowest_level_whose_last_mark_is_far_enough():
    assert free_levels([1.0, 1.2, 1.4, 3.0], gap=0.3) == [0, 1, 0, 0]
    assert free_levels([1992, 1992, 1992, 1999], gap=7) == [0, 1, 2, 0], "just far enough is far enough"
    assert free_levels([], gap=1) == []
