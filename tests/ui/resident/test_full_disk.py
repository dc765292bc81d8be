"""A disk that takes no more, while somebody is at the counter."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.store.errors import DiskFullError
from kiosk.ui.flow import Step
from kiosk.ui.resident.controller import ResidentFlow
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.text import Sentence
from tests.domain.resident import complete_draft
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import fill_page, go_to

resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
ROOM_BYTES = 8192


@contextmanager
def full_disk() -> Generator[None]:
    """No file of this process grows any more: the system refuses it as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def wait_until_saved(counter: Counter) -> None:
    """The store works in the order it is asked."""
    counter.services.store.call(lambda _: None)


@pytest.mark.parametrize("officer", [None, "officer-1"], ids=["alone", "helped"])
@pytest.mark.parametrize("is_begun_before", [False, True], ids=["new", "taken up again"])
def test_no_form_goes_on_that_might_not_find_room(
    counter: Counter, qtbot: QtBot, officer: str | None, *, is_begun_before: bool
) -> None:
    asked = ResidentFlow(
        counter.window,
        counter.services,
        counter.look,
        WelcomePage(counter.look),
        counter.camera_pages,
        room_needed=sys.maxsize,
    )
    asked.show_welcome()

    if is_begun_before:
        asked.resume(complete_draft().but(assisted_by=officer))
    else:
        asked.start(assisted_by=officer)

    notice = asked.welcome.notice
    qtbot.waitUntil(lambda: notice.sentence == Sentence("welcome.no_room"))
    assert counter.window.page is asked.welcome
    assert not asked.is_busy


def test_the_next_page_says_that_the_last_one_could_not_be_saved(
    counter: Counter, qtbot: QtBot
) -> None:
    go_to(counter, Step.NIK)
    with full_disk():
        fill_page(counter)
        qtbot.waitUntil(lambda: counter.problem() == DiskFullError.key)
    assert counter.flow.step is Step.NIK_AGAIN

    fill_page(counter)
    wait_until_saved(counter)

    assert counter.problem() is None
    (draft,) = counter.drafts()
    assert draft.step == Step.KK


def test_what_went_wrong_behind_the_photo_page_is_told_after_it(counter: Counter) -> None:
    go_to(counter, Step.ASSESSMENT)
    with full_disk():
        fill_page(counter)
        wait_until_saved(counter)
        QApplication.processEvents()
    assert counter.flow.step is Step.PHOTO

    fill_page(counter)

    assert counter.problem() == DiskFullError.key


def test_a_form_that_waits_says_that_it_could_not_be_saved(counter: Counter, qtbot: QtBot) -> None:
    go_to(counter, Step.EMAIL)
    notice = counter.flow.pause_page.notice
    with full_disk():
        counter.click("no_email_button")
        qtbot.waitUntil(lambda: notice.sentence is not None)

    counter.click("finish_button")

    assert notice.sentence is None


def test_a_registration_refused_under_the_officer_is_told_where_it_was_sent(
    counter: Counter, qtbot: QtBot
) -> None:
    go_to(counter, Step.REVIEW)
    review = counter.flow.pages[Step.REVIEW]
    wait_until_saved(counter)
    with full_disk():
        counter.click("next_button")
        counter.window.show_page(QWidget())
        qtbot.waitUntil(lambda: review.problem() == DiskFullError.key)
    assert review.next_button.isEnabled()

    counter.window.show_page(review)
    counter.click("next_button")

    qtbot.waitUntil(lambda: counter.window.page is counter.flow.slip_page)
