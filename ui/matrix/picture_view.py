"""The picture of the matrix on the screen: a plain table, dimensions by levels, told by number and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from enquiry_app.enquiry.matrix_picture import PictureDomain
from ui.widgets.card import Card
from ui.widgets.style import styled
from ui.widgets.tag import StatusTag

STATES = {"no_worry": "No worry", "worry": "Worry", "not_known": "Not known"}


class PictureView(Card):
    """Never coloured by count."""

    def __init__(self, domains: Sequence[PictureDomain], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        heads = ("", *(self.tr("Level {n}").format(n=n) for n in range(1, 5)), self.tr("In short"))
        for place, head in enumerate(heads):
            grid.addWidget(styled(QLabel(head), "caption"), 0, place)
        line = 1
        for domain in domains:
            grid.addWidget(styled(QLabel(domain.name), "strong"), line, 0, 1, 6)
            line += 1
            for row in domain.rows:
                grid.addWidget(QLabel(row.name), line, 0)
                for level, count in enumerate(row.counts, 1):
                    if count:
                        tag = StatusTag(str(count), "neutral")
                        tag.setAccessibleName(
                            self.tr("{name}, level {level}: {count} marked").format(
                                name=row.name, level=level, count=count
                            )
                        )
                        grid.addWidget(tag, line, level, Qt.AlignmentFlag.AlignLeft)
                role = "body" if row.state != "not_known" else "caption"
                grid.addWidget(styled(QLabel(STATES[row.state]), role), line, 5)
                line += 1
        self.add_layout(grid)
