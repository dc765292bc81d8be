"""The queue of messages: requests only write into it, workers hand on what is in it.

A worker claims one message in a short transaction, hands it on without any, and writes down what
came of it. A worker that dies in between lets its claim run out. If it dies after a gateway has
taken the message and before that is written down, the message goes out a second time: the same
code under the same id, which an SMS gateway may know again by its idempotency key and a mailbox by
its Message-ID. The other order would lose messages instead, and a lost code is the worse evil.
"""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kiosk.central.messages.messages import CHANNEL_OF
from kiosk.central.messages.models import CodeRow, GatewayRow, MessageRow
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import CorrectionRow, SubmissionRow, Verdict
from kiosk.central.vault.keys import CentreKeys

BOUNCES_WITHIN: Final = timedelta(days=7)
"""Mail servers try for five days as a rule; what comes later concerns nobody any more."""


class Outbox:
    """Takes messages in. Works inside the caller's transaction."""

    def __init__(self, keys: CentreKeys, clock: Clock) -> None:
        self._keys = keys
        self._clock = clock

    def queue(
        self,
        session: Session,
        submission: SubmissionRow,
        code: CodeRow,
        text: str,
        *,
        is_asked: bool,
    ) -> None:
        """Have the newest code handed on, and none before it."""
        if code.expires_at is None or code.code_hash is None:
            raise ValueError("a message needs a code that works")
        self.drop(session, submission, code.layer)
        now = self._clock()
        session.add(
            MessageRow(
                message_id=uuid4(),
                submission_id=submission.submission_id,
                layer=code.layer,
                address_version=address_version(session, submission, code.layer),
                code_hash=code.code_hash,
                is_asked=is_asked,
                text=self._keys.conceal(text),
                queued_at=now,
                expires_at=code.expires_at,
                due_at=now,
                attempts=0,
                claim=None,
                forget_at=code.expires_at + BOUNCES_WITHIN,
            )
        )

    def drop(self, session: Session, submission: SubmissionRow, layer: Layer) -> None:
        """Forget what still waits: nobody needs it any more."""
        session.execute(
            delete(MessageRow).where(
                MessageRow.submission_id == submission.submission_id,
                MessageRow.layer == layer,
                MessageRow.due_at.is_not(None),
            )
        )

    def down_for(self, session: Session, layer: Layer) -> timedelta | None:
        """How long nobody will try this gateway again, where it is known to be down."""
        gateway = session.get(GatewayRow, CHANNEL_OF[layer])
        now = self._clock()
        return gateway.down_until - now if gateway and gateway.down_until > now else None

    def waiting(self, session: Session, layer: Layer) -> int:
        """How many messages wait for a worker or for their gateway."""
        waiting = select(func.count()).where(
            MessageRow.layer == layer, MessageRow.due_at.is_not(None)
        )
        return session.scalars(waiting).one()


def address_version(session: Session, submission: SubmissionRow, layer: Layer) -> int:
    """The number of the newest correction of where these messages go; 0 before the first."""
    taken = select(CorrectionRow.number, CorrectionRow.fields).where(
        CorrectionRow.submission_id == submission.submission_id,
        CorrectionRow.verdict == Verdict.TAKEN,
    )
    named = _FIELD_OF[layer]
    return max((number for number, fields in session.execute(taken) if named in fields), default=0)


_FIELD_OF: Final = {Layer.OTP: "phone", Layer.EMAIL: "email"}
