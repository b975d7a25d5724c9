"""Searches for bytes that break what reads other people's files: `python -m scripts.fuzz [TARGET …] [--seconds 60]`.

With the coverage-guided fuzzer `atheris` installed (`pip install atheris==3.0.0`, made for Python 3.11 on Linux) it follows
the branches of the code; without it, it changes sound files at random. What breaks something is written to
tests/fuzz/corpus/TARGET and is replayed by `make test` from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import multiprocessing
import sys
import time
import traceback
from pathlib import Path
from random import Random

from scripts.fuzz_targets import TARGETS, check, seeds

CORPUS = Path(__file__).parent.parent / "tests" / "fuzz" / "corpus"
LONGEST = 200_000  # bytes of one input
SLOW = 10  # seconds for one input: a hang


def changed(data: bytes, random: Random) -> bytes:
    """The same bytes with a few changes: bits, stretches left out, repeated, moved or made of telling values."""
    found = bytearray(data or b"\0")
    for _ in range(random.randint(1, 6)):
        place, length = random.randrange(len(found) + 1), random.choice((1, 1, 2, 4, 16, 64, 512))
        what = random.randrange(6)
        if what == 0 and place < len(found):
            found[place] ^= 1 << random.randrange(8)
        elif what == 1:
            del found[place : place + length]
        elif what == 2:
            found[place:place] = found[place : place + length] * random.randint(1, 4)
        elif what == 3:
            found[place : place + length] = random.randbytes(length)
        elif what == 4:
            found[place:place] = random.choice(TELLING)
        else:
            end = place + random.choice((1, 3, 8))
            found[place:end] = random.choice(TELLING)
        if not found:
            found = bytearray(random.choice(TELLING))
    return bytes(found[:LONGEST])


TELLING = (
    b"null", b"[]", b"{}", b"-1", b"1e999", b"99999999999999999999", b'""', b"true", b"\x00", b"\xff", b"\xed\xa0\x80",
    b"\xf0\x9f\x98\x80", b"NaN", b"[" * 3000, b'{"a":' * 800, b'"\\ud800"', b"=", b"\r\n", b"9999-99-99", b"0001-01-01",
)  # fmt: skip


def at_random(name: str, seconds: float, seed: int) -> int:
    """Without the coverage-guided fuzzer. Gives how many inputs were tried; raises nothing: faults are written down."""
    random, begun, tried = Random(seed), time.monotonic(), 0
    known = seeds(name) or [b""]
    while time.monotonic() - begun < seconds:
        data = changed(random.choice(known), random)
        at = time.monotonic()
        try:
            check(name, data)
        except Exception:
            keep(name, data)
            traceback.print_exc(limit=-3)
            return tried
        if time.monotonic() - at > SLOW:
            keep(name, data)
            print(f"{name}: more than {SLOW} s for one input", file=sys.stderr)
            return tried
        tried += 1
    return tried


def keep(name: str, data: bytes) -> Path:
    """Write down what broke something."""
    folder = CORPUS / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:16]
    path.write_bytes(data)
    print(f"{name}: {path}", file=sys.stderr)
    return path


def guided(name: str, seconds: int) -> None:
    """With `atheris`, in a process of its own: it ends the process when it has finished."""
    import atheris

    with atheris.instrument_imports(include=["enquiry_app"]):
        import scripts.fuzz_targets as targets

        for seed in targets.seeds(name):  # what is imported inside functions is instrumented too
            targets.check(name, seed)

    def one(data: bytes) -> None:
        try:
            targets.check(name, data)
        except Exception:
            keep(name, data)
            raise

    import tempfile

    begin = Path(tempfile.mkdtemp(prefix="enquiry-fuzz-"))
    for number, seed in enumerate(seeds(name)):
        (begin / str(number)).write_bytes(seed)
    settings = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOW}",
        f"-max_len={LONGEST}",
        "-rss_limit_mb=3000",
        "-verbosity=0",
    ]
    atheris.Setup(["fuzz", *settings, f"-artifact_prefix={begin}/", str(begin)], one)
    atheris.Fuzz()


def main() -> int:
    """Every target in turn. Exit 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="all, if none is named")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    atheris = importlib.util.find_spec("atheris") is not None
    print("Coverage-guided (atheris)." if atheris else "At random: `pip install atheris==3.0.0` to follow branches.")
    before = set(CORPUS.rglob("*"))
    for name in given.targets or TARGETS:
        if atheris:
            process = multiprocessing.get_context("spawn").Process(target=guided, args=(name, given.seconds))
            process.start()
            process.join()
            failed = process.exitcode != 0
            print(f"{name}: {'FAULT' if failed else 'nothing found'}")
            if failed:
                return 1
        else:
            print(f"{name}: {at_random(name, given.seconds, given.seed):,} inputs")
    return 1 if set(CORPUS.rglob("*")) - before else 0


if __name__ == "__main__":
    raise SystemExit(main())
