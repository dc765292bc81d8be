"""The ability test of somebody whose form came without it, or who did not get far enough."""

from http import HTTPStatus
from uuid import UUID

from kiosk.central.counter.grants import Purpose
from kiosk.central.counter.tickets import NOT_FOUND, Tickets
from kiosk.central.devices.tokens import Caller
from kiosk.central.pipeline.layers import Layers
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.web.problems import CentreProblemType, Refusal, RefusedError
from kiosk.domain.submission import CentreState
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.protocol import Redoable, TicketStatus


class Sittings:
    """Takes answers in, and keeps what was reached. Repeating it is harmless."""

    def __init__(
        self, database: Database, settings: Settings, layers: Layers, tickets: Tickets
    ) -> None:
        self._database = database
        self._settings = settings
        self._layers = layers
        self._tickets = tickets

    def take(
        self, caller: Caller, submission_id: UUID, grant: str | None, sitting: AssessmentForm
    ) -> TicketStatus:
        """Score the answers; raise RefusedError where no test is waited for."""
        purpose = Purpose(submission_id, caller.device_id, Redoable.TEST)
        grants = self._tickets.grants
        with self._database.writing() as session:
            submission = session.get(SubmissionRow, submission_id)
            if submission is None:
                raise RefusedError(NOT_FOUND)
            if not grants.was_redeemed(session, grant, purpose):
                grants.redeem(session, grant, purpose)
                self._check(submission, sitting)
                self._layers.sit_test(session, submission, sitting)
            return self._tickets.status(session, caller, submission)

    def _check(self, submission: SubmissionRow, sitting: AssessmentForm) -> None:
        if submission.state is not CentreState.TEST_PENDING:
            raise RefusedError(
                Refusal(
                    HTTPStatus.CONFLICT,
                    CentreProblemType.STATE_CONFLICT,
                    "Nobody waits for this test",
                )
            )
        asked = self._settings.current.assessment
        if asked is None or sitting.version != asked.version:
            raise RefusedError(
                Refusal(
                    HTTPStatus.UNPROCESSABLE_ENTITY,
                    CentreProblemType.REQUEST_INVALID,
                    "These are not the questions in force",
                    field="version",
                )
            )
