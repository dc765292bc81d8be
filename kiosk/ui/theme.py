"""The design tokens: colours, sizes, fonts and icons, and the one style sheet they fill."""

from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from string import Template
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QFontDatabase, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

FONT_FAMILY: Final = "Plus Jakarta Sans"


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, each `#RRGGBB`."""

    name: str
    paper: str
    card: str
    hairline: str
    edge: str
    """Outline of buttons and choices."""
    field_edge: str
    ink: str
    quiet: str
    accent: str
    accent_pressed: str
    accent_soft: str
    on_accent: str
    on_accent_quiet: str
    attention: str
    attention_soft: str
    wrong: str
    wrong_soft: str
    right: str
    right_soft: str
    focus: str


LIGHT: Final = Theme(
    name="light",
    paper="#F5F6F3",
    card="#FFFFFF",
    hairline="#E2E6E1",
    edge="#C3CBC7",
    field_edge="#7A8783",
    ink="#13201E",
    quiet="#40504D",
    accent="#0B6E69",
    accent_pressed="#095753",
    accent_soft="#E6F1EF",
    on_accent="#FFFFFF",
    on_accent_quiet="#DDF0EE",
    attention="#AD4F08",
    attention_soft="#FFF6E8",
    wrong="#B42318",
    wrong_soft="#FCE7E5",
    right="#197A35",
    right_soft="#E3F4E8",
    focus="#13201E",
)

HIGH_CONTRAST: Final = Theme(
    name="high_contrast",
    paper="#000000",
    card="#000000",
    hairline="#FFFFFF",
    edge="#FFFFFF",
    field_edge="#FFFFFF",
    ink="#FFFFFF",
    quiet="#FFFFFF",
    accent="#FFE100",
    accent_pressed="#FFFFFF",
    accent_soft="#000000",
    on_accent="#000000",
    on_accent_quiet="#000000",
    attention="#FFE100",
    attention_soft="#000000",
    wrong="#FFE100",
    wrong_soft="#000000",
    right="#FFFFFF",
    right_soft="#000000",
    focus="#FFE100",
)

TEXT_PAIRS: Final = (
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "accent_soft"),
    ("ink", "attention_soft"),
    ("ink", "wrong_soft"),
    ("ink", "right_soft"),
    ("quiet", "paper"),
    ("quiet", "card"),
    ("quiet", "attention_soft"),
    ("quiet", "wrong_soft"),
    ("quiet", "right_soft"),
    ("accent", "paper"),
    ("accent", "card"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_pressed"),
    ("on_accent_quiet", "accent"),
    ("attention", "card"),
    ("attention", "attention_soft"),
    ("wrong", "card"),
    ("wrong", "wrong_soft"),
    ("right", "card"),
    ("right", "right_soft"),
)
"""Every pair of (text, ground) that the style sheet puts together."""

TEXT_SCALES: Final = (1.0, 1.25, 1.5, 2.0)
_TEXT_PX: Final = {"small": 17, "body": 20, "lead": 24}
_BIG_TEXT_PX: Final = {"title": 34, "welcome": 46, "digits": 38, "key_text": 30}
_FIXED_PX: Final = {"ticket": 36, "spoken": 66}
_CHROME_PX: Final = {"chrome": 17, "brand": 21, "rail": 16}
"""Header, footer and rail: one line each, so they stop growing at 150 %."""
_SPACE_PX: Final = {
    "touch": 60,
    "big_touch": 104,
    "digits_touch": 80,
    "radius": 14,
    "card_radius": 20,
    "key": 66,
    "key_max": 84,
}
_HELD_PX: Final = {"letter_key": 54, "footer_touch": 56, "small_touch": 48, "key_width": 48}
"""The same on every screen that the pages are drawn for."""
_SMALLEST_TEXT_PX: Final = 16
_SMALLEST_TOUCH_PX: Final = 56
_REFERENCE: Final = (1366, 768)
_SMALLEST_FACTOR, _BIGGEST_FACTOR = 0.86, 2.0
_SMALLEST_SCREEN: Final = (1024, 600)
"""The pages are drawn for it; what is smaller still, as by 150 % scaling, shows it reduced."""


def screen_factor(width: int, height: int) -> float:
    """How much bigger than on the 1366x768 reference everything is drawn; turned for portrait."""
    long, short = max(width, height), min(width, height)
    factor = min(long / _REFERENCE[0], short / _REFERENCE[1])
    reduced = min(1.0, long / _SMALLEST_SCREEN[0], short / _SMALLEST_SCREEN[1])
    return min(max(factor, _SMALLEST_FACTOR * reduced), _BIGGEST_FACTOR)


def sizes(factor: float, text_scale: float) -> dict[str, int]:
    """Pixel sizes by name: big titles grow half as fast as body text, so that 200 % still fits."""
    groups = (
        (_TEXT_PX, text_scale),
        (_BIG_TEXT_PX, 1.0 + (text_scale - 1.0) / 2),
        (_FIXED_PX, 1.0),
        (_CHROME_PX, min(text_scale, 1.5)),
    )
    reduced = min(1.0, factor / _SMALLEST_FACTOR)
    texts = {
        name: round(max(px * factor * scale, _SMALLEST_TEXT_PX * reduced))
        for group, scale in groups
        for name, px in group.items()
    }
    spaces = {name: round(px * factor) for name, px in _SPACE_PX.items()}
    held = {name: round(px * reduced) for name, px in _HELD_PX.items()}
    growing = {
        "letter_key": round(held["letter_key"] * max(factor, 1.0)),
        "touch": max(spaces["touch"], round(_SMALLEST_TOUCH_PX * reduced), 2 * texts["body"]),
        "small_touch": max(held["small_touch"], 2 * texts["small"]),
        "digits_touch": max(spaces["digits_touch"], round(1.5 * texts["digits"])),
    }
    return texts | spaces | held | growing


def style_sheet(theme: Theme, px: dict[str, int]) -> str:
    """Fill `resources/style/kiosk.qss` with one theme's colours and one set of sizes."""
    return _template().substitute(asdict(theme) | px, font=FONT_FAMILY)


@cache
def _template() -> Template:
    return Template((files("kiosk.resources") / "style" / "kiosk.qss").read_text("utf-8"))


@cache
def load_fonts() -> None:
    """Make the shipped font known to Qt, once a process."""
    for entry in (files("kiosk.resources") / "fonts").iterdir():
        if entry.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(QByteArray(entry.read_bytes()))


@cache
def icon(name: str, colour: str, px: int, ratio: float = 1.0) -> QPixmap:
    """Draw a line icon of `resources/icons` in one colour, `px` logical pixels square."""
    svg = (files("kiosk.resources") / "icons" / f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(px, px) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, px, px))
    painter.end()
    return pixmap


def contrast_ratio(first: str, second: str) -> float:
    """WCAG 2.2 contrast between two `#RRGGBB` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


_LINEAR_BELOW: Final = 0.04045


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= _LINEAR_BELOW else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
