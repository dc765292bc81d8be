"""Two kiosks of one office, each in a window of its own, with a resident at each at once."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.domain.assessment import Sitting
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.ui.flow import Step
from tests.domain.resident import complete_draft
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter, make_kiosk, open_counter, open_room
from tests.flow.village_office import resident
from tests.ui.officer.lists.seen import touch_action

SITI, DEWI = 1, 2
REJECTED: Final = "Ada bayangan di wajah."


@pytest.fixture
def counters(
    qapp: QApplication, counter: Counter, centre: Centre, clock: Clock, tmp_path: Path
) -> Iterator[tuple[Counter, Counter]]:
    with open_room(tmp_path / "neighbour", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as neighbour:
            yield counter, neighbour


def take_seat(counter: Counter, number: int) -> None:
    """Somebody whose form is filled up to the photo."""
    person, now = resident(number), counter.app.room.clock()
    assert counter.app.counter is not None
    counter.app.counter.resident.resume(
        complete_draft().but(
            draft_id=person.submission_id,
            nik=person.nik.value,
            ticket=person.ticket.code,
            step=Step.PHOTO.value,
            assessment=Sitting(DEMO_ASSESSMENT.version, now, finished_at=now),
        )
    )


def inbox(counter: Counter, lines: int) -> list[list[str]]:
    """What the officer reads there."""
    counter.hand.press("room_inbox")
    counter.hand.wait_until(lambda: len(counter.lists.table.rows) == lines, f"{lines} lines")
    return [[cell.text for cell in row.cells] for row in counter.lists.table.rows]


def photo_revisions(centre: Centre, number: int) -> tuple[int, ...]:
    return centre.record(resident(number).submission_id).photo_revisions


def told(counters: Sequence[Counter], submission_id: UUID, state: CentreState) -> None:
    """Both kiosks come to know where somebody stands."""
    for counter in counters:
        is_known = partial(knows, counter, submission_id, state)
        counter.hand.wait_until(is_known, f"{state} at both")


def knows(counter: Counter, submission_id: UUID, state: CentreState) -> bool:
    row = counter.store(lambda store: store.submissions.find(submission_id))
    return row is not None and row.centre_state is state


def test_both_serve_at_once_and_either_answers_what_the_centre_rejects(
    counters: tuple[Counter, Counter], centre: Centre
) -> None:
    first, second = counters
    take_seat(first, SITI)
    take_seat(second, DEWI)
    for counter in counters:
        counter.use_photo()
    for counter in counters:
        counter.send()
    for counter, number in zip(counters, (SITI, DEWI), strict=True):
        told(counters, resident(number).submission_id, CentreState.PHOTO_VERIFYING)
        counter.wait_until_delivered()
        figures = counter.figures()
        assert (figures.made, figures.delivered, figures.adds_up) == (1, 1, True)

    centre.operator.reject_photo(resident(SITI).submission_id, [Reason.SHADOW])
    told(counters, resident(SITI).submission_id, CentreState.PHOTO_REJECTED)
    for counter in counters:
        counter.sign_in()
    (line,) = inbox(first, 1)
    assert inbox(second, 1) == [line]
    assert REJECTED in line

    touch_action(second.lists, 0)
    second.hand.type_date("ticket_birth", BIRTH_DATE)
    second.hand.press("birth_next_button")
    second.use_photo()
    second.hand.press("done_close_button")
    told(counters, resident(SITI).submission_id, CentreState.PHOTO_VERIFYING)
    assert photo_revisions(centre, SITI) == (1, 2)
    assert inbox(first, 0) == []
    assert [counter.figures().made for counter in counters] == [1, 1]
