"""Where the keys go: after a mistake, and with Enter."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kiosk.domain.draft import Draft
from kiosk.domain.nik import NikWarning
from kiosk.ui.flow import Step
from kiosk.ui.text import Texts, available_languages
from tests.domain.resident import complete_draft
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import Act, act, go_to


@pytest.fixture
def counter(same_counter: Counter) -> Counter:
    return same_counter


def begin_at(counter: Counter, step: Step) -> None:
    """An otherwise empty form, open at a page."""
    whole = complete_draft()
    counter.flow.resume(Draft(whole.draft_id, whole.ticket, step=step.value))


def focused() -> str:
    """Name of what the next key goes to."""
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


@pytest.mark.parametrize(
    ("step", "acts", "faulty"),
    [
        (Step.CONSENT, (("consent_process",),), "consent_camera"),
        (Step.NIK, (), "nik_first"),
        (Step.KK, (("kk_first", "3510091203159002"),), "kk_is_latest_yes"),
        (Step.KK, (("kk_first", "35"),), "kk_first"),
        (Step.BIRTH_DATE, (), "birth_day"),
        (Step.NAME, (), "full_name"),
        (Step.SEX, (), "sex_L"),
        (Step.PHONE, (("phone_first", "084012349001"),), "phone_is_own_yes"),
        (Step.EMAIL, (), "email_name"),
    ],
)
def test_after_a_mistake_the_keys_go_where_it_is(
    counter: Counter, step: Step, acts: tuple[Act, ...], faulty: str
) -> None:
    begin_at(counter, step)
    act(counter, *acts)
    counter.find("next_button").setFocus()
    counter.click("next_button")

    assert counter.problem() is not None
    assert focused() == faulty


def test_a_question_waits_on_its_own_answer(counter: Counter) -> None:
    go_to(counter, Step.SEX)
    act(counter, ("sex_L",), ("next_button",))

    assert counter.problem() == NikWarning.SEX
    assert focused() == "agree_button"
    QTest.keyClick(counter.find("agree_button"), Qt.Key.Key_Space)
    assert counter.flow.step is Step.VILLAGE


@pytest.mark.parametrize("language", available_languages())
@pytest.mark.parametrize("warning", [NikWarning.BIRTH_DATE, NikWarning.SEX])
def test_a_question_names_the_button_that_answers_it(language: str, warning: NikWarning) -> None:
    text = Texts(language)

    assert text("notice.agree") in text(f"{warning}_do")


def test_a_suggestion_taken_leads_on(counter: Counter) -> None:
    begin_at(counter, Step.EMAIL)
    act(counter, ("email_name", "siti@gmial.com"), ("email_domain_other",), ("next_button",))
    counter.click("agree_button")

    assert focused() == "next_button"


def test_enter_leads_from_field_to_field_and_on_to_the_button(counter: Counter) -> None:
    begin_at(counter, Step.BIRTH_DATE)
    for field, following in (
        ("birth_day", "birth_month"),
        ("birth_month", "birth_year"),
        ("birth_year", "next_button"),
    ):
        assert focused() == field
        QTest.keyClick(counter.find(field), Qt.Key.Key_Return)
        assert focused() == following
    QTest.keyClick(counter.find("next_button"), Qt.Key.Key_Return)

    assert counter.flow.step is Step.BIRTH_DATE
    assert counter.problem() is None
