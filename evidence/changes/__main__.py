"""``python -m evidence.changes``: say what moved."""

import sys

from evidence.changes.command import main

sys.exit(main())
