"""What every route needs of a request: the centre, and the device that speaks."""

from typing import Annotated, cast

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from kiosk.central.centre import Centre
from kiosk.central.devices.tokens import NOT_AUTHORISED, Caller
from kiosk.central.web.problems import RefusedError
from kiosk.sync.protocol import GRANT_HEADER

_BEARER = HTTPBearer(auto_error=False, description="The token from enrolment or renewal")


def the_centre(request: Request) -> Centre:
    """The centre that this application serves."""
    return cast("Centre", request.app.state.centre)


CentreOf = Annotated[Centre, Depends(the_centre)]


def the_caller(
    centre: CentreOf,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Caller:
    """The enrolled, unrevoked device behind the bearer token, once batches are up to date."""
    if credentials is None:
        raise RefusedError(NOT_AUTHORISED)
    centre.batches.keep_time()
    return centre.tokens.caller(credentials.credentials)


CallerOf = Annotated[Caller, Depends(the_caller)]


def the_sender(centre: CentreOf, caller: CallerOf) -> Caller:
    """The same, once it is its turn to send a part. Asked before the body is read."""
    centre.let_in(caller)
    return caller


SenderOf = Annotated[Caller, Depends(the_sender)]
GrantOf = Annotated[
    str | None, Header(alias=GRANT_HEADER, description="A single-use grant from a look-up")
]
