"""The centre wants a field again: that is typed, nothing else, and the rest stays verified."""

from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter, make_kiosk, open_counter, open_room
from tests.flow.lossy_line import LossyLine
from tests.flow.test_doors import Returning
from tests.sync.scripted_server import ScriptedServer, running
from tests.ui.officer.lists.seen import touch_action

NEW_KK: Final = "3510091203159003"
DATE: Final = ["ticket_birth_day", "ticket_birth_month", "ticket_birth_year"]


@pytest.fixture
def siti(counter: Counter) -> Returning:
    siti = Returning(counter)
    siti.register()
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    return siti


def ask(siti: Returning, centre: Centre, *fields: PatchField) -> None:
    """The centre's people want these again, and the kiosk hears of it."""
    submission_id = siti.registration.submission_id
    centre.operator.ask_for(submission_id, [Reason.KK_MISMATCH], fields)
    siti.counter.wait_until_told(CentreState.ACTION_NEEDED)


def type_kk(siti: Returning, number: str = NEW_KK, *, is_odd: bool = False) -> None:
    hand = siti.hand
    hand.type("kk_first", number)
    hand.press("kk_is_latest_yes")
    hand.press("next_button")
    if is_odd:
        hand.press("agree_button")
    hand.type("kk_second", number)
    hand.press("next_button")


def test_one_field_is_corrected_alone_and_leads_to_the_batch(
    siti: Returning, centre: Centre
) -> None:
    counter, hand, submission_id = siti.counter, siti.hand, siti.registration.submission_id
    ask(siti, centre, PatchField.KK)
    assert counter.submission().fields == ("kk",)

    siti.come_to_status()
    assert siti.reads("status.to_correct", fields="Nomor KK")
    before = len(hand.typed_fields)
    hand.press("patch_button")
    type_kk(siti)
    hand.press("patch_send_button")
    siti.leave("done_close_button")

    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    assert hand.typed_fields[before:] == ["kk_first", "kk_second"]
    counter.wait_until_delivered()
    parts = counter.store(lambda store: store.submissions.delivered_parts(submission_id))
    assert [(part.part, part.revision) for part in parts][-1] == ("patch", 1)
    assert (counter.figures().made, counter.figures().adds_up) == (1, True)
    centre.operator.accept_photo(submission_id)
    counter.wait_until_told(CentreState.ELIGIBLE)


def correct_while_the_line_is_dead(siti: Returning, centre: Centre) -> None:
    """Sealed at the counter while its grant lives; the centre hears nothing of it."""
    ask(siti, centre, PatchField.KK)
    siti.come_to_status()
    siti.hand.press("patch_button")
    centre.go_down()
    type_kk(siti)
    siti.hand.press("patch_send_button")
    siti.leave("done_close_button")
    siti.hand.wait_until(lambda: is_put_off(siti.counter), "the correction put off")
    centre.come_up()


def test_a_correction_that_waited_for_a_line_all_day_is_taken(
    siti: Returning, centre: Centre, clock: Clock
) -> None:
    correct_while_the_line_is_dead(siti, centre)
    clock.let_pass(timedelta(hours=8))
    siti.counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    siti.counter.wait_until_delivered()


def test_a_correction_that_comes_weeks_late_is_set_aside_and_made_anew(
    siti: Returning, centre: Centre, clock: Clock
) -> None:
    counter = siti.counter
    correct_while_the_line_is_dead(siti, centre)
    clock.let_pass(timedelta(days=15))
    siti.hand.wait_until(lambda: is_set_aside(counter), "the correction set aside")

    siti.come_to_status()
    siti.hand.press("patch_button")
    type_kk(siti)
    siti.hand.press("patch_send_button")
    siti.leave("done_close_button")

    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    counter.wait_until_delivered()
    assert counter.figures().adds_up


def test_what_the_centre_does_not_take_it_asks_for_again(siti: Returning, centre: Centre) -> None:
    ask(siti, centre, PatchField.KK)
    siti.come_to_status()
    siti.hand.press("patch_button")
    type_kk(siti, siti.registration.nik.value, is_odd=True)
    siti.hand.press("patch_send_button")
    siti.leave("done_close_button")
    siti.hand.wait_until(lambda: is_refused(centre, siti), "a refusal")
    record = centre.record(siti.registration.submission_id)
    assert (record.state, record.fields) == (CentreState.ACTION_NEEDED, ("kk",))

    siti.come_to_status()
    siti.hand.press("patch_button")
    type_kk(siti)
    siti.hand.press("patch_send_button")
    siti.leave("done_close_button")

    siti.counter.wait_until_told(CentreState.PHOTO_VERIFYING)


def test_a_correction_whose_receipt_got_lost_counts_once(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    line = LossyLine(centre.url, loses="PUT")
    with (
        running(ScriptedServer(line)) as server,
        open_room(home / "store", server.url, clock) as room,
    ):
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as counter:
            siti = Returning(counter)
            siti.register()
            siti.hand.wait_until(lambda: is_put_off(counter), "the form put off")
            clock.let_pass(timedelta(hours=1))
            counter.wait_until_told(CentreState.PHOTO_VERIFYING)
            line.receipts.clear()  # the next answer is lost again
            ask(siti, centre, PatchField.KK)
            siti.come_to_status()
            siti.hand.press("patch_button")
            type_kk(siti)
            siti.hand.press("patch_send_button")
            siti.leave("done_close_button")
            siti.hand.wait_until(lambda: is_put_off(counter), "the correction put off")
            clock.let_pass(timedelta(hours=1))
            counter.wait_until_delivered()
    ((path, (lost, heard)),) = line.receipts.items()
    assert path.endswith("/patches/1")
    assert lost == heard
    events = centre.record(siti.registration.submission_id).events
    assert sum("taken" in event.text for event in events) == 1


# --- from the officer's inbox ----------------------------------------------------------------


def lead(siti: Returning, room: str = "inbox") -> None:
    """The officer, who is at the desk, opens a list and touches what is to be done."""
    hand = siti.hand
    hand.press(f"room_{room}")
    hand.wait_until(lambda: len(siti.counter.lists.table.rows) == 1, f"one line in {room}")
    touch_action(siti.counter.lists, 0)
    hand.wait_to_see("ticket_birth_day")


def test_a_field_is_corrected_from_the_inbox_and_read_back(siti: Returning, centre: Centre) -> None:
    hand = siti.hand
    ask(siti, centre, PatchField.KK)
    siti.counter.sign_in()
    lead(siti)

    hand.type_date("ticket_birth", BIRTH_DATE)
    hand.press("birth_next_button")
    hand.type("kk_first", NEW_KK)
    hand.press("kk_is_latest_yes")
    hand.press("next_button")
    hand.press("kk_fits")
    hand.press("patch_send_button")
    hand.press("done_close_button")

    siti.counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    assert hand.typed_fields[-4:] == [*DATE, "kk_first"]


def is_put_off(counter: Counter) -> bool:
    return any(row.last_reason is not None for row in counter.queue())


def is_set_aside(counter: Counter) -> bool:
    return [row.state for row in counter.queue()] == [KioskState.QUARANTINED]


def is_refused(centre: Centre, siti: Returning) -> bool:
    events = centre.record(siti.registration.submission_id).events
    return any("patch 1: refused" in event.text for event in events)
