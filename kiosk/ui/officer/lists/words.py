"""The lists in words: the cells of one line, and what is said at length about the chosen one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from kiosk.domain.submission import CentreState, KioskState
from kiosk.domain.ticket import Ticket
from kiosk.domain.turn import Wait, turn_of
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.sync.runner import SyncStatus
from kiosk.ui.dates import clock_time
from kiosk.ui.flow import STAGES, Step, stage_number
from kiosk.ui.text import Texts
from kiosk.ui.widgets.table import Cell, Tone

NOTHING: Final = "-"
_HIDDEN: Final = "••••"
_TONE: Final[Mapping[KioskState | CentreState, Tone]] = {
    KioskState.QUEUED: Tone.CHIP_ATTENTION,
    KioskState.UPLOADING: Tone.CHIP_ATTENTION,
    KioskState.SUBMITTED: Tone.CHIP_RIGHT,
    KioskState.QUARANTINED: Tone.CHIP_WRONG,
    CentreState.PHOTO_REJECTED: Tone.CHIP_WRONG,
    CentreState.PHOTO_REDO: Tone.CHIP,
    CentreState.ACTION_NEEDED: Tone.CHIP_WRONG,
    CentreState.INELIGIBLE: Tone.CHIP_WRONG,
    CentreState.EMAIL_PENDING: Tone.CHIP_ATTENTION,
    CentreState.OTP_PENDING: Tone.CHIP_ATTENTION,
    CentreState.TEST_PENDING: Tone.CHIP_ATTENTION,
    CentreState.ELIGIBLE: Tone.CHIP_ATTENTION,
    CentreState.JOINED: Tone.CHIP_RIGHT,
    CentreState.ACCEPTED: Tone.CHIP_RIGHT,
}
_ONE_STEP: Final = frozenset(
    {
        CentreState.EMAIL_PENDING,
        CentreState.OTP_PENDING,
        CentreState.TEST_PENDING,
        CentreState.ELIGIBLE,
    }
)
"""Where the state alone says what the resident is needed for."""
_WAITS_HERE: Final = frozenset(
    {KioskState.QUEUED, KioskState.UPLOADING, KioskState.QUARANTINED, KioskState.CANCELLED}
)
"""What is shown rather than what the centre said before."""


def made_cells(row: SubmissionRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, time, state, note."""
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(clock_time(row.made_at, now)),
        _state_of(row, text),
        Cell(note_of(row, now, text), Tone.QUIET),
    )


def part_cells(row: QueueRow, line: SyncStatus, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, part, state, tries, next try, reason."""
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(part_name(row.part, row.revision, text)),
        _state(row.state, text),
        Cell(str(row.attempts)),
        Cell(_next_try(row, line, now, text)),
        Cell(reason_of_part(row, line, now, text), Tone.QUIET),
    )


def answer_cells(row: SubmissionRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, when it was answered, state, what is needed."""
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(clock_time(row.outcome_at, now) if row.outcome_at else NOTHING),
        _state_of(row, text),
        Cell(detail_of(row, now, text), Tone.QUIET),
    )


def found_cells(row: SubmissionRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, masked phone number, state, note."""
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(masked_phone(row)),
        _state_of(row, text),
        Cell(note_of(row, now, text), Tone.QUIET),
    )


def call_cells(row: SubmissionRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, masked phone number, what is needed."""
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(masked_phone(row)),
        Cell(need_of(row, now, text), Tone.QUIET),
    )


def draft_cells(row: DraftRow, now: datetime, text: Texts) -> tuple[Cell, ...]:
    """Ticket, name, when it was saved, how far it is."""
    step = stage_number(Step(row.step)) if row.step in set(Step) else 1
    return (
        ticket_cell(row.ticket),
        Cell(row.masked_name or NOTHING),
        Cell(clock_time(row.saved_at, now)),
        Cell(text("progress.step", step=step, total=STAGES), Tone.QUIET),
    )


def masked_phone(row: SubmissionRow) -> str:
    """The last digits only; not even they are kept for ever."""
    return f"{_HIDDEN} {row.phone_tail}" if row.phone_tail else _HIDDEN


def note_of(row: SubmissionRow, now: datetime, text: Texts) -> str:
    """What is to be known beside the state."""
    if row.state in _WAITS_HERE:
        return "" if row.state is KioskState.CANCELLED else text(f"officer.do.{row.state}")
    detail = detail_of(row, now, text)
    if detail or row.delivered_at is None:
        return detail
    return text("officer.desk.delivered_at", time=clock_time(row.delivered_at, now))


def need_of(row: SubmissionRow, now: datetime, text: Texts) -> str:
    """What the resident is needed for, in a whole sentence; empty where nobody is."""
    match row.centre_state:
        case CentreState.PHOTO_REJECTED | CentreState.ACTION_NEEDED:
            return text(f"officer.need.{row.centre_state}", what=detail_of(row, now, text))
        case CentreState.ACCEPTED if row.deadline is not None:
            return text("officer.need.accepted", date=clock_time(row.deadline, now))
    return text(f"officer.need.{row.centre_state}") if row.centre_state in _ONE_STEP else ""


