"""What all pages of the form share: title, content, a notice, and the way on and back."""

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.pads import RowsPad
from kiosk.ui.widgets.scroll import Scroll
from kiosk.ui.widgets.sheet_grid import SheetGrid

_LOW_LINES: Final = 28
"""A page of fewer lines of text is low."""
_VERY_LOW_LINES: Final = 18
"""A page of fewer has no room for more than the field and its letters."""
_AIR_PX: Final = 8
"""Below title and hint, where the page is not low."""
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SCROLLING: Final = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
"""What nobody needs for anything else: Tab goes by content that cannot be pressed."""


class Sheet(QWidget):
    """A page's frame: title, hint, scrolling content, notice, and a row of actions at the bottom.

    A side (a number pad, a picture) stands at the right, or below where the screen is upright; a
    letter pad always stands below.
    """

    reads_all: ClassVar[bool] = False
    """Whether its content is read aloud too: never where it has anybody's answers."""

    def __init__(self, look: Look, title_key: str, hint_key: str | None = None) -> None:
        super().__init__()
        self.look = look
        self.title = label(look, title_key, "title")
        self.hint = label(look, hint_key or "notice.empty", "hint")
        self._has_hint = hint_key is not None
        if not self._has_hint:
            self.hint.hide()
        self.notice = Notice(look)
        self.notice.said.connect(self._make_room)
        self.notice.said.connect(self._outline_soon)
        look.changed.connect(self._follow_look)
        self._scroll = Scroll()
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self._bottom = QWidget()
        self.bottom_row = QHBoxLayout(self._bottom)
        self.bottom_row.setContentsMargins(0, 0, 0, 0)
        self.bottom_row.setSpacing(16)
        self._side: QWidget | None = None
        self._fill_scroll()
        self._grid = SheetGrid(look, self._scroll, self._bottom, self.bottom_row)
        self.setLayout(self._grid)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._arrange_soon)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._reveal_focus_soon)
        look.name(self, title_key)

    def _fill_scroll(self) -> None:
        self._heading = heading = QVBoxLayout()
        heading.setSpacing(2)
        heading.addWidget(self.title)
        heading.addWidget(self.hint)
        self._scroll.body.addLayout(heading)
        self._scroll.body.addLayout(self.body)
        self._scroll.body.addWidget(self.notice)

    def set_side(self, side: QWidget, share: int = 8) -> None:
        """Stand `side` beside the content, `share` to the content's nine parts of the width."""
        self._side = side
        self._grid.set_side(side, share)
        self.arrange()

    def set_below(self, below: QWidget) -> None:
        """Stand a widget below the content that takes all the room that is left."""
        self._grid.set_below(below)
        self.arrange()

    def set_letter_pad(self, pad: RowsPad) -> None:
        """Stand a letter pad below the content, its lowest row between the actions."""
        self._grid.set_letters(pad)
        self.arrange()

    def _arrange_soon(self) -> None:
        QTimer.singleShot(0, self, self.arrange)

    def arrange(self) -> None:
        """Put the parts where they belong; to be called when one of them comes or goes."""
        self._grid.arrange(self.width(), self.height())

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen: what has no room scrolls."""
        return QSize(320, 240)

    def event(self, event: QEvent) -> bool:
        """Arrange the parts anew when one of them has another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the parts where the shape of the screen has room for them."""
        super().resizeEvent(event)
        self.arrange()
        self._make_room()
        self._reveal_focus_soon()

    def showEvent(self, event: QShowEvent) -> None:
        """Put the focus in the order of reading, and say what the page is about."""
        super().showEvent(event)
        if not event.spontaneous():
            self._read_aloud()
        self.order_focus()
        QTimer.singleShot(0, self, self._take_focus)
        self._reveal_focus_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field leads on; it never presses anything on a resident's page.

        Arrows that nothing else takes scroll.
        """
        field = self.focusWidget()
        if event.key() in _ENTER and isinstance(field, Field):
            self.enter_pressed(field)
        elif (action := _SCROLLING.get(Qt.Key(event.key()))) is not None:
            self._scroll.verticalScrollBar().triggerAction(action)
        else:
            super().keyPressEvent(event)

    def enter_pressed(self, field: Field) -> None:
        """Move the focus to the next field, or after the last one to the loud button."""
        fields = self._fields()
        buttons = self._bottom.findChildren(Button)
        loud = [each for each in buttons if each.property("role") == Rank.PRIMARY]
        following = [*fields[fields.index(field) + 1 :], *loud]
        if following:
            following[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _fields(self) -> list[Field]:
        return [each for each in self.findChildren(Field) if each.isVisible()]

    def words(self) -> Sequence[str]:
        """What is to be agreed to here, in the centre's words."""
        return [tick.accessibleName() for tick in self.findChildren(TickCard)]

    def _read_aloud(self) -> None:
        """Title and hint, and all of what is on a page whose content is the same for everybody."""
        parts: list[QWidget] = [self.title, self.hint]
        if self.reads_all:
            parts = [part for part in (self._scroll, self._side) if part is not None]
        keys = [key for part in parts for key in self.look.keys_on(part)]
        self.look.voice.say(*keys, words=self.words() if self.reads_all else ())

    def order_focus(self) -> None:
        """Tab goes through the content, then the side, then the actions."""
        parts = (self._scroll, self._side, self._bottom)
        widgets = [
            widget
            for part in parts
            if part is not None
            for widget in part.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        for before, after in pairwise(widgets):
            QWidget.setTabOrder(before, after)

    def _take_focus(self) -> None:
        """The keys go to this page, and Tab begins at its top, wherever they went before."""
        focused: QWidget | None = self.window().focusWidget()
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room(self) -> None:
        """Where the screen is low, a notice or the letters take the place of what is said above."""
        speaks = self.notice.sentence is not None
        lines = self.height() / self.look.px["body"]
        crowded = (speaks and lines < _LOW_LINES) or (
            self._grid.has_letters and lines < _VERY_LOW_LINES
        )
        self.hint.setVisible(self._has_hint and not crowded)
        self._heading.setContentsMargins(0, 0, 0, 0 if lines < _LOW_LINES else _AIR_PX)
        self.title.setVisible(not (speaks and lines < _VERY_LOW_LINES))
        self._arrange_soon()
        if speaks:  # once it has been laid out
            QTimer.singleShot(0, self, self._reveal_notice)

    def _outline_soon(self) -> None:
        QTimer.singleShot(0, self, self._outline_fault)  # once the focus is where the fault is

    def _outline_fault(self) -> None:
        """The field that waits to be mended has the notice's colour."""
        kind = "" if self.notice.kind in {None, Kind.RIGHT} else str(self.notice.kind)
        for field in self.findChildren(Field):
            field.mark_as(kind if field is self.focusWidget() else "")

    def _follow_look(self) -> None:
        if self.isVisible():
            self._make_room()
            self._reveal_focus_soon()

    def _reveal_focus_soon(self) -> None:
        if self.notice.sentence is None and self.isVisible():
            QTimer.singleShot(0, self, self._reveal_focus)

    def _reveal_focus(self) -> None:
        """Nobody types into what is scrolled away."""
        focused = self.focusWidget()
        if isinstance(focused, Field) and self._scroll.isAncestorOf(focused):
            self._scroll.reveal(focused)

    def _reveal_notice(self) -> None:
        self._scroll.reveal(self.notice)
        self._reveal_focus()


class Page(Sheet):
    """One page of the form.

    A page fills its widgets from a draft only when it meets another draft; on the way back and
    forth it keeps what was typed. "Lanjut" is always there: pressed too early it says what is
    missing. A doubt is asked about once; agreed to, it goes into the draft's confirmed warnings.

    Signals:
        completed: with the Draft that has this page's answer.
        back_requested: the resident wants the page before.
    """

    completed = Signal(object)
    back_requested = Signal()
    possible_doubts: ClassVar[Sequence[str]] = ()
    """Keys of the warnings that this page asks about."""

    def __init__(self, look: Look, title_key: str, hint_key: str | None = None) -> None:
        super().__init__(look, title_key, hint_key)
        self._draft: Draft | None = None
        self._agreed: set[str] = set()
        self.back_button = Button(look, "action.back", name="back_button", icon="arrow-left")
        self.next_button = Button(
            look, "action.next", name="next_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)
        self.back_button.clicked.connect(self._go_back)
        self.next_button.clicked.connect(self._go_on)
        self.notice.agreed.connect(self.agree)

    @property
    def draft(self) -> Draft:
        """The draft being filled; a page without one is a bug."""
        if self._draft is None:
            raise RuntimeError("the page was not given a draft")
        return self._draft

    def show_draft(self, draft: Draft) -> None:
        """Come on screen for a draft."""
        is_another = self._draft is None or self._draft.draft_id != draft.draft_id
        self._draft = draft
        if is_another:
            self.fill(draft)
            self._agreed = set(self.possible_doubts) & set(draft.confirmed_warnings)
            self.notice.clear()
        self.enter(draft)

    def problem(self) -> str | None:
        """Key of the sentence in the notice, if it says something."""
        return None if self.notice.sentence is None else self.notice.sentence.key

    def wipe(self) -> None:
        """Forget the resident: every field, its undo history, and the draft."""
        for field in self.findChildren(Field):
            field.wipe()
        self.notice.clear()
        self._agreed.clear()
        self._draft = None
        self.forget()

    def fill(self, draft: Draft) -> None:
        """Show what another draft has for this page."""

    def enter(self, draft: Draft) -> None:  # noqa: ARG002
        """Get ready each time the page comes on screen."""
        self.focus_first()

    def focus_first(self) -> None:
        """Begin at the first field."""
        first = next(iter(self.findChildren(Field)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget what is not in a Field."""

    def read(self, draft: Draft) -> Draft | Sentence:
        """The draft with this page's answer, or what is wrong with the answer."""
        raise NotImplementedError

    def doubts(self, draft: Draft) -> Sequence[Sentence]:  # noqa: ARG002
        """What is odd about the answer in `draft` but may be right."""
        return ()

    def explain(self, problem: Sentence) -> None:
        """Show what is wrong, and let it be mended at once."""
        self.notice.tell(Kind.ATTENTION, problem)
        self.focus_fault(problem)

    def focus_fault(self, problem: Sentence) -> None:  # noqa: ARG002
        """Put the focus where the problem is; by default where the page begins."""
        self.focus_first()

    def enter_pressed(self, field: Field) -> None:
        """An officer who types goes on after the last field: it is read, and sends nothing."""
        if self.draft.assisted_by is not None and field is self._fields()[-1]:
            self._go_on()
        else:
            super().enter_pressed(field)

    def answer_changed(self) -> None:
        """To be connected to every input: a changed answer takes back notice and agreement."""
        self._agreed.clear()
        self.notice.clear()

    def _go_back(self) -> None:
        self.back_requested.emit()

    def _go_on(self) -> None:
        answer = self.read(self.draft)
        if isinstance(answer, Sentence):
            self.explain(answer)
            return
        open_doubts = [doubt for doubt in self.doubts(answer) if doubt.key not in self._agreed]
        if open_doubts:
            self.notice.ask(open_doubts[0])
            return
        self.notice.clear()
        self.completed.emit(self._with_agreement(answer))

    def agree(self) -> None:
        """Take the button in the notice for a yes to its question, and go on."""
        if self.notice.sentence is not None:
            self._agreed.add(self.notice.sentence.key)
        self._go_on()

    def _with_agreement(self, answer: Draft) -> Draft:
        others = [key for key in answer.confirmed_warnings if key not in self.possible_doubts]
        return answer.but(confirmed_warnings=(*others, *sorted(self._agreed)))
