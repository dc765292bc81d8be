"""The two lists of the batches' room in words: who is not in yet, and the calendar."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, overload

from kiosk.domain.batch import BatchState, BatchWindow
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.ticket import Ticket
from kiosk.domain.window import wib
from kiosk.ui.officer.batches.board import AtRisk, Board
from kiosk.ui.spans import time_needed
from kiosk.ui.text import Texts
from kiosk.ui.widgets.table import Cell, TableRow, Tone

AT_RISK_COLUMNS: Final = ("ticket", "name", "lacks", "sending", "action")
CALENDAR_COLUMNS: Final = ("batch", "state", "opens", "closes", "quota", "joined")
_NOTHING: Final = "-"
_CHIP_OF: Final[Mapping[Obstacle, Tone]] = {
    Obstacle.NOT_JOINED: Tone.CHIP_ATTENTION,
    Obstacle.TEST: Tone.CHIP_ATTENTION,
    Obstacle.CODE: Tone.CHIP_ATTENTION,
    Obstacle.PHOTO: Tone.CHIP_WRONG,
    Obstacle.CORRECTION: Tone.CHIP_WRONG,
    Obstacle.UNSENT: Tone.CHIP_ATTENTION,
    Obstacle.TOO_SLOW: Tone.CHIP_WRONG,
    Obstacle.HELD: Tone.CHIP_WRONG,
    Obstacle.UNFINISHED: Tone.CHIP,
}
_STATE_CHIP: Final[Mapping[BatchState, Tone]] = {
    BatchState.PLANNED: Tone.CHIP,
    BatchState.OPEN: Tone.CHIP_RIGHT,
    BatchState.CLOSED: Tone.CHIP_ATTENTION,
    BatchState.DECIDED: Tone.CHIP,
}


class AtRiskRows(Sequence[TableRow]):
    """Lines of a list that may be long: each is worded when it is looked at."""

    def __init__(self, people: Sequence[AtRisk], texts: Texts) -> None:
        self._people, self._texts = people, texts

    def __len__(self) -> int:
        return len(self._people)

    @overload
    def __getitem__(self, place: int) -> TableRow: ...

    @overload
    def __getitem__(self, place: slice) -> "AtRiskRows": ...

    def __getitem__(self, place: int | slice) -> "TableRow | AtRiskRows":
        if isinstance(place, slice):
            return AtRiskRows(self._people[place], self._texts)
        return _at_risk(self._people[place], self._texts)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, AtRiskRows)
            and self._texts is other._texts
            and self._people == other._people
        )

    __hash__ = None  # type: ignore[assignment]  # equal by what it lists


def calendar_rows(board: Board, texts: Texts) -> tuple[TableRow, ...]:
    """Every batch: those that can still be joined first, then the past, the newest in front."""
    ahead = {BatchState.PLANNED, BatchState.OPEN}
    batches = sorted(board.calendar.batches, key=lambda batch: (batch.closes_at, batch.batch_id))
    to_come = [batch for batch in batches if batch.state(board.read_at) in ahead]
    past = [batch for batch in reversed(batches) if batch not in to_come]
    return tuple(_batch(batch, board, texts) for batch in (*to_come, *past))


def day_and_time(moment: datetime) -> str:
    """`02/03/2026 12.00`, in WIB."""
    return f"{wib(moment):%d/%m/%Y %H.%M}"


def _at_risk(one: AtRisk, texts: Texts) -> TableRow:
    key = f"officer.batches.obstacle.{one.obstacle}"
    ticket = one.row.ticket
    return TableRow(
        one,
        (
            Cell(Ticket(ticket).display if ticket else _NOTHING, Tone.STRONG),
            Cell(one.row.masked_name or _NOTHING),
            Cell(texts(f"{key}.chip"), _CHIP_OF[one.obstacle]),
            Cell(_sending(one, texts), Tone.QUIET),
            Cell(texts(f"{key}.action"), Tone.ACTION),
        ),
    )


def _sending(one: AtRisk, texts: Texts) -> str:
    if not one.is_queued:
        return _NOTHING
    if one.sending is None:
        return texts("officer.batches.unknown")
    return texts("officer.batches.about", time=time_needed(one.sending, texts))


def _batch(batch: BatchWindow, board: Board, texts: Texts) -> TableRow:
    state = batch.state(board.read_at)
    return TableRow(
        batch,
        (
            Cell(batch.name, Tone.STRONG),
            Cell(texts(f"officer.batches.state.{state}"), _STATE_CHIP[state]),
            Cell(day_and_time(batch.opens_at)),
            Cell(day_and_time(batch.closes_at)),
            Cell(str(batch.quota)),
            Cell(str(board.joined.get(batch.batch_id, 0))),
        ),
    )