def detail_of(row: SubmissionRow, now: datetime, text: Texts) -> str:
    """What the state alone does not say: fields, reasons, or what is to be done."""
    if row.centre_state is CentreState.ACTION_NEEDED and row.fields:
        return ", ".join(field_name(field, text) for field in row.fields)
    if row.reasons:
        return " ".join(text(f"reason.{reason}.title") for reason in row.reasons)
    if row.centre_state in {CentreState.PHOTO_REJECTED, CentreState.ACTION_NEEDED}:
        return text("officer.field.other")
    return need_of(row, now, text)


def title_of(item: SubmissionRow | QueueRow | DraftRow, text: Texts) -> str:
    """Whose line it is."""
    words = [ticket_cell(item.ticket).text, item.masked_name or NOTHING]
    if isinstance(item, QueueRow):
        words += [part_name(item.part, item.revision, text), _state(item.state, text).text]
    return " · ".join(words)


def standing_of(row: SubmissionRow, now: datetime, text: Texts) -> str:
    """How it stands, in a whole sentence where the resident is needed."""
    needed = "" if row.state in _WAITS_HERE else need_of(row, now, text)
    return needed or _state_of(row, text).text


def advice_on(item: object, text: Texts) -> str:
    """What the officer does about the chosen line."""
    if isinstance(item, SubmissionRow):
        return _advice_on_submission(item, text)
    return text("officer.do.draft")


def advice_on_part(row: QueueRow, line: SyncStatus, now: datetime, text: Texts) -> str:
    """Why the chosen part waits, what the officer does about it, and when it is tried next."""
    key = f"{problem_of_part(row, line, now)}_do"
    if row.state is KioskState.QUARANTINED:
        key = "officer.do.quarantined"
    advice = text(key) if key in text else text("officer.do.queued")
    said = (reason_of_part(row, line, now, text), advice, _when(row, line, now, text))
    return " ".join(filter(None, said))


def problem_of(item: object) -> str | None:
    """Key of the sentence that says what stands against it, if anything does."""
    if isinstance(item, SubmissionRow) and item.reasons and item.state not in _WAITS_HERE:
        return f"reason.{item.reasons[0]}.title"
    return None


def problem_of_part(row: QueueRow, line: SyncStatus, now: datetime) -> str | None:
    """Key of the sentence that says why it waits: for the line, or for itself."""
    waits_for_line = turn_of(row, line.paused_until, now).wait is Wait.LINE
    return (line.last_error if waits_for_line else None) or row.last_reason


def field_name(field: str, text: Texts) -> str:
    """How a field of the form is called here; what has no name of its own is "other"."""
    for key in (f"officer.field.{field}", f"review.{field}"):
        if key in text:
            return text(key)
    return text("officer.field.other")


def part_name(part: str, revision: int, text: Texts) -> str:
    """How a part of a registration is called."""
    return text(f"officer.part.{part}", revision=revision)


def reason_of_part(row: QueueRow, line: SyncStatus, now: datetime, text: Texts) -> str:
    """Why it is not delivered yet; what an older version wrote down is shown as it is."""
    key = problem_of_part(row, line, now) or ""
    return text(key) if key in text else key


def ticket_cell(code: str) -> Cell:
    """A ticket as it is printed."""
    return Cell(Ticket(code).display if code else NOTHING, Tone.STRONG)


def _advice_on_submission(row: SubmissionRow, text: Texts) -> str:
    if row.state in _WAITS_HERE:
        return text(f"officer.do.{row.state}")
    keys = [f"officer.do.{row.centre_state}", *(f"reason.{r}.officer" for r in row.reasons[:1])]
    return " ".join(text(k) for k in keys if k in text) or text("officer.do.nothing")


def _next_try(row: QueueRow, line: SyncStatus, now: datetime, text: Texts) -> str:
    turn = turn_of(row, line.paused_until, now)
    if turn.at is not None:
        return clock_time(turn.at, now)
    return text("officer.desk.now") if turn.wait is Wait.NOTHING else NOTHING


def _when(row: QueueRow, line: SyncStatus, now: datetime, text: Texts) -> str:
    """When it is tried next, in a sentence; empty where that is for somebody to decide."""
    turn = turn_of(row, line.paused_until, now)
    if turn.wait is Wait.DECISION:
        return ""
    time = "" if turn.at is None else clock_time(turn.at, now)
    return text(f"officer.turn.{turn.wait}", time=time)


def _state_of(row: SubmissionRow, text: Texts) -> Cell:
    waits = row.state in _WAITS_HERE or row.centre_state is None
    return _state(row.state if waits else row.centre_state or row.state, text)


def _state(state: KioskState | CentreState, text: Texts) -> Cell:
    return Cell(text(f"officer.state.{state}"), _TONE.get(state, Tone.CHIP))
