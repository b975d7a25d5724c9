"""The look as data: colours, spacing and type read from `resources/theme`. No Qt here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from enquiry_app.resource_files import resource

SCHEMES = ("light", "dark", "high_contrast")
TEXT_SIZES = ("standard", "large", "largest")


@dataclass(frozen=True)
class Measures:
    """Sizes every theme shares: spacing and sizes in pixels, type in points."""

    spacing: Mapping[str, int]
    type: Mapping[str, float]
    size: Mapping[str, int]
    text_sizes: Mapping[str, float]


@dataclass(frozen=True)
class Theme:
    """One theme: role name -> colour as `#rrggbb`. `glyphs` names the set of small pictures that suits it."""

    name: str
    scheme: str  # light or dark, as the system calls it
    glyphs: str
    roles: Mapping[str, str]
    measures: Measures
    text_factor: float = 1.0

    def colour(self, role: str) -> str:
        """The colour of a role. Raises KeyError for an unknown role."""
        return self.roles[role]

    def points(self, name: str) -> float:
        """Type size in points, text-size setting included."""
        return round(self.measures.type[name] * self.text_factor, 1)

    def glyph(self, name: str) -> str:
        """Path of a small picture, with forward slashes as style sheets want them."""
        return resource_path(f"theme/glyphs/{name}_{self.glyphs}.svg").as_posix()


@cache
def load_measures() -> Measures:
    """Spacing, type and sizes as shipped."""
    data = _read("measures")
    return Measures(data["spacing"], data["type"], data["size"], data["text_sizes"])


@cache
def load_theme(scheme: str, text_size: str = "standard") -> Theme:
    """The shipped theme `light`, `dark` or `high_contrast` at a text size. Raises KeyError if a role names no colour."""
    data = _read(scheme)
    colours = data["colours"]
    roles = {role: colours[name] for role, name in data["roles"].items()}
    measures = load_measures()
    return Theme(data["name"], data["scheme"], data["glyphs"], roles, measures, measures.text_sizes[text_size])


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio of two `#rrggbb` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource_path(f"theme/{name}.toml").read_text(encoding="utf-8"))


def resource_path(name: str) -> Path:
    """A shipped file as a real path (fonts, pictures named in the style sheet)."""
    return Path(str(resource(*name.split("/"))))
