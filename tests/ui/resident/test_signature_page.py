"""The signature below the statement: drawn, or typed."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.statement import DrawnSignature, StatementProblem, TypedSignature
from kiosk.ui.flow import Step
from kiosk.ui.resident.signature_page import SignaturePage
from tests.domain.resident import complete_draft
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import act


def open_page(counter: Counter) -> SignaturePage:
    """A form that is filled up to the signature."""
    unsigned = complete_draft().but(step=Step.SIGNATURE.value, statement_signature=None)
    counter.flow.resume(unsigned)
    page = counter.flow.pages[Step.SIGNATURE]
    assert isinstance(page, SignaturePage)
    QApplication.processEvents()
    return page


def sign(page: SignaturePage) -> None:
    """A line across the pad."""
    middle = page.pad.rect().center()
    QTest.mousePress(page.pad, Qt.MouseButton.LeftButton, pos=middle - QPoint(90, 0))
    QTest.mouseMove(page.pad, middle + QPoint(90, 10))
    QTest.mouseRelease(page.pad, Qt.MouseButton.LeftButton)


def focused() -> QWidget:
    """What the next key goes to."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def newest(counter: Counter) -> Draft:
    (draft,) = counter.drafts()
    return draft


def test_a_drawn_line_is_the_signature(counter: Counter) -> None:
    page = open_page(counter)
    sign(page)
    counter.click("next_button")
    assert counter.flow.step is Step.ASSESSMENT
    assert newest(counter).statement_signature == DrawnSignature(page.pad.strokes)


def test_nothing_drawn_is_said(counter: Counter) -> None:
    open_page(counter)
    counter.click("next_button")
    assert counter.problem() == StatementProblem.SIGNATURE_REQUIRED
    assert counter.flow.step is Step.SIGNATURE


def test_the_keyboard_alone_signs_by_typing(counter: Counter) -> None:
    page = open_page(counter)
    while focused() is not page.type_button:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(page.type_button, Qt.Key.Key_Space)
    assert focused() is page.field
    QTest.keyClicks(page.field, "Siti Nurjanah")
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert counter.flow.step is Step.SIGNATURE
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert newest(counter).statement_signature == TypedSignature("Siti Nurjanah")


def test_another_name_is_not_taken(counter: Counter) -> None:
    open_page(counter)
    act(counter, ("signature_type_button",), ("statement_signature", "Budi"), ("next_button",))
    assert counter.problem() == StatementProblem.SIGNATURE_DIFFERS


def test_erase_and_undo(counter: Counter) -> None:
    page = open_page(counter)
    sign(page)
    sign(page)
    counter.click("signature_undo_button")
    left = [len(page.pad.strokes)]
    counter.click("signature_erase_button")
    assert [*left, len(page.pad.strokes)] == [1, 0]


def test_a_saved_signature_is_shown_the_way_it_was_made(counter: Counter) -> None:
    drawn = DrawnSignature((((100, 500), (900, 500)),))
    counter.flow.resume(complete_draft().but(step=Step.SIGNATURE.value, statement_signature=drawn))
    page = counter.flow.pages[Step.SIGNATURE]
    assert isinstance(page, SignaturePage)
    assert page.pad.strokes == drawn.strokes
    counter.flow.end()
    counter.flow.resume(complete_draft().but(step=Step.SIGNATURE.value))
    assert page.field.isVisible()
    assert page.field.text() == "SITI NURJANAH"


def test_nothing_of_it_stays_behind(counter: Counter) -> None:
    page = open_page(counter)
    sign(page)
    counter.flow.end()
    assert page.pad.strokes == ()
    assert page.field.text() == ""
