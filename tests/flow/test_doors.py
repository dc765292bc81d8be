"""Each door of those who come back, in the real window against the real centre.

The photo again is a story of its own, in `test_photo_again`.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.backroom import BackRoom
from kiosk.camera.loop import CameraState
from kiosk.demo.sample_camera import SampleCamera, holding_slip
from kiosk.domain.registration import Registration
from kiosk.domain.submission import CentreState
from kiosk.sync.dispatch import Dispatcher
from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter, make_kiosk, open_counter, open_room
from tests.sync.registrations import PHOTO, registration

WRONG_TRIES: Final = 5


class Returning:
    """Somebody who registered a moment ago and has the slip."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.hand = counter, counter.hand
        self.registration: Registration = registration()
        self.ticket = self.registration.ticket.code

    def register(self) -> None:
        """As the form does at its end."""
        room = self.counter.app.room
        self.wait_for_configuration()
        Dispatcher(room.store, room.configuration).register(self.registration, PHOTO, room.clock())

    def wait_for_configuration(self) -> None:
        configuration = self.counter.app.room.configuration
        self.hand.wait_until(lambda: configuration.bundle is not None, "a configuration")

    def come_to_status(self, door: str = "status_door") -> None:
        self.counter.come_back(door, self.ticket)
        self.hand.wait_to_see("status_page")

    def reads(self, key: str, **values: object) -> bool:
        """Whether the window says it."""
        wanted = self.counter.app.look.text(key, **values)
        labels = self.counter.app.window.findChildren(QLabel)
        return any(shown.isVisible() and shown.text() == wanted for shown in labels)

    def leave(self, button: str = "status_close_button") -> None:
        self.hand.press(button)
        self.hand.wait_to_see("new_door")


@pytest.fixture
def siti(counter: Counter) -> Returning:
    siti = Returning(counter)
    siti.register()
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    return siti


def test_status_tells_what_happens_next_and_what_went_wrong_when_it_cannot(
    siti: Returning, centre: Centre
) -> None:
    siti.come_to_status()
    assert siti.reads("state.photo_verifying")
    assert siti.reads("status.next.photo_verifying")
    siti.leave()

    centre.go_down()
    siti.counter.come_back("status_door", siti.ticket)
    siti.hand.wait_until(lambda: siti.reads("sync.desk.offline"), "the centre cannot be asked")
    centre.come_up()
    siti.hand.press("birth_next_button")  # nothing has to be typed again
    siti.hand.wait_to_see("status_page")


def test_guessing_birth_dates_locks_the_ticket(siti: Returning) -> None:
    hand = siti.hand
    hand.press("status_door")
    hand.type("ticket_field", siti.ticket)
    hand.press("ticket_next_button")
    for name, text in (("day", "02"), ("month", "01"), ("year", "1990")):
        hand.type(f"ticket_birth_{name}", text)
    for _ in range(WRONG_TRIES):
        hand.press("birth_next_button")
        hand.wait_until(lambda: siti.reads("sync.desk.not_found"), "no such registration")
    hand.press("birth_next_button")
    hand.wait_until(lambda: siti.reads("sync.desk.locked"), "the ticket is locked")


def test_a_registration_that_still_waits_here_is_called_safe(
    counter: Counter, centre: Centre
) -> None:
    siti = Returning(counter)
    siti.wait_for_configuration()
    centre.go_down()
    siti.register()

    counter.come_back("status_door", siti.ticket)

    siti.hand.wait_until(lambda: siti.reads("ticket_door.waits_here"), "it is safe")


def test_joining_leads_to_the_acceptance_and_its_deadlines(siti: Returning, centre: Centre) -> None:
    centre.operator.accept_photo(siti.registration.submission_id)
    siti.come_to_status()
    siti.hand.press("join_button")
    siti.hand.press("join_consent")
    siti.hand.press("join_confirm_button")
    siti.leave("done_close_button")
    siti.come_to_status()
    assert siti.reads("status.next.joined")
    siti.leave()

    centre.act()

    siti.come_to_status()
    assert siti.reads("state.accepted")
    assert siti.reads("status.accepted.account")
    assert not siti.hand.sees("withdraw_button")
    siti.leave()


