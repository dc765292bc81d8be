"""Batches: planned by the calendar, opened and closed by hand where need be, and decided."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import StreamingResponse

from kiosk.central.batches.batches import BatchStateError
from kiosk.central.centre import Centre
from kiosk.central.desk import batch_list
from kiosk.central.desk.audit import Deed
from kiosk.central.desk.batch_list import BatchView, Proposal
from kiosk.central.desk.navigation import CENTRE_WIDE, JUDGES
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
from kiosk.central.desk.scope import SANE_YEARS
from kiosk.central.desk.sessions import Visitor
from kiosk.central.operator import Operator
from kiosk.central.settings.settings_values import LARGEST_QUOTA
from kiosk.central.web.access import CentreOf
from kiosk.domain.batch import BatchState
from kiosk.domain.window import WIB

router = APIRouter()
Reader = Annotated[Visitor, Depends(visitor_of(CENTRE_WIDE))]
Decider = Annotated[Visitor, Depends(visitor_of(JUDGES))]
Actor = Annotated[Acting, Depends(acting_as(JUDGES))]
Typed = Annotated[str, Form()]
_BATCH_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)
_WORDS = re.compile(r"[^\W_](?:[\w ./()-]{0,98}[\w.)])?")
_QUOTA = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_SEED = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)


class BatchProblem(StrEnum):
    """Why something cannot be done; each has its words under `problem.<value>`."""

    BAD_ID = "batch_bad_id"
    BAD_NAME = "batch_bad_name"
    BAD_QUOTA = "batch_bad_quota"
    BAD_TIME = "batch_bad_time"
    IS_THERE = "batch_is_there"
    BAD_DECREE = "batch_bad_decree"
    BAD_SEED = "batch_bad_seed"
    TOO_LATE = "batch_too_late"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was typed for a new batch."""

    batch_id: str
    name: str
    quota: str
    opens_at: str
    closes_at: str

    def read(self) -> Proposal | BatchProblem:
        """The same as values, or what is wrong with it."""
        opens_at, closes_at = _moment(self.opens_at), _moment(self.closes_at)
        if not _BATCH_ID.fullmatch(self.batch_id):
            return BatchProblem.BAD_ID
        if not _WORDS.fullmatch(self.name):
            return BatchProblem.BAD_NAME
        if not _QUOTA.fullmatch(self.quota) or int(self.quota) > LARGEST_QUOTA:
            return BatchProblem.BAD_QUOTA
        if opens_at is None or closes_at is None or opens_at >= closes_at:
            return BatchProblem.BAD_TIME
        return Proposal(self.batch_id, self.name, int(self.quota), opens_at, closes_at)


def plan_of(
    batch_id: Typed = "",
    name: Typed = "",
    quota: Typed = "",
    opens_at: Typed = "",
    closes_at: Typed = "",
) -> Plan:
    """As the form has it."""
    return Plan(batch_id.strip(), name.strip(), quota.strip(), opens_at, closes_at)


@router.get("/batches")
def batches(request: Request, centre: CentreOf, _visitor: Reader, page: PageOf = 1) -> Response:
    """All of them, and what the next one would be."""
    return _batches(request, centre, page=page)


@router.post("/batches")
def plan(
    request: Request,
    centre: CentreOf,
    acting: Actor,
    typed: Annotated[Plan, Depends(plan_of)],
) -> Response:
    """Announce a batch that opens and closes by itself."""
    wanted = typed.read()
    if isinstance(wanted, BatchProblem):
        return _batches(request, centre, typed=typed, problem=wanted)
    try:
        with acting.act(Deed.BATCH_PLAN, wanted.batch_id, wanted.name):
            _operator(centre, acting).plan_batch(
                wanted.batch_id,
                wanted.name,
                quota=wanted.quota,
                opens_at=wanted.opens_at,
                closes_at=wanted.closes_at,
            )
    except BatchStateError:
        return _batches(request, centre, typed=typed, problem=BatchProblem.IS_THERE)
    return go_to(f"/batches/{wanted.batch_id}", done="batch_planned")


@router.get("/batches/{batch_id}")
def batch(
    request: Request, centre: CentreOf, _visitor: Reader, batch_id: str, page: PageOf = 1
) -> Response:
    """One batch; once it is decided, with the draw."""
    return _batch(request, centre, batch_id, page=page)


@router.get("/batches/{batch_id}/proof")
def proof(centre: CentreOf, _visitor: Reader, batch_id: str) -> Response:
    """Seed, order and result, for anybody to compute again."""
    row = _find(centre, batch_id).row
    if row.state is not BatchState.DECIDED:
        raise NotThereError
    name = f'attachment; filename="{batch_id}-proof.csv"'
    return StreamingResponse(
        batch_list.proof(centre, row),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": name},
    )


@router.get("/batches/{batch_id}/opening")
def ask_opening(request: Request, centre: CentreOf, _visitor: Decider, batch_id: str) -> Response:
    """What it means, before it is done."""
    return _ask(request, centre, batch_id, "opening")


