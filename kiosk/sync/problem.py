"""How the centre says no: problem documents (RFC 9457)."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from kiosk.sync.protocol import Moment, Signed

PROBLEM_TYPE = "application/problem+json"


class ProblemType(StrEnum):
    """The problem types that a kiosk reacts to; the centre may send others."""

    CODE_INVALID = "code_invalid"  # 403 at enrolment: wrong, used or too old
    TOKEN_INVALID = "token_invalid"  # noqa: S105  # 401: none, or not valid any more
    DEVICE_REVOKED = "device_revoked"  # 403 on every call: it keeps its data and stops
    DEVICE_UNKNOWN = "device_unknown"  # 403 to a carrier: the kiosk belongs to another centre
    QUESTION_INVALID = "question_invalid"  # 403 to a carrier: not signed by it, or too old
    SLOT = "slot"  # 425: the kiosk has its turn at `not_before`
    UPLOAD_UNKNOWN = "upload_unknown"  # 404: never begun here, ended, or too old
    OFFSET_MISMATCH = "offset_mismatch"  # 409: the centre has more or less of it
    CHECKSUM_MISMATCH = "checksum_mismatch"  # 422: other bytes than were announced came
    CONFLICT = "conflict"  # 409: other bytes are known under this name
    TOO_LARGE = "too_large"  # 413
    ENVELOPE_INVALID = "envelope_invalid"  # 422: not to be read, verified or opened, or misnamed
    GRANT_INVALID = "grant_invalid"  # 403: none, used, too old, or for something else
    TICKET_NOT_FOUND = "ticket_not_found"  # 404 at look-up: none with this birth date
    BATCH_CLOSED = "batch_closed"  # 409 at joining: the batch takes nobody now
    TICKET_LOCKED = "ticket_locked"  # 429 at look-up: too many wrong tries
    CODE_WRONG = "code_wrong"  # 403: another try is left, or several
    CODE_EXPIRED = "code_expired"  # 410: too old, or none was asked for
    CODE_TOO_SOON = "code_too_soon"  # 429: the last one was sent only just now
    CODE_LOCKED = "code_locked"  # 429: too many wrong tries, or too many codes
    CONTACT_NOT_NEEDED = "contact_not_needed"  # 409: nobody waits for this resident now
    CONTACT_LOCKED = "contact_locked"  # 429: too many numbers were asked for
    CODE_NOT_SENT = "code_not_sent"  # 503: the message could not be handed on


class Problem(BaseModel):
    """RFC 9457 problem document; `type` may be a `ProblemType`. Never echoes personal data."""

    model_config = ConfigDict(extra="allow", frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    field: str | None = None
    not_before: Moment | None = None
    """With `slot`: when this kiosk may come, by the centre's clock."""
    tries_left: int | None = None
    """With `code_wrong`: how often the resident may still try."""
    signed: Signed | None = None
    """To a carrier: the `PartRefusal` that the kiosk is to be brought."""
