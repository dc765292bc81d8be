"""Makes rows that were read from a damaged database agree with each other again.

Three sources tell of a registration: its row, the journal, and what lies sealed. Where the row is
lost the others bring it back; what none of them can account for is counted as lost.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kiosk.store.adoption import UNCLEAR, Adoption
from kiosk.store.database import Database
from kiosk.store.journal import KIOSK, Event, Journal

_ENDED_BY: Final = {
    Event.SUBMISSION_DELIVERED: "submitted",
    Event.SUBMISSION_CANCELLED: "cancelled",
    Event.SUBMISSION_EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Settled:
    """How many registrations made here are known again, and how many of those are what.

    Attributes:
        waiting: lie sealed here and are going to be sent.
        unclear: were sent after the backup that tells of them, or their files are lost.
        lost: are told of in the journal, and nothing else is known or here.
    """

    kept: int
    waiting: int
    unclear: int
    lost: int


def settle(
    database: Database, adoption: Adoption, own_device: UUID | None, now: datetime
) -> Settled:
    """Bring back what the journal and the sealed envelopes tell of, all in one transaction."""
    with database.transaction():
        _bring_back_rows(database)
        _believe_the_journal(database)
        _believe_what_ended(database)
        database.run("DELETE FROM draft WHERE id IN (SELECT id FROM submission)")
        adoption.adopt(own_device, now, also_of_known=True)
        adoption.follow_parts()
        adoption.hold_what_is_gone(now)
        lost = _give_up(database, now)
        for (key,) in database.rows("SELECT id FROM submission WHERE made_here = 1"):
            adoption.note_made(key)
        _drop_what_belongs_to_nobody(database)
    made_here = "SELECT count(*) FROM submission WHERE made_here = 1"
    is_unclear = "id IN (SELECT submission_id FROM undelivered WHERE last_reason = ?)"
    return Settled(
        kept=database.value(made_here),
        waiting=database.value(
            f"{made_here} AND state IN ('queued', 'uploading', 'quarantined') AND NOT {is_unclear}",
            (UNCLEAR,),
        ),
        unclear=database.value(f"{made_here} AND {is_unclear}", (UNCLEAR,)),
        lost=lost,
    )


def _bring_back_rows(database: Database) -> None:
    """A number and a time, for every submission that only the journal or a part names."""
    database.run(
        "INSERT OR IGNORE INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
        " made_at) SELECT subject, '', '', '', 'queued', 1, min(at) FROM journal"
        " WHERE event = ? GROUP BY subject",
        (Event.SUBMISSION_QUEUED,),
    )
    database.run(
        "INSERT OR IGNORE INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
        " made_at) SELECT submission_id, '', '', '', CASE WHEN max(state = 'cancelled')"
        " THEN 'cancelled' WHEN max(state = 'expired') THEN 'expired' ELSE 'queued' END,"
        " 1, min(queued_at) FROM outbox WHERE part <> 'patch' AND revision = 1"
        " GROUP BY submission_id",
    )
    database.run(
        "INSERT OR IGNORE INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
        " made_at) SELECT submission_id, '', '', '', 'submitted', 0, min(queued_at) FROM outbox"
        " GROUP BY submission_id",
    )


def _believe_the_journal(database: Database) -> None:
    """A row from a backup may be of before its end."""
    for event, state in _ENDED_BY.items():
        database.run(
            "UPDATE submission SET state = ?2 WHERE state IN ('queued', 'uploading', 'quarantined')"
            " AND id IN (SELECT subject FROM journal WHERE event = ?1)",
            (event, state),
        )
    database.run(
        "UPDATE submission SET delivered_at ="
        " (SELECT max(at) FROM journal WHERE event = ? AND subject = id)"
        " WHERE state = 'submitted' AND made_here = 1 AND delivered_at IS NULL",
        (Event.SUBMISSION_DELIVERED,),
    )


def _believe_what_ended(database: Database) -> None:
    """A part from a backup may be of before the end of its whole submission."""
    database.run(
        "UPDATE outbox SET state = (SELECT state FROM submission WHERE id = submission_id)"
        " WHERE state IN ('queued', 'uploading', 'quarantined') AND part <> 'patch'"
        " AND revision = 1 AND EXISTS (SELECT 1 FROM submission WHERE id = submission_id"
        " AND made_here = 1 AND submission.state IN ('submitted', 'cancelled', 'expired'))"
    )


def _give_up(database: Database, now: datetime) -> int:
    """What is said to wait, and nothing of it is here; returns how many."""
    lost = database.rows(
        "SELECT id FROM submission WHERE state IN ('queued', 'uploading', 'quarantined')"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE submission_id = id)"
    )
    for (key,) in lost:
        database.run("UPDATE submission SET state = 'expired' WHERE id = ?", (key,))
        Journal(database).append(Event.SUBMISSION_EXPIRED, KIOSK, key, now)
    return len(lost)


def _drop_what_belongs_to_nobody(database: Database) -> None:
    database.run("DELETE FROM identity_hash WHERE submission_id NOT IN (SELECT id FROM submission)")
    database.run("DELETE FROM outcome WHERE submission_id NOT IN (SELECT id FROM submission)")
