"""Offices: found, added, given codes for their kiosks and for supervisors who forgot the PIN."""

from datetime import date, timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Form, Request, Response
from markupsafe import Markup

from kiosk.central.centre import Centre
from kiosk.central.desk import kiosk_list
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.kiosk_list import Watch
from kiosk.central.desk.models import Role
from kiosk.central.desk.navigation import ADMINISTRATORS, EVERYBODY
from kiosk.central.desk.page import (
    Acting,
    NotThereError,
    PageOf,
    acting_as,
    go_to,
    paged,
    render,
    visitor_of,
)
from kiosk.central.desk.sessions import Visitor
from kiosk.central.devices.new_office import NewOffice, OfficeProblem
from kiosk.central.web.access import CentreOf
from kiosk.domain.recovery import RecoveryProblem, parse_challenge
from kiosk.domain.window import wib

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]
Administrator = Annotated[Acting, Depends(acting_as(ADMINISTRATORS))]
CODE_FOR = timedelta(hours=1)


class RecoveryRefusal(StrEnum):
    """Why no recovery code is given."""

    MISHEARD = "recovery_misheard"
    STRANGER = "recovery_stranger"


def watch_of(centre: Centre) -> Watch:
    """By the rules in force."""
    return Watch(centre.settings.current.kiosks, centre.clock())


@router.get("/offices")
def offices(
    request: Request, centre: CentreOf, visitor: Reader, q: str = "", page: PageOf = 1
) -> Response:
    """All of them; who belongs to one is shown that one."""
    if visitor.office_id is not None:
        return go_to(f"/offices/{visitor.office_id}")
    return _offices(request, centre, NewOffice(), q=q, page=page)


@router.post("/offices")
def add_office(
    request: Request,
    centre: CentreOf,
    acting: Administrator,
    office_id: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    village: Annotated[str, Form()] = "",
) -> Response:
    """A new one; one that is there is not renamed by accident."""
    typed = NewOffice(office_id.strip(), name.strip(), village.strip())
    problem = typed.problem or _is_there(centre, typed.office_id)
    if problem is not None:
        return _offices(request, centre, typed, problem=problem)
    with acting.act(Deed.OFFICE_ADD, typed.office_id, typed.name):
        centre.enrolments.new_office(typed.office_id, typed.name, typed.village or None)
    return go_to(f"/offices/{typed.office_id}", done="office_added")


@router.get("/offices/{office_id}")
def office(
    request: Request, centre: CentreOf, visitor: Reader, office_id: str, page: PageOf = 1
) -> Response:
    """One office with its kiosks."""
    if not visitor.sees(office_id):
        raise NotThereError
    return _office(request, centre, office_id, page=page)


@router.post("/offices/{office_id}/codes")
def new_code(request: Request, centre: CentreOf, acting: Administrator, office_id: str) -> Response:
    """A code to enrol one kiosk, shown on this page and nowhere else."""
    with centre.database.reading() as session:
        found = kiosk_list.office(session, watch_of(centre), office_id)
    with acting.act(Deed.ENROLMENT_CODE, office_id):
        code = centre.enrolments.new_code(office_id, CODE_FOR)
    until = centre.clock() + CODE_FOR
    return render(
        request, "enrolment_code.html", office=found, shown=code, until=until, qr=_qr(code)
    )


@router.post("/offices/{office_id}/recovery")
def recover(
    request: Request,
    centre: CentreOf,
    acting: Administrator,
    office_id: str,
    challenge: Annotated[str, Form()] = "",
    day: Annotated[str, Form()] = "",
) -> Response:
    """What lets a supervisor who forgot the PIN back in: told to the office's own number only."""
    asked, asked_on = parse_challenge(challenge), _day(day)
    if isinstance(asked, RecoveryProblem) or asked_on is None:
        return _office(request, centre, office_id, problem=RecoveryRefusal.MISHEARD)
    try:
        with acting.act(Deed.RECOVERY_CODE, office_id, asked.display):
            code = centre.enrolments.recovery_code(office_id, asked, asked_on)
    except LookupError:
        return _office(request, centre, office_id, problem=RecoveryRefusal.STRANGER)
    with centre.database.reading() as session:
        found = kiosk_list.office(session, watch_of(centre), office_id)
    return render(
        request, "recovery_code.html", office=found, shown=code.display, asked=asked.display
    )


def _offices(
    request: Request,
    centre: Centre,
    typed: NewOffice,
    *,
    problem: OfficeProblem | None = None,
    q: str = "",
    page: int = 1,
) -> Response:
    with centre.database.reading() as session:
        found = paged(kiosk_list.offices(session, watch_of(centre), q.strip(), page), page)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    may_add = request.state.visitor.role is Role.ADMINISTRATOR
    return render(
        request, "offices.html", status,
        offices=found, q=q, typed=typed, problem=problem, may_add=may_add,
    )  # fmt: skip


def _office(
    request: Request,
    centre: Centre,
    office_id: str,
    *,
    page: int = 1,
    problem: RecoveryRefusal | None = None,
) -> Response:
    watch = watch_of(centre)
    with centre.database.reading() as session:
        found = kiosk_list.office(session, watch, office_id)
        listed = kiosk_list.kiosks(session, watch, office_id, page, only_needed=False)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(
        request, "office.html", status,
        office=found, kiosks=paged(listed, page), problem=problem,
        today=wib(centre.clock()).date(), may_act=request.state.visitor.role is Role.ADMINISTRATOR,
    )  # fmt: skip


def _is_there(centre: Centre, office_id: str) -> OfficeProblem | None:
    with centre.database.reading() as session:
        is_there = kiosk_list.has_office(session, office_id)
    return OfficeProblem.IS_THERE if is_there else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _qr(code: str) -> Markup:
    """Drawn into the page, since nothing may be fetched with the code in its address."""
    drawn = segno.make(code, error="m", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, light="#fff", svgclass="qr"))  # noqa: S704  # digits and letters
