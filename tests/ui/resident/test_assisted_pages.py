"""The pages that stand in for others while an officer types."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.domain.assessment import Sitting
from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.pin import Pin
from kiosk.store.officers import Role
from kiosk.ui.flow import Step
from kiosk.ui.page import Page
from tests.domain.resident import complete_draft
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON
from tests.ui.resident.counter import Counter
from tests.ui.resident.helped import FITS
from tests.ui.resident.story import FACE, act

HELPED = complete_draft().but(
    assisted_by="petugas-1",
    assessment=Sitting(DEMO_ASSESSMENT.version, NOON, finished_at=NOON),
)
SCREENS = [(1024, 600), (1366, 768), (1080, 1920)]
REFUSAL = PhotoException(ExceptionKind.REFUSES_PHOTO, "petugas-1", "penyelia-1", NOON)
PIN = "274913"


@pytest.fixture
def counter(same_counter: Counter) -> Counter:
    return same_counter


def show(counter: Counter, step: Step, draft: Draft = HELPED) -> Page:
    """Bring a page on screen as an officer finds it."""
    counter.flow.resume(draft.but(step=step.value))
    if step is Step.REVIEW:
        counter.flow.photo_page.taken.emit(replace(PHOTO, jpeg=FACE.read_bytes()))
    QApplication.processEvents()
    page = counter.window.page
    assert isinstance(page, Page)
    assert counter.flow.step is step
    return page


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


def is_in_sight(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.mark.parametrize(
    ("step", "groups"),
    [
        (Step.NIK_AGAIN, ["3510", "0941", "0190", "9001"]),
        (Step.KK_AGAIN, ["3510", "0912", "0315", "9002"]),
        (Step.PHONE_AGAIN, ["0840", "1234", "9001"]),
        (Step.EMAIL_AGAIN, ["siti", ".nurjanah", "@example", ".com"]),
    ],
)
def test_a_number_is_read_back_group_by_group_and_a_tick_leads_on(
    counter: Counter, step: Step, groups: list[str]
) -> None:
    page = show(counter, step)
    shown = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert [group for group in shown if group in groups] == groups
    counter.click("next_button")
    assert counter.problem() == "read_back.required"
    act(counter, *FITS[step])
    assert counter.flow.step is not step


def test_another_number_has_to_be_read_back_anew(counter: Counter, qtbot: QtBot) -> None:
    show(counter, Step.NIK_AGAIN)
    act(counter, *FITS[Step.NIK_AGAIN])
    counter.click("back_button")
    counter.click("next_button")  # the same number: it was read back
    assert counter.flow.step is Step.KK

    act(counter, ("back_button",), ("back_button",))
    field = counter.find("nik_first")
    assert isinstance(field, QLineEdit)
    field.setText("3510094101909002")
    counter.click("next_button")
    qtbot.waitUntil(lambda: counter.flow.step is Step.NIK_AGAIN)
    counter.click("next_button")
    assert counter.problem() == "read_back.required"


def test_whoever_is_alone_types_blind_as_before(counter: Counter) -> None:
    page = show(counter, Step.NIK_AGAIN, complete_draft())
    assert page is counter.flow.pages[Step.NIK_AGAIN]


def test_enter_leads_an_officer_on_and_nobody_else(counter: Counter) -> None:
    for draft, goes_on in ((HELPED, True), (complete_draft(), False)):
        show(counter, Step.NAME, draft)
        QTest.keyClick(counter.find("full_name"), Qt.Key.Key_Return)
        assert (counter.flow.step is not Step.NAME) is goes_on
        counter.flow.end()


def test_the_resident_confirms_in_clear_and_only_that_is_sent(counter: Counter) -> None:
    page = show(counter, Step.REVIEW)
    assert page is counter.flow.assistance.confirm_page
    for answer in ("3510 0941 0190 9001", "SITI NURJANAH", "DUSUN KRAJAN", "0840-1234-9001"):
        assert answer in words(page)


def test_what_is_not_right_is_mended_by_the_officer_and_shown_again(counter: Counter) -> None:
    confirm = show(counter, Step.REVIEW)
    counter.click("back_button")
    review = counter.window.page
    assert review is counter.flow.pages[Step.REVIEW]
    assert review is not None
    assert "3510 0941 0190 9001" not in words(review)
    counter.click(f"change_{Step.MARITAL_STATUS}")
    counter.click("marital_status_widowed")
    counter.click("next_button")
    assert counter.window.page is confirm
    counter.click("back_button")
    counter.click("next_button")
    assert counter.window.page is confirm


def test_a_number_that_is_changed_from_the_review_is_read_back_too(counter: Counter) -> None:
    show(counter, Step.REVIEW)
    counter.click("back_button")
    counter.click(f"change_{Step.KK}")
    counter.click("next_button")
    assert counter.window.page is counter.flow.assistance.pages[Step.KK_AGAIN]
    act(counter, *FITS[Step.KK_AGAIN])
    assert counter.window.page is counter.flow.assistance.confirm_page


def test_what_is_still_missing_is_said_where_the_resident_reads(counter: Counter) -> None:
    show(counter, Step.REVIEW, HELPED.but(sex="L", confirmed_warnings=()))
    counter.click("next_button")
    assert counter.problem() == "nik.warning.sex"
    assert counter.find("back_button").hasFocus()


def test_nothing_about_a_photo_is_asked_of_somebody_who_refuses_one(counter: Counter) -> None:
    show(counter, Step.CONSENT, HELPED.but(photo_exception=REFUSAL, consents=()))
    assert not counter.find("consent_camera").isVisible()
    counter.click("consent_process")
    counter.click("next_button")
    assert counter.flow.step is Step.CRITERIA


def test_whoever_wants_a_photo_after_all_is_asked_everything_again(counter: Counter) -> None:
    show(counter, Step.CONSENT, HELPED.but(photo_exception=REFUSAL, consents=()))
    counter.click("refuse_photo_button")
    assert counter.find("consent_camera").isVisible()
    counter.click("consent_process")
    counter.click("next_button")
    assert counter.problem() == f"consent.{ConsentPurpose.CAMERA}_required"


def test_only_an_officer_can_note_that_somebody_refuses(counter: Counter) -> None:
    show(counter, Step.CONSENT, complete_draft())
    assert not counter.find("refuse_photo_button").isVisible()


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_way_on_is_in_sight_on_every_screen(
    counter: Counter, screen: tuple[int, int], scale: float
) -> None:
    counter.window.resize(*screen)
    counter.look.show_text_at(scale)
    for step in (*FITS, Step.REVIEW):
        page = show(counter, step)
        counter.look.show_text_at(scale)
        QApplication.processEvents()
        assert is_in_sight(page.next_button), step
        assert is_in_sight(page.back_button), step
        assert counter.window.width() == screen[0], step
        if step in FITS:
            assert is_in_sight(counter.find(FITS[step][0][0])), step


KNOWN = {
    Step.NIK: "used_before.nik",
    Step.PHONE: "used_before.phone",
    Step.EMAIL: "used_before.email",
}


def register_somebody_like(counter: Counter) -> None:
    """The same NIK, phone and mailbox, another ticket."""
    if not counter.services.store.call(
        lambda s: s.submissions.waits_here(registration().ticket.code)
    ):
        counter.services.dispatcher.register(registration(), PHOTO, NOON)


@pytest.mark.parametrize("step", KNOWN)
def test_an_officer_is_told_what_was_used_here_before_and_may_go_on(
    counter: Counter, qtbot: QtBot, step: Step
) -> None:
    register_somebody_like(counter)
    page = show(counter, step, HELPED.but(confirmed_warnings=("phone.warning.prefix_unknown",)))
    counter.click("next_button")
    qtbot.waitUntil(lambda: counter.problem() == KNOWN[step])
    assert counter.flow.step is step
    page.agree()
    assert counter.flow.step is not step
    kept = next(draft for draft in counter.drafts() if draft.draft_id == HELPED.draft_id)
    assert KNOWN[step] in kept.confirmed_warnings


@pytest.mark.parametrize("step", KNOWN)
def test_nobody_alone_is_told_who_was_here_before(counter: Counter, step: Step) -> None:
    register_somebody_like(counter)
    alone = complete_draft().but(confirmed_warnings=("phone.warning.prefix_unknown",))
    show(counter, step, alone)
    counter.click("next_button")
    assert counter.flow.step is not step


def test_a_refusal_that_is_not_granted_leads_back(counter: Counter, qtbot: QtBot) -> None:
    counter.services.store.call(
        lambda s: s.officers.add("Bu Contoh", Pin(PIN), Role.SUPERVISOR, NOON)
    )
    show(counter, Step.CONSENT)
    counter.click("refuse_photo_button")
    qtbot.waitUntil(lambda: counter.find("gate_back_button").isVisible())
    counter.click("gate_back_button")
    assert counter.window.page is counter.flow.pages[Step.CONSENT]
