"""Kiosks: how they are, and shutting one out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from kiosk.central.desk import kiosk_list
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.kiosk_list import KioskView
from kiosk.central.desk.models import Role
from kiosk.central.desk.navigation import ADMINISTRATORS, EVERYBODY
from kiosk.central.desk.offices import watch_of
from kiosk.central.desk.page import Acting, PageOf, acting_as, go_to, paged, render, visitor_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.web.access import CentreOf

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]
Administrator = Annotated[Visitor, Depends(visitor_of(ADMINISTRATORS))]
Revoker = Annotated[Acting, Depends(acting_as(ADMINISTRATORS))]


@router.get("/kiosks")
def kiosks(
    request: Request, centre: CentreOf, visitor: Reader, page: PageOf = 1, show: str = ""
) -> Response:
    """Those that need attention; all of them where `show` says so."""
    only_needed, watch = show != "all", watch_of(centre)
    with centre.database.reading() as session:
        listed = kiosk_list.kiosks(session, watch, visitor.office_id, page, only_needed=only_needed)
    found = paged(listed, page)
    return render(request, "kiosks.html", kiosks=found, only_needed=only_needed)


@router.get("/kiosks/{device_id}")
def kiosk(request: Request, centre: CentreOf, visitor: Reader, device_id: UUID) -> Response:
    """Everything that it has told, and what follows from it."""
    may_revoke = visitor.role is Role.ADMINISTRATOR
    found = _find(centre, visitor, device_id)
    return render(request, "kiosk.html", kiosk=found, may_revoke=may_revoke)


@router.get("/kiosks/{device_id}/revocation")
def ask_revocation(
    request: Request, centre: CentreOf, visitor: Administrator, device_id: UUID
) -> Response:
    """What it means, before it is done."""
    return render(request, "revocation.html", kiosk=_find(centre, visitor, device_id))


@router.post("/kiosks/{device_id}/revocation")
def revoke(centre: CentreOf, acting: Revoker, device_id: UUID) -> Response:
    """Refuse every call of this kiosk from now on."""
    found = _find(centre, acting.visitor, device_id)
    with acting.act(Deed.KIOSK_REVOKE, str(device_id), found.device.office_id):
        centre.enrolments.revoke(device_id)
    return go_to(f"/kiosks/{device_id}", done="kiosk_revoked")


def _find(centre: CentreOf, visitor: Visitor, device_id: UUID) -> KioskView:
    with centre.database.reading() as session:
        return kiosk_list.kiosk(session, watch_of(centre), visitor.office_id, device_id)
