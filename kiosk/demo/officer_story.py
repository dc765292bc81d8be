"""What the officer of the story does: sets the kiosk up, and looks at the desk."""

from typing import Final

from kiosk.camera.loop import CameraState
from kiosk.demo.hand import Hand
from kiosk.ui.widgets.instruction import InstructionCard
from kiosk.ui.widgets.table import ListTable

SUPERVISOR: Final = "BU CONTOH"
PIN: Final = "274913"


def set_up(hand: Hand, code: str) -> None:
    """The first run, with the centre's one-time code."""
    hand.photograph("first-language")
    hand.press("language_next_button")
    hand.type("code_field", code)
    hand.photograph("first-code")
    hand.press("code_next_button")
    hand.wait_to_see("office_next_button")
    hand.photograph("first-office")
    hand.press("office_next_button")
    hand.type("supervisor_field", SUPERVISOR)
    hand.photograph("first-supervisor")
    hand.press("supervisor_next_button")
    hand.type("pin_first", PIN)
    hand.type("pin_second", PIN)
    hand.photograph("first-pin")
    hand.press("pin_next_button")
    hand.wait_until(lambda: _camera_is_on(hand), "a picture of the camera")
    hand.photograph("first-camera")
    hand.press("camera_next_button")


def sign_in(hand: Hand) -> None:
    """From the first page to the desk, over the health card where the day was not opened yet."""
    hand.press("officer_button")
    hand.press("officer_0")
    hand.type("pin_field", PIN)
    hand.press("open_button")
    places = ("desk_page", "start_day_button")
    hand.wait_until(lambda: any(map(hand.sees, places)), "the desk, or the opening of the day")
    if hand.sees("start_day_button"):
        hand.press("start_day_button")


def look_at_desk(hand: Hand) -> None:
    """Log in, look at today and at the queue, and leave."""
    hand.press("officer_button")
    hand.press("officer_0")
    hand.photograph("officer-pin")
    hand.type("pin_field", PIN)
    hand.press("open_button")
    hand.wait_to_see("start_day_button")
    hand.photograph("desk-opening")
    hand.press("start_day_button")
    hand.wait_until(lambda: rows_on(hand) > 0, "today's list")
    hand.photograph("desk-today")
    hand.press("room_queue")
    hand.photograph("desk-queue")
    hand.press("lock_button")


def _camera_is_on(hand: Hand) -> bool:
    instruction = hand.widget("instruction")
    waiting = {CameraState.OFF, CameraState.STARTING}
    return isinstance(instruction, InstructionCard) and instruction.sentence.key not in waiting


def rows_on(hand: Hand) -> int:
    """How many lines today's list has, while it is on screen."""
    table = hand.widget("today_table")
    return table.model().rowCount() if isinstance(table, ListTable) else 0
