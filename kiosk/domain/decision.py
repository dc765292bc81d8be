"""Why a supervisor lets go on, or gives up, what was held back. The values stand in the journal."""

from enum import StrEnum


class ReleaseReason(StrEnum):
    """Why it is sent once more; the value ends the key of its words."""

    CENTRE_ASKED = "release.centre_asked"
    MENDED = "release.mended"
    ONCE_MORE = "release.once_more"


class CancelReason(StrEnum):
    """Why it is given up; the value ends the key of its words."""

    RESIDENT_ASKED = "cancel.resident_asked"
    MADE_AGAIN = "cancel.made_again"
    MISTAKE = "cancel.mistake"
