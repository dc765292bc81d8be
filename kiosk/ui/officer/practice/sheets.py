"""The practice's own pages: the papers of a guest, a photo to judge, and the score."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.reason import Reason
from kiosk.ui.look import Look
from kiosk.ui.officer.practice.guests import GUESTS, Guest, Picture
from kiosk.ui.officer.practice.papers import make_papers
from kiosk.ui.officer.practice.score import Score
from kiosk.ui.officer.practice.words import mended_words, photo_words, wrong_words
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.cause_picture import draw_both
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.notice import Kind

_ACCEPTED: Final = "accepted"
_SMALLEST_PX: Final = 120
_LARGEST_PX: Final = 300


class PapersSheet(Sheet):
    """What the guest has brought along.

    Signals:
        completed: on to the form.
    """

    completed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "practice.papers.name", "practice.papers.hint")
        self.setObjectName("practice_papers")
        self.papers = card, family, note = make_papers(look)
        beside = QVBoxLayout()
        beside.setSpacing(10)
        for paper in (family, note):
            beside.addWidget(paper)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.body.addLayout(row)
        self.next_button = Button(
            look, "action.next", name="papers_next_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.next_button.clicked.connect(self.completed)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)

    def show_guest(self, guest: Guest) -> None:
        """Lay the papers of somebody out."""
        number = GUESTS.index(guest) + 1
        self.look.write(self.title, "practice.papers.title", number=number, total=len(GUESTS))
        for paper in self.papers:
            paper.show_guest(guest)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)


class PhotoDrawing(QWidget):
    """A drawn photo, as it should be or spoilt, without saying which."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.picture: Picture | None = None
        self.setObjectName("practice_photo")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.name(self, "practice.photo.drawing")

    def show_picture(self, picture: Picture) -> None:
        """Draw it."""
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(_LARGEST_PX, _LARGEST_PX)

    def minimumSizeHint(self) -> QSize:
        """Large enough to judge."""
        return QSize(_SMALLEST_PX, _SMALLEST_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it in the theme's colours, in the middle."""
        if self.picture is None:
            return
        theme, side = self._look.theme, min(self.width(), self.height())
        colours = (theme.ink, theme.accent)
        spoilt, good = draw_both(self.picture.cause, colours, side, self.devicePixelRatioF())
        place = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter = QPainter(self)
        painter.drawPixmap(place.topLeft(), spoilt if self.picture.is_spoilt else good)
        painter.end()


class JudgeSheet(Sheet):
    """Would the centre accept this photo? And if not, why?

    Signals:
        judged: with the Picture and the Reason, or None for "accepted".
    """

    judged = Signal(object, object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "practice.photo.title", "practice.photo.hint")
        self.setObjectName("practice_judge")
        self.drawing = PhotoDrawing(look)
        self.choice: ChoiceList | None = None
        card = Card(margin=12)
        card.body.addWidget(self.drawing)
        self.set_side(card, 6)
        self.next_button = Button(
            look, "action.next", name="judge_next_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.next_button.clicked.connect(self._judge)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)

    def ask(self, picture: Picture) -> None:
        """Show a photo, nothing said about it yet."""
        self.notice.clear()
        self.drawing.show_picture(picture)
        reasons = {str(each): Sentence(f"reason.{each}.title") for each in picture.choices}
        choices: dict[str, str | Sentence] = {_ACCEPTED: "practice.photo.accepted", **reasons}
        before, self.choice = self.choice, ChoiceList(self.look, "judge", choices, columns=1)
        self.choice.changed.connect(self.notice.clear)
        if before is not None:
            before.setParent(None)
            before.deleteLater()
        self.body.addWidget(self.choice)
        self.choice.show()
        self.order_focus()
        self.choice.focus_first()

    def _judge(self) -> None:
        said = None if self.choice is None else self.choice.value
        if said is None:
            self.notice.tell(Kind.ATTENTION, Sentence("practice.photo.choose"))
        else:
            reason = None if said == _ACCEPTED else Reason(said)
            self.judged.emit(self.drawing.picture, reason)


class ScoreSheet(Sheet):
    """Points, minutes, what was mistyped, and what to mind.

    Signals:
        next_requested: on to the next guest.
        again_requested: the same guest once more.
    """

    next_requested = Signal()
    again_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "practice.score.name", "practice.score.name")
        self.setObjectName("practice_score")
        self.score: Score | None = None
        self.lines: tuple[str, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.advice = label(look, "notice.empty")
        self._lay_out()
        self._make_buttons()
        look.changed.connect(self._say)

    def show_score(self, score: Score) -> None:
        """Show what came of a round."""
        self.score = score
        self._say()
        self.next_button.setVisible(score.guest is not GUESTS[-1])
        loud = self.again_button if self.next_button.isHidden() else self.next_button
        loud.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        score, look = self.score, self.look
        if score is None:
            return
        points = {"points": score.points, "total": score.total}
        look.write(self.title, "practice.score.title", **points)
        look.write(self.hint, "practice.score.hint", minutes=score.took)
        look.write(self.advice, f"practice.trap.{score.guest.trap}")
        text = look.text
        self.lines = (
            *(wrong_words(score, entry, text) for entry in score.wrong),
            *(photo_words(each, text) for each in score.misjudged),
            *(mended_words(entry, text) for entry in score.mended),
        ) or (text("practice.score.faultless"),)
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.setParent(None)
                old.deleteLater()
        for words in self.lines:
            said = plain_label()
            said.setText(words)
            self._lines.addWidget(said)

    def _lay_out(self) -> None:
        result, minded = Card(margin=18), Card(margin=18)
        for card, icon, key in (
            (result, "clipboard-list", "practice.score.result"),
            (minded, "lightbulb", "practice.score.mind"),
        ):
            heading = QHBoxLayout()
            heading.setSpacing(10)
            heading.addWidget(icon_label(self.look, icon, "accent", 24))
            heading.addWidget(label(self.look, key, "strong"), 1)
            card.body.setSpacing(8)
            card.body.addLayout(heading)
            self.body.addWidget(card)
        result.body.addLayout(self._lines)
        minded.body.addWidget(self.advice)

    def _make_buttons(self) -> None:
        look = self.look
        self.again_button = Button(
            look, "practice.again", name="score_again_button", icon="rotate-ccw"
        )
        self.next_button = Button(
            look, "practice.next", name="next_guest_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.again_button.clicked.connect(self.again_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.bottom_row.addWidget(self.again_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)
