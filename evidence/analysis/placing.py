"""Where marks stand that would touch: levels above each other. Pure functions on places along one axis."""


def free_levels(places: list[float], gap: float) -> list[int]:
    """The level of each of some places in order (0, 1 ...): the lowest whose last mark stands `gap` or more before."""
    taken: list[float] = []  # by level, the place of its last mark
    levels = []
    for place in places:
        level = next((at for at, before in enumerate(taken) if place - before >= gap), len(taken))
        taken[level : level + 1] = [place]
        levels.append(level)
    return levels
