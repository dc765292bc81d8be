"""What makes the kiosk easier: a voice, bigger text, more contrast, and one's own language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QStyle, QStyleOptionButton, QStylePainter, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.language_sheet import LanguageSheet

_TO_AND_FRO: Final = 2
"""Languages that one button changes between."""
_VOICE: Final = {True: ("aid.voice_on", "volume-2"), False: ("aid.voice_off", "volume-x")}


@dataclass(frozen=True, slots=True)
class AidWords:
    """Keys of what the buttons say that always say the same."""

    text_size: str
    contrast: str


IN_FULL: Final = AidWords("aid.text_size", "aid.contrast")
IN_SHORT: Final = AidWords("footer.text_size", "footer.contrast")


class AidButton(Button):
    """A button that can do without its words: the icon says it too, and screen readers say both."""

    _says = True

    def show_words(self, *, shown: bool) -> None:
        """Show words and icon, or the icon alone."""
        if shown != self._says:
            self._says = shown
            self.updateGeometry()
            self.update()

    @property
    def whole_width(self) -> int:
        """How wide it is with its words."""
        return super().sizeHint().width()

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        whole = super().sizeHint()
        words = 0 if self._says else self.fontMetrics().horizontalAdvance(self.text())
        return QSize(whole.width() - words, whole.height())

    def minimumSizeHint(self) -> QSize:
        """As wide as what it shows."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon, and the words if they are shown."""
        if self._says:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.iconSize = QSize(option.iconSize.height(), option.iconSize.height())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


class Aids(QWidget):
    """Four buttons; each acts at once, and the page keeps what was typed.

    With two languages the last one changes to the other, with more it shows them all.
    """

    def __init__(self, look: Look, words: AidWords, *, columns: int) -> None:
        super().__init__()
        self._look, self._columns = look, columns
        self._offered: tuple[AidButton, ...] = ()
        self.voice_button = AidButton(look, _VOICE[False][0], name="voice_button", icon="volume-x")
        self.size_button = AidButton(
            look, words.text_size, name="text_size_button", icon="a-large-small"
        )
        self.contrast_button = AidButton(
            look, words.contrast, name="contrast_button", icon="contrast"
        )
        self.language_button = AidButton(
            look, "notice.empty", name="language_button", icon="languages"
        )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for button in self.buttons:
            button.setParent(self)
        look.name(self.size_button, IN_FULL.text_size)
        look.name(self.contrast_button, IN_FULL.contrast)
        self.voice_button.clicked.connect(look.voice.toggle)
        self.size_button.clicked.connect(look.next_text_size)
        self.contrast_button.clicked.connect(look.toggle_contrast)
        self.language_button.clicked.connect(self._change_language)
        look.voice.changed.connect(self._show_voice)
        look.changed.connect(self._show_language)
        self._show_language()

    @property
    def buttons(self) -> tuple[AidButton, ...]:
        """From left to right."""
        return (self.voice_button, self.size_button, self.contrast_button, self.language_button)

    def fit(self, room: int) -> None:
        """Show as many words as have room; the voice's icons are the most alike, so its go last."""
        gaps = self._grid.spacing() * (len(self._offered) - 1)
        too_wide = sum(button.whole_width for button in self._offered) + gaps - room
        first_to_last = (
            self.contrast_button,
            self.size_button,
            self.language_button,
            self.voice_button,
        )
        for button in first_to_last:
            button.show_words(shown=too_wide <= 0)
            if too_wide > 0:
                too_wide -= button.fontMetrics().horizontalAdvance(button.text())

    def _show_voice(self) -> None:
        key, icon = _VOICE[self._look.voice.is_on]
        self.voice_button.say(key)
        self.voice_button.show_icon(icon)

    def _show_language(self) -> None:
        """Say where the button leads; a voice is offered only in languages that have one."""
        look = self._look
        others = [code for code in look.languages if code != look.language]
        named = others[0] if len(look.languages) == _TO_AND_FRO else look.language
        self.language_button.say("language.name", name=look.language_name(named))
        self._show_voice()
        hidden = {
            self.voice_button: not look.voice.is_offered,
            self.language_button: not others,
        }
        self._offer([button for button in self.buttons if not hidden.get(button)])

    def _offer(self, offered: Sequence[AidButton]) -> None:
        if tuple(offered) == self._offered:
            return
        self._offered = tuple(offered)
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.setVisible(button in offered)
        for place, button in enumerate(offered):
            self._grid.addWidget(button, *divmod(place, self._columns))

    def _change_language(self) -> None:
        look = self._look
        if len(look.languages) == _TO_AND_FRO:
            look.speak(next(code for code in look.languages if code != look.language))
        else:
            LanguageSheet(look, self.window()).open()
