"""The four buttons that make it easier, below every page and big on the first."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk.config import SoundSettings
from kiosk.demo.gallery.plates import settle
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.text import SHIPPED
from kiosk.ui.theme import TEXT_SCALES
from kiosk.ui.voice import Voice
from tests.ui.language_folder import THIRD, folder_with
from tests.ui.speaker import NotedSpeaker

LONG_NAMES = {
    "jv": '[language]\nown_name = "Basa Jawa Banyumasan lan Tegal"\n'
    '[footer]\ncontrast = "Warna sing luwih cetha"\nofficer = "Nimbali petugas kantor"\n'
    '[aid]\nvoice_off = "Swarane: dipateni"',
    "osi": '[language]\nown_name = "Basa Osing Banyuwangi"',
}
SCREENS = [(1024, 600), (1366, 768), (1080, 1920)]


def open_window(qtbot: QtBot, look: Look, size: tuple[int, int] = (1024, 600)) -> MainWindow:
    window = MainWindow(look)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show_page(QLabel("a page"))
    with qtbot.waitExposed(window):
        window.show()
    return window


def button(window: QWidget, name: str) -> QPushButton:
    named = [each for each in window.findChildren(QPushButton, name) if each.isVisible()]
    assert len(named) == 1, name
    return named[0]


def press(window: QWidget, name: str) -> None:
    QTest.mouseClick(button(window, name), Qt.MouseButton.LeftButton)


def test_each_acts_at_once(qtbot: QtBot) -> None:
    look = Look()
    window = open_window(qtbot, look)
    for name in ("text_size_button", "contrast_button", "voice_button", "language_button"):
        press(window, name)
    assert (look.text_scale, look.theme.name) == (TEXT_SCALES[1], "high_contrast")
    assert (look.voice.is_on, look.language) == (True, "en")


def test_the_voice_says_in_words_whether_it_is_on(qtbot: QtBot) -> None:
    window = open_window(qtbot, Look())
    voice = button(window, "voice_button")
    off = (voice.text(), voice.icon().cacheKey())
    press(window, "voice_button")
    assert voice.text() == "Suara: nyala"
    assert off[0] == "Suara: mati"
    assert voice.icon().cacheKey() != off[1]


def test_with_two_languages_the_button_names_the_other_in_its_own_words(qtbot: QtBot) -> None:
    window = open_window(qtbot, Look())
    language = button(window, "language_button")
    assert language.text() == "English"
    press(window, "language_button")
    assert language.text() == "Bahasa Indonesia"


def test_with_one_language_there_is_nothing_to_choose(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "id.toml").write_text((SHIPPED / "id.toml").read_text("utf-8"), "utf-8")
    window = open_window(qtbot, Look(folder=tmp_path))
    assert not window.footer.aids.language_button.isVisible()


def test_with_three_languages_all_are_shown_and_one_is_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(folder=folder_with(tmp_path, jv=THIRD))
    window = open_window(qtbot, look)
    press(window, "language_button")
    names = [button(window, f"speak_{code}").text() for code in look.languages]
    assert names == ["Bahasa Indonesia", "English", "Basa Jawa"]
    press(window, "speak_jv")
    assert look.language == "jv"
    assert window.findChild(QPushButton, "speak_jv") is None or not any(
        each.isVisible() for each in window.findChildren(QPushButton, "speak_jv")
    )


@pytest.mark.parametrize("way", ["button", "escape", "reset"])
def test_the_languages_go_away_again(qtbot: QtBot, tmp_path: Path, way: str) -> None:
    look = Look(folder=folder_with(tmp_path, jv=THIRD))
    window = open_window(qtbot, look)
    press(window, "language_button")
    sheet = window.findChild(QWidget, "language_sheet")
    assert isinstance(sheet, QWidget)
    with qtbot.waitSignal(sheet.destroyed):
        if way == "button":
            press(window, "language_back_button")
        elif way == "escape":
            QTest.keyClick(sheet, Qt.Key.Key_Escape)
        else:
            look.reset()
    assert look.language == "id"


def test_tab_stays_among_the_languages(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, Look(folder=folder_with(tmp_path, jv=THIRD)))
    press(window, "language_button")
    sheet = window.findChild(QWidget, "language_sheet")
    assert isinstance(sheet, QWidget)
    reached = []
    for _ in range(4):
        focused = window.focusWidget()
        assert focused is not None
        reached.append(focused.objectName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == ["speak_id", "speak_en", "speak_jv", "language_back_button"]
    assert window.focusWidget() is button(window, "speak_id")


def test_a_language_without_recordings_offers_no_voice(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(folder=folder_with(tmp_path, jv=THIRD))
    window = open_window(qtbot, look)
    look.speak("jv")
    assert not window.footer.aids.voice_button.isVisible()
    look.speak("en")
    assert window.footer.aids.voice_button.isVisible()


def test_an_office_that_turned_voices_off_offers_none(qtbot: QtBot) -> None:
    look = Look(voice=Voice(NotedSpeaker(), SoundSettings(voice=False)))
    window = open_window(qtbot, look)
    assert not window.footer.aids.voice_button.isVisible()


@pytest.mark.parametrize("scale", [TEXT_SCALES[0], TEXT_SCALES[-1]])
@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("language", ["id", "en", "jv"])
def test_long_words_do_not_break_the_line_below_the_pages(
    qtbot: QtBot, tmp_path: Path, language: str, screen: tuple[int, int], scale: float
) -> None:
    look = Look(folder=folder_with(tmp_path, **LONG_NAMES))
    window = open_window(qtbot, look, screen)
    look.speak(language)
    look.show_text_at(scale)
    footer = window.footer
    shown = [b for b in (*footer.aids.buttons, footer.officer_button) if b.isVisible()]
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in shown))
    edges = [(b.mapTo(window, QPoint()).x(), b.width()) for b in shown]
    assert (window.width(), window.height()) == screen
    for (left, width), (following, _) in pairwise(edges):
        assert left + width <= following
    assert edges[-1][0] + edges[-1][1] <= screen[0]
    assert all(b.accessibleName() or b.text() for b in shown)


def test_words_come_back_with_room(qtbot: QtBot) -> None:
    look = Look("en")
    window = open_window(qtbot, look)
    contrast = window.footer.aids.contrast_button
    look.show_text_at(TEXT_SCALES[-1])
    qtbot.waitUntil(lambda: contrast.width() < contrast.whole_width)
    look.show_text_at(TEXT_SCALES[0])
    qtbot.waitUntil(lambda: contrast.width() >= contrast.whole_width)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_on_the_first_page_they_are_big_and_not_shown_twice(
    qtbot: QtBot, screen: tuple[int, int]
) -> None:
    look = Look()
    window = open_window(qtbot, look, screen)
    page = WelcomePage(look)
    page.aids_shown.connect(window.footer.hide_aids)
    page.aids_gone.connect(window.footer.show_aids)
    window.show_page(page)
    assert page.isAncestorOf(button(window, "text_size_button"))
    assert button(window, "text_size_button").text() == "Huruf besar"
    window.show_page(QLabel("another page"))
    assert window.footer.isAncestorOf(button(window, "text_size_button"))


def test_where_big_text_leaves_no_room_the_footer_has_them(qtbot: QtBot) -> None:
    look = Look()
    window = open_window(qtbot, look)
    page = WelcomePage(look)
    page.aids_shown.connect(window.footer.hide_aids)
    page.aids_gone.connect(window.footer.show_aids)
    window.show_page(page)
    look.show_text_at(TEXT_SCALES[-1])
    qtbot.waitUntil(lambda: window.footer.aids.isVisible() and not page.aids.isVisible())
    assert window.footer.isAncestorOf(button(window, "voice_button"))


@pytest.mark.parametrize("scale", TEXT_SCALES)
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_while_an_officer_works_they_stand_above_and_the_footer_gives_its_height(
    qtbot: QtBot, screen: tuple[int, int], scale: float
) -> None:
    look = Look()
    window = open_window(qtbot, look, screen)
    look.show_text_at(scale)
    settle()
    before = window.pages.height()
    window.header.show_office("BU CONTOH, Desa Genteng Kulon")

    window.seat_officer(seated=True)

    qtbot.waitUntil(lambda: window.pages.height() > before)
    assert window.header.isAncestorOf(button(window, "contrast_button"))
    shown = [b for b in window.footer.aids.buttons if b.isVisible()]
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in shown))
    last = shown[-1]
    assert last.mapTo(window, QPoint()).x() + last.width() <= screen[0]

    window.seat_officer(seated=False)

    qtbot.waitUntil(lambda: window.pages.height() == before)
    assert window.footer.isAncestorOf(button(window, "contrast_button"))
