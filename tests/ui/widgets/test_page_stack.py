"""Only what is on screen is dressed, and it is dressed for the look of the moment."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.page_stack import PageStack


class Flow(QWidget):
    """A page that is nothing but a stack of its own."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.stack = PageStack(look)
        QVBoxLayout(self).addWidget(self.stack)


@pytest.fixture
def look() -> Look:
    return Look()


@pytest.fixture
def stack(look: Look, qtbot: QtBot) -> PageStack:
    stack = PageStack(look)
    qtbot.addWidget(stack)
    for key in ("action.next", "action.back"):
        stack.addWidget(label(look, key))
    stack.show()
    return stack


def sheets(stack: PageStack) -> list[str]:
    pages = [stack.widget(place) for place in range(stack.count())]
    return [page.styleSheet() for page in pages if page is not None]


def test_a_page_that_nobody_sees_is_left_as_it_is(stack: PageStack, look: Look) -> None:
    seen, unseen = sheets(stack)
    assert seen
    assert not unseen
    look.toggle_contrast()
    assert sheets(stack)[0] != seen
    assert not sheets(stack)[1]


def test_a_page_comes_on_screen_in_the_language_and_colours_of_the_moment(
    stack: PageStack, look: Look
) -> None:
    look.toggle_contrast()
    look.speak("en")
    stack.setCurrentIndex(1)
    first, second = sheets(stack)
    assert first == second
    on_screen = stack.currentWidget()
    assert on_screen is not None
    assert on_screen.property("text") == look.text("action.back")


def test_a_stack_in_a_stack_dresses_its_own_page_alone(look: Look, qtbot: QtBot) -> None:
    stack, flow = PageStack(look), Flow(look)
    qtbot.addWidget(stack)
    flow.stack.addWidget(QWidget())
    flow.stack.addWidget(QWidget())
    stack.addWidget(flow)
    stack.show()
    assert not flow.styleSheet()
    seen, unseen = sheets(flow.stack)
    assert seen
    assert not unseen
