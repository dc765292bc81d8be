"""What a camera's state and the light of its picture say of this counter's readiness."""

from collections.abc import Iterable, Mapping
from typing import Final

from kiosk.camera.loop import CameraState
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.readiness import Sign
from kiosk.domain.reason import Reason

SIGN_OF: Final[Mapping[CameraState, Sign]] = {
    CameraState.MISSING: Sign.CAMERA_MISSING,
    CameraState.BUSY: Sign.CAMERA_BUSY,
    CameraState.UNFIT: Sign.CAMERA_UNFIT,
    CameraState.BLACK: Sign.CAMERA_BLACK,
    CameraState.LOST: Sign.CAMERA_MISSING,
    CameraState.STALLED: Sign.CAMERA_SILENT,
    CameraState.FROZEN: Sign.CAMERA_SILENT,
}
"""Of the states in which nobody can be photographed."""


def sign_of_light(room: Iterable[Finding]) -> Sign:
    """Whether the room is bright enough for photos, by what `check_room` found."""
    verdicts = {finding.reason: finding.verdict for finding in room}
    if verdicts[Reason.BRIGHT] is Verdict.FAIL:
        return Sign.LIGHT_BLINDING
    dark = {Verdict.FAIL: Sign.LIGHT_DARK, Verdict.UNSURE: Sign.LIGHT_DIM}
    return dark.get(verdicts[Reason.DARK], Sign.LIGHT_GOOD)
