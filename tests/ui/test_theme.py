"""Colours that can be read, and a style sheet that is whole."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import (
    HIGH_CONTRAST,
    LIGHT,
    TEXT_PAIRS,
    TEXT_SCALES,
    Theme,
    contrast_ratio,
    icon,
    screen_factor,
    sizes,
    style_sheet,
)

THEMES = [LIGHT, HIGH_CONTRAST]
LEGIBLE = 4.5
VISIBLE = 3.0


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_every_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert contrast_ratio(getattr(theme, text), getattr(theme, ground)) >= LEGIBLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("edge", "ground"),
    [
        *(("field_edge", ground) for ground in ("paper", "card")),
        *(("focus", ground) for ground in ("paper", "card", "accent_soft")),
        *(("accent", ground) for ground in ("paper", "card", "accent_soft")),
        *((kind, "paper") for kind in ("attention", "wrong", "right")),
        *((kind, f"{kind}_soft") for kind in ("attention", "wrong", "right")),
        ("on_accent", "accent"),
    ],
)
def test_fields_focus_and_icons_are_seen(theme: Theme, edge: str, ground: str) -> None:
    assert contrast_ratio(getattr(theme, edge), getattr(theme, ground)) >= VISIBLE


def test_high_contrast_is_black_white_and_one_yellow() -> None:
    values = (getattr(HIGH_CONTRAST, name) for name in HIGH_CONTRAST.__slots__ if name != "name")
    assert set(values) == {"#000000", "#FFFFFF", "#FFE100"}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("text_scale", TEXT_SCALES)
def test_the_style_sheet_is_filled(theme: Theme, text_scale: float) -> None:
    assert "$" not in style_sheet(theme, sizes(1.0, text_scale))


@pytest.mark.parametrize("screen", [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)], ids=str)
def test_touch_targets_and_text_are_big_enough(screen: tuple[int, int]) -> None:
    px = sizes(screen_factor(*screen), 1.0)
    assert px["touch"] >= 56
    assert min(px[name] for name in ("small", "body", "chrome")) >= 15


def test_a_smaller_screen_shows_the_smallest_one_reduced() -> None:
    smallest, half = (sizes(screen_factor(*s), 1.0) for s in ((1024, 600), (512, 300)))
    assert all(abs(half[name] - px / 2) <= 1 for name, px in smallest.items())


def test_text_grows_to_two_hundred_percent() -> None:
    assert sizes(1.0, 2.0)["body"] == 2 * sizes(1.0, 1.0)["body"]


def test_an_icon_has_its_colour(qapp: QApplication) -> None:
    image = icon("circle", "#B42318", 48).toImage()
    colours = {
        image.pixelColor(x, 24).name() for x in range(48) if image.pixelColor(x, 24).alpha() == 255
    }
    assert colours == {"#b42318"}
