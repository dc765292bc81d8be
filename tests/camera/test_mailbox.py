"""Hand-over between threads."""

import time
from threading import Thread

from kiosk.camera.mailbox import Mailbox

WAIT = 5.0


def test_a_slow_reader_gets_the_newest_item_only() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for number in range(5):
        mailbox.put(number)
    assert mailbox.take() == 4
    assert mailbox.take() is None


def test_a_waiting_reader_is_woken() -> None:
    mailbox: Mailbox[int] = Mailbox()
    writer = Thread(target=mailbox.put, args=(7,))
    writer.start()
    assert mailbox.take(WAIT) == 7
    writer.join()


def test_waiting_ends_when_nothing_comes() -> None:
    mailbox: Mailbox[int] = Mailbox()
    began = time.monotonic()
    assert mailbox.take(0.02) is None
    assert time.monotonic() - began >= 0.015


def test_peeking_leaves_the_item_for_the_reader() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(3)
    assert mailbox.peek() == 3
    assert mailbox.take() == 3
    assert mailbox.peek() == 3


def test_clearing_forgets_what_was_read_too() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(3)
    mailbox.take()
    mailbox.put(4)
    mailbox.clear()
    assert mailbox.peek() is None
    assert mailbox.take() is None
