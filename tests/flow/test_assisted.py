"""An officer types, a resident confirms: the stories of the counter, up to the centre."""

from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.counter import Counter as Sides
from kiosk.domain.assessment import Sitting
from kiosk.domain.confirmation import ConfirmationWay
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import new_ticket
from kiosk.store.officers import Role
from kiosk.store.records import SubmissionRow
from kiosk.sync.forms import RegistrationForm
from kiosk.ui.flow import Step
from kiosk.ui.officer.lists.list_room import ListRoom
from tests.domain.resident import complete_draft
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import PIN, Counter
from tests.flow.effort import ALONE, ASSISTED, NEXT_OF_FAMILY, Effort, Tally
from tests.flow.test_centre_down import PAUSE
from tests.sync.registrations import PHOTO
from tests.ui.resident.helped import DAUGHTER, FITS, GRANDMOTHER, MOTHER, Member
from tests.ui.resident.story import FACE

RINAS_PIN = "482913"
TURNED = ConfirmationWay.TURNED_SCREEN


class Desk:
    """Officer Rina at the counter, a supervisor somewhere, and whoever sits before the desk."""

    def __init__(self, counter: Counter, centre: Centre) -> None:
        self.counter, self.centre, self.hand = counter, centre, counter.hand
        pin, now = Pin(RINAS_PIN), counter.app.room.clock()
        (self.supervisor,) = counter.store(lambda s: s.officers.list())
        self._forms = 0
        self.rina = counter.store(lambda s: s.officers.add("Rina", pin, Role.OFFICER, now))

    @property
    def sides(self) -> Sides:
        assert self.counter.app.counter is not None
        return self.counter.app.counter

    def help(self) -> None:
        """Rina, who has shown her PIN, begins a form for the next in the queue."""
        self.sides.officer.assist_requested.emit(self.rina.id)
        self.hand.wait_to_see("consent_process")

    def go_on_at(self, step: Step) -> None:
        """With a form that Rina has filled up to here, test and all."""
        self._forms += 1
        number, now = self._forms, self.counter.app.room.clock()
        draft = complete_draft().but(
            draft_id=UUID(int=number, version=4),
            ticket=new_ticket(number.to_bytes(6)).code,
            step=step.value,
            assisted_by=self.rina.id,
            assessment=Sitting(DEMO_ASSESSMENT.version, now, finished_at=now),
        )
        self.sides.resident.resume(draft)

    def fill_until(self, step: Step, member: Member) -> None:
        """Page after page; whatever is asked about is compared and found right."""
        while self.counter.step is not step:
            self._fill_page(self.counter.step, member)

    def _fill_page(self, step: Step, member: Member) -> None:
        if step is Step.PHOTO:
            self.counter.use_photo()
            return
        for name, *typed in member.acts(step):
            if typed:
                self.hand.type(name, typed[0])
            else:
                self.hand.press(name)
        if step not in FITS:
            self.hand.press("next_button")
        while self._is_asked_before_leaving(step):
            self.hand.press("agree_button")

    def _is_asked_before_leaving(self, step: Step) -> bool:
        def is_settled() -> bool:
            return self.counter.step is not step or self.hand.sees("agree_button")

        self.hand.wait_until(is_settled, f"the page after {step}, or a question")
        return self.counter.step is step

    def confirm(self) -> None:
        """The resident finds everything right, and it is queued."""
        self.hand.press("next_button")
        self.hand.wait_to_see("family_button")

    def finish(self) -> None:
        """From the confirmation to the first page."""
        self.confirm()
        self.hand.press("finish_button")
        self.hand.wait_to_see("new_door")

    def refuse_photo(self) -> None:
        """Rina notes it, and the supervisor comes and approves."""
        self.hand.press("refuse_photo_button")
        self.hand.wait_to_see("officer_1")
        self.show_pin(1, RINAS_PIN)
        self.hand.wait_until(lambda: not self.hand.sees("officer_1"), "only supervisors")
        self.show_pin(0, PIN)

    def show_pin(self, place: int, pin: str) -> None:
        self.hand.press(f"officer_{place}")
        self.hand.type("pin_field", pin)
        self.hand.press("open_button")

    def words(self, widget: QWidget) -> str:
        return " ".join(label.text() for label in widget.findChildren(QLabel))

    def newest(self) -> SubmissionRow:
        now = self.counter.app.room.clock()
        return self.counter.store(lambda s: s.lists.today(now)[0])

    def arrived(self) -> RegistrationForm:
        """What the centre reads of the newest."""
        self.counter.wait_until_delivered()
        return self.centre.form_of(self.newest().id)

    def wait_until_at_centre(self, state: CentreState) -> None:
        key = self.newest().id
        self.hand.wait_until(lambda: self.centre.state(key) is state, f"{state} at the centre")


@pytest.fixture
def desk(counter: Counter, centre: Centre) -> Desk:
    return Desk(counter, centre)


def test_to_be_helped_takes_fewer_touches_and_fewer_keys_than_to_do_it_alone() -> None:
    assert ASSISTED.is_within(Effort(ALONE.taps - 1, ALONE.keys - 1))


