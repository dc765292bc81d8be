"""Why a picture is sent against the check, or none at all: closed kinds, and who answers for it.

There is no free text: what people write about somebody's health or faith is nothing to keep.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class ExceptionKind(StrEnum):
    """A reason as it goes over the wire; its sentence is `exception.<kind>`."""

    MEDICAL = "medical"
    RELIGIOUS_COVER = "religious_cover"
    EAR_OR_EYE = "ear_or_eye"
    REFUSES_PHOTO = "refuses_photo"
    WORN_CARD = "worn_card"
    CHECK_MISTAKEN = "check_mistaken"


KEPT_PHOTO: Final = (
    ExceptionKind.MEDICAL,
    ExceptionKind.RELIGIOUS_COVER,
    ExceptionKind.EAR_OR_EYE,
    ExceptionKind.CHECK_MISTAKEN,
)
"""Why a photo of the resident is kept."""
KEPT_CARD: Final = (ExceptionKind.WORN_CARD, ExceptionKind.CHECK_MISTAKEN)
"""Why a photo of the KTP is kept."""
PHOTO_KINDS: Final = frozenset({*KEPT_PHOTO, ExceptionKind.REFUSES_PHOTO})
"""What a photo profile can ask a supervisor's approval for."""


@dataclass(frozen=True, slots=True)
class PhotoException:
    """One exception, with its proof.

    Attributes:
        officer: the id of the officer who found it right.
        approver: the id of the supervisor who approved it; None where the profile asks for none.
        at: when it was granted, aware.
    """

    kind: ExceptionKind
    officer: str
    approver: str | None
    at: datetime
