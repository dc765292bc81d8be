"""Which causes last: one bad frame is noise, and so is one good frame among bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason

MOST_URGENT_FIRST: Final = (
    Reason.NO_FACE, Reason.MANY_FACES,
    Reason.TOO_SMALL, Reason.TOO_BIG, Reason.CUT_OFF, Reason.OFF_CENTRE,
    Reason.TURNED, Reason.TILT,
    Reason.MASK, Reason.GLASSES, Reason.HEADWEAR, Reason.OCCLUDED, Reason.EARS_HIDDEN,
    Reason.DARK, Reason.BRIGHT, Reason.SHADOW,
    Reason.EYES_CLOSED, Reason.MOUTH_OPEN, Reason.BLUR,
    Reason.BACKGROUND, Reason.LOW_RESOLUTION, Reason.NO_MATCH, Reason.KTP_UNREADABLE,
)  # fmt: skip
"""Somebody must be there, in the right place and looking straight before anything else can be seen
well; then come what has to be taken off, the light, the eyes, and holding still. The resident can
do nothing about the last line, so that it never hides what can be mended."""

SETTLE_SECONDS: Final = 0.35
"""A cause that comes and goes within this time is not worth a sentence: most blinks are shorter.
It is also longer than the 0.3 s after which a check that is made in turns has looked again, so that
two looks must agree."""
CLEAR_SECONDS: Final = 0.25
"""A cause is gone after this much time without it."""
FADE_SECONDS: Final = 1.0
"""The same where the finding is doubtful or could not be judged: at the limit nothing flickers."""
_LONGEST_STEP: Final = 0.2
"""What one frame may weigh: two must agree, however slow the computer is."""
_SECONDS_TO_GO: Final[Mapping[Verdict, float]] = {
    Verdict.PASS: CLEAR_SECONDS,
    Verdict.UNSURE: FADE_SECONDS,
    Verdict.SKIPPED: FADE_SECONDS,
}
_NOISE: Final = 0.25
"""The weight that a bad frame now and then has."""
_UNSAID: Final = {Reason.NO_FACE: Verdict.PASS}
"""A report that does not speak of a cause has not judged it; but it always tells when nobody is
there."""
_WORST_FIRST: Final = (Verdict.FAIL, Verdict.UNSURE, Verdict.PASS, Verdict.SKIPPED)


@dataclass(slots=True)
class _Cause:
    """The evidence for one cause, 0 to 1, and the finding that speaks for it."""

    finding: Finding
    weight: float = 0.0
    lasts: bool = False
    _other_seconds: float = 0.0

    def fail(self, finding: Finding, seconds: float) -> None:
        """It was seen again. Another cue has to last as well before it is believed."""
        self.weight = min(1.0, self.weight + seconds / SETTLE_SECONDS)
        self._other_seconds += seconds if finding.key != self.finding.key else -seconds
        self._other_seconds = max(0.0, self._other_seconds)
        if not self.lasts or self._other_seconds <= 0.0 or self._other_seconds >= SETTLE_SECONDS:
            self.finding, self._other_seconds = finding, 0.0
        self.lasts = self.lasts or self.weight >= 1.0

    def fade(self, verdict: Verdict, seconds: float) -> None:
        """It was not seen."""
        self.weight = max(0.0, self.weight - seconds / _SECONDS_TO_GO[verdict])
        self.lasts = self.lasts and self.weight > 0.0


class LastingCauses:
    """The blocking causes of report after report, without those of a moment.

    Pure: time is a parameter, in seconds. A cause begins to last and ends at different weights of
    evidence, so that it does not flicker.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self._blocking = profile.blocking
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        self._causes: dict[Reason, _Cause] = {}
        self._seen_at: float | None = None

    @property
    def undecided(self) -> bool:
        """Whether a cause may be about to last."""
        return any(c.weight > _NOISE and not c.lasts for c in self._causes.values())

    def update(self, report: PhotoReport, now: float) -> tuple[Finding, ...]:
        """Take the newest report; return what lasts, the most urgent first."""
        seconds = 0.0 if self._seen_at is None else min(now - self._seen_at, _LONGEST_STEP)
        self._seen_at = now
        worst = self._worst_findings(report)
        for reason, finding in worst.items():
            if finding.verdict is Verdict.FAIL:
                self._causes.setdefault(reason, _Cause(finding)).fail(finding, seconds)
        for reason, cause in self._causes.items():
            verdict = (
                worst[reason].verdict if reason in worst else _UNSAID.get(reason, Verdict.SKIPPED)
            )
            if verdict is not Verdict.FAIL:
                cause.fade(verdict, seconds)
        lasting = (cause.finding for cause in self._causes.values() if cause.lasts)
        return tuple(sorted(lasting, key=lambda finding: MOST_URGENT_FIRST.index(finding.reason)))

    def _worst_findings(self, report: PhotoReport) -> dict[Reason, Finding]:
        judged = [f for f in report.findings if f.reason in self._blocking]
        judged.sort(key=lambda f: (f.reason, _WORST_FIRST.index(f.verdict)))
        return {reason: next(same) for reason, same in groupby(judged, lambda f: f.reason)}
