"""Submissions by state, and one of them with its history."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from kiosk.central.desk import cases
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.history_words import said
from kiosk.central.desk.navigation import EVERYBODY, JUDGES
from kiosk.central.desk.page import Acting, PageOf, acting_as, go_to, render, visitor_of
from kiosk.central.desk.scope import ScopeOf, choices
from kiosk.central.desk.sessions import Visitor
from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import ASKED_IN, PHOTO_JUDGED_IN, WrongStateError
from kiosk.central.web.access import CentreOf
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import PHOTO_REASONS, Reason
from kiosk.domain.submission import CentreState

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(EVERYBODY))]
Judge = Annotated[Acting, Depends(acting_as(JUDGES))]
_ASKING_REASONS = tuple(reason for reason in Reason if reason not in PHOTO_REASONS)


@router.get("/submissions")
def submissions(
    request: Request,
    centre: CentreOf,
    _visitor: Reader,
    scope: ScopeOf,
    state: str = "",
    page: PageOf = 1,
) -> Response:
    """The list, narrowed down as asked for."""
    wanted = CentreState(state) if state in set(CentreState) else None
    with centre.database.reading() as session:
        found = cases.listed(session, scope, wanted, page)
        offered = choices(session)
    return render(
        request, "submissions.html", found=found, scope=scope, choices=offered, state=wanted,
        states=list(CentreState), problem="",
    )  # fmt: skip


@router.get("/submissions/find")
def find(request: Request, centre: CentreOf, visitor: Reader, submission: str = "") -> Response:
    """Straight to the one with this id."""
    submission_id = _id(submission)
    with centre.database.reading() as session:
        if submission_id is not None:
            cases.case_of(session, visitor, submission_id)
            return go_to(f"/submissions/{submission_id}")
    return render(request, "not_an_id.html")


@router.get("/submissions/{submission_id}")
def submission(
    request: Request, centre: CentreOf, visitor: Reader, submission_id: UUID
) -> Response:
    """Everything that is not sealed."""
    with centre.database.reading() as session:
        case = cases.case_of(session, visitor, submission_id)
    state, may_act = case.row.state, visitor.is_one_of(JUDGES)
    return render(
        request, "submission.html", case=case,
        has_photo_to_judge=may_act and state in PHOTO_JUDGED_IN,
        may_ask=may_act and state in ASKED_IN,
        said=said, patch_fields=list(PatchField), asking_reasons=_ASKING_REASONS,
    )  # fmt: skip


@router.post("/submissions/{submission_id}/ask")
def ask(
    centre: CentreOf,
    judge: Judge,
    submission_id: UUID,
    fields: Annotated[list[PatchField] | None, Form()] = None,
    reasons: Annotated[list[Reason] | None, Form()] = None,
) -> Response:
    """Have these fields corrected, and no others."""
    here = f"/submissions/{submission_id}"
    with centre.database.reading() as session:
        cases.case_of(session, judge.visitor, submission_id)
    if not fields:
        return go_to(here, done="nothing_chosen")
    operator = Operator(centre, judge.visitor.account)
    try:
        with judge.act(Deed.ASK, str(submission_id), ", ".join([*fields, *(reasons or ())])):
            operator.ask_for(submission_id, reasons or (), fields)
    except WrongStateError:
        return go_to(here, done="too_late")
    return go_to(here, done="asked")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None
