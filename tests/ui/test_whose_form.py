"""Who is here while a form is filled: an officer beside, or nobody; watched, or not any more."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import SessionSettings
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.region import Regions
from kiosk.ui.flow import Step
from tests.sync.scripted_central import NOON
from tests.ui.canaries import Resident
from tests.ui.whole_counter import WholeCounter, open_whole_counter

USUAL = SessionSettings()
BORN = date(1990, 1, 1)
REFUSAL = PhotoException(ExceptionKind.REFUSES_PHOTO, "petugas-1", "penyelia-1", NOON)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[WholeCounter]:
    with open_whole_counter(tmp_path, regions) as counter:
        yield counter


@pytest.fixture
def resident() -> Resident:
    return Resident()


def go_on_alone(counter: WholeCounter, ticket: str) -> None:
    """By the door, with what stands on the slip of a form that waits."""
    hand = counter.hand
    hand.press("resume_door")
    hand.type("ticket_field", ticket)
    hand.press("ticket_next_button")
    hand.type_date("ticket_birth", BORN)
    hand.press("birth_next_button")
    hand.wait_until(lambda: counter.counter.resident.is_busy, "the form")


def test_whoever_goes_on_alone_with_a_form_of_an_officer_reads_nothing_back(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.be_helped_until(Step.PHONE_AGAIN, resident)
    ticket = counter.ticket()
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    counter.hand.wait_to_see("new_door")

    go_on_alone(counter, ticket)

    assert counter.step is Step.PHONE_AGAIN
    assert counter.hand.sees("phone_second")
    assert not counter.hand.sees("phone_fits")


def test_an_officer_who_goes_on_with_it_reads_back_again(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.be_helped_until(Step.PHONE_AGAIN, resident)
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    counter.sign_in()
    counter.hand.press("list_drafts")
    counter.hand.press("row_resume_button")
    counter.hand.wait_to_see("phone_fits")


def test_the_camera_looks_no_more_at_somebody_who_refuses_a_photo(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.be_helped_until(Step.PHOTO, resident)
    assert counter.camera.orders == [True]
    counter.hand.press("refuse_photo_button")
    counter.counter.resident.assistance.refusal_page.granted.emit(REFUSAL)

    assert counter.step is Step.REVIEW
    assert counter.camera.orders == [True, False]
    assert not counter.hand.sees("camera_note")


def test_an_officer_is_not_led_back_to_somebody_who_has_left(
    counter: WholeCounter, resident: Resident
) -> None:
    counter.fill_until(Step.NAME, resident)
    counter.sign_in()
    assert counter.counter.officer.somebody_waits
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    assert not counter.counter.officer.somebody_waits
