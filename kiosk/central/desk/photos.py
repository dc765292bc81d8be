"""Judging photos: the queue, one photo, and the verdict. Each opening is in the audit."""

import base64
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kiosk.central.centre import Centre
from kiosk.central.desk import cases
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.models import PhotoViewRow
from kiosk.central.desk.navigation import JUDGES
from kiosk.central.desk.page import (
    ROWS,
    Acting,
    NotThereError,
    PageOf,
    acting_as,
    go_to,
    paged,
    render,
    visitor_of,
)
from kiosk.central.desk.photo_views import shown_reasons
from kiosk.central.desk.sessions import Visitor
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import PHOTO_JUDGED_IN, WrongStateError
from kiosk.central.storage.models import OfficeRow, SubmissionRow
from kiosk.central.web.access import CentreOf
from kiosk.domain.reason import PHOTO_REASONS, Reason

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(JUDGES))]
Judge = Annotated[Acting, Depends(acting_as(JUDGES))]
_AT = "content"
"""Past the menu: whoever judges many begins there, with the keyboard too."""
_OFFERED = tuple(reason for reason in Reason if reason in PHOTO_REASONS)


@router.get("/photos")
def queue(
    request: Request,
    centre: CentreOf,
    _visitor: Reader,
    page: PageOf = 1,
    before: UUID | None = None,
) -> Response:
    """What waits for a person, the longest waiting first; `before` was judged just now."""
    query = (
        select(SubmissionRow, OfficeRow.name)
        .join(OfficeRow, OfficeRow.office_id == SubmissionRow.office_id)
        .where(*_waits_for_a_person())
        .order_by(SubmissionRow.received_at)
        .offset(ROWS * (page - 1))
        .limit(ROWS + 1)
    )
    with centre.database.reading() as session:
        rows = session.execute(query).all()
        number = _number(session)
    found = paged(rows, page)
    return render(request, "photos.html", found=found, number=number, before=before)


@router.post("/photos/next")
def open_next(centre: CentreOf, judge: Judge) -> Response:
    """Open the one that has waited longest and that nobody else looks at."""
    return _open_next(centre, judge)


@dataclass(frozen=True, slots=True)
class Look:
    """What the address of an open photo says."""

    view: UUID | None = None
    before: UUID | None = None
    """What was judged just now."""
    look: int = 0
    """Counted, since a browser does not load an address again that ends with a place in it."""


@router.get("/photos/{submission_id}")
def photo(
    request: Request,
    centre: CentreOf,
    visitor: Reader,
    submission_id: UUID,
    look: Annotated[Look, Depends()],
) -> Response:
    """One photo, once it is open."""
    with centre.database.reading() as session:
        case = cases.case_of(session, visitor, submission_id)
        number = _number(session)
    opened, is_over = None, False
    if look.view is not None:
        try:
            opened = centre.desk.photo_views.look(visitor.account, look.view, submission_id)
        except LookupError:
            is_over = True
    return render(
        request, "photo.html", case=case, view=None if is_over else look.view, opened=opened,
        is_over=is_over, reasons=_OFFERED, shown_reasons=shown_reasons,
        is_judged=case.row.state not in PHOTO_JUDGED_IN,
        number=number, before=look.before, look=look.look,
    )  # fmt: skip


@router.post("/photos/{submission_id}/open")
def open_photo(centre: CentreOf, judge: Judge, submission_id: UUID) -> Response:
    """Have a worker open it for this pair of eyes."""
    return _open(centre, judge, submission_id)


@router.get("/photos/{submission_id}/{view}/{which}.jpg")
def picture(
    centre: CentreOf, visitor: Reader, submission_id: UUID, view: UUID, which: str
) -> Response:
    """The picture itself, for who asked for it, and for no cache."""
    try:
        opened = centre.desk.photo_views.look(visitor.account, view, submission_id)
    except LookupError:
        raise NotThereError from None
    pictures = {} if opened is None else {"photo": opened.photo, "card": opened.card}
    found = pictures.get(which)
    if found is None:
        raise NotThereError
    return Response(base64.b64decode(found.jpeg), media_type="image/jpeg")


