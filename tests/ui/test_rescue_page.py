"""The page of a store that does not open: it says what is safe, repairs, and says what is left."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from kiosk.store.errors import StoreError
from kiosk.store.instance_lock import LOCK_FILE, InstanceLock
from kiosk.store.keys import find_root_key
from kiosk.store.rescue import Ailment, Diagnosis, Rescue, Rescued
from kiosk.store.store import Store
from kiosk.ui.look import Look
from kiosk.ui.rescue_page import RescuePage
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.workers import Workers
from tests.store.counter import CHEAP_PINS, NOW
from tests.store.sealing import enrol, register_sealed


class Scene:
    """A broken store, and its page on screen."""

    def __init__(self, folder: Path, workers: Workers, qtbot: QtBot) -> None:
        self.look = Look("id")
        self._qtbot = qtbot
        rescue = Rescue(folder, allow_key_file=True, patience=0)
        diagnosis = rescue.diagnose(error_of(folder))
        assert diagnosis is not None
        later = NOW + timedelta(days=1)
        self.page = RescuePage(self.look, diagnosis, lambda: workers.submit(rescue.rescue, later))
        qtbot.addWidget(self.page)
        self.page.resize(1024, 600)
        self.page.show()

    def press(self, name: str) -> None:
        button = self.page.findChild(QPushButton, name)
        assert button is not None
        assert button.isVisible()
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def said(self) -> Sentence | None:
        return self.page.notice.sentence

    def words(self) -> list[str]:
        return [each.text() for each in self.page.findChildren(QLabel) if each.isVisible()]

    def wait_to_read(self, key: str, **values: object) -> None:
        self._qtbot.waitUntil(lambda: self.look.text(key, **values) in self.words())

    def wait_for(self, key: str) -> None:
        self._qtbot.waitUntil(lambda: (self.said() or Sentence("")).key == key)


def opened(folder: Path) -> Store:
    return Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)


def error_of(folder: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        opened(folder)
    return caught.value


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(1, "rescue")
    yield workers
    workers.close(5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    store = opened(folder)
    enrol(store)
    for number in range(1, 4):
        register_sealed(store, number)
    store.close()
    return folder


def test_damage_is_said_repaired_and_told_in_figures(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "loket.db").write_bytes(b"kopi darat " * 900)
    scene = Scene(folder, workers, qtbot)
    assert scene.said() == Sentence("rescue.database")
    scene.wait_to_read("rescue.sealed", count=3)
    scene.press("repair_button")
    scene.wait_for("rescue.done")
    assert scene.said() == Sentence("rescue.done", {"kept": 3, "waiting": 3})
    scene.wait_to_read("rescue.kept_aside")
    with qtbot.waitSignal(scene.page.rescued):
        scene.press("open_button")
    store = opened(folder)
    assert len(store.submissions.queue_rows()) == 6
    store.close()


def test_a_new_key_is_asked_for_twice_and_can_be_left_alone(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "root.key").unlink()
    scene = Scene(folder, workers, qtbot)
    assert scene.said() == Sentence("rescue.key")
    scene.press("repair_button")
    assert scene.said() == Sentence("rescue.sure")
    scene.press("decline_button")
    assert not (folder / "aside").exists()
    scene.press("repair_button")
    scene.press("agree_button")
    scene.wait_for("rescue.done")
    scene.wait_to_read("rescue.gone_with_key")
    scene.wait_to_read("rescue.enrol")


def test_what_holds_a_repair_up_is_said_and_it_can_be_tried_again(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "loket.db").unlink()
    scene = Scene(folder, workers, qtbot)
    with closing(InstanceLock(folder / LOCK_FILE)):
        scene.press("repair_button")
        scene.wait_for("store.in_use")
    scene.press("repair_button")
    scene.wait_for("rescue.done")


def test_it_speaks_the_language_that_is_chosen(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "loket.db").unlink()
    scene = Scene(folder, workers, qtbot)
    scene.look.speak("en")
    scene.look.renew(scene.page)  # as the window does
    assert "Registrations that are safe and can be sent: 3." in scene.words()
    with qtbot.waitSignal(scene.page.closed):
        scene.press("close_button")


def test_who_thinks_again_is_told_once_more_what_is_the_matter(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "root.key").unlink()
    scene = Scene(folder, workers, qtbot)
    scene.press("repair_button")
    assert not scene.page.repair_button.isVisible()
    scene.press("decline_button")
    assert scene.said() == Sentence("rescue.key")
    assert scene.page.repair_button.isVisible()
    assert scene.page.focusWidget() is scene.page.close_button


@pytest.mark.parametrize(("lost", "kind"), [(0, Kind.RIGHT), (1, Kind.ATTENTION)])
def test_green_is_only_what_brought_everything_back(lost: int, kind: Kind, qtbot: QtBot) -> None:
    repaired: Future[Rescued] = Future()
    page = RescuePage(Look("id"), Diagnosis(Ailment.DATABASE, 0), lambda: repaired)
    qtbot.addWidget(page)
    page.show()
    repaired.set_result(
        Rescued(Ailment.DATABASE, 3, 3, 0, lost, 0, False, True, False, Path("nowhere"))
    )
    qtbot.mouseClick(page.repair_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.open_button.isVisible)
    assert page.notice.kind is kind


def test_what_has_no_room_is_scrolled_by_the_keys(
    folder: Path, workers: Workers, qtbot: QtBot
) -> None:
    (folder / "root.key").unlink()
    scene = Scene(folder, workers, qtbot)
    scene.page.resize(640, 240)
    bar = scene.page.findChildren(QScrollArea)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    scene.page.close_button.setFocus()
    qtbot.keyClick(scene.page.close_button, Qt.Key.Key_PageDown)
    assert bar.value() > 0
