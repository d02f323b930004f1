"""From notebooks to pages: numbers and links between them, citations, sharing, slimming, the files of the book itself.

In: documents as MyST-NB reads them, with the exhibits in their cells. Out: HTML, scripts and style sheets (`static/`).
Entered by Sphinx, through `sphinx_ext`, and by the command `python -m evidence.pages.outlinks`; `evidence.build` asks
`incremental` what a book was made of, and `published` what its pages show.

To add to the pages, write a module with a `setup(app)` and call it from `sphinx_ext.setup`; a script goes into
`static/` and its mark into `sphinx_ext.SCRIPTS`. What a step here drops or adds is tested in the built book.
"""
