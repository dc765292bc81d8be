"""One resident, from the first door to the slip, by real touches and keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.field import DigitGroupsField
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import act, fill_page, go_to


def newest_draft(counter: Counter) -> Draft:
    (draft,) = counter.drafts()
    return draft


def wait_for_slip(counter: Counter, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: counter.window.page is counter.flow.slip_page)


def test_a_registration_is_queued_and_its_ticket_shown(counter: Counter, qtbot: QtBot) -> None:
    go_to(counter, Step.REVIEW)
    ticket = newest_draft(counter).ticket
    counter.click("next_button")
    wait_for_slip(counter, qtbot)

    queued = counter.services.store.call(lambda store: store.submissions.queue_rows())
    assert [(row.ticket, row.masked_name) for row in queued] == [(ticket, "SITI N…AH")] * 2
    assert counter.drafts() == []
    assert counter.runner.nudges == 1
    shown = counter.find("ticket_code")
    assert isinstance(shown, QLabel)
    assert shown.text().replace("-", "") == f"LKT{ticket}"


def test_every_completed_page_is_saved(counter: Counter) -> None:
    go_to(counter, Step.BIRTH_PLACE)
    draft = newest_draft(counter)
    assert draft.step == Step.BIRTH_PLACE
    assert draft.full_name == "SITI NURJANAH"
    assert draft.nik == "3510094101909001"


def test_a_saved_form_is_taken_up_where_it_was_left(counter: Counter) -> None:
    go_to(counter, Step.SEX)
    draft = newest_draft(counter)
    counter.flow.end()
    counter.flow.resume(draft.but(assisted_by="officer-1"))
    assert counter.flow.step is Step.SEX
    counter.click("back_button")
    place = counter.find("birth_place")
    assert isinstance(place, QLineEdit)
    assert place.text() == "BANYUWANGI"


def test_nothing_typed_is_lost_on_the_way_back(counter: Counter) -> None:
    go_to(counter, Step.NAME)
    counter.type("full_name", "Siti Nur")
    counter.click("back_button")
    counter.click("next_button")
    field = counter.find("full_name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "SITI NUR"


def test_nothing_typed_is_lost_when_the_look_changes(counter: Counter) -> None:
    go_to(counter, Step.NIK)
    counter.type("nik_first", "351009")
    for button in ("language_button", "contrast_button", "text_size_button"):
        counter.click(button)
    field = counter.find("nik_first")
    assert isinstance(field, QLineEdit)
    assert field.text() == "351009"
    assert counter.flow.pages[Step.NIK].title.text() == "Type your NIK"


def test_the_second_nik_is_blind_and_shows_the_group_that_differs(counter: Counter) -> None:
    go_to(counter, Step.NIK_AGAIN)
    field = counter.find("nik_second")
    assert isinstance(field, DigitGroupsField)
    assert field.text() == ""
    counter.type("nik_second", "3510094101099001")
    counter.click("next_button")
    assert counter.problem() == "again.group_3"
    assert field.highlighted == {2}
    counter.type("nik_second", "0190")
    counter.click("next_button")
    assert counter.flow.step is Step.KK


def test_another_first_nik_is_typed_twice_again(counter: Counter) -> None:
    go_to(counter, Step.KK)
    counter.click("back_button")
    counter.click("back_button")
    counter.type("nik_first", "\b2")
    counter.click("next_button")
    field = counter.find("nik_second")
    assert isinstance(field, DigitGroupsField)
    assert field.text() == ""


def test_a_birth_date_that_differs_from_the_nik_is_asked_about(counter: Counter) -> None:
    go_to(counter, Step.BIRTH_DATE)
    act(counter, ("birth_day", "02"), ("birth_month", "01"), ("birth_year", "1990"))
    counter.click("next_button")
    assert counter.problem() == "nik.warning.birth_date"
    counter.click("agree_button")
    assert counter.flow.step is Step.NAME
    assert newest_draft(counter).confirmed_warnings == ("nik.warning.birth_date",)


def test_a_mended_birth_date_takes_the_agreement_back(counter: Counter) -> None:
    go_to(counter, Step.BIRTH_DATE)
    act(counter, ("birth_day", "02"), ("birth_month", "01"), ("birth_year", "1990"))
    counter.click("next_button")
    counter.click("agree_button")
    counter.click("back_button")
    counter.type("birth_day", "\b1")
    counter.click("next_button")
    assert newest_draft(counter).confirmed_warnings == ()


def test_an_answer_against_is_told_and_can_be_changed(counter: Counter) -> None:
    go_to(counter, Step.CRITERIA)
    fill = ("in_school_no", "forbidden_job_no", "received_before_no", "receives_social_aid_no")
    act(counter, ("is_citizen_no",), *((name,) for name in fill))
    counter.click("next_button")
    assert counter.window.page is counter.flow.ineligible_page
    shown = " ".join(each.text() for each in counter.flow.ineligible_page.findChildren(QLabel))
    assert counter.look.text("reason.NOT_WNI.title") in shown
    counter.click("ineligible_change_button")
    counter.click("is_citizen_yes")
    counter.click("next_button")
    assert counter.flow.step is Step.NIK


def test_who_cannot_take_part_leaves_nothing_behind(counter: Counter) -> None:
    go_to(counter, Step.BIRTH_DATE)
    act(counter, ("birth_day", "01"), ("birth_month", "01"), ("birth_year", "2015"))
    counter.click("next_button")
    assert counter.window.page is counter.flow.ineligible_page
    counter.click("finish_button")
    assert not counter.flow.is_busy
    assert counter.drafts() == []


def test_a_likely_typo_is_mended_by_one_touch(counter: Counter) -> None:
    go_to(counter, Step.EMAIL)
    act(counter, ("email_name", "siti@gmial.com"), ("email_domain_other",))
    counter.click("next_button")
    assert counter.problem() == "contact.suggestion"
    counter.click("agree_button")
    counter.click("next_button")
    assert newest_draft(counter).email == "siti@gmail.com"


def test_the_second_e_mail_is_blind_and_must_be_the_same(counter: Counter) -> None:
    go_to(counter, Step.EMAIL_AGAIN)
    act(counter, ("email_again_name", "siti.nurjana"), ("email_again_domain_gmail.com",))
    counter.click("next_button")
    assert counter.problem() == "contact.email_differs"
    counter.type("email_again_name", "h")
    counter.click("next_button")
    assert counter.flow.step is Step.EMAIL_OPENED


def test_another_first_e_mail_is_typed_twice_again(counter: Counter) -> None:
    go_to(counter, Step.EMAIL_OPENED)
    counter.click("back_button")
    counter.click("back_button")
    act(counter, ("email_name", "h"), ("next_button",))
    field = counter.find("email_again_name")
    assert isinstance(field, QLineEdit)
    assert field.text() == ""


def test_names_are_written_in_the_capitals_of_the_card(counter: Counter) -> None:
    go_to(counter, Step.NAME)
    counter.type("full_name", "Siti nur")
    field = counter.find("full_name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "SITI NUR"


def test_a_name_that_does_not_fit_is_not_cut_silently(counter: Counter) -> None:
    go_to(counter, Step.NAME)
    counter.type("full_name", "A" * 100)
    before = counter.problem()
    counter.type("full_name", "B")
    assert (before, counter.problem()) == (None, "name.too_long")


def test_without_an_e_mail_there_is_a_way_back_and_a_ticket(counter: Counter) -> None:
    go_to(counter, Step.EMAIL)
    act(counter, ("email_name", "siti.nurjanah"), ("no_email_button",))
    assert counter.window.page is counter.flow.pause_page
    counter.click("back_button")
    field = counter.find("email_name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "siti.nurjanah"


def test_a_suggestion_can_be_declined(counter: Counter) -> None:
    go_to(counter, Step.EMAIL)
    act(counter, ("email_name", "siti@gmial.com"), ("email_domain_other",))
    counter.click("next_button")
    counter.click("next_button")
    assert newest_draft(counter).email == "siti@gmial.com"


def test_without_an_email_the_form_waits(counter: Counter) -> None:
    go_to(counter, Step.EMAIL)
    counter.click("no_email_button")
    draft = newest_draft(counter)
    assert (draft.step, draft.email) == (Step.EMAIL, None)
    shown = counter.find("pause_ticket_code")
    assert isinstance(shown, QLabel)
    assert shown.text().replace("-", "") == f"LKT{draft.ticket}"
    counter.click("finish_button")
    assert counter.window.page is counter.flow.welcome
    assert not counter.flow.is_busy


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_next_resident_finds_the_usual_look(
    counter: Counter, qtbot: QtBot, language: str
) -> None:
    counter = Counter(counter.services, counter.runner, language)
    qtbot.addWidget(counter.window)
    look, flow = counter.look, counter.flow
    for leave in (flow.end, flow.show_welcome):
        for button in ("language_button", "contrast_button", "text_size_button"):
            counter.click(button)
        assert (look.language, look.text_scale) != (language, 1.0)
        leave()
        assert (look.language, look.theme.name, look.text_scale) == (language, "light", 1.0)


def test_one_answer_is_changed_from_the_review(counter: Counter) -> None:
    go_to(counter, Step.REVIEW)
    counter.click(f"change_{Step.MARITAL_STATUS}")
    counter.click("marital_status_widowed")
    counter.click("next_button")
    assert counter.flow.step is Step.REVIEW
    assert newest_draft(counter).marital_status == "widowed"


def test_a_personal_answer_shows_itself_only_when_touched(counter: Counter) -> None:
    go_to(counter, Step.REVIEW)
    page = counter.flow.pages[Step.REVIEW]

    def shown() -> str:
        return " ".join(label.text() for label in page.findChildren(QLabel))

    assert "3510 0941 0190 9001" not in shown()
    counter.click(f"show_{Step.NIK}")
    assert "3510 0941 0190 9001" in shown()
    counter.click(f"show_{Step.NIK}")
    assert "3510 0941 0190 9001" not in shown()


def test_what_became_doubtful_is_mended_from_the_review(counter: Counter) -> None:
    go_to(counter, Step.REVIEW)
    counter.click(f"change_{Step.SEX}")
    counter.click("sex_L")
    counter.click("next_button")
    assert counter.problem() == "nik.warning.sex"
    counter.click("back_button")
    assert counter.flow.step is Step.REVIEW
    assert newest_draft(counter).sex == "P"


def test_the_slip_is_wiped_when_the_resident_is_done(counter: Counter, qtbot: QtBot) -> None:
    go_to(counter, Step.REVIEW)
    counter.click("next_button")
    wait_for_slip(counter, qtbot)
    counter.click("finish_button")
    assert counter.window.page is counter.flow.welcome
    assert counter.flow.slip_page.slip is None


@pytest.mark.parametrize("until", [Step.KK_AGAIN, Step.DOMICILE, Step.REVIEW])
def test_nothing_of_the_resident_stays_on_any_page(counter: Counter, until: Step) -> None:
    go_to(counter, until)
    counter.flow.end()
    for field in counter.window.findChildren(QLineEdit):
        field.undo()
        assert field.text() == "", field.objectName()
    words = " ".join(label.text() for label in counter.window.findChildren(QLabel))
    for personal in ("Siti", "9001", "Krajan", "siti.nurjanah"):
        assert personal not in words


def test_enter_never_submits(counter: Counter) -> None:
    counter.click("new_door")
    while counter.flow.step is not Step.REVIEW:
        step = counter.flow.step
        page = counter.window.page
        assert page is not None
        for field in page.findChildren(QLineEdit):
            QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClick(field, Qt.Key.Key_Enter)
        for button in page.findChildren(QAbstractButton):
            if button.isVisible():
                QTest.keyClick(button, Qt.Key.Key_Return)
        assert counter.flow.step is step
        fill_page(counter)


def test_a_village_that_is_not_found_is_told(counter: Counter) -> None:
    go_to(counter, Step.VILLAGE)
    counter.type("village_code_search", "xqzxqz")
    nothing = counter.find("village_code_nothing")
    assert nothing.isVisible()
    counter.type("village_code_search", 6 * "\b" + "genteng")
    assert not nothing.isVisible()


def test_a_nik_with_an_impossible_date_shows_where_the_date_is(counter: Counter) -> None:
    go_to(counter, Step.NIK)
    act(counter, ("nik_first", "3510099901909001"), ("next_button",))
    field = counter.find("nik_first")
    assert isinstance(field, DigitGroupsField)
    assert field.highlighted == {1, 2}
    counter.type("nik_first", "0941")
    assert field.text() == "3510094101909001"


def test_the_review_is_read_from_the_top_and_offers_to_mend_inside_the_notice(
    counter: Counter,
) -> None:
    go_to(counter, Step.REVIEW)
    page = counter.flow.pages[Step.REVIEW]
    page.explain(Sentence("nik.warning.sex"))
    mend = counter.find("mend_button")
    assert mend.isVisible()
    assert mend.hasFocus()
    assert page.notice.isAncestorOf(mend)

    areas = page.findChildren(QScrollArea)
    bar = next(area.verticalScrollBar() for area in areas if area.isAncestorOf(page.notice))
    bar.setValue(bar.maximum())
    act(counter, (f"change_{Step.MARITAL_STATUS}",), ("next_button",))
    assert counter.flow.step is Step.REVIEW
    assert bar.value() == 0
    assert not mend.isVisible()
