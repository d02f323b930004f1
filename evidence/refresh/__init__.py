"""From upstream releases to the tables of the package: one module per upstream, a frame in, a tidy frame out."""
