"""Routes about submissions: their sealed parts, what became of them, joining and withdrawing."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from kiosk.central.intake.intake import FIRST, Arrival, Stored
from kiosk.central.web.access import CallerOf, CentreOf, GrantOf, SenderOf
from kiosk.central.web.documented import SEALED_BODY, Answers, problems
from kiosk.sync.protocol import (
    LAST_SEQ,
    ContactAnswer,
    JoinRequest,
    OutcomePage,
    Part,
    Signed,
    TicketStatus,
)

router = APIRouter(tags=["submissions"])
_AUTHORITY = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
PART_PROBLEMS = problems(
    *_AUTHORITY,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
)
KNOWN_PART: Answers = {
    200: {"model": Signed, "description": "The same bytes again: the same receipt"}
}


async def sealed_body(request: Request) -> bytes:
    """The envelope as it came, never longer than its limit."""
    return await request.body()


SealedBody = Annotated[bytes, Depends(sealed_body)]


@router.put(
    "/submissions/{submission_id}/form",
    summary="Deliver the sealed form",
    status_code=HTTPStatus.CREATED,
    response_model=Signed,
    responses={**KNOWN_PART, **PART_PROBLEMS},
    openapi_extra=SEALED_BODY,
)
def put_form(centre: CentreOf, caller: SenderOf, submission_id: UUID, body: SealedBody) -> Response:
    """Answers with a signed `Receipt`: from then on the centre has it, whole."""
    return receipt_answer(centre.receive(caller, Arrival(submission_id, Part.FORM, FIRST, body)))


@router.put(
    "/submissions/{submission_id}/photos/{revision}",
    summary="Deliver a sealed photo",
    status_code=HTTPStatus.CREATED,
    response_model=Signed,
    responses={**KNOWN_PART, **PART_PROBLEMS},
    openapi_extra=SEALED_BODY,
)
def put_photo(
    centre: CentreOf,
    caller: SenderOf,
    submission_id: UUID,
    revision: Annotated[int, Path(ge=FIRST)],
    body: SealedBody,
    grant: GrantOf = None,
) -> Response:
    """The revision must be the next one asked for; from the second on it needs a grant."""
    arrival = Arrival(submission_id, Part.PHOTO, revision, body, grant)
    return receipt_answer(centre.receive(caller, arrival))


@router.put(
    "/submissions/{submission_id}/ktp/{revision}",
    summary="Deliver the sealed photo of a KTP",
    status_code=HTTPStatus.CREATED,
    response_model=Signed,
    responses={**KNOWN_PART, **PART_PROBLEMS},
    openapi_extra=SEALED_BODY,
)
def put_ktp(
    centre: CentreOf,
    caller: SenderOf,
    submission_id: UUID,
    revision: Annotated[int, Path(ge=FIRST)],
    body: SealedBody,
) -> Response:
    """Asked for once: revision 1, from the kiosk of the form."""
    return receipt_answer(centre.receive(caller, Arrival(submission_id, Part.KTP, revision, body)))


@router.put(
    "/submissions/{submission_id}/patches/{number}",
    summary="Deliver a sealed correction",
    status_code=HTTPStatus.CREATED,
    response_model=Signed,
    responses={**KNOWN_PART, **PART_PROBLEMS},
    openapi_extra=SEALED_BODY,
)
def put_patch(
    centre: CentreOf,
    caller: SenderOf,
    submission_id: UUID,
    number: Annotated[int, Path(ge=FIRST)],
    body: SealedBody,
    grant: GrantOf = None,
) -> Response:
    """Exactly the fields that the newest `action_needed` named; needs the grant for this number."""
    arrival = Arrival(submission_id, Part.PATCH, number, body, grant)
    return receipt_answer(centre.receive(caller, arrival))


@router.get(
    "/outcomes",
    summary="What became of this office's submissions",
    responses=problems(*_AUTHORITY),
)
async def outcomes(
    centre: CentreOf,
    caller: CallerOf,
    after: Annotated[int, Query(ge=0, le=LAST_SEQ)] = 0,
    wait: Annotated[float, Query(ge=0, allow_inf_nan=False)] = 0,
) -> OutcomePage:
    """Signed `OutcomeMessage`s in order; waits `wait` seconds, 25 at most, for the first one."""
    return await centre.outcomes.next_page(caller.office_id, after, wait)


@router.get(
    "/submissions/{submission_id}/contact",
    summary="The phone number of a resident who is needed",
    responses=problems(
        *_AUTHORITY, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.TOO_MANY_REQUESTS
    ),
)
def contact(centre: CentreOf, caller: CallerOf, submission_id: UUID) -> ContactAnswer:
    """For the office of the submission only. Shown to one officer, and kept by no kiosk."""
    return centre.contacts.phone(caller, submission_id)


@router.post(
    "/submissions/{submission_id}/join",
    summary="Join an open batch",
    responses=problems(*_AUTHORITY, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def join(
    centre: CentreOf,
    caller: CallerOf,
    submission_id: UUID,
    request: JoinRequest,
    grant: GrantOf = None,
) -> TicketStatus:
    """Needs a grant for this batch, and the resident's consent in the words in force."""
    return centre.participation.join(caller, submission_id, grant, request)


@router.post(
    "/submissions/{submission_id}/withdrawal",
    summary="Withdraw and erase",
    responses=problems(*_AUTHORITY, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def withdraw(
    centre: CentreOf, caller: CallerOf, submission_id: UUID, grant: GrantOf = None
) -> TicketStatus:
    """Needs a grant. What was read and every sealed part are erased for good."""
    return centre.withdraw(caller, submission_id, grant)


def receipt_answer(stored: Stored) -> Response:
    """The signed receipt; 200 where it was given before."""
    status = HTTPStatus.CREATED if stored.is_new else HTTPStatus.OK
    return Response(stored.receipt, status_code=status, media_type="application/json")
