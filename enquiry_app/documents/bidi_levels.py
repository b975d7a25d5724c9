"""Which way each character of a paragraph reads (Unicode bidirectional algorithm, UAX #9). Pure.

The library at hand gives only reordered text; shaping needs runs in logical order with their level, and a paragraph is
ordered line by line after it was broken, so the levels are worked out here. Embedding, override and isolate marks are
taken out of printed text beforehand (`pdf_fonts.printable`), so rules X1-X8 never apply. Tests compare the order with
the library's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

# Paired brackets in use (UAX #9, BidiBrackets.txt), opening and closing in turn.
_PAIRS = "()[]{}⟦⟧⟨⟩⟪⟫〈〉《》「」『』【】〔〕〖〗（）［］｛｝｢｣"
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MIRRORED = {**_CLOSING, **_OPENING, "<": ">", ">": "<", "«": "»", "»": "«", "‹": "›", "›": "‹", "≤": "≥", "≥": "≤"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_NUMBERS = frozenset({"EN", "AN"})
_RIGHT = frozenset({"R", "AL", "AN"})


def has_right_to_left(text: str) -> bool:
    """Whether any character reads from right to left, so that levels matter."""
    return any(unicodedata.bidirectional(c) in _RIGHT for c in text)


def base_level(text: str) -> int:
    """0 if the paragraph reads from left to right, 1 if from right to left: most of its letters decide, else the first.

    The standard lets the application choose (HL1). By the first letter alone (P2), an English sentence that begins with
    an Arabic name would be set from right to left.
    """
    directions = [unicodedata.bidirectional(c) for c in text]
    letters = ["R" if direction in ("R", "AL") else "L" for direction in directions if direction in ("L", "R", "AL")]
    right = letters.count("R")
    left = len(letters) - right
    if right == left:
        return int(letters[:1] == ["R"])
    return int(right > left)


def levels_of(text: str) -> tuple[int, ...]:
    """The embedding level of every character: even from left to right, odd from right to left."""
    base = base_level(text)
    classes = [unicodedata.bidirectional(c) or "L" for c in text]
    places = [i for i, kind in enumerate(classes) if kind != "BN"]  # X9: joiners take no part
    kinds = [classes[i] for i in places]
    letters = "".join(text[i] for i in places)
    outer = "R" if base else "L"
    _resolve_weak(kinds, outer)
    _resolve_brackets(kinds, letters, outer, [classes[i] for i in places])
    _resolve_neutral(kinds, outer)
    levels = [base] * len(text)
    for place, kind in zip(places, kinds, strict=True):
        levels[place] = _level(base, kind)
    before = base
    taking_part = set(places)
    for place in range(len(text)):
        if place not in taking_part:
            levels[place] = before
        before = levels[place]
    return tuple(levels)


def visual_runs(text: str, levels: Sequence[int], base: int) -> list[tuple[int, int, int]]:
    """One line's runs in the order they are seen: (start, end, level), characters inside in logical order (L1, L2)."""
    settled = list(levels)
    for place in range(len(text) - 1, -1, -1):
        if unicodedata.bidirectional(text[place]) not in ("WS", "S", "B", "BN"):
            break
        settled[place] = base
    runs: list[tuple[int, int, int]] = []
    for place, level in enumerate(settled):
        if runs and runs[-1][2] == level:
            runs[-1] = (runs[-1][0], place + 1, level)
        else:
            runs.append((place, place + 1, level))
    highest = max(settled, default=0)
    for turned in range(highest, 0, -1):
        runs = _turn(runs, turned)
    return runs


def mirrored(c: str) -> str:
    """The character as it looks in text that reads from right to left."""
    return _MIRRORED.get(c, c)


def _turn(runs: list[tuple[int, int, int]], at_least: int) -> list[tuple[int, int, int]]:
    turned: list[tuple[int, int, int]] = []
    stretch: list[tuple[int, int, int]] = []
    for run in runs:
        if run[2] >= at_least:
            stretch.append(run)
        else:
            turned += [*reversed(stretch), run]
            stretch = []
    return turned + stretch[::-1]


def _level(base: int, kind: str) -> int:
    """Rules I1 and I2."""
    if base % 2:
        return base if kind == "R" else base + 1
    return {"L": base, "R": base + 1}.get(kind, base + 2)


def _resolve_weak(kinds: list[str], outer: str) -> None:
    """Rules W1 to W7, in place."""
    before, strong = outer, outer
    for place, kind in enumerate(kinds):  # W1, W2, W3
        if kind == "NSM":
            kind = before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        kinds[place] = "AN" if kind == "EN" and strong == "AL" else kind
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):  # W4
        left, here, right = kinds[place - 1 : place + 2]
        if left == right and ((here in ("ES", "CS") and left == "EN") or (here == "CS" and left == "AN")):
            kinds[place] = left
    _resolve_terminators(kinds)
    strong = outer
    for place, kind in enumerate(kinds):  # W6, W7
        if kind in ("L", "R"):
            strong = kind
        elif kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"


def _resolve_terminators(kinds: list[str]) -> None:
    """Rule W5: signs beside a number ("£5", "50%") go with it."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > place:
            beside = (place and kinds[place - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            if beside:
                kinds[place:end] = ["EN"] * (end - place)
        place = max(end, place + 1)


def _strong(kind: str) -> str:
    return "R" if kind in ("R", *_NUMBERS) else kind if kind == "L" else ""


def _resolve_brackets(kinds: list[str], text: str, outer: str, classes: Sequence[str]) -> None:
    """Rule N0: a pair of brackets reads the way of what it holds, or of what stands before it."""
    for opening, closing in _bracket_pairs(kinds, text):
        inside = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if outer in inside:
            found = outer
        elif inside:
            before = next((s for kind in reversed(kinds[:opening]) if (s := _strong(kind))), outer)
            found = before if before in inside else outer
        else:
            continue
        for place in (opening, closing):
            kinds[place] = found
            follower = place + 1
            while follower < len(kinds) and classes[follower] == "NSM":  # marks on a bracket go with it
                kinds[follower] = found
                follower += 1


def _bracket_pairs(kinds: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Rule BD16, in the order of the opening brackets."""
    open_now: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, c in enumerate(text):
        if kinds[place] != "ON":
            continue
        if c in _CLOSING:
            open_now.append((_CLOSING[c], place))
        elif c in _OPENING:
            for depth in range(len(open_now) - 1, -1, -1):
                if open_now[depth][0] == c:
                    pairs.append((open_now[depth][1], place))
                    del open_now[depth:]
                    break
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], outer: str) -> None:
    """Rules N1 and N2: what has no direction takes that of its neighbours if they agree, else the paragraph's."""
    place = 0
    while place < len(kinds):
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > place:
            before = _strong(kinds[place - 1]) if place else outer
            after = _strong(kinds[end]) if end < len(kinds) else outer
            kinds[place:end] = [before if before == after else outer] * (end - place)
        place = max(end, place + 1)
