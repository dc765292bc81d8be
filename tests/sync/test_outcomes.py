"""Outcomes: what the centre signed is applied, and nothing else."""

from uuid import UUID

import pytest

from kiosk.domain.submission import CentreState
from kiosk.store.records import SubmissionRow
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, UnavailableReason
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.protocol import Signed
from kiosk.sync.signing import SigningContext, sign
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON, RECEIPTS, ScriptedCentral, signed_outcome

ID = UUID(int=1, version=4)


def pull(store: StoreThread, central: ScriptedCentral) -> int:
    return pull_outcomes(store, central, NOON, wait_seconds=0)


def row(store: StoreThread) -> SubmissionRow:
    found = store.call(lambda s: s.submissions.find(ID))
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def one_submission(dispatcher: Dispatcher) -> None:
    dispatcher.register(registration(), PHOTO, NOON)


def test_applies_a_page_and_goes_on_after_it(store: StoreThread, central: ScriptedCentral) -> None:
    central.told = [
        signed_outcome(4, ID, CentreState.PHOTO_VERIFYING),
        signed_outcome(9, ID, CentreState.PHOTO_REJECTED),
    ]

    assert pull(store, central) == 2
    assert row(store).centre_state is CentreState.PHOTO_REJECTED
    assert row(store).reasons == ("BLUR",)
    assert store.call(lambda s: s.submissions.cursor()) == 9
    assert pull(store, central) == 0


def test_what_was_heard_before_changes_nothing_when_it_is_said_again(
    store: StoreThread, central: ScriptedCentral
) -> None:
    """Whoever recorded an old page cannot take a registration back with it."""
    old = signed_outcome(4, ID, CentreState.PHOTO_VERIFYING)
    central.page = [old, signed_outcome(9, ID, CentreState.PHOTO_REJECTED)]
    pull(store, central)

    for page in ([old], [signed_outcome(12, UUID(int=9, version=4), CentreState.ELIGIBLE), old]):
        central.page = page
        pull(store, central)

    assert row(store).centre_state is CentreState.PHOTO_REJECTED


def test_of_a_page_in_disorder_the_newest_word_counts(
    store: StoreThread, central: ScriptedCentral
) -> None:
    central.page = [
        signed_outcome(9, ID, CentreState.PHOTO_REJECTED),
        signed_outcome(4, ID, CentreState.PHOTO_VERIFYING),
    ]
    pull(store, central)

    assert row(store).centre_state is CentreState.PHOTO_REJECTED
    assert store.call(lambda s: s.submissions.cursor()) == 9


@pytest.mark.parametrize(
    "forged",
    [
        signed_outcome(5, ID, CentreState.ACCEPTED, key=bytes([9] * 32)),
        sign(b'{"seq": 5}', SigningContext.OUTCOME, RECEIPTS, "r1"),
        sign(b"{}", SigningContext.RECEIPT, RECEIPTS, "r1"),
        Signed(payload="e30=", signature="AAAA", key_id="r1"),
    ],
    ids=["other key", "other form", "other context", "no signature"],
)
def test_a_forged_outcome_ends_the_page_and_is_told(
    store: StoreThread, central: ScriptedCentral, forged: Signed
) -> None:
    good = signed_outcome(4, ID, CentreState.PHOTO_VERIFYING)
    after = signed_outcome(6, ID, CentreState.ELIGIBLE)
    central.page = [good, forged, after]

    with pytest.raises(CentralUnavailableError) as caught:
        pull(store, central)
    assert caught.value.reason is UnavailableReason.WRONG_SIGNATURE
    assert row(store).centre_state is CentreState.PHOTO_VERIFYING
    assert store.call(lambda s: s.submissions.cursor()) == 4