@router.post("/batches/{batch_id}/opening")
def open_now(request: Request, centre: CentreOf, acting: Actor, batch_id: str) -> Response:
    """Take people before its time."""
    try:
        with acting.act(Deed.BATCH_OPEN, batch_id):
            _operator(centre, acting).open_planned_batch(batch_id)
    except BatchStateError:
        return _batch(request, centre, batch_id, problem=BatchProblem.TOO_LATE)
    return go_to(f"/batches/{batch_id}", done="batch_opened")


@router.get("/batches/{batch_id}/closing")
def ask_closing(request: Request, centre: CentreOf, _visitor: Decider, batch_id: str) -> Response:
    """What it means, before it is done."""
    return _ask(request, centre, batch_id, "closing")


@router.post("/batches/{batch_id}/closing")
def close(request: Request, centre: CentreOf, acting: Actor, batch_id: str) -> Response:
    """Take nobody any more."""
    try:
        with acting.act(Deed.BATCH_CLOSE, batch_id):
            _operator(centre, acting).close_batch(batch_id)
    except BatchStateError:
        return _batch(request, centre, batch_id, problem=BatchProblem.TOO_LATE)
    return go_to(f"/batches/{batch_id}", done="batch_closed")


@router.get("/batches/{batch_id}/selection")
def ask_selection(
    request: Request,
    centre: CentreOf,
    _visitor: Decider,
    batch_id: str,
    decree: str = "",
    seed: str = "",
) -> Response:
    """Who would be in the draw, before it is done for good."""
    decree, seed = decree.strip(), seed.strip()
    problem = _draw_problem(decree, seed)
    if problem is not None:
        return _batch(request, centre, batch_id, problem=problem)
    found = _find(centre, batch_id)
    values = {"decree": decree, "seed": seed}
    return render(request, "batch_act.html", batch=found, act="selection", values=values)


@router.post("/batches/{batch_id}/selection")
def select(
    request: Request,
    centre: CentreOf,
    acting: Actor,
    batch_id: str,
    decree: Typed = "",
    seed: Typed = "",
) -> Response:
    """Decide; without a seed one is drawn here."""
    problem = _draw_problem(decree, seed)
    if problem is not None:
        return _batch(request, centre, batch_id, problem=problem)
    try:
        with acting.act(Deed.BATCH_SELECT, batch_id, decree):
            _operator(centre, acting).select(batch_id, decree, seed or None)
    except BatchStateError:
        return _batch(request, centre, batch_id, problem=BatchProblem.TOO_LATE)
    return go_to(f"/batches/{batch_id}", done="batch_decided")


def _batches(
    request: Request,
    centre: Centre,
    *,
    page: int = 1,
    typed: Plan | None = None,
    problem: BatchProblem | None = None,
) -> Response:
    centre.batches.keep_time()
    with centre.database.reading() as session:
        listed = paged(batch_list.batches(session, page), page)
        calendar = centre.settings.current.calendar
        proposal = batch_list.proposal(session, calendar, centre.clock())
    return render(
        request, "batches.html", _status(problem),
        batches=listed, typed=typed or _typed(proposal), problem=problem,
        may_act=request.state.visitor.is_one_of(JUDGES),
    )  # fmt: skip


def _batch(
    request: Request,
    centre: Centre,
    batch_id: str,
    *,
    page: int = 1,
    problem: BatchProblem | None = None,
) -> Response:
    found = _find(centre, batch_id)
    with centre.database.reading() as session:
        draw = paged(batch_list.places(session, found.row, page), page)
    return render(
        request, "batch.html", _status(problem),
        batch=found, draw=draw, problem=problem,
        may_act=request.state.visitor.is_one_of(JUDGES),
    )  # fmt: skip


def _ask(request: Request, centre: Centre, batch_id: str, act: str) -> Response:
    found = _find(centre, batch_id)
    return render(request, "batch_act.html", batch=found, act=act, values={})


def _find(centre: Centre, batch_id: str) -> BatchView:
    centre.batches.keep_time()
    with centre.database.reading() as session:
        return batch_list.batch(session, batch_id)


def _operator(centre: Centre, acting: Acting) -> Operator:
    return Operator(centre, acting.visitor.account)


def _draw_problem(decree: str, seed: str) -> BatchProblem | None:
    if not _WORDS.fullmatch(decree):
        return BatchProblem.BAD_DECREE
    return BatchProblem.BAD_SEED if seed and not _SEED.fullmatch(seed) else None


def _status(problem: BatchProblem | None) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK


def _typed(proposal: Proposal) -> Plan:
    return Plan(
        proposal.batch_id,
        proposal.name,
        str(proposal.quota),
        _local(proposal.opens_at),
        _local(proposal.closes_at),
    )


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(WIB):%Y-%m-%dT%H:%M}"


def _moment(text: str) -> datetime | None:
    """As browsers send a day and a time; meant in Jakarta."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    is_sane = moment.tzinfo is None and moment.year in SANE_YEARS
    return moment.replace(tzinfo=WIB) if is_sane else None
