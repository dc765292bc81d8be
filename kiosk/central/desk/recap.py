"""The recap in full of an office's own registrations: asked for, made by a worker, taken once."""

from datetime import timedelta
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from kiosk.central.centre import Centre
from kiosk.central.desk import kiosk_list
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.navigation import RECAP_TAKERS
from kiosk.central.desk.page import (
    Acting,
    NotThereError,
    acting_as,
    go_to,
    render,
    visitor_of,
    words_of,
)
from kiosk.central.desk.scope import choices, day_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.recaps.recap_file import RecapKind
from kiosk.central.recaps.recaps import (
    MOST_ROWS,
    RecapScope,
    TooManyRecapsError,
    TooManyRowsError,
)
from kiosk.central.web.access import CentreOf
from kiosk.domain.window import wib

router = APIRouter()
Taker = Annotated[Visitor, Depends(visitor_of(RECAP_TAKERS))]
Actor = Annotated[Acting, Depends(acting_as(RECAP_TAKERS))]
Typed = Annotated[str, Form()]
_USUAL = timedelta(days=30)


def _scope(
    centre: CentreOf, visitor: Taker, office: str = "", since: str = "", until: str = ""
) -> RecapScope:
    """Who belongs to an office gets that one, whatever was asked for."""
    today = wib(centre.clock()).date()
    last = day_of(until) or today
    return RecapScope(visitor.office_id or office.strip(), day_of(since) or last - _USUAL, last)


def _typed_scope(
    centre: CentreOf, visitor: Taker, office: Typed = "", since: Typed = "", until: Typed = ""
) -> RecapScope:
    """The same of a form; raise NotThereError where no such office is."""
    scope = _scope(centre, visitor, office, since, until)
    with centre.database.reading() as session:
        if not kiosk_list.has_office(session, scope.office_id):
            raise NotThereError
    return scope


@router.get("/recap")
def recap(
    request: Request,
    centre: CentreOf,
    visitor: Taker,
    scope: Annotated[RecapScope, Depends(_scope)],
) -> Response:
    """How many rows it would have, and what was asked for before."""
    return _page(request, centre, visitor, scope)


@router.post("/recap")
def ask(
    request: Request,
    centre: CentreOf,
    acting: Actor,
    kind: Annotated[RecapKind, Form()],
    scope: Annotated[RecapScope, Depends(_typed_scope)],
) -> Response:
    """Have it made."""
    visitor = acting.visitor
    try:
        with acting.act(Deed.RECAP_ASK, scope.office_id, f"{scope.since} {scope.until} {kind}"):
            centre.desk.recaps.ask(visitor.account, scope, kind, words_of(request).language)
    except TooManyRowsError:
        return _page(request, centre, visitor, scope, problem="recap_too_many_rows")
    except TooManyRecapsError:
        return _page(request, centre, visitor, scope, problem="recap_too_many")
    centre.workforce.ring()
    return go_to("/recap", done="recap_asked")


@router.post("/recap/{recap_id}/file")
def take(centre: CentreOf, acting: Actor, recap_id: UUID) -> Response:
    """The file, once."""
    try:
        with acting.act(Deed.RECAP_TAKE, str(recap_id)):
            found, content = centre.desk.recaps.take(acting.visitor.account, recap_id)
    except LookupError:
        raise NotThereError from None
    scope = found.scope
    name = f"recap-{scope.office_id}-{scope.since}-{scope.until}.{found.kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=found.kind.media_type, headers=headers)


@router.post("/recap/{recap_id}/removal")
def remove(centre: CentreOf, acting: Actor, recap_id: UUID) -> Response:
    """Nobody needs it any more."""
    with acting.act(Deed.RECAP_DROP, str(recap_id)):
        centre.desk.recaps.drop(acting.visitor.account, recap_id)
    return go_to("/recap", done="recap_dropped")


def _page(
    request: Request, centre: Centre, visitor: Visitor, scope: RecapScope, *, problem: str = ""
) -> Response:
    with centre.database.reading() as session:
        offered = choices(session)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(
        request, "recap.html", status,
        scope=scope, choices=offered, is_bound=visitor.office_id is not None, problem=problem,
        names={one.value: one.label for one in offered.offices},
        number=centre.desk.recaps.count(scope), most=MOST_ROWS,
        recaps=centre.desk.recaps.of(visitor.account), kinds=list(RecapKind),
    )  # fmt: skip
