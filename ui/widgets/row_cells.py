"""What one cell of a table of rows shows, worked out before painting. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

CELL_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class Cell:
    """A first line, a smaller second line, a tone, and how the first line is drawn."""

    text: str
    below: str = ""
    tone: str = ""
    look: str = ""  # "", "strong", "tag", "shape"
    whole: str = ""  # all the words, for the tip and for screen readers, where the second line is cut short

    @property
    def words(self) -> tuple[str, ...]:
        """Both lines, the second one whole."""
        return tuple(filter(None, (self.text, self.whole or self.below)))
