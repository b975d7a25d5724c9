"""What danger says at once: 999, phone the Hub, do not question the child further. On every page of the enquiry."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.form.draft_editor import DraftEditor
from ui.widgets.buttons import secondary_button
from ui.widgets.notice_bar import NoticeBar


class DangerNotice(NoticeBar):
    """Hidden while nothing speaks of danger."""

    urgent_requested = Signal()

    def __init__(self, editor: DraftEditor, parent: QWidget | None = None) -> None:
        super().__init__("danger", "", "", parent)
        self._editor = editor
        self.button = secondary_button(self.tr("Record the call and send the short form"), self, "phone")
        self.button.clicked.connect(self.urgent_requested)
        self.add(self.button)
        self.button.setVisible(not editor.enquiry.amending)
        editor.state_changed.connect(self.follow)
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Show the gravest words there are now."""
        words = danger_words(self._editor)
        if words:
            self.show_notice(*words)
        self.setVisible(bool(words))


def danger_words(editor: DraftEditor) -> tuple[str, str] | None:
    """Title and text of the gravest danger, or None."""
    state, hub = editor.state, editor.application.hub
    prompts = [prompt for found in state.danger_prompts.values() for prompt in found]
    now = state.facts.get("danger_now") == "yes" or any(prompt.flag == "IMM" for prompt in prompts)
    if now:
        return (
            editor.tr("Danger now: ring 999, then the Hub on {number}").format(number=hub.phone),
            editor.tr("You can send the form with very little. Nothing may hold up the call."),
        )
    if prompts or state.phone_hub_now:
        text = " ".join(dict.fromkeys(prompt.prompt for prompt in prompts))
        return editor.tr("Phone the Hub now on {number}").format(number=hub.phone), text
    return None
