"""The errand that hands messages on: one at a time, each until it is out or worth nothing."""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kiosk.central.messages.messages import (
    CHANNEL_OF,
    Channel,
    GatewayDownError,
    Message,
    Messenger,
    MessengerError,
    UndeliverableError,
)
from kiosk.central.messages.models import BoxRow, CodeRow, GatewayRow, LinkRow, MessageRow
from kiosk.central.messages.outbox import address_version
from kiosk.central.pipeline.history import CENTRE, History
from kiosk.central.pipeline.layers import STATE_OF, Layers
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.base import Layer
from kiosk.central.storage.database import Database, forget, hold
from kiosk.central.storage.models import SubmissionRow
from kiosk.central.vault.keys import CentreKeys
from kiosk.central.vault.opening import OpenedForm, Opener
from kiosk.domain.reason import Reason

LEASE: Final = timedelta(minutes=5)
"""Longer than any gateway takes: afterwards another worker may try."""
DOWN_FOR: Final = timedelta(minutes=1)
"""A gateway that failed is left alone so long, whoever else waits for it."""
LONGEST_DOWN: Final = timedelta(hours=1)
"""Whatever longer pause a gateway asks for."""
FIRST_RETRY: Final = timedelta(seconds=5)
LONGEST_RETRY: Final = timedelta(minutes=15)
_log = logging.getLogger(__name__)

Recorded = Callable[[Session, SubmissionRow, MessageRow], None]
"""What is written down after a try."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    message_id: UUID
    submission_id: UUID
    layer: Layer
    claim: UUID


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the errand needs of the centre."""

    database: Database
    clock: Clock
    keys: CentreKeys
    opener: Opener
    history: History
    layers: Layers
    messenger: Messenger


