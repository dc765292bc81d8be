"""What can be done about a line of a list, the likeliest first."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.officers import Officer, Role
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.sync.central import RefusedReason
from kiosk.sync.protocol import Part
from kiosk.ui.resident.doors import Door


class RowAction(StrEnum):
    """The value ends the key of its words."""

    REDO_PHOTO = "redo_photo"
    CORRECT = "correct"
    CONFIRM = "confirm"
    TEST = "test"
    JOIN = "join"
    SEE_STATUS = "see_status"
    PHONE = "phone"
    TRY_NOW = "try_now"
    RELEASE = "release"
    CANCEL = "cancel"
    TO_QUEUE = "to_queue"
    RESUME = "resume"
    SLIP = "slip"


DOORS: Final[Mapping[RowAction, Door]] = {
    RowAction.REDO_PHOTO: Door.REDO,
    RowAction.CORRECT: Door.STATUS,
    RowAction.CONFIRM: Door.STATUS,
    RowAction.TEST: Door.STATUS,
    RowAction.JOIN: Door.STATUS,
    RowAction.SEE_STATUS: Door.STATUS,
}
"""The pages where the resident does it."""
_TOGETHER: Final[Mapping[CentreState, RowAction]] = {
    CentreState.PHOTO_REJECTED: RowAction.REDO_PHOTO,
    CentreState.ACTION_NEEDED: RowAction.CORRECT,
    CentreState.EMAIL_PENDING: RowAction.CONFIRM,
    CentreState.OTP_PENDING: RowAction.CONFIRM,
    CentreState.TEST_PENDING: RowAction.TEST,
    CentreState.ELIGIBLE: RowAction.JOIN,
    CentreState.ACCEPTED: RowAction.SEE_STATUS,
}
_IS_OVER: Final = frozenset({KioskState.CANCELLED, KioskState.EXPIRED})
_WAITING: Final[Mapping[KioskState, RowAction]] = {
    KioskState.QUEUED: RowAction.TRY_NOW,
    KioskState.QUARANTINED: RowAction.TO_QUEUE,
}
_ANEW: Final[Mapping[str, RowAction]] = {
    Part.PHOTO: RowAction.REDO_PHOTO,
    Part.PATCH: RowAction.CORRECT,
}


def of_part(row: QueueRow, officer: Officer) -> tuple[RowAction, ...]:
    """About something that waits; what is held back is decided on by a supervisor.

    Not what came too late: that is made anew with the resident, and takes the place of the old.
    """
    if row.state is KioskState.QUEUED:
        return (RowAction.TRY_NOW,)
    if row.state is not KioskState.QUARANTINED:
        return ()
    if row.last_reason == RefusedReason.GRANT and row.part in _ANEW:
        return (_ANEW[row.part],)
    return (RowAction.RELEASE, RowAction.CANCEL) if officer.role is Role.SUPERVISOR else ()


def of_submission(row: SubmissionRow, _: Officer) -> tuple[RowAction, ...]:
    """About a registration: first what waits here, then what the resident is needed for."""
    actions: list[RowAction] = []
    if row.state in _WAITING:
        actions.append(_WAITING[row.state])
    elif row.centre_state is not None and row.centre_state in _TOGETHER:
        actions += (_TOGETHER[row.centre_state], RowAction.PHONE)
    if row.made_here and row.ticket and row.state not in _IS_OVER:
        actions.append(RowAction.SLIP)
    return tuple(actions)


def of_call(row: SubmissionRow, officer: Officer) -> tuple[RowAction, ...]:
    """About somebody who is to be called: the number first."""
    actions = of_submission(row, officer)
    return tuple(sorted(actions, key=lambda action: action is not RowAction.PHONE))


def of_draft(_: DraftRow, __: Officer) -> tuple[RowAction, ...]:
    """About an unfinished form."""
    return (RowAction.RESUME,)
