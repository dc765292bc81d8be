"""Sending what is due, one part at a time."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
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
from kiosk.sync.circuit import Circuit
from kiosk.sync.pace import centre_time, pace_of, rooms_before
from kiosk.sync.protocol import Part, Signed
from kiosk.sync.receipts import ReceiptError, verified_receipt

_log = logging.getLogger(__name__)


class Step(StrEnum):
    """What one step of the engine did."""

    IDLE = "idle"
    SENT = "sent"
    POSTPONED = "postponed"
    QUARANTINED = "quarantined"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class _Sending:
    """One part on its way."""

    item: OutboxItem
    envelope: bytes = field(repr=False)
    receipt_key: bytes

    @property
    def name(self) -> PartName:
        return PartName(self.item.submission_id, Part(self.item.part), self.item.revision)


class SyncEngine:
    """Has no thread, no clock and no sleep of its own, so a test can drive it.

    What can still make the nearest closing of a batch in `calendar` goes first. `stopwatch` counts
    seconds from any beginning: how long a delivery takes is kept with it.
    """

    def __init__(
        self,
        store: StoreThread,
        central: Central,
        circuit: Circuit,
        *,
        calendar: Callable[[], BatchCalendar] = BatchCalendar,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._central = central
        self._circuit = circuit
        self._calendar = calendar
        self._stopwatch = stopwatch

    def run_once(self, now: datetime) -> Step:
        """Send the part that is next in the queue."""
        if self._circuit.paused_until(now) is not None:
            return Step.PAUSED
        sending = self._store.call(lambda store: self._begin(store, now))
        if isinstance(sending, Step):
            return sending
        began = self._stopwatch()
        try:
            signed = self._deliver(sending)
        except CentralRefusedError as error:
            return self._quarantine(sending.item, error, now)
        except CentralError as error:
            return self._postpone(sending.item, error, now)
        receipt, seconds = signed.model_dump_json(), self._stopwatch() - began
        self._store.call(
            lambda s: s.submissions.mark_delivered(sending.item, receipt, now, seconds=seconds)
        )
        self._circuit.succeeded(now)
        return Step.SENT

    def _begin(self, store: Store, now: datetime) -> _Sending | Step:
        enrolment = store.settings.enrolment()
        item = store.submissions.next_due(now, self._rooms(store, now))
        if item is None or enrolment is None:
            return Step.IDLE
        store.submissions.start(item, now)
        try:
            envelope = store.envelopes.read(item.sha256)
        except EnvelopeUnreadableError:
            store.submissions.quarantine(item, RefusedReason.FILE_DAMAGED, now)
            return Step.QUARANTINED
        return _Sending(item, envelope, enrolment.receipt_key)

    def _rooms(self, store: Store, now: datetime) -> list[int]:
        """Before each closing, judged by the centre's clock, since the centre closes."""
        at_centre = centre_time(now, self._central.clock_skew)
        closings, pace = self._calendar().closings(at_centre), pace_of(store, now)
        return rooms_before(closings, pace, at_centre)

    def _deliver(self, sending: _Sending) -> Signed:
        signed = self._central.put_part(sending.name, sending.envelope, sending.item.grant)
        try:
            verified_receipt(signed, sending.name, sending.item.sha256, sending.receipt_key)
        except ReceiptError as error:
            reason = UnavailableReason.WRONG_SIGNATURE
            raise CentralUnavailableError(reason, str(error)) from error
        return signed

    def _quarantine(self, item: OutboxItem, error: CentralRefusedError, now: datetime) -> Step:
        _log.warning("%s of %s refused: %s", item.part, item.submission_id, error)
        self._store.call(lambda s: s.submissions.quarantine(item, error.key, now))
        self._circuit.succeeded(now)
        return Step.QUARANTINED

    def _postpone(self, item: OutboxItem, error: CentralError, now: datetime) -> Step:
        until = self._circuit.retry_at(error, item.attempts, now)
        _log.info("%s of %s put off until %s: %s", item.part, item.submission_id, until, error)
        self._store.call(lambda s: s.submissions.postpone(item, until, error.key))
        self._circuit.failed(error, now)
        return Step.POSTPONED
