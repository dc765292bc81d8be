"""Practice with the form's own pages: a clear strip, a score, and nothing kept of it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.phone import Phone
from kiosk.domain.pin import Pin
from kiosk.domain.region import Regions
from kiosk.store.officers import Officer, Role
from kiosk.store.store import Store
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.area import OfficerArea
from kiosk.ui.officer.practice.guests import GUESTS, Guest
from kiosk.ui.officer.practice.practice_desk import PracticeDesk
from kiosk.ui.officer.room import RoomName
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.contact_pages import EmailPage, PhonePage
from kiosk.ui.resident.line_pages import NamePage
from kiosk.ui.resident.number_pages import KkPage, NikPage
from kiosk.ui.resident.read_back_page import ReadBackPage
from kiosk.ui.services import Services
from tests.sync.scripted_central import NOON
from tests.ui.resident.counter import open_services
from tests.ui.touch import click, nameless
from tests.ui.whole_counter import Camera, StillRunner

PIN = "482913"


@pytest.fixture
def runner() -> StillRunner:
    return StillRunner()


@pytest.fixture
def enrolled(tmp_path: Path, regions: Regions, runner: StillRunner) -> Iterator[Services]:
    with open_services(tmp_path / "store", regions, runner) as services:
        yield services


@pytest.fixture
def rina(enrolled: Services) -> Officer:
    add = Pin(PIN)
    return enrolled.store.call(lambda s: s.officers.add("Rina", add, Role.OFFICER, NOON))


@pytest.fixture
def practice(qtbot: QtBot, enrolled: Services, rina: Officer) -> PracticeDesk:
    practice = PracticeDesk(Look(), enrolled)
    qtbot.addWidget(practice)
    practice.resize(976, 480)
    practice.show()
    practice.begin(rina)
    return practice


def touch(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def fill(practice: PracticeDesk, guest: Guest) -> None:
    """One page, as the papers say."""
    assert practice.step is not None
    page = practice.pages[practice.step]
    assert page.isVisible()
    match page:
        case NikPage():
            QTest.keyClicks(page.field, guest.nik)
        case KkPage():
            QTest.keyClicks(page.field, guest.kk)
            page.latest.show_answer(guest.kk_is_latest)
        case BirthDatePage():
            fill_date(page, f"{guest.birth_date:%d %m %Y}")
        case NamePage():
            QTest.keyClicks(page.field, guest.full_name)
        case PhonePage():
            QTest.keyClicks(page.field, Phone(guest.phone).national)
            page.own.show_answer(True)
        case EmailPage():
            page.show_address(guest.noted_email)
        case ReadBackPage():
            touch(page.tick)
            return
    go_on(practice)


def fill_date(page: BirthDatePage, day: str) -> None:
    for field, part in zip(page.date.fields, day.split(), strict=True):
        field.setText(part)


def go_on(practice: PracticeDesk) -> None:
    """Past a doubt too: what the papers say is right, and a suggestion for a mailbox is."""
    step = practice.step
    assert step is not None
    page = practice.pages[step]
    for _ in range(2):
        touch(page.next_button)
        if page.notice.agree_button.isVisible():
            touch(page.notice.agree_button)
        if practice.step is not step or not page.isVisible():
            return


def judge(practice: PracticeDesk, guest: Guest) -> None:
    for picture in guest.pictures:
        assert practice.judge.isVisible()
        assert practice.judge.choice is not None
        practice.judge.choice.choose([str(picture.answer or "accepted")])
        touch(practice.judge.next_button)


def play(practice: PracticeDesk, guest: Guest) -> None:
    touch(practice.papers.next_button)
    while practice.step is not Step.EMAIL_AGAIN:
        assert practice.strip.isVisible()
        assert practice.strip.line.isVisible()
        fill(practice, guest)
    fill(practice, guest)
    judge(practice, guest)


def kept(store: Store) -> tuple[object, ...]:
    """Everything that a registration would leave behind."""
    return (
        store.revision,
        store.drafts.list_open(),
        store.submissions.queue_rows(),
        len(store.lists.today(NOON)),
        store.lists.counts(NOON),
        store.journal.entries(newest=1),
    )


def test_nothing_of_any_guest_is_stored_sealed_or_sent(
    practice: PracticeDesk, enrolled: Services, runner: StillRunner
) -> None:
    before = enrolled.store.call(kept)

    for guest in GUESTS:
        play(practice, guest)
        assert practice.score.score is not None
        assert practice.score.score.points == practice.score.score.total
        if guest is not GUESTS[-1]:
            touch(practice.score.next_button)

    assert not practice.score.next_button.isVisible()
    assert enrolled.store.call(kept) == before
    assert runner.nudges == 0


def test_the_strip_is_on_every_page_and_shows_the_line_to_type(practice: PracticeDesk) -> None:
    assert practice.strip.chip.text() == "LATIHAN"
    assert not practice.strip.line.isVisible()

    touch(practice.papers.next_button)

    assert practice.strip.line.words == "NIK : 3510091203989001"
    click(practice, "papers_button")
    assert practice.papers.isVisible()
    touch(practice.papers.next_button)
    assert practice.pages[Step.NIK].isVisible()


def test_a_mistyped_name_and_a_misjudged_photo_are_told(practice: PracticeDesk) -> None:
    guest = GUESTS[0]
    touch(practice.papers.next_button)
    while practice.step is not Step.NAME:
        fill(practice, guest)
    name = practice.pages[Step.NAME]
    assert isinstance(name, NamePage)
    QTest.keyClicks(name.field, "BUDI CONTO")
    go_on(practice)
    while not practice.judge.isVisible():
        fill(practice, guest)
    assert practice.judge.choice is not None
    touch(practice.judge.next_button)
    assert practice.judge.notice.sentence is not None  # nothing was chosen yet
    for _ in guest.pictures:
        practice.judge.choice.choose(["accepted"])
        touch(practice.judge.next_button)

    assert practice.score.title.text() == "Nilai 7 dari 9"
    assert practice.score.lines == (
        "Nama: BUDI CONTO. Seharusnya BUDI CONTOH.",
        "Foto: ditolak. Kacamata terlihat. Minta warga melepas kacamata.",
    )


def test_a_year_that_nobody_here_has_is_told(practice: PracticeDesk) -> None:
    touch(practice.papers.next_button)
    while practice.step is not Step.BIRTH_DATE:
        fill(practice, GUESTS[0])
    page = practice.pages[Step.BIRTH_DATE]
    assert isinstance(page, BirthDatePage)
    fill_date(page, "12 03 2021")

    touch(page.next_button)

    assert page.isVisible()
    assert page.problem() == "reason.UNDER_AGE.title"


def test_the_same_guest_again_begins_with_empty_pages(practice: PracticeDesk) -> None:
    play(practice, GUESTS[0])
    touch(practice.score.again_button)
    touch(practice.papers.next_button)
    page = practice.pages[Step.NIK]
    assert isinstance(page, NikPage)
    assert page.field.text() == ""
    assert nameless(practice) == []


def test_practice_is_opened_from_the_help_and_forgotten_by_the_lock(
    qtbot: QtBot, enrolled: Services, rina: Officer
) -> None:
    seeing = replace(enrolled, camera=cast("CameraDesk", Camera()))
    area = OfficerArea(Look(), seeing)
    qtbot.addWidget(area)
    area.resize(1286, 600)
    area.show()
    area.gate.opened.emit(rina)
    qtbot.waitUntil(area.opening.isVisible)
    touch(area.opening.start_button)
    area.desk.open_room(RoomName.HELP)
    click(area, "practice_button")
    assert area.practice.isVisible()
    touch(area.practice.papers.next_button)
    page = area.practice.pages[Step.NIK]
    assert isinstance(page, NikPage)
    QTest.keyClicks(page.field, "35")

    area.lock()

    assert area.is_locked
    assert page.field.text() == ""
