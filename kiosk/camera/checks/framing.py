"""Will the 3:4 portrait show the whole head, large enough and in the middle?

Everything is judged on the portrait that `crop` will cut, not on the whole frame: a webcam at a
counter sees much more than the resident, and a face anywhere in the frame is good if its portrait
is.
"""

from typing import Final

from kiosk.camera.face import Box, Face
from kiosk.camera.portrait import Portrait, largest_portrait_px
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

OF_THE_PORTRAIT: Final = "of the portrait"


def check_framing(
    face: Face, portrait: Portrait, size: tuple[int, int], profile: PhotoProfile
) -> tuple[Finding, ...]:
    """Judge a face in a frame of `size` (width, height)."""
    width, height = size
    largest = largest_portrait_px(width, height)
    head_share = portrait.head.height / largest
    return (
        profile.judge(Reason.LOW_RESOLUTION, "portrait_height_px", largest, "px"),
        profile.judge(Reason.TOO_SMALL, "eye_distance_px", face.eye_distance_px, "px"),
        profile.judge(Reason.TOO_BIG, "head_share", head_share, OF_THE_PORTRAIT),
        profile.judge(
            Reason.CUT_OFF, "cut_off", _outside(portrait.head, width, height), "of the head"
        ),
        profile.judge(Reason.OFF_CENTRE, "off_centre", _shift(portrait), OF_THE_PORTRAIT),
    )


def _outside(head: Box, width: int, height: int) -> float:
    """How far the head reaches over the edge of the frame."""
    most = max(-head.left, -head.top, head.right - width, head.bottom - height, 0.0)
    return most / head.height


def _shift(portrait: Portrait) -> float:
    """How far the edge of the frame pushed the portrait away from where the head wants it."""
    wanted, possible = portrait.wanted.centre, portrait.possible.centre
    across = abs(wanted[0] - possible[0]) / portrait.possible.width
    along = abs(wanted[1] - possible[1]) / portrait.possible.height
    return max(across, along)
