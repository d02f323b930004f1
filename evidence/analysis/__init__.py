"""Measures that chapters share: what the tables come to, in frames, numbers and words.

In: frames of `evidence.tables`, and what `evidence.forecast` makes of them. Out: tidy frames for forms of
`evidence.charts` and for `evidence.exhibits.table`, dicts of numbers, texts by the key under which prose asks for them.
Every function is pure but for `exercises`, which alone loads tables itself. Entered by its modules, after what they are
about: `isil` (chapter 1), `ties` (2), `contacts` (3), `rivalry`, `presence` and `hypotheses` (4), `answers`, `number`,
`left_out` and `first_edition` (5 and its page on the number), `aftermath` and `later` (6); `front`, `summary` and
`languages` (the first page and its translations), `lab`, `labs` and `exercises` (teaching), `checks`, `speed` and
`mutations` (how the book is made), `verdicts` (all chapters), `placing` (marks that would touch). A module that ends in
`_told` says the findings of another in words: tips of marks, descriptions of charts, numbers of the prose under their
keys.

To add a measure, write a function in the module of its subject, say in its docstring which columns it takes and gives,
in which unit, and what it raises, and test it on a few rows that can be reckoned by hand.
"""
