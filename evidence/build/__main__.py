"""``python -m evidence.build``: build the book."""

import sys

from evidence.build.book import main

sys.exit(main())
