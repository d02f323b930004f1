"""The article's argument as sliders: static markup with a setting in it, made live by `static/scenario.js`."""

import json

import pandas as pd

from evidence.exhibits.exhibit import Exhibit
from evidence.exhibits.links import escaped
from evidence.forecast import LINKS, scenario_tree, terms_of
from evidence.precision import fixed, settled, shortest


class Sliders(Exhibit):
    """What a chapter's cell shows: the tree at its middle setting; with a script, at the reader's."""


def sliders(
    links: pd.DataFrame, presets: dict[str, dict[str, float]], marks: pd.DataFrame, scales: pd.DataFrame
) -> Sliders:
    """Sliders for the three links, presets, and what the product is measured against.

    links: index growth, failure, strike; columns event, low, high (shares of one). presets: label -> value of each
    link; the first is the start and the reset, and its label says so. marks: columns label and probability (shares of
    one over the same horizon). scales: the table `verbal_scales`. Without a script the page shows the first preset.
    Raises ValueError (from `scenario_tree`) for a preset that is no setting of the tree.
    """
    links, presets, marks, scales = map(settled, (links, presets, marks, scales))
    results = {name: settled(scenario_tree(**setting)) for name, setting in presets.items()}
    start = next(iter(presets))
    controls = [_slider(link, links.loc[link], presets[start][link]) for link in LINKS]
    terms = escaped(json.dumps(scales[["scale", "term", "low", "high"]].to_dict("records")))
    return Sliders(
        "",
        f'<section class="ev-scenario" id="scenario" aria-labelledby="scenario-title" data-terms="{terms}">\n'
        '<p class="ev-title" id="scenario-title">Set each link yourself</p>\n'
        f'<div class="ev-sliders">\n{"".join(controls)}</div>\n'
        f"{_buttons(presets)}\n{_product(results[start], scales)}\n{_marks(results[start], marks)}\n"
        "<noscript><p>The sliders need a script. What stands here is the first preset.</p></noscript>\n"
        '<p class="ev-keep"><a class="ev-setting" href="#scenario">Link to this setting</a></p>\n</section>',
    )


def _buttons(presets: dict[str, dict[str, float]]) -> str:
    buttons = [
        f"<button type=\"button\" data-set='{escaped(json.dumps(setting))}'>{escaped(name)}</button>"
        for name, setting in presets.items()
    ]
    return f'<p class="ev-presets"><span>Presets:</span> {" ".join(buttons)}</p>'


def _product(product: float, scales: pd.DataFrame) -> str:
    """The product of the links, and what each scale calls it."""
    said = [f"{scale}: {' or '.join(terms) or 'no term'}" for scale, terms in terms_of(scales, product).items()]
    return (
        '<p class="ev-product" role="status">A strike within three years: '
        f'<output data-result="{shortest(product)}">{_per_cent(product)}</output> '
        f'<span class="ev-said">{escaped("; ".join(said))}</span></p>'
    )


def _marks(product: float, marks: pd.DataFrame) -> str:
    """The product among what it is measured against, as a table with bars."""
    rows = [_mark("this setting", product, own=True)]
    rows += [_mark(row.label, row.probability) for row in marks.itertuples()]
    return (
        '<table class="ev-marks"><thead><tr><th scope="col">measured against, over the same three years '
        "(bars on a square-root scale)</th>"
        '<th scope="col" class="ev-num">probability</th></tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _slider(link: str, row: pd.Series, value: float) -> str:
    said, per_cent = _per_cent(value), fixed(value, 5, times=100)
    return (
        f'<div class="ev-slider"><label for="ev-{link}">{escaped(row["event"])}</label>'
        f'<input type="range" id="ev-{link}" name="{link}" min="0" max="100" step="any" value="{per_cent}" '
        f'aria-valuetext="{said}" data-exact="{shortest(value)}"><output for="ev-{link}">{said}</output>'
        f"<small>the book's range: {_per_cent(row['low'])} to {_per_cent(row['high'])}</small></div>\n"
    )


def _mark(label: str, probability: float, own: bool = False) -> str:
    width = fixed(probability**0.5, 2, times=100)  # square root: small probabilities stay visible
    kind = ' class="ev-own"' if own else ""
    return (
        f'<tr{kind}><th scope="row">{escaped(label)}'
        f'<span class="ev-bar" style="width:{width}%" aria-hidden="true"></span></th>'
        f'<td class="ev-num">{_per_cent(probability)}</td></tr>'
    )


def _per_cent(share: float) -> str:
    """0.0398 -> '4.0%'; two digits below one per cent, so that 0.45% stays apart from 0.4%."""
    return f"{fixed(share, 2 if 0 < share < 0.01 else 1, times=100)}%"
