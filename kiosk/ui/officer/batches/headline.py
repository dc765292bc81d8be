"""The batch of the moment: its name, its quota, and the time that is left."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.batch import BatchWindow
from kiosk.ui.look import Look, mark
from kiosk.ui.officer.batches.board import Board
from kiosk.ui.officer.batches.countdown import closing, opening, urgency
from kiosk.ui.spans import time_left
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label, plain_label

_MARGIN: Final = 14
_WORDS, _TIME = 3, 2
"""How the words and the time that is left share the width."""


class Headline(Card):
    """What is open, until when, and who is in it from here; else what comes next."""

    def __init__(self, look: Look) -> None:
        super().__init__(margin=_MARGIN)
        self.setObjectName("batch_headline")
        self._look = look
        self.name = plain_label("lead")
        self.when = label(look, "notice.empty", "hint")
        self.counts = plain_label("small")
        self.left = label(look, "notice.empty", "figure")
        self.left.setObjectName("batch_time_left")
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        for each in (self.name, self.when, self.counts):
            words.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(icon_label(look, "calendar", "accent"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, _WORDS)
        row.addWidget(self.left, _TIME)
        self.body.addLayout(row)

    @property
    def least_height(self) -> int:
        """With nothing but the name and the time that is left."""
        words, time = self.words_width, self.words_width * _TIME // _WORDS
        lines = max(self.name.heightForWidth(words), self.left.heightForWidth(time))
        return lines + 2 * _MARGIN

    @property
    def words_width(self) -> int:
        """Of the lines at the left, a little less than they have."""
        return (self.width() - 2 * _MARGIN) * _WORDS // (_WORDS + _TIME + 1)

    def show_board(self, board: Board, now: datetime) -> None:
        """Say how it stands at `now`, by the centre's clock."""
        current, planned = board.calendar.current(now), board.calendar.next_planned(now)
        mark(self.left, kind=urgency(board.calendar, now) or "ink")
        if current is not None:
            self._show_open(current, board, now)
        elif planned is not None:
            self._show_planned(planned, board, now)
        else:
            self.name.setText(self._look.text("officer.batches.none"))
            self._look.write(self.when, "officer.batches.none_do")
            self._look.write(self.left, "notice.empty")
            self._count(board)

    def _show_open(self, batch: BatchWindow, board: Board, now: datetime) -> None:
        texts = self._look.text
        self.name.setText(batch.name)
        self._look.write(self.when, "officer.batches.closes_on", **closing(batch, texts).values)
        left = time_left(batch.time_left(now), texts)
        self._look.write(self.left, "officer.batches.left", time=left)
        self._count(board, batch)

    def _show_planned(self, batch: BatchWindow, board: Board, now: datetime) -> None:
        texts = self._look.text
        said = opening(batch, texts)
        self.name.setText(texts("officer.batches.none_open"))
        self._look.write(self.when, said.key, **said.values)
        self._look.write(
            self.left, "officer.batches.until_open", time=time_left(batch.opens_at - now, texts)
        )
        self._count(board, batch)

    def _count(self, board: Board, batch: BatchWindow | None = None) -> None:
        texts = self._look.text
        said = []
        if batch is not None:
            joined = board.joined.get(batch.batch_id, 0)
            said.append(texts("officer.batches.quota", count=batch.quota))
            said.append(texts("officer.batches.joined", count=joined))
        if board.ready:
            said.append(texts("officer.batches.ready", count=board.ready))
        if board.checked:
            said.append(texts("officer.batches.checked", count=board.checked))
        self.counts.setText("  ·  ".join(said))
