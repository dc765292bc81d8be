"""Sending what is due, one part at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from kiosk.domain.batch import BatchCalendar
from kiosk.store.errors import EnvelopeUnreadableError
from kiosk.store.records import OutboxItem
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import (
    Central,
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    PartName,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.circuit import Call, Circuit, is_our_own_end
from kiosk.sync.lanes import Lane, Lanes
from kiosk.sync.pace import centre_time, pace_of, rooms_before
from kiosk.sync.protocol import Part, Signed
from kiosk.sync.receipts import ReceiptError, verified_receipt

_log = logging.getLogger(__name__)


class Step(StrEnum):
    """What one step of the engine did."""

    IDLE = "idle"
    """Nothing is due."""
    SENT = "sent"
    POSTPONED = "postponed"
    QUARANTINED = "quarantined"
    PAUSED = "paused"
    """The centre is left alone, or the line bears no further part now."""


@dataclass(frozen=True, slots=True)
class _Sending:
    """One part on its way."""

    item: OutboxItem
    envelope: bytes = field(repr=False)
    receipt_key: bytes

    @property
    def name(self) -> PartName:
        return PartName(self.item.submission_id, Part(self.item.part), self.item.revision)


@dataclass(frozen=True, slots=True)
class _Leave:
    """To make one call, on one lane, since a moment."""

    call: Call
    lane: Lane
    now: datetime


class SyncEngine:
    """Has no thread, no clock and no sleep of its own, so a test can drive it.

    It belongs to one thread, as its line does; several may work on one queue, and share `circuit`
    and `lanes`. What can still make the nearest closing of a batch in `calendar` goes first.
    """

    def __init__(
        self,
        store: StoreThread,
        central: Central,
        circuit: Circuit,
        *,
        lanes: Lanes | None = None,
        calendar: Callable[[], BatchCalendar] = BatchCalendar,
    ) -> None:
        self._store = store
        self._central = central
        self._circuit = circuit
        self._lanes = lanes or Lanes()
        self._calendar = calendar
        self._owed: Callable[[Store], None] | None = None

    def run_once(self, now: datetime) -> Step:
        """Send the part that is next in the queue.

        Raises StoreError. What became of the part is written down by the next step then: a receipt
        that came is not asked for again.
        """
        self._settle()
        if self._circuit.paused_until(now) is not None:
            return Step.PAUSED
        with self._lanes.entered() as lane, self._circuit.admitted(now) as call:
            if lane is None or call is None:
                return Step.PAUSED
            return self._send_next(_Leave(call, lane, now))

    def _send_next(self, leave: _Leave) -> Step:
        sending = self._store.call(lambda store: self._begin(store, leave.now))
        if isinstance(sending, Step):
            return sending
        item = sending.item
        try:
            signed = self._deliver(sending)
        except CentralRefusedError as error:
            return self._quarantine(item, error, leave)
        except CentralError as error:
            return self._postpone(item, error, leave)
        receipt, seconds = signed.model_dump_json(), leave.lane.arrived()
        self._circuit.succeeded(leave.call, leave.now)
        self._owed = lambda store: store.submissions.mark_delivered(
            item, receipt, leave.now, seconds=seconds
        )
        self._settle()
        return Step.SENT

    def _settle(self) -> None:
        """Write down what became of the part that was begun last."""
        if self._owed is not None:
            self._store.call(self._owed)
            self._owed = None

    def _begin(self, store: Store, now: datetime) -> _Sending | Step:
        enrolment = store.settings.enrolment()
        item = store.submissions.next_due(now, self._rooms(store, now))
        if item is None or enrolment is None:
            return Step.IDLE
        store.submissions.start(item, now)
        self._owed = _giving_back(item, now)
        try:
            envelope = store.envelopes.read(item.sha256)
        except EnvelopeUnreadableError:
            store.submissions.quarantine(item, RefusedReason.FILE_DAMAGED, now)
            self._owed = None
            return Step.QUARANTINED
        return _Sending(item, envelope, enrolment.receipt_key)

    def _rooms(self, store: Store, now: datetime) -> list[int]:
        """Before each closing, judged by the centre's clock, since the centre closes."""
        at_centre = centre_time(now, self._central.clock_skew)
        closings, pace = self._calendar().closings(at_centre), pace_of(store, now)
        return rooms_before(closings, pace, at_centre)

    def _deliver(self, sending: _Sending) -> Signed:
        item, envelope = sending.item, sending.envelope
        if item.sealed_by_other:
            signed = self._central.carry_part(envelope, item.grant)
        else:
            signed = self._central.put_part(sending.name, envelope, item.grant)
        try:
            verified_receipt(signed, sending.name, item.sha256, sending.receipt_key)
        except ReceiptError as error:
            reason = UnavailableReason.WRONG_SIGNATURE
            raise CentralUnavailableError(reason, str(error)) from error
        return signed

    def _quarantine(self, item: OutboxItem, error: CentralRefusedError, leave: _Leave) -> Step:
        _log.warning("%s of %s refused: %s", item.part, item.submission_id, error)
        leave.lane.arrived()
        self._circuit.succeeded(leave.call, leave.now)
        self._owed = lambda store: store.submissions.quarantine(item, error.key, leave.now)
        self._settle()
        if error.reason is RefusedReason.CONFLICT:  # another one came first, and may be known of
            self._store.call(lambda store: store.submissions.drop_superseded(leave.now))
        return Step.QUARANTINED

    def _postpone(self, item: OutboxItem, error: CentralError, leave: _Leave) -> Step:
        if is_our_own_end(error):  # of the store as well, perhaps: it is given back when it opens
            return Step.PAUSED
        failed_at = leave.now + timedelta(seconds=leave.lane.failed())
        until = self._circuit.retry_at(error, item.attempts, failed_at)
        _log.info("%s of %s put off until %s: %s", item.part, item.submission_id, until, error)
        self._circuit.failed(leave.call, error, failed_at)
        self._owed = lambda store: store.submissions.postpone(item, until, error.key)
        self._settle()
        return Step.POSTPONED


def _giving_back(item: OutboxItem, now: datetime) -> Callable[[Store], None]:
    """What is owed from the start, whatever happens then: the part stays due, and is nobody's."""
    return lambda store: store.submissions.postpone(item, now, UnavailableReason.CLOSED)
