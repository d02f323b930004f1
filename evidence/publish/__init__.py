"""How results become pages: figures, tables, numbers in prose, execution, the Sphinx extension.

A name is imported from its module when it is first asked for: a notebook depends on what it uses, and a build, which
draws nothing, does not wait for Altair.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submodules=["appendix", "registers"],
    submod_attrs={
        "colours": ["actor_scale", "colour"],
        "figures": ["figure", "hindsight", "table"],
        "numbers": ["bare_percent", "count", "date", "decimal", "in_words", "percent", "say", "span"],
        "sliders": ["sliders"],
    },
)
