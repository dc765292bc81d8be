"""The officers' lists: made today, waiting to be sent, answered by the centre, looked for."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from kiosk.domain.submission import NEEDS_RESIDENT
from kiosk.domain.window import WIB
from kiosk.store.database import Database
from kiosk.store.moments import to_text
from kiosk.store.records import QueueRow, SubmissionRow
from kiosk.store.rows import Rows
from kiosk.store.submission_rows import to_queue_row, to_submission

MOST_FOUND: Final = 200
_PART_KEY: Final = 3
"""Columns of a part's name: submission, part, revision."""
_URGENCY: Final = " ".join(f"WHEN '{s}' THEN {place}" for place, s in enumerate(NEEDS_RESIDENT))
_NEEDED_STATES: Final = ", ".join(f"'{state}'" for state in NEEDS_RESIDENT)
_IS_NEEDED: Final = (
    f"centre_state IN ({_NEEDED_STATES})"  # noqa: S608  # our own words
    " AND (deadline IS NULL OR deadline >= ?1)"
    " AND NOT EXISTS"
    " (SELECT 1 FROM undelivered u WHERE submission_id = id AND u.state <> 'quarantined')"
)
"""Not once it is too late; nor while what was redone is still on its way to the centre.

What was redone and is held back has to be redone once more.
"""
_IS_NEXT: Final = "waits_for_form = 0"
"""A photo that follows its form has no line of its own: a registration is counted once."""


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many things wait in each list."""

    queue: int
    needed: int
    drafts: int


class Lists:
    """Reads; every list may have thousands of lines."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def today(self, now: datetime) -> Rows[SubmissionRow]:
        """What was made here on this day (WIB), the newest first."""
        start = datetime.combine(now.astimezone(WIB).date(), time(), WIB)
        return self._submissions(
            "+made_here = 1 AND made_at >= ?1 AND made_at < ?2 ORDER BY made_at DESC",
            to_text(start),
            to_text(start + timedelta(days=1)),
        )

    def queue(self) -> Rows[QueueRow]:
        """What is not delivered: first what was held back, then by its next try."""
        return self._parts(f"{_IS_NEXT} ORDER BY state <> 'quarantined', next_try_at")

    def parts_of(self, submission_id: str) -> Rows[QueueRow]:
        """The undelivered parts of one submission."""
        return self._parts("submission_id = ?1", submission_id)

    def needing_resident(self, now: datetime) -> Rows[SubmissionRow]:
        """Where the resident has to come: the most urgent first, then by deadline and age."""
        return self._submissions(
            f"{_IS_NEEDED} ORDER BY CASE centre_state {_URGENCY} END,"
            " deadline IS NULL, deadline, outcome_at",
            to_text(now),
        )

    def other_answers(self, now: datetime) -> Rows[SubmissionRow]:
        """What else the centre has said, the newest first."""
        return self._submissions(
            f"centre_state IS NOT NULL AND NOT ({_IS_NEEDED}) ORDER BY outcome_at DESC",
            to_text(now),
        )

    def search(self, ticket: str, name: str, phone_tail: str) -> Rows[SubmissionRow]:
        """By a piece of the ticket, how a word of the masked name begins, or how the phone ends.

        What is empty finds nothing. The newest come first.
        """
        return self._submissions(
            "(?1 <> '' AND instr(ticket, ?1)) OR (?3 <> '' AND phone_tail <> '' AND"
            " substr(phone_tail, -length(?3)) = ?3)"
            " OR (?2 <> '' AND instr(' ' || lower(masked_name), ' ' || lower(?2)))"
            f" ORDER BY coalesce(outcome_at, made_at) DESC LIMIT {MOST_FOUND}",
            *(ticket, name, phone_tail),
        )

    def counts(self, now: datetime) -> ListCounts:
        """How many wait in each list."""
        needed = f"SELECT count(*) FROM submission_row WHERE {_IS_NEEDED}"  # noqa: S608  # constants
        queue = f"SELECT count(*) FROM undelivered WHERE {_IS_NEXT}"  # noqa: S608  # a constant
        return ListCounts(
            queue=self._database.value(queue),
            needed=self._database.value(needed, (to_text(now),)),
            drafts=self._database.value("SELECT count(*) FROM draft"),
        )

    def _submissions(self, condition: str, *values: str) -> Rows[SubmissionRow]:
        sql = f"SELECT * FROM submission_row WHERE {condition}"  # noqa: S608  # ours, all of them
        return Rows(self._database.rows(sql, values), to_submission)

    def _parts(self, condition: str, *values: str) -> Rows[QueueRow]:
        sql = f"SELECT * FROM queue_row WHERE {condition}"  # noqa: S608  # ours, all of them
        return Rows(self._database.rows(sql, values), to_queue_row, key_columns=_PART_KEY)
