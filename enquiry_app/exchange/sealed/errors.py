"""What can be wrong with a sealed file, each with one sentence and nothing changed."""

from __future__ import annotations

from enquiry_app.errors import AppError


class ParcelError(AppError):
    """A sealed file cannot be taken. Nothing was changed."""

    words = "This file cannot be opened. Nothing was changed."

    def __init__(self, words: str = "") -> None:
        super().__init__(words or self.words)


class NotAParcel(ParcelError):
    """Not a sealed file at all."""

    words = "This is not a sealed enquiry file. Choose a file that ends in .enquiry, or ask the sender for it again."


class NotForUs(ParcelError):
    """Encrypted to another store."""

    words = (
        "This file is sealed for somebody else, so it cannot be opened here. Ask the sender to choose your Hub and seal"
        " it again."
    )


class DamagedParcel(ParcelError):
    """Cut off or changed on its way."""

    words = (
        "This file was damaged or changed on its way, so nothing of it is shown. Ask the sender to send it again, and"
        " ring them if a child may be in danger."
    )


class ParcelTooLarge(ParcelError):
    """Larger than any enquiry can be."""

    words = "This file is larger than any enquiry can be (64 MB), so it is not opened. Ask the sender what it is."


class NewerFormat(ParcelError):
    """Made by a newer version of the app."""

    words = (
        "This file was made by a newer version of the app. Install the newer version here, or ask the sender for the"
        " PDF meanwhile."
    )


class ForeignSender(ParcelError):
    """The inside says one sender and the signature another."""

    words = (
        "The signature of this file does not belong to the sender it names, so nothing of it is shown. Ring the sender"
        " on a number you know."
    )


class KeyHasChanged(ParcelError):
    """A store we know signs with another key than the one that was confirmed."""

    words = (
        "This comes from a store you know, but with another key than the one you confirmed. It was refused. Ring them"
        " on a number you know: if they have a new key, import their new file and compare the fingerprint."
    )


class PracticeMeetsReal(ParcelError):
    """A practice enquiry and a real store, or the other way round."""

    words = "Practice enquiries can only be exchanged between practice stores. Nothing was changed."
