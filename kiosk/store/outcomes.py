"""What the centre decided, applied as it says: the centre always wins."""

from collections.abc import Sequence
from datetime import datetime

from kiosk.domain.outcome import Person
from kiosk.store.database import Database
from kiosk.store.moments import to_text
from kiosk.store.records import VerifiedOutcome
from kiosk.store.submission_rows import json_list


class OutcomeLog:
    """The outcomes of this office's submissions, with the signed bytes as proof."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor(self) -> int:
        """Up to which number the centre's outcomes are applied."""
        return self._database.value("SELECT seq FROM outcome_cursor") or 0

    def apply(self, outcomes: Sequence[VerifiedOutcome], cursor: int, now: datetime) -> int:
        """Apply a page and its cursor in one transaction; returns how many were new.

        Repeated and out-of-order numbers are ignored, and so is who is not known here unless the
        centre says who it is.
        """
        with self._database.transaction():
            applied = sum(self._apply_one(verified, now) for verified in outcomes)
            self._database.run(
                "INSERT INTO outcome_cursor VALUES (1, ?1)"
                " ON CONFLICT (id) DO UPDATE SET seq = max(seq, ?1)",
                (cursor,),
            )
        return applied

    def _apply_one(self, verified: VerifiedOutcome, now: datetime) -> bool:
        outcome = verified.outcome
        key = str(outcome.submission_id)
        if outcome.person is not None:
            self._database.run(
                "INSERT OR IGNORE INTO submission (id, ticket, masked_name, phone_tail, state,"
                " made_here, made_at) VALUES (?, '', '', '', 'submitted', 0, ?)",
                (key, to_text(outcome.at)),
            )
        changed = self._database.run(
            "UPDATE submission SET outcome_seq = ?2, centre_state = ?3, reasons = ?4, fields = ?5,"
            " batch_id = ?6, decree = ?7, deadline = ?8, outcome_at = ?9"
            " WHERE id = ?1 AND outcome_seq < ?2",
            (
                *(key, outcome.seq, outcome.state),
                *(json_list(outcome.reasons), json_list(outcome.fields)),
                *(outcome.batch_id, outcome.decree),
                *(to_text(outcome.deadline) if outcome.deadline else None, to_text(outcome.at)),
            ),
        )
        if changed:
            self._database.run(
                "INSERT INTO outcome (submission_id, seq, state, signed, applied_at, reasons)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(key, outcome.seq, outcome.state, verified.signed, to_text(now)),
                    json_list(outcome.reasons),
                ),
            )
            if outcome.person is not None:
                self._name(key, outcome.person)
        return bool(changed)

    def _name(self, key: str, person: Person) -> None:
        """Say who it is of somebody who was registered at another kiosk, or before data was lost.

        Two codes that are alike by accident must not stop what the centre says.
        """
        self._database.run(
            "UPDATE submission SET masked_name = ?3, phone_tail = ?4, ticket ="
            " iif(EXISTS (SELECT 1 FROM submission WHERE ticket = ?2 AND id <> ?1), '', ?2)"
            " WHERE id = ?1 AND (made_here = 0 OR ticket = '' AND masked_name = '')",
            (key, person.ticket, person.masked_name, person.phone_tail),
        )
