"""Links that confirm a mailbox: looked at as often as one likes, used by a button alone.

Mail scanners follow every link in a mail; what they see changes nothing.
"""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.messages.codes import Moves
from kiosk.central.messages.issuing import Issuer
from kiosk.central.messages.models import CodeRow, LinkRow
from kiosk.central.messages.outbox import address_version
from kiosk.central.pipeline.layers import STATE_OF
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import LayerRow, SubmissionRow


class LinkState(StrEnum):
    """What there is to say to whoever follows a link."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    OLD = "old"
    CHANGED = "changed"
    """The address is another since."""
    UNKNOWN = "unknown"
    """Never sent, forgotten, or erased with its registration."""


class EmailLinks:
    """Tells what became of a link, and confirms."""

    def __init__(self, database: Database, issuer: Issuer, moves: Moves) -> None:
        self._database = database
        self._issuer = issuer
        self._moves = moves

    def look(self, secret: str) -> LinkState:
        """What using it would do. Changes nothing."""
        with self._database.reading() as session:
            link = self._link(session, secret)
            if link is None:
                return LinkState.UNKNOWN
            submission = session.get_one(SubmissionRow, link.submission_id)
            return self._state(session, submission, link)

    def confirm(self, secret: str) -> LinkState:
        """Confirm the mailbox, where it still waits; again is harmless."""
        with self._database.writing() as session:
            link = self._link(session, secret)
            if link is None:
                return LinkState.UNKNOWN
            submission = session.get_one(SubmissionRow, link.submission_id)
            state = self._state(session, submission, link)
            if state is not LinkState.WAITING:
                return state
            self._confirm(session, submission)
        self._moves.ring()
        return LinkState.CONFIRMED

    def _confirm(self, session: Session, submission: SubmissionRow) -> None:
        code = session.get(CodeRow, (submission.submission_id, Layer.EMAIL))
        if code is not None:
            session.delete(code)
        self._moves.layers.confirm(session, submission, Layer.EMAIL, "the link")

    def _link(self, session: Session, secret: str) -> LinkRow | None:
        return session.get(LinkRow, self._issuer.link_hash(secret))

    def _state(self, session: Session, submission: SubmissionRow, link: LinkRow) -> LinkState:
        if link.address_version != address_version(session, submission, Layer.EMAIL):
            return LinkState.CHANGED
        passed = select(LayerRow).where(
            LayerRow.submission_id == submission.submission_id, LayerRow.layer == Layer.EMAIL
        )
        if session.scalars(passed).first() is not None:
            return LinkState.CONFIRMED
        waits = submission.state is STATE_OF[Layer.EMAIL]
        is_new = self._moves.clock() < link.expires_at
        return LinkState.WAITING if waits and is_new else LinkState.OLD
