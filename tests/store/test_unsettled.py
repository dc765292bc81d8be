"""What a batch waits for, and how fast sending was."""

from datetime import timedelta
from uuid import uuid4

from kiosk.domain.pace import Delivery, Load
from kiosk.domain.submission import CentreState
from kiosk.store.records import PHOTO
from kiosk.store.store import Store
from kiosk.store.unsettled import MEASURED_DELIVERIES
from tests.store.counter import (
    KTP,
    MINUTE,
    NOW,
    begin,
    deliver,
    deliver_all,
    outcome,
    register,
    submission_id,
    written,
)


def tell(store: Store, **states: CentreState) -> None:
    """Let the centre answer: the number of the registration, and its state."""
    told = [
        outcome(seq, int(name.removeprefix("no_")), state)
        for seq, (name, state) in enumerate(states.items(), start=1)
    ]
    store.submissions.apply_outcomes(told, len(told), NOW)


def test_what_is_not_sent_is_listed_in_the_order_of_sending(store: Store) -> None:
    register(store, 2, NOW + MINUTE)
    register(store, 1, pictures=(PHOTO, KTP))
    rows = store.unsettled.list_all()
    assert [(row.submission_id, row.load) for row in rows] == [
        (submission_id(1), Load(3, 3 * 64)),
        (submission_id(2), Load(2, 2 * 64)),
    ]


def test_what_was_delivered_in_part_has_only_the_rest_to_send(store: Store) -> None:
    register(store, 1)
    deliver(store)
    (row,) = store.unsettled.list_all()
    assert row.load == Load(1, 64)


def test_only_who_is_needed_at_a_counter_is_listed_of_those_who_were_sent(store: Store) -> None:
    for number in range(1, 6):
        register(store, number)
    deliver_all(store)
    tell(
        store,
        no_1=CentreState.ELIGIBLE,
        no_2=CentreState.PHOTO_VERIFYING,
        no_3=CentreState.JOINED,
        no_4=CentreState.PHOTO_REJECTED,
    )
    found = {row.submission_id for row in store.unsettled.list_all()}
    assert found == {submission_id(1), submission_id(4)}
    assert store.unsettled.count_checked() == 2  # one is looked at, one is not answered yet


def test_who_was_registered_elsewhere_is_listed_as_well(store: Store) -> None:
    """Their photo was taken again here, and is not sent yet."""
    stranger = uuid4()
    store.submissions.queue_photo(stranger, written(store, 1, PHOTO, 2), "grant", NOW)
    (row,) = store.unsettled.list_all()
    assert (row.submission_id, row.load.parts, row.is_held) == (stranger, 1, False)


def test_what_waits_for_an_officer_says_so(store: Store) -> None:
    register(store, 1)
    store.submissions.quarantine(begin(store), "refused.conflict", NOW)
    (row,) = store.unsettled.list_all()
    assert row.is_held


def test_what_was_given_up_is_not_waited_for(store: Store) -> None:
    register(store, 1)
    store.submissions.cancel(submission_id(1), NOW, "rina")
    assert store.unsettled.list_all() == []


def test_who_waits_for_no_batch_any_more_is_not_listed(store: Store) -> None:
    for number in (1, 2):
        register(store, number)
        deliver(store)
    tell(store, no_1=CentreState.WITHDRAWN, no_2=CentreState.INELIGIBLE)
    assert store.unsettled.list_all() == []


def test_the_last_deliveries_tell_how_fast_the_line_is(store: Store) -> None:
    count = MEASURED_DELIVERIES // 2 + 1
    for number in range(1, count + 1):
        register(store, number, NOW)
    seconds = 0.0
    while (item := store.submissions.next_due(NOW)) is not None:
        seconds += 1.0
        store.submissions.start(item, NOW)
        at = NOW + timedelta(seconds=seconds)
        store.submissions.mark_delivered(item, "{}", at, seconds=seconds)
    measured = store.unsettled.deliveries(NOW + timedelta(hours=1))
    assert len(measured) == MEASURED_DELIVERIES
    assert measured[0] == Delivery(64, 2.0 * count)


def test_what_did_not_go_over_the_line_tells_nothing_about_it(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    assert store.unsettled.deliveries(NOW) == []


def test_what_a_wrong_clock_dated_is_not_the_newest_for_ever(store: Store) -> None:
    register(store, 1)
    for at, seconds in ((NOW + timedelta(days=365), 900.0), (NOW, 3.0)):
        item = begin(store)
        store.submissions.mark_delivered(item, "{}", at, seconds=seconds)
    assert store.unsettled.deliveries(NOW + MINUTE) == [Delivery(64, 3.0)]
