"""What a batch waits for: registrations that are not through yet, and how fast sending was."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kiosk.domain.obstacle import IS_CHECKED, WAITS_FOR_RESIDENT
from kiosk.domain.pace import Delivery, Load
from kiosk.domain.submission import CentreState
from kiosk.store.database import Database, Row
from kiosk.store.moments import from_optional, from_text, to_text
from kiosk.store.submission_rows import json_list

MEASURED_DELIVERIES = 20
"""The line of this morning says more than that of last week."""
_UNSETTLED = """
WITH unsent AS (
    SELECT submission_id, count(*) AS parts, sum(size_bytes) AS size_bytes,
        min(next_try_at) AS next_try_at, max(state = 'quarantined') AS held
    FROM outbox WHERE state IN ('queued', 'uploading', 'quarantined') GROUP BY submission_id
)
SELECT id, ticket, masked_name, centre_state, made_at, outcome_at, parts, size_bytes,
    next_try_at, held, next_try_at AS since
FROM unsent CROSS JOIN submission ON submission_id = id
WHERE centre_state IS NULL OR centre_state IN (SELECT value FROM json_each(?1))
    OR centre_state IN (SELECT value FROM json_each(?2))
UNION ALL
SELECT id, ticket, masked_name, centre_state, made_at, outcome_at, 0, 0, NULL, 0, outcome_at
FROM submission
WHERE centre_state IN (SELECT value FROM json_each(?1)) AND state NOT IN ('cancelled', 'expired')
    AND NOT EXISTS (SELECT 1 FROM undelivered WHERE submission_id = id)
ORDER BY since
"""


@dataclass(frozen=True, slots=True)
class UnsettledRow:
    """One registration that is not in a batch yet. `load`: what of it is still to be sent."""

    submission_id: UUID
    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    centre_state: CentreState | None
    since: datetime
    load: Load
    next_try_at: datetime | None
    is_held: bool


class UnsettledRepository:
    """Reads only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_all(self) -> list[UnsettledRow]:
        """Everybody who lacks something at a counter: in the order of sending, then of waiting."""
        waited_for = json_list(WAITS_FOR_RESIDENT), json_list(IS_CHECKED)
        return [_to_row(row) for row in self._database.rows(_UNSETTLED, waited_for)]

    def count_checked(self) -> int:
        """How many are with the centre, which has not answered yet."""
        sql = (
            "SELECT count(*) FROM submission WHERE state = 'submitted' AND"
            " (centre_state IS NULL OR centre_state IN (SELECT value FROM json_each(?)))"
        )
        return int(self._database.value(sql, (json_list(IS_CHECKED),)))

    def count_joined(self) -> Mapping[str, int]:
        """How many who are known here took part in which batch."""
        sql = (
            "SELECT batch_id, count(*) FROM submission WHERE batch_id IS NOT NULL GROUP BY batch_id"
        )
        return dict(self._database.rows(sql))

    def deliveries(self, now: datetime) -> list[Delivery]:
        """What the last deliveries over the line took, the newest first.

        Not those that a wrong clock dates after `now`: they would stay the newest for ever.
        """
        sql = (
            "SELECT size_bytes, sending_seconds FROM outbox WHERE sending_seconds IS NOT NULL"
            " AND delivered_at <= ? ORDER BY delivered_at DESC LIMIT ?"
        )
        rows = self._database.rows(sql, (to_text(now), MEASURED_DELIVERIES))
        return [Delivery(*row) for row in rows]


def _to_row(row: Row) -> UnsettledRow:
    key, ticket, masked_name, centre_state, made_at, outcome_at, *sending = row
    parts, size_bytes, next_try_at, is_held, _ = sending
    return UnsettledRow(
        submission_id=UUID(key),
        ticket=ticket,
        masked_name=masked_name,
        centre_state=None if centre_state is None else CentreState(centre_state),
        since=from_text(outcome_at or made_at),
        load=Load(parts, size_bytes),
        next_try_at=from_optional(next_try_at),
        is_held=bool(is_held),
    )
