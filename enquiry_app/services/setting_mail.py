"""The settings of mail, changed and tried by the administrator."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from email.message import EmailMessage

from enquiry_app.definitions.mail_wording import load_mail
from enquiry_app.enquiry.mail_addresses import MailAddress, read_address
from enquiry_app.enquiry.mail_settings import MailSettings, checked, settings_to_store
from enquiry_app.exchange.mail import password_keeping, sending
from enquiry_app.exchange.mail.errors import MailError, NotSetUp, PasswordNeeded
from enquiry_app.exchange.mail.message import Letterhead, compose
from enquiry_app.services.mail_messages import Outcome
from enquiry_app.services.mail_parts import SECURE_DOMAINS, mail_settings
from enquiry_app.services.mailing import server_of
from enquiry_app.services.seat import Seat
from enquiry_app.services.use_case import use_case


@dataclass(frozen=True)
class MailSetting:
    """The settings as stored, the shipped list of secure domains with what each is, and what is known of the password."""

    settings: MailSettings
    shipped: tuple[tuple[str, str], ...]
    keyring: bool
    kept: bool


@dataclass(frozen=True)
class TestMessage:
    """A message that carries nothing, ready to be given to the server."""

    __test__ = False  # no test of pytest's

    message: EmailMessage = field(repr=False)
    server: sending.MailServer
    sender: MailAddress
    to: MailAddress


class MailSetup:
    """Use cases of the administrator."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @use_case("change_settings", unaudited="names of a server and of domains")
    def current(self) -> MailSetting:
        """As stored now."""
        seat = self._seat
        seat.require("change_settings")
        with seat.store.read() as read:
            settings = mail_settings(read)
        shipped = seat.definitions.form.code_lists.get(SECURE_DOMAINS)
        listed = tuple((choice.code, choice.label) for choice in shipped.choices) if shipped else ()
        kept = bool(settings.user) and bool(password_keeping.kept_password(seat.info.id, settings.user))
        return MailSetting(settings, listed, password_keeping.can_keep(), kept)

    @use_case("change_settings", "mail:settings")
    def save(self, typed: MailSettings, password: str = "") -> MailSettings:
        """Keep the settings. `password`: into the system's keyring where there is one, else held until the lock.

        Raises MailSettingsRefused.
        """
        seat = self._seat
        seat.require("change_settings")
        tidy = checked(typed, load_mail().too_wide)
        with seat.store.write() as work:
            info = work.store_info()
            before = mail_settings(work)
            work.put_store_info(replace(info, settings={**info.settings, "mail": settings_to_store(tidy)}))
            changed = [name for name, value in settings_to_store(tidy).items() if value != getattr(before, name)]
            if list(before.secure_domains) == list(tidy.secure_domains):
                changed = [name for name in changed if name != "secure_domains"]
            seat.record(work, "mail:settings", info.id, changed=" ".join(changed) or "nothing")
            work.commit()
        if password and not password_keeping.keep_password(seat.info.id, tidy.user, password):
            seat.held.mail_password = password
        return tidy

    @use_case("change_settings", "mail:password_forgotten")
    def forget_password(self) -> None:
        """Take the password out of the keyring of this computer and out of memory."""
        seat = self._seat
        seat.require("change_settings")
        with seat.store.write() as work:
            user = mail_settings(work).user
            seat.record(work, "mail:password_forgotten", seat.info.id)
            work.commit()
        seat.held.mail_password = ""
        password_keeping.forget_password(seat.info.id, user)

    @use_case("change_settings", "mail:tested")
    def test_message(self, typed: MailSettings, password: str, to: str) -> TestMessage:
        """A message to oneself by settings that need not be saved yet; then `deliver_test`.

        Raises MailSettingsRefused, AddressRefused, NotSetUp, PasswordNeeded.
        """
        seat, words = self._seat, load_mail()
        seat.require("change_settings")
        tidy, address = checked(typed, words.too_wide), read_address(to)
        if not tidy.ready:
            raise NotSetUp
        if tidy.user:
            password = password or seat.held.mail_password
            password = password or password_keeping.kept_password(seat.info.id, tidy.user)
            if not password:
                raise PasswordNeeded
        sender = read_address(tidy.sender)
        head = Letterhead(sender, address, words.test_subject, "", seat.now())
        with seat.store.write() as work:
            seat.record(work, "mail:tested", seat.info.id)
            work.commit()
        return TestMessage(compose(head, words.test_body, ()), server_of(tidy, password), sender, address)

    @use_case("change_settings", unaudited="that it was tried is in the trail already")
    def deliver_test(self, test: TestMessage) -> Outcome:
        """Give it to the server; touches no store."""
        self._seat.require("change_settings")
        try:
            return Outcome(sending.deliver(test.server, test.message, test.sender, test.to))
        except MailError as fault:
            return Outcome(fault.answer, fault)
