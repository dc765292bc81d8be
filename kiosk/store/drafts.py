"""Half-filled forms: saved at every page, taken up again by officer or by ticket and birth date."""

from datetime import date, datetime, timedelta
from uuid import UUID

from kiosk.domain.draft import Draft, draft_from_json, draft_to_json
from kiosk.domain.name import PersonName
from kiosk.store.database import Database
from kiosk.store.errors import DraftLockedError
from kiosk.store.journal import KIOSK, Event, Journal
from kiosk.store.moments import to_text
from kiosk.store.records import DraftRow
from kiosk.store.rows import Rows
from kiosk.store.submission_rows import to_draft

WRONG_TRIES = 5
WRONG_TRIES_COUNT_FOR = timedelta(minutes=15)


class DraftRepository:
    """The only place that reads and writes drafts."""

    def __init__(self, database: Database, journal: Journal) -> None:
        self._database = database
        self._journal = journal

    def save(self, draft: Draft, now: datetime) -> None:
        """Keep the newest state of a draft; what has been queued meanwhile stays queued."""
        name = draft.full_name
        self._database.run(
            "INSERT INTO draft (id, ticket, birth_date, masked_name, step, form, started_at,"
            " saved_at) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7"
            " WHERE NOT EXISTS (SELECT 1 FROM submission WHERE id = ?1)"
            " ON CONFLICT (id) DO UPDATE SET ticket = ?2, birth_date = ?3, masked_name = ?4,"
            " step = ?5, form = ?6, saved_at = ?7",
            (
                str(draft.draft_id),
                draft.ticket,
                draft.birth_date.isoformat() if draft.birth_date else None,
                PersonName(name).masked if name else None,
                draft.step,
                draft_to_json(draft),
                to_text(now),
            ),
        )

    def open(self, draft_id: UUID) -> Draft | None:
        """Read one draft; None if it is gone."""
        form = self._database.value("SELECT form FROM draft WHERE id = ?", (str(draft_id),))
        return None if form is None else draft_from_json(form)

    def knows(self, ticket: str) -> bool:
        """Whether a draft here has this ticket."""
        sql = "SELECT 1 FROM draft WHERE ticket = ?"
        return self._database.row(sql, (ticket,)) is not None

    def find_by_ticket(self, ticket: str, birth_date: date, now: datetime) -> Draft | None:
        """Read the draft of the resident who knows both; None if there is no such draft.

        Raises:
            DraftLockedError: after five wrong tries for this ticket, until 15 minutes have passed.
        """
        self._forget_old_tries(now)
        if self._wrong_tries(ticket) >= WRONG_TRIES:
            raise DraftLockedError("too many wrong tries")
        form = self._database.value(
            "SELECT form FROM draft WHERE ticket = ? AND birth_date = ?",
            (ticket, birth_date.isoformat()),
        )
        if form is None:
            self._count_wrong_try(ticket, now)
            return None
        self._database.run("DELETE FROM draft_try WHERE ticket = ?", (ticket,))
        return draft_from_json(form)

    def list_open(self) -> Rows[DraftRow]:
        """All drafts, the last one touched first."""
        rows = self._database.rows(
            "SELECT id, ticket, masked_name, step, started_at, saved_at FROM draft"
            " ORDER BY saved_at DESC"
        )
        return Rows(rows, to_draft)

    def delete(self, draft_id: UUID) -> None:
        """Forget a draft; one that is gone already is no fault."""
        self._database.run("DELETE FROM draft WHERE id = ?", (str(draft_id),))

    def expire(self, now: datetime, days: int = 14) -> int:
        """Forget drafts that nobody has touched for `days`; returns how many."""
        untouched_since = to_text(now - timedelta(days=days))
        with self._database.transaction():
            expired = self._database.rows(
                "DELETE FROM draft WHERE saved_at < ? RETURNING id", (untouched_since,)
            )
            for (draft_id,) in expired:
                self._journal.append(Event.DRAFT_EXPIRED, KIOSK, draft_id, now)
        return len(expired)

    def _forget_old_tries(self, now: datetime) -> None:
        """Those of the future too: the clock was wrong when they were made."""
        self._database.run(
            "DELETE FROM draft_try WHERE at <= ? OR at > ?",
            (to_text(now - WRONG_TRIES_COUNT_FOR), to_text(now)),
        )

    def _wrong_tries(self, ticket: str) -> int:
        return int(
            self._database.value("SELECT count(*) FROM draft_try WHERE ticket = ?", (ticket,))
        )

    def _count_wrong_try(self, ticket: str, now: datetime) -> None:
        with self._database.transaction():
            self._database.run("INSERT INTO draft_try VALUES (?, ?)", (ticket, to_text(now)))
            if self._wrong_tries(ticket) == WRONG_TRIES:
                self._journal.append(Event.DRAFT_LOCKED, KIOSK, "", now)
