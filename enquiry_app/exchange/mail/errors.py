"""What can go wrong when a message is given to a mail server, each with a sentence to act on.

No text of the server is kept: servers repeat addresses in it. `answer` is its number alone, such as `550 5.1.1`.
"""

from __future__ import annotations

from enquiry_app.errors import AppError


class MailError(AppError):
    """The message was not taken, or (`may_have_arrived`) the server went away before it said so."""

    code = "mail"
    words = "The message could not be sent. Try again in a while."
    may_have_arrived = False

    def __init__(self, answer: str = "", words: str = "") -> None:
        super().__init__(words or self.words)
        self.answer = answer


class NotSetUp(MailError):
    """There are no settings for a mail server."""

    code = "mail_not_set_up"
    words = (
        "Sending by mail is not set up in this store. An administrator does that in Settings, Mail. Until then use your"
        " own mail program."
    )


class PasswordNeeded(MailError):
    """The password is neither in memory nor in the system's keyring."""

    code = "mail_password_needed"
    words = "Enter the password of the mail account. It is held only until the screen is locked."


class WrongPassword(MailError):
    """The server does not accept user name and password."""

    code = "mail_wrong_password"
    words = "The mail server did not accept the user name and password. Check the password and try again."


class SignInNotOffered(MailError):
    """The server offers no way to sign in that this app knows."""

    code = "mail_no_sign_in"
    words = (
        "The mail server offers no way to sign in with a password. Ask whoever looks after it for another port, or"
        " leave the user name empty if none is needed."
    )


class UnknownHost(MailError):
    """No such name."""

    code = "mail_unknown_host"
    words = (
        "There is no mail server of this name, or this computer is offline. Check the connection, then the name of the"
        " server in Settings, Mail."
    )


class Offline(MailError):
    """No way to the server."""

    code = "mail_offline"
    words = "The mail server cannot be reached. Check that this computer is online, then try again."


class TimedOut(MailError):
    """The server did not answer in time."""

    code = "mail_timed_out"
    words = "The mail server did not answer in time. Nothing was sent. Try again in a while."


class HungUp(MailError):
    """The server ended the connection before it had the message."""

    code = "mail_hung_up"
    words = "The mail server ended the connection. Nothing was sent. Try again in a while."


class NoTls(MailError):
    """The server does not offer encryption, or somebody on the way took the offer out."""

    code = "mail_no_tls"
    words = (
        "The mail server did not offer an encrypted connection, so nothing was sent, not even the password. Ask whoever"
        " looks after the server; if it used to work, tell them at once."
    )


class NotTrusted(MailError):
    """The certificate is not the server's, or nobody known vouches for it."""

    code = "mail_not_trusted"
    words = (
        "The mail server could not prove who it is (its certificate is not trusted), so nothing was sent. Ask whoever"
        " looks after it; if it used to work, tell them at once."
    )


class RecipientRefused(MailError):
    """The server does not take mail for this address."""

    code = "mail_recipient_refused"
    words = "The mail server does not take messages for this address. Check it letter by letter, then send anew."


class SenderRefused(MailError):
    """The server does not take mail from the address in the settings."""

    code = "mail_sender_refused"
    words = "The mail server does not let this account send from the address in Settings, Mail. Correct it there."


class AddressNotTaken(MailError):
    """An international address, and a server without SMTPUTF8."""

    code = "mail_address_not_taken"
    words = "This mail server cannot send to an address with other than English letters. Ask them for another address."


class MessageTooLarge(MailError):
    """Larger than the server takes."""

    code = "mail_too_large"
    words = (
        "The message is larger than the mail server takes. Save the file instead and hand it over another way, for"
        " example through a portal or on a stick."
    )


class TryLater(MailError):
    """The server is busy or full for now (an answer 4xx)."""

    code = "mail_try_later"
    words = "The mail server cannot take the message just now. Try again in a quarter of an hour."


class MessageRefused(MailError):
    """The server does not take this message (an answer 5xx)."""

    code = "mail_refused"
    words = (
        "The mail server refused the message. Hand the file over another way and tell whoever looks after the server."
    )


class NotAMailServer(MailError):
    """Something answers, but not as a mail server does."""

    code = "mail_not_a_server"
    words = (
        "What answers at this address and port is not a mail server, or wants the other kind of encryption. Check port"
        " and kind of encryption in Settings, Mail."
    )


class OutcomeUnknown(MailError):
    """The connection broke after the message was on its way and before the server said that it has it."""

    code = "mail_unknown"
    words = (
        "The connection broke before the mail server said whether it has the message. It may have arrived. Ask the"
        " recipient before you count on it; trying again does no harm, a double is recognised."
    )
    may_have_arrived = True


def sentence_for(code: str) -> str:
    """The sentence of a fault that was kept by its code, "" for an unknown one."""
    return next((kind.words for kind in MailError.__subclasses__() if kind.code == code), "")
