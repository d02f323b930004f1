"""What a chapter's cell shows: figures, tables, numbers in prose, verdicts, sliders, generated registers.

In: charts of `evidence.charts`, tidy frames, rows of `evidence.tables`. Out: objects whose HTML a notebook keeps, and
texts that the prose asks for by key. Entered by `figure`, `table` and `hindsight`; `say` and `say_all` with `each`,
`count`, `decimal`, `percent`, `span`, `date`, `dated` and `in_words`; `tipped`, `listed` and `worded` (tips and texts
from templates); `sliders`; the submodules `appendix`, `front`, `glossary` and `registers`.

To add an exhibit, write a module whose function returns an object with `_repr_html_` alone, name it here, and test its
markup in a built page. A name is imported when it is first asked for: a notebook depends on what it uses, and a build,
which draws nothing, does not wait for Altair.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["appendix", "front", "glossary", "registers"],
    submod_attrs={
        "captioned": ["table"],
        "countdown": ["countdown"],
        "figures": ["figure"],
        "in_rows": ["probabilities", "ratios", "words_heard"],
        "numbers": [
            "bare_percent",
            "count",
            "date",
            "dated",
            "decimal",
            "in_hundred",
            "in_words",
            "joined",
            "percent",
            "say",
            "signed",
            "span",
        ],
        "sliders": ["sliders"],
        "spoken": ["each", "listed", "say_all", "tipped", "worded"],
        "states": ["hindsight"],
    },
)
