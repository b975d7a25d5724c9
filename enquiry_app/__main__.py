"""`python -m enquiry_app`: the commands without a window."""

from __future__ import annotations

import sys

from enquiry_app.command_line import main

if __name__ == "__main__":
    sys.exit(main())
