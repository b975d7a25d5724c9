"""Help in short: what matters most, who to ring, and the keys."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from enquiry_app.definitions.help_pages import PAGES
from ui.appearance import space
from ui.page import Page
from ui.shortcuts import SHORTCUTS
from ui.widgets.buttons import link_button
from ui.widgets.card import Card
from ui.widgets.contact_list import ContactList
from ui.widgets.layouts import button_row, column
from ui.widgets.wrapping_label import WrappingLabel

MUST_SAY = (
    ("If a child is in immediate danger ring 999.", "Then ring the Hub. Do not stop to finish the form."),
    ("You do not need proof.", "A worry is enough. The Hub looks into it with others."),
    (
        "You do not need permission to share to protect a child.",
        "Data protection law allows it. Say what you shared, with whom and why.",
    ),
    ("This is a guide: your judgement decides.", "The matrix suggests a level after you have chosen yours."),
    ("Tell the family unless that makes someone less safe.", "The form asks whether you told them, and if not, why."),
    ("Record facts, opinion and the child’s words separately.", "The form has a place for each."),
)


class HelpPage(Page):
    """Nothing here needs the network."""

    page_title = "Help"
    roles_requested = Signal()
    about_requested = Signal(str)

    def __init__(self, application: Any, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Help"), parent=parent)
        basics = Card(self.tr("What matters most"))
        for said, more in MUST_SAY:
            pair = column(gap="")
            pair.addWidget(WrappingLabel(self.tr(said), "strong"))
            pair.addWidget(WrappingLabel(self.tr(more), "hint"))
            basics.add_layout(pair)
        self.add(basics)
        contacts = Card(self.tr("Who to ring"))
        contacts.add(ContactList(application.hub))
        self.add(contacts)
        self.add(self._answering() if application.may("see_checks_asked") else self._saving())
        if application.may("see_progress"):
            self.add(self._after_sending())
        if application.may("manage_tasks"):
            self.add(self._who_does_what())
        if application.may("exchange") and application.store_info.kind != "shared":
            self.add(self._sealed())
        if application.may("look_up_child"):
            self.add(self._looking_up())
        if application.may("import_case_list"):
            self.add(self._listing())
        if application.may("give_subject_access"):
            self.add(self._asked_for())
        self.add(self._roles())
        self.add(self._about())
        self.add(self._keys())

    def _roles(self) -> Card:
        card = Card(self.tr("Who may do what"))
        card.add(WrappingLabel(self.tr(
            "What each role may do, whose enquiries it may open, and what is closed to everybody but a few. It can be "
            "printed for partners."
        )))  # fmt: skip
        self.roles = link_button(self.tr("Show who may do what"), self)
        self.roles.clicked.connect(self.roles_requested)
        card.add_layout(button_row((self.roles,)))
        return card

    def _about(self) -> Card:
        card = Card(self.tr("About this app"))
        card.add(WrappingLabel(self.tr(
            "What it promises about the records in it, and what it does not; who holds which key; what was tried with "
            "disabled people in mind and what was not; a data protection impact assessment to complete."
        )))  # fmt: skip
        self.about = {page_id: link_button(self.tr(title), self) for page_id, title in PAGES.items()}
        for page_id, button in self.about.items():
            button.clicked.connect(partial(self.about_requested.emit, page_id))
            card.add_layout(button_row((button,)))
        return card

    def _saving(self) -> Card:
        card = Card(self.tr("Your words are kept as you type"))
        card.add(WrappingLabel(self.tr(
            "There is no save button. What you type is stored, encrypted, within a second; the line at the top right "
            "says when. Lock the screen with Ctrl+L when you leave it; you come back to the same place."
        )))  # fmt: skip
        return card

    def _after_sending(self) -> Card:
        card = Card(self.tr("After you have sent it"))
        for words in (
            self.tr("Home says whose turn it is, and by when the Hub should answer. Questions and letters are marked."),
            self.tr("Nothing heard? Open the enquiry: whom to ring, and a text with reference and dates to send."),
            self.tr(
                "Something was wrong, or is new? Change your answers or write to the Hub: it is shown what changed."
            ),
            self.tr("You disagree? Say so there. The four stages, whom to ring at each and a text for each are ready."),
            self.tr(
                "Not referring? Record it as considered, with advice, reasons, plan and review; reopen it any time."
            ),
        ):
            card.add(WrappingLabel(words))
        return card

    def _who_does_what(self) -> Card:
        card = Card(self.tr("Who does what at the Hub"))
        for words in (
            self.tr("An action needs what, who and by when. Given to somebody of the Hub, it stands under My tasks."),
            self.tr("The signs ticked ask about MARAC, exploitation, FGM and more. You make each a task or say why not."),
            self.tr("Three months after closing, My tasks asks whether the child is safer, and on what evidence."),
            self.tr("Anybody who may read an enquiry can raise a disagreement. It goes up in four stages with their times; "
                    "a hub manager records how it ended and what changed for the child."),
        ):  # fmt: skip
            card.add(WrappingLabel(words))
        return card

    def _answering(self) -> Card:
        card = Card(self.tr("Answering the Hub"))
        for words in (
            self.tr("Open a question to see which children it is about. Each opening is recorded."),
            self.tr("Say only what bears on the question. “Nothing is known” is an answer, and helps."),
            self.tr("Tick “Sensitive” for what must not be disclosed: the Hub sees it, no letter and no family does."),
            self.tr("What you sent stays in the record. To correct it, open it and send a further answer."),
            self.tr(
                "What you type is kept while you lock the screen with Ctrl+L or look elsewhere, but not once the app "
                "is closed: send it before."
            ),
        ):
            card.add(WrappingLabel(words))
        return card

    def _looking_up(self) -> Card:
        card = Card(self.tr("Looking a child up"))
        for words in (
            self.tr("The answer is one of three: known, not known, ask the Hub. All doubt becomes “ask the Hub”."),
            self.tr(
                "It comes from a list of the case system; the page says how old it is. It holds nothing of a case."
            ),
            self.tr("“Not known” is no reason not to make an enquiry. In danger, ring and do not look up."),
            self.tr("Every look-up is recorded with your name and what you needed it for."),
        ):
            card.add(WrappingLabel(words))
        return card

    def _listing(self) -> Card:
        card = Card(self.tr("The list of the case system"))
        for words in (
            self.tr("Export name, date of birth, worker, team and telephone as CSV. Import it under Looking children up; "
                    "say on which day it was true. It takes the place of the list before."),
            self.tr("Every line that cannot be read is named, and nothing is imported until all can."),
            self.tr("After 30 days the list no longer says that a child is not known. Import one every week."),
            self.tr("Delete the exported file afterwards: outside this app it is not encrypted."),
        ):  # fmt: skip
            card.add(WrappingLabel(words))
        return card

    def _sealed(self) -> Card:
        card = Card(self.tr("Sealed files"))
        for words in (
            self.tr("A sealed file is opened by drop, by pasting, from a watched folder or with “Open a sealed file”. It"
                    " may come twice or late: what you have already stays as it is."),
            self.tr("Bars on the pages say what the other side does not know yet, until it is in a sealed file."),
            self.tr("A first file waits until the sender’s fingerprint was heard by telephone and typed in. A changed"
                    " key is refused; ring them."),
            self.tr("Send by mail reads the address back before anything goes. What went stands in Settings, What was mailed."),
            self.tr("If this app is gone one day: both recovery sheets, the key exported in Settings, Sealed files, and"
                    " the free program age open every sealed file; a page saved beside the key says how."),
        ):  # fmt: skip
            card.add(WrappingLabel(words))
        return card

    def _asked_for(self) -> Card:
        card = Card(self.tr("Somebody asks what is held about them"))
        for words in (
            self.tr("Make sure who asks, and that they may ask for this person. Then: Disclosures, Answer a request."),
            self.tr("Tick the records that are theirs. What may have to be withheld is suggested, with the reason; you"
                    " decide on every line. Names it does not know, and hints, it does not see: read all of it."),
            self.tr("Two copies are made: one to give, from which the withheld is gone, and one for the file. The app"
                    " keeps neither; what was given to whom stays in the list."),
        ):  # fmt: skip
            card.add(WrappingLabel(words))
        return card

    def _keys(self) -> Card:
        card = Card(self.tr("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("wide"))
        grid.setVerticalSpacing(space("tight"))
        grid.setColumnStretch(1, 1)
        for number, keys in enumerate(SHORTCUTS.values()):
            grid.addWidget(WrappingLabel(keys.keys, "strong"), number, 0)
            grid.addWidget(WrappingLabel(self.tr(keys.does)), number, 1)
        card.add_layout(grid)
        return card
