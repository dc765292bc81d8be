"""One-time codes: sent to the resident's phone or mailbox, and typed back at the counter.

Asking needs a grant, so the resident stands at that kiosk; the code that is right uses it up. All
wrong tries count until the lock-out has passed, whatever number of codes they were made for.
"""

import hmac
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from kiosk.central.configuration import Clock, CodeLimits
from kiosk.central.database import Database
from kiosk.central.grants import Purpose
from kiosk.central.history import History
from kiosk.central.keys import CentreKeys
from kiosk.central.messages import Channel, Message, Messenger, MessengerError, code_text
from kiosk.central.models import CodeRow, Layer, SubmissionRow
from kiosk.central.opening import OpenedForm, Opener
from kiosk.central.pipeline import STATE_OF, Pipeline
from kiosk.central.problems import CentreProblemType, Refusal, RefusedError
from kiosk.central.settings import Settings
from kiosk.central.tickets import NOT_FOUND, Tickets
from kiosk.central.tokens import Caller
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import (
    CODE_DIGITS,
    CodeSent,
    Redoable,
    TicketStatus,
)

ACTION_OF: Final[Mapping[Layer, Redoable]] = {
    Layer.OTP: Redoable.PHONE_CODE,
    Layer.EMAIL: Redoable.EMAIL_CODE,
}
"""The verifications that are done by a code, and what a grant for them is called."""
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
class _Address:
    channel: Channel
    recipient: str
    masked: str


class Codes:
    """Sends codes and judges what is typed."""

    def __init__(
        self,
        database: Database,
        keys: CentreKeys,
        settings: Settings,
        messenger: Messenger,
        moves: "Moves",
    ) -> None:
        self._database = database
        self._keys = keys
        self._settings = settings
        self._messenger = messenger
        self._moves = moves
        self._opener = Opener(keys)

    @property
    def _limits(self) -> CodeLimits:
        return self._settings.current.codes

    def send(self, request: Request) -> CodeSent:
        """Send a new code, which takes the place of the one before."""
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
        with self._database.writing() as session:
            submission = self._authorised(session, request)
            row = self._counted(session, request)
            address = self._address(session, submission, request.layer)
            now = self._moves.clock()
            code_hash = row.code_hash = self._hash(request, code)
            row.codes += 1
            row.sent_at, row.expires_at = now, now + self._limits.lifetime
            self._note(session, submission, request, "code sent")
            sent = self._sent(row, address)
        text = code_text(code, self._limits.lifetime)
        try:
            self._messenger.send(
                Message(request.submission_id, address.channel, address.recipient, text)
            )
        except MessengerError as error:
            self._take_back(request, code_hash)
            raise RefusedError(_not_sent(self._limits.cool_down)) from error
        return sent

    def verify(self, request: Request, code: str) -> TicketStatus:
        """Compare; the right code is through with the verification for good."""
        with self._database.writing() as session:
            submission = session.get(SubmissionRow, request.submission_id)
            grants, purpose = self._moves.tickets.grants, request.purpose
            if submission and grants.was_redeemed(session, request.grant, purpose):
                return self._moves.tickets.status(session, request.caller, submission)
            submission = self._authorised(session, request)
            refusal = self._judge(session, request, code)
            if refusal is None:
                grants.redeem(session, request.grant, purpose)
                self._moves.pipeline.confirm(session, submission, request.layer)
                return self._moves.tickets.status(session, request.caller, submission)
            self._note(session, submission, request, "code refused")
        raise RefusedError(refusal)  # after the commit: the try counts

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

    def _counted(self, session: Session, request: Request) -> CodeRow:
        """The row of this verification; raise RefusedError where no code may be sent now."""
        key, now = (request.submission_id, request.layer), self._moves.clock()
        row = session.get(CodeRow, key)
        if row is None or self._ends_counting(row) <= now:
            if row is not None:
                session.delete(row)
                session.flush()
            row = CodeRow(submission_id=key[0], layer=key[1], codes=0, wrong_tries=0, sent_at=now)
            session.add(row)
            return row
        if self._is_locked(row):
            raise RefusedError(_locked(self._ends_counting(row) - now))
        again_at = row.sent_at + self._limits.cool_down
        if now < again_at:
            raise RefusedError(_too_soon(again_at - now))
        return row

    def _judge(self, session: Session, request: Request, code: str) -> Refusal | None:
        row, now = session.get(CodeRow, (request.submission_id, request.layer)), self._moves.clock()
        if row is None:
            return _EXPIRED
        if row.wrong_tries >= self._limits.tries and now < self._ends_counting(row):
            return _locked(self._ends_counting(row) - now)
        if row.code_hash is None or row.expires_at is None or row.expires_at <= now:
            return _EXPIRED
        if hmac.compare_digest(row.code_hash, self._hash(request, code)):
            session.delete(row)
            return None
        row.wrong_tries += 1
        row.tried_at = now
        if row.wrong_tries >= self._limits.tries:
            row.code_hash = None
            return _locked(self._limits.lock_out)
        return _wrong(self._limits.tries - row.wrong_tries)

    def _is_locked(self, row: CodeRow) -> bool:
        return row.wrong_tries >= self._limits.tries or row.codes >= self._limits.codes

    def _ends_counting(self, row: CodeRow) -> datetime:
        """When codes and tries begin to count from nought again."""
        return max(row.sent_at, row.tried_at or row.sent_at) + self._limits.lock_out

    def _address(self, session: Session, submission: SubmissionRow, layer: Layer) -> _Address:
        """Read from the sealed form each time: it is kept nowhere else."""
        opened = self._opener.form(session, submission)
        if not isinstance(opened, OpenedForm):
            raise RuntimeError("a form that was sound is not any more")  # noqa: TRY004
        if layer is Layer.OTP:
            return _Address(Channel.SMS, opened.phone.value, opened.phone.masked)
        return _Address(Channel.EMAIL, opened.email.value, opened.email.masked)

    def _hash(self, request: Request, code: str) -> str:
        return self._keys.keyed_hash("code", str(request.submission_id), request.layer, code)

    def _sent(self, row: CodeRow, address: _Address) -> CodeSent:
        return CodeSent(
            sent_to=address.masked,
            valid_seconds=_seconds(self._limits.lifetime),
            again_seconds=_seconds(self._limits.cool_down),
            tries_left=self._limits.tries - row.wrong_tries,
        )

    def _take_back(self, request: Request, code_hash: str) -> None:
        """What was never sent neither counts nor opens anything; the cool-down stays.

        A messenger may take its time: the code may be replaced by now, or the resident gone.
        """
        with self._database.writing() as session:
            row = session.get(CodeRow, (request.submission_id, request.layer))
            if row is None or row.code_hash != code_hash:
                return
            row.code_hash = None
            row.codes -= 1
            submission = session.get_one(SubmissionRow, request.submission_id)
            self._note(session, submission, request, "code not handed on")

    def _note(
        self, session: Session, submission: SubmissionRow, request: Request, what: str
    ) -> None:
        actor = f"device {request.caller.device_id}"
        self._moves.history.note(session, submission, actor, f"{request.layer}: {what}")


@dataclass(frozen=True, slots=True)
class Moves:
    """What a right code sets in motion."""

    clock: Clock
    pipeline: Pipeline
    tickets: Tickets
    history: History


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
