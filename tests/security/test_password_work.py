"""What it costs to try a password: the work the app asks for, where no test makes it cheaper."""

from __future__ import annotations

import re

from enquiry_app.security.key_files import KeyFolder, new_person_key
from enquiry_app.security.private_files import PRIVATE

LEAST = 14  # 2^14 blocks of 1 KiB: 16 MiB and about 50 ms a try on an old laptop; the library aims at a second


def test_a_password_is_dear_to_try(real_password_work, tmp_path):
    keys = KeyFolder(tmp_path, PRIVATE)
    key = new_person_key()
    keys.write_person("merryn.hale", key, "nine brown otters swim")
    stanza = (tmp_path / "merryn.hale.age").read_bytes().split(b"\n")[1]
    found = re.fullmatch(rb"-> scrypt \S+ (\d+)", stanza)
    assert found
    assert int(found[1]) >= LEAST
    assert keys.read_person("merryn.hale", "nine brown otters swim").secret == key.secret
