"""Buttons: one primary action a screen, secondary ones, and quiet ones."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from kiosk.ui.look import Look, mark


class Rank(StrEnum):
    """How loud a button is; the value is its role in the style sheet."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    SMALL = "small"


_ICON_COLOUR: Final = {
    Rank.PRIMARY: "on_accent",
    Rank.SECONDARY: "ink",
    Rank.QUIET: "accent",
    Rank.SMALL: "ink",
}


class Button(QPushButton):
    """A big button that says and draws itself again when the look changes.

    Enter does nothing on it: only a touch, a click or the space bar press it. While it cannot be
    pressed the keys go elsewhere; they come back to it unless somebody led them on.
    """

    def __init__(
        self,
        look: Look,
        key: str,
        *,
        name: str,
        rank: Rank = Rank.SECONDARY,
        icon: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._rank = look, rank
        self._icon: str | None = None
        self._keys_went_to: QWidget | None = None
        self.setObjectName(name)
        self.setProperty("role", rank.value)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.say(key)
        if icon is not None:
            self.show_icon(icon)

    def setEnabled(self, enabled: bool) -> None:  # noqa: FBT001 - as Qt has it
        """Say whether it can be pressed."""
        had_keys = self.hasFocus()
        super().setEnabled(enabled)
        focused = QApplication.focusWidget()
        if not enabled and had_keys:
            self._keys_went_to = focused
        elif enabled and self._keys_went_to is not None:
            if focused is self._keys_went_to and self.isVisible():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._keys_went_to = None

    def say(self, key: str, **values: object) -> None:
        """Change the words."""
        self._look.write(self, key, **values)

    def show_icon(self, icon: str) -> None:
        """Change the icon."""
        self._icon = icon
        self._look.draw(self, icon, _ICON_COLOUR[self._rank])

    def take_rank(self, rank: Rank) -> None:
        """Become louder or quieter."""
        self._rank = rank
        mark(self, role=rank.value)
        if self._icon is not None:
            self.show_icon(self._icon)

    def with_icon_last(self) -> "Button":
        """Put the icon behind the words, as on a button that leads onward."""
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        return self
