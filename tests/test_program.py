"""The program around the kiosk."""

import gc
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.backroom import BackRoom
from kiosk.cli import utc_now
from kiosk.program import GarbageInOneThread, SignalWatch, first_window, start_patiently
from kiosk.store.instance_lock import LOCK_FILE, InstanceLock
from kiosk.ui.look import Look
from kiosk.ui.stopped_page import StoppedPage
from kiosk.ui.text import Sentence
from kiosk.ui.waiting_page import WaitingPage
from tests.command_line import NOWHERE
from tests.flow.counter import open_room, settings


def test_only_the_thread_of_the_windows_collects_garbage(qapp: QApplication) -> None:
    gc.enable()
    try:
        with GarbageInOneThread() as collector:
            assert not gc.isenabled()
            loops: list[list[object]] = [[] for _ in range(gc.get_threshold()[0] + 1)]
            for loop in loops:
                loop.append(loop)
            collector.collect()
            assert gc.get_freeze_count() > 0
            assert gc.get_count()[0] < gc.get_threshold()[0]
        assert gc.isenabled()
        assert gc.get_freeze_count() == 0
    finally:
        gc.disable()


def run_to_its_end(application: QApplication) -> None:
    """Once told to exit, Qt enters no loop any more, of whatever test, until this was done."""
    QTimer.singleShot(0, application.quit)
    application.exec()


def test_a_signal_between_two_loops_ends_the_next(qapp: QApplication) -> None:
    with SignalWatch():
        signal.raise_signal(signal.SIGTERM)
        QTimer.singleShot(1000, qapp.quit)
        assert qapp.exec() == 128 + signal.SIGTERM


@pytest.mark.parametrize("ended", [0, 128 + signal.SIGTERM])
def test_while_the_service_lets_the_store_go_somebody_is_asked_for_patience(
    qapp: QApplication, tmp_path: Path, ended: int
) -> None:
    with open_room(tmp_path, NOWHERE, utc_now):
        pass  # from now on there is a store
    asked: list[bool] = []
    service = InstanceLock(tmp_path / LOCK_FILE)

    def let_go_when_asked() -> None:
        if any(isinstance(each, WaitingPage) and each.isVisible() for each in qapp.allWidgets()):
            timer.stop()
            asked.append(True)
            service.close()
            if ended:
                QApplication.exit(ended)

    timer = QTimer(interval=20)
    timer.timeout.connect(let_go_when_asked)
    timer.start()
    room = BackRoom(tmp_path, settings(NOWHERE), utc_now)
    assert start_patiently(room, Look("id")) == ended
    assert asked
    room.stop()
    run_to_its_end(qapp)


def test_what_cannot_be_heard_or_is_gone_in_a_moment_is_not_offered(qapp: QApplication) -> None:
    look = Look("id")
    waiting = first_window(look, WaitingPage(look))
    stopped = first_window(look, StoppedPage(look, Sentence("store.not_let_go")))
    assert waiting.footer.isHidden()
    assert stopped.footer.officer_button.isHidden()
    assert not stopped.footer.isHidden()
