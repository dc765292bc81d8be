"""Single-use authority for one act: the resident stood at this kiosk just now.

What is done on the line is judged by when it arrives, and what is sealed by when it was sealed
(docs/decisions/0015-late-parts.md).
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from kiosk.central.counter.models import GrantRow
from kiosk.central.devices.tokens import new_secret, secret_hash
from kiosk.central.settings.bundle import batch_message
from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import forget
from kiosk.central.storage.models import BatchRow
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import GRANT_HEADER, Grant, Redoable

_FOR_WHAT_IS_SEALED = (Redoable.PHOTO, Redoable.PATCH)
_REFUSED = Refusal(
    HTTPStatus.FORBIDDEN,
    ProblemType.GRANT_INVALID,
    "The grant is missing, used, too old, or for something else",
    field=GRANT_HEADER,
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What one grant allows: one device, one submission, one act."""

    submission_id: UUID
    device_id: UUID
    action: Redoable
    revision: int | None = None
    batch_id: str | None = None


class Grants:
    """Issues and redeems. Works inside the caller's transaction."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock = clock
        self._settings = settings

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def issue(self, session: Session, purpose: Purpose) -> Grant:
        """Make a grant, and forget those that nothing can arrive for any more."""
        now = self._clock()
        forget(session, GrantRow, self._is_past(now))
        secret = new_secret()
        expires_at = now + self._limits.grant_lifetime
        session.add(
            GrantRow(
                grant_hash=secret_hash(secret),
                submission_id=purpose.submission_id,
                device_id=purpose.device_id,
                action=purpose.action,
                revision=purpose.revision,
                batch_id=purpose.batch_id,
                issued_at=now,
                expires_at=expires_at,
            )
        )
        batch = purpose.batch_id and session.get(BatchRow, purpose.batch_id)
        return Grant(
            grant=secret,
            action=purpose.action,
            revision=purpose.revision,
            batch=batch_message(batch) if batch else None,
            expires_at=expires_at,
        )

    def redeem(self, session: Session, secret: str | None, purpose: Purpose) -> None:
        """Use up a grant; raise RefusedError unless it was made for exactly this."""
        self._usable(session, secret, purpose).used_at = self._clock()

    def redeem_sealed(
        self, session: Session, secret: str | None, purpose: Purpose, sealed_at: datetime
    ) -> None:
        """Use up a grant for a part that the device says it sealed at that time.

        Raises RefusedError unless the grant was made for exactly this, lived then, and has not been
        over for too long: a line may be dead for days, and a stick takes its time.
        """
        self.check_sealed(session, secret, purpose, sealed_at).used_at = self._clock()

    def check_sealed(
        self, session: Session, secret: str | None, purpose: Purpose, sealed_at: datetime
    ) -> GrantRow:
        """The same without using it up."""
        row = self._matching(session, secret, purpose)
        if row is None or row.used_at is not None or not self._lived(row, sealed_at):
            raise RefusedError(_REFUSED)
        return row

    def check(self, session: Session, secret: str | None, purpose: Purpose) -> None:
        """Raise RefusedError unless the grant was made for exactly this; it is not used up."""
        self._usable(session, secret, purpose)

    def was_redeemed(self, session: Session, secret: str | None, purpose: Purpose) -> bool:
        """Whether this very grant did this very thing before: the answer got lost.

        Only as long as it would have lived: the answer carries new grants.
        """
        row = self._matching(session, secret, purpose)
        return row is not None and row.used_at is not None and not self._has_ended(row)

    def _is_past(self, now: datetime) -> ColumnElement[bool]:
        """Only what is sealed may be late."""
        return (GrantRow.expires_at <= now - self._limits.late_arrival) | (
            (GrantRow.expires_at <= now) & GrantRow.action.not_in(_FOR_WHAT_IS_SEALED)
        )

    def _usable(self, session: Session, secret: str | None, purpose: Purpose) -> GrantRow:
        row = self._matching(session, secret, purpose)
        if row is None or row.used_at is not None or self._has_ended(row):
            raise RefusedError(_REFUSED)
        return row

    def _lived(self, row: GrantRow, sealed_at: datetime) -> bool:
        tolerance = self._limits.clock_tolerance
        is_of_its_time = row.issued_at - tolerance <= sealed_at <= row.expires_at + tolerance
        return is_of_its_time and self._clock() < row.expires_at + self._limits.late_arrival

    def _has_ended(self, row: GrantRow) -> bool:
        return row.expires_at <= self._clock()

    def _matching(self, session: Session, secret: str | None, purpose: Purpose) -> GrantRow | None:
        row = session.get(GrantRow, secret_hash(secret or ""))
        if row is None:
            return None
        made_for = Purpose(row.submission_id, row.device_id, row.action, row.revision, row.batch_id)
        return row if made_for == purpose else None