def test_a_family_of_three_is_registered_in_a_row_with_less_effort_than_alone(desk: Desk) -> None:
    hand, tally = desk.hand, Tally(desk.hand)
    desk.help()
    desk.fill_until(Step.REVIEW, MOTHER)
    desk.confirm()
    assert tally.effort.is_within(ASSISTED)
    mother = desk.arrived()
    assert mother.confirmation is not None
    assert (mother.assisted_by, mother.confirmation.way) == (desk.rina.id, TURNED)

    tally = Tally(hand)
    hand.press("family_button")
    desk.fill_until(Step.REVIEW, DAUGHTER)
    desk.confirm()
    assert tally.effort.is_within(NEXT_OF_FAMILY)
    daughter = desk.arrived()
    assert (daughter.kk, daughter.address) == (mother.kk, mother.address)
    assert (daughter.nik, daughter.full_name) == (DAUGHTER.nik, DAUGHTER.name.upper())
    assert not {c.given_at for c in daughter.consents} & {c.given_at for c in mother.consents}
    assert {"used_before.phone"} == {w for w in daughter.confirmed_warnings if "used" in w}

    hand.press("family_button")
    desk.refuse_photo()
    desk.fill_until(Step.REVIEW, GRANDMOTHER)
    desk.confirm()
    grandmother = desk.arrived()
    assert (grandmother.kk, grandmother.photo_exception is None) == (mother.kk, False)
    assert [consent.purpose for consent in grandmother.consents] == ["process"]
    hand.press("finish_button")
    hand.wait_to_see("new_door")
    assert (desk.counter.figures().made, desk.counter.figures().adds_up) == (3, True)


def test_whoever_refuses_before_the_camera_goes_on_with_a_supervisors_approval(desk: Desk) -> None:
    desk.go_on_at(Step.PHOTO)
    desk.refuse_photo()
    desk.finish()
    desk.wait_until_at_centre(CentreState.MANUAL_REVIEW)

    exception = desk.arrived().photo_exception
    assert exception is not None
    assert (exception.kind, exception.officer, exception.approver) == (
        ExceptionKind.REFUSES_PHOTO,
        desk.rina.id,
        desk.supervisor.id,
    )
    assert desk.newest().photo_exception == "refuses_photo"
    assert desk.centre.record(desk.newest().id).photo_revisions == ()
    desk.centre.operator.accept_photo(desk.newest().id)
    desk.counter.wait_until_told(CentreState.ELIGIBLE)


def test_a_photo_that_an_officer_kept_needs_no_supervisor_and_is_left_to_a_person(
    desk: Desk,
) -> None:
    kept = PhotoException(ExceptionKind.MEDICAL, desk.rina.id, None, PHOTO.taken_at)
    desk.go_on_at(Step.PHOTO)
    desk.sides.resident.photo_page.taken.emit(
        replace(PHOTO, jpeg=FACE.read_bytes(), exception=kept)
    )
    desk.finish()
    desk.wait_until_at_centre(CentreState.MANUAL_REVIEW)
    assert desk.newest().photo_exception == "medical"


def test_with_a_second_display_the_resident_confirms_what_stands_there(desk: Desk) -> None:
    second = desk.sides.second
    second.open_on(QGuiApplication.primaryScreen())
    desk.go_on_at(Step.NIK_AGAIN)
    assert "0941" in desk.words(second.number)
    desk.hand.press("nik_fits")
    assert "0941" not in desk.words(second)

    desk.go_on_at(Step.PHOTO)
    desk.counter.use_photo()
    desk.hand.wait_until(second.answers.isVisible, "the answers on the second display")
    assert "DUSUN KRAJAN" in desk.words(second.answers)
    desk.finish()
    assert "KRAJAN" not in desk.words(second)
    confirmation = desk.arrived().confirmation
    assert confirmation is not None
    assert confirmation.way is ConfirmationWay.SECOND_SCREEN


def test_a_slow_centre_holds_nobody_up(desk: Desk) -> None:
    with desk.centre.lagging():
        desk.go_on_at(Step.PHOTO)
        desk.counter.use_photo()
        desk.finish()
        assert desk.counter.figures().queued == 1
    assert desk.arrived().assisted_by == desk.rina.id


def test_while_the_centre_is_down_even_a_refusal_waits_with_who_approved_it(
    desk: Desk, clock: Clock
) -> None:
    desk.centre.go_down()
    desk.go_on_at(Step.PHOTO)
    desk.refuse_photo()
    desk.finish()
    assert (desk.counter.figures().queued, desk.counter.figures().adds_up) == (1, True)

    desk.centre.come_up()
    clock.let_pass(PAUSE)
    exception = desk.arrived().photo_exception
    assert exception is not None
    assert exception.approver == desk.supervisor.id
    desk.wait_until_at_centre(CentreState.MANUAL_REVIEW)


def test_what_the_centre_does_not_take_is_told_to_the_officer(desk: Desk) -> None:
    hand, counter = desk.hand, desk.counter
    for _ in range(2):  # the same person
        desk.go_on_at(Step.PHOTO)
        counter.use_photo()
        desk.finish()
    desk.wait_until_at_centre(CentreState.INELIGIBLE)

    counter.sign_in()
    hand.press("room_inbox")
    hand.press("list_other")
    duplicate = counter.app.look.text(f"reason.{Reason.DUPLICATE}.title")
    hand.wait_until(lambda: duplicate in told(counter.lists), "why not")
    assert (counter.figures().made, counter.figures().adds_up) == (2, True)


def told(lists: ListRoom) -> str:
    """What stands in a list."""
    return " ".join(cell.text for row in lists.table.rows for cell in row.cells)
