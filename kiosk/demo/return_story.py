"""How the resident of the story comes back, with the slip in hand and nothing else."""

from typing import Final

from kiosk.demo.hand import Hand
from kiosk.demo.photo_story import take_photo
from kiosk.demo.resident import InventedResident

TICKET_PREFIX: Final = "LKT-"
"""Stands before the field, and is not typed."""


def redo_photo(hand: Hand, ticket: str, resident: InventedResident) -> tuple[list[str], int]:
    """Take the photo again; returns the causes said and how many answers were typed for it."""
    before = len(hand.typed_fields)
    _say_who(hand, "redo_door", "redo", ticket, resident)
    causes = take_photo(hand, "redo-photo")
    hand.wait_to_see("done_page")
    hand.photograph("redo-done")
    typed = {_question(field) for field in hand.typed_fields[before:]}
    hand.press("done_close_button")
    return causes, len(typed)


def join_batch(hand: Hand, ticket: str, resident: InventedResident) -> None:
    """Agree to take part in the open batch."""
    _come_back(hand, "status_door", "eligible", ticket, resident)
    hand.press("join_button")
    hand.press("join_consent")
    hand.photograph("join")
    hand.press("join_confirm_button")
    hand.wait_to_see("done_page")
    hand.photograph("joined")
    hand.press("done_close_button")


def see_acceptance(hand: Hand, ticket: str, resident: InventedResident) -> None:
    """Ask once more, and read the good news."""
    _come_back(hand, "status_door", "accepted", ticket, resident)
    hand.press("status_close_button")
    hand.photograph("welcome-again")


def _come_back(hand: Hand, door: str, name: str, ticket: str, resident: InventedResident) -> None:
    _say_who(hand, door, name, ticket, resident)
    hand.wait_to_see("status_page")
    hand.photograph(f"{name}-status")


def _say_who(hand: Hand, door: str, name: str, ticket: str, resident: InventedResident) -> None:
    hand.press(door)
    hand.type("ticket_field", ticket.removeprefix(TICKET_PREFIX))
    hand.photograph(f"{name}-ticket")
    hand.press("ticket_next_button")
    hand.type_date("ticket_birth", resident.birth_date)
    hand.photograph(f"{name}-birth-date")
    hand.press("birth_next_button")


def _question(field: str) -> str:
    """The question that a field belongs to: a date is one question in three fields."""
    for part in ("_day", "_month", "_year"):
        field = field.removesuffix(part)
    return field
