"""The page that shows who did what. Nothing on it can be changed, here or in the database."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import ColumnElement, select

from kiosk.central.desk.audit import Deed
from kiosk.central.desk.audit_words import detail_of, place_of
from kiosk.central.desk.models import AccountRow, AuditRow
from kiosk.central.desk.navigation import REVIEWERS
from kiosk.central.desk.page import ROWS, PageOf, paged, render, visitor_of
from kiosk.central.desk.scope import ScopeOf, end_of, start_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.web.access import CentreOf

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(REVIEWERS))]


@router.get("/audit")
def audit(
    request: Request,
    centre: CentreOf,
    _visitor: Reader,
    scope: ScopeOf,
    account: str = "",
    deed: str = "",
    page: PageOf = 1,
) -> Response:
    """The newest first, narrowed down as asked for."""
    found: list[ColumnElement[bool]] = []
    if account:
        found.append(AuditRow.account == account)
    if deed in set(Deed):
        found.append(AuditRow.deed == deed)
    if scope.since is not None:
        found.append(AuditRow.at >= start_of(scope.since))
    if scope.until is not None:
        found.append(AuditRow.at < end_of(scope.until))
    query = (
        select(AuditRow)
        .where(*found)
        .order_by(AuditRow.audit_id.desc())
        .offset(ROWS * (page - 1))
        .limit(ROWS + 1)
    )
    with centre.database.reading() as session:
        rows = session.scalars(query).all()
        names = session.scalars(select(AccountRow.name).order_by(AccountRow.name)).all()
    return render(
        request, "audit.html", found=paged(rows, page), scope=scope, names=names,
        deeds=list(Deed), account=account, deed=deed, detail_of=detail_of, place_of=place_of,
    )  # fmt: skip
