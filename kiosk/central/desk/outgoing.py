"""Messages to residents: what waits for a gateway, and the box of those that have none."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from kiosk.central.desk.audit import Deed
from kiosk.central.desk.navigation import CENTRE_WIDE, JUDGES
from kiosk.central.desk.page import (
    Acting,
    NotThereError,
    PageOf,
    acting_as,
    paged,
    render,
    visitor_of,
)
from kiosk.central.desk.sessions import Visitor
from kiosk.central.messages.messages import CHANNEL_OF
from kiosk.central.web.access import CentreOf

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(CENTRE_WIDE))]
Opener = Annotated[Acting, Depends(acting_as(JUDGES))]


@router.get("/messages")
def messages(request: Request, centre: CentreOf, visitor: Reader, page: PageOf = 1) -> Response:
    """Who gets one, masked; what it says is not shown."""
    with centre.database.reading() as session:
        waiting = {
            channel: centre.outbox.waiting(session, layer) for layer, channel in CHANNEL_OF.items()
        }
    listed = paged(centre.desk.outgoing.masked(page), page)
    may_open = visitor.is_one_of(JUDGES)
    return render(request, "messages.html", messages=listed, waiting=waiting, may_open=may_open)


@router.post("/messages/{message_id}")
def read(request: Request, centre: CentreOf, acting: Opener, message_id: UUID) -> Response:
    """One message in full. That it was read is written down first."""
    if not centre.desk.outgoing.has(message_id):
        raise NotThereError
    with acting.act(Deed.MESSAGE_READ, str(message_id)):
        message = centre.desk.outgoing.whole(message_id)
    return render(request, "message.html", message=message)
