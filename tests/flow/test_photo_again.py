"""The centre rejects a photo: one new photo, and nothing is typed again."""

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from tests.flow.centre import Centre
from tests.flow.counter import Counter


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
