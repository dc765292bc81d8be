"""The route of the resident's question."""

from http import HTTPStatus

from fastapi import APIRouter

from kiosk.central.web.access import CallerOf, CentreOf
from kiosk.central.web.documented import problems
from kiosk.sync.protocol import TicketLookup, TicketStatus

router = APIRouter(tags=["tickets"])


@router.post(
    "/tickets/lookup",
    summary="How a registration stands",
    responses=problems(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.TOO_MANY_REQUESTS,
    ),
)
def look_up(centre: CentreOf, caller: CallerOf, question: TicketLookup) -> TicketStatus:
    """Masked; with a single-use grant for each thing that may be done now."""
    return centre.tickets.look_up(caller, question)
