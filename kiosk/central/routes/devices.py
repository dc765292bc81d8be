"""Routes about a kiosk itself: enrolment, token, configuration, heartbeat."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Header, Response

from kiosk.central.web.access import CallerOf, CentreOf
from kiosk.central.web.documented import problems
from kiosk.sync.heartbeat_messages import Heartbeat, HeartbeatAnswer
from kiosk.sync.protocol import (
    Enrolment,
    EnrolmentRequest,
    Signed,
    TokenGrant,
    TokenRequest,
)

router = APIRouter(tags=["kiosk"])


@router.post(
    "/enrolments",
    summary="Enrol a kiosk with a one-time code",
    status_code=HTTPStatus.CREATED,
    responses=problems(HTTPStatus.FORBIDDEN),
)
def enrol(centre: CentreOf, request: EnrolmentRequest) -> Enrolment:
    """Needs no token. The code is used up."""
    return centre.enrolments.enrol(request)


@router.post(
    "/tokens",
    summary="Renew a token by the device's signature",
    responses=problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
def renew(centre: CentreOf, request: TokenRequest) -> TokenGrant:
    """Needs no token. Each signed time counts once and must be close to the centre's."""
    return centre.tokens.renew(request)


@router.get(
    "/config",
    summary="The signed configuration bundle",
    response_model=Signed,
    responses={
        304: {"description": "The bundle named by If-None-Match is still the newest"},
        **problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
    },
)
def config(
    centre: CentreOf,
    _caller: CallerOf,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """The payload is a `ConfigBundle`; its sequence only grows."""
    newest = centre.publisher.newest()
    headers = {"ETag": newest.etag, "Cache-Control": "private, no-cache"}
    if if_none_match == newest.etag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(newest.signed, media_type="application/json", headers=headers)


@router.post(
    "/heartbeats",
    summary="Say how this kiosk is",
    responses=problems(HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN),
)
def heartbeat(centre: CentreOf, caller: CallerOf, beat: Heartbeat) -> HeartbeatAnswer:
    """Carries no personal data; the newest one is kept. Answers what is here of this kiosk."""
    return centre.enrolments.hear(caller.device_id, beat)
