"""Addresses read strictly, and the list of secure domains with everything that only looks as if it were on it."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from enquiry_app.definitions.mail_wording import load_mail
from enquiry_app.enquiry.mail_addresses import AddressRefused, read_address, read_domain, secure_by, shown_domain
from enquiry_app.enquiry.mail_settings import (
    MailSettings,
    MailSettingsRefused,
    checked,
    settings_from,
    settings_to_store,
)

LISTED = ("nhs.net", "gov.uk", "police.uk", "cjsm.net", "mod.uk")
LABELS = st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "local", "domain"),
    [
        ("referrals@nhs.net", "referrals", "nhs.net"),
        ("  Mash.Team@Hub.TORBAY.Gov.UK  ", "Mash.Team", "hub.torbay.gov.uk"),
        ("o'neill+hub@cjsm.net", "o'neill+hub", "cjsm.net"),
        ("søren@exämple.org", "søren", "xn--exmple-cua.org"),
    ],
)
def test_plain_addresses_are_read(text, local, domain):
    found = read_address(text)
    assert (found.local, found.domain, found.text) == (local, domain, f"{local}@{domain}")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hub", "hub@", "@nhs.net", "hub@nhs", "hub@@nhs.net", "a@nhs.net,b@evil.com", "a@nhs.net;b@evil.com",
        "a@nhs.net b@evil.com", "Hub <hub@nhs.net>", "hub@nhs.net\r\nBcc: all@evil.com", "hub@nhs.net\nX: y",
        "hub\r@nhs.net", "hub@nhs.net\x00", "hub\t@nhs.net", '"a b"@nhs.net', "hub@[127.0.0.1]", "hub@127.0.0.1",
        "hub@nhs.net.", "hub@.nhs.net", "hub@nhs..net", "hub@-nhs.net", "hub@nhs-.net", "hub@nhs_x.net", ".hub@nhs.net",
        "hub.@nhs.net", "a..b@nhs.net", "hub@nhs.net(comment)", "hub@evil.com:nhs.net", "x" * 65 + "@nhs.net",
        "hub@" + "a" * 64 + ".net", "hub@" + "abc." * 70 + "net", "hub\u2028@nhs.net", "hub@nhs\u200b.net",
        "hub@nhs\u3002net", "hub@\uff4e\uff48\uff53.net", "hub@nhs.net\u202e", "hub@\u2100.net",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(text):
    with pytest.raises(AddressRefused) as caught:
        read_address(text)
    assert len(caught.value.sentence) > 20
    assert "evil" not in caught.value.sentence


@pytest.mark.parametrize(
    ("domain", "entry"),
    [("nhs.net", "nhs.net"), ("NHS.net", "nhs.net"), ("hub.torbay.gov.uk", "gov.uk"), ("x.cjsm.net", "cjsm.net")],
)
def test_a_listed_domain_and_all_below_it_are_secure(domain, entry):
    assert secure_by(read_domain(domain), LISTED) == entry


@pytest.mark.parametrize(
    "domain",
    [
        "nhs.net.evil.com", "evilnhs.net", "nhs-net.com", "nhsnet", "gov.uk.com", "agov.uk", "net", "uk", "police.uk.org",
        "xn--nh-ebz.net", "nhs.net-secure.com", "nhs.com", "nhs.nett", "gov.ukk",
    ],
)  # fmt: skip
def test_what_only_looks_listed_is_not(domain):
    assert secure_by(domain, LISTED) == ""


@pytest.mark.parametrize("lookalike", ["nhѕ.net", "nһs.net", "ոhs.net", "gоv.uk", "ñhs.net", "nhs.nеt", "роliсе.uk"])
def test_letters_of_other_alphabets_are_another_domain_and_are_shown_as_such(lookalike):
    address = read_address(f"hub@{lookalike}")
    assert secure_by(address.domain, LISTED) == ""
    assert address.foreign_domain
    assert "xn--" in address.shown
    assert lookalike in address.shown


@given(LABELS, st.sampled_from(LISTED))
def test_labels_in_front_do_not_matter_and_letters_glued_on_do(label, entry):
    assert secure_by(f"{label}.{entry}", LISTED) == entry
    assert secure_by(f"{label}{entry}", [entry]) == ""
    assert secure_by(f"{entry}.{label}", [entry]) in ("", entry if label == entry else "")
    assert secure_by(f"{label}-{entry}", [entry]) == ""


@given(st.lists(LABELS, min_size=1, max_size=5), st.sampled_from(LISTED))
def test_secure_means_that_the_last_labels_are_those_of_an_entry(labels, entry):
    domain = ".".join(labels)
    ends = labels[-len(entry.split(".")) :] == entry.split(".")
    assert bool(secure_by(domain, [entry])) == ends


@given(st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_is_one_address_without_line_ends(text):
    try:
        found = read_address(text)
    except AddressRefused:
        return
    assert found.text.count("@") == 1
    assert found.text.isprintable()
    assert not set(found.text) & set(' ,;<>()[]\\":\r\n')
    assert found.domain.isascii()
    assert found.domain == found.domain.lower()
    assert read_address(f"{found.local}@{found.domain}") == found


@given(st.text(max_size=40), st.sampled_from(LISTED))
def test_no_text_with_another_letter_in_it_is_taken_for_a_listed_domain(extra, entry):
    for typed in (extra + entry, entry + extra, entry.replace("n", extra, 1)):
        assume(typed.strip(" ").lower() != entry)
        try:
            domain = read_domain(typed)
        except AddressRefused:
            continue
        if secure_by(domain, [entry]):
            assert typed.strip(" ").lower().endswith(f".{entry}")  # letter for letter; what stands before is theirs
            assert domain.endswith(f".{entry}")


def test_a_domain_of_code_that_means_nothing_is_shown_as_it_is():
    assert shown_domain("xn--a.net") in ("xn--a.net", "a.net (xn--a.net)")


def typed(**given) -> MailSettings:
    return MailSettings(**{"server": "smtp.example.org", "sender": "office@school.example.org", **given})


def test_settings_are_tidied_kept_and_read_back():
    tidy = checked(
        typed(server=" SMTP.Example.org. ", secure_domains=("@School.Example.ORG", "", "school.example.org")), ()
    )
    assert tidy.server == "smtp.example.org"
    assert tidy.secure_domains == ("school.example.org",)
    assert settings_from(settings_to_store(tidy)) == tidy
    assert settings_from(None) == settings_from({"port": "x", "secure_domains": 3, "more": 1}) == MailSettings()
    assert not MailSettings().ready
    assert checked(MailSettings(), ()) == MailSettings()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("server", "smtp example"), ("server", "smtp.example.org\r\nX"), ("port", 0), ("port", 70000), ("security", "none"),
        ("sender", ""), ("sender", "office"), ("hub_address", "a@b.org, c@d.org"), ("trusted", "not certificates"),
        ("user", "a\nb"), ("secure_domains", ("uk",)), ("secure_domains", ("gmail.com",)), ("secure_domains", ("co.uk",)),
        ("secure_domains", ("a b.org",)),
    ],
)  # fmt: skip
def test_what_cannot_be_saved_is_said_at_its_field(field, value):
    with pytest.raises(MailSettingsRefused) as caught:
        checked(typed(**{field: value}), load_mail().too_wide)
    assert list(caught.value.faults) == [field]


def test_every_kind_has_words_without_a_place_for_a_name():
    for kind in load_mail().kinds:
        assert kind.subject_for("EX-1") == kind.subject.replace("{reference}", "EX-1")
        assert "{" not in kind.body_for("EX-1") + kind.subject_for("EX-1")
        assert kind.part != "plain" or not kind.anywhere
