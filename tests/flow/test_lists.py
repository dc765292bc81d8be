"""The officers' lists of two kiosks of one office, and a centre that answers, lags and refuses."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.backroom import BackRoom
from kiosk.domain.reason import Reason
from kiosk.domain.submission import KioskState
from kiosk.store.records import QueueRow
from kiosk.sync.central import DeskProblem, RefusedReason
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.queue_room import QueueRoom
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter, make_kiosk, open_room
from tests.flow.village_office import OfficeKiosk, resident

DEWI = resident(1)
SHADOW = "Ada bayangan di wajah."


@pytest.fixture
def other_room(centre: Centre, tmp_path: Path, clock: Clock) -> Iterator[BackRoom]:
    with open_room(tmp_path / "other", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        yield room


@pytest.fixture
def other(other_room: BackRoom) -> Iterator[OfficeKiosk]:
    """The second kiosk of the office, without its window."""
    kiosk = OfficeKiosk(other_room)
    kiosk.work()
    yield kiosk
    kiosk.close()


def rejected(other: OfficeKiosk, centre: Centre) -> UUID:
    """Somebody registered at the other kiosk, whose photo the centre rejects."""
    other.register(1)
    other.work()
    centre.operator.reject_photo(DEWI.submission_id, [Reason.SHADOW])
    other.work()
    return DEWI.submission_id


def open_lists(counter: Counter, room: str, lines: int) -> ListRoom:
    counter.hand.press(f"room_{room}")
    counter.hand.wait_until(lambda: len(counter.lists.table.rows) == lines, f"{lines} in {room}")
    return counter.lists


def needed(room: BackRoom) -> list[UUID]:
    """Whose resident has to come, as this kiosk knows it."""
    now = room.clock()
    return [row.id for row in room.store.call(lambda s: s.lists.needing_resident(now))]


def words(lists: ListRoom) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in lists.table.rows]


def test_a_photo_rejected_at_one_kiosk_is_redone_at_the_other(
    counter: Counter, other: OfficeKiosk, other_room: BackRoom, centre: Centre
) -> None:
    submission_id = rejected(other, centre)
    counter.sign_in()
    inbox = open_lists(counter, "inbox", 1)
    (line,) = words(inbox)
    assert line[:2] == [DEWI.ticket.display, DEWI.masked_name]
    assert line[4:] == [SHADOW, "Ulang foto"]

    counter.hand.press("row_redo_photo_button")
    counter.hand.type_date("ticket_birth", BIRTH_DATE)
    counter.hand.press("birth_next_button")
    counter.use_photo()
    counter.hand.press("done_close_button")
    counter.hand.wait_until(
        lambda: centre.record(submission_id).photo_revisions == (1, 2), "the photo at the centre"
    )

    other.work()
    assert needed(other_room) == []
    counter.hand.wait_until(lambda: not needed(counter.app.room), "nobody needed")
    assert counter.figures().made == 0


def test_who_is_needed_can_be_called_from_either_kiosk_once_there_is_a_line(
    counter: Counter, other: OfficeKiosk, centre: Centre
) -> None:
    submission_id = rejected(other, centre)
    counter.sign_in()
    inbox = open_lists(counter, "inbox", 1)
    counter.hand.press("list_calls")
    centre.go_down()

    counter.hand.press("row_phone_button")
    counter.hand.wait_until(lambda: DeskProblem.OFFLINE in counter.said(), "no line")
    assert DEWI.phone.display not in inbox.details.advice.text()

    centre.come_up()
    counter.hand.press("row_phone_button")
    counter.hand.wait_until(lambda: DEWI.phone.display in inbox.details.advice.text(), "a number")
    shown = [e for e in counter.store(lambda s: s.journal.entries()) if e.event == "phone.shown"]
    assert [entry.subject for entry in shown] == [str(submission_id)]
    assert "phone number shown to the office" in [
        event.text for event in centre.operator.events(submission_id)
    ]


def test_the_lists_stay_at_hand_while_the_centre_lets_them_wait(
    counter: Counter, other: OfficeKiosk, centre: Centre
) -> None:
    rejected(other, centre)
    counter.sign_in()
    inbox = open_lists(counter, "inbox", 1)

    with centre.lagging():
        counter.hand.press("row_phone_button")
        open_lists(counter, "queue", 0)
        open_lists(counter, "inbox", 1)

    assert DEWI.phone.display not in inbox.details.advice.text()  # asked for in an earlier visit
    counter.hand.press("row_phone_button")
    counter.hand.wait_until(lambda: DEWI.phone.display in inbox.details.advice.text(), "a number")


def test_what_the_centre_refuses_is_held_back_until_a_supervisor_gives_it_up(
    counter: Counter, centre: Centre
) -> None:
    centre.go_down()
    submission_id = counter.register()
    centre.come_up()
    claim_id(centre, submission_id)
    counter.sign_in()
    queue = open_lists(counter, "queue", 1)
    assert isinstance(queue, QueueRoom)
    counter.hand.wait_until(lambda: held(queue) is not None, "a part held back")
    row = held(queue)
    assert row is not None
    assert row.last_reason == RefusedReason.CONFLICT

    queue.table.selectRow(0)
    counter.hand.press("row_cancel_button")
    counter.hand.press("cancel_reason_cancel.made_again")
    counter.hand.press("decide_button")

    counter.hand.wait_until(lambda: counter.figures().cancelled == 1, "one cancelled")
    counter.hand.wait_until(lambda: not queue.table.rows, "an empty queue")
    figures = counter.figures()
    assert (figures.made, figures.cancelled, figures.adds_up) == (1, 1, True)
    assert counter.submission().state is KioskState.CANCELLED


def held(queue: QueueRoom) -> QueueRow | None:
    items = (row.item for row in queue.table.rows)
    rows = (item for item in items if isinstance(item, QueueRow))
    return next((row for row in rows if row.state is KioskState.QUARANTINED), None)


def claim_id(centre: Centre, submission_id: UUID) -> None:
    """Somebody else's form comes under the same name first."""
    stranger = Kiosk(centre.url, centre.new_code())
    stranger.put_form(submission_id, stranger.sealed_form(submission_id, Resident()))
    stranger.close()
    assert centre.state(submission_id) is not None
