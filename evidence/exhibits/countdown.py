"""How long until a forecast resolves: a date in the page, the days that are left counted where the page is read."""

import pandas as pd

from evidence.exhibits.exhibit import Exhibit
from evidence.exhibits.links import escaped
from evidence.wording import date


class Countdown(Exhibit):
    """A line with a date; `static/countdown.js` adds the days that are left. Without a script the date stands alone."""


def countdown(what: str, day: pd.Timestamp) -> Countdown:
    """What happens on a day, in words that end before the date: countdown("The window closes on", day)."""
    iso = f"{day:%Y-%m-%d}"
    return Countdown(
        "",
        f'<p class="ev-countdown">{escaped(what)} <time datetime="{iso}">{date(iso)}</time>.'
        '<span class="ev-left" role="status"></span></p>',
    )
