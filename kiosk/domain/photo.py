"""What a photo check can say. Shared by the camera, the screens and the centre."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from kiosk.domain.exception import ExceptionKind
from kiosk.domain.reason import Reason


class Verdict(StrEnum):
    """SKIPPED means nobody looked: it is shown as such and never counts as a pass."""

    PASS = "pass"  # noqa: S105
    UNSURE = "unsure"
    FAIL = "fail"
    SKIPPED = "skipped"


class PhotoCheck(StrEnum):
    """What the resident sees ticked off, one line each."""

    PEOPLE = "people"
    FRAMING = "framing"
    POSE = "pose"
    SHARPNESS = "sharpness"
    LIGHT = "light"
    EYES = "eyes"
    MOUTH = "mouth"
    GLASSES = "glasses"
    HEADWEAR = "headwear"
    EARS = "ears"
    COVERING = "covering"
    BACKGROUND = "background"


CHECK_OF: Mapping[Reason, PhotoCheck] = {
    Reason.NO_FACE: PhotoCheck.PEOPLE,
    Reason.MANY_FACES: PhotoCheck.PEOPLE,
    Reason.TOO_SMALL: PhotoCheck.FRAMING,
    Reason.TOO_BIG: PhotoCheck.FRAMING,
    Reason.OFF_CENTRE: PhotoCheck.FRAMING,
    Reason.CUT_OFF: PhotoCheck.FRAMING,
    Reason.LOW_RESOLUTION: PhotoCheck.FRAMING,
    Reason.TILT: PhotoCheck.POSE,
    Reason.TURNED: PhotoCheck.POSE,
    Reason.BLUR: PhotoCheck.SHARPNESS,
    Reason.DARK: PhotoCheck.LIGHT,
    Reason.BRIGHT: PhotoCheck.LIGHT,
    Reason.SHADOW: PhotoCheck.LIGHT,
    Reason.EYES_CLOSED: PhotoCheck.EYES,
    Reason.MOUTH_OPEN: PhotoCheck.MOUTH,
    Reason.GLASSES: PhotoCheck.GLASSES,
    Reason.HEADWEAR: PhotoCheck.HEADWEAR,
    Reason.EARS_HIDDEN: PhotoCheck.EARS,
    Reason.MASK: PhotoCheck.COVERING,
    Reason.OCCLUDED: PhotoCheck.COVERING,
    Reason.BACKGROUND: PhotoCheck.BACKGROUND,
}
"""The line of the check list that a cause belongs to."""


class Cue(StrEnum):
    """Which remedy is meant where a cause has several; its sentences are `reason.<CODE>.<CUE>`."""

    BACKLIGHT = "BACKLIGHT"
    SIDE_LIGHT = "SIDE_LIGHT"
    CAST_SHADOW = "CAST_SHADOW"
    SUNGLASSES = "SUNGLASSES"
    HAIR = "HAIR"
    HAND = "HAND"
    CHIN_UP = "CHIN_UP"
    CHIN_DOWN = "CHIN_DOWN"


class PeciRule(StrEnum):
    """Whether a photo with a peci is taken. A hijab that leaves the face free always is."""

    ALLOWED = "allowed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a measure starts to be unsure and where it fails.

    `fail` above `unsure` means that bigger is worse; below, that smaller is worse.
    """

    unsure: float
    fail: float

    def judge(self, value: float) -> Verdict:
        """Compare a measured value with the two limits."""
        sign = 1.0 if self.fail >= self.unsure else -1.0
        if sign * value >= sign * self.fail:
            return Verdict.FAIL
        if sign * value >= sign * self.unsure:
            return Verdict.UNSURE
        return Verdict.PASS


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer about one cause, with the number behind it.

    `value` and `limit` (where it fails) share `unit`; both are None when the check was skipped.
    """

    reason: Reason
    verdict: Verdict
    value: float | None = None
    unit: str = ""
    limit: float | None = None
    cue: Cue | None = None

    @property
    def key(self) -> str:
        """The key of its sentences in `resources/text`."""
        return f"reason.{self.reason}.{self.cue}" if self.cue else f"reason.{self.reason}"

    @property
    def check(self) -> PhotoCheck:
        """The line of the check list it belongs to."""
        return CHECK_OF[self.reason]


@dataclass(frozen=True, slots=True)
class PhotoReport:
    """All findings about one frame, judged by one version of the profile."""

    profile_version: str
    findings: tuple[Finding, ...]

    def failed(self, among: frozenset[Reason]) -> tuple[Reason, ...]:
        """The causes that failed, of those in `among`, in the order they were checked."""
        return tuple(
            f.reason for f in self.findings if f.verdict is Verdict.FAIL and f.reason in among
        )


CardReport: TypeAlias = PhotoReport
"""What was found in a photo of the identity card: the same shape, the causes of CARD_REASONS."""


@dataclass(frozen=True, slots=True)
class PhotoProfile:
    """The versioned photo rules: which causes block, and the limits of every measure.

    `limits` is keyed by the name of the measure, e.g. `roll_deg` or `blur_effect`. `head_share` is
    how much of the portrait's height the head takes. `pitch_zero_deg` is what the pose of somebody
    reads who looks straight into the camera. `ktp_photo` asks for a photo of the identity card
    itself, with limits of its own. `exception_approval` has the exceptions that a supervisor has to
    approve.
    """

    name: str
    version: str
    with_card: bool
    head_share: float
    pitch_zero_deg: float
    peci: PeciRule
    blocking: frozenset[Reason]
    limits: Mapping[str, Limits]
    ktp_photo: bool = False
    ktp_limits: Mapping[str, Limits] = field(default_factory=dict)
    exception_approval: frozenset[ExceptionKind] = frozenset()

    def judge(
        self, reason: Reason, measure: str, value: float, unit: str, *, cue: Cue | None = None
    ) -> Finding:
        """Compare a value with the limits of its measure."""
        limits = self.limits[measure]
        return Finding(reason, limits.judge(value), round(value, 4), unit, limits.fail, cue)

    def blocks(self, report: PhotoReport) -> tuple[Reason, ...]:
        """The causes for which this profile does not take the photo, each once."""
        return tuple(dict.fromkeys(report.failed(self.blocking)))
