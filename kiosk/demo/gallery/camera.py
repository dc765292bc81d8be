"""The gallery's chapter of the camera: card and face, the review of everything, and the slip."""

from collections.abc import Mapping
from typing import Final

from kiosk.camera.guidance import Instruction
from kiosk.demo.gallery.visit import GOOD, Visit
from kiosk.demo.sample_camera import Scene
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.ui.flow import Step, stage_number
from kiosk.ui.widgets.instruction import InstructionCard

SCENES: Final[Mapping[str, Reason]] = {
    "absent": Reason.NO_FACE,
    "dark": Reason.DARK,
    "blurred": Reason.BLUR,
    "tilted": Reason.TILT,
}
"""What the camera shows, and what is said about it."""
CARD_SCENES: Final[Mapping[str, Reason]] = {
    "card_far": Reason.TOO_SMALL,
    "card_glare": Reason.BRIGHT,
}
BUTTON_SECONDS: Final = 40.0
"""The resident may press the shutter after half of it."""


def cards(visit: Visit) -> None:
    """The photo of the identity card, as in years whose rules ask for one."""
    instruction = visit.counter.resident.ktp_page.live.instruction
    for scene, reason in CARD_SCENES.items():
        _show_card(visit, scene)
        _wait_for(visit, instruction, f"ktp.reason.{reason}.title")
        visit.hand.photograph(scene.replace("_", "-"))
    _show_card(visit, "card")
    use = visit.counter.resident.ktp_page.result.use_button
    visit.hand.wait_until(use.isVisible, "a good photo of the card")
    visit.hand.photograph("card-result")


def faces(visit: Visit) -> None:
    """The guidance, a photo kept with a reason, and one that is good."""
    instruction = visit.counter.resident.photo_page.live.instruction
    for scene, reason in SCENES.items():
        _show_face(visit, scene)
        _wait_for(visit, instruction, f"reason.{reason}.title")
        visit.hand.photograph(f"photo-{scene}")
    _photograph_exception(visit)
    _show_face(visit, GOOD.name)
    _wait_for(visit, instruction, Instruction.HOLD_STILL)
    visit.hand.photograph_at_once("photo-hold-still")
    visit.hand.wait_to_see("use_photo_button")
    visit.hand.photograph("photo-result")


def slip(visit: Visit) -> None:
    """The review, and the slip that is kept."""
    hand = visit.hand
    hand.press("use_photo_button")
    hand.photograph("review")
    hand.press("next_button")
    hand.wait_to_see("finish_button")
    hand.photograph("slip")
    hand.press("finish_button")
    visit.wait_until_told(CentreState.EMAIL_PENDING)


def _show_card(visit: Visit, scene: str) -> None:
    visit.counter.resident.end()
    visit.scene = Scene(scene, None)
    page = visit.counter.resident.ktp_page
    visit.kiosk.window.show_page(page, stage_number(Step.KTP_PHOTO))


def _show_face(visit: Visit, scene: str) -> None:
    visit.scene = Scene(scene, None)
    visit.open_form(visit.filled(), Step.PHOTO)


def _wait_for(visit: Visit, instruction: InstructionCard, key: str) -> None:
    visit.hand.wait_until(lambda: instruction.sentence.key == key, key)


def _photograph_exception(visit: Visit) -> None:
    """The photo that the check does not like, and the officer who keeps it all the same."""
    hand = visit.hand
    live = visit.counter.resident.photo_page.live
    hand.wait_until(live.take_button.isVisible, "the resident's own shutter", BUTTON_SECONDS)
    hand.photograph_variant("photo-own-shutter")
    hand.press("take_photo_button")
    hand.wait_to_see("keep_photo_button")
    hand.photograph("photo-result-mistake")
    hand.press("keep_photo_button")
    hand.photograph("photo-exception")
