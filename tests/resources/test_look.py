"""Fonts and icons can be drawn, in the theme's colours and with all signs of our texts."""

from importlib.resources import files

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

RESOURCES = files("kiosk.resources")
ICONS = sorted(i.name for i in (RESOURCES / "icons").iterdir() if i.name.endswith(".svg"))
FONTS = sorted(f.name for f in (RESOURCES / "fonts").iterdir() if f.name.endswith(".ttf"))
SIGNS = "0123456789 …·\u2013—“”\u2018\u2019•\u00d7°→←@?!/%+áàâäãåçéèêëíìîïñóòôöõúùûüÿĀāĒēĪīŌōŪūŠšŽž"


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_can_be_drawn_in_any_colour(qapp: QApplication, name: str) -> None:
    svg = (RESOURCES / "icons" / name).read_bytes()
    assert b'stroke="currentColor"' in svg
    coloured = svg.replace(b"currentColor", b"#0B6E69")
    assert QSvgRenderer(QByteArray(coloured)).isValid()


@pytest.mark.parametrize("name", FONTS)
def test_a_font_has_the_signs_of_our_texts(qapp: QApplication, name: str) -> None:
    font = QRawFont(QByteArray((RESOURCES / "fonts" / name).read_bytes()), 20.0)
    assert font.familyName() == "Plus Jakarta Sans"
    assert [sign for sign in SIGNS if not font.supportsCharacter(ord(sign))] == []


def test_there_are_three_weights(qapp: QApplication) -> None:
    for name in FONTS:
        data = QByteArray((RESOURCES / "fonts" / name).read_bytes())
        assert QFontDatabase.addApplicationFontFromData(data) >= 0
    styles = QFontDatabase.styles("Plus Jakarta Sans")
    weights = {QFontDatabase.weight("Plus Jakarta Sans", style) for style in styles}
    assert weights == {400, 600, 700}


@pytest.mark.parametrize(
    "licence", ["fonts/OFL.txt", "icons/LICENSE.txt", "sample/LICENSE.txt", "regions/LICENSE.txt"]
)
def test_what_others_made_comes_with_its_licence(licence: str) -> None:
    assert "Copyright" in RESOURCES.joinpath(licence).read_text("utf-8")
