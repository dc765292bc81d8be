"""That a NIK, phone number or mailbox has been registered at this kiosk already."""

from kiosk.domain.problem import FieldWarning


class UsedBeforeWarning(FieldWarning):
    """What to ask the resident; a family may share a telephone, and somebody may come twice."""

    NIK = "used_before.nik"
    PHONE = "used_before.phone"
    EMAIL = "used_before.email"
