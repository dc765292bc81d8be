"""Questions that a person at the counter waits for: how do I stand, and may I join?"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import TypeVar

from kiosk.domain.consent import Consent
from kiosk.sync.central import (
    Central,
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    RefusedReason,
)
from kiosk.sync.protocol import JoinRequest, ProblemType, Redoable, TicketLookup, TicketStatus

T = TypeVar("T")
_log = logging.getLogger(__name__)


class TicketDesk:
    """Asks the centre in a thread of its own, with a Central of its own.

    Whatever the outside world does comes back as a DeskProblem.
    """

    def __init__(self, central: Central) -> None:
        self._central = central
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ticket-desk")

    def lookup(self, ticket: str, birth_date: date) -> Future[TicketStatus | DeskProblem]:
        """Find a registration by its ticket code (ten characters) and the birth date."""
        question = TicketLookup(ticket=ticket, birth_date=birth_date)
        return self._ask(lambda: self._central.lookup(question))

    def join(self, status: TicketStatus, consent: Consent) -> Future[TicketStatus | DeskProblem]:
        """Take part in the batch of the answer's grant; ends with how it stands then."""
        grant = status.grant
        if grant is None or grant.action is not Redoable.JOIN or grant.batch is None:
            raise ValueError("this answer does not allow joining")
        request = JoinRequest(
            batch_id=grant.batch.batch_id,
            consent_version=consent.version,
            consented_at=consent.given_at,
        )
        return self._ask(lambda: self._central.join(status.submission_id, grant.grant, request))

    def close(self) -> None:
        """End the question under way, forget those behind it, and end the thread."""
        self._central.close()
        self._thread.shutdown(cancel_futures=True)

    def _ask(self, question: Callable[[], T]) -> Future[T | DeskProblem]:
        return self._thread.submit(_answered, question)


def _answered(question: Callable[[], T]) -> T | DeskProblem:
    try:
        return question()
    except CentralError as error:
        _log.info("no answer for the counter: %s", error)
        return _problem(error)


def _problem(error: CentralError) -> DeskProblem:
    if isinstance(error, CentralUnavailableError):
        return DeskProblem.OFFLINE
    if not isinstance(error, CentralRefusedError):
        return DeskProblem.REFUSED
    if error.problem is not None and error.problem.type == ProblemType.BATCH_CLOSED:
        return DeskProblem.BATCH_CLOSED
    if error.reason in {RefusedReason.GRANT, RefusedReason.CONFLICT}:
        return DeskProblem.EXPIRED
    return DeskProblem.REFUSED