def test_withdrawing_erases_at_the_centre_and_here(siti: Returning, centre: Centre) -> None:
    siti.come_to_status()
    siti.hand.press("withdraw_button")
    siti.hand.press("withdrawal_tick")
    siti.hand.press("withdrawal_confirm_button")
    siti.hand.wait_until(lambda: siti.reads("done.withdrawal.next"), "everything is erased")
    siti.leave("done_close_button")

    record = centre.record(siti.registration.submission_id)
    assert (record.state, record.events[-1].actor) == (CentreState.WITHDRAWN, "resident")
    siti.counter.wait_until_told(CentreState.WITHDRAWN)
    assert siti.counter.submission().masked_name == ""
    siti.come_to_status()
    assert siti.reads("status.next.withdrawn")


def test_without_an_e_mail_the_form_waits_and_goes_on_where_it_was(counter: Counter) -> None:
    hand = counter.hand
    hand.press("new_door")
    counter.fill_until(Step.EMAIL)
    hand.press("no_email_button")
    hand.wait_to_see("pause_ticket_code")
    ticket = counter.text_of("pause_ticket_code").removeprefix("LKT-")
    hand.press("finish_button")
    hand.wait_to_see("new_door")
    assert not counter.is_filling

    counter.go_on(ticket)

    assert counter.step is Step.EMAIL


def test_the_slip_s_code_held_before_the_camera_is_all_that_is_typed_of_a_ticket(
    qapp: QApplication, room: BackRoom, tmp_path: Path
) -> None:
    slip = holding_slip(registration().ticket.display)
    with open_counter(room, tmp_path, partial(SampleCamera, slip)) as counter:
        siti, hand = Returning(counter), counter.hand
        siti.register()
        counter.wait_until_told(CentreState.PHOTO_VERIFYING)
        hand.press("status_door")
        hand.press("scan_button")
        hand.type_date("ticket_birth", BIRTH_DATE)  # as soon as the code was read
        hand.press("birth_next_button")

        hand.wait_to_see("status_page")

        assert "ticket_field" not in hand.typed_fields
        camera = counter.app.camera
        hand.wait_until(lambda: camera.state is CameraState.OFF, "the camera is off again")


@pytest.fixture
def strict_centre(tmp_path: Path, clock: Clock) -> Iterator[Centre]:
    """A centre that confirms e-mail and phone by one-time codes."""
    centre = Centre(tmp_path / "strict", clock, codes=True)
    centre.open()
    yield centre
    centre.close()


def enrolled(room: BackRoom, centre: Centre) -> BackRoom:
    make_kiosk(room, centre.new_code())
    return room


def code_of(centre: Centre, channel: str) -> str:
    """What the resident reads on the phone or in the mailbox."""
    texts = [m.text for m in centre.messages() if m.channel == channel]
    return texts[-1].split("Kode Loket Anda: ")[1][:6]


def test_both_codes_lead_on_through_the_door_to_go_on(
    qapp: QApplication, strict_centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    with (
        open_room(tmp_path / "kiosk", strict_centre.url, clock) as room,
        open_counter(enrolled(room, strict_centre), tmp_path) as counter,
    ):
        siti, hand = Returning(counter), counter.hand
        siti.register()
        counter.wait_until_told(CentreState.EMAIL_PENDING)
        siti.come_to_status("resume_door")
        hand.press("code_button")
        hand.wait_until(lambda: len(strict_centre.messages()) == 2, "one more e-mail")
        hand.type("code_field", "000000")
        hand.press("code_check_button")
        hand.wait_until(lambda: siti.reads("sync.desk.code_wrong"), "a wrong code")
        hand.type("code_field", code_of(strict_centre, "email"))
        hand.press("code_check_button")
        hand.wait_until(lambda: siti.reads("code.done.email_code"), "the e-mail is confirmed")

        hand.press("code_button")
        hand.wait_until(lambda: len(strict_centre.messages()) == 3, "an SMS")
        hand.type("code_field", code_of(strict_centre, "sms"))
        hand.press("code_check_button")
        hand.wait_until(lambda: siti.reads("code.done.phone_code"), "the phone is confirmed")

        siti.leave()
        counter.wait_until_told(CentreState.PHOTO_VERIFYING)
        assert set(hand.typed_fields) == {
            "ticket_field",
            "ticket_birth_day",
            "ticket_birth_month",
            "ticket_birth_year",
            "code_field",
        }
