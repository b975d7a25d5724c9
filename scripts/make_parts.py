"""Writes the list of parts the app is made of (SBOM, CycloneDX 1.6 as JSON) from the lock file and the notices, the same
bytes each time: `python -m scripts.make_parts`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from enquiry_app import VERSION

ROOT = Path(__file__).parents[1]
WRITTEN = ROOT / "resources" / "parts.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ROW = re.compile(r"^\| ([\w.-]+) \| (.+?) \|$", re.MULTILINE)


def parts() -> str:
    """The list as JSON text."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import DisjunctiveLicense
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    licences = dict(_ROW.findall((ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")))
    bom = Bom(serial_number=uuid5(NAMESPACE_URL, f"enquiry-app/{VERSION}"))
    bom.metadata.component = Component(
        name="enquiry-app", version=VERSION, type=ComponentType.APPLICATION, bom_ref="app"
    )
    for name, version, hashes in _pinned((ROOT / "requirements.txt").read_text(encoding="utf-8")):
        bom.components.add(
            Component(
                name=name, version=version, type=ComponentType.LIBRARY, bom_ref=f"{name}@{version}",
                purl=PackageURL("pypi", None, name, version),
                licenses=[DisjunctiveLicense(name=licences[name])] if name in licences else (),
                hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in hashes],
            )
        )  # fmt: skip
    written = json.loads(JsonV1Dot6(bom).output_as_string())
    written["metadata"].pop("timestamp", None)  # the same parts make the same bytes
    written.pop("dependencies", None)
    return json.dumps(written, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _pinned(lock: str) -> list[tuple[str, str, list[str]]]:
    """Name, version and hashes of every pinned package."""
    found: list[tuple[str, str, list[str]]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            found.append((pin.group(1).lower(), pin.group(2), []))
        if found:
            found[-1][2].extend(_HASH.findall(line))
    return [(name, version, sorted(hashes)) for name, version, hashes in found]


def main() -> None:
    """Write it."""
    WRITTEN.write_text(parts(), encoding="utf-8")


if __name__ == "__main__":
    main()
