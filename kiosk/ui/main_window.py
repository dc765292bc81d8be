"""The one window: header, the page of the moment, footer."""

from PySide6.QtCore import QChildEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.flow import STAGES
from kiosk.ui.look import Look
from kiosk.ui.theme import screen_factor
from kiosk.ui.widgets.footer import Footer
from kiosk.ui.widgets.header import Header
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.page_stack import PageStack

_WIDE_PX = 1200


class MainWindow(QWidget):
    """Shows one page at a time and fits everything to the size of the screen.

    Signals:
        officer_requested: "Panggil petugas" was pressed.
    """

    officer_requested = Signal()

    def __init__(self, look: Look, office_name: str = "") -> None:
        super().__init__()
        self._look = look
        self._beneath: tuple[QWidget, int | None] | None = None
        self._cover: QWidget | None = None
        self._is_seated = False
        self.setWindowTitle("Loket")
        self.setObjectName("main_window")
        self.header = Header(look, STAGES)
        self.header.show_office(office_name)
        self.footer = Footer(look)
        self.footer.officer_requested.connect(self.officer_requested)
        self.camera_note = _camera_note(look)
        self._stack = PageStack(look)
        self._content = QVBoxLayout()
        self._content.addWidget(self._stack)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.header)
        column.addWidget(self.camera_note)
        column.addLayout(self._content, 1)
        column.addWidget(self.footer)
        look.changed.connect(self._dress)
        self._dress()

    @property
    def page(self) -> QWidget | None:
        """The page on screen."""
        return self._stack.currentWidget()

    @property
    def pages(self) -> QWidget:
        """Where the pages stand, between header and footer."""
        return self._stack

    @property
    def is_covered(self) -> bool:
        """Whether a page that is not the resident's is on screen."""
        return self._cover is not None

    def add_page(self, page: QWidget) -> None:
        """Take in a page; it is shown by `show_page`."""
        self._stack.addWidget(page)

    def show_page(self, page: QWidget, stage: int | None = None) -> None:
        """Bring a page on screen and say how far the form is; None where there is no form.

        Under a cover it waits there.
        """
        self._beneath = (page, stage)
        if self._cover is None:
            self._show(page, stage)

    def cover(self, page: QWidget, *, has_officer: bool = False) -> None:
        """Bring a page on screen that stays there, whatever else is shown, until `uncover()`.

        `has_officer`: the officer is there already, or is called on the page itself.
        """
        self._cover = page
        self.footer.offer_officer(offered=not has_officer)
        self._show(page, None)

    def uncover(self) -> None:
        """Show the page that was, or would have been, on screen."""
        self._cover = None
        self.footer.offer_officer(offered=True)
        if self._beneath is not None:
            self._show(*self._beneath)

    def seat_officer(self, *, seated: bool) -> None:
        """While an officer works here the aids stand above: lists need the height of a footer."""
        if seated == self._is_seated:
            return
        self._is_seated = seated
        if seated:
            self.header.take_aids(self.footer.aids)
        else:
            self.header.give_aids()
            self.footer.take_aids()
        self.footer.setVisible(not seated)
        self._keep_margins()
        self._dress()

    def _show(self, page: QWidget, stage: int | None) -> None:
        if self._stack.indexOf(page) < 0:
            self.add_page(page)
        if page is not self.page:
            self._look.voice.hush()
        self._stack.setCurrentWidget(page)
        self.header.show_stage(stage)

    def tell_camera_light(self, lit: bool) -> None:  # noqa: FBT001 - takes a signal
        """Say why the camera's light is on, on whatever page."""
        self.camera_note.setVisible(lit)
        self._dress()
        self._keep_margins()

    def minimumSizeHint(self) -> QSize:
        """The smallest screen the pages are drawn for, at 150 %."""
        return QSize(682, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new size."""
        super().resizeEvent(event)
        self._keep_margins()
        self._look.fit(screen_factor(event.size().width(), event.size().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the paper under everything: a style sheet would reach every page, seen or not."""
        QPainter(self).fillRect(event.rect(), QColor(self._look.theme.paper))

    def childEvent(self, event: QChildEvent) -> None:
        """Dress what comes to the window, too."""
        super().childEvent(event)
        if event.polished():
            self._dress()

    def _keep_margins(self) -> None:
        roomy = self.width() >= _WIDE_PX
        side = 40 if roomy else 24
        above, below = (16, 8) if roomy else (8, 4)
        self.header.set_margins(side, below if self._is_seated else above)
        self.footer.set_margins(side, below)
        bottom = 28 if roomy else 12
        top = bottom // 2 if self.camera_note.isVisibleTo(self) else bottom
        self._content.setContentsMargins(side, top, side, bottom)

    def _dress(self) -> None:
        """What is hidden is dressed when it comes up."""
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        for part in self.findChildren(QWidget, options=directly):
            if part is not self._stack and not part.isHidden():
                self._look.dress(part)
        self.update()


def _camera_note(look: Look) -> QFrame:
    note = QFrame()
    note.setObjectName("camera_note")
    note.setProperty("role", "strip")
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(10)
    row.addStretch(1)
    row.addWidget(icon_label(look, "camera", "quiet", 20))
    words = label(look, "session.camera_on")
    words.setWordWrap(False)
    row.addWidget(words)
    row.addStretch(1)
    note.hide()
    return note
