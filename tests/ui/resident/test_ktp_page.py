"""The page of the identity card's photo, with real camera threads and a drawn card."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from kiosk.camera.loop import CameraState
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.pin import Pin
from kiosk.domain.reason import Reason
from kiosk.store.officers import Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.widgets.check_list import CardPoint, Tick
from tests.camera.card_scenes import CardScene, photograph
from tests.store.counter import NOW
from tests.ui.posing import Poser, desk_before
from tests.ui.resident.booth import Booth
from tests.ui.touch import click, has, type_into

PIN = "482913"
WELL = CardScene(seed=4)
FAR = replace(WELL, width_px=240.0)


class CardBooth(Booth):
    """With a card before the camera."""

    def __init__(self, qtbot: QtBot, store: StoreThread) -> None:
        poser = Poser(None)
        camera = desk_before(poser)
        look = Look()
        gate = OfficerGate(look, store, lambda: NOW)
        self.page = KtpPage(look, camera, lambda: NOW, gate)
        super().__init__(qtbot, poser, camera, self.page)

    def open(self, scene: CardScene) -> None:
        self.poser.pose = photograph(scene)
        self.window.show()


@pytest.fixture
def booth(qtbot: QtBot, store: StoreThread) -> Iterator[CardBooth]:
    booth = CardBooth(qtbot, store)
    yield booth
    booth.close()


def test_guides_until_the_card_is_held_well_and_takes_it_by_itself(booth: CardBooth) -> None:
    booth.open(FAR)
    booth.says("ktp.reason.TOO_SMALL.title")
    assert booth.page.live.check_list.tick(CardPoint.NEAR) is Tick.BAD
    assert booth.page.live.check_list.tick(CardPoint.WHOLE) is Tick.GOOD

    booth.poser.pose = photograph(WELL)
    booth.shows_result()
    assert {booth.page.result.check_list.tick(point) for point in CardPoint} == {Tick.GOOD}
    click(booth.page, "use_card_button")

    (card,) = booth.taken
    assert card.jpeg.startswith(b"\xff\xd8")
    assert card.taken_at == NOW
    assert card.exception is None


def test_no_card_no_photo(booth: CardBooth) -> None:
    booth.open(replace(WELL, width_px=20.0, at=(0.02, 0.02), fingers=False))

    booth.says("ktp.reason.KTP_UNREADABLE.title")
    assert booth.page.live.check_list.tick(CardPoint.SHARP) is Tick.WAITING
    assert not booth.page.result.isVisible()


def test_takes_another_one(booth: CardBooth) -> None:
    booth.open(WELL)
    booth.shows_result()

    click(booth.page, "retake_card_button")

    booth.qtbot.waitUntil(booth.page.live.isVisible)
    booth.shows_result()
    assert not booth.taken


def test_an_officer_keeps_a_bad_photo_and_says_why(booth: CardBooth, store: StoreThread) -> None:
    rina = store.call(lambda s: s.officers.add("Rina", Pin(PIN), Role.OFFICER, NOW))
    booth.open(FAR)
    booth.qtbot.waitUntil(booth.page.live.take_button.isVisible)
    click(booth.page, "take_card_button")
    booth.shows_result()
    assert not booth.page.result.use_button.isVisible()
    sentence = booth.page.result.notice.sentence
    assert sentence is not None
    assert sentence.key == "ktp.reason.TOO_SMALL.title"

    click(booth.page, "keep_card_button")
    click(booth.page, "exception_worn_card")
    click(booth.page, "exception_next_button")
    booth.qtbot.waitUntil(lambda: has(booth.page, "officer_0"))
    type_into(booth.page, "pin_field", PIN)
    click(booth.page, "open_button")

    booth.qtbot.waitUntil(lambda: bool(booth.taken))
    kept = PhotoException(ExceptionKind.WORN_CARD, rina.id, None, NOW)
    assert booth.taken[0].exception == kept
    failed = booth.taken[0].report.failed(frozenset({Reason.TOO_SMALL}))
    assert failed == (Reason.TOO_SMALL,)


def test_leaving_forgets_the_card_and_frees_the_camera(booth: CardBooth) -> None:
    booth.open(WELL)
    booth.shows_result()

    booth.page.hide()

    booth.qtbot.waitUntil(lambda: booth.camera.state is CameraState.OFF)
    assert booth.camera.frames.peek() is None
    assert booth.camera.cards.peek() is None
    booth.page.show()
    assert not booth.page.result.isVisible()
