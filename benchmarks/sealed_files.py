"""Time to seal and to open a file with 3 MB of attachments, against bare age doing nothing but encrypt and decrypt, and to
make a batch of referrals one after the other, against a bare canvas drawing the same words.

The batch has 1,000 referrals; 100 with `SCALE=small`, on a machine that others use too.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pyrage
from pyrage import x25519

from benchmarks.pdf_referral import medians, typical_referral
from benchmarks.pdf_yardsticks import canvas_pdf
from enquiry_app.documents.pdf_render import render_pdf
from enquiry_app.exchange.sealed.parcels import Parcel, Sender, open_sealed, seal
from enquiry_app.exchange.sealed.store_keys import StoreKeys, new_sign_secret

ROUNDS = 25
BUDGET = 50.0  # ms to seal, and to open, 3 MB
ROOM = 150.0  # MB a batch may add to what the program takes
AT = dt.datetime(2026, 11, 18, 10, 12, tzinfo=dt.UTC)


def a_parcel(keys: StoreKeys) -> Parcel:
    """As a school seals it: five files of 600 kB beside the answers."""
    random = Random(1)
    parts = {f"file-{number}": random.randbytes(600_000) for number in range(5)}
    sender = Sender("school", "Torview Primary School", "partner", keys.public)
    return Parcel("p1", "enquiry", sender, keys.public.seal_to, AT, {"enquiry": "e"}, {"answers.json": b"{}", **parts})


def run() -> list[dict[str, object]]:
    """Rows: name, ours_ms, yardstick, yardstick_ms, ratio, budget, ok."""
    keys = StoreKeys(str(x25519.Identity.generate()), new_sign_secret())
    parcel, plain = a_parcel(keys), Random(2).randbytes(3_000_000)
    to, by = x25519.Recipient.from_str(keys.public.seal_to), x25519.Identity.from_str(keys.age_secret)
    sealed, bare = seal(parcel, keys), pyrage.encrypt(plain, [to])
    ours, age = medians(ROUNDS, lambda: seal(parcel, keys), lambda: pyrage.encrypt(plain, [to]))
    opening, age_again = medians(ROUNDS, lambda: open_sealed(sealed, keys), lambda: pyrage.decrypt(bare, [by]))
    words = f"at most {BUDGET:.0f} ms"
    return [
        _row("seal 3 MB: hashed, packed, signed, encrypted", ours, "bare age", age, words, ours <= BUDGET),
        _row("open 3 MB: decrypted, unpacked, checked", opening, "bare age", age_again, words, opening <= BUDGET),
        _batch(100 if os.environ.get("SCALE") == "small" else 1_000),
    ]


def _batch(number: int) -> dict[str, object]:
    document = typical_referral()
    several = [replace(document, reference=f"TSH-2026-K7QM-{place:06}-R") for place in range(number)]
    before = _room()
    ours = _time(lambda: [render_pdf(each, check_key=b"k" * 32).page_count for each in several])
    added = _room() - before
    theirs = _time(lambda: [len(canvas_pdf(each)) for each in several])
    return _row(
        f"batch of {number:,} referrals, +{added:.0f} MB", ours, "bare canvas, same words", theirs,
        f"at most 6 x, at most {ROOM:.0f} MB more", ours <= 6 * theirs and added <= ROOM,
    )  # fmt: skip


def _time(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def _room() -> float:
    """The most memory this program has taken so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _row(name: str, ours: float, yardstick: str, theirs: float, budget: str, ok: bool) -> dict[str, object]:
    return {
        "name": name, "ours_ms": ours, "yardstick": yardstick, "yardstick_ms": theirs, "ratio": ours / theirs,
        "budget": budget, "ok": ok,
    }  # fmt: skip
