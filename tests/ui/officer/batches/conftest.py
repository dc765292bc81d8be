"""A counter whose centre has announced batches, and people at every step of the way to one."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from kiosk.domain.batch import BatchState
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import ConfigAnswer
from kiosk.sync.enrolment import enrol
from kiosk.sync.protocol import Batch
from kiosk.ui.services import Services
from tests.domain.resident import complete_draft
from tests.store.counter import MINUTE, NOW, begin, outcome, register
from tests.sync.scripted_central import ScriptedCentral, bundle, signed_configuration

Announce = Callable[..., None]


def batch(
    number: int,
    *,
    opens_at: datetime = NOW - timedelta(days=1),
    closes_at: datetime = NOW + timedelta(hours=2, minutes=40),
    state: BatchState = BatchState.OPEN,
    quota: int = 100,
) -> Batch:
    return Batch(
        batch_id=f"g{number}",
        name=f"Gelombang {number}",
        opens_at=opens_at,
        closes_at=closes_at,
        quota=quota,
        state=state,
    )


@pytest.fixture
def announce(store: StoreThread, services: Services) -> Announce:
    """Let the centre tell of these batches."""
    central = ScriptedCentral()
    enrol(store, central, "7Q4M-2XA9-BC0D", NOW)
    sequence = 0

    def announce(*batches: Batch) -> None:
        nonlocal sequence
        sequence += 1
        told = bundle(sequence).model_copy(update={"batches": list(batches)})
        central.config_answer = ConfigAnswer(signed_configuration(told), f'"{sequence}"')
        services.configuration.refresh(central)

    return announce


def deliver_measured(store: Store, number: int, seconds: float) -> None:
    """Register somebody and send everything of theirs, each part in so many seconds."""
    register(store, number)
    while (item := store.submissions.next_due(NOW)) is not None:
        store.submissions.start(item, NOW)
        store.submissions.mark_delivered(item, "{}", NOW, seconds=seconds)


def people_at_every_step(store: Store) -> None:
    """One each: may join, lacks a test, a code, a photo, a correction; held, unsent, unfinished."""
    for number in range(1, 6):
        deliver_measured(store, number, 2.0)
    told = [
        outcome(1, 1, CentreState.ELIGIBLE),
        outcome(2, 2, CentreState.TEST_PENDING),
        outcome(3, 3, CentreState.OTP_PENDING),
        outcome(4, 4, CentreState.PHOTO_REJECTED, (Reason.SHADOW,)),
        outcome(5, 5, CentreState.ACTION_NEEDED, (Reason.KK_MISMATCH,)),
    ]
    store.submissions.apply_outcomes(told, 5, NOW)
    register(store, 6)
    store.submissions.quarantine(begin(store), "sync.refused.envelope", NOW)
    register(store, 7, NOW + MINUTE)
    store.drafts.save(complete_draft(), NOW)
