"""How the resident of the story stands before the camera until the shutter fires."""

from typing import Final

from kiosk.demo.hand import Hand
from kiosk.ui.resident.photo_page import PhotoPage

PHOTO_SECONDS: Final = 60.0
_REASON, _TITLE = "reason.", ".title"


def take_photo(hand: Hand, name: str) -> list[str]:
    """Follow the guidance, a picture of each instruction; returns the causes that were said."""
    said: list[str] = []

    def is_taken() -> bool:
        key = _instruction(hand)
        if key is not None and key not in said:
            said.append(key)
            hand.photograph(f"{name}-{len(said)}")
        return hand.sees("use_photo_button")

    hand.wait_until(is_taken, "a good photo", PHOTO_SECONDS)
    hand.photograph(f"{name}-result")
    hand.press("use_photo_button")
    return [
        key.removeprefix(_REASON).removesuffix(_TITLE) for key in said if key.startswith(_REASON)
    ]


def _instruction(hand: Hand) -> str | None:
    page = hand.widget("photo_page")
    if isinstance(page, PhotoPage) and page.live.isVisible():
        return page.live.instruction.sentence.key
    return None
