"""Routes for whoever carries a kiosk's stick: no token, everything proves itself."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kiosk.central.routes.submissions import (
    KNOWN_PART,
    SealedBody,
    receipt_answer,
)
from kiosk.central.web.access import CentreOf, GrantOf
from kiosk.central.web.documented import SEALED_BODY, problems
from kiosk.sync.carrier_messages import SealedAnswer
from kiosk.sync.protocol import LAST_SEQ, Signed

router = APIRouter(tags=["carrier"])


@router.post(
    "/carrier/parts",
    summary="Bring one sealed part of a kiosk without a line",
    status_code=HTTPStatus.CREATED,
    response_model=Signed,
    responses={
        **KNOWN_PART,
        **problems(
            HTTPStatus.FORBIDDEN,
            HTTPStatus.CONFLICT,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            HTTPStatus.TOO_MANY_REQUESTS,
        ),
    },
    openapi_extra=SEALED_BODY,
)
def bring_part(
    centre: CentreOf, request: Request, body: SealedBody, grant: GrantOf = None
) -> Response:
    """Needs no token: the kiosk's signature is in the envelope, and its header says which part.

    A part that is refused for good is refused with a signed `PartRefusal` in the problem document.
    """
    return receipt_answer(centre.carrier.take(_address(request), body, grant))


@router.post(
    "/carrier/outcomes",
    summary="Ask for a kiosk without a line",
    responses=problems(HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS),
)
def bring_question(
    centre: CentreOf,
    request: Request,
    question: Signed,
    after: Annotated[int, Query(ge=0, le=LAST_SEQ)] = 0,
) -> SealedAnswer:
    """The payload is an `OutcomeQuestion`, signed by the kiosk; only the kiosk reads the answer.

    A page has at most 100 outcomes, from the question's own number on or from `after`, if later.
    """
    centre.batches.keep_time()
    return centre.carrier.answer(_address(request), question, after)


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
