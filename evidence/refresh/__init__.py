"""From upstream releases to the tables of the package: one module per upstream, a frame in, a tidy frame out.

Each derivation says with `layout.reads` which columns it needs and what may stand in them; anything else is an error.

`python -m evidence.refresh` (`make refresh`) goes the whole way for the upstreams in `declared`: `fetched` gets a file,
or one lies here; `opened` checks it and selects; the derivation makes the table; `compared` says what moved, by key;
`written` takes it in with its source, all or nothing, and only when told to. To add an upstream: a derivation, an
entry in `declared`, and a test with real rows of a release.
"""

from evidence import stopping

stopping.in_one_line()
