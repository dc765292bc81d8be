"""What only a supervisor settles: a forgotten PIN, and what was held back."""

from http import HTTPStatus
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.demo.centre import OFFICE_ID
from kiosk.domain.decision import ReleaseReason
from kiosk.domain.recovery import Challenge, parse_challenge
from kiosk.domain.submission import KioskState
from kiosk.store.journal import Event
from kiosk.sync.central import RefusedReason
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room
from tests.flow.lossy_line import LossyLine
from tests.flow.test_doors import Returning
from tests.sync.scripted_server import ScriptedServer, reply, running

NEW_PIN = "730184"
TOO_LARGE = reply(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"<html>", None, "text/html")


def test_the_only_supervisor_who_forgot_the_pin_is_let_in_by_telephone(
    counter: Counter, centre: Centre
) -> None:
    hand = counter.hand
    centre.go_down()
    hand.press("officer_button")
    hand.press("forgot_button")
    hand.wait_until(lambda: bool(counter.text_of("challenge")), "a question for the centre")
    asked = parse_challenge(counter.text_of("challenge"))
    assert isinstance(asked, Challenge)
    answer = centre.operator.recovery_code(OFFICE_ID, asked)  # read aloud by its people

    hand.type("recovery_field", answer.code)
    hand.press("recovery_next_button")
    hand.type("pin_first", NEW_PIN)
    hand.type("pin_second", NEW_PIN)
    hand.press("recovery_keep_button")

    counter.show_pin(NEW_PIN)
    counter.go_to_desk()
    events = [entry.event for entry in counter.store(lambda s: s.journal.entries())]
    assert Event.RECOVERY_USED in events


def test_what_a_gateway_refused_is_sent_again_once_it_was_mended(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    line = LossyLine(centre.url, instead=TOO_LARGE)
    with (
        running(ScriptedServer(line)) as server,
        open_room(home / "store", server.url, clock) as room,
    ):
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as counter:
            Returning(counter).register()
            hand = counter.hand
            hand.wait_until(lambda: held_back(counter) == [RefusedReason.TOO_LARGE], "it held back")
            assert counter.figures().quarantined == 1
            counter.sign_in()
            hand.press("room_queue")
            hand.press("row_release_button")
            hand.press(f"release_reason_{ReleaseReason.MENDED}")
            hand.press("decide_button")
            counter.wait_until_delivered()
            assert (counter.figures().delivered, counter.figures().adds_up) == (1, True)
    assert len(centre.operator.submissions()) == 1


def held_back(counter: Counter) -> list[str | None]:
    rows = counter.queue()
    return [row.last_reason for row in rows if row.state is KioskState.QUARANTINED]
