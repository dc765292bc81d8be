"""The resident's question at the counter: how does my registration stand, and what may I redo?"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from kiosk.central.counter.grants import Grants, Purpose
from kiosk.central.counter.lookup import nik_date_hash, ticket_hash
from kiosk.central.counter.models import LookupRow
from kiosk.central.devices.tokens import Caller
from kiosk.central.pipeline.corrections import asked_under, awaited
from kiosk.central.settings.bundle import batch_message
from kiosk.central.settings.configuration import AccessLimits, Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database, forget, hold
from kiosk.central.storage.models import BatchRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.web.problems import Refusal, RefusedError
from kiosk.domain.batch import BatchState
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CENTRE_MOVES, CentreState
from kiosk.domain.window import is_open
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import Redoable, TicketLookup, TicketStatus

NOT_FOUND = Refusal(
    HTTPStatus.NOT_FOUND,
    ProblemType.TICKET_NOT_FOUND,
    "No registration has this ticket and this birth date",
)


class Tickets:
    """Answers look-ups, within limits that make guessing a birth date hopeless."""

    def __init__(
        self,
        database: Database,
        keys: CentreKeys,
        clock: Clock,
        settings: Settings,
        grants: Grants,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._settings = settings
        self.grants = grants

    @property
    def _limits(self) -> AccessLimits:
        return self._settings.current.limits

    def look_up(self, caller: Caller, question: TicketLookup) -> TicketStatus:
        """The masked answer, with a grant for each thing that may be done now."""
        with self._database.writing() as session:
            submission = self._find(session, caller, question)
            if submission is not None:
                return self.status(session, caller, submission)
        raise RefusedError(NOT_FOUND)

    def status(self, session: Session, caller: Caller, submission: SubmissionRow) -> TicketStatus:
        """How a submission stands, as its resident at this kiosk may see it."""
        batch = submission.batch_id and session.get(BatchRow, submission.batch_id)
        return TicketStatus(
            submission_id=submission.submission_id,
            masked_name=submission.masked_name or "",
            state=submission.state,
            reasons=[Reason(code) for code in submission.reasons],
            fields=submission.fields,
            batch=batch_message(batch) if batch else None,
            decree=submission.decree,
            deadline=submission.deadline,
            updated_at=submission.updated_at,
            grants=[
                self.grants.issue(session, purpose)
                for purpose in self._purposes(session, caller, submission)
            ],
        )

    def _find(
        self, session: Session, caller: Caller, question: TicketLookup
    ) -> SubmissionRow | None:
        ticket = self._keys.keyed_hash("looked-up ticket", question.ticket)
        self._check_limits(session, caller.device_id, ticket)
        wanted = ticket_hash(self._keys, question.ticket, question.birth_date.isoformat())
        submission = self._found(session, SubmissionRow.lookup_hash == wanted)
        if submission is None:
            digits = question.birth_date.strftime("%d%m%y")
            in_nik = nik_date_hash(self._keys, question.ticket, digits)
            submission = self._found(session, SubmissionRow.submission_id.in_(asked_under(in_nik)))
        session.add(
            LookupRow(
                device_id=caller.device_id,
                ticket_hash=ticket,
                found=submission is not None,
                at=self._clock(),
            )
        )
        return submission

    @staticmethod
    def _found(session: Session, condition: ColumnElement[bool]) -> SubmissionRow | None:
        query = select(SubmissionRow).where(condition).order_by(SubmissionRow.received_at)
        return session.scalars(query.limit(1)).one_or_none()

    def _check_limits(self, session: Session, device_id: UUID, ticket: str) -> None:
        limits = self._limits
        hold(session, "look-ups of", str(device_id))
        hold(session, "look-ups for", ticket)
        window_start = self._clock() - limits.lookup_window
        forget(session, LookupRow, LookupRow.at <= window_start)
        by_device = LookupRow.device_id == device_id
        wrong_for_ticket = (LookupRow.ticket_hash == ticket) & LookupRow.found.is_(False)
        for counted, most in (
            (by_device, limits.lookups_per_device),
            (wrong_for_ticket, limits.wrong_tries_per_ticket),
        ):
            tries = _newest_first(session, counted, most)
            if len(tries) == most:
                raise RefusedError(_locked(tries[-1] - window_start))

    def _purposes(
        self, session: Session, caller: Caller, submission: SubmissionRow
    ) -> Iterator[Purpose]:
        me, state = (submission.submission_id, caller.device_id), submission.state
        if state is CentreState.PHOTO_REJECTED:
            yield Purpose(*me, Redoable.PHOTO, revision=submission.photo_revision + 1)
        correction = awaited(session, submission)
        if correction is not None:
            yield Purpose(*me, Redoable.PATCH, revision=correction.number)
        batch = open_batch(session, self._clock())
        if state is CentreState.ELIGIBLE and batch is not None:
            yield Purpose(*me, Redoable.JOIN, batch_id=batch.batch_id)
        if state is CentreState.EMAIL_PENDING:
            yield Purpose(*me, Redoable.EMAIL_CODE)
        if state is CentreState.OTP_PENDING:
            yield Purpose(*me, Redoable.PHONE_CODE)
        if state is CentreState.TEST_PENDING:
            yield Purpose(*me, Redoable.TEST)
        if CentreState.WITHDRAWN in CENTRE_MOVES[state]:
            yield Purpose(*me, Redoable.WITHDRAWAL)


def open_batch(session: Session, now: datetime) -> BatchRow | None:
    """The batch that takes people now; of several, the one that closes first."""
    opened = select(BatchRow).where(BatchRow.state == BatchState.OPEN).order_by(BatchRow.closes_at)
    return next((b for b in session.scalars(opened) if is_open(b.opens_at, b.closes_at, now)), None)


def _newest_first(session: Session, counted: ColumnElement[bool], most: int) -> list[datetime]:
    query = select(LookupRow.at).where(counted).order_by(LookupRow.at.desc()).limit(most)
    return list(session.scalars(query))


def _locked(retry_after: timedelta) -> Refusal:
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        ProblemType.TICKET_LOCKED,
        "Too many look-ups",
        retry_after=retry_after,
    )
