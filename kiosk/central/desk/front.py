"""The front page: how far people have come, beside the articles' figures."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kiosk.central.desk import funnel
from kiosk.central.desk.navigation import EVERYBODY
from kiosk.central.desk.page import render, visitor_of
from kiosk.central.desk.scope import ScopeOf, choices
from kiosk.central.desk.sessions import Visitor
from kiosk.central.pipeline.waiting import waiting
from kiosk.central.web.access import CentreOf

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]


@router.get("/")
def front(request: Request, centre: CentreOf, _visitor: Reader, scope: ScopeOf) -> Response:
    """Counted anew at every look."""
    rules = centre.settings.current
    with centre.database.reading() as session:
        counted = funnel.count(session, scope, rules.layers, rules.not_required)
        offered = choices(session)
        held_up = waiting(session, scope.conditions())
    now = centre.clock()
    return render(
        request, "front.html", funnel=counted, scope=scope, choices=offered, now=now,
        configuration=rules.name, waiting=held_up,
    )  # fmt: skip
