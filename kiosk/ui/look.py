"""How everything on screen reads and looks: language, colours and text size, changed together."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.ui.text import (
    DEFAULT_LANGUAGE,
    OWN_NAME,
    SHIPPED,
    Sentence,
    Texts,
    available_languages,
)
from kiosk.ui.theme import (
    HIGH_CONTRAST,
    LIGHT,
    TEXT_SCALES,
    Theme,
    icon,
    load_fonts,
    sizes,
    style_sheet,
)
from kiosk.ui.voice import Voice

_TEXT, _NAME, _ICON = "look_text", "look_name", "look_icon"
"""Dynamic properties: what a widget says, is called and shows, so that it can be said again."""
_DRESSED = "look_dressed"
"""Dynamic property: the change of the look that a page was dressed for."""


_LEAST_CHANGE = 0.01
_ICON_GAP = 8
"""Room between icon and words of a button, which Qt's style sheets cannot ask for."""


class Look(QObject):
    """Writes and draws on widgets, and does it again when the language or the theme changes.

    What a widget shows is remembered on the widget itself, so nothing outlives it here.

    Signals:
        changed: the language, theme, text size or screen size is another one; what is on screen
            then dresses itself again.
        was_reset: the next person comes.
    """

    changed = Signal()
    was_reset = Signal()

    def __init__(
        self,
        language: str = DEFAULT_LANGUAGE,
        parent: QObject | None = None,
        *,
        voice: Voice | None = None,
        folder: Path = SHIPPED,
    ) -> None:
        """`voice`: what is heard, without one nothing; `folder`: where the languages' files lie."""
        super().__init__(parent)
        load_fonts()
        self._first_language = language
        self._first_theme, self._first_scale = LIGHT, TEXT_SCALES[0]
        self.voice = voice or Voice(parent=self)
        self._folder = folder
        self.languages = available_languages(folder)
        self.text = self._take_texts(language)
        self.theme: Theme = LIGHT
        self.text_scale = TEXT_SCALES[0]
        self.px: dict[str, int] = {}
        self._factor = 1.0
        self._change = 0
        self._sheet = ""
        self._measure()

    @property
    def language(self) -> str:
        """Code of the language on screen."""
        return self.text.language

    @property
    def factor(self) -> float:
        """How much bigger than at 1366x768 things are drawn, without the text size."""
        return self._factor

    def speak(self, language: str) -> None:
        """Change the language."""
        self.text = self._take_texts(language)
        self._tell_change()

    def language_name(self, language: str) -> str:
        """What a language calls itself."""
        return Texts(language, self._folder)(OWN_NAME)

    def keep_language(self) -> None:
        """Let everybody find the language of the moment from now on."""
        self._first_language = self.language

    def start_from(self, *, high_contrast: bool, text_scale: float) -> None:
        """Let everybody find these from now on, beginning with whoever is here."""
        self._first_theme = HIGH_CONTRAST if high_contrast else LIGHT
        self._first_scale = text_scale
        self.theme = self._first_theme
        self.show_text_at(text_scale)

    def toggle_contrast(self) -> None:
        """Change between the light and the high-contrast theme."""
        self.theme = LIGHT if self.theme is HIGH_CONTRAST else HIGH_CONTRAST
        self._tell_change()

    def next_text_size(self) -> None:
        """Go to the next bigger text, and from the biggest back to the normal one."""
        self.show_text_at(TEXT_SCALES[(TEXT_SCALES.index(self.text_scale) + 1) % len(TEXT_SCALES)])

    def show_text_at(self, text_scale: float) -> None:
        """Draw text at one of TEXT_SCALES."""
        self.text_scale = text_scale
        self._measure()
        self._tell_change()

    def fit(self, factor: float) -> None:
        """Draw for a screen of another size."""
        if abs(factor - self._factor) > _LEAST_CHANGE:
            self._factor = factor
            self._measure()
            self._tell_change()

    def reset(self) -> None:
        """Go back to how the next person should find it."""
        self.voice.reset()
        first = (self._first_language, self._first_theme, self._first_scale)
        if first != (self.language, self.theme, self.text_scale):
            self.text = self._take_texts(self._first_language)
            self.theme = self._first_theme
            self.show_text_at(self._first_scale)
        self.was_reset.emit()

    def write(self, widget: QLabel | QAbstractButton, key: str, **values: object) -> None:
        """Put a sentence on a label or button, in the language of the moment."""
        widget.setProperty(_TEXT, Sentence(key, values))
        widget.setText(self.text(key, **values))

    def keys_on(self, root: QWidget) -> list[str]:
        """Keys of the sentences that `root` and what stands on it show, in the order of making."""
        shown = (w for w in (root, *root.findChildren(QWidget)) if w.isVisible())
        said = (widget.property(_TEXT) for widget in shown)
        return [sentence.key for sentence in said if isinstance(sentence, Sentence)]

    def name(self, widget: QWidget, key: str, **values: object) -> None:
        """Give a widget without words of its own the name a screen reader says."""
        widget.setProperty(_NAME, Sentence(key, values))
        widget.setAccessibleName(self.text(key, **values))

    def draw(
        self, widget: QLabel | QAbstractButton, icon_name: str, colour: str, px: int = 26
    ) -> None:
        """Show an icon in one of the theme's colours, `px` pixels at the reference size."""
        widget.setProperty(_ICON, (icon_name, colour, px))
        size = round(px * self._factor * min(self.text_scale, 1.5))
        ink: str = getattr(self.theme, colour)
        pixmap = icon(icon_name, ink, size, widget.devicePixelRatioF())
        if isinstance(widget, QLabel):
            widget.setPixmap(pixmap)
        else:
            gap = round(_ICON_GAP * self._factor) if widget.text() else 0
            faint = icon(icon_name, self.theme.quiet, size, widget.devicePixelRatioF())
            widget.setIcon(_button_icon(pixmap, faint, gap, widget.layoutDirection()))
            widget.setIconSize(QSize(size + gap, size))

    def dress(self, part: QWidget) -> None:
        """Style a part of a window and write and draw everything in it again.

        Nothing is done where it was dressed since the look changed last.
        """
        if part.property(_DRESSED) == self._change:
            return
        part.setProperty(_DRESSED, self._change)
        self._sheet = self._sheet or style_sheet(self.theme, self.px)
        if part.styleSheet() != self._sheet:
            part.setStyleSheet(self._sheet)
        self.renew(part)

    def renew(self, root: QWidget) -> None:
        """Write and draw everything below `root` again."""
        for widget in (root, *root.findChildren(QWidget)):
            self._renew(widget)

    def _renew(self, widget: QWidget) -> None:
        name = widget.property(_NAME)
        if isinstance(name, Sentence):
            widget.setAccessibleName(self.text(name.key, **name.values))
        if not isinstance(widget, QLabel | QAbstractButton):
            return
        said = widget.property(_TEXT)
        if isinstance(said, Sentence):
            widget.setText(self.text(said.key, **said.values))
        shown = widget.property(_ICON)
        if shown:
            self.draw(widget, *shown)

    def _tell_change(self) -> None:
        self._change += 1
        self._sheet = ""
        self.changed.emit()

    def _take_texts(self, language: str) -> Texts:
        texts = Texts(language, self._folder)
        self.voice.take_texts(texts)
        return texts

    def _measure(self) -> None:
        self.px = sizes(self._factor, self.text_scale)


@cache
def _button_icon(pixmap: QPixmap, faint: QPixmap, gap: int, direction: Qt.LayoutDirection) -> QIcon:
    """An icon with room on the side of the words; in its own size it is without.

    `faint`: where the button cannot be pressed.
    """
    made = QIcon()
    for mode, drawn in ((QIcon.Mode.Normal, pixmap), (QIcon.Mode.Disabled, faint)):
        made.addPixmap(drawn, mode)
        if gap:
            made.addPixmap(_with_gap(drawn, gap, direction), mode)
    return made


def _with_gap(pixmap: QPixmap, gap: int, direction: Qt.LayoutDirection) -> QPixmap:
    ratio = pixmap.devicePixelRatio()
    wide = QPixmap(pixmap.width() + round(gap * ratio), pixmap.height())
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0 if direction is Qt.LayoutDirection.LeftToRight else gap, 0, pixmap)
    painter.end()
    return wide


def mark(widget: QWidget, **properties: object) -> None:
    """Set the properties that the style sheet selects by, and let it look again."""
    _set(widget, properties)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _set(widget: QWidget, properties: Mapping[str, object]) -> None:
    for name, value in properties.items():
        widget.setProperty(name, value)
