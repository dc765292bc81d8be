"""Where the keys go: after a mistake, and with Enter."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step
from tests.domain.resident import complete_draft
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import Act, act


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
