"""What an invented morning left behind at the counter, for lists that are not empty."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kiosk.demo.gallery.visit import Visit
from kiosk.domain.outcome import Outcome
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.store.records import FORM, NewSubmission, QueuedPart, QueueRow, VerifiedOutcome
from kiosk.store.store import Store
from kiosk.sync.central import RefusedReason, UnavailableReason

Answer = tuple[CentreState, tuple[Reason, ...]]
_FIRST_ID: Final = 9_101
_DEVICE_BEFORE: Final = UUID(int=_FIRST_ID, version=4)
_APART: Final = timedelta(minutes=7)
_LATER: Final = timedelta(hours=6)
"""Longer than the gallery takes: nothing of this is ever sent."""
_ANSWERED: Final[tuple[tuple[str, Answer], ...]] = (
    ("Siti R…a", (CentreState.PHOTO_VERIFYING, ())),
    ("Slamet R…i", (CentreState.ELIGIBLE, ())),
    ("Agus S…o", (CentreState.PHOTO_REJECTED, (Reason.SHADOW,))),
    ("Dwi A…i", (CentreState.OTP_PENDING, ())),
)
_WAITING: Final = ("Ketut W…n", "Maria G…a")
_HELD: Final = "Joko P…o"


def a_morning(visit: Visit) -> None:
    """Some are answered, some wait for a line, one is held back."""
    visit.kiosk.room.store.call(lambda store: _fill(store, visit.clock()))


def _fill(store: Store, now: datetime) -> None:
    officer = store.officers.list()[0].id
    names = (*(name for name, _ in _ANSWERED), *_WAITING, _HELD)
    rows = {
        name: _queued(store, number, name, officer, now - number * _APART)
        for number, name in enumerate(names, start=1)
    }
    for name, _ in _ANSWERED:
        store.submissions.mark_delivered(rows[name], "{}", now)
    for name in _WAITING:
        store.submissions.postpone(rows[name], now + _LATER, UnavailableReason.TIMEOUT)
    store.submissions.quarantine(rows[_HELD], RefusedReason.TOO_LARGE, now)
    cursor = store.submissions.cursor()
    told = [_told(cursor + 1, rows[name], answer, now) for name, answer in _ANSWERED]
    store.submissions.apply_outcomes(told, cursor, now)
    _count_apart(store)


def _count_apart(store: Store) -> None:
    """The centre never saw any of it: it was sealed before this computer was enrolled anew."""
    enrolment = store.settings.enrolment()
    if enrolment is not None:
        store.settings.save_enrolment(replace(enrolment, device_id=_DEVICE_BEFORE))
        store.settings.save_enrolment(enrolment)


def _queued(store: Store, number: int, name: str, officer: str, made_at: datetime) -> QueueRow:
    """One part that is being sent; what is in its envelope is never looked at."""
    key = UUID(int=_FIRST_ID + number, version=4)
    part = QueuedPart(FORM, 1, store.envelopes.write(key.bytes), len(key.bytes))
    ticket = new_ticket((_FIRST_ID * 5**9 + number * 13**11).to_bytes(ENTROPY_BYTES)).code
    new = NewSubmission(key, ticket, name, str(_FIRST_ID + number), officer, (), made_at)
    store.submissions.queue(new, [part], made_at, key)
    row = next(r for r in store.submissions.queue_rows() if r.submission_id == key)
    store.submissions.start(row, made_at)
    return row


def _told(seq: int, row: QueueRow, answer: Answer, now: datetime) -> VerifiedOutcome:
    state, reasons = answer
    outcome = Outcome(
        seq=seq,
        submission_id=row.submission_id,
        state=state,
        reasons=reasons,
        fields=(),
        batch_id=None,
        decree=None,
        deadline=None,
        at=now,
    )
    return VerifiedOutcome(outcome, b"")
