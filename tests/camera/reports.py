"""Reports and inspections written by hand."""

from kiosk.camera.face import Face
from kiosk.camera.inspector import Inspection
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import PHOTO_REASONS, Reason
from tests.camera.cameras import noisy
from tests.camera.faces import face_at
from tests.camera.pictures import frame_of

FACE = face_at(32, 24, 20)


def report(*failed: Reason, unsure: tuple[Reason, ...] = (), blur: float = 0.4) -> PhotoReport:
    """A report in which these causes failed or are doubtful, and the face is this blurred.

    Everything else is well, except the background, which nobody looked at.
    """
    others = PHOTO_REASONS - {*failed, *unsure, Reason.BLUR, Reason.BACKGROUND}
    return PhotoReport(
        "test",
        (
            *(Finding(reason, Verdict.FAIL, 1.0) for reason in failed),
            *(Finding(reason, Verdict.UNSURE, 1.0) for reason in unsure),
            *(Finding(reason, Verdict.PASS) for reason in sorted(others)),
            Finding(Reason.BLUR, Verdict.PASS, blur, "blur effect", 0.71),
            Finding(Reason.BACKGROUND, Verdict.SKIPPED),
        ),
    )


def inspection(
    *failed: Reason,
    unsure: tuple[Reason, ...] = (),
    blur: float = 0.4,
    face: Face | None = FACE,
) -> Inspection:
    """An inspected frame with such a report."""
    return Inspection(frame_of(noisy(1)), face, report(*failed, unsure=unsure, blur=blur))
