"""The words of the journal's lines."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from kiosk.store.journal import KIOSK, Entry
from kiosk.store.submissions import RESIDENT
from kiosk.ui.text import Texts

_WITHOUT_PERSON: Final = {
    KIOSK: "officer.journal.by_kiosk",
    RESIDENT: "officer.journal.by_resident",
}
_SHOWN_OF_ID: Final = 8


def what_happened(entry: Entry, texts: Texts) -> str:
    """The event in words, or its name where a newer kiosk wrote it."""
    key = f"officer.journal.event.{entry.event}"
    return texts(key) if key in texts else entry.event


def said_by(entry: Entry, names: Mapping[str, str], texts: Texts) -> str:
    """Who did it."""
    if entry.actor in _WITHOUT_PERSON:
        return texts(_WITHOUT_PERSON[entry.actor])
    return names.get(entry.actor, _short(entry.actor))


def said_of(entry: Entry, names: Mapping[str, str], texts: Texts) -> str:
    """Whom or what it was done to: an officer's name, a setting, a role, or an id."""
    subject = entry.subject
    for key in (f"officer.journal.setting.{subject}", f"officer.staff.role.{subject}"):
        if key in texts:
            return texts(key)
    return names.get(entry.subject, _short(entry.subject))


def _short(subject: str) -> str:
    try:
        UUID(subject)
    except ValueError:
        return subject
    return subject[:_SHOWN_OF_ID]
