"""`python -m ui`: the same as `enquiry-app`."""

from __future__ import annotations

import sys

from ui.launch import main

if __name__ == "__main__":
    sys.exit(main())