class MessageErrand:
    """Hands on what is due, and forgets what is over."""

    def __init__(self, delivery: Delivery, jitter: Callable[[], float] = random.random) -> None:
        """`jitter` is in 0..1: it spreads those that failed together."""
        self._database = delivery.database
        self._clock = delivery.clock
        self._keys = delivery.keys
        self._opener = delivery.opener
        self._history = delivery.history
        self._layers = delivery.layers
        self._messenger = delivery.messenger
        self._jitter = jitter

    def run_once(self) -> bool:
        """Forget what is over, or take up the next message; False where nothing is due."""
        return self._forget() or self._deliver_next()

    def _forget(self) -> bool:
        now = self._clock()
        over = {table: table.forget_at <= now for table in (MessageRow, BoxRow, LinkRow)}
        anything = or_(*(select(table).where(is_over).exists() for table, is_over in over.items()))
        with self._database.reading() as session:
            if not session.scalar(select(anything)):
                return False
        with self._database.writing() as session:
            for table, is_over in over.items():
                forget(session, table, is_over)
        self._database.overwrite_deleted()
        return True

    def _deliver_next(self) -> bool:
        with self._database.reading() as session:  # whoever idles takes no lock
            if session.scalars(_due(session, self._clock())).first() is None:
                return False
        claimed = self._claim()
        if claimed is None:
            return False
        self._record(claimed, self._attempt(claimed))
        return True

    def _claim(self) -> _Claimed | None:
        now = self._clock()
        with self._database.writing() as session:
            unclaimed = _due(session, now).with_for_update(skip_locked=True, key_share=True)
            row = session.scalars(unclaimed).first()
            if row is None:
                return None
            row.due_at, row.claim = now + LEASE, uuid4()
            return _Claimed(row.message_id, row.submission_id, row.layer, row.claim)

    def _attempt(self, claimed: _Claimed) -> Recorded:
        """Hand it on, if anybody still waits for it; return what is to be written down."""
        message = self._message(claimed)
        if not isinstance(message, Message):
            return message
        try:
            self._messenger.send(message)
        except UndeliverableError:
            return self._undeliverable
        except GatewayDownError as error:
            _log.warning("the gateway for %s is down: %s", message.channel, error)
            self._leave_alone(message.channel, error.retry_after or DOWN_FOR)
            return self._later
        except MessengerError as error:
            _log.info("one %s has to wait: %s", message.channel, error)
            return self._later
        return self._handed_on

    def _message(self, claimed: _Claimed) -> Message | Recorded:
        """The message with its recipient, read from the sealed form: it is kept nowhere else."""
        with self._database.reading() as session:
            row = session.get(MessageRow, claimed.message_id)
            submission = session.get_one(SubmissionRow, claimed.submission_id)
            if row is None or row.text is None or not _is_wanted(session, submission, row):
                return _forget_one
            if row.expires_at <= self._clock():
                return self._give_up
            opened = self._opener.form(session, submission)
            text = self._keys.reveal(row.text)
        if not isinstance(opened, OpenedForm):
            return self._give_up
        address = opened.phone if claimed.layer is Layer.OTP else opened.email
        channel = CHANNEL_OF[claimed.layer]
        return Message(claimed.message_id, claimed.submission_id, channel, address.value, text)

    def _record(self, claimed: _Claimed, recorded: Recorded) -> None:
        with self._database.writing() as session:
            submission = session.get_one(SubmissionRow, claimed.submission_id)
            row = session.get(MessageRow, claimed.message_id)
            if row is not None and row.claim == claimed.claim:
                row.claim = None
                recorded(session, submission, row)

    def _handed_on(self, session: Session, submission: SubmissionRow, row: MessageRow) -> None:
        gateway = session.get(GatewayRow, CHANNEL_OF[row.layer])
        if gateway is not None:
            session.delete(gateway)
        self._note(session, submission, row, "code sent")
        row.text = row.due_at = None

    def _later(self, _session: Session, _submission: SubmissionRow, row: MessageRow) -> None:
        longest = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
        row.attempts += 1
        row.due_at = min(self._clock() + longest * (1 + self._jitter()) / 2, row.expires_at)

    def _leave_alone(self, channel: Channel, pause: timedelta) -> None:
        until = self._clock() + min(pause, LONGEST_DOWN)
        with self._database.writing() as session:
            hold(session, "gateway", channel)
            gateway = session.get(GatewayRow, channel)
            if gateway is None:
                session.add(GatewayRow(channel=channel, down_until=until))
            else:
                gateway.down_until = max(until, gateway.down_until)

    def _undeliverable(self, session: Session, submission: SubmissionRow, row: MessageRow) -> None:
        """A mailbox that is not there is to be corrected; a phone may be tried again."""
        is_wanted_mail = row.layer is Layer.EMAIL and _is_wanted(session, submission, row)
        self._give_up(session, submission, row)
        if is_wanted_mail:
            self._layers.fail_contact(session, submission, Reason.EMAIL_BOUNCED)

    def _give_up(self, session: Session, submission: SubmissionRow, row: MessageRow) -> None:
        """What was never sent neither counts nor opens anything, unless there is a newer code."""
        code = session.get(CodeRow, (row.submission_id, row.layer))
        if code is not None and code.code_hash == row.code_hash:
            code.code_hash = None
            code.codes -= int(row.is_asked)
        self._note(session, submission, row, "code not handed on")
        session.delete(row)

    def _note(
        self, session: Session, submission: SubmissionRow, row: MessageRow, what: str
    ) -> None:
        self._history.note(session, submission, CENTRE, f"{row.layer}: {what}")


def _due(session: Session, now: datetime) -> Select[MessageRow]:
    """What may be tried, the longest due first; of a gateway that is down only what is too old."""
    down = session.scalars(select(GatewayRow.channel).where(GatewayRow.down_until > now)).all()
    left_alone = [layer for layer, channel in CHANNEL_OF.items() if channel in down]
    may_be_tried = or_(MessageRow.layer.not_in(left_alone), MessageRow.expires_at <= now)
    due = select(MessageRow).where(MessageRow.due_at <= now, may_be_tried)
    return due.order_by(MessageRow.due_at).limit(1)


def _is_wanted(session: Session, submission: SubmissionRow, row: MessageRow) -> bool:
    """Whether the resident still waits for a message there."""
    is_current = row.address_version == address_version(session, submission, row.layer)
    return is_current and submission.state is STATE_OF[row.layer]


def _forget_one(session: Session, _submission: SubmissionRow, row: MessageRow) -> None:
    session.delete(row)
