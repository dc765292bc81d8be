"""Routes of the one-time codes, by SMS and by e-mail."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter

from kiosk.central.messages.codes import Request
from kiosk.central.storage.base import Layer
from kiosk.central.web.access import CallerOf, CentreOf, GrantOf
from kiosk.central.web.documented import problems
from kiosk.sync.protocol import CodeSent, CodeTry, TicketStatus

router = APIRouter(tags=["codes"])
_SEND_PROBLEMS = problems(
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_VERIFY_PROBLEMS = problems(
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.CONFLICT,
    HTTPStatus.GONE,
    HTTPStatus.TOO_MANY_REQUESTS,
)


@router.post(
    "/submissions/{submission_id}/otp", summary="Send a code by SMS", responses=_SEND_PROBLEMS
)
def send_otp(
    centre: CentreOf, caller: CallerOf, submission_id: UUID, grant: GrantOf = None
) -> CodeSent:
    """Needs a grant, which it does not use up. A new code takes the place of the last."""
    return centre.codes.send(Request(caller, submission_id, Layer.OTP, grant))


@router.post(
    "/submissions/{submission_id}/otp/verify",
    summary="Check the code from the SMS",
    responses=_VERIFY_PROBLEMS,
)
def verify_otp(
    centre: CentreOf,
    caller: CallerOf,
    submission_id: UUID,
    attempt: CodeTry,
    grant: GrantOf = None,
) -> TicketStatus:
    """The right code uses up the grant; a wrong one counts."""
    return centre.codes.verify(Request(caller, submission_id, Layer.OTP, grant), attempt.code)


@router.post(
    "/submissions/{submission_id}/email-code",
    summary="Send a code by e-mail",
    responses=_SEND_PROBLEMS,
)
def send_email_code(
    centre: CentreOf, caller: CallerOf, submission_id: UUID, grant: GrantOf = None
) -> CodeSent:
    """As by SMS."""
    return centre.codes.send(Request(caller, submission_id, Layer.EMAIL, grant))


@router.post(
    "/submissions/{submission_id}/email-code/verify",
    summary="Check the code from the e-mail",
    responses=_VERIFY_PROBLEMS,
)
def verify_email_code(
    centre: CentreOf,
    caller: CallerOf,
    submission_id: UUID,
    attempt: CodeTry,
    grant: GrantOf = None,
) -> TicketStatus:
    """As by SMS."""
    return centre.codes.verify(Request(caller, submission_id, Layer.EMAIL, grant), attempt.code)
