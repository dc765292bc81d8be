"""The file, or QR code, that makes one computer a kiosk of an office, and sets it up."""

import base64
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

import segno
from fastapi import APIRouter, Depends, Form, Request, Response
from markupsafe import Markup

from kiosk.central.centre import Centre
from kiosk.central.desk import kiosk_list
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.kiosk_list import OfficeView
from kiosk.central.desk.navigation import ADMINISTRATORS
from kiosk.central.desk.offices import watch_of
from kiosk.central.desk.page import Acting, acting_as, render, visitor_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.devices.provisioning import OrderProblem, TypedOrder
from kiosk.central.web.access import CentreOf
from kiosk.sync.provisioning import MAX_QR_BYTES

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(ADMINISTRATORS))]
Administrator = Annotated[Acting, Depends(acting_as(ADMINISTRATORS))]
_OF_THIS_COMPUTER = frozenset({"127.0.0.1", "::1", "localhost"})
_FIELDS = {
    OrderProblem.HOURS: "hours",
    OrderProblem.URL: "url",
    OrderProblem.PIN: "pin",
    OrderProblem.AUTHORITIES: "ca",
    OrderProblem.PROXY: "proxy",
    OrderProblem.SETTINGS: "settings",
}


def typed_order(
    url: Annotated[str, Form()] = "",
    hours: Annotated[str, Form()] = "",
    settings: Annotated[str, Form()] = "",
    pin: Annotated[str, Form()] = "",
    ca: Annotated[str, Form()] = "",
    proxy: Annotated[str, Form()] = "",
) -> TypedOrder:
    """What was typed."""
    return TypedOrder(url, hours, settings, pin, ca, proxy)


@router.get("/offices/{office_id}/provisioning")
def order(request: Request, centre: CentreOf, _visitor: Reader, office_id: str) -> Response:
    """What is to stand in the file."""
    typed = TypedOrder(url=_address(request, centre))
    return _form(request, _office(centre, office_id), typed)


@router.post("/offices/{office_id}/provisioning")
def provision(
    request: Request,
    centre: CentreOf,
    acting: Administrator,
    office_id: str,
    typed: Annotated[TypedOrder, Depends(typed_order)],
) -> Response:
    """A file with a code for one kiosk: on this page and nowhere else."""
    found, asked = _office(centre, office_id), typed.read()
    if isinstance(asked, OrderProblem):
        return _form(request, found, typed, asked)
    with acting.act(Deed.PROVISIONING, office_id):
        made = centre.enrolments.new_provisioning(office_id, asked)
    return render(
        request,
        "provisioning_file.html",
        office=found,
        until=made.until,
        file=base64.b64encode(made.text).decode("ascii"),
        qr=_qr(made.text),
    )


def _form(
    request: Request, office: OfficeView, typed: TypedOrder, problem: OrderProblem | None = None
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    field = "" if problem is None else _FIELDS[problem]
    return render(
        request, "provisioning.html", status,
        office=office, typed=typed, problem=problem, field=field,
    )  # fmt: skip


def _office(centre: Centre, office_id: str) -> OfficeView:
    with centre.database.reading() as session:
        return kiosk_list.office(session, watch_of(centre), office_id)


def _address(request: Request, centre: Centre) -> str:
    """By the settings; where nobody set it, as this browser calls us, to be confirmed."""
    public = centre.settings.current.public_url
    is_set = urlsplit(public).hostname not in _OF_THIS_COMPUTER
    return public if is_set else str(request.base_url).removesuffix("desk/").rstrip("/")


def _qr(text: bytes) -> Markup | None:
    """Drawn into the page; None where a webcam could not read it."""
    if len(text) > MAX_QR_BYTES:
        return None
    drawn = segno.make(text.decode("ascii"), error="l", micro=False, boost_error=False)
    svg = drawn.svg_inline(omitsize=True, light="#fff", svgclass="qr dense")
    return Markup(svg)  # noqa: S704  # drawn squares, without the text
