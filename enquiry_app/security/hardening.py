"""What a process holding keys asks of the operating system at its start: no memory dump, no other account looking in.

Memory that was freed is not overwritten (Python cannot promise it); stated as a limit in the key description.
"""

from __future__ import annotations

import contextlib
import sys

PR_SET_DUMPABLE = 4  # linux/prctl.h


def harden_process() -> None:
    """Forbid core dumps and, on Linux, reading this process's memory from another one of the same account."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
