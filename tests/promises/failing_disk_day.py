"""Run as a program on the layer that lets calls fail: `python -m tests.promises.failing_disk_day FOLDER`, key, seed and number
of tries in JSON on standard input. A day at the Hub on a disk that fails now and then; prints what came of each try.
"""

from __future__ import annotations

import errno
import json
import random
import sys
from pathlib import Path

from enquiry_app.errors import AppError
from enquiry_app.storage.audit_chain import verify
from enquiry_app.storage.opening import check_pages
from tests.promises.disk_shim import FROM_THEN_ON, ONCE, SHORT, calls, fail
from tests.promises.disk_workloads import desks_of, profile_in
from tests.promises.hub_day import HubDay

FAULTS = ("ENOSPC", "EIO", "EDQUOT", "EROFS")
HOW = {ONCE: "once", FROM_THEN_ON: "from then on", SHORT: "half"}
MOST_CALLS = 30  # an act makes fewer than this


class Day:
    """The acts, each tried on a failing disk first, then on a good one."""

    def __init__(self, folder: Path, key: bytes, seed: int) -> None:
        self._profile, self._key, self._random = profile_in(folder), key, random.Random(seed)
        self.store, _ = self._profile.open_store(key)
        self.hub = HubDay(desks_of(self.store))
        self.outcomes: list[dict[str, object]] = []

    def live(self, tries: int) -> str:
        """All acts; gives the status of the enquiry at the end."""
        for act in self.hub.acts():
            done = False
            for _ in range(tries):
                done = self._try(act) or done
                self._look_at_the_store()
            if not done:
                self._on_a_good_disk(act)
        with self.store.read() as reading:
            return reading.enquiry(self.hub.enquiry_id).status

    def _try(self, act) -> bool:
        how, fault, at = (
            self._random.choice(list(HOW)),
            self._random.choice(FAULTS),
            self._random.randint(1, MOST_CALLS),
        )
        before = self._commits()
        fail(at, getattr(errno, fault), how)
        said = unexpected = ""
        try:
            act()
        except AppError as refused:
            said = refused.sentence
        except Exception as surprise:
            unexpected = type(surprise).__name__
        failed = calls() >= at
        fail(0)
        after = self._commits()
        self.outcomes.append({
            "act": act.__name__, "fault": fault, "how": HOW[how], "failed": failed, "said": said, "unexpected": unexpected,
            "saved": after > before,
        })  # fmt: skip
        return not said and not unexpected

    def _commits(self) -> int:
        return self.store.position().commits

    def _look_at_the_store(self) -> None:
        check_pages(self.store)
        verdict = verify(self.store)
        assert verdict.ok, (verdict, self.outcomes[-3:])

    def _on_a_good_disk(self, act) -> None:
        """The disk is well again: what did not work is done now, unless it was done in spite of what was said."""
        try:
            act()
        except AppError:
            assert self.outcomes[-1]["saved"] or any(
                each["saved"] for each in self.outcomes if each["act"] == act.__name__
            )


def main() -> None:
    given = json.loads(sys.stdin.read())
    day = Day(Path(sys.argv[1]), bytes.fromhex(given["key"]), given["seed"])
    status = day.live(given["tries"])
    day.store.close()
    again, _ = profile_in(Path(sys.argv[1])).open_store(bytes.fromhex(given["key"]))
    check_pages(again)
    assert verify(again).ok
    again.close()
    print(json.dumps({"status": status, "outcomes": day.outcomes}))


if __name__ == "__main__":
    main()
