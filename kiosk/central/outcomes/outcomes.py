"""The signed changes of state, office by office, in one growing order.

Signed when they are told: who has withdrawn meanwhile is not named any more.
"""

import time
from dataclasses import dataclass
from datetime import datetime

from fastapi.concurrency import run_in_threadpool
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session

from kiosk.central.outcomes.bell import Bell
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import CounterRow, OutcomeRow, SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.domain.reason import Reason
from kiosk.sync.protocol import OutcomeMessage, OutcomePage, PersonHint, Signed
from kiosk.sync.signing import SigningContext, sign

PAGE_LENGTH = 100
LONGEST_WAIT_SECONDS = 25.0
_COUNTER = "outcomes"
_TOLD = "told"
_LATER = 0
"""Stands for the number until there is one."""


class Outcomes:
    """Writes outcomes beside the change they tell of, and reads them to the kiosks."""

    def __init__(self, database: Database, keys: CentreKeys) -> None:
        self._database = database
        self._keys = keys
        self.bell = Bell()

    def tell(self, session: Session, submission: SubmissionRow, now: datetime) -> None:
        """Keep where this submission stands now; who waits for it is woken by the commit."""
        message = OutcomeMessage(
            seq=_LATER,
            submission_id=submission.submission_id,
            state=submission.state,
            reasons=[Reason(code) for code in submission.reasons],
            fields=submission.fields,
            batch_id=submission.batch_id,
            decree=submission.decree,
            deadline=submission.deadline,
            at=now,
        )
        told: list[_Told] | None = session.info.get(_TOLD)
        if told is None:
            told = session.info[_TOLD] = []
            event.listen(session, "before_commit", _number, once=True)
            event.listen(session, "after_commit", self._ring, once=True)
        told.append(_Told(submission.office_id, message))

    def newest(self) -> int:
        """The number of the last outcome of all."""
        with self._database.reading() as session:
            return session.get_one(CounterRow, _COUNTER).value

    def told_since(self, seq: int) -> tuple[set[str], int]:
        """The offices that have news after this number, and the newest number now."""
        query = (
            select(OutcomeRow.office_id, func.max(OutcomeRow.seq))
            .where(OutcomeRow.seq > seq)
            .group_by(OutcomeRow.office_id)
        )
        with self._database.reading() as session:
            newest = session.execute(query).all()
        return {office_id for office_id, _ in newest}, max([seq, *(last for _, last in newest)])

    def page(self, office_id: str, after: int) -> OutcomePage:
        """What this office has not heard yet, oldest first."""
        query = (
            select(OutcomeRow.message, SubmissionRow.person, OutcomeRow.seq)
            .join(SubmissionRow, SubmissionRow.submission_id == OutcomeRow.submission_id)
            .where(OutcomeRow.office_id == office_id, OutcomeRow.seq > after)
            .order_by(OutcomeRow.seq)
            .limit(PAGE_LENGTH)
        )
        with self._database.reading() as session:
            rows = session.execute(query).all()
        outcomes = [self._signed(message, person) for message, person, _ in rows]
        return OutcomePage(outcomes=outcomes, cursor=rows[-1].seq if rows else after)

    async def next_page(self, office_id: str, after: int, wait_seconds: float) -> OutcomePage:
        """The same, waiting for the first to come, 25 s at most; ends when the server stops.

        Who is woken for what was told already waits on.
        """
        until = time.monotonic() + min(wait_seconds, LONGEST_WAIT_SECONDS)
        with self.bell.listening(office_id) as listener:
            page = await run_in_threadpool(self.page, office_id, after)
            while not page.outcomes and not self.bell.is_muted:
                left = until - time.monotonic()
                if left <= 0:
                    break
                await listener.wait(left)
                page = await run_in_threadpool(self.page, office_id, after)
        return page

    def _ring(self, session: Session) -> None:
        for office_id in {told.office_id for told in session.info[_TOLD]}:
            self.bell.ring(office_id)

    def _signed(self, message: str, person: bytes | None) -> Signed:
        """`person` is None before the form was opened, and after a withdrawal."""
        told = OutcomeMessage.model_validate_json(message)
        if person is not None:
            hint = PersonHint.model_validate_json(self._keys.reveal(person))
            told = told.model_copy(update={"person": hint})
        key = self._keys.receipt
        payload = told.model_dump_json().encode()
        return sign(payload, SigningContext.OUTCOME, key.private, key.key_id)


@dataclass(frozen=True, slots=True)
class _Told:
    office_id: str
    message: OutcomeMessage


def _number(session: Session) -> None:
    """Give numbers at the very end, as nobody else gets one until the commit.

    So they become visible in their order, and who has one waits for nobody any more.
    """
    told: list[_Told] = session.info[_TOLD]
    counted = (
        update(CounterRow)
        .where(CounterRow.name == _COUNTER)
        .values(value=CounterRow.value + len(told))
        .returning(CounterRow.value)
    )
    newest = session.execute(counted, execution_options={"synchronize_session": False}).scalar_one()
    for seq, one in enumerate(told, newest - len(told) + 1):
        message = one.message.model_copy(update={"seq": seq})
        session.add(
            OutcomeRow(
                seq=seq,
                office_id=one.office_id,
                submission_id=message.submission_id,
                message=message.model_dump_json(),
            )
        )
