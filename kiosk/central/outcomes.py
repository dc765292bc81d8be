"""The signed changes of state, office by office, in one growing order."""

from datetime import datetime

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from kiosk.central.bell import Bell
from kiosk.central.database import Database
from kiosk.central.keys import KeyPair
from kiosk.central.models import CounterRow, OutcomeRow, SubmissionRow
from kiosk.domain.reason import Reason
from kiosk.sync.protocol import OutcomeMessage, OutcomePage, PersonHint, Signed, base64_bytes
from kiosk.sync.signing import SigningContext, sign

PAGE_LENGTH = 100
LONGEST_WAIT_SECONDS = 25.0
_COUNTER = "outcomes"


class Outcomes:
    """Writes outcomes beside the change they tell of, and reads them to the kiosks."""

    def __init__(self, database: Database, key: KeyPair) -> None:
        self._database = database
        self._key = key
        self.bell = Bell()
        with database.writing() as session:
            if session.get(CounterRow, _COUNTER) is None:
                session.add(CounterRow(name=_COUNTER, value=0))

    def tell(self, session: Session, submission: SubmissionRow, now: datetime) -> None:
        """Sign where this submission stands now; who waits for it is woken by the commit."""
        message = OutcomeMessage(
            seq=_next_seq(session),
            submission_id=submission.submission_id,
            state=submission.state,
            reasons=[Reason(code) for code in submission.reasons],
            fields=submission.fields,
            batch_id=submission.batch_id,
            decree=submission.decree,
            deadline=submission.deadline,
            at=now,
            person=_person(submission),
        )
        office_id = submission.office_id
        session.add(
            OutcomeRow(
                seq=message.seq,
                office_id=office_id,
                submission_id=message.submission_id,
                signed=self._signed(message),
            )
        )
        event.listen(session, "after_commit", lambda _: self.bell.ring(office_id), once=True)

    def forget_person(self, session: Session, submission: SubmissionRow) -> None:
        """Sign what was told of a submission once more, without saying who it is."""
        of_submission = OutcomeRow.submission_id == submission.submission_id
        for row in session.scalars(select(OutcomeRow).where(of_submission)):
            payload = base64_bytes(Signed.model_validate_json(row.signed).payload)
            message = OutcomeMessage.model_validate_json(payload)
            row.signed = self._signed(message.model_copy(update={"person": None}))

    def page(self, office_id: str, after: int) -> OutcomePage:
        """What this office has not heard yet, oldest first."""
        query = (
            select(OutcomeRow)
            .where(OutcomeRow.office_id == office_id, OutcomeRow.seq > after)
            .order_by(OutcomeRow.seq)
            .limit(PAGE_LENGTH)
        )
        with self._database.reading() as session:
            rows = session.scalars(query).all()
            outcomes = [Signed.model_validate_json(row.signed) for row in rows]
            return OutcomePage(outcomes=outcomes, cursor=rows[-1].seq if rows else after)

    async def next_page(self, office_id: str, after: int, wait_seconds: float) -> OutcomePage:
        """The same, waiting for the first to come, 25 s at most; ends when the server stops."""
        with self.bell.listening(office_id) as listener:
            page = await run_in_threadpool(self.page, office_id, after)
            if page.outcomes or not wait_seconds:
                return page
            await listener.wait(min(wait_seconds, LONGEST_WAIT_SECONDS))
        return await run_in_threadpool(self.page, office_id, after)

    def _signed(self, message: OutcomeMessage) -> str:
        payload = message.model_dump_json().encode()
        signed = sign(payload, SigningContext.OUTCOME, self._key.private, self._key.key_id)
        return signed.model_dump_json()


def _person(submission: SubmissionRow) -> PersonHint | None:
    """None before the form was opened."""
    ticket, name, tail = submission.ticket, submission.masked_name, submission.phone_tail
    if ticket is None or name is None or tail is None:
        return None
    return PersonHint(ticket=ticket, masked_name=name, phone_tail=tail)


def _next_seq(session: Session) -> int:
    counted = (
        update(CounterRow)
        .where(CounterRow.name == _COUNTER)
        .values(value=CounterRow.value + 1)
        .returning(CounterRow.value)
    )
    return session.execute(counted, execution_options={"synchronize_session": False}).scalar_one()
