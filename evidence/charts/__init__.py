"""The vocabulary of charts: tidy frames in, Altair charts out. No form knows a chapter or a page.

In: frames as `evidence.analysis` and `evidence.forecast` leave them, and the names of their columns. Out: charts for
`evidence.exhibits.figure`, which draws them with `themed`. Entered by `colour` and `actor_scale` (who); `years`,
`dates`, `categories`, `across`, `amounts`, `magnitudes`, `article`, `decimal_year`, `within_year` (axes); `estimates`,
`yearly_estimates` and `tiles` (forms); `province_shapes` and `region_map` (maps); and by the submodules of larger
forms: `rows` (ranges, dots and squares in named rows, bars, tellings), `lines` (lines, bars of years, marks under
headings), `odds` (ranges of probabilities in rows, a hundred squares, a number over time), `panels` (lanes, lines of
actors, panels of parts and of measures), `marks` (claims over time, estimates in panels, a map with names), `dated`
(events in lanes, counts above years), `counted` (expected and observed, squares by kind), `arranged` (panels under each
other), `tested` (said against come, a histogram with marks), `misleading` (what a lab shows to warn of).

A form that takes both `x` and `y` wants for x an axis of `years`, `dates`, `categories` or `across`, and for y one of
`amounts` or `magnitudes`; names in rows are a form of `rows`.

To add a form, write a function under the name of what it draws, in the submodule of its kind, and test it on its
specification; one that takes both axes begins with `refuse_turned(x, y)`. A name is imported when it is first asked
for, so that a notebook depends on what it uses.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["arranged", "counted", "dated", "lines", "marks", "misleading", "odds", "panels", "rows", "tested"],
    submod_attrs={
        "axes": [
            "ARTICLE",
            "across",
            "amounts",
            "article",
            "categories",
            "dates",
            "decimal_year",
            "magnitudes",
            "within_year",
            "years",
        ],
        "colours": ["actor_scale", "colour"],
        "forms": ["estimates", "tiles", "yearly_estimates"],
        "maps": ["province_shapes", "region_map"],
        "theme": ["themed"],
    },
)
