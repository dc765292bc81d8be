"""Rows of the audit in the language of the page, and where what they are about is shown."""

import re
from datetime import date

from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import AuditRow
from kiosk.central.desk.words import DASH, Words

_SUBMISSIONS, _BATCHES, _OFFICES, _KIOSKS = "submissions", "batches", "offices", "kiosks"
_PLACES = {
    Deed.PHOTO_VIEW: _SUBMISSIONS,
    Deed.PHOTO_ACCEPT: _SUBMISSIONS,
    Deed.PHOTO_REJECT: _SUBMISSIONS,
    Deed.ASK: _SUBMISSIONS,
    Deed.BATCH_PLAN: _BATCHES,
    Deed.BATCH_OPEN: _BATCHES,
    Deed.BATCH_CLOSE: _BATCHES,
    Deed.BATCH_SELECT: _BATCHES,
    Deed.OFFICE_ADD: _OFFICES,
    Deed.ENROLMENT_CODE: _OFFICES,
    Deed.PROVISIONING: _OFFICES,
    Deed.RECOVERY_CODE: _OFFICES,
    Deed.RECAP_ASK: _OFFICES,
    Deed.KIOSK_REVOKE: _KIOSKS,
}
_CODES = {
    Deed.LOG_IN_FAILED: ("problem",),
    Deed.PASSWORD: ("problem",),
    Deed.ACCOUNT: ("role",),
    Deed.PHOTO_REJECT: ("reason",),
    Deed.ASK: ("field", "reason"),
}
"""Where the codes in the detail of a deed have their words."""
_RECAP = re.compile(r"(?P<since>[\d-]+) (?P<until>[\d-]+) (?P<kind>\w+)")


def place_of(row: AuditRow) -> str:
    """The address of what was acted on; empty for what has no page."""
    place = _PLACES.get(Deed(row.deed)) if row.deed in set(Deed) else None
    return f"/desk/{place}/{row.subject}" if place and row.subject else ""


def detail_of(t: Words, row: AuditRow) -> str:
    """What is written beside the deed, in words where it is in codes."""
    if row.deed in {Deed.PHOTO_VIEW, Deed.PHOTO_ACCEPT} and row.detail:
        return t("audit.photo", number=row.detail)
    recap = _RECAP.fullmatch(row.detail) if row.deed == Deed.RECAP_ASK else None
    if recap:
        since, until = (t.day(date.fromisoformat(recap[name])) for name in ("since", "until"))
        return f"{since} {DASH} {until}, {recap['kind'].upper()}"
    tables = _CODES.get(Deed(row.deed), ()) if row.deed in set(Deed) else ()
    return ", ".join(_word(t, tables, code) for code in row.detail.split(", "))


def _word(t: Words, tables: tuple[str, ...], code: str) -> str:
    known = next((key for key in (f"{table}.{code}" for table in tables) if key in t), "")
    return t(known) if known else code
