"""From upstream releases to the tables of the package: one module per upstream, a frame in, a tidy frame out.

Each derivation says with `layout.reads` which columns it needs and what may stand in them; anything else is an error.
"""
