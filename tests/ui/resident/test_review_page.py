"""The last look before sending: hidden until touched, each answer to be changed, and on paper."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.camera.profile import load_profile
from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.domain.assessment import Sitting
from kiosk.domain.draft import Draft
from kiosk.domain.photo import CardReport, Finding, Verdict
from kiosk.domain.reason import Reason
from kiosk.domain.statement import DrawnSignature
from kiosk.sync.content import TakenCard
from kiosk.ui.flow import Step
from kiosk.ui.resident.review_page import ReviewPage
from kiosk.ui.widgets.signature_pad import SignatureView
from tests.domain.resident import complete_draft
from tests.sync.scripted_central import NOON
from tests.ui.resident.counter import Counter, DarkCamera
from tests.ui.resident.story import FACE, fill_page, go_to

CARD = TakenCard(
    FACE.read_bytes(),
    CardReport("2020.1", (Finding(Reason.BLUR, Verdict.PASS, 0.2, "", 0.5),)),
    NOON,
)
MAY_BREAK = "\u200b"
"""Stands in long addresses, where a line may end."""
LINES = (((100, 500), (900, 500)),)


def review(counter: Counter, draft: Draft) -> ReviewPage:
    """The page, filled."""
    page = counter.flow.pages[Step.REVIEW]
    assert isinstance(page, ReviewPage)
    counter.window.show_page(page)
    page.show_draft(draft)
    QApplication.processEvents()
    return page


def words(page: QWidget) -> str:
    QApplication.processEvents()
    shown = " | ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    return shown.replace(MAY_BREAK, "")


def test_what_is_personal_is_hidden_until_it_is_touched(counter: Counter) -> None:
    page = review(counter, complete_draft())
    for personal in ("SITI NURJANAH", "9490", "DUSUN", "siti.nurjanah"):
        assert personal not in words(page)
    for step in (Step.NIK, Step.NAME, Step.ADDRESS_LINE, Step.EMAIL, Step.SIGNATURE):
        counter.click(f"show_{step}")
    for personal in ("3510 0941 0190 9001", "SITI NURJANAH", "DUSUN KRAJAN", "siti.nurjanah@"):
        assert personal in words(page)
    counter.click(f"show_{Step.NIK}")
    assert "3510 0941 0190 9001" not in words(page)


def test_what_was_typed_comes_before_what_was_only_touched(counter: Counter) -> None:
    shown = words(review(counter, complete_draft()))
    stages = ("identity", "contact", "statement", "consent", "criteria")
    places = [shown.index(counter.look.text(f"stage.{stage}") + " | ") for stage in stages]
    assert places == sorted(places)


def test_a_drawn_signature_is_shown_when_it_is_touched(counter: Counter) -> None:
    page = review(counter, complete_draft().but(statement_signature=DrawnSignature(LINES)))
    drawing = counter.find(f"drawn_{Step.SIGNATURE}")
    assert isinstance(drawing, SignatureView)
    assert not drawing.isVisible()
    counter.click(f"show_{Step.SIGNATURE}")
    assert drawing.isVisible()
    assert drawing.strokes == LINES
    page.wipe()
    assert not page.findChildren(SignatureView)


@pytest.mark.parametrize(
    "step", [Step.CONSENT, Step.CRITERIA, Step.NIK, Step.EMAIL, Step.INTERESTS, Step.SIGNATURE]
)
def test_every_kind_of_answer_can_be_changed(counter: Counter, step: Step) -> None:
    go_to(counter, Step.REVIEW)
    counter.click(f"change_{step}")
    assert counter.flow.step is step
    counter.click("back_button")
    assert counter.flow.step is Step.REVIEW


def test_the_test_is_told_and_cannot_be_taken_again(counter: Counter) -> None:
    go_to(counter, Step.REVIEW)
    page = counter.flow.pages[Step.REVIEW]
    assert "8 dari 8 dijawab" in words(page)
    assert not page.findChildren(QWidget, f"change_{Step.ASSESSMENT}")


def test_without_a_printer_it_says_so(counter: Counter, qtbot: QtBot) -> None:
    go_to(counter, Step.REVIEW)
    page = counter.flow.pages[Step.REVIEW]
    counter.click("print_form_button")
    qtbot.waitUntil(lambda: page.problem() == "print.no_printer")
    assert page.next_button.isEnabled()


def ask_for_card(counter: Counter) -> None:
    """The photo profile asks for a photo of the KTP."""
    camera: object = counter.services.camera
    assert isinstance(camera, DarkCamera)
    camera.profile = replace(load_profile(), ktp_photo=True)


@pytest.fixture
def counter_with_card(counter: Counter) -> Counter:
    ask_for_card(counter)
    return counter


def test_the_card_comes_before_the_portrait_and_is_hidden_on_the_review(
    counter_with_card: Counter, qtbot: QtBot
) -> None:
    counter = counter_with_card
    go_to(counter, Step.KTP_PHOTO)
    assert counter.window.page is counter.flow.ktp_page
    counter.flow.ktp_page.taken.emit(CARD)
    steps = [counter.flow.step]
    fill_page(counter)

    thumbnail = counter.find("ktp_photo_thumbnail")
    assert not thumbnail.isVisible()
    counter.click("show_ktp_photo")
    assert thumbnail.isVisible()
    counter.click("change_ktp_photo")
    counter.flow.ktp_page.taken.emit(CARD)
    assert [*steps, counter.flow.step] == [Step.PHOTO, Step.REVIEW]
    assert not thumbnail.isVisible()

    counter.click("next_button")
    qtbot.waitUntil(lambda: counter.window.page is counter.flow.slip_page)
    queued = counter.services.store.call(lambda store: store.submissions.queue_rows())
    assert len(queued) == 3


def test_with_an_officer_the_card_before_the_desk_camera_goes_with_the_form(
    counter_with_card: Counter, qtbot: QtBot
) -> None:
    counter, flow = counter_with_card, counter_with_card.flow
    done = Sitting(DEMO_ASSESSMENT.version, NOON, finished_at=NOON)
    helped = complete_draft().but(assisted_by="petugas-1", assessment=done)
    flow.resume(helped.but(step=Step.KTP_PHOTO.value))
    flow.ktp_page.taken.emit(CARD)
    fill_page(counter)
    assert counter.window.page is flow.assistance.confirm_page
    counter.click("next_button")
    qtbot.waitUntil(lambda: counter.window.page is flow.slip_page)
    queued = counter.services.store.call(lambda store: store.submissions.queue_rows())
    assert {row.part for row in queued} == {"form", "photo", "ktp"}


def test_a_saved_form_takes_the_card_again(counter_with_card: Counter) -> None:
    counter_with_card.flow.resume(complete_draft().but(step=Step.REVIEW.value))
    assert counter_with_card.flow.step is Step.KTP_PHOTO


def test_a_card_that_is_asked_for_meanwhile_is_taken_before_sending(counter: Counter) -> None:
    go_to(counter, Step.REVIEW)
    ask_for_card(counter)
    counter.click("next_button")
    steps = [counter.flow.step]
    counter.flow.ktp_page.taken.emit(CARD)
    assert [*steps, counter.flow.step] == [Step.KTP_PHOTO, Step.REVIEW]


def test_nothing_of_the_pictures_stays_behind(counter_with_card: Counter) -> None:
    counter = counter_with_card
    go_to(counter, Step.KTP_PHOTO)
    counter.flow.ktp_page.taken.emit(CARD)
    fill_page(counter)
    counter.flow.end()
    for name in ("photo_thumbnail", "ktp_photo_thumbnail"):
        thumbnail = counter.flow.pages[Step.REVIEW].findChild(QLabel, name)
        assert thumbnail is not None
        assert thumbnail.pixmap().isNull()
