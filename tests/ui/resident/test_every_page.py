"""What must hold on every page of the form."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.page import Page, Sheet
from kiosk.ui.text import available_languages
from kiosk.ui.widgets.field import Field
from tests.domain.resident import complete_draft
from tests.ui.keyboard import focusable, missed, said_name, way_of_tab
from tests.ui.resident.counter import Counter

PAGES = [step for step in Step if step not in {Step.KTP_PHOTO, Step.PHOTO, Step.SLIP}]
ASKING = [step for step in PAGES if step not in {Step.ASSESSMENT, Step.REVIEW}]
"""Pages whose way on needs an answer."""
SCREENS = [(1024, 600), (1366, 768), (1920, 1080), (1080, 1920)]


@pytest.fixture
def counter(same_counter: Counter) -> Counter:
    return same_counter


def show(counter: Counter, step: Step) -> Page:
    """Bring a page on screen, filled."""
    counter.flow.resume(complete_draft().but(step=step.value))
    page = counter.flow.pages[step]
    if counter.flow.step is not step:  # the review comes after a photo only
        counter.window.show_page(page)
        page.show_draft(complete_draft())
    QApplication.processEvents()
    return page


@pytest.mark.parametrize("step", PAGES)
def test_everything_has_a_name_and_is_reached_by_tab(counter: Counter, step: Step) -> None:
    page = show(counter, step)
    wanted = focusable(page)
    assert [widget.objectName() for widget in wanted if not said_name(widget).strip()] == []
    assert all(widget.objectName() for widget in wanted)

    page.next_button.setFocus()
    way = list(way_of_tab())
    assert missed(wanted, way) == []
    first, *inside = [widget for widget in way if page.isAncestorOf(widget)]
    assert first is page.next_button
    assert inside[-1] is page.back_button


@pytest.mark.parametrize("step", ASKING)
def test_an_empty_page_says_what_is_missing(counter: Counter, step: Step) -> None:
    whole = complete_draft()
    counter.flow.resume(Draft(whole.draft_id, whole.ticket, step=step.value))
    counter.click("next_button")
    assert counter.flow.step is step
    assert counter.flow.pages[step].notice.isVisible()


@pytest.mark.parametrize(
    ("screen", "text_scale"), [*((screen, 1.0) for screen in SCREENS), ((1366, 768), 2.0)], ids=str
)
def test_the_window_is_never_wider_than_the_screen(
    counter: Counter, screen: tuple[int, int], text_scale: float
) -> None:
    counter.window.resize(*screen)
    counter.look.show_text_at(text_scale)
    for step in PAGES:
        page = show(counter, step)
        assert (counter.window.width(), counter.window.height()) == screen
        assert page.next_button.isVisible()
        right = page.next_button.mapTo(counter.window, page.next_button.rect().bottomRight())
        assert right.x() < screen[0]
        assert right.y() < screen[1]


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_what_is_typed_can_be_seen(counter: Counter, qtbot: QtBot, text_scale: float) -> None:
    counter.window.resize(1024, 600)
    counter.look.show_text_at(text_scale)
    for step in PAGES:
        page = show(counter, step)
        field = page.focusWidget()
        if isinstance(field, Field):
            qtbot.waitUntil(partial(is_in_sight, field))


@pytest.mark.parametrize("screen", [(682, 400), (910, 512)], ids=str)
def test_a_screen_at_150_percent_shows_field_and_way_on(
    counter: Counter, qtbot: QtBot, screen: tuple[int, int]
) -> None:
    counter.window.resize(*screen)
    for step in PAGES:
        page = show(counter, step)
        assert is_in_sight(page.next_button), step
        for field in page.findChildren(Field):
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            qtbot.waitUntil(partial(is_in_sight, field))


def test_what_comes_in_above_does_not_push_the_field_out_of_sight(qtbot: QtBot) -> None:
    sheet, field = Sheet(Look(), "identity.name.title"), Field(Look(), "name", "pad.space", 100)
    qtbot.addWidget(sheet)
    sheet.resize(1024, 600)
    sheet.body.addWidget(field)
    sheet.show()
    field.setFocus()
    above = QWidget()
    above.setFixedHeight(1000)
    sheet.body.insertWidget(0, above)
    qtbot.waitUntil(lambda: field.y() >= 1000)
    qtbot.waitUntil(partial(is_in_sight, field))


def is_in_sight(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("language", available_languages())
def test_no_button_cuts_its_words_off(counter: Counter, language: str) -> None:
    counter.window.resize(1024, 600)
    counter.look.speak(language)
    for step in PAGES:
        page = show(counter, step)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible() and button.text():
                assert button.width() >= button.minimumSizeHint().width(), button.objectName()


def test_a_field_to_be_mended_is_outlined_until_it_is(counter: Counter, qtbot: QtBot) -> None:
    page = show(counter, Step.NAME)
    (field,) = page.findChildren(Field)
    field.setText("S1TI")
    page.next_button.click()
    qtbot.waitUntil(lambda: field.property("kind") == "attention")
    field.setText("SITI")
    qtbot.waitUntil(lambda: field.property("kind") == "")


def test_labels_are_plain_text(counter: Counter) -> None:
    """A name such as <b> is shown as it is typed."""
    for label in counter.window.findChildren(QLabel):
        if label.text():
            assert label.textFormat() is not Qt.TextFormat.AutoText, label.text()


def test_no_field_offers_a_menu(counter: Counter) -> None:
    for field in counter.window.findChildren(QLineEdit):
        assert field.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu
