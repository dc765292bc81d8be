"""The page of rejected photos: reasons by week and by office."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from kiosk.central.desk import retakes
from kiosk.central.desk.navigation import EVERYBODY
from kiosk.central.desk.page import render, visitor_of
from kiosk.central.desk.scope import Scope, ScopeOf, choices
from kiosk.central.desk.sessions import Visitor
from kiosk.central.web.access import CentreOf
from kiosk.domain.window import wib

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]


@router.get("/photo-reasons")
def photo_reasons(request: Request, centre: CentreOf, _visitor: Reader, scope: ScopeOf) -> Response:
    """The eight weeks up to the last day that is asked for, or to today."""
    weeks = retakes.weeks_until(scope.until or wib(centre.clock()).date())
    of_all_days = Scope(scope.office, scope.district, None, None, is_bound=scope.is_bound)
    with centre.database.reading() as session:
        found = retakes.count(session, of_all_days, weeks)
        offered = choices(session)
    return render(request, "photo_reasons.html", found=found, scope=scope, choices=offered)
