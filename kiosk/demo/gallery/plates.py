"""How each screen of the gallery is taken: at which size, in which colours, with which text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.look import Look
from kiosk.ui.text import DEFAULT_LANGUAGE, available_languages
from kiosk.ui.theme import HIGH_CONTRAST, LIGHT, Theme

SMALLEST, USUAL, WIDE, UPRIGHT = (1024, 600), (1366, 768), (1920, 1080), (1080, 1920)
SCREENS: Final = (SMALLEST, USUAL, WIDE, UPRIGHT)
_ROUNDS: Final = 4
"""Layouts ask for layouts: until nothing moves any more."""


@dataclass(frozen=True, slots=True)
class Plate:
    """One way to look at a screen. `is_kept`: as a picture; else only its layout is checked."""

    screen: tuple[int, int]
    theme: Theme
    text_scale: float
    is_kept: bool
    language: str = DEFAULT_LANGUAGE

    def __str__(self) -> str:
        width, height = self.screen
        scale = "" if self.text_scale == 1.0 else f"-{self.text_scale:.0%}".removesuffix("%")
        language = "" if self.language == DEFAULT_LANGUAGE else f"-{self.language}"
        return f"{width}x{height}-{self.theme.name.replace('_', '-')}{scale}{language}"


def _plates(kept: set[tuple[tuple[int, int], Theme, float]]) -> tuple[Plate, ...]:
    """Every combination, and other words where room is least.

    From one to the next a single thing changes: less is drawn anew.
    """
    there = [(LIGHT, 1.0), (HIGH_CONTRAST, 1.0), (HIGH_CONTRAST, 2.0), (LIGHT, 2.0)]
    plates = tuple(
        Plate(screen, theme, scale, (screen, theme, scale) in kept)
        for number, screen in enumerate(SCREENS)
        for theme, scale in (there[::-1] if number % 2 else there)
    )
    others = (language for language in available_languages() if language != DEFAULT_LANGUAGE)
    return (*plates, *(Plate(SMALLEST, LIGHT, 2.0, is_kept=False, language=o) for o in others))


_IN_BOTH_THEMES: Final = {(s, t, 1.0) for s in SCREENS for t in (LIGHT, HIGH_CONTRAST)}
_BIG_TEXT: Final = {(SMALLEST, LIGHT, 2.0)}
WHOLE: Final = _plates(_IN_BOTH_THEMES | _BIG_TEXT)
"""For every screen."""
VARIANT: Final = _plates({(SMALLEST, LIGHT, 1.0), (UPRIGHT, HIGH_CONTRAST, 1.0)})
"""For what a screen shows besides: a mistake, the longest names."""

_AT_THE_DESK: Final = {(s, t, 1.0) for s in (SMALLEST, USUAL) for t in (LIGHT, HIGH_CONTRAST)}
DESK: Final = _plates(_AT_THE_DESK | _BIG_TEXT)
"""For what officers alone see, at the screens that offices have."""

AT_ONCE: Final = Plate(USUAL, LIGHT, 1.0, is_kept=True)
"""For what is over in a moment: the window as it is."""


def look_at(plates: tuple[Plate, ...], window: QWidget, look: Look) -> Iterator[Plate]:
    """Show the window in one way after the other; then as it was."""
    size, was = window.size(), (look.theme, look.text_scale, look.language)
    window.activateWindow()  # or nobody would see where the keys go
    settle()
    for plate in plates:
        _show(window, look, plate)
        yield plate
    window.resize(size)
    _dress(look, *was)
    settle()


def settle() -> None:
    """Let everything find its place."""
    for _ in range(_ROUNDS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        QCoreApplication.processEvents()


def _show(window: QWidget, look: Look, plate: Plate) -> None:
    window.resize(*plate.screen)
    _dress(look, plate.theme, plate.text_scale, plate.language)
    settle()


def _dress(look: Look, theme: Theme, text_scale: float, language: str) -> None:
    if look.language != language:
        look.speak(language)
    if look.theme is not theme:
        look.toggle_contrast()
    if look.text_scale != text_scale:
        look.show_text_at(text_scale)
