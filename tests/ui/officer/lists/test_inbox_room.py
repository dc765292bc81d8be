"""The centre's answers: who has to come, whom to call, and what else was said."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.outcome import Person
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.officers import Officer
from kiosk.store.records import PHOTO
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import CentralUnavailableError, DeskProblem, UnavailableReason
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.inbox_room import InboxRoom
from kiosk.ui.resident.doors import Door
from kiosk.ui.text import Sentence
from tests.store.counter import (
    NOW,
    deliver_all,
    new_submission,
    outcome,
    register,
    submission_id,
    written,
)
from tests.sync.scripted_central import ScriptedCentral
from tests.ui.officer.lists.seen import lines, offered, touch_action
from tests.ui.touch import click

NUMBER = "0840-1234-9001"


@pytest.fixture
def answers(store: StoreThread) -> None:
    """Two who are needed, one who may join, and one who has."""
    store.call(lambda s: [register(s, number) for number in (1, 2, 3, 4)])
    store.call(deliver_all)
    needs_kk = outcome(3, 3, CentreState.ACTION_NEEDED, (Reason.KK_MISMATCH,))
    told = [
        outcome(1, 1, CentreState.ELIGIBLE),
        outcome(2, 2, CentreState.PHOTO_REJECTED, (Reason.SHADOW,)),
        replace(needs_kk, outcome=replace(needs_kk.outcome, fields=("kk",))),
        outcome(4, 4, CentreState.JOINED),
    ]
    store.call(lambda s: s.submissions.apply_outcomes(told, 4, NOW))


@pytest.mark.usefixtures("answers")
def test_begins_with_what_needs_the_resident_most(
    inbox: InboxRoom, qtbot: QtBot, look: Look
) -> None:
    shown = lines(inbox, qtbot, 3)

    assert [line[-1] for line in shown] == [
        look.text("officer.row.redo_photo"),
        look.text("officer.row.correct"),
        look.text("officer.row.join"),
    ]
    assert [line[4] for line in shown] == [
        look.text("reason.SHADOW.title"),
        look.text("review.kk"),
        look.text("officer.need.eligible"),
    ]


@pytest.mark.usefixtures("answers")
def test_a_correction_goes_through_the_door_of_the_status(inbox: InboxRoom, qtbot: QtBot) -> None:
    lines(inbox, qtbot, 3)

    with qtbot.waitSignal(inbox.door_requested) as asked:
        touch_action(inbox, 1)

    assert asked.args == [Door.STATUS, new_submission(3).ticket]


@pytest.mark.usefixtures("answers")
def test_what_needs_nobody_is_in_a_list_of_its_own(inbox: InboxRoom, qtbot: QtBot) -> None:
    lines(inbox, qtbot, 3)

    click(inbox, "list_other")

    assert [row.cells[3].text for row in inbox.table.rows] == ["Sudah gabung"]


@pytest.mark.usefixtures("answers")
def test_what_is_redone_and_still_on_its_way_needs_nobody(
    inbox: InboxRoom, qtbot: QtBot, store: StoreThread
) -> None:
    lines(inbox, qtbot, 3)

    def redo(at: Store) -> None:
        photo = written(at, 2, PHOTO, 2)
        at.submissions.queue_photo(submission_id(2), photo, "grant", NOW)

    store.call(redo)

    shown = lines(inbox, qtbot, 2)
    assert [line[3] for line in shown] == ["Perlu perbaikan", "Boleh gabung"]


@pytest.mark.usefixtures("answers")
def test_a_number_is_seen_when_it_is_asked_for_and_the_journal_says_by_whom(
    inbox: InboxRoom, qtbot: QtBot, store: StoreThread, rina: Officer, central: ScriptedCentral
) -> None:
    lines(inbox, qtbot, 3)
    click(inbox, "list_calls")
    assert "•••• 9001" in [cell.text for cell in inbox.table.rows[0].cells]
    assert NUMBER not in inbox.details.advice.text()

    touch_action(inbox, 0)

    qtbot.waitUntil(lambda: NUMBER in inbox.details.advice.text())
    last = store.call(lambda s: s.journal.entries(newest=1))[0]
    assert (last.event, last.actor, last.subject) == (
        "phone.shown",
        rina.id,
        str(submission_id(2)),
    )
    assert central.calls.get_nowait() == f"contact {submission_id(2)}"


@pytest.mark.usefixtures("answers")
def test_a_number_is_gone_with_its_line(inbox: InboxRoom, qtbot: QtBot) -> None:
    lines(inbox, qtbot, 3)
    click(inbox, "row_phone_button")
    qtbot.waitUntil(lambda: NUMBER in inbox.details.advice.text())

    inbox.table.selectRow(1)
    inbox.table.selectRow(0)

    assert NUMBER not in inbox.details.advice.text()


@pytest.mark.usefixtures("answers")
def test_without_a_line_there_is_a_sentence_and_no_number(
    inbox: InboxRoom, qtbot: QtBot, store: StoreThread, central: ScriptedCentral
) -> None:
    central.faults = [CentralUnavailableError(UnavailableReason.OFFLINE)]
    lines(inbox, qtbot, 3)

    click(inbox, "row_phone_button")

    qtbot.waitUntil(lambda: inbox.notice.sentence == Sentence(DeskProblem.OFFLINE))
    assert store.call(lambda s: s.journal.entries(newest=1))[0].event != "phone.shown"


def test_somebody_registered_at_another_kiosk_is_listed_and_called_alike(
    inbox: InboxRoom, qtbot: QtBot, store: StoreThread
) -> None:
    rejected = outcome(1, 7, CentreState.PHOTO_REJECTED, (Reason.BLUR,))
    person = Person("7Q4M2XA9BC", "Dewi L…i", "4321")
    known = replace(rejected, outcome=replace(rejected.outcome, person=person))
    store.call(lambda s: s.submissions.apply_outcomes([known], 1, NOW))

    (line,) = lines(inbox, qtbot, 1)

    assert line[:2] == ["LKT-7Q4M2-XA9BC", "Dewi L…i"]
    assert offered(inbox) == ["redo_photo", "phone"]  # the slip is with the other kiosk
