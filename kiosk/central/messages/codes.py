"""One-time codes: sent to the resident's phone or mailbox, and typed back at the counter.

Asking needs a grant, so the resident stands at that kiosk; the code that is right uses it up. All
wrong tries count until the lock-out has passed, whatever number of codes they were made for.
Whoever is locked out for them a second time is asked whether phone or mailbox are the right ones.

Nothing is sent here: the message is queued, and a worker hands it on.
"""

import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.central.counter.contact_hint import contact_of
from kiosk.central.counter.grants import Purpose
from kiosk.central.counter.tickets import NOT_FOUND, Tickets
from kiosk.central.devices.tokens import Caller
from kiosk.central.messages.issuing import Issuer
from kiosk.central.messages.models import CodeRow
from kiosk.central.messages.outbox import Outbox
from kiosk.central.pipeline.history import History
from kiosk.central.pipeline.layers import STATE_OF, Layers
from kiosk.central.settings.configuration import Clock, CodeLimits
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.domain.reason import Reason
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import CodeSent, Redoable, TicketStatus

ACTION_OF: Final[Mapping[Layer, Redoable]] = {
    Layer.OTP: Redoable.PHONE_CODE,
    Layer.EMAIL: Redoable.EMAIL_CODE,
}
"""The verifications that are done by a code, and what a grant for them is called."""
LOCK_OUTS: Final = 2
"""After so many for wrong tries, the address itself is asked for again."""
_EXPIRED = Refusal(HTTPStatus.GONE, ProblemType.CODE_EXPIRED, "The code is too old, or none is out")


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks about which code, and by what authority."""

    caller: Caller
    submission_id: UUID
    layer: Layer
    grant: str | None

    @property
    def purpose(self) -> Purpose:
        """What the grant must have been made for."""
        return Purpose(self.submission_id, self.caller.device_id, ACTION_OF[self.layer])


@dataclass(frozen=True, slots=True)
class Messages:
    """What a code travels by."""

    issuer: Issuer
    outbox: Outbox


class Codes:
    """Gives codes out and judges what is typed."""

    def __init__(
        self,
        database: Database,
        keys: CentreKeys,
        settings: Settings,
        messages: Messages,
        moves: "Moves",
    ) -> None:
        self._database = database
        self._keys = keys
        self._settings = settings
        self._messages = messages
        self._moves = moves

    @property
    def _limits(self) -> CodeLimits:
        return self._settings.current.codes

    def send(self, request: Request) -> CodeSent:
        """Have a new code sent, which takes the place of the one before."""
        with self._database.writing() as session:
            submission = self._authorised(session, request)
            row = self._row(session, submission, request)
            self._check_limits(row)
            self._check_gateway(session, request)
            self._messages.issuer.issue(session, submission, request.layer)
            self._note(session, submission, request, "code asked for")
            sent = self._sent(row, submission)
        self._moves.ring()
        return sent

    def verify(self, request: Request, code: str) -> TicketStatus:
        """Compare; the right code is through with the verification for good."""
        with self._database.writing() as session:
            submission = session.get(SubmissionRow, request.submission_id)
            grants = self._moves.tickets.grants
            if submission and grants.was_redeemed(session, request.grant, request.purpose):
                return self._moves.tickets.status(session, request.caller, submission)
            answer = self._answer(session, request, code)
        self._moves.ring()
        if isinstance(answer, Refusal):
            raise RefusedError(answer)  # after the commit: the try counts
        return answer

    def _answer(self, session: Session, request: Request, code: str) -> Refusal | TicketStatus:
        submission = self._authorised(session, request)
        row = self._row(session, submission, request)
        refusal = self._judge(row, self._messages.issuer.code_hash(submission, row.layer, code))
        if refusal is not None:
            self._note(session, submission, request, "code refused")
            self._ask_whether_right(session, submission, row)
            return refusal
        session.delete(row)
        self._moves.tickets.grants.redeem(session, request.grant, request.purpose)
        self._moves.layers.confirm(session, submission, request.layer)
        return self._moves.tickets.status(session, request.caller, submission)

    def _authorised(self, session: Session, request: Request) -> SubmissionRow:
        submission = session.get(SubmissionRow, request.submission_id)
        if submission is None:
            raise RefusedError(NOT_FOUND)
        self._moves.tickets.grants.check(session, request.grant, request.purpose)
        if submission.state is not STATE_OF[request.layer]:
            title = "Nobody waits for this code"
            raise RefusedError(
                Refusal(HTTPStatus.CONFLICT, CentreProblemType.STATE_CONFLICT, title)
            )
        return submission

    def _row(self, session: Session, submission: SubmissionRow, request: Request) -> CodeRow:
        """What counts so far; from nought again once the lock-out has passed."""
        row = self._messages.issuer.row(session, submission, request.layer)
        if self._ends_counting(row) <= self._moves.clock():
            row.codes = row.wrong_tries = 0
            row.sent_at = row.tried_at = None
        return row

    def _check_limits(self, row: CodeRow) -> None:
        now = self._moves.clock()
        if row.wrong_tries >= self._limits.tries or row.codes >= self._limits.codes:
            raise RefusedError(_locked(self._ends_counting(row) - now))
        if row.sent_at is not None and now < row.sent_at + self._limits.cool_down:
            raise RefusedError(_too_soon(row.sent_at + self._limits.cool_down - now))

    def _check_gateway(self, session: Session, request: Request) -> None:
        """Whoever stands at the counter is told at once that no message will come."""
        wait = self._messages.outbox.down_for(session, request.layer)
        if wait is not None:
            raise RefusedError(_not_sent(wait))

    def _judge(self, row: CodeRow, typed_hash: str) -> Refusal | None:
        now = self._moves.clock()
        if row.wrong_tries >= self._limits.tries:
            return _locked(self._ends_counting(row) - now)
        if row.code_hash is None or row.expires_at is None or row.expires_at <= now:
            return _EXPIRED
        if hmac.compare_digest(row.code_hash, typed_hash):
            return None
        row.wrong_tries += 1
        row.tried_at = now
        if row.wrong_tries < self._limits.tries:
            return _wrong(self._limits.tries - row.wrong_tries)
        row.code_hash = None
        row.lock_outs += 1
        return _locked(self._limits.lock_out)

    def _ask_whether_right(self, session: Session, submission: SubmissionRow, row: CodeRow) -> None:
        """Once may be a slip; twice, and the messages seem to reach somebody else."""
        if row.lock_outs >= LOCK_OUTS:
            row.lock_outs = 0
            reason = Reason.OTP_LOCKED if row.layer is Layer.OTP else Reason.EMAIL_UNVERIFIED
            self._moves.layers.fail_contact(session, submission, reason)

    def _ends_counting(self, row: CodeRow) -> datetime:
        """When codes and tries begin to count from nought again."""
        counted = [at for at in (row.sent_at, row.tried_at) if at is not None]
        return max(counted) + self._limits.lock_out if counted else self._moves.clock()

    def _sent(self, row: CodeRow, submission: SubmissionRow) -> CodeSent:
        contact = contact_of(self._keys, submission)
        return CodeSent(
            sent_to=contact.phone_masked if row.layer is Layer.OTP else contact.email_masked,
            valid_seconds=_seconds(self._limits.lifetime),
            again_seconds=_seconds(self._limits.cool_down),
            tries_left=self._limits.tries - row.wrong_tries,
        )

    def _note(
        self, session: Session, submission: SubmissionRow, request: Request, what: str
    ) -> None:
        actor = f"device {request.caller.device_id}"
        self._moves.history.note(session, submission, actor, f"{request.layer}: {what}")


@dataclass(frozen=True, slots=True)
class Moves:
    """What asking for a code, or typing the right one, sets in motion."""

    clock: Clock
    layers: Layers
    tickets: Tickets
    history: History
    ring: Callable[[], None]
    """Tells that a message is due."""


def _seconds(time: timedelta) -> int:
    return math.ceil(time.total_seconds())


def _wrong(tries_left: int) -> Refusal:
    return Refusal(
        HTTPStatus.FORBIDDEN,
        ProblemType.CODE_WRONG,
        "This is not the code",
        field="code",
        tries_left=tries_left,
    )


def _too_soon(wait: timedelta) -> Refusal:
    title = "A code was sent only just now"
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, ProblemType.CODE_TOO_SOON, title, retry_after=wait)


def _locked(wait: timedelta) -> Refusal:
    title = "Too many codes, or too many wrong ones"
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, ProblemType.CODE_LOCKED, title, retry_after=wait)


def _not_sent(wait: timedelta) -> Refusal:
    title = "The message could not be handed on"
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE, ProblemType.CODE_NOT_SENT, title, retry_after=wait
    )
