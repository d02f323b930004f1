"""What a chapter's cell shows: figures, tables, numbers in prose, verdicts, sliders, generated registers.

In: charts of `evidence.charts`, tidy frames, rows of `evidence.tables`. Out: objects whose HTML a notebook keeps, and
texts that the prose asks for by key. Entered by `figure`, `table` and `hindsight`; `say` and `say_all` with `each`, and
the forms of numbers and dates, which are those of `evidence.wording`; `tipped`, `listed` and `worded` (tips and texts
from templates); `probabilities`, `ratios` and `words_heard` (rows for charts of odds); `sliders` and `countdown`; the
submodules `appendix`, `front`, `glossary`, `record` and `registers` (generated pages), `specimens` (charts that
mislead), `folded` (words behind a fold), `verdicts` (their signs), `exercises` (their check) and `lab`.

To add an exhibit, write a module whose function returns an `Exhibit` (`evidence.exhibits.exhibit`), name it here, and
test its markup in a built page. A name is imported when it is first asked for: a notebook depends on what it uses, and
a build, which draws nothing, does not wait for Altair.
"""

import lazy_loader

from evidence import wording

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["appendix", "exercises", "front", "glossary", "lab", "record", "registers", "specimens"],
    submod_attrs={
        "captioned": ["table"],
        "countdown": ["countdown"],
        "figures": ["figure"],
        "in_rows": ["probabilities", "ratios", "words_heard"],
        "numbers": ["say", *wording.__all__],
        "sliders": ["sliders"],
        "spoken": ["each", "listed", "say_all", "tipped", "worded"],
        "states": ["hindsight"],
    },
)
