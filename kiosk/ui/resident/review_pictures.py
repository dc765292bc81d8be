"""The pictures on the review: the portrait, and the KTP, which shows whole numbers when touched."""

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QLabel

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.scroll import Scroll

_LARGEST = QSize(240, 300)
_STRIP_PX = 400


class PictureCard(Card):
    """One picture and the button that takes it again; not there while there is no picture.

    Signals:
        change_requested: take it again.
    """

    change_requested = Signal()

    def __init__(self, look: Look, name: str, title_key: str, *, is_secret: bool) -> None:
        """`is_secret`: shown only while somebody wants to see it."""
        super().__init__(margin=14)
        self._look, self._is_secret = look, is_secret
        self._whole = QPixmap()
        self._picture = QLabel()
        self._picture.setObjectName(f"{name}_thumbnail")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look.name(self._picture, title_key)
        self._show_button = Button(
            look, "action.show", name=f"show_{name}", rank=Rank.SMALL, icon="eye"
        )
        self._show_button.clicked.connect(self._toggle)
        change = Button(
            look, "review.photo_again", name=f"change_{name}", rank=Rank.SMALL, icon="camera"
        )
        change.clicked.connect(self.change_requested)
        self.body.addWidget(label(look, title_key, "hint"))
        self.body.addWidget(self._picture)
        self.body.addStretch(1)
        self.body.addWidget(self._show_button)
        self.body.addWidget(change)
        self._show_button.setVisible(is_secret)
        look.changed.connect(self._scale)
        self.hide()

    def show_jpeg(self, jpeg: bytes) -> None:
        """Show this picture, or offer to show it."""
        self._whole.loadFromData(QByteArray(jpeg))
        self._scale()
        self.conceal()
        self.show()

    def conceal(self) -> None:
        """Hide what is secret."""
        self._reveal(shown=not self._is_secret)

    def wipe(self) -> None:
        """Forget the picture."""
        self._whole = QPixmap()
        self._picture.clear()
        self.hide()

    def _scale(self) -> None:
        """As large as the screen has room for."""
        if not self._whole.isNull():
            self._picture.setPixmap(
                self._whole.scaled(
                    _LARGEST * self._look.factor,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def _toggle(self) -> None:
        self._reveal(shown=self._picture.isHidden())

    def _reveal(self, *, shown: bool) -> None:
        self._picture.setVisible(shown)
        self._show_button.say("action.hide" if shown else "action.show")
        self._show_button.show_icon("eye-off" if shown else "eye")


class PictureStrip(Scroll):
    """Pictures one below the other, or side by side where they stand below the answers."""

    def __init__(self, look: Look, *pictures: PictureCard) -> None:
        super().__init__()
        self._look = look
        self._strip = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._strip.setSpacing(12)
        self.body.addLayout(self._strip)
        for picture in pictures:
            self._strip.addWidget(picture)
        look.changed.connect(self._fit)

    def minimumSizeHint(self) -> QSize:
        """Below the answers there is always room for a picture."""
        height = _STRIP_PX * self._look.factor if self._is_below() else 0
        return QSize(0, round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the shape of the screen."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """There may be another picture than before."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where it stands beside the answers, no words on its buttons are cut off."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        is_below = self._is_below()
        self._strip.setDirection(across if is_below else down)
        words = self.content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(0 if is_below else words)

    def _is_below(self) -> bool:
        return self.window().width() < self.window().height()
