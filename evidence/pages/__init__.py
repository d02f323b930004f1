"""From notebooks to pages: numbers and links between them, citations, sharing, slimming, the files of the book itself.

In: documents as MyST-NB reads them, with the exhibits in their cells. Out: HTML, scripts and style sheets (`static/`).
Entered by Sphinx, through `sphinx_ext`. `evidence.build` asks `incremental` what a book was made of, `published` and
`numbering` what its pages show, `citing` how it is cited, `lessons` and `handouts` what is taught with it, and writes
with `archives` what is shipped.

To add to the pages, write a module with a `setup(app)` and call it from `sphinx_ext.setup`; a script goes into
`static/` and its mark into `sphinx_ext.SCRIPTS`. What a step here drops or adds is tested in the built book.
"""
