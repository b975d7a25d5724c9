"""Sealed files: opened by the one they are for, refused in a plain sentence by or from anybody else, whatever is done
to their bytes; and opened without this app by the standard tools."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import subprocess
import tarfile
from dataclasses import replace

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrage import x25519

from enquiry_app.exchange.sealed import container, hub_card
from enquiry_app.exchange.sealed.errors import (
    DamagedParcel,
    ForeignSender,
    NewerFormat,
    NotAParcel,
    NotForUs,
    ParcelError,
    ParcelTooLarge,
)
from enquiry_app.exchange.sealed.parcels import Parcel, Sender, open_sealed, seal
from enquiry_app.exchange.sealed.store_keys import StoreKeys, new_sign_secret, same_fingerprint

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)


def new_keys() -> StoreKeys:
    return StoreKeys(str(x25519.Identity.generate()), new_sign_secret())


SCHOOL, HUB, STRANGER = new_keys(), new_keys(), new_keys()


def parcel(parts=None, **changes) -> Parcel:
    sender = Sender("school-1", "Torview Primary School", "partner", SCHOOL.public)
    made = Parcel("p-1", "enquiry", sender, HUB.public.seal_to, AT, {"reference": "TSH-1"}, parts or {"a.json": b"{}"})
    return replace(made, **changes)


def resealed(inside: bytes, to: StoreKeys = HUB) -> bytes:
    return pyrage.encrypt(inside, [x25519.Recipient.from_str(to.public.seal_to)])


def opened_bytes(content: bytes, keys: StoreKeys = HUB) -> bytes:
    return pyrage.decrypt(content, [x25519.Identity.from_str(keys.age_secret)])


names = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True).filter(
    lambda n: n not in ("header.json", "header.sig")
)


@settings(max_examples=60)
@given(st.dictionaries(names, st.binary(max_size=3000), max_size=6), st.text(max_size=40))
def test_what_is_sealed_is_what_is_opened(parts, words) -> None:
    sent = parcel(parts or {"x": b""}, about={"words": words})
    assert open_sealed(seal(sent, SCHOOL), HUB) == sent


def test_nobody_else_can_open_it() -> None:
    with pytest.raises(NotForUs):
        open_sealed(seal(parcel(), SCHOOL), STRANGER)


def test_one_sealed_for_another_and_passed_on_is_not_taken() -> None:
    inside = opened_bytes(seal(parcel(), SCHOOL))
    with pytest.raises(NotForUs):
        open_sealed(resealed(inside, STRANGER), STRANGER)


def test_somebody_who_signs_in_the_name_of_another_is_refused() -> None:
    with pytest.raises(ForeignSender):
        open_sealed(seal(parcel(), STRANGER), HUB)


@settings(max_examples=200)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_any_changed_byte_outside_is_noticed(where, change) -> None:
    content = bytearray(seal(parcel({"a": b"x" * 200}), SCHOOL))
    content[int(where * len(content))] ^= change
    with pytest.raises(ParcelError):
        open_sealed(bytes(content), HUB)


@settings(max_examples=200)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_any_changed_byte_inside_never_shows_other_content(where, change) -> None:
    """Somebody who can seal to the Hub changes what another signed: padding apart, it is refused."""
    sent = parcel({"a": b"x" * 200})
    inside = bytearray(opened_bytes(seal(sent, SCHOOL)))
    inside[int(where * len(inside))] ^= change
    with contextlib.suppress(ParcelError):
        assert open_sealed(resealed(bytes(inside)), HUB) == sent


@settings(max_examples=60)
@given(st.integers(0, 3000))
def test_what_is_cut_off_is_refused(length) -> None:
    content = seal(parcel({"a": b"x" * 500}), SCHOOL)
    with pytest.raises(ParcelError):
        open_sealed(content[: min(length, len(content) - 1)], HUB)


@settings(max_examples=200)
@given(st.binary(max_size=2000))
def test_any_bytes_inside_are_refused_in_a_sentence(inside) -> None:
    with pytest.raises(ParcelError) as refused:
        open_sealed(resealed(inside), HUB)
    assert refused.value.sentence.endswith((".", "meanwhile."))


@given(st.binary(max_size=400))
def test_any_bytes_outside_are_refused_in_a_sentence(content) -> None:
    with pytest.raises(ParcelError):
        open_sealed(content, HUB)


def tar_with(name: str, size: int, data: bytes, kind: bytes = tarfile.REGTYPE) -> bytes:
    made = io.BytesIO()
    entry = tarfile.TarInfo(name)
    entry.size, entry.type = size, kind
    made.write(entry.tobuf(tarfile.GNU_FORMAT))
    made.write(data)
    made.write(b"\0" * 1024)
    return made.getvalue()


def test_a_claim_of_ten_gigabytes_is_refused_without_taking_them() -> None:
    with pytest.raises(ParcelTooLarge):
        open_sealed(resealed(tar_with("header.json", 10 * 2**30, b"{}")), HUB)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../escape", tarfile.REGTYPE),
        ("/etc/passwd", tarfile.REGTYPE),
        ("link", tarfile.SYMTYPE),
        ("d", tarfile.DIRTYPE),
    ],
)
def test_only_plain_files_with_plain_names_are_known(name, kind) -> None:
    with pytest.raises(DamagedParcel):
        open_sealed(resealed(tar_with(name, 0, b"", kind)), HUB)


def test_more_than_fits_is_refused_before_sealing(monkeypatch) -> None:
    monkeypatch.setattr(container, "LARGEST", 40_000)
    with pytest.raises(ParcelTooLarge):
        seal(parcel({"a": b"x" * 50_000}), SCHOOL)


def test_a_later_format_says_what_to_do(monkeypatch) -> None:
    monkeypatch.setattr(container, "FORMAT", 2)
    with pytest.raises(NewerFormat, match="newer version"):
        open_sealed(seal(parcel(), SCHOOL), HUB)


def test_an_ordinary_file_is_no_parcel() -> None:
    with pytest.raises(NotAParcel):
        open_sealed(b"%PDF-1.7 hello", HUB)


def test_the_standard_tools_open_it_without_this_app(tmp_path) -> None:
    """`age -d -i identity file | tar x`, and the header is JSON that names the parts."""
    identity, sealed = tmp_path / "identity.txt", tmp_path / "e.enquiry"
    identity.write_text(HUB.age_secret + "\n")
    sealed.write_bytes(seal(parcel({"answers.json": b'{"worry": "x"}'}), SCHOOL))
    inside = subprocess.run(["age", "-d", "-i", str(identity), str(sealed)], capture_output=True, check=True).stdout
    subprocess.run(["tar", "x", "-C", str(tmp_path)], input=inside, check=True)
    assert (tmp_path / "answers.json").read_bytes() == b'{"worry": "x"}'
    header = json.loads((tmp_path / "header.json").read_text())
    assert header["from"]["name"] == "Torview Primary School"


def a_card(keys: StoreKeys = HUB) -> hub_card.HubCard:
    return hub_card.HubCard(
        "hub-1", "Bay Safeguarding Hub", "hub", keys.public, False, AT.isoformat(), {"hub": "01632 960000"},
        {"days": {}}, {"form": ["enquiry/1"], "matrix": ["torbay/1"]},
    )  # fmt: skip


def test_a_hubs_file_is_read_back_and_its_fingerprint_is_that_of_its_keys() -> None:
    card = a_card()
    assert hub_card.read_card(hub_card.write_card(card, HUB)) == card
    assert len(card.keys.fingerprint.split()) == 6
    assert card.keys.fingerprint != STRANGER.public.fingerprint


def test_a_fingerprint_typed_as_heard_is_the_same() -> None:
    shown = HUB.public.fingerprint
    assert same_fingerprint(shown.lower().replace(" ", "-"), shown)
    assert same_fingerprint(shown.replace("0", "O").replace("1", "l"), shown)
    assert not same_fingerprint(STRANGER.public.fingerprint, shown)


@settings(max_examples=200)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_a_changed_hubs_file_is_refused_or_says_the_same(where, change) -> None:
    content = bytearray(hub_card.write_card(a_card(), HUB))
    content[int(where * len(content))] ^= change
    with contextlib.suppress(ParcelError):
        assert hub_card.read_card(bytes(content)) == a_card()


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3) | st.dictionaries(
    st.sampled_from(["enquiry-hub", "hub", "store", "signature"]), x, max_size=4)))  # fmt: skip
def test_any_json_is_no_hubs_file(data) -> None:
    with pytest.raises(ParcelError):
        hub_card.read_card(json.dumps(data).encode())
