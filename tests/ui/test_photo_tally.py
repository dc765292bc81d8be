"""Photos that were judged, counted without a name."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from pytestqt.qtbot import QtBot

from kiosk.domain.period import EVER
from kiosk.domain.reason import Reason
from kiosk.domain.region import Regions
from kiosk.store.worker import StoreThread
from kiosk.ui.photo_tally import HELD_UP, Delays, JudgedPhoto, PhotoTally, Sitter
from tests.store.counter import NOW, open_store, raw
from tests.ui.whole_counter import open_whole_counter

SITI, AHMAD = (Sitter(UUID(int=number, version=4), "rina") for number in (1, 2))
FRAME = timedelta(milliseconds=100)


def numbers() -> "list[bytes]":
    return [bytes([number] * 8) for number in range(9)]


def test_tries_of_one_person_share_a_number_that_tells_nobody(
    qtbot: QtBot, store: StoreThread
) -> None:
    drawn = iter(numbers())
    tally = PhotoTally(store, lambda: NOW, lambda _: next(drawn))

    tally.count(JudgedPhoto(SITI, frozenset({Reason.SHADOW, Reason.BLUR}), kept=False))
    tally.count(JudgedPhoto(SITI, frozenset(), kept=True))
    tally.count(JudgedPhoto(AHMAD, frozenset(), kept=True))

    rows = store.call(
        lambda s: raw(s).rows("SELECT sitting, officer, causes, kept FROM photo_try ORDER BY id")
    )
    first, second, third = rows
    assert first[0] == second[0] != third[0]
    assert first[1:] == ("rina", '["BLUR", "SHADOW"]', 0)
    assert third[1:] == ("rina", "[]", 1)
    assert str(SITI.person) not in str(rows)


def test_a_cause_that_was_said_for_long_held_somebody_up_and_a_short_one_did_not() -> None:
    delays, now = Delays(), NOW
    for reason, time in ((Reason.SHADOW, HELD_UP), (Reason.TILT, HELD_UP / 2)):
        for frame in range(time // FRAME):
            delays.hear(reason, now + frame * FRAME)
        now += time
    delays.hear(None, now)

    assert delays.causes == {Reason.SHADOW}
    delays.forget()
    assert delays.causes == frozenset()


def test_a_camera_that_was_gone_is_no_cause() -> None:
    delays = Delays()
    delays.hear(Reason.SHADOW, NOW)
    delays.hear(None, NOW + timedelta(hours=1))
    assert not delays.causes


def test_an_empty_chair_is_no_cause() -> None:
    delays = Delays()
    for second in range(60):
        delays.hear(Reason.NO_FACE, NOW + timedelta(seconds=second))
    assert not delays.causes


def test_the_photo_pages_of_form_and_door_both_count(
    qtbot: QtBot, tmp_path: Path, regions: Regions
) -> None:
    with open_whole_counter(tmp_path, regions) as whole:
        counter = whole.counter
        for page in (counter.resident.photo_page, counter.doors.photo):
            page.judged.emit(JudgedPhoto(SITI, frozenset({Reason.DARK}), kept=True))
        whole.settle()
    store = open_store(tmp_path / "store")
    photos = store.figures.read(EVER).photos
    store.close()
    assert (photos.people, photos.causes) == (1, ((Reason.DARK, 1),))
