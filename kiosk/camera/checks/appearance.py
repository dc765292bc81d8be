"""What is worn on the head and face. Nothing here can judge it yet, and the report says so."""

from typing import Final

from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason

NOT_JUDGED: Final = (
    Reason.GLASSES,
    Reason.HEADWEAR,
    Reason.EARS_HIDDEN,
    Reason.MASK,
    Reason.OCCLUDED,
)


def appearance_not_checked() -> tuple[Finding, ...]:
    """One SKIPPED finding a cause: shown as "belum diperiksa", never counted as a pass."""
    return tuple(Finding(reason, Verdict.SKIPPED) for reason in NOT_JUDGED)
