"""The kiosk dies in the middle of a form: one page is lost at most."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room

if sys.platform == "win32":
    pytest.skip("kill -9 is POSIX", allow_module_level=True)

ROOT_FOLDER = Path(__file__).parents[2]


class Killed:
    """An enrolled kiosk that was killed at a page."""

    def __init__(self, folder: Path, centre: Centre, clock: Clock) -> None:
        self._folder, self._centre, self._clock = folder, centre, clock
        with open_room(folder, centre.url, clock) as room:
            make_kiosk(room, centre.new_code())

    def at(self, step: Step) -> "Killed":
        command = [sys.executable, "-m", "tests.flow.killed_counter"]
        ended = subprocess.run(
            [*command, str(self._folder), self._centre.url, step.value],
            cwd=ROOT_FOLDER,
            timeout=50,
            check=False,
            capture_output=True,
        )
        assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
        return self

    @contextmanager
    def opened_again(self) -> Iterator[Counter]:
        with (
            open_room(self._folder, self._centre.url, self._clock) as room,
            open_counter(room, self._folder) as counter,
        ):
            yield counter


@pytest.fixture
def killed(qapp: QApplication, home: Path, centre: Centre, clock: Clock) -> Killed:
    return Killed(home / "store", centre, clock)


def test_the_resident_goes_on_with_draft_ticket_and_birth_date(
    killed: Killed, centre: Centre
) -> None:
    with killed.at(Step.PHONE_AGAIN).opened_again() as counter:
        (draft,) = counter.drafts()
        assert draft.step == Step.PHONE_AGAIN
        counter.go_on(draft.ticket)
        assert counter.step == draft.step
        counter.hand.press("back_button")
        counter.fill_until(Step.REVIEW)
        counter.send()
        counter.wait_until_delivered()
        assert counter.drafts() == []
    assert len(centre.operator.submissions()) == 1


def test_the_officer_finds_the_draft_in_the_list_and_goes_on_with_it(killed: Killed) -> None:
    with killed.at(Step.NAME).opened_again() as counter:
        (draft,) = counter.drafts()
        counter.sign_in()
        counter.hand.press("list_drafts")
        counter.hand.wait_until(lambda: len(counter.lists.table.rows) == 1, "the draft on the list")
        counter.hand.press("row_resume_button")
        counter.hand.wait_until(lambda: counter.is_filling, "the form")
        assert counter.step == draft.step == Step.NAME
        counter.hand.press("back_button")
        typed = counter.hand.widget("birth_year")
        assert isinstance(typed, QLineEdit)
        assert typed.text() == "1990"


def test_killed_while_sending_the_registration_is_a_draft_or_queued_whole(
    killed: Killed, centre: Centre
) -> None:
    with killed.at(Step.REVIEW).opened_again() as counter:
        drafts, made = counter.drafts(), counter.figures().made
        assert len(drafts) + made == 1
        if drafts:
            counter.go_on(drafts[0].ticket)
            counter.fill_until(Step.REVIEW)
            counter.send()
        counter.wait_until_delivered()
    assert len(centre.operator.submissions()) == 1
