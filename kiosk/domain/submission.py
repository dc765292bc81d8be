"""The life of a submission: states and the only moves between them, as data."""

from collections.abc import Mapping
from enum import StrEnum


class IllegalMoveError(Exception):
    """A bug: somebody asked for a move that the table does not have."""


class KioskState(StrEnum):
    """Where a submission stands as far as the kiosk itself can know."""

    DRAFT = "draft"
    NEEDS_EMAIL = "needs_email"
    NEEDS_PHONE = "needs_phone"
    PHOTO_CHECK_FAILED = "photo_check_failed"
    READY = "ready"
    QUEUED = "queued"
    UPLOADING = "uploading"
    SUBMITTED = "submitted"
    QUARANTINED = "quarantined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class CentreState(StrEnum):
    """Where the centre says it stands; the centre always wins."""

    SUBMITTED = "submitted"
    EMAIL_PENDING = "email_pending"
    IDENTITY_PENDING = "identity_pending"
    OTP_PENDING = "otp_pending"
    PHOTO_VERIFYING = "photo_verifying"
    PHOTO_REJECTED = "photo_rejected"
    PHOTO_REDO = "photo_redo"
    TEST_PENDING = "test_pending"
    ELIGIBLE = "eligible"
    JOINED = "joined"
    SELECTING = "selecting"
    ACCEPTED = "accepted"
    NOT_SELECTED = "not_selected"
    ACTION_NEEDED = "action_needed"
    INELIGIBLE = "ineligible"
    MANUAL_REVIEW = "manual_review"
    WITHDRAWN = "withdrawn"


_K = KioskState
KIOSK_MOVES: Mapping[KioskState, frozenset[KioskState]] = {
    _K.DRAFT: frozenset(
        {
            _K.NEEDS_EMAIL,
            _K.NEEDS_PHONE,
            _K.PHOTO_CHECK_FAILED,
            _K.READY,
            _K.CANCELLED,
            _K.EXPIRED,
        }
    ),
    _K.NEEDS_EMAIL: frozenset({_K.DRAFT, _K.CANCELLED, _K.EXPIRED}),
    _K.NEEDS_PHONE: frozenset({_K.DRAFT, _K.CANCELLED, _K.EXPIRED}),
    _K.PHOTO_CHECK_FAILED: frozenset({_K.DRAFT, _K.READY, _K.CANCELLED, _K.EXPIRED}),
    _K.READY: frozenset({_K.QUEUED, _K.DRAFT, _K.CANCELLED, _K.EXPIRED}),
    _K.QUEUED: frozenset({_K.UPLOADING, _K.SUBMITTED, _K.QUARANTINED, _K.CANCELLED, _K.EXPIRED}),
    _K.UPLOADING: frozenset({_K.SUBMITTED, _K.QUEUED, _K.QUARANTINED}),
    _K.QUARANTINED: frozenset({_K.QUEUED, _K.SUBMITTED, _K.CANCELLED, _K.EXPIRED}),
    _K.SUBMITTED: frozenset(),
    _K.CANCELLED: frozenset(),
    _K.EXPIRED: frozenset(),
}
"""What may follow what, before the centre has it; its answer may come by hand, unsent by us."""

_C = CentreState
_LAYERS = frozenset({_C.EMAIL_PENDING, _C.IDENTITY_PENDING, _C.OTP_PENDING, _C.PHOTO_VERIFYING})
"""The first four layers; their order is configuration of the centre."""
_FROM_LAYER = _LAYERS | {_C.TEST_PENDING, _C.ACTION_NEEDED, _C.INELIGIBLE, _C.WITHDRAWN}
CENTRE_MOVES: Mapping[CentreState, frozenset[CentreState]] = {
    _C.SUBMITTED: _LAYERS | {_C.INELIGIBLE, _C.ACTION_NEEDED, _C.WITHDRAWN},
    _C.EMAIL_PENDING: _FROM_LAYER - {_C.EMAIL_PENDING},
    _C.IDENTITY_PENDING: (_FROM_LAYER - {_C.IDENTITY_PENDING}) | {_C.MANUAL_REVIEW},
    _C.OTP_PENDING: _FROM_LAYER - {_C.OTP_PENDING},
    _C.PHOTO_VERIFYING: (_FROM_LAYER - {_C.PHOTO_VERIFYING})
    | {_C.PHOTO_REJECTED, _C.MANUAL_REVIEW},
    _C.PHOTO_REJECTED: frozenset({_C.PHOTO_REDO, _C.MANUAL_REVIEW, _C.WITHDRAWN}),
    _C.PHOTO_REDO: frozenset({_C.PHOTO_VERIFYING, _C.WITHDRAWN}),
    _C.MANUAL_REVIEW: (_LAYERS - {_C.PHOTO_VERIFYING})
    | {
        *(_C.PHOTO_REJECTED, _C.TEST_PENDING, _C.ELIGIBLE, _C.ACTION_NEEDED, _C.INELIGIBLE),
        _C.WITHDRAWN,
    },
    _C.ACTION_NEEDED: _LAYERS
    | {
        *(_C.SUBMITTED, _C.ACTION_NEEDED, _C.TEST_PENDING, _C.INELIGIBLE),
        _C.WITHDRAWN,
    },
    _C.TEST_PENDING: frozenset({_C.ELIGIBLE, _C.WITHDRAWN}),
    _C.ELIGIBLE: frozenset({_C.JOINED, _C.WITHDRAWN}),
    _C.JOINED: frozenset({_C.SELECTING, _C.WITHDRAWN}),
    _C.SELECTING: frozenset({_C.ACCEPTED, _C.NOT_SELECTED, _C.WITHDRAWN}),
    _C.NOT_SELECTED: frozenset({_C.ELIGIBLE, _C.WITHDRAWN}),
    _C.ACCEPTED: frozenset(),
    _C.INELIGIBLE: frozenset(),
    _C.WITHDRAWN: frozenset(),
}
"""What may follow what, at the centre."""


NEEDS_RESIDENT = (
    _C.PHOTO_REJECTED,
    _C.ACTION_NEEDED,
    _C.OTP_PENDING,
    _C.EMAIL_PENDING,
    _C.TEST_PENDING,
    _C.ACCEPTED,
    _C.ELIGIBLE,
)
"""Where nothing goes on before the resident has done something; the most urgent first."""


def move_kiosk(state: KioskState, to: KioskState) -> KioskState:
    """Return `to`; raise IllegalMoveError when the table does not allow it."""
    if to not in KIOSK_MOVES[state]:
        raise IllegalMoveError(f"{state} -> {to}")
    return to


def move_centre(state: CentreState, to: CentreState) -> CentreState:
    """Return `to`; raise IllegalMoveError when the table does not allow it."""
    if to not in CENTRE_MOVES[state]:
        raise IllegalMoveError(f"{state} -> {to}")
    return to
