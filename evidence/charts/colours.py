"""One colour per actor through the whole book.

Every colour has a luminance between 0.125 and 0.30, so that a mark keeps a contrast of 3:1 on white and on the dark
page (WCAG 2.2, 1.4.11). Among such colours these six were searched for the largest smallest distance (CIELAB, 18) in
normal vision and under simulated protan, deutan and tritan deficiency (Machado, Oliveira & Fernandes 2009). Charts
label actors directly all the same and never rely on hue alone.
"""

import altair as alt

ACTORS = {
    "Russia": "#C95043",
    "United States/NATO": "#007DED",
    "Afghan government": "#157164",
    "Taliban": "#AC890D",
    "ISIL-K": "#C241AD",
    "UN": "#93949A",
    "other": "#93949A",
}
# The same hues, lighter, on the dark page: 4.5:1 and more there, smallest distance 17.6. `book.css` puts them in place.
DARK = {
    "Russia": "#D55B4C",
    "United States/NATO": "#3D91FF",
    "Afghan government": "#368B7D",
    "Taliban": "#B8931D",
    "ISIL-K": "#CE4DB8",
    "UN": "#AEAFB5",
    "other": "#AEAFB5",
}


def colour(actor: str) -> str:
    """Hex colour of one actor; KeyError for an actor the book does not know."""
    return ACTORS[actor]


def actor_scale(actors: list[str], labels: list[str] | None = None) -> alt.Scale:
    """Colour scale for a list of actors; `labels` where the data name them differently (same order)."""
    return alt.Scale(domain=labels or actors, range=[colour(actor) for actor in actors])
