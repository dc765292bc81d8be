"""Nobody finds anything of the last resident, however the session ended."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCompleter, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.config import SessionSettings
from kiosk.domain.region import Regions
from kiosk.ui.flow import Step
from tests.ui.canaries import COLOUR, Resident, picture, traces
from tests.ui.whole_counter import WholeCounter, open_whole_counter

pytestmark = pytest.mark.no_cover  # of all that these pass by, other tests tell more
USUAL = SessionSettings()


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[WholeCounter]:
    with open_whole_counter(tmp_path, regions) as counter:
        yield counter


def finish(counter: WholeCounter) -> None:
    counter.hand.press("next_button")
    counter.hand.press("print_button")
    counter.hand.press("finish_button")
    counter.sign_in()
    counter.hand.wait_to_see("today_table")
    counter.hand.press("lock_button")


def stay_away(counter: WholeCounter) -> None:
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)


def walk_off(counter: WholeCounter) -> None:
    counter.wait(1, face=True)
    counter.wait(USUAL.away_seconds + USUAL.covered_seconds, face=False)


def go_back_to_the_start(counter: WholeCounter) -> None:
    while not counter.hand.sees("new_door"):
        counter.hand.press("back_button")


def be_helped_by_an_officer_who_begins_anew(counter: WholeCounter) -> None:
    counter.sign_in()
    counter.hand.press("list_drafts")
    counter.hand.wait_to_see("today_table")
    counter.hand.press("assist_button")
    counter.hand.wait_to_see("consent_process")
    counter.hand.press("back_button")


def leave_it_for_later(counter: WholeCounter) -> None:
    counter.hand.press(f"change_{Step.EMAIL}")
    counter.hand.wait_to_see("no_email_button")
    counter.hand.press("no_email_button")
    counter.hand.wait_to_see("pause_ticket_code")
    counter.hand.press("finish_button")


WAYS = (
    finish,
    leave_it_for_later,
    stay_away,
    walk_off,
    go_back_to_the_start,
    be_helped_by_an_officer_who_begins_anew,
)


@pytest.mark.parametrize("leave", WAYS)
def test_nothing_is_left_of_a_resident(
    counter: WholeCounter, leave: Callable[[WholeCounter], None]
) -> None:
    resident, photo = Resident(), picture()
    counter.fill_until(Step.REVIEW, resident)
    for hidden in (Step.NIK, Step.KK, Step.PHONE):
        counter.hand.press(f"show_{hidden}")
    resident.has_ticket(counter.ticket())
    leave(counter)
    counter.hand.wait_to_see("new_door")
    counter.settle()
    assert traces(resident.secrets, photo) == []


def test_while_somebody_is_here_the_search_finds_all_there_is(counter: WholeCounter) -> None:
    resident, photo = Resident(), picture()
    counter.fill_until(Step.REVIEW, resident)
    found = traces(resident.secrets, photo)
    assert {
        "Field full_name: text",
        "Field full_name: undo",
        "QLabel photo_thumbnail: picture",
        "kiosk.domain.draft.Draft",
        "bytes of the picture",
    } <= set(found)


def test_the_search_finds_what_is_hidden_anywhere(qtbot: QtBot, clipboard: QClipboard) -> None:
    secret, *_ = secrets = Resident().secrets
    widget = QLineEdit()
    qtbot.addWidget(widget)
    widget.setObjectName("field")
    widget.setToolTip(secret)
    widget.setWindowTitle(f"Loket {secret}")
    widget.setPlaceholderText(secret)
    widget.setAccessibleDescription(secret)
    widget.setProperty("kept", secret)
    QTest.keyClicks(widget, "x")
    widget.setCompleter(QCompleter([secret], widget))
    clipboard.setText(secret)
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(COLOUR)
    kept = [image, functools.partial(str, secret)]
    del image
    found = set(traces(secrets, picture()))
    kept.clear()
    places = ("toolTip", "windowTitle", "placeholderText", "accessibleDescription", "kept", "undo")
    assert {f"QLineEdit field: {place}" for place in (*places, "completer")} <= found
    assert {"clipboard: Clipboard", "builtins.tuple", "picture held by Python"} <= found
