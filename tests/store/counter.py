"""A counter with invented registrations, for tests of what must survive."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from kiosk.domain.outcome import Outcome
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import new_ticket
from kiosk.store.database import Database
from kiosk.store.keys import KeyOrigin, RootKey
from kiosk.store.officers import PinCost
from kiosk.store.records import FORM, PHOTO, NewSubmission, OutboxItem, QueuedPart, VerifiedOutcome
from kiosk.store.store import Store

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # ten in the morning in Jakarta
MINUTE = timedelta(minutes=1)
ROOT = RootKey(bytes(range(32)), KeyOrigin.FILE)
KTP = "ktp"
CHEAP_PINS = PinCost(memory_kib=8, passes=1)
"""The least there is: no test but those of the officers themselves is about guessing PINs."""


def open_store(folder: Path) -> Store:
    return Store(folder, ROOT, pin_cost=CHEAP_PINS)


def raw(store: Store) -> Database:
    """The database behind everything, for somebody who has all keys."""
    return store._database  # noqa: SLF001


def submission_id(number: int) -> UUID:
    return UUID(int=number, version=4)


def new_submission(number: int, made_at: datetime = NOW) -> NewSubmission:
    return NewSubmission(
        id=submission_id(number),
        ticket=new_ticket(number.to_bytes(6)).code,
        masked_name="Siti N…ah",
        phone_tail="9001",
        officer=None,
        hashes=(),
        made_at=made_at,
    )


def envelope_of(number: int, part: str, revision: int = 1) -> bytes:
    """Stands for sealed bytes: the store never looks inside."""
    return hashlib.sha512(f"{number} {part} {revision}".encode()).digest()


def written(store: Store, number: int, part: str, revision: int = 1) -> QueuedPart:
    envelope = envelope_of(number, part, revision)
    return QueuedPart(part, revision, store.envelopes.write(envelope), len(envelope))


def register(
    store: Store, number: int, now: datetime = NOW, pictures: Sequence[str] = (PHOTO,)
) -> UUID:
    """Queue a form and its pictures."""
    parts = [written(store, number, part) for part in (FORM, *pictures)]
    new = new_submission(number, now)
    store.submissions.queue(new, parts, now, new.id)
    return new.id


def begin(store: Store, now: datetime = NOW) -> OutboxItem:
    """Start to send what is due."""
    item = store.submissions.next_due(now)
    assert item is not None
    store.submissions.start(item, now)
    return item


def deliver(store: Store, now: datetime = NOW) -> OutboxItem:
    """Send what is due, and get its receipt."""
    item = begin(store, now)
    store.submissions.mark_delivered(item, "{}", now)
    return item


def deliver_all(store: Store, now: datetime = NOW) -> None:
    while store.submissions.next_due(now):
        deliver(store, now)


def outcome(
    seq: int, number: int, state: CentreState, reasons: tuple[Reason, ...] = ()
) -> VerifiedOutcome:
    return VerifiedOutcome(
        Outcome(
            seq=seq,
            submission_id=submission_id(number),
            state=state,
            reasons=reasons,
            fields=(),
            batch_id=None,
            decree=None,
            deadline=None,
            at=NOW + seq * MINUTE,
        ),
        signed=f"signed {seq}".encode(),
    )
