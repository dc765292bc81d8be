"""Why a photo, a field or a person was not accepted: one closed list for kiosk and centre.

Every reason has a sentence for the resident and one for the officer in `resources/text`,
under `reason.<CODE>`.
"""

from enum import StrEnum


class Reason(StrEnum):
    """A reason code as it goes over the wire."""

    BLUR = "BLUR"
    GLASSES = "GLASSES"
    EARS_HIDDEN = "EARS_HIDDEN"
    TILT = "TILT"
    TURNED = "TURNED"
    SHADOW = "SHADOW"
    DARK = "DARK"
    BRIGHT = "BRIGHT"
    HEADWEAR = "HEADWEAR"
    MASK = "MASK"
    OCCLUDED = "OCCLUDED"
    EYES_CLOSED = "EYES_CLOSED"
    MOUTH_OPEN = "MOUTH_OPEN"
    NO_FACE = "NO_FACE"
    MANY_FACES = "MANY_FACES"
    TOO_SMALL = "TOO_SMALL"
    TOO_BIG = "TOO_BIG"
    OFF_CENTRE = "OFF_CENTRE"
    CUT_OFF = "CUT_OFF"
    LOW_RESOLUTION = "LOW_RESOLUTION"
    BACKGROUND = "BACKGROUND"
    NO_MATCH = "NO_MATCH"
    KTP_UNREADABLE = "KTP_UNREADABLE"

    NIK_NOT_FOUND = "NIK_NOT_FOUND"
    NIK_BLOCKED = "NIK_BLOCKED"
    KK_MISMATCH = "KK_MISMATCH"
    DOB_MISMATCH = "DOB_MISMATCH"

    EMAIL_BOUNCED = "EMAIL_BOUNCED"
    EMAIL_UNVERIFIED = "EMAIL_UNVERIFIED"

    OTP_EXPIRED = "OTP_EXPIRED"
    OTP_LOCKED = "OTP_LOCKED"
    PHONE_IN_USE = "PHONE_IN_USE"

    UNDER_AGE = "UNDER_AGE"
    OVER_AGE = "OVER_AGE"
    NOT_WNI = "NOT_WNI"
    IN_EDUCATION = "IN_EDUCATION"
    SOCIAL_AID = "SOCIAL_AID"
    FORBIDDEN_JOB = "FORBIDDEN_JOB"
    ALREADY_RECIPIENT = "ALREADY_RECIPIENT"
    KK_QUOTA = "KK_QUOTA"
    DUPLICATE = "DUPLICATE"


PHOTO_REASONS = frozenset(list(Reason)[: list(Reason).index(Reason.NIK_NOT_FOUND)])
"""The reasons a photo can be rejected for."""

CARD_REASONS = frozenset({
    Reason.KTP_UNREADABLE, Reason.CUT_OFF, Reason.TOO_SMALL, Reason.BLUR, Reason.BRIGHT,
    Reason.DARK,
})  # fmt: skip
"""The reasons for which a photo of the identity card is taken again; their sentences are under
`ktp.reason.<CODE>`."""
