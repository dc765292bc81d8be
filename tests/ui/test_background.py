"""Results of other threads."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from kiosk.ui.background import Background


def test_a_result_arrives_in_the_thread_of_the_windows(qtbot: QtBot) -> None:
    background = Background()
    arrived: list[tuple[int, int]] = []
    with ThreadPoolExecutor(1) as pool:
        background.watch(
            pool.submit(threading.get_ident),
            lambda worker: arrived.append((worker, threading.get_ident())),
        )
        qtbot.waitUntil(lambda: bool(arrived))
    worker, receiver = arrived[0]
    assert receiver == threading.get_ident() != worker


def test_an_expected_error_is_handed_over(qtbot: QtBot) -> None:
    background = Background()
    errors: list[Exception] = []
    failed: Future[None] = Future()
    background.watch(failed, lambda _: None, errors.append)
    failed.set_exception(OSError("disk"))
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], OSError)


def test_an_unexpected_error_is_not_swallowed(qtbot: QtBot) -> None:
    background = Background()
    failed: Future[None] = Future()
    background.watch(failed, lambda _: None)
    with capture_exceptions() as raised:
        failed.set_exception(ZeroDivisionError())
        qtbot.wait(1)
    assert [kind for kind, _, _ in raised] == [ZeroDivisionError]


def test_what_nobody_waits_for_any_more_is_dropped(qtbot: QtBot) -> None:
    background = Background()
    arrived: list[str] = []
    late: Future[str] = Future()
    background.watch(late, arrived.append)
    background.forget()
    late.set_result("of the last resident")
    qtbot.wait(1)
    assert arrived == []


def test_what_is_there_already_comes_after_the_step_that_asked_for_it(qtbot: QtBot) -> None:
    background = Background()
    arrived: list[str] = []
    done: Future[str] = Future()
    done.set_result("done")
    background.watch(done, arrived.append)
    assert arrived == []
    qtbot.waitUntil(lambda: arrived == ["done"])