@router.post("/photos/{submission_id}/accept")
def accept(
    centre: CentreOf, judge: Judge, submission_id: UUID, revision: Annotated[int, Form()]
) -> Response:
    """The photo is good."""
    operator = Operator(centre, judge.visitor.account)
    try:
        _check(centre, judge, submission_id, revision)
        with judge.act(Deed.PHOTO_ACCEPT, str(submission_id), f"{revision}"):
            operator.accept_photo(submission_id)
    except WrongStateError:
        return go_to("/photos", done="judged_before")
    return _go_on(centre, judge, submission_id, "accepted")


@router.post("/photos/{submission_id}/reject")
def reject(
    centre: CentreOf,
    judge: Judge,
    submission_id: UUID,
    revision: Annotated[int, Form()],
    view: Annotated[UUID | None, Form()] = None,
    reasons: Annotated[list[Reason] | None, Form()] = None,
) -> Response:
    """Another one is needed, and why."""
    if not PHOTO_REASONS.issuperset(reasons or ()) or not reasons:
        seen = f"?view={view}" if view else ""
        return go_to(f"/photos/{submission_id}{seen}", done="nothing_chosen", at=_AT)
    operator = Operator(centre, judge.visitor.account)
    try:
        _check(centre, judge, submission_id, revision)
        with judge.act(Deed.PHOTO_REJECT, str(submission_id), ", ".join(reasons)):
            operator.reject_photo(submission_id, reasons)
    except WrongStateError:
        return go_to("/photos", done="judged_before")
    return _go_on(centre, judge, submission_id, "rejected")


def _check(centre: Centre, judge: Acting, submission_id: UUID, revision: int) -> None:
    """A verdict is about the photo that was shown."""
    with centre.database.reading() as session:
        case = cases.case_of(session, judge.visitor, submission_id)
    if case.row.photo_revision != revision:
        raise WrongStateError("another photo has come since")


def _go_on(centre: Centre, judge: Acting, submission_id: UUID, done: str) -> Response:
    centre.desk.photo_views.end(submission_id)
    return _open_next(centre, judge, done, before=submission_id)


def _open_next(
    centre: Centre, judge: Acting, done: str = "", before: UUID | None = None
) -> Response:
    with centre.database.reading() as session:
        found = _next(session, centre, judge.visitor)
    if found is None:
        return go_to(f"/photos{_query(before=before)}", done=done or "nothing_waits")
    return _open(centre, judge, found, done, before)


def _open(
    centre: Centre, judge: Acting, submission_id: UUID, done: str = "", before: UUID | None = None
) -> Response:
    with centre.database.reading() as session:
        case = cases.case_of(session, judge.visitor, submission_id)
    if case.row.state not in PHOTO_JUDGED_IN:
        return go_to("/photos", done="judged_before")
    with judge.act(Deed.PHOTO_VIEW, str(submission_id), f"{case.row.photo_revision}"):
        view = centre.desk.photo_views.ask(judge.visitor.account, submission_id)
    centre.workforce.ring()
    return go_to(f"/photos/{submission_id}{_query(view=view, before=before)}", done=done, at=_AT)


def _query(**ids: UUID | None) -> str:
    said = urlencode({name: one for name, one in ids.items() if one is not None})
    return f"?{said}" if said else ""


def _next(session: Session, centre: Centre, visitor: Visitor) -> UUID | None:
    by_others = select(PhotoViewRow.submission_id).where(
        PhotoViewRow.account != visitor.account, PhotoViewRow.ends_at > centre.clock()
    )
    query = (
        select(SubmissionRow.submission_id)
        .where(*_waits_for_a_person(), SubmissionRow.submission_id.not_in(by_others))
        .order_by(SubmissionRow.received_at)
        .limit(1)
    )
    return session.scalars(query).first()


def _waits_for_a_person() -> tuple[ColumnElement[bool], ...]:
    """Judged by people, and no worker is at it."""
    return SubmissionRow.state.in_(PHOTO_JUDGED_IN), SubmissionRow.due_at.is_(None)


def _number(session: Session) -> int:
    query = select(func.count()).select_from(SubmissionRow).where(*_waits_for_a_person())
    return session.scalar(query) or 0
