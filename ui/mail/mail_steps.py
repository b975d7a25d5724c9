"""The steps of sending by mail: what goes where, the read-back, and how it ended."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui.widgets.expander import Expander
from ui.widgets.heading import Heading
from ui.widgets.labelled_row import LabelledRow
from ui.widgets.layouts import column
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.password_field import PasswordField
from ui.widgets.radio_group import RadioGroup
from ui.widgets.style import styled
from ui.widgets.wrapping_label import WrappingLabel


class ChoosingStep(QWidget):
    """What is mailed, and to which address."""

    def __init__(self, start: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "clear")
        self._start = start
        self._typed = False
        layout = column(self, "wide")
        self.kinds = RadioGroup([(kind.code, kind.title, kind.hint) for kind in start.kinds], self)
        self.kinds_row = LabelledRow(self.tr("What is mailed?"), self.kinds)
        layout.addWidget(self.kinds_row)
        self.hubs = QComboBox(self)
        for hub in start.hubs:
            self.hubs.addItem(hub.name, hub.id)
        self.hub_row = LabelledRow(self.tr("For which Hub is it sealed?"), self.hubs)
        layout.addWidget(self.hub_row)
        self.to = QLineEdit(self)
        self.to_row = LabelledRow(
            self.tr("To which address?"),
            self.to,
            self.tr("One address, no names. It is read back before anything goes."),
        )
        layout.addWidget(self.to_row)
        layout.addStretch(1)
        self.kinds.chosen.connect(self._on_changed)
        self.hubs.currentIndexChanged.connect(self._on_changed)
        self.to.textEdited.connect(self._on_typed)
        self.kinds.choose(start.kinds[0].code)
        self._on_changed()

    @property
    def kind(self) -> Any:
        """The kind of message chosen."""
        return next(kind for kind in self._start.kinds if kind.code == self.kinds.code)

    @property
    def peer_id(self) -> str:
        """The hub a file is sealed for, "" for other kinds."""
        return str(self.hubs.currentData() or "") if self._for_a_hub() else ""

    def _for_a_hub(self) -> bool:
        return bool(self.kind.part == "sealed" and self.kind.side == "agency")

    @Slot()
    def _on_typed(self) -> None:
        self._typed = True

    @Slot()
    def _on_changed(self) -> None:
        self.hub_row.setVisible(self._for_a_hub())
        if not self._typed:
            key = self.peer_id or self.kind.code
            self.to.setText(self._start.offered.get(key, ""))


class ReadBackStep(QWidget):
    """Everything that is read back before it goes. `said_aloud` once an address outside the list was confirmed."""

    changed = Signal()

    def __init__(self, read_back: Any, start: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "clear")
        self._read_back = read_back
        layout = column(self, "snug")
        layout.addWidget(WrappingLabel(self.tr("Read the address aloud, letter by letter. Is it the right one?")))
        self.address = Heading(read_back.to.shown, 2)
        self.address.setAccessibleName(self.tr("Address: {address}").format(address=read_back.to.shown))
        layout.addWidget(self.address)
        tone = "success" if read_back.secure else "warning"
        title = self.tr("A secure domain") if read_back.secure else self.tr("Not a secure domain")
        self.why = NoticeBar(tone, title, read_back.why)
        layout.addWidget(self.why)
        goes = column(gap="hair")
        goes.addWidget(WrappingLabel(self.tr("What goes, and who can read it"), "label"))
        for part in read_back.parts:
            size = file_size(part.size)
            words = self.tr("{name}, about {size}") if part.about else self.tr("{name}, {size}")
            goes.addWidget(WrappingLabel(words.format(name=part.name, size=size)))
        goes.addWidget(WrappingLabel(read_back.audience))
        layout.addLayout(goes)
        self.aloud, self.aloud_words = _box(
            self.tr("I have checked this address with the recipient"),
            self.tr("Ring them on a number you know. It is sent there although the domain is not on the list."),
        )
        self.hand_over, self.hand_over_words = _box(
            self.tr("Record it as handed over once the mail server has taken it"),
            self.tr("How: by mail. To whom: this address. When: at that moment."),
        )
        offered = read_back.hands_over and start.server_ready
        self.hand_over.setChecked(offered)
        shown = (
            (self.aloud, read_back.must_confirm), (self.aloud_words, read_back.must_confirm),
            (self.hand_over, offered), (self.hand_over_words, offered),
        )  # fmt: skip
        boxes = column(gap="hair")
        for widget, visible in shown:
            boxes.addWidget(widget)
            widget.setVisible(visible)
        layout.addLayout(boxes)
        self.aloud.toggled.connect(self.changed)
        self.password = PasswordRows(start, self)
        layout.addWidget(self.password)
        words = self.tr("Subject: {subject}").format(subject=read_back.subject)
        layout.addWidget(Expander(self.tr("The words of the message"), f"{words}\n\n{read_back.words}"))
        layout.addStretch(1)

    def first_focus(self) -> QWidget | None:
        """What must be done before it can go, None if nothing."""
        if not self.ready:
            return self.aloud
        return self.password.box.box if self.password.missing else None

    @property
    def said_aloud(self) -> str:
        """The domain confirmed, "" if it was not."""
        return str(self._read_back.to.domain) if self.aloud.isChecked() else ""

    @property
    def ready(self) -> bool:
        """Whether everything that must be ticked is."""
        return not self._read_back.must_confirm or self.aloud.isChecked()


class PasswordRows(QWidget):
    """The password of the mail account, where it is asked for; shows nothing where it is not."""

    def __init__(self, start: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "clear")
        layout = column(self, "tight")
        self.box = PasswordField(self)
        kept = self.tr("Held in memory until the screen is locked.")
        self.row = LabelledRow(self.tr("Password of the mail account"), self.box, kept)
        layout.addWidget(self.row)
        self.keep = QCheckBox(self.tr("Keep it in this computer's keyring"), self)
        self.keep.setVisible(start.keyring)
        layout.addWidget(self.keep)
        self.setVisible(start.asks_password)

    @property
    def missing(self) -> bool:
        """Whether it is asked for and not typed."""
        return not self.isHidden() and not self.box.text()

    def ask(self, problem: str = "") -> None:
        """Show the rows, with what is wrong."""
        self.box.clear()
        self.show()
        self.row.show_problem(problem or None)
        self.row.focus_field()


class ResultStep(QWidget):
    """How it ended, and what is to be done now."""

    def __init__(self, start: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, "clear")
        layout = column(self, "normal")
        self.outcome = NoticeBar("info", "")
        layout.addWidget(self.outcome)
        self.passphrase_words = WrappingLabel("")
        self.passphrase = Heading("", 2)
        self.passphrase.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.steps = WrappingLabel("")
        for widget in (self.passphrase_words, self.passphrase, self.steps):
            layout.addWidget(widget)
            widget.hide()
        self.password = PasswordRows(start, self)
        self.password.hide()
        layout.addWidget(self.password)
        layout.addStretch(1)

    def show_result(self, result: Any) -> None:
        """What the mail server said."""
        doubtful = bool(result.record.details.get("may_have_arrived"))
        if result.taken:
            handed = self.tr(" It is recorded as handed over.") if result.handed_over else ""
            words = self.tr("It is on its way to {address}.{more}").format(address=result.record.to[0], more=handed)
            self.outcome.show_notice(result.words, words, "success")
        else:
            title = self.tr("It may have arrived") if doubtful else self.tr("Nothing was sent")
            self.outcome.show_notice(title, result.words, "warning" if doubtful else "danger")
        self.show_passphrase(result.passphrase)
        self.steps.hide()
        self.password.hide()

    def show_draft(self, draft: Any, folder: str, opened: bool) -> None:
        """What the person does in their own mail program."""
        title = self.tr("Not sent yet: now it is your turn")
        words = self.tr("The message is kept as {name} in {folder}.").format(name=draft.name, folder=folder)
        self.outcome.show_notice(title, words, "warning")
        if opened:
            first = self.tr(
                "1. Your mail program opens {name}. If it shows it like a received message, choose “Edit as new”."
            )
        else:
            first = self.tr("1. Open {name} in your mail program.")
        lines = (
            first.format(name=draft.name),
            self.tr("2. Check the address once more, then send it."),
            self.tr("3. Come back and press “I have sent it”. Until then it counts as not sent."),
            self.tr("4. Delete {name}.").format(name=draft.name),
            self.tr("If it does not open as a message, choose “Open an empty message” and attach the file by hand."),
        )
        self.steps.show_text("\n\n".join(lines))
        self.steps.show()
        self.show_passphrase(draft.passphrase)

    def show_said_sent(self, result: Any) -> None:
        """The person has sent it themselves."""
        handed = self.tr("It is recorded as handed over.") if result.handed_over else ""
        self.outcome.show_notice(result.words, handed, "success")
        self.steps.hide()
        self.show_passphrase("")

    def show_by_hand(self, place: str) -> None:
        """The file to attach lies here."""
        words = self.tr("Attach this file to the empty message: {place}. Delete it when the message is sent.")
        self.steps.show_text(words.format(place=place))

    def show_passphrase(self, words: str) -> None:
        """The words that open the document, once."""
        self.passphrase_words.show_text(
            self.tr(
                "The document opens with this passphrase. Tell it by telephone, never in a message. It is kept nowhere:"
                " write it down or ring now."
            )
        )
        self.passphrase.setText(words)
        for widget in (self.passphrase_words, self.passphrase):
            widget.setVisible(bool(words))


def file_size(octets: int) -> str:
    """A size as people say it."""
    if octets >= 1_000_000:
        return f"{octets / 1_000_000:.1f} MB"
    return f"{max(1, round(octets / 1000))} KB"


def _box(words: str, hint: str) -> tuple[QCheckBox, WrappingLabel]:
    box, below = QCheckBox(words), WrappingLabel(hint, "hint")
    box.setAccessibleDescription(hint)
    below.setContentsMargins(34, 0, 0, 6)
    return box, below
