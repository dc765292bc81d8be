"""The centre rejects a photo: one new photo, and nothing is typed again."""

from datetime import timedelta

import pytest

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from kiosk.sync.central import DeskProblem, RefusedReason
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter
from tests.flow.test_correction import lead
from tests.flow.test_doors import Returning

GRANT_IS_OVER = timedelta(days=15)


def test_a_rejected_photo_is_redone_alone_and_leads_to_acceptance(
    counter: Counter, centre: Centre
) -> None:
    submission_id = counter.register()
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    centre.operator.reject_photo(submission_id, [Reason.SHADOW])
    counter.wait_until_told(CentreState.PHOTO_REJECTED)
    ticket, typed_before = counter.submission().ticket, len(counter.hand.typed_fields)

    counter.come_back("redo_door", ticket)
    counter.use_photo()
    counter.hand.press("done_close_button")
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    assert counter.hand.typed_fields[typed_before:] == [
        "ticket_field",
        "ticket_birth_day",
        "ticket_birth_month",
        "ticket_birth_year",
    ]
    assert centre.record(submission_id).photo_revisions == (1, 2)
    counter.wait_until_delivered()
    parts = counter.store(lambda store: store.submissions.delivered_parts(submission_id))
    assert [(p.part, p.revision) for p in parts] == [("form", 1), ("photo", 1), ("photo", 2)]
    assert (counter.figures().made, counter.figures().adds_up) == (1, True)

    centre.operator.accept_photo(submission_id)
    counter.wait_until_told(CentreState.ELIGIBLE)
    counter.come_back("status_door", ticket)
    counter.hand.press("join_button")
    counter.hand.press("join_consent")
    counter.hand.press("join_confirm_button")
    counter.hand.press("done_close_button")
    counter.wait_until_told(CentreState.JOINED)
    centre.act()
    counter.wait_until_told(CentreState.ACCEPTED)
    assert centre.record(submission_id).decree == counter.submission().decree is not None


@pytest.fixture
def rejected(counter: Counter, centre: Centre) -> Returning:
    """Somebody whose photo has to be redone; the officer has the inbox at hand."""
    siti = Returning(counter)
    siti.register()
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    reject(siti, centre)
    counter.sign_in()
    return siti


def reject(siti: Returning, centre: Centre) -> None:
    centre.operator.reject_photo(siti.registration.submission_id, [Reason.SHADOW])
    siti.counter.wait_until_told(CentreState.PHOTO_REJECTED)


def show_birth_date(siti: Returning) -> None:
    siti.hand.type_date("ticket_birth", BIRTH_DATE)
    siti.hand.press("birth_next_button")


def take_photo(siti: Returning) -> None:
    siti.counter.use_photo()
    siti.leave("done_close_button")


def is_ready(siti: Returning, name: str) -> bool:
    button = siti.hand.widget(name)
    return button is not None and button.isEnabled()


def revisions(siti: Returning, centre: Centre) -> tuple[int, ...]:
    return centre.record(siti.registration.submission_id).photo_revisions


def test_a_slow_centre_is_waited_for_before_the_camera_and_not_after_it(
    rejected: Returning, centre: Centre
) -> None:
    hand = rejected.hand
    lead(rejected)
    with centre.lagging():
        show_birth_date(rejected)
        hand.wait_until(lambda: not is_ready(rejected, "birth_next_button"), "a sign of waiting")
        assert not hand.sees("use_photo_button")
    hand.wait_to_see("use_photo_button")

    with centre.lagging():
        take_photo(rejected)
        assert revisions(rejected, centre) == (1,)
    rejected.counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    assert revisions(rejected, centre) == (1, 2)


def test_a_centre_that_is_down_is_said_and_what_was_typed_stays(
    rejected: Returning, centre: Centre
) -> None:
    hand = rejected.hand
    lead(rejected)
    centre.go_down()
    show_birth_date(rejected)
    hand.wait_until(lambda: rejected.reads(DeskProblem.OFFLINE), "no line")
    centre.come_up()
    hand.press("birth_next_button")
    take_photo(rejected)
    rejected.counter.wait_until_told(CentreState.PHOTO_VERIFYING)


def test_a_photo_that_the_centre_rejects_again_is_in_the_inbox_again(
    rejected: Returning, centre: Centre
) -> None:
    lead(rejected)
    show_birth_date(rejected)
    take_photo(rejected)
    rejected.counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    reject(rejected, centre)

    rejected.counter.sign_in()
    lead(rejected)
    assert revisions(rejected, centre) == (1, 2)


def test_a_photo_that_comes_weeks_late_is_held_back_and_taken_anew_from_there(
    rejected: Returning, centre: Centre, clock: Clock
) -> None:
    counter, hand = rejected.counter, rejected.hand
    lead(rejected)
    show_birth_date(rejected)
    hand.wait_to_see("use_photo_button")
    centre.go_down()
    take_photo(rejected)
    centre.come_up()
    clock.let_pass(GRANT_IS_OVER)
    hand.wait_until(
        lambda: [row.state for row in counter.queue()] == [KioskState.QUARANTINED],
        "the photo held back",
    )
    assert [row.last_reason for row in counter.queue()] == [RefusedReason.GRANT]

    counter.sign_in()
    lead(rejected, "queue")
    show_birth_date(rejected)
    take_photo(rejected)

    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    counter.wait_until_delivered()
    assert revisions(rejected, centre) == (1, 2)
    assert (counter.figures().made, counter.figures().adds_up) == (1, True)
