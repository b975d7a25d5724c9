"""The settings of mail: server, encryption, password, where mail comes from and goes to, secure domains, and a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from enquiry_app.enquiry.mail_settings import LARGEST_CERTIFICATES, PORTS, SECURITY_WORDS, MailSettings
from ui.background import Background
from ui.messages import sentence_of, tell
from ui.settings.hub_page import HubPage
from ui.widgets.buttons import link_button, secondary_button
from ui.widgets.card import Card
from ui.widgets.expander import Expander
from ui.widgets.flow import flowing
from ui.widgets.labelled_row import LabelledRow, text_width
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.password_field import PasswordField
from ui.widgets.radio_group import RadioGroup
from ui.widgets.wrapping_label import WrappingLabel


class MailSettingsPage(HubPage):
    """For the administrator. Boxes exist once the settings are loaded."""

    page_title = "Mail settings"

    def __init__(self, application: Any, background: Background) -> None:
        self._rows: dict[str, LabelledRow] = {}
        self._trusted = self._trusted_name = ""
        super().__init__(
            application, background, self.tr("Mail settings"),
            self.tr("For sending sealed files and documents from this app. Always encrypted; nothing is mailed by itself."),
            load=application.mail_settings.current,
        )  # fmt: skip

    def first_focus(self) -> QWidget | None:
        """The server."""
        return self._rows["server"].field if self._rows else None

    def show_hub(self, hub: Any) -> None:
        """Fill the page with the settings as stored (`hub` is a MailSetting)."""
        self._setting = hub
        settings = hub.settings
        self._trusted, self._trusted_name = settings.trusted, settings.trusted_name
        self.add(self._server_card(settings))
        self.add(self._account_card(settings))
        self.add(self._addresses_card(settings))
        self.add(self._domains_card(settings))
        self.add(self._test_card())

    def saving(self) -> Callable[[], Any]:
        """Everything as typed."""
        return partial(self._application.mail_settings.save, self.typed(), self.password.text())

    def row_of(self, field: str) -> LabelledRow | None:
        """Fields are those of MailSettings."""
        return self._rows.get(field)

    def typed(self) -> MailSettings:
        """The settings as they stand on the screen."""
        port = self.port.text().strip()
        return MailSettings(
            server=self.server.text(), port=int(port) if port.isdecimal() else 0, security=self.security.code,
            user=self.user.text(), sender=self.sender.text(), trusted_name=self._trusted_name, trusted=self._trusted,
            hub_address=self.hub_address.text(), secure_domains=tuple(self.domains.toPlainText().splitlines()),
        )  # fmt: skip

    def _server_card(self, settings: MailSettings) -> Card:
        card = Card(self.tr("Mail server"), gap="normal")
        self.server = self._line(settings.server)
        self._row(card, "server", self.tr("Name of the server"), self.server,
                  self.tr("Leave it empty if mail is not sent from this app."))  # fmt: skip
        self.security = RadioGroup([(code, words, "") for code, words in SECURITY_WORDS.items()], self)
        self.security.choose(settings.security)
        self.security.chosen.connect(self._on_security)
        self._row(card, "security", self.tr("Encryption"), self.security)
        self.port = self._line(str(settings.port))
        text_width(self.port, 8)
        self._row(card, "port", self.tr("Port"), self.port)
        self.trusted_words = WrappingLabel("")
        holder = Card(role="clear", gap="hair")
        holder.body.setContentsMargins(0, 0, 0, 0)
        holder.add(self.trusted_words)
        self.choose_trusted = secondary_button(self.tr("Choose a file"), self)
        self.drop_trusted = link_button(self.tr("Use this computer's list"), self)
        self.choose_trusted.clicked.connect(self._choose_trusted)
        self.drop_trusted.clicked.connect(self._drop_trusted)
        holder.add_layout(flowing((self.choose_trusted, self.drop_trusted)))
        self._row(card, "trusted", self.tr("Certificates that are trusted"), holder)
        self._show_trusted()
        return card

    def _account_card(self, settings: MailSettings) -> Card:
        card = Card(self.tr("Account"), gap="normal")
        self.user = self._line(settings.user)
        self._row(card, "user", self.tr("User name"), self.user, self.tr("Empty if the server asks for none."))
        self.password = PasswordField(self)
        self.password.edited.connect(self.note_edit)
        where = self.tr("Kept in this computer's keyring. Other computers ask for it once.")
        if not self._setting.keyring:
            where = self.tr(
                "This computer has no keyring: it is asked for each time somebody signs in, and written nowhere."
            )
        elif self._setting.kept:
            where = self.tr("One is kept in this computer's keyring. Type another to replace it.")
        self._row(card, "password", self.tr("Password"), self.password, where)
        self.forget = link_button(self.tr("Forget the password kept here"), self)
        self.forget.setVisible(self._setting.kept)
        self.forget.clicked.connect(self._forget)
        card.add(self.forget)
        return card

    def _addresses_card(self, settings: MailSettings) -> Card:
        card = Card(self.tr("Addresses"), gap="normal")
        self.sender = self._line(settings.sender)
        self._row(card, "sender", self.tr("Messages come from"), self.sender,
                  self.tr("A shared mailbox that somebody reads, on a secure domain."))  # fmt: skip
        self.hub_address = self._line(settings.hub_address)
        self._row(card, "hub_address", self.tr("The Hub's address for referrals"), self.hub_address,
                  self.tr("Offered first; it is read back each time. Ring the Hub before you save it."))  # fmt: skip
        return card

    def _domains_card(self, settings: MailSettings) -> Card:
        card = Card(self.tr("Secure domains"), gap="normal")
        words = self.tr(
            "A document without a passphrase can only go to these. A domain stands for itself and all below it."
        )
        card.add(WrappingLabel(words))
        listed = "\n".join(f"{domain}: {label}" for domain, label in self._setting.shipped)
        card.add(Expander(self.tr("The list that comes with the app"), listed))
        self.domains = QPlainTextEdit("\n".join(settings.secure_domains), self)
        self.domains.setTabChangesFocus(True)
        self.domains.setFixedHeight(110)
        self.domains.textChanged.connect(self.note_edit)
        self._row(card, "secure_domains", self.tr("Further ones, one in each line"), self.domains,
                  self.tr("Only domains whose owner has agreed with you how their mail is protected."))  # fmt: skip
        return card

    def _test_card(self) -> Card:
        card = Card(self.tr("Try it"), gap="normal")
        self.test_to = QLineEdit(self._application.person.email or self.sender.text(), self)
        self._row(card, "test_to", self.tr("Send a test to yourself"), self.test_to,
                  self.tr("By what stands above, saved or not. It carries nothing but that it is a test."))  # fmt: skip
        self.test = secondary_button(self.tr("Send the test"), self, "mail")
        self.test.clicked.connect(self._send_test)
        card.add(self.test)
        self.test_outcome = NoticeBar("info", "")
        self.test_outcome.hide()
        card.add(self.test_outcome)
        return card

    def _on_saved(self, done: object) -> None:
        self.password.clear()
        super()._on_saved(done)

    def _line(self, text: str) -> QLineEdit:
        box = QLineEdit(text, self)
        box.textEdited.connect(self.note_edit)
        return box

    def _row(self, card: Card, name: str, label: str, field: QWidget, hint: str = "") -> None:
        self._rows[name] = LabelledRow(label, field, hint)
        card.add(self._rows[name])

    @Slot(str)
    def _on_security(self, code: str) -> None:
        self.note_edit()
        if self.port.text().strip() in {str(port) for port in PORTS.values()}:
            self.port.setText(str(PORTS[code]))

    @Slot()
    def _choose_trusted(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Certificates of the mail server"), "", self.tr("Certificates (*.pem *.crt *.cer)")
        )
        if not chosen:
            return
        try:
            with Path(chosen).open("rb") as file:
                text = file.read(LARGEST_CERTIFICATES + 1).decode("ascii", "replace")
        except OSError:
            tell(self, self.tr("The file could not be read"), self.tr("Choose another one."))
            return
        self._trusted, self._trusted_name = text, Path(chosen).name
        self._show_trusted()
        self.note_edit()

    @Slot()
    def _drop_trusted(self) -> None:
        self._trusted = self._trusted_name = ""
        self._show_trusted()
        self.note_edit()

    def _show_trusted(self) -> None:
        own = self.tr("Those this computer trusts.")
        only = self.tr("Only those in {name}.").format(name=self._trusted_name)
        self.trusted_words.show_text(only if self._trusted else own)
        self.drop_trusted.setVisible(bool(self._trusted))

    @Slot()
    def _forget(self) -> None:
        self.forget.setEnabled(False)
        work = self._application.mail_settings.forget_password
        self._background.run(work, self._on_forgotten, self._on_test_failed, self)

    def _on_forgotten(self, _: object) -> None:
        self.forget.hide()

    @Slot()
    def _send_test(self) -> None:
        for row in self._rows.values():
            row.show_problem(None)
        self.test.setEnabled(False)
        self.test_outcome.show_notice(self.tr("The test is given to the mail server…"), kind="info")
        self.test_outcome.show()
        setup = self._application.mail_settings
        work = partial(setup.test_message, self.typed(), self.password.text(), self.test_to.text())
        self._background.run(work, self._on_test_made, self._on_test_failed, self)

    def _on_test_made(self, test: Any) -> None:
        work = partial(self._application.mail_settings.deliver_test, test)
        self._background.read(work, self._on_tested, self._on_test_failed, self)

    def _on_tested(self, outcome: Any) -> None:
        if outcome.fault is not None:
            self._on_test_failed(outcome.fault)
            return
        self.test.setEnabled(True)
        words = self.tr("Look into the mailbox whether it has come.")
        self.test_outcome.show_notice(self.tr("The mail server has taken the test"), words, "success")

    def _on_test_failed(self, error: BaseException) -> None:
        self.test.setEnabled(True)
        for field, words in getattr(error, "faults", {}).items():
            row = self.row_of(field)
            if row is not None:
                row.show_problem(words)
        self.test_outcome.show_notice(self.tr("The test was not sent"), sentence_of(error), "danger")
        self.test_outcome.show()
        self.reveal(self.test_outcome)
