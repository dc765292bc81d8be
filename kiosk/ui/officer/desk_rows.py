"""The desk's lists in words: one line a submission, part or draft."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

from kiosk.domain.submission import CentreState, KioskState
from kiosk.domain.ticket import Ticket
from kiosk.domain.window import wib
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.ui.flow import STAGES, Step, stage_number
from kiosk.ui.officer.desk_store import DeskSnapshot
from kiosk.ui.text import Texts
from kiosk.ui.widgets.table import Cell, TableRow, Tone


class DeskList(StrEnum):
    """The lists; the value ends the keys of their words."""

    TODAY = "today"
    QUEUE = "queue"
    REDO = "redo"
    DRAFTS = "drafts"


COLUMNS: Final[Mapping[DeskList, tuple[str, ...]]] = {
    DeskList.TODAY: ("ticket", "name", "time", "state", "note"),
    DeskList.QUEUE: ("ticket", "name", "part", "state", "attempts", "next_try", "reason"),
    DeskList.REDO: ("ticket", "name", "answered", "state", "advice"),
    DeskList.DRAFTS: ("ticket", "name", "saved", "step"),
}
_NOTHING: Final = "-"
_TONE: Final[Mapping[KioskState | CentreState, Tone]] = {
    KioskState.QUEUED: Tone.CHIP_ATTENTION,
    KioskState.UPLOADING: Tone.CHIP_ATTENTION,
    KioskState.SUBMITTED: Tone.CHIP_RIGHT,
    KioskState.QUARANTINED: Tone.CHIP_WRONG,
    CentreState.PHOTO_REJECTED: Tone.CHIP_WRONG,
    CentreState.PHOTO_REDO: Tone.CHIP_WRONG,
    CentreState.ACTION_NEEDED: Tone.CHIP_WRONG,
    CentreState.INELIGIBLE: Tone.CHIP_WRONG,
    CentreState.ELIGIBLE: Tone.CHIP_ATTENTION,
    CentreState.JOINED: Tone.CHIP_RIGHT,
    CentreState.ACCEPTED: Tone.CHIP_RIGHT,
}


def rows_of(kind: DeskList, snapshot: DeskSnapshot, text: Texts) -> tuple[TableRow, ...]:
    """One list of a snapshot, in words."""
    now = snapshot.read_at
    match kind:
        case DeskList.TODAY:
            return tuple(_today(row, now, text) for row in snapshot.today)
        case DeskList.QUEUE:
            return tuple(_queued(row, now, text) for row in snapshot.queue)
        case DeskList.REDO:
            return tuple(_redo(row, now, text) for row in snapshot.redo)
        case DeskList.DRAFTS:
            return tuple(_draft(row, now, text) for row in snapshot.drafts)


def clock_time(moment: datetime, now: datetime) -> str:
    """`08.57` of the same day in WIB, `21/11 08.57` of another."""
    local = wib(moment)
    return f"{local:%H.%M}" if local.date() == wib(now).date() else f"{local:%d/%m %H.%M}"


def _today(row: SubmissionRow, now: datetime, text: Texts) -> TableRow:
    return TableRow(
        row,
        (
            _ticket(row.ticket),
            Cell(row.masked_name),
            Cell(clock_time(row.made_at, now)),
            _state(row.centre_state or row.state, text),
            Cell(_note(row, now, text), Tone.QUIET),
        ),
    )


def _note(row: SubmissionRow, now: datetime, text: Texts) -> str:
    if row.reasons:
        return text(f"reason.{row.reasons[0]}.title")
    if row.delivered_at is not None:
        return text("officer.desk.delivered_at", time=clock_time(row.delivered_at, now))
    return ""


def _queued(row: QueueRow, now: datetime, text: Texts) -> TableRow:
    waits = row.state is KioskState.QUEUED and not row.waits_for_form
    next_try = clock_time(row.next_try_at, now) if waits and row.next_try_at > now else ""
    return TableRow(
        row,
        (
            _ticket(row.ticket),
            Cell(row.masked_name),
            Cell(text(f"officer.part.{row.part}", revision=row.revision)),
            _state(row.state, text),
            Cell(str(row.attempts)),
            Cell(next_try or (text("officer.desk.now") if waits else _NOTHING)),
            Cell(_reason(row, text), Tone.QUIET),
        ),
    )


def _reason(row: QueueRow, text: Texts) -> str:
    if row.waits_for_form:
        return text("officer.desk.waits_for_form")
    return "" if row.last_reason is None else _said(row.last_reason, text)


def _said(key: str, text: Texts) -> str:
    """The sentence of a key from the sync; what an older version wrote is shown as it is."""
    return text(key) if key in text else key


def _redo(row: SubmissionRow, now: datetime, text: Texts) -> TableRow:
    advice = text(f"reason.{row.reasons[0]}.officer") if row.reasons else ""
    return TableRow(
        row,
        (
            _ticket(row.ticket),
            Cell(row.masked_name),
            Cell(clock_time(row.outcome_at, now) if row.outcome_at else _NOTHING),
            _state(row.centre_state or row.state, text),
            Cell(advice, Tone.QUIET),
        ),
    )


def _draft(row: DraftRow, now: datetime, text: Texts) -> TableRow:
    step = stage_number(Step(row.step)) if row.step in set(Step) else 1
    return TableRow(
        row,
        (
            _ticket(row.ticket),
            Cell(row.masked_name or _NOTHING),
            Cell(clock_time(row.saved_at, now)),
            Cell(text("progress.step", step=step, total=STAGES), Tone.QUIET),
        ),
    )


def _ticket(code: str) -> Cell:
    return Cell(Ticket(code).display if code else _NOTHING, Tone.STRONG)


def _state(state: KioskState | CentreState, text: Texts) -> Cell:
    return Cell(text(f"officer.state.{state}"), _TONE.get(state, Tone.CHIP))
