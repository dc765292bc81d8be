"""What a resident decides at the counter: to take part in a batch, or to withdraw."""

from http import HTTPStatus
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.central.blobs.sweeping import Sweeper
from kiosk.central.counter.grants import Purpose
from kiosk.central.counter.tickets import NOT_FOUND, Tickets
from kiosk.central.desk.models import PhotoViewRow
from kiosk.central.devices.tokens import Caller
from kiosk.central.messages.models import BoxRow, CodeRow, LinkRow, MessageRow
from kiosk.central.pipeline.history import RESIDENT, History, Move
from kiosk.central.recaps.recaps import make_anew
from kiosk.central.settings.configuration import Clock
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import FOR_REFERENCE, Database
from kiosk.central.storage.models import BatchRow, CorrectionRow, SubmissionRow
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.domain.batch import BatchState
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.submission import CENTRE_MOVES, CentreState
from kiosk.domain.window import is_open
from kiosk.sync.problem import ProblemType
from kiosk.sync.protocol import JoinRequest, Redoable, TicketStatus


class Participation:
    """Joins and withdrawals. Repeating either is harmless."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        history: History,
        tickets: Tickets,
        sweeper: Sweeper,
    ) -> None:
        self._database = database
        self._clock = clock
        self._settings = settings
        self._history = history
        self._sweeper = sweeper
        self._grants = tickets.grants
        self._tickets = tickets

    def join(
        self, caller: Caller, submission_id: UUID, grant: str | None, request: JoinRequest
    ) -> TicketStatus:
        """Put an eligible person into the open batch that the grant was made for."""
        purpose = Purpose(submission_id, caller.device_id, Redoable.JOIN, batch_id=request.batch_id)
        with self._database.writing() as session:
            submission = _submission(session, submission_id)
            if not self._has_joined(session, submission, grant, purpose):
                self._grants.redeem(session, grant, purpose)
                self._check_join(session, submission, request)
                self._put_into(session, submission, request)
            return self._tickets.status(session, caller, submission)

    def withdraw(self, caller: Caller, submission_id: UUID, grant: str | None) -> TicketStatus:
        """End the registration and erase what was read from it and its sealed parts.

        Where the store of those does not answer, workers erase them later.
        Id, states, times, receipts, history and the hash by which its ticket is found stay.
        """
        purpose = Purpose(submission_id, caller.device_id, Redoable.WITHDRAWAL)
        with self._database.writing() as session:
            submission = _submission(session, submission_id)
            if not self._grants.was_redeemed(session, grant, purpose):
                self._grants.redeem(session, grant, purpose)
                self._erase(session, submission)
            status = self._tickets.status(session, caller, submission)
        self._sweeper.erase_doomed()
        self._database.overwrite_deleted()
        return status

    def _erase(self, session: Session, submission: SubmissionRow) -> None:
        if submission.state is CentreState.WITHDRAWN:
            return
        if CentreState.WITHDRAWN not in CENTRE_MOVES[submission.state]:
            raise RefusedError(_state_conflict("It is decided already"))
        submission.masked_name = submission.batch_id = None
        submission.person = submission.contact = None
        submission.nik_hash = submission.kk_hash = submission.phone_hash = None
        submission.nik_lookup_hash = None
        submission.test_right = submission.test_scored = None
        submission.join_consent_version = submission.join_consented_at = None
        for table in (CodeRow, CorrectionRow, MessageRow, BoxRow, LinkRow, PhotoViewRow):
            of_submission = table.submission_id == submission.submission_id
            session.execute(delete(table).where(of_submission))
        make_anew(session, submission, self._clock())
        self._sweeper.doom(session, submission.submission_id)
        self._history.move(session, submission, Move(CentreState.WITHDRAWN, RESIDENT))

    def _has_joined(
        self, session: Session, submission: SubmissionRow, grant: str | None, purpose: Purpose
    ) -> bool:
        return submission.batch_id == purpose.batch_id and self._grants.was_redeemed(
            session, grant, purpose
        )

    def _check_join(
        self, session: Session, submission: SubmissionRow, request: JoinRequest
    ) -> None:
        """Who moves a batch's people holds it and waits for them; the eligible are not of them."""
        if submission.state is not CentreState.ELIGIBLE:
            raise RefusedError(_state_conflict("Only an eligible registration can join"))
        batch = session.get_one(BatchRow, request.batch_id, with_for_update=FOR_REFERENCE)
        in_window = is_open(batch.opens_at, batch.closes_at, self._clock())
        if batch.state is not BatchState.OPEN or not in_window:
            raise RefusedError(
                Refusal(
                    HTTPStatus.CONFLICT,
                    ProblemType.BATCH_CLOSED,
                    "The batch takes nobody now",
                    field="batch_id",
                )
            )
        if request.consent_version != self._settings.current.consent_version(ConsentPurpose.JOIN):
            raise RefusedError(
                Refusal(
                    HTTPStatus.UNPROCESSABLE_ENTITY,
                    CentreProblemType.REQUEST_INVALID,
                    "These are not the words in force",
                    field="consent_version",
                )
            )

    def _put_into(self, session: Session, submission: SubmissionRow, request: JoinRequest) -> None:
        submission.batch_id = request.batch_id
        submission.join_consent_version = request.consent_version
        submission.join_consented_at = request.consented_at.isoformat()
        self._history.move(session, submission, Move(CentreState.JOINED, RESIDENT))


def _submission(session: Session, submission_id: UUID) -> SubmissionRow:
    submission = session.get(SubmissionRow, submission_id)
    if submission is None:
        raise RefusedError(NOT_FOUND)
    return submission


def _state_conflict(title: str) -> Refusal:
    return Refusal(HTTPStatus.CONFLICT, CentreProblemType.STATE_CONFLICT, title)
